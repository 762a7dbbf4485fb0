// SPDX-License-Identifier: Apache-2.0
#pragma once
// What of the log is one case's, and so stands in its package; everything else stays hidden behind its commitments. The
// exporter picks by it, and the auditor refuses a package that shows more. Pure.

#include <set>
#include <string>
#include <string_view>

#include "shared/codec/value.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"

namespace zj::package {

class CaseScope {
public:
    // `case_key`: case/<id>.
    explicit CaseScope(std::string_view case_key);

    const std::string& case_key() const { return case_; }
    std::string archive_key() const { return "archive/" + id_; }

    // case/<id>, archive/<id>, consent/<id>, stage/<id>/…, and pending/… whose case it is. An entry that wrote one of
    // these is an entry of the case.
    bool owns(const log::Record& record) const;
    // Sign-offs name the pending record, so these must have been seen before.
    void note(const log::Record& record);
    // The i-th intent of a change set with this header.
    bool owns(const codec::Value& intent, const log::Header& header, std::size_t i) const;

private:
    std::string case_, id_;
    std::set<std::string, std::less<>> pendings_;
};

// Whether an act of somebody else's may have made `after` of `before`: at most the mark that something on the case is
// held is touched.
bool moved_by_others(const log::Record& before, const log::Record& after);

}  // namespace zj::package
