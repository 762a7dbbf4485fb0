// SPDX-License-Identifier: Apache-2.0
// The index of cases, of own acts by record, and of open acts of two: written beside what they are made from, and made
// again as a whole when an older vault is opened.

#include <algorithm>
#include <charconv>

#include "shared/codec/json.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

namespace {

// Raised where rows are made otherwise than before: every vault then makes them again at its next opening.
constexpr std::int64_t kIndexVersion = 1;
// Records read at once while the index is made again.
constexpr std::int64_t kRebuildRows = 500;

std::string text_of(const std::vector<std::pair<Time, std::optional<Time>>>& pauses) {
    std::string out;
    for (const auto& [from, until] : pauses) {
        out += std::to_string(from.ms) + " " + std::to_string(until ? until->ms : 0) + " ";
    }
    return out;
}

std::vector<std::pair<Time, std::optional<Time>>> pauses_in(std::string_view text) {
    std::vector<std::pair<Time, std::optional<Time>>> out;
    std::vector<std::int64_t> numbers;
    while (!text.empty()) {
        std::int64_t n = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), n);
        numbers.push_back(n);
        const auto used = static_cast<std::size_t>(read.ptr - text.data());
        text.remove_prefix(std::min(text.size(), used + 1));
    }
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
        out.emplace_back(Time{numbers[i]}, numbers[i + 1] == 0 ? std::nullopt : std::optional(Time{numbers[i + 1]}));
    }
    return out;
}

std::int64_t ms_of(const std::optional<Time>& time) {
    return time ? time->ms : 0;
}

std::optional<Time> time_of(std::int64_t ms) {
    return ms == 0 ? std::nullopt : std::optional(Time{ms});
}

// As a record of the case would tell it.
codec::Value submission_as_case(const codec::Value& intent, const std::string& person, Time signed_at, bool refused) {
    codec::Value out = codec::Object{{"matter", intent.str_or("matter")},
                                     {"unit", intent.str_or("unit")},
                                     {"state", refused ? "refused" : "signed"},
                                     {"clerk", person},
                                     {"written_at", format_time(signed_at)}};
    if (const codec::Value* fields = intent.find("fields")) {
        out.set("fields", *fields);
    }
    return out;
}

}  // namespace

CaseEntry Vault::case_in(const Rows& row) {
    CaseEntry out;
    out.key = row.text(0);
    out.local = row.integer(1) != 0;
    out.seq = static_cast<std::uint64_t>(row.integer(2));
    out.n = row.integer(3);
    out.case_no = row.text(4);
    out.matter = row.text(5);
    out.unit = row.text(6);
    out.state = row.text(7);
    out.step = row.text(8);
    out.place = row.text(9);
    out.held = row.integer(10) != 0;
    out.subject = row.text(11);
    out.about = row.text(12);
    out.barred = row.text(13);
    out.received_at = time_of(row.integer(14));
    out.closed_at = time_of(row.integer(15));
    out.pauses = pauses_in(row.text(16));
    out.half_days = row.integer(17);
    out.changed_at = time_of(row.integer(18));
    out.entry = static_cast<std::uint64_t>(row.integer(19));
    return out;
}

std::string Vault::name_at(std::string_view key) {
    const auto known = record(key);
    return known ? std::string(known->value.str_or("name")) : std::string();
}

Result<> Vault::write_case_row(const CaseEntry& entry) {
    return db_
        ->prepare(
            "INSERT INTO case_row(key, local, seq, n, case_no, matter, unit, state, step, place, open, held, subject, "
            "about, barred, received_at, closed_at, pauses, half_days, changed_at, entry) VALUES(?1, ?2, ?3, "
            "ifnull((SELECT n FROM own_case WHERE key = ?1), 0), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
            "?16, ?17, ?18, ?19, ?20) ON CONFLICT(key) DO UPDATE SET local = excluded.local, seq = max(seq, "
            "excluded.seq), n = excluded.n, case_no = excluded.case_no, matter = excluded.matter, unit = "
            "excluded.unit, state = excluded.state, step = excluded.step, place = excluded.place, open = "
            "excluded.open, held = excluded.held, subject = excluded.subject, about = excluded.about, barred = "
            "excluded.barred, received_at = excluded.received_at, closed_at = excluded.closed_at, pauses = "
            "excluded.pauses, half_days = excluded.half_days, changed_at = excluded.changed_at, entry = "
            "excluded.entry")
        .bind(1, entry.key)
        .bind(2, std::int64_t{entry.local ? 1 : 0})
        .bind(3, static_cast<std::int64_t>(entry.seq))
        .bind(4, entry.case_no)
        .bind(5, entry.matter)
        .bind(6, entry.unit)
        .bind(7, entry.state)
        .bind(8, entry.step)
        .bind(9, entry.place)
        .bind(10, std::int64_t{closed_state(entry.state) ? 0 : 1})
        .bind(11, std::int64_t{entry.held ? 1 : 0})
        .bind(12, entry.subject)
        .bind(13, entry.about)
        .bind(14, entry.barred)
        .bind(15, ms_of(entry.received_at))
        .bind(16, ms_of(entry.closed_at))
        .bind(17, text_of(entry.pauses))
        .bind(18, entry.half_days)
        .bind(19, ms_of(entry.changed_at))
        .bind(20, static_cast<std::int64_t>(entry.entry))
        .run();
}

// What stands in the table `record` under this key has changed, or is gone; within the transaction that changed it.
Result<> Vault::index_record(const log::Record& record, std::int64_t entry, bool gone) {
    const std::string_view key = record.key;
    ZJ_CHECK(index_text(record, gone));
    if (key.starts_with("case/")) {
        return gone ? unindex_case(key) : index_case(record, entry);
    }
    if (key.starts_with("pending/")) {
        const bool open = !gone && record.value.str_or("state") == "open";
        return db_
            ->prepare(open ? "INSERT OR IGNORE INTO open_pending(key) VALUES(?1)"
                           : "DELETE FROM open_pending WHERE key = ?1")
            .bind(1, key)
            .run();
    }
    return key.starts_with("person/") || key.starts_with("unit/") ? index_named(key) : Result<>();
}

Result<> Vault::index_case(const log::Record& record, std::int64_t entry) {
    CaseEntry row = case_entry_of(record.key, record.value, [&](std::string_view key) { return name_at(key); });
    row.entry = static_cast<std::uint64_t>(entry) + 1;
    return write_case_row(row);
}

// A case whose record has gone to another owner is what our own outbox says of it, if anything.
Result<> Vault::unindex_case(std::string_view key) {
    const auto known = case_entry(key);
    ZJ_CHECK(db_->prepare("DELETE FROM case_row WHERE key = ?1").bind(1, key).run());
    const auto own = known && known->seq > 0 ? sent(known->seq) : std::nullopt;
    return own ? index_submissions(*own) : Result<>();
}

// Cases about a person or unit whose record changed: its name may be another.
Result<> Vault::index_named(std::string_view about) {
    std::vector<std::string> keys;
    {
        Rows row = read("SELECT key FROM case_row WHERE about = ?1 AND about != ''", about);
        while (row.next()) {
            keys.emplace_back(row.text(0));
        }
    }
    for (const std::string& key : keys) {
        const auto on = case_entry(key);
        const auto known = record(key);
        if (known) {
            ZJ_CHECK(index_case(*known, static_cast<std::int64_t>(on->entry) - 1));
        } else if (const auto own = sent(on->seq)) {
            ZJ_CHECK(index_submissions(*own));
        }
    }
    return {};
}

Result<> Vault::index_submissions(const Sent& sent) {
    for (std::size_t i = 0; i < sent.intents.size(); ++i) {
        const codec::Value& intent = sent.intents[i];
        const std::string key = log::record_key("case", county(), device(), sent.seq, i);
        if (intent.str_or("do") != "case.submit" || read("SELECT 1 FROM record WHERE key = ?1", key).next()) {
            continue;
        }
        const codec::Value value = submission_as_case(intent, sent.person, sent.signed_at, sent.state == "refused");
        CaseEntry row = case_entry_of(key, value, [&](std::string_view about) { return name_at(about); });
        row.local = true;
        row.seq = sent.seq;
        ZJ_CHECK(write_case_row(row));
    }
    return {};
}

// An own change set, within the transaction that puts it into the outbox.
Result<> Vault::index_sent(const Sent& sent) {
    const auto note = [&](std::string_view key, bool writes) {
        return db_
            ->prepare(
                "INSERT INTO own_act(key, seq, writes, open) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(key, seq) DO UPDATE "
                "SET "
                "writes = max(writes, excluded.writes)")
            .bind(1, key)
            .bind(2, static_cast<std::int64_t>(sent.seq))
            .bind(3, std::int64_t{writes ? 1 : 0})
            .bind(4, std::int64_t{sent.in_feed ? 0 : 1})
            .run();
    };
    for (const std::string& key : sent.writes) {
        ZJ_CHECK(note(key, true));
    }
    for (const codec::Value& intent : sent.intents) {
        if (const std::string_view on = intent.str_or("case"); !on.empty()) {
            ZJ_CHECK(note(on, false));
        }
    }
    return index_submissions(sent);
}

Result<> Vault::index_if_needed() {
    return number("index.version") == kIndexVersion ? Result<>() : rebuild_index();
}

Result<> Vault::rebuild_index() {
    const auto own = [&]() -> Result<> {
        for (std::uint64_t seq = 1, end = next_seq(); seq < end; ++seq) {
            if (const auto one = sent(seq)) {
                ZJ_CHECK(index_sent(*one));
                for (std::size_t i = 0; i < one->intents.size(); ++i) {
                    if (one->intents[i].str_or("do") == "case.submit") {
                        ZJ_CHECK(own_seq(log::record_key("case", county(), device(), seq, i), seq));
                    }
                }
            }
        }
        return {};
    };
    return transaction([&]() -> Result<> {
        for (const char* table :
             {"DELETE FROM case_row", "DELETE FROM own_act", "DELETE FROM open_pending", "DELETE FROM case_count"}) {
            ZJ_CHECK(db_->execute(table));
        }
        for (const char* prefix : {"case/", "pending/"}) {
            ZJ_CHECK(index_records(prefix));
        }
        ZJ_CHECK(own());
        return set_number("index.version", kIndexVersion);
    });
}

Result<> Vault::index_records(std::string_view prefix) {
    std::string after(prefix), end(prefix);
    ++end.back();
    for (bool more = true; more;) {
        std::vector<std::pair<log::Record, std::int64_t>> some;
        {
            Rows row = read("SELECT bytes, entry FROM record WHERE key > ?1 AND key < ?2 ORDER BY key LIMIT ?3",
                            std::string_view(after), std::string_view(end), kRebuildRows);
            while (row.next()) {
                auto one = log::parse_record(row.text(0));
                if (!one) {
                    damaged(after);
                }
                some.emplace_back(std::move(*one), row.integer(1));
            }
        }
        for (const auto& [one, entry] : some) {
            ZJ_CHECK(index_record(one, entry, false));
            after = one.key;
        }
        more = !some.empty();
    }
    return {};
}

// A case that this device submitted and that is a record by now.
Result<> Vault::own_seq(std::string_view key, std::uint64_t seq) {
    return db_->prepare("UPDATE case_row SET seq = ?2 WHERE key = ?1 AND seq = 0")
        .bind(1, key)
        .bind(2, static_cast<std::int64_t>(seq))
        .run();
}

std::vector<std::uint64_t> Vault::own_unjudged(std::string_view key) {
    std::vector<std::uint64_t> out;
    Rows row = read("SELECT seq FROM own_act WHERE key = ?1 AND writes = 1 AND open = 1 ORDER BY seq", key);
    while (row.next()) {
        out.push_back(static_cast<std::uint64_t>(row.integer(0)));
    }
    return out;
}

std::vector<std::string> Vault::open_pendings() {
    std::vector<std::string> out;
    Rows row = read("SELECT key FROM open_pending ORDER BY key");
    while (row.next()) {
        out.emplace_back(row.text(0));
    }
    return out;
}

}  // namespace zj::vault
