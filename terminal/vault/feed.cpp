// SPDX-License-Identifier: Apache-2.0
// What the county sends back: feed pages and the records they carry.

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/judge.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

namespace {

constexpr std::string_view kOutcome = "outcome/";

std::string_view kind_of(std::string_view key) {
    return key.substr(0, key.find('/'));
}

// Records whose key tells their owner.
std::optional<std::string> owner_told_by(std::string_view key) {
    const std::string_view kind = kind_of(key);
    if (kind != "unit" && kind != "ledger" && kind != "posts" && kind != "plan") {
        return std::nullopt;
    }
    const std::string_view rest = key.substr(std::min(kind.size() + 1, key.size()));
    return "unit/" + std::string(rest.substr(0, rest.find('/')));
}

}  // namespace

Result<> Vault::store_record(const log::Record& record, const log::Entry& entry) {
    if (record.key.starts_with(kOutcome)) {
        ZJ_CHECK(settle_outcome(record));
    }
    if (record.key.starts_with("case/") && entry.change_set) {
        ZJ_CHECK(note_sources(record, *entry.change_set));
    }
    handover_seen_ = handover_seen_ || record.value.str_or("act") == "identity.handover";
    const std::int64_t known = version_of(record.key);
    if (known >= record.version) {
        return {};
    }
    if (known != 0 && record.key.starts_with("case/")) {
        ZJ_CHECK(keep_first_fields(record));
    }
    // A record that moved to another owner leaves a stub here; its own closed cases keep what they say about it.
    if (record.value.bool_or("departed")) {
        ZJ_CHECK(db_->prepare("DELETE FROM record WHERE key = ?1").bind(1, record.key).run());
        return index_record(record, static_cast<std::int64_t>(entry.index), true);
    }
    ZJ_CHECK(
        db_->prepare(
               "INSERT INTO record(key, version, owner, entry, bytes) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(key) DO "
               "UPDATE SET version = excluded.version, owner = excluded.owner, entry = excluded.entry, bytes = "
               "excluded.bytes")
            .bind(1, record.key)
            .bind(2, record.version)
            .bind(3, record.owner)
            .bind(4, static_cast<std::int64_t>(entry.index))
            .bind(5, log::write_record(record))
            .run());
    return index_record(record, static_cast<std::int64_t>(entry.index), false);
}

// Before the first version of a case that asks for something else replaces what it asked for.
Result<> Vault::keep_first_fields(const log::Record& next) {
    static const codec::Value kNone;
    const auto now = record(next.key);
    const codec::Value* asked = now ? now->value.find("fields") : nullptr;
    const codec::Value* asks = next.value.find("fields");
    if (asked == nullptr || *asked == (asks == nullptr ? kNone : *asks)) {
        return {};
    }
    return db_->prepare("INSERT OR IGNORE INTO first_fields(key, fields) VALUES(?1, ?2)")
        .bind(1, next.key)
        .bind(2, codec::write_json(*asked))
        .run();
}

codec::Value Vault::first_fields(std::string_view key) {
    Rows row = read("SELECT fields FROM first_fields WHERE key = ?1", key);
    if (!row.next()) {
        return {};
    }
    auto fields = codec::parse_json(row.text(0), limits::kRecordBytesMax);
    if (!fields) {
        damaged(key);
    }
    return std::move(*fields);
}

// A material is new in the version of its case that the naming change set wrote; later versions repeat it.
Result<> Vault::note_sources(const log::Record& record, const ChangeSetId& change_set) {
    for (const codec::Value& material : record.value.items("materials")) {
        const auto sha256 = codec::hash_from_hex(material.str_or("sha256"));
        if (!sha256) {
            continue;
        }
        ZJ_CHECK(db_->prepare("INSERT OR IGNORE INTO source(case_key, slot, sha256, change_set) VALUES(?1, ?2, ?3, ?4)")
                     .bind(1, record.key)
                     .bind(2, material.str_or("slot"))
                     .bind(3, sha256->view())
                     .bind(4, change_set.view())
                     .run());
    }
    return {};
}

Result<> Vault::settle_outcome(const log::Record& record) {
    const auto id = codec::hash_from_hex(std::string_view(record.key).substr(kOutcome.size()));
    const std::string state(record.value.str_or("state"));
    if (!id || (state != "held" && state != "applied" && state != "merged" && state != "refused")) {
        return {};
    }
    return db_
        ->prepare(
            "UPDATE outbox SET state = ?2, code = ?3, in_feed = max(in_feed, ?4) WHERE id = ?1 AND receipt IS NOT NULL")
        .bind(1, id->view())
        .bind(2, state)
        .bind(3, record.value.str_or("code"))
        .bind(4, std::int64_t{state == "held" ? 0 : 1})
        .run();
}

Result<> Vault::settle(const log::Entry& entry) {
    if (!entry.change_set || entry.verdict == log::Verdict::held) {
        return {};
    }
    return db_->prepare("UPDATE outbox SET in_feed = 1 WHERE id = ?1 AND receipt IS NOT NULL")
        .bind(1, entry.change_set->view())
        .run();
}

Result<> Vault::store_feed(const std::string& scope, const sync::FeedPage& page,
                           const std::vector<sync::VerifiedItem>& items) {
    ZJ_ASSERT(page.items.size() == items.size());
    const auto write = [&]() -> Result<> {
        ZJ_CHECK(db_->prepare("INSERT OR IGNORE INTO scope(name) VALUES(?1)").bind(1, scope).run());
        std::uint64_t last = feed_position(scope);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const sync::VerifiedItem& item = items[i];
            if (item.n <= last) {
                continue;  // a page that came twice
            }
            ZJ_CHECK(db_->prepare("INSERT OR IGNORE INTO feed(scope, n, entry) VALUES(?1, ?2, ?3)")
                         .bind(1, scope)
                         .bind(2, static_cast<std::int64_t>(item.n))
                         .bind(3, page.items[i].entry)
                         .run());
            for (const log::Record& record : item.records) {
                ZJ_CHECK(store_record(record, item.entry));
            }
            ZJ_CHECK(settle(item.entry));
            ZJ_CHECK(raise_clock(item.entry.received_at));
            last = item.n;
        }
        ZJ_CHECK(db_->prepare("UPDATE scope SET n = ?2, head = ?3 WHERE name = ?1")
                     .bind(1, scope)
                     .bind(2, static_cast<std::int64_t>(last))
                     .bind(3, page.head)
                     .run());
        if (page.more) {
            return {};
        }
        // All of this scope up to the page's checkpoint is here; what is older than the least such size over all scopes
        // has come back whatever scope it went to.
        ZJ_TRY(const log::Note note, log::parse_note(page.checkpoint));
        ZJ_TRY(const log::Checkpoint at, log::parse_checkpoint_text(note.text));
        ZJ_CHECK(db_->prepare("UPDATE scope SET size = max(size, ?2) WHERE name = ?1")
                     .bind(1, scope)
                     .bind(2, static_cast<std::int64_t>(at.size))
                     .run());
        return db_
            ->prepare(
                "UPDATE outbox SET in_feed = 1 WHERE in_feed = 0 AND state IN ('applied', 'merged') AND entry > 0 AND "
                "entry <= (SELECT min(size) FROM scope)")
            .run();
    };
    ZJ_CHECK(transaction(write));
    return settle_slots();
}

std::int64_t Vault::evidence() {
    Rows row = read("SELECT count(*) FROM evidence");
    return row.next() ? row.integer(0) : 0;
}

// Within a scope the entries' indices rise with their numbers, so that a few rows are looked at whatever was fed.
std::optional<log::Entry> Vault::entry_of(std::string_view key) {
    Rows at = read("SELECT entry FROM record WHERE key = ?1", key);
    if (!at.next()) {
        return std::nullopt;
    }
    const auto wanted = static_cast<std::uint64_t>(at.integer(0));
    for (const std::string& scope : scopes()) {
        std::int64_t low = 0, high = static_cast<std::int64_t>(feed_position(scope));
        while (low < high) {
            const std::int64_t middle = low + (high - low + 1) / 2;
            Rows row = read("SELECT entry FROM feed WHERE scope = ?1 AND n = ?2", scope, middle);
            auto entry = log::parse_entry(row.next() ? row.text(0) : std::string_view());
            if (!entry) {
                damaged(key);  // a gap, or not as it was fed
            }
            if (entry->index == wanted) {
                return std::move(*entry);
            }
            entry->index < wanted ? low = middle : high = middle - 1;
        }
    }
    return std::nullopt;
}

std::optional<log::Record> Vault::record(std::string_view key) {
    Rows row = read("SELECT bytes FROM record WHERE key = ?1", key);
    if (!row.next()) {
        return std::nullopt;
    }
    auto record = log::parse_record(row.text(0));
    if (!record) {
        damaged(key);
    }
    return std::move(*record);
}

std::vector<log::Record> Vault::records(std::string_view prefix) {
    return records(prefix, {});
}

std::vector<log::Record> Vault::records(std::string_view prefix, std::string_view containing) {
    std::vector<log::Record> out;
    std::string end(prefix.empty() ? "~" : prefix);  // keys are lower-case letters, digits and '/'
    ++end.back();
    Rows row =
        read("SELECT bytes FROM record WHERE key >= ?1 AND key < ?2 AND (?3 = '' OR instr(bytes, ?3) > 0) ORDER BY key",
             prefix, end, containing);
    while (row.next()) {
        auto record = log::parse_record(row.text(0));
        if (!record) {
            damaged(prefix);
        }
        out.push_back(std::move(*record));
    }
    return out;
}

bool Vault::sees(std::string_view key) {
    const auto mine = scopes();
    const auto catalogue_in_force = catalogue();
    log::Record record;
    record.key = key;
    record.owner = owner_told_by(key).value_or("");
    return std::any_of(mine.begin(), mine.end(), [&](const std::string& scope) {
        return scope == record.owner ||
               (catalogue_in_force && model::visible(scope, record, (*catalogue_in_force)->scopes()));
    });
}

std::optional<std::string> Vault::case_by_count(std::int64_t n) {
    Rows row = read("SELECT key FROM own_case WHERE n = ?1", n);
    return row.next() ? std::optional(std::string(row.text(0))) : std::nullopt;
}

std::optional<std::int64_t> Vault::count_of_case(std::string_view key) {
    Rows row = read("SELECT n FROM own_case WHERE key = ?1", key);
    return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

std::int64_t Vault::positions() {
    Rows row = read("SELECT ifnull(sum(n), 0) FROM scope");
    return row.next() ? row.integer(0) : 0;
}

}  // namespace zj::vault
