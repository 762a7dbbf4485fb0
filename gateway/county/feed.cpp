// SPDX-License-Identifier: Apache-2.0
// What one scope may read of the log, page by page, with everything that proves it (reconcile.md, Session 4).
#include <algorithm>

#include "gateway/county/schema.hpp"
#include "gateway/county/state.hpp"

namespace zj::county {

namespace {

// The feed item of one entry; its paths lead to the county's newest checkpoint.
class Item {
public:
    Item(County::State& state, std::uint64_t index) : s_(state), index_(index) {}

    Result<sync::FeedItem> make(const std::string& scope) {
        sync::FeedItem out;
        ZJ_CHECK(read_entry(scope, out));
        out.path = s_.tree.inclusion(index_, s_.tree.size());
        ZJ_CHECK(read_records(scope, out));
        return out;
    }

private:
    Result<> read_entry(const std::string& scope, sync::FeedItem& out) {
        store::Statement row = s_.db.prepare("SELECT bytes, scopes FROM entries WHERE idx = ?1");
        row.bind(1, static_cast<std::int64_t>(index_));
        ZJ_TRY(const bool found, row.step());
        if (!found) {
            return fail("store.corrupt", "entries");
        }
        out.entry = row.text(0);
        ZJ_TRY(const std::vector<log::ScopeItem> scopes, scopes_from_json(row.text(1)));
        std::vector<Hash> commitments;
        for (const log::ScopeItem& item : scopes) {
            commitments.push_back(item.commitment());
        }
        const auto at = std::ranges::find(scopes, scope, &log::ScopeItem::scope);
        if (at == scopes.end()) {
            return fail("store.corrupt", "scope_items");
        }
        out.scope = *at;
        out.scope_index = static_cast<std::uint64_t>(at - scopes.begin());
        out.scope_count = scopes.size();
        out.scope_path = log::path_in(commitments, out.scope_index);
        return {};
    }

    Result<> read_records(const std::string& scope, sync::FeedItem& out) {
        store::Statement rows = s_.db.prepare("SELECT salt, bytes FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id");
        rows.bind(1, row_id(index_, 0)).bind(2, row_id(index_ + 1, 0));
        std::vector<log::SaltedRecord> all;
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                break;
            }
            ZJ_TRY(log::SaltedRecord record, salted_in(rows.blob(0), rows.text(1)));
            all.push_back(std::move(record));
        }
        const model::Catalogue* catalogue = s_.catalogue();
        static const codec::Value kNoTable;
        const codec::Value& table = catalogue != nullptr ? catalogue->scopes() : kNoTable;
        log::Tree tree;  // one for all paths: an opened unit has hundreds of records
        for (const log::SaltedRecord& record : all) {
            tree.append(log::leaf_hash(record.commitment().view()));
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            ZJ_TRY(const log::Record record, log::parse_record(all[i].bytes));
            if (model::visible(scope, record, table)) {
                out.records.push_back({std::move(all[i]), i, all.size(), tree.inclusion(i, all.size())});
            }
        }
        return {};
    }

    County::State& s_;
    std::uint64_t index_;
};

std::size_t size_of(const sync::FeedItem& item) {
    std::size_t bytes = item.entry.size();
    for (const sync::FeedItem::Item& one : item.records) {
        bytes += one.record.bytes.size();
    }
    return bytes;
}

}  // namespace

std::uint64_t County::last_number(const std::string& scope) {
    const std::lock_guard lock(state_->head);
    return state_->scopes.last(scope);
}

Result<sync::FeedPage> County::feed(const std::string& scope, std::uint64_t after, std::size_t limit) {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    sync::FeedPage page;
    page.scope = scope;
    page.checkpoint = s.note;
    const std::uint64_t last = s.scopes.last(scope);
    page.head = log::sign_scope_head(s.origin, {s.tree.size(), s.tree.root(), scope, last}, s.log_key);
    std::vector<std::uint64_t> places;
    {
        store::Statement rows =
            s.db.prepare("SELECT idx FROM scope_items WHERE scope = ?1 AND n > ?2 ORDER BY n LIMIT ?3");
        rows.bind(1, s.scopes.id(scope))
            .bind(2, static_cast<std::int64_t>(after))
            .bind(3, static_cast<std::int64_t>(std::min(limit, limits::kFeedEntriesMax)));
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                break;
            }
            places.push_back(static_cast<std::uint64_t>(rows.integer(0)));
        }
    }
    try {
        std::size_t bytes = 0;
        for (const std::uint64_t index : places) {
            ZJ_TRY(sync::FeedItem item, Item(s, index).make(scope));
            bytes += size_of(item);
            if (bytes > limits::kFeedBytesMax && !page.items.empty()) {
                break;
            }
            page.items.push_back(std::move(item));
        }
    } catch (const ReadFailed& failed) {
        return failed.error;
    }
    page.more = after + page.items.size() < last;
    return page;
}

}  // namespace zj::county
