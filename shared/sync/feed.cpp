// SPDX-License-Identifier: Apache-2.0
// Feed pages: written by the county, read and verified by the terminal before anything of them is stored.

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/bounds.hpp"
#include "shared/sync/paths.hpp"
#include "shared/sync/wire.hpp"

namespace zj::sync {

namespace {

constexpr std::size_t kEntryBytesMax = 4096;
// Scopes that see one entry: units, offices and departments.
constexpr std::int64_t kScopeItemsMax = 4096;

std::int64_t as_int(std::uint64_t n) {
    return static_cast<std::int64_t>(n);
}

// Place, path and salt of one commitment, as scope items and records share them.
struct Place {
    Salt salt{};
    std::uint64_t index = 0, count = 0;
    log::Proof path;
};

codec::Value to_value(const Place& place) {
    codec::Value out;
    out.set("count", as_int(place.count))
        .set("index", as_int(place.index))
        .set("path", write_path(place.path))
        .set("salt", codec::base64(place.salt));
    return out;
}

Place read_place(codec::Reader& reader, std::int64_t count_max) {
    Place out;
    out.count = static_cast<std::uint64_t>(reader.integer("count", 1, count_max));
    out.index = static_cast<std::uint64_t>(reader.integer("index", 0, count_max - 1));
    out.path = read_path(reader, "path");
    const Bytes salt = reader.base64("salt", out.salt.size());
    if (reader.ok() && salt.size() != out.salt.size()) {
        reader.fault("salt", "json.length", "16 bytes are needed");
    } else if (reader.ok()) {
        std::copy(salt.begin(), salt.end(), out.salt.begin());
    }
    return out;
}

codec::Value to_value(const FeedItem& item) {
    codec::Value scope = to_value(Place{item.scope.salt, item.scope_index, item.scope_count, item.scope_path});
    scope.set("n", as_int(item.scope.n));
    codec::Array records;
    for (const FeedItem::Item& one : item.records) {
        codec::Value record = to_value(Place{one.record.salt, one.index, one.count, one.path});
        record.set("record", one.record.bytes);
        records.push_back(std::move(record));
    }
    codec::Value out;
    out.set("entry", item.entry)
        .set("path", write_path(item.path))
        .set("records", std::move(records))
        .set("scope", std::move(scope));
    return out;
}

Result<FeedItem::Item> record_from(const codec::Value& value, const std::string& pointer) {
    codec::Reader reader(value, pointer);
    FeedItem::Item out;
    Place place = read_place(reader, static_cast<std::int64_t>(limits::kEffectsMax));
    out.record = {place.salt, reader.string("record", limits::kRecordBytesMax, 1)};
    ZJ_CHECK(reader.finish());
    out.index = place.index;
    out.count = place.count;
    out.path = std::move(place.path);
    return out;
}

Result<FeedItem> item_from(const codec::Value& value, const std::string& scope, const std::string& pointer) {
    codec::Reader reader(value, pointer);
    FeedItem out;
    out.entry = reader.string("entry", kEntryBytesMax, 1);
    out.path = read_path(reader, "path");
    codec::Reader numbered(reader.object("scope"), reader.pointer("scope"));
    Place place = read_place(numbered, kScopeItemsMax);
    out.scope = {place.salt, scope, static_cast<std::uint64_t>(numbered.integer("n", 1, codec::kIntegerMax))};
    out.scope_index = place.index;
    out.scope_count = place.count;
    out.scope_path = std::move(place.path);
    const codec::Array& records = reader.array("records", limits::kEffectsMax);
    ZJ_CHECK(reader.finish());
    ZJ_CHECK(numbered.finish());
    for (std::size_t i = 0; i < records.size(); ++i) {
        ZJ_TRY(FeedItem::Item record, record_from(records[i], pointer + "/records/" + std::to_string(i)));
        out.records.push_back(std::move(record));
    }
    return out;
}

Result<> verify_records(const FeedItem& item, VerifiedItem& out) {
    for (std::size_t i = 0; i < item.records.size(); ++i) {
        const FeedItem::Item& one = item.records[i];
        if (i > 0 && one.index <= item.records[i - 1].index) {
            return fail("feed.order", {}, "records do not rise");
        }
        const Hash commitment = one.record.commitment();
        ZJ_CHECK(log::verify_inclusion(log::leaf_hash(commitment.view()), one.index, one.count, one.path,
                                       out.entry.effects));
        ZJ_TRY(log::Record record, log::parse_record(one.record.bytes));
        out.records.push_back(std::move(record));
        out.salted.push_back(one.record);
    }
    return {};
}

Result<VerifiedItem> verify_item(const FeedItem& item, const log::Checkpoint& checkpoint) {
    VerifiedItem out;
    ZJ_TRY(out.entry, log::parse_entry(item.entry));
    ZJ_CHECK(log::verify_inclusion(log::leaf_hash(as_bytes(item.entry)), out.entry.index, checkpoint.size, item.path,
                                   checkpoint.root));
    const Hash commitment = item.scope.commitment();
    ZJ_CHECK(log::verify_inclusion(log::leaf_hash(commitment.view()), item.scope_index, item.scope_count,
                                   item.scope_path, out.entry.scopes));
    out.n = item.scope.n;
    ZJ_CHECK(verify_records(item, out));
    // An entry is numbered for a scope because of a record that it shows there; auditors see also those without any.
    if (out.records.empty() && item.scope.scope != "audit") {
        return fail("feed.withheld", item.scope.scope, "number " + std::to_string(out.n) + " came without its records");
    }
    return out;
}

}  // namespace

std::string write_feed_page(const FeedPage& page) {
    codec::Array items;
    for (const FeedItem& item : page.items) {
        items.push_back(to_value(item));
    }
    codec::Value out;
    out.set("checkpoint", page.checkpoint)
        .set("head", page.head)
        .set("items", std::move(items))
        .set("more", page.more)
        .set("scope", page.scope);
    return codec::write_json(out);
}

Result<FeedPage> parse_feed_page(std::string_view body) {
    ZJ_TRY(const codec::Value value, codec::parse_json(body, bounds::kFeedPageBytesMax));
    codec::Reader reader(value);
    FeedPage out;
    out.scope = reader.string("scope", 64, 1);
    out.checkpoint = reader.string("checkpoint", bounds::kNoteBytesMax, 1);
    out.head = reader.string("head", bounds::kNoteBytesMax, 1);
    out.more = reader.boolean("more");
    const codec::Array& items = reader.array("items", limits::kFeedEntriesMax);
    ZJ_CHECK(reader.finish());
    for (std::size_t i = 0; i < items.size(); ++i) {
        ZJ_TRY(FeedItem item, item_from(items[i], out.scope, "/items/" + std::to_string(i)));
        out.items.push_back(std::move(item));
    }
    return out;
}

Result<std::vector<VerifiedItem>> verify_feed_page(const FeedPage& page, std::uint64_t after, const std::string& origin,
                                                   const crypto::VerifyKey& log_key) {
    ZJ_TRY(const log::Checkpoint checkpoint, log::open_checkpoint(page.checkpoint, origin, log_key));
    ZJ_TRY(const log::ScopeHead head, log::open_scope_head(page.head, origin, log_key));
    if (head.scope != page.scope || head.size != checkpoint.size || head.root != checkpoint.root) {
        return fail("feed.head", page.scope, "the scope head is of another scope or checkpoint");
    }
    std::vector<VerifiedItem> out;
    for (const FeedItem& item : page.items) {
        const std::uint64_t n = after + out.size() + 1;
        if (item.scope.scope != page.scope || item.scope.n != n) {
            return fail("feed.number", page.scope, "number " + std::to_string(n) + " is missing");
        }
        ZJ_TRY(VerifiedItem verified, verify_item(item, checkpoint));
        if (!out.empty() && verified.entry.index <= out.back().entry.index) {
            return fail("feed.order", page.scope, "entries do not rise");
        }
        out.push_back(std::move(verified));
    }
    const std::uint64_t last = after + out.size();
    if (page.more ? out.empty() || last >= head.n : last != head.n) {
        return fail("feed.head", page.scope,
                    "ends at " + std::to_string(last) + ", the scope head at " + std::to_string(head.n));
    }
    return out;
}

}  // namespace zj::sync
