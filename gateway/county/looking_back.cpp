// SPDX-License-Identifier: Apache-2.0
// The county as it was on an earlier day, when devices were here, and the warnings that are kept for others to read.
#include <unordered_set>

#include "gateway/county/schema.hpp"
#include "gateway/county/state.hpp"

namespace zj::county {

// Entries stand in the order of their receipt.
Result<std::uint64_t> County::size_at(Time time) {
    const std::lock_guard lock(state_->head);
    std::uint64_t from = 0, until = state_->tree.size();
    while (from < until) {
        const std::uint64_t middle = from + (until - from) / 2;
        ZJ_TRY(const std::string bytes, state_->entry_bytes(middle));
        ZJ_TRY(const log::Entry entry, log::parse_entry(bytes));
        if (entry.received_at < time) {
            from = middle + 1;
        } else {
            until = middle;
        }
    }
    return from;
}

// From the newest back: the first version that is met of a key is the one that stood.
Result<> County::each_record_at(std::uint64_t size, const std::function<bool(const log::Record&)>& each) {
    const std::lock_guard lock(state_->head);
    store::Statement rows = state_->db.prepare("SELECT bytes FROM records WHERE id < ?1 ORDER BY id DESC");
    rows.bind(1, row_id(size, 0));
    std::unordered_set<std::string> met;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        ZJ_TRY(const log::Record record, log::parse_record(rows.text(0)));
        if (met.insert(record.key).second && !each(record)) {
            return {};
        }
    }
}

Result<std::map<std::string, Time>> County::last_sessions() {
    const std::lock_guard lock(state_->head);
    store::Statement rows = state_->db.prepare("SELECT device, at FROM sessions WHERE at > 0");
    std::map<std::string, Time> out;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return out;
        }
        out.emplace(std::string(rows.text(0)), Time{rows.integer(1)});
    }
}

Result<> County::store_findings(Date on, std::uint64_t size, const std::vector<FindingRow>& findings) {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    return s.write([&]() -> Result<> {
        ZJ_CHECK(s.db.prepare("DELETE FROM warning_finding").run());
        ZJ_CHECK(s.db.prepare("DELETE FROM warning_run").run());
        for (const FindingRow& one : findings) {
            store::Statement row =
                s.db.prepare("INSERT INTO warning_finding VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
            int column = 0;
            for (const std::string* cell : {&one.id, &one.rule, &one.level, &one.unit, &one.subject, &one.since,
                                            &one.due, &one.owner, &one.state, &one.evidence}) {
                row.bind(++column, std::string_view(*cell));
            }
            ZJ_CHECK(row.run());
        }
        const std::string day = format_date(on);
        return s.db.prepare("INSERT INTO warning_run VALUES(?1, ?2)")
            .bind(1, std::string_view(day))
            .bind(2, static_cast<std::int64_t>(size))
            .run();
    });
}

Result<std::optional<Date>> County::findings_day() {
    const std::lock_guard lock(state_->head);
    store::Statement row = state_->db.prepare("SELECT on_day FROM warning_run");
    ZJ_TRY(const bool found, row.step());
    const auto day = found ? parse_date(row.text(0)) : Result<Date>(fail("date.none"));
    return day ? std::optional(*day) : std::optional<Date>();
}

}  // namespace zj::county
