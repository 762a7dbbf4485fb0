// SPDX-License-Identifier: Apache-2.0
// The county as it was on an earlier day, and when devices were here.
#include <unordered_set>

#include "gateway/county/schema.hpp"
#include "gateway/county/state.hpp"
#include "shared/codec/json.hpp"

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

// No index has them: what the log wrote of a record is asked for by people, now and then. Canonical text has the member
// in one form, so that only those rows are parsed that may be it.
Result<> County::each_version(std::string_view key,
                              const std::function<bool(const log::Entry&, const log::Record&)>& each) {
    const std::lock_guard lock(state_->head);
    store::Statement rows =
        state_->db.prepare("SELECT id, bytes FROM records WHERE instr(bytes, ?1) > 0 ORDER BY id DESC");
    rows.bind(1, "\"key\":" + codec::write_json(codec::Value(key)));
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        ZJ_TRY(const log::Record record, log::parse_record(rows.text(1)));
        if (record.key != key) {
            continue;
        }
        ZJ_TRY(const std::string bytes, state_->entry_bytes(static_cast<std::uint64_t>(rows.integer(0) / kOrdinals)));
        ZJ_TRY(const log::Entry entry, log::parse_entry(bytes));
        if (!each(entry, record)) {
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

}  // namespace zj::county
