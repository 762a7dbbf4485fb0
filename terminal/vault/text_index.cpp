// SPDX-License-Identifier: Apache-2.0
// The index of words, by which records are searched. It is begun by the first search, not by the first sync, which for
// an office brings tens of thousands of records that most of its terminals never search: records are put in slice by
// slice, in the order of their keys, and what is written meanwhile goes in where the slices have passed, and is met by
// them where they have not. From then on it is written in the transaction that writes the record.

#include <algorithm>

#include "terminal/search/texts.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

namespace {

// Raised where words are made otherwise than before: every vault then makes them again.
constexpr std::int64_t kTextVersion = 2;
constexpr std::string_view kComplete = "texts.complete", kAfter = "texts.after", kVersion = "texts.version";

std::vector<std::string> sorted_kinds() {
    std::vector<std::string> out(search::kinds().begin(), search::kinds().end());
    std::ranges::sort(out);
    return out;
}

}  // namespace

Result<> Vault::open_texts() {
    if (number(kVersion) != kTextVersion) {
        return forget_texts();
    }
    texts_complete_ = number(kComplete) != 0;
    texts_after_ = text(kAfter);
    return {};
}

Result<> Vault::forget_texts() {
    ZJ_CHECK(transaction([&]() -> Result<> {
        ZJ_CHECK(db_->execute("INSERT INTO text_index(text_index) VALUES('delete-all')"));
        ZJ_CHECK(db_->execute("DELETE FROM text_row"));
        ZJ_CHECK(set_text(kAfter, ""));
        ZJ_CHECK(set_number(kComplete, 0));
        return set_number(kVersion, kTextVersion);
    }));
    texts_complete_ = false;
    texts_after_.clear();
    return {};
}

// Within the transaction that changed the record, or took it away.
Result<> Vault::index_text(const log::Record& record, bool gone) {
    if (search::kind_of(record.key).empty() || (!texts_complete_ && record.key > texts_after_)) {
        return {};
    }
    std::optional<std::int64_t> id;
    {
        Rows row = read("SELECT id FROM text_row WHERE key = ?1", record.key);
        if (row.next()) {
            id = row.integer(0);
        }
    }
    if (id) {
        ZJ_CHECK(db_->prepare("DELETE FROM text_index WHERE rowid = ?1").bind(1, *id).run());
        ZJ_CHECK(db_->prepare("DELETE FROM text_row WHERE id = ?1").bind(1, *id).run());
    }
    return gone ? Result<>() : write_text(record);
}

Result<> Vault::write_text(const log::Record& record) {
    const auto names = catalogue();  // of codes; a vault that has none yet has no record to index either
    const std::string words =
        search::words_of(search::texts_of(record.key, record.value, names ? names->get() : nullptr)) + " k" +
        std::string(search::kind_of(record.key));
    // Downwards, so that the newest come first in the order in which the index reads its lists quickly: upwards.
    constexpr std::int64_t kFirst = std::int64_t{1} << 40;
    ZJ_CHECK(db_->prepare("INSERT INTO text_row(id, key) SELECT ifnull(min(id), ?2) - 1, ?1 FROM text_row")
                 .bind(1, record.key)
                 .bind(2, kFirst)
                 .run());
    return db_->prepare("INSERT INTO text_index(rowid, words) VALUES(?1, ?2)")
        .bind(1, db_->last_insert_id())
        .bind(2, words)
        .run();
}

Result<std::size_t> Vault::index_texts(std::size_t records_max) {
    if (texts_complete_) {
        return std::size_t{0};
    }
    std::vector<log::Record> some;
    for (const std::string& kind : sorted_kinds()) {
        const std::string from = std::max(texts_after_, kind + "/"), end = kind + "0";  // '0' follows '/'
        Rows row =
            read("SELECT bytes FROM record WHERE key > ?1 AND key < ?2 ORDER BY key LIMIT ?3", std::string_view(from),
                 std::string_view(end), static_cast<std::int64_t>(records_max - some.size()));
        while (row.next()) {
            auto one = log::parse_record(row.text(0));
            if (!one) {
                damaged(from);
            }
            some.push_back(std::move(*one));
        }
    }
    const bool complete = some.size() < records_max;
    const std::string after = some.empty() ? texts_after_ : some.back().key;
    ZJ_CHECK(transaction([&]() -> Result<> {
        for (const log::Record& one : some) {
            ZJ_CHECK(write_text(one));
        }
        ZJ_CHECK(set_text(kAfter, after));
        return set_number(kComplete, complete ? 1 : 0);
    }));
    texts_after_ = after;
    texts_complete_ = complete;
    return some.size();
}

std::vector<Vault::TextHit> Vault::text_hits(const std::string& expression, std::string_view kind, std::int64_t after,
                                             std::size_t count_max) {
    const std::string match = kind.empty() ? expression : expression + " AND \"k" + std::string(kind) + "\"";
    std::vector<TextHit> out;
    Rows row = read(
        "SELECT t.id, t.key FROM text_index i JOIN text_row t ON t.id = i.rowid WHERE i.text_index MATCH ?1 AND "
        "i.rowid > ?2 ORDER BY i.rowid LIMIT ?3",
        std::string_view(match), after, static_cast<std::int64_t>(count_max));
    while (row.next()) {
        out.push_back({row.integer(0), std::string(row.text(1))});
    }
    return out;
}

}  // namespace zj::vault
