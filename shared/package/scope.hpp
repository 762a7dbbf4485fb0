// SPDX-License-Identifier: Apache-2.0
#pragma once
// What of the log is one case's, and so stands in its package; everything else stays hidden behind its commitments. The
// exporter picks by it, and the auditor refuses a package that shows more. Pure.

#include <set>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
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

    // case/<id>, archive/<id>, consent/<id>, stage/<id>/…, pending/… whose case it is, and the settled outcome/… of a
    // change set of the case that was held. An entry that wrote one of these is an entry of the case.
    bool owns(const log::Record& record) const;
    // Of those, what still belongs to the file after it was closed: the case itself, and acts of two that reverse it.
    bool owns_after_closing(const log::Record& record) const;
    // Sign-offs name the pending record, so these must have been seen before.
    void note(const log::Record& record);
    // The i-th intent of a change set with this header.
    bool owns(const codec::Value& intent, const log::Header& header, std::size_t i) const;
    // This intent is the case's, and its change set was held: what it would open is the case's too, and the entry that
    // settles it, whoever's it is, is an entry of the case.
    void note_held(const ChangeSetId& id, const log::Header& header, std::size_t i);
    // A record of this key may be the case's although nothing in it names the case.
    bool noted(std::string_view key) const { return pendings_.contains(key) || held_.contains(key); }

private:
    std::string case_, id_;
    std::set<std::string, std::less<>> pendings_, held_;
};

// outcome/<id>: what became of a held change set. Empty where the record says nothing of that kind, or not yet.
std::string_view settled_as(const log::Record& record);
std::string outcome_key(const ChangeSetId& id);

// Whether an act of somebody else's may have made `after` of `before`: at most the mark that something on the case is
// held is touched.
bool moved_by_others(const log::Record& before, const log::Record& after);

}  // namespace zj::package
