// SPDX-License-Identifier: Apache-2.0
// What the tables hold, against what the walk made of the entries.
#include <algorithm>

#include "gateway/county/check.hpp"
#include "gateway/county/schema.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

Result<std::uint64_t> Check::count(std::string_view sql) {
    store::Statement row = s_.db.prepare(sql);
    ZJ_TRY(const bool found, row.step());
    return found ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

Result<> Check::compare() {
    ZJ_CHECK(compare_counts());
    ZJ_CHECK(compare_checkpoints());
    ZJ_CHECK(compare_current());
    ZJ_CHECK(compare_chains());
    ZJ_CHECK(compare_refusals());
    ZJ_CHECK(compare_scopes());
    ZJ_CHECK(compare_materials());
    ZJ_CHECK(compare_projections());
    return compare_blobs();
}

// Rows that no entry asks for, or that it misses: the walk goes along the entries only.
Result<> Check::compare_counts() {
    std::uint64_t chain_items = 0;
    for (const auto& [device, chain] : chains_) {
        chain_items += chain.places.size();
    }
    const std::tuple<const char*, std::string_view, std::uint64_t> tables[] = {
        {"entries", "SELECT count(*) FROM entries", tree_.size()},
        {"leaves", "SELECT count(*) FROM leaves", tree_.size()},
        {"headers", "SELECT count(*) FROM headers", changes_},
        {"records", "SELECT count(*) FROM records", records_},
        {"roots", "SELECT count(*) FROM roots", roots_},
        {"current", "SELECT count(*) FROM current", current_.size()},
        {"chains", "SELECT count(*) FROM chains", chains_.size()},
        {"chain_items", "SELECT count(*) FROM chain_items", chain_items},
        {"ticket_refusals", "SELECT count(*) FROM ticket_refusals", refusals_.size()},
        {"scopes", "SELECT count(*) FROM scopes", scopes_.size()},
        {"scope_items", "SELECT count(*) FROM scope_items", scope_items_},
        {"materials", "SELECT count(*) FROM materials", materials_.size()},
        {"blob_chunks", "SELECT count(*) FROM blob_chunks WHERE id / 1024 NOT IN (SELECT id FROM blobs)", 0}};
    for (const auto& [name, sql, told] : tables) {
        ZJ_TRY(const std::uint64_t rows, count(sql));
        must(rows == told,
             std::string(name) + ": " + std::to_string(rows) + " rows, the log gives " + std::to_string(told));
    }
    return {};
}

Result<> Check::compare_checkpoints() {
    store::Statement rows = s_.db.prepare("SELECT size, note FROM checkpoints ORDER BY size");
    std::uint64_t last = 0;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            must(last == tree_.size(), "checkpoints: the newest is not that of the entries");
            return {};
        }
        last = static_cast<std::uint64_t>(rows.integer(0));
        const auto note = log::open_checkpoint(rows.text(1), s_.origin, s_.log_key.verify_key());
        must(note && note->size == last && last <= tree_.size() && note->root == tree_.root(last),
             "checkpoints: that of size " + std::to_string(last) + " is not of these entries");
    }
}

Result<> Check::compare_current() {
    store::Statement rows = s_.db.prepare("SELECT key, version, idx, ordinal FROM current");
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        const auto at = current_.find(std::string(rows.text(0)));
        const Location told{rows.integer(1), static_cast<std::uint64_t>(rows.integer(2)),
                            static_cast<std::size_t>(rows.integer(3))};
        must(at != current_.end() && at->second == told,
             "current: " + std::string(rows.text(0)) + " is not what the log says");
    }
}

Result<> Check::compare_chains() {
    for (const auto& [device, chain] : chains_) {
        store::Statement row = s_.db.prepare("SELECT seq, id, seen_size FROM chains WHERE device = ?1");
        row.bind(1, std::string_view(device));
        ZJ_TRY(const bool found, row.step());
        must(found && row.integer(0) == static_cast<std::int64_t>(chain.places.size()) &&
                 std::ranges::equal(row.blob(1), chain.last.bytes) &&
                 row.integer(2) == static_cast<std::int64_t>(chain.seen_size),
             "chains: " + device + " is not where the log leaves it");
        ZJ_CHECK(compare_chain_items(device, chain.places));
    }
    return {};
}

Result<> Check::compare_chain_items(const std::string& device, const std::vector<std::uint64_t>& places) {
    store::Statement rows = s_.db.prepare("SELECT seq, idx FROM chain_items WHERE device = ?1 ORDER BY seq");
    rows.bind(1, std::string_view(device));
    for (std::size_t n = 0;; ++n) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            must(n == places.size(), "chain_items: " + device + " has other numbers than the log");
            return {};
        }
        must(n < places.size() && rows.integer(0) == static_cast<std::int64_t>(n + 1) &&
                 rows.integer(1) == static_cast<std::int64_t>(places[n]),
             "chain_items: " + device + " number " + std::to_string(rows.integer(0)));
    }
}

Result<> Check::compare_refusals() {
    store::Statement rows = s_.db.prepare("SELECT ticket, n FROM ticket_refusals");
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        const auto ticket = hash_in(rows.blob(0), "ticket_refusals");
        const auto at = ticket ? refusals_.find(*ticket) : refusals_.end();
        must(at != refusals_.end() && at->second == rows.integer(1),
             "ticket_refusals: not as many as the log has of a ticket");
    }
}

Result<> Check::compare_scopes() {
    for (const auto& [scope, places] : scopes_) {
        store::Statement named = s_.db.prepare("SELECT scope, last FROM scopes WHERE name = ?1");
        named.bind(1, std::string_view(scope));
        ZJ_TRY(const bool found, named.step());
        must(found && named.integer(1) == static_cast<std::int64_t>(places.size()),
             "scopes: " + scope + " ends at another number");
        store::Statement rows = s_.db.prepare("SELECT n, idx FROM scope_items WHERE scope = ?1 ORDER BY n");
        rows.bind(1, found ? named.integer(0) : 0);
        for (std::size_t n = 0;; ++n) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                must(n == places.size(), "scope_items: " + scope + " has other numbers than the log");
                break;
            }
            must(n < places.size() && rows.integer(0) == static_cast<std::int64_t>(n + 1) &&
                     rows.integer(1) == static_cast<std::int64_t>(places[n]),
                 "scope_items: " + scope + " number " + std::to_string(rows.integer(0)));
        }
    }
    return {};
}

Result<> Check::compare_materials() {
    store::Statement rows =
        s_.db.prepare("SELECT change_set, slot, sha256, scope, size, chunks, device FROM materials");
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        const auto change_set = hash_in(rows.blob(0), "materials"), sha256 = hash_in(rows.blob(2), "materials");
        const std::string slot(rows.text(1));
        const auto at = change_set && sha256 ? materials_.find({*change_set, slot, *sha256}) : materials_.end();
        must(at != materials_.end() && at->second.scope == rows.text(3) && at->second.size == rows.integer(4) &&
                 std::ranges::equal(at->second.chunks, rows.blob(5)) &&
                 (rows.text(6).empty() || rows.text(6) == at->second.device),
             "materials: " + slot + " is not what its change set says");
    }
}

Result<> Check::compare_projections() {
    for (const auto& [key, rows] : newest_) {
        for (const Row& row : rows) {
            rows_[row_key(row.table, row.cells)] = row_hash(row.cells);
        }
    }
    std::size_t seen = 0;
    for (std::size_t table = 0; table < tables().size(); ++table) {
        ZJ_CHECK(each_row(s_.db, table, [&](const std::vector<Cell>& cells) {
            ++seen;
            const auto at = rows_.find(row_key(table, cells));
            must(at != rows_.end() && at->second == row_hash(cells),
                 std::string(tables()[table].name) + ": a row is not what the log says");
        }));
    }
    must(seen == rows_.size(),
         "registers: " + std::to_string(seen) + " rows, the log gives " + std::to_string(rows_.size()));
    return {};
}

Result<> Check::compare_blobs() {
    store::Statement rows =
        s_.db.prepare("SELECT id, scope, sha256, size, digests, chunks, complete FROM blobs ORDER BY id");
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        const std::int64_t id = rows.integer(0);
        const auto sha256 = hash_in(rows.blob(2), "blobs"), digests = hash_in(rows.blob(4), "blobs");
        const auto at = sha256 && digests
                            ? documents_.find({std::string(rows.text(1)), *sha256, rows.integer(3), *digests})
                            : documents_.end();
        if (at == documents_.end() || static_cast<std::int64_t>(at->second.chunks.size()) != 32 * rows.integer(5)) {
            find("blobs: " + std::to_string(id) + " is no document of the log");
            continue;
        }
        ZJ_CHECK(compare_blob(id, at->second, rows.integer(6) != 0));
    }
}

Result<> Check::compare_blob(std::int64_t id, const Material& material, bool complete) {
    crypto::Sha256 sum;
    std::uint64_t here = 0;
    store::Statement rows = s_.db.prepare("SELECT id, bytes FROM blob_chunks WHERE id >= ?1 AND id < ?2 ORDER BY id");
    rows.bind(1, id * kChunks).bind(2, (id + 1) * kChunks);
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            break;
        }
        const auto from = static_cast<std::size_t>(rows.integer(0) % kChunks) * 32;
        const Hash digest = crypto::sha256(rows.blob(1));
        must(from < material.chunks.size() && std::equal(digest.bytes.begin(), digest.bytes.end(),
                                                         material.chunks.begin() + static_cast<std::ptrdiff_t>(from)),
             "blob_chunks: " + std::to_string(rows.integer(0)) + " is not what its author signed");
        sum.update(rows.blob(1));
        ++here;
    }
    must(!complete || (here * 32 == material.chunks.size() && sum.finish() == material.sha256),
         "blobs: " + std::to_string(id) + " is not the document it is named after");
    return {};
}

}  // namespace zj::county
