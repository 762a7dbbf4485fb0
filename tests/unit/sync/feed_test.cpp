// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/sync/bounds.hpp"
#include "tests/unit/sync/ground.hpp"

namespace zj::sync::test {

namespace {

struct Feed {
    ToyCounty county;
    Feed() {
        for (int i = 0; i < 6; ++i) {
            county.append(crypto::sha256("set " + std::to_string(i)), {"audit", "office", kUnitScope});
            county.append(crypto::sha256("other " + std::to_string(i)), {"office"});
        }
    }
    Result<std::vector<VerifiedItem>> verify(const FeedPage& page, std::uint64_t after = 0) {
        // As it arrives: written, read, verified.
        ZJ_TRY(const FeedPage read, parse_feed_page(write_feed_page(page)));
        return verify_feed_page(read, after, county.origin(), county.log_key().verify_key());
    }
    FeedPage page(std::uint64_t after = 0, std::size_t limit = 500) { return county.page(kUnitScope, after, limit); }
    std::string head(const log::ScopeHead& head) {
        return log::sign_scope_head(county.origin(), head, county.log_key());
    }
};

}  // namespace

TEST_CASE("A page proves every entry, number and record of its scope up to the scope head") {
    Feed feed;
    const auto whole = feed.verify(feed.page());
    REQUIRE(whole.has_value());
    CHECK(whole->size() == 7);
    CHECK(whole->back().n == 7);
    CHECK(whole->back().records.size() == 1);
    CHECK(whole->back().records[0].owner == kUnitScope);
    CHECK(whole->back().salted.size() == 1);

    const auto part = feed.verify(feed.page(2, 3), 2);
    REQUIRE(part.has_value());
    CHECK(part->front().n == 3);
    CHECK(part->size() == 3);
    CHECK(feed.verify(feed.page(7), 7)->empty());
    CHECK(feed.verify(feed.county.page("nobody", 0, 500))->empty());
}

TEST_CASE("A page that leaves something out does not verify") {
    Feed feed;
    FeedPage page = feed.page();
    SECTION("a number in the middle") {
        page.items.erase(page.items.begin() + 3);
        CHECK(feed.verify(page).error().code == "feed.number");
    }
    SECTION("the records of a number") {
        page.items[3].records.clear();
        CHECK(feed.verify(page).error().code == "feed.withheld");
    }
    SECTION("the first") {
        page.items.erase(page.items.begin());
        CHECK(feed.verify(page).error().code == "feed.number");
    }
    SECTION("the last, without saying so") {
        page.items.pop_back();
        CHECK(feed.verify(page).error().code == "feed.head");
    }
    SECTION("everything, without saying so") {
        page.items.clear();
        CHECK(feed.verify(page).error().code == "feed.head");
    }
    SECTION("everything, promising more for ever") {
        page.items.clear();
        page.more = true;
        CHECK(feed.verify(page).error().code == "feed.head");
    }
    SECTION("nothing, but promising more than there is") {
        page.more = true;
        CHECK(feed.verify(page).error().code == "feed.head");
    }
    SECTION("a page asked for elsewhere") {
        CHECK(feed.verify(page, 1).error().code == "feed.number");
        CHECK(feed.verify(feed.page(7), 8).error().code == "feed.head");
    }
}

TEST_CASE("A page with another scope's head, or one of another size, does not verify") {
    Feed feed;
    FeedPage page = feed.page();
    const log::Tree& tree = feed.county.tree;
    page.head = feed.head({tree.size(), tree.root(), "office", 7});
    CHECK(feed.verify(page).error().code == "feed.head");
    page.head = feed.head({tree.size() - 1, tree.root(tree.size() - 1), kUnitScope, 7});
    CHECK(feed.verify(page).error().code == "feed.head");
    page.head = feed.head({tree.size(), tree.root(3), kUnitScope, 7});
    CHECK(feed.verify(page).error().code == "feed.head");
    page.head = feed.head({tree.size(), tree.root(), kUnitScope, 8});
    CHECK(feed.verify(page).error().code == "feed.head");
    page.head = log::sign_scope_head(feed.county.origin(), {tree.size(), tree.root(), kUnitScope, 7}, Person(9).sign);
    CHECK(feed.verify(page).error().code == "note.signature");
    page = feed.page();
    page.checkpoint = log::sign_checkpoint({feed.county.origin(), tree.size(), tree.root()}, Person(9).sign);
    CHECK(feed.verify(page).error().code == "note.signature");
    page = feed.page();
    page.scope = "office";  // the same items under another name
    CHECK(!feed.verify(page));
}

TEST_CASE("A changed entry, number, record, salt, place or path does not verify") {
    Feed feed;
    FeedPage page = feed.page();
    FeedItem& item = page.items[2];
    SECTION("entry of another index") {
        item.entry = page.items[3].entry;
    }
    SECTION("entry's bytes") {
        item.entry.replace(item.entry.find("applied"), 7, "refused");
    }
    SECTION("entry's path") {
        item.path.pop_back();
    }
    SECTION("entry's path, longer") {
        item.path.emplace_back();
    }
    SECTION("number") {
        item.scope.n = 4;
    }
    SECTION("scope's salt") {
        item.scope.salt[0] ^= 1;
    }
    SECTION("scope's place") {
        item.scope_index = 0;
    }
    SECTION("scope's count") {
        item.scope_count = 4;
    }
    SECTION("scope's path") {
        item.scope_path[0].bytes[5] ^= 1;
    }
    SECTION("record") {
        item.records[0].record.bytes = page.items[3].records[0].record.bytes;
    }
    SECTION("record's salt") {
        item.records[0].record.salt[15] ^= 1;
    }
    SECTION("record's place") {
        item.records[0].index = 1;
    }
    SECTION("record's count") {
        item.records[0].count = 2;
    }
    SECTION("record's path") {
        item.records[0].path.clear();
    }
    SECTION("a record twice") {
        item.records.push_back(item.records[0]);
    }
    SECTION("two items in the other order") {
        std::swap(page.items[2], page.items[3]);
    }
    CHECK(!feed.verify(page));
}

TEST_CASE("A record that is no record does not verify although it was committed to") {
    ToyCounty county;
    log::SaltedRecord odd{{}, R"({"key":"case/x"})"};
    county.append(crypto::sha256("set"), {kUnitScope});
    ToyCounty::Stored& last = county.entries.back();
    last.records = {odd};
    last.entry.effects = log::root_of(std::vector<Hash>{odd.commitment()});
    last.bytes = log::write_entry(last.entry);
    county.tree.truncate(last.entry.index);
    county.tree.append(log::leaf_hash(as_bytes(last.bytes)));
    const auto verified =
        verify_feed_page(county.page(kUnitScope, 0, 9), 0, county.origin(), county.log_key().verify_key());
    CHECK(verified.error().code == "json.missing");
}

TEST_CASE("A feed page is read strictly and within its bounds") {
    Feed feed;
    const std::string text = write_feed_page(feed.page());
    CHECK(write_feed_page(*parse_feed_page(text)) == text);
    const auto changed = [&](const std::function<void(codec::Value&)>& change) {
        codec::Value value = *codec::parse_json(text);
        change(value);
        return parse_feed_page(codec::write_json(value));
    };
    const auto item = [](codec::Value& page) -> codec::Value& {
        return page.object()["items"].array()[0];
    };
    CHECK(changed([](codec::Value&) {}).has_value());
    CHECK(!changed([](codec::Value& v) { v.set("next", 1); }));
    CHECK(!changed([](codec::Value& v) { v.set("more", "no"); }));
    CHECK(!changed([](codec::Value& v) { v.set("scope", ""); }));
    CHECK(!changed([](codec::Value& v) { v.set("checkpoint", std::string(bounds::kNoteBytesMax + 1, 'x')); }));
    CHECK(!changed([&](codec::Value& v) { item(v).set("also", 1); }));
    CHECK(!changed([&](codec::Value& v) { item(v).set("path", "AAAA"); }));
    CHECK(!changed([&](codec::Value& v) { item(v).set("path", "AAA"); }));
    CHECK(!changed([&](codec::Value& v) { item(v).set("entry", std::string(4097, 'x')); }));
    CHECK(!changed([&](codec::Value& v) { item(v).object()["scope"].set("n", 0); }));
    CHECK(!changed([&](codec::Value& v) { item(v).object()["scope"].set("salt", "AAAA"); }));
    CHECK(!changed([&](codec::Value& v) { item(v).object()["records"].array()[0].set("count", 0); }));
    CHECK(!changed([&](codec::Value& v) { item(v).object()["records"].array()[0].object().erase("salt"); }));
    CHECK(!changed([](codec::Value& v) {
        codec::Array& items = v.object()["items"].array();
        items.resize(limits::kFeedEntriesMax + 1, codec::Value(items[0]));
    }));
    FeedPage page = feed.page();
    page.items[0].path.resize(limits::kProofLinesMax + 1);
    CHECK(!parse_feed_page(write_feed_page(page)));
    CHECK(!parse_feed_page(std::string(bounds::kFeedPageBytesMax + 1, ' ')));
}

}  // namespace zj::sync::test
