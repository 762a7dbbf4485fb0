// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "tests/support/county.hpp"

namespace zj::test {
namespace {

using codec::Value;

std::size_t ticks(const County& county) {
    std::size_t n = 0;
    for (const Kept& kept : county.entries()) {
        n += kept.sealed.entry.kind == log::EntryKind::tick ? 1 : 0;
    }
    return n;
}

}  // namespace

TEST_CASE("time passes at 00:00, 12:00 and 17:00, one tick each, and the log says so") {
    County county;
    county.wait_days(2);
    CHECK(ticks(county) == 6);
    for (const Kept& kept : county.entries()) {
        if (kept.sealed.entry.kind == log::EntryKind::tick) {
            CHECK(next_tick_boundary(kept.sealed.entry.received_at + -1) == kept.sealed.entry.received_at);
        }
    }
    CHECK(county.value("system/log")->str_or("last_tick") == "2026-11-25T00:00:00.000+08:00");
}

TEST_CASE("more than a thousand due items take several ticks at the same boundary, in order, each once") {
    County county;
    county.hire("ob-clerk", {"ob_clerk"}, "");
    constexpr int kActs = 13, kIntents = 90;  // 1,170 acts of two of one day
    for (int i = 0; i < kActs; ++i) {
        std::vector<Value> intents;
        for (int j = 0; j < kIntents; ++j) {
            const auto one_time = crypto::SigningKey::generate(county.random());
            intents.push_back(county.intent("identity.ticket")
                                  .set("ticket", codec::base64(one_time.verify_key().bytes))
                                  .set("kind", "device")
                                  .set("person", "")
                                  .set("name", "新人")
                                  .set("phone", "")
                                  .set("unit", "")
                                  .set("roles", codec::Array{"ob_clerk"})
                                  .set("scopes", codec::Array{"office"})
                                  .set("expires", format_time(county.now() + 3 * kDayMs)));
        }
        REQUIRE(county.act("admin-1", intents).verdict == log::Verdict::applied);
    }
    county.wait_days(9);
    std::size_t lapsed = 0, in_one = 0;
    for (const std::string& key : county.keys("pending/")) {
        lapsed += county.value(key)->str_or("state") == "lapsed" ? 1 : 0;
    }
    CHECK(lapsed == kActs * kIntents);
    for (const Kept& kept : county.entries()) {
        if (kept.sealed.entry.kind == log::EntryKind::tick) {
            in_one = std::max(in_one, kept.judgement.effects.size());
        }
    }
    CHECK(in_one <= limits::kTickItemsMax + 10);
    CHECK(in_one >= limits::kTickItemsMax);
    CHECK(ticks(county) == 28);  // three a day, and one more where the thousand was passed
}

TEST_CASE("the same log replayed gives the same entries, byte for byte") {
    const auto story = [](County& county) {
        county.open_unit(small_unit("421125101", 3, 2));
        county.hire("clerk", {"unit_clerk"}, "421125101");
        county.act("clerk", {county.intent("case.message").set("case", "case/none").set("text", "问")});
        county.wait_days(3);
    };
    County one(7), two(7);
    story(one);
    story(two);
    REQUIRE(one.entries().size() == two.entries().size());
    for (std::size_t i = 0; i < one.entries().size(); ++i) {
        CHECK(one.entries()[i].sealed.entry_bytes == two.entries()[i].sealed.entry_bytes);
    }
    // Another judge over fresh registers, from the change sets alone.
    model::MemoryRegisters registers;
    model::Judge judge;
    for (const Kept& kept : one.entries()) {
        const Time at = kept.sealed.entry.received_at;
        const model::Judgement again = kept.root ? judge.root(registers, *kept.root, one.statement(), at)
                                       : kept.change_set
                                           ? judge.change(registers, model::check(*kept.change_set, one), at)
                                           : judge.tick(registers, at);
        CHECK(again.verdict == kept.judgement.verdict);
        CHECK(again.code == kept.judgement.code);
        CHECK(again.scopes == kept.judgement.scopes);
        REQUIRE(again.effects.size() == kept.sealed.records.size());
        for (std::size_t j = 0; j < again.effects.size(); ++j) {
            CHECK(log::write_record(*again.effects[j]) == kept.sealed.records[j].bytes);
        }
    }
}

TEST_CASE("an entry is seen by the scopes that may read what it wrote, and by no other") {
    County county;
    REQUIRE(county.open_unit(small_unit("421125101", 1, 1)).verdict == log::Verdict::applied);
    const Kept& opened = county.entries().back();
    std::vector<std::string> scopes;
    for (const log::ScopeItem& item : opened.sealed.scopes) {
        scopes.push_back(item.scope);
    }
    CHECK(scopes == std::vector<std::string>{"audit", "fin", "hr", "inspect", "office", "org", "unit/421125101"});
}

}  // namespace zj::test
