// SPDX-License-Identifier: Apache-2.0
#pragma once
// Picks one case's entries out of a log that is read once from its beginning: those that wrote a record of the case up
// to the closing of its file, after it those that reversed the case, those of its change sets that were held, those
// that enrolled the keys they were signed with, the one that wrote the unit as it was at the closing, and those of the
// root statements. Of each it keeps what scope.hpp calls the case's. Pure.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"
#include "shared/package/metadata.hpp"
#include "shared/package/parts.hpp"
#include "shared/package/scope.hpp"

namespace zj::package {

struct LogEntry {
    std::string bytes;
    std::vector<log::SaltedRecord> records;
    std::function<Result<log::ChangeSet>()> change_set;  // asked for where it matters; none but for changes
};

struct Picked {
    std::string bytes;  // of the entry
    bool of_case = false;
    std::optional<ShownChangeSet> change_set;  // that has a body of the case
    ShownRecords records;                      // none of a root statement's entry
};

struct Collected {
    CaseScope scope;  // with all that was noted on the way
    std::map<std::uint64_t, Picked> entries;
    std::uint64_t archived = 0;  // the entry that closed the file
    std::size_t roots_before = 0;
};

class Collector {
public:
    Collector(std::string_view case_key, std::string_view unit);

    // Every entry from 0 on, in order. Errors: what the log cannot hold.
    Result<> take(const LogEntry& entry);
    // "package.none" where no entry has closed a file of the case.
    Result<Collected> finish();

private:
    bool may_matter(const std::string& record) const;
    Result<> take_records(std::uint64_t index, const LogEntry& entry);
    Result<std::optional<ShownChangeSet>> shown_of(const LogEntry& entry);
    void take_case(std::uint64_t index, const LogEntry& entry, const std::vector<std::size_t>& places,
                   std::optional<ShownChangeSet> change_set);

    std::string unit_key_, id_;
    std::uint64_t next_ = 0;
    bool closed_ = false;
    Collected out_;
    std::map<std::string, std::pair<std::uint64_t, Picked>, std::less<>> keys_;  // device/… and key/… as enrolled
    std::optional<std::pair<std::uint64_t, Picked>> unit_;
    std::set<std::string> authors_;  // record keys of those that signed
};

// The case's own entries as metadata_of() wants them, from what is shown. REQUIRES: checked parts.
Result<CaseEntry> case_entry(const CaseScope& scope, std::string_view bytes, const ShownChangeSet* change_set,
                             const ShownRecords& records);

}  // namespace zj::package
