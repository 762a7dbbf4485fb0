// SPDX-License-Identifier: Apache-2.0
// 交接 by verbs, from end to end: the clerk hands over on the device, the head witnesses it there, and the slot goes.
#include <catch2/catch_test_macros.hpp>

#include "terminal/work/acts.hpp"
#include "terminal/work/short_acts.hpp"
#include "terminal/work/sync.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

struct Handing : Town {
    Handing() {
        enrol("admin-1", root_tickets[0]);
        enrol("admin-2", root_tickets[1]);
        enrol("clerk", ticket("clerk", "田小满", "unit_clerk", kUnit, {kScope}));
        join("clerk", "head", ticket("head", "夏立新", "unit_head", kUnit, {}));
        join("clerk", "next", ticket("next", "万青", "unit_clerk", kUnit, {}));
        sync("clerk");
    }
    std::string key_of(const std::string& alias) {
        std::string out;
        as(alias, [&](const Context& context) -> Result<codec::Value> {
            out = "key/" + context.vault.person().key.id();
            return codec::Value();
        });
        return out;
    }
    std::string opens(const std::string& alias) {
        return code_of(try_as(alias, [](const Context&) -> Result<codec::Value> { return codec::Value(); }));
    }
};

}  // namespace

TEST_CASE("a clerk hands over, the head witnesses it on the device, and the clerk opens it no more") {
    Handing town;
    const std::string key = town.key_of("clerk");
    CHECK(code_of(town.try_as("clerk", [](const Context& c) { return handover(c, "nobody", false); })) == "as.unknown");
    const codec::Value said = town.as("clerk", [](const Context& context) { return handover(context, "next", false); });
    CHECK(said.find("preview")->str_or("verdict") == "applied");
    town.sync("clerk");
    CHECK(town.opens("clerk") == "");  // not before somebody has witnessed it
    town.as("head", [](const Context& context) { return confirm_all(context); });
    town.sync("head");
    CHECK(town.opens("clerk") == "as.unknown");
    CHECK(town.opens("next") == "");
    CHECK(town.opens("head") == "");
    const model::Found ended = town.county->record(key);
    REQUIRE(ended.record);
    CHECK(ended.record->value.str_or("state") == "ended");
    CHECK(ended.record->value.str_or("reason") == "handover");
    CHECK(ended.record->value.str_or("to") == town.key_of("next"));
}

TEST_CASE("one's own session stays open while it brings the handover home; the next person's closes the slot") {
    Handing town;
    town.as("clerk", [](const Context& context) { return handover(context, "next", false); });
    town.sync("clerk");
    town.as("head", [](const Context& context) { return confirm_all(context); });
    town.sync("clerk");
    CHECK(town.opens("clerk") == "");
    town.sync("next");
    CHECK(town.opens("clerk") == "as.unknown");
}
