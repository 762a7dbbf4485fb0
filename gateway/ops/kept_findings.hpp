// SPDX-License-Identifier: Apache-2.0
#pragma once
// The county's warnings kept up with its log: index and findings in memory, and the table warning_finding, which always
// shows what overview.hpp would find from scratch for the entries, the day and the devices' last days that warning_run
// names beside it. It asks for the entries that it has not seen, so it can miss none, whoever wrote them.
//
// Memory: that of an index (oversight/index.hpp) and of the findings. One thread at a time.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

#include "gateway/county/warning_table.hpp"
#include "gateway/ops/overview.hpp"
#include "shared/oversight/warnings.hpp"

namespace zj::ops {

class KeptFindings {
public:
    // Of the county with this code, which the ids of ID numbers are made with, and this log key, which outlives it:
    // people whom only an ID number names are called by it (references.hpp).
    KeptFindings(county::WarningTable table, std::string county, const crypto::SigningKey& log_key);

    struct Kept {
        bool filled = false;      // the records were read from the first one on
        std::size_t entries = 0;  // that came since
        std::size_t asked = 0;    // subjects; all of them on another day
        std::size_t put = 0, gone = 0;
        std::uint64_t size = 0;  // that the table shows now
        bool wrote = false;
    };
    // Brings the table up to the log, on the morning of `today`. After an error, which the store's are, and
    // "county.cancelled" where `stop` asked for it, it goes on from where it was; what the table holds is asked of it
    // then.
    Result<Kept> keep(Date today, const std::stop_token& stop);

    std::size_t findings() const { return warnings_.findings().size(); }
    // Nothing can be written by way of this connection any more.
    bool lost() const { return table_.lost(); }

private:
    Result<> fill(const std::stop_token& stop);
    Result<std::size_t> catch_up(const std::stop_token& stop);
    Result<> take(Overview& seen, const log::Record& record);
    Result<> note_uses(Date today);
    Result<county::WarningChange> change();
    void compare(const std::string& id, county::WarningChange& out);
    void compare_all(county::WarningChange& out);
    Result<> write(const county::WarningChange& change);

    county::WarningTable table_;
    std::string county_;
    const crypto::SigningKey& log_key_;
    std::optional<Overview> seen_;
    oversight::Warnings warnings_;
    std::optional<Date> day_;
    county::DeviceDays uses_;                    // that the index was told
    std::set<std::string> pending_;              // ids whose rows may differ from what the table holds
    std::optional<county::WarningRun> shown_;    // by the table; nothing where all of it has to be compared
    std::map<std::string, Hash> stored_;         // digests of its rows
    std::map<std::string, std::string> called_;  // what the row of a finding is called
};

}  // namespace zj::ops
