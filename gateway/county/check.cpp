// SPDX-License-Identifier: Apache-2.0
// Derives everything again from the log and compares: what a table holds must be what the entries say.
#include <algorithm>
#include <map>

#include "gateway/county/projection.hpp"
#include "gateway/county/schema.hpp"
#include "gateway/county/state.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

constexpr std::size_t kFindingsMax = 50;  // the first ones tell the story
constexpr std::uint64_t kStride = 500;    // entries between two words of progress

Result<log::ChangeSet> change_set_of(const StoredEntry& stored) {
    log::ChangeSet out;
    ZJ_TRY(const codec::Value envelope, codec::parse_json(stored.envelope));
    ZJ_TRY(out.envelope, log::envelope_from(envelope));
    ZJ_TRY(const codec::Value bodies, codec::parse_json(stored.bodies, 2 * limits::kBodiesBytesMax));
    if (!bodies.is_array()) {
        return fail("store.corrupt", "headers");
    }
    for (const codec::Value& item : bodies.array()) {
        log::Body body;
        body.bytes = item.str_or("body");
        ZJ_TRY(const Bytes salt, codec::from_base64(item.str_or("salt")));
        if (salt.size() != body.salt.size()) {
            return fail("store.corrupt", "headers");
        }
        std::copy(salt.begin(), salt.end(), body.salt.begin());
        out.bodies.push_back(std::move(body));
    }
    return out;
}

struct Current {
    std::int64_t version = 0;
    std::uint64_t index = 0;
    std::size_t ordinal = 0;
    auto operator<=>(const Current&) const = default;
};

class Check {
public:
    Check(County::State& state, bool replay) : s_(state), replay_(replay) {}

    // One entry, in order.
    Result<> take(const StoredEntry& stored) {
        const std::string at = "entry " + std::to_string(stored.index);
        const auto entry = log::parse_entry(stored.entry);
        if (!entry) {
            find(at + ": " + to_string(entry.error()));
            return {};
        }
        must(entry->index == tree_.size(), at + ": stands at " + std::to_string(tree_.size()));
        must(log::leaf_hash(as_bytes(stored.entry)) == stored.leaf, at + ": leaves holds another hash");
        tree_.append(log::leaf_hash(as_bytes(stored.entry)));
        take_records(stored, *entry, at);
        take_scopes(stored, *entry, at);
        std::optional<log::ChangeSet> change_set;
        if (entry->kind == log::EntryKind::change) {
            auto read = change_set_of(stored);
            if (!read) {
                find(at + ": its change set cannot be read");
                return {};
            }
            change_set = std::move(*read);
            take_change(stored, *entry, *change_set, at);
        }
        if (replay_) {
            judge(stored, *entry, change_set, at);
        }
        return {};
    }

    Result<> compare() {
        const auto head = log::open_checkpoint(s_.note, s_.origin, s_.log_key.verify_key());
        must(head && head->size == tree_.size() && head->root == tree_.root(),
             "checkpoints: the newest is not that of the entries");
        ZJ_CHECK(compare_current());
        ZJ_CHECK(compare_chains());
        ZJ_CHECK(compare_scopes());
        ZJ_CHECK(compare_projections());
        return compare_blobs();
    }

    Result<> verdict() const {
        if (findings_.empty()) {
            return {};
        }
        return fail("county.check", {}, findings_.front(), findings_);
    }

private:
    void find(std::string what) {
        if (findings_.size() < kFindingsMax) {
            findings_.push_back(std::move(what));
        }
    }
    void must(bool good, const std::string& otherwise) {
        if (!good) {
            find(otherwise);
        }
    }

    void take_records(const StoredEntry& stored, const log::Entry& entry, const std::string& at) {
        std::vector<Hash> commitments;
        for (std::size_t i = 0; i < stored.records.size(); ++i) {
            commitments.push_back(stored.records[i].commitment());
            const auto record = log::parse_record(stored.records[i].bytes);
            if (!record) {
                find(at + ": record " + std::to_string(i) + " cannot be read");
                continue;
            }
            must(record->version == current_[record->key].version + 1, at + ": " + record->key + " skips a version");
            current_[record->key] = {record->version, stored.index, i};
            for (const Row& row : project_version(*record, stored.index)) {
                rows_[row_key(row.table, row.cells)] = row_hash(row.cells);
            }
            newest_[record->key] = project(*record);
        }
        must(log::root_of(commitments) == entry.effects, at + ": its records are not those it commits to");
    }

    void take_scopes(const StoredEntry& stored, const log::Entry& entry, const std::string& at) {
        std::vector<Hash> commitments;
        for (const log::ScopeItem& item : stored.scopes) {
            commitments.push_back(item.commitment());
            auto& places = scopes_[item.scope];
            places.push_back(stored.index);
            must(item.n == places.size(), at + ": is not number " + std::to_string(item.n) + " of " + item.scope);
        }
        must(log::root_of(commitments) == entry.scopes, at + ": its scopes are not those it commits to");
    }

    void take_change(const StoredEntry& stored, const log::Entry& entry, const log::ChangeSet& change_set,
                     const std::string& at) {
        must(entry.change_set == change_set.id(), at + ": holds another change set than it names");
        const auto header = log::parse_header(change_set.envelope.payload);
        if (!header) {
            return find(at + ": its header cannot be read");
        }
        auto& chain = chains_[header->device];
        chain.push_back(stored.index);
        must(header->seq == chain.size(), at + ": is not number " + std::to_string(header->seq) + " of its device");
    }

    void judge(const StoredEntry& stored, const log::Entry& entry, const std::optional<log::ChangeSet>& change_set,
               const std::string& at) {
        model::Judgement again;
        if (entry.kind == log::EntryKind::root && roots_ < s_.roots.size()) {
            const log::SignedRoot& root = s_.roots[roots_++];
            const auto statement = log::parse_root_statement(root.envelope.payload);
            if (!statement) {
                return find(at + ": its root statement cannot be read");
            }
            again = judge_.root(registers_, root, *statement, entry.received_at);
        } else if (entry.kind == log::EntryKind::tick) {
            again = judge_.tick(registers_, entry.received_at);
        } else if (change_set) {
            again = judge_.change(registers_, model::check(*change_set, s_.directory), entry.received_at);
        }
        bool same =
            again.verdict == entry.verdict && again.code == entry.code && again.effects.size() == stored.records.size();
        for (std::size_t i = 0; same && i < stored.records.size(); ++i) {
            same = log::write_record(*again.effects[i]) == stored.records[i].bytes;
        }
        must(same, at + ": judged again it ends otherwise");
    }

    Result<> compare_current() {
        store::Statement rows = s_.db.prepare("SELECT key, version, idx, ordinal FROM current");
        std::size_t count = 0;
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                break;
            }
            ++count;
            const auto at = current_.find(std::string(rows.text(0)));
            const Current told{rows.integer(1), static_cast<std::uint64_t>(rows.integer(2)),
                               static_cast<std::size_t>(rows.integer(3))};
            must(at != current_.end() && at->second == told,
                 "current: " + std::string(rows.text(0)) + " is not what the log says");
        }
        must(count == current_.size(),
             "current: " + std::to_string(count) + " records, the log has " + std::to_string(current_.size()));
        return {};
    }

    Result<> compare_chains() {
        std::size_t items = 0;
        for (const auto& [device, places] : chains_) {
            must(s_.registers.chain(device).seq == places.size(), "chains: " + device);
            store::Statement rows = s_.db.prepare("SELECT seq, idx FROM chain_items WHERE device = ?1 ORDER BY seq");
            rows.bind(1, std::string_view(device));
            for (std::size_t n = 0;; ++n) {
                ZJ_TRY(const bool row, rows.step());
                if (!row) {
                    must(n == places.size(), "chain_items: " + device + " has other numbers than the log");
                    break;
                }
                ++items;
                must(n < places.size() && rows.integer(0) == static_cast<std::int64_t>(n + 1) &&
                         rows.integer(1) == static_cast<std::int64_t>(places[n]),
                     "chain_items: " + device + " number " + std::to_string(rows.integer(0)));
            }
        }
        store::Statement all = s_.db.prepare("SELECT count(*) FROM chain_items");
        ZJ_TRY(const bool row, all.step());
        must(row && all.integer(0) == static_cast<std::int64_t>(items),
             "chain_items: rows of devices that the log has not");
        return {};
    }

    Result<> compare_scopes() {
        for (const auto& [scope, places] : scopes_) {
            must(s_.scopes.last(scope) == places.size(), "scopes: " + scope + " ends at another number");
            store::Statement rows = s_.db.prepare("SELECT n, idx FROM scope_items WHERE scope = ?1 ORDER BY n");
            rows.bind(1, s_.scopes.id(scope));
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

    Result<> compare_projections() {
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

    Result<> compare_blobs() {
        store::Statement blobs = s_.db.prepare("SELECT id, sha256 FROM blobs WHERE complete = 1");
        for (;;) {
            ZJ_TRY(const bool row, blobs.step());
            if (!row) {
                return {};
            }
            crypto::Sha256 sum;
            store::Statement chunks =
                s_.db.prepare("SELECT bytes FROM blob_chunks WHERE id >= ?1 AND id < ?2 ORDER BY id");
            chunks.bind(1, blobs.integer(0) * kChunks).bind(2, (blobs.integer(0) + 1) * kChunks);
            for (;;) {
                ZJ_TRY(const bool more, chunks.step());
                if (!more) {
                    break;
                }
                sum.update(chunks.blob(0));
            }
            must(std::ranges::equal(sum.finish().bytes, blobs.blob(1)),
                 "blobs: " + std::to_string(blobs.integer(0)) + " is not the document it is named after");
        }
    }

    County::State& s_;
    bool replay_;
    log::Tree tree_;
    model::Judge judge_;
    model::MemoryRegisters registers_;
    std::size_t roots_ = 0;
    std::map<std::string, Current> current_;
    std::map<std::string, std::vector<Row>> newest_;
    std::map<std::string, Hash> rows_;
    std::map<std::string, std::vector<std::uint64_t>> chains_, scopes_;
    std::vector<std::string> findings_;
};

}  // namespace

Result<> County::check(bool replay, const Progress& progress) {
    const auto told = [&](std::string_view stage, std::uint64_t done, std::uint64_t total) -> Result<> {
        return progress && !progress(stage, done, total) ? Result<>(fail("county.cancelled")) : Result<>();
    };
    ZJ_CHECK(told("pages", 0, 1));
    {
        const std::lock_guard lock(state_->head);
        ZJ_CHECK(state_->db.check());
    }
    Check check(*state_, replay);
    const std::uint64_t total = size();
    auto walked = each_entry(0, total, [&](const StoredEntry& stored) -> Result<> {
        if (stored.index % kStride == 0) {
            ZJ_CHECK(told("entries", stored.index, total));
        }
        return check.take(stored);
    });
    ZJ_CHECK(std::move(walked));
    ZJ_CHECK(told("registers", 0, 1));
    const std::lock_guard lock(state_->head);
    if (state_->tree.size() != total) {
        return fail("county.cancelled", {}, "the log grew meanwhile; check again or stop the gateway");
    }
    if (total > 0) {
        ZJ_CHECK(check.compare());
    }
    return check.verdict();
}

Result<> County::rebuild_projections() {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    return s.db.transaction([&]() -> Result<> {
        for (const Table& table : tables()) {
            ZJ_CHECK(s.db.prepare(table.clear).run());
        }
        store::Statement rows = s.db.prepare("SELECT id, bytes FROM records ORDER BY id");
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                return {};
            }
            ZJ_TRY(const log::Record record, log::parse_record(rows.text(1)));
            for (const Row& posting :
                 project_version(record, static_cast<std::uint64_t>(rows.integer(0) / kOrdinals))) {
                ZJ_CHECK(write_row(s.db, posting));
            }
            for (const Row& newest : project(record)) {
                ZJ_CHECK(write_row(s.db, newest));
            }
        }
    });
}

}  // namespace zj::county
