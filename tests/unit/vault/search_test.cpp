// SPDX-License-Identifier: Apache-2.0
// The index of words: written with the records, made again for an older vault, whatever cuts it off.

#include <set>

#include "terminal/search/query.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;
using codec::Object;
using codec::Value;

namespace {

constexpr const char* kScope = sync::test::kUnitScope;

struct Feed {
    Desk& desk;
    std::uint64_t n = 0, index = 1000;

    void deliver(Vault& vault, std::vector<log::Record> records) {
        sync::FeedPage page;
        page.scope = kScope;
        page.checkpoint = desk.county.checkpoint();
        page.more = true;
        sync::VerifiedItem item;
        item.n = std::max(n, vault.feed_position(kScope)) + 1;
        n = item.n;
        item.entry.index = ++index;
        item.entry.kind = log::EntryKind::tick;
        item.entry.received_at = desk.clock.time;
        item.records = std::move(records);
        sync::FeedItem raw;
        raw.entry = log::write_entry(item.entry);
        page.items.push_back(raw);
        REQUIRE(vault.store_feed(kScope, page, {item}).has_value());
    }
};

log::Record person(const std::string& id, const std::string& name, std::int64_t version = 1) {
    return {"person/" + id, version, 1, kScope, Object{{"name", name}, {"state", "active"}}};
}

std::vector<std::string> found(Vault& vault, std::string_view typed, std::string_view kind = {}) {
    std::vector<std::string> out;
    for (const Vault::TextHit& hit : vault.text_hits(search::Query::read(typed)->expression(), kind, 0, 1000)) {
        out.push_back(hit.key);
    }
    return out;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("records are found as they are now, the newest written first, and not once they have gone") {
    Desk desk;
    const auto vault = desk.make();
    Feed feed{desk};
    REQUIRE(vault->index_texts(10).has_value());  // the first search begins the index
    REQUIRE(vault->texts_complete());
    feed.deliver(*vault, {person("a", "张伟"), person("b", "张伟国")});
    feed.deliver(*vault, {{"unit/421125103", 1, 1, kScope, Object{{"name", "张伟纪念馆"}}}});
    CHECK(found(*vault, "张伟") == Keys{"unit/421125103", "person/b", "person/a"});
    CHECK(found(*vault, "zw", "person") == Keys{"person/b", "person/a"});
    feed.deliver(*vault, {person("a", "王强", 2)});
    CHECK(found(*vault, "张伟", "person") == Keys{"person/b"});
    CHECK(found(*vault, "wangqiang") == Keys{"person/a"});
    feed.deliver(*vault, {{"person/b", 2, 1, kScope, Object{{"departed", true}}}});
    CHECK(found(*vault, "张伟", "person").empty());
    feed.deliver(*vault, {{"ledger/421125103/20", 1, 1, kScope, Object{{"h", 30}, {"doc", "张伟"}}}});
    CHECK(found(*vault, "张伟") == Keys{"unit/421125103"});
}

TEST_CASE("nothing is indexed before the first search, which then finds what came earlier") {
    Desk desk;
    const auto vault = desk.make();
    Feed feed{desk};
    feed.deliver(*vault, {person("a", "张伟")});
    CHECK(!vault->texts_complete());
    CHECK(found(*vault, "张伟").empty());
    REQUIRE(vault->index_texts(10).value() == 1);
    CHECK(vault->texts_complete());
    CHECK(found(*vault, "张伟") == Keys{"person/a"});
}

TEST_CASE("pages of hits go on below the last one") {
    Desk desk;
    const auto vault = desk.make();
    Feed feed{desk};
    REQUIRE(vault->index_texts(10).has_value());
    for (int i = 0; i < 25; ++i) {
        feed.deliver(*vault, {person("p" + std::to_string(i), "李四")});
    }
    std::set<std::string> all;
    std::int64_t before = 0;
    for (int page = 0; page < 3; ++page) {
        const auto hits = vault->text_hits("\"b李四\"", {}, before, 10);
        CHECK(hits.size() == (page < 2 ? 10 : 5));
        for (const Vault::TextHit& hit : hits) {
            all.insert(hit.key);
        }
        before = hits.back().id;
    }
    CHECK(all.size() == 25);
}

TEST_CASE("records that are there already are put in slice by slice, while others are written and gone") {
    Desk desk;
    const auto vault = desk.make();
    Feed feed{desk};
    for (int i = 0; i < 20; ++i) {
        feed.deliver(*vault, {person("m" + std::to_string(i), "李四"),
                              {"case/c" + std::to_string(i), 1, 1, kScope, Object{{"case_no", "李四"}}}});
    }
    REQUIRE(vault->forget_texts().has_value());
    CHECK(found(*vault, "李四").empty());
    CHECK(!vault->texts_complete());
    REQUIRE(vault->index_texts(25).value() == 25);
    feed.deliver(*vault, {person("a", "李四"), person("z", "李四")});  // behind and ahead of where it stands
    feed.deliver(*vault, {person("m1", "王五", 2), person("m9", "王五", 2)});
    feed.deliver(*vault, {{"person/m10", 2, 1, kScope, Object{{"departed", true}}},
                          {"person/m8", 2, 1, kScope, Object{{"departed", true}}}});
    while (vault->index_texts(7).value() > 0) {
    }
    CHECK(vault->texts_complete());
    CHECK(found(*vault, "李四", "case").size() == 20);
    CHECK(found(*vault, "李四", "person").size() == 18);
    CHECK(found(*vault, "王五").size() == 2);
    CHECK(vault->index_texts(7).value() == 0);
}

TEST_CASE("cut off at any step, the index is made to its end by the next process, each record once") {
    Desk desk;
    {
        const auto vault = desk.make();
        Feed feed{desk};
        for (int i = 0; i < 10; ++i) {
            feed.deliver(*vault, {person("m" + std::to_string(i), "李四")});
        }
    }
    const auto work = [](Vault& vault) {
        static_cast<void>(vault.forget_texts());
        while (vault.index_texts(3).value() > 0) {
        }
    };
    std::size_t n = 1;
    for (; dies(desk, n, work); ++n) {
        INFO("before step " << n);
        const auto vault = desk.open();
        while (vault->index_texts(4).value() > 0) {
        }
        CHECK(found(*vault, "李四").size() == 10);
    }
    CHECK(n > 10);  // begin, commit and committed of each transaction
}
