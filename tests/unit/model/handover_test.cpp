// SPDX-License-Identifier: Apache-2.0
// 交接 (domain.md 2, 6.11; log.md, Ends of keys): a planned end of a clerk's key, witnessed where it happens.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

using namespace zj;
using namespace zj::test;

namespace {

struct Handing : CaseWorld {
    Handing() : CaseWorld(8, 60) {
        county.hire("old", {"unit_clerk"}, kTown);
        county.hire("new", {"unit_clerk"}, kTown, "old");
        county.hire("head", {"unit_head"}, kTown, "old");
        county.hire("keeper", {"archivist"}, kTown, "old");
    }
    std::string key(const std::string& alias) { return "key/" + county.person(alias).key.verify_key().id(); }
    std::string hand(const std::string& from, const std::string& to) {
        const std::string answer =
            told(county.act(from, {county.intent("identity.handover").set("unit", kTown).set("to", to)}));
        if (answer == "applied") {
            act = county.made(from, "pending");
        }
        return answer;
    }
    std::string witness(const std::string& who) { return told(county.act(who, {county.confirm_of(act)})); }
    std::string act;  // that waits for its witness
};

}  // namespace

TEST_CASE("what a key signed before its handover is good, and what it signs later is refused") {
    Handing w;
    REQUIRE(w.hand("old", w.key("new")) == "applied");
    CHECK(w.text(w.key("old"), "state") == "live");  // nothing has ended before somebody witnessed it
    REQUIRE(told(w.submit("old", w.form("USE", kTown, use_form_fields()))) == "applied");
    REQUIRE(w.witness("head") == "applied");
    CHECK(w.text(w.key("old"), "state") == "ended");
    CHECK(w.text(w.key("old"), "reason") == "handover");
    CHECK(w.text(w.key("old"), "to") == w.key("new"));
    CHECK(w.text(w.key("old"), "witness") == w.county.person("head").id);
    CHECK(told(w.submit("old", w.form("USE", kTown, use_form_fields()))) == "refused C9");
    CHECK(told(w.submit("new", w.form("USE", kTown, use_form_fields()))) == "applied");
    CHECK(w.text("identity/" + w.county.person("old").id, "state") == "live");  // the person is still in service
}

TEST_CASE("a handover is witnessed by the unit's head on the same device, and by nobody else") {
    Handing w;
    w.county.hire("head-there", {"unit_head"}, kTown);
    w.county.hire("head-far", {"unit_head"}, kVillage, "old");
    REQUIRE(w.hand("old", w.key("new")) == "applied");
    CHECK(w.witness("head-there") == "refused B9");
    CHECK(w.witness("head-far") == "refused B5");
    CHECK(w.witness("new") == "refused B5");
    CHECK(w.witness("old") == "refused B5");
    CHECK(w.witness("head") == "applied");
}

TEST_CASE("work goes to another clerk of the unit who stands on this device") {
    Handing w;
    w.county.hire("elsewhere", {"unit_clerk"}, kTown);
    w.county.hire("far", {"unit_clerk"}, kVillage, "old");
    CHECK(w.hand("old", w.key("old")) == "refused B9");
    CHECK(w.hand("old", w.key("elsewhere")) == "refused B9");
    CHECK(w.hand("old", w.key("far")) == "refused B9");
    CHECK(w.hand("old", w.key("keeper")) == "refused B9");
    CHECK(w.hand("old", "key/none") == "refused B6");
    CHECK(w.hand("old", "identity/none") == "refused B3");
    CHECK(w.hand("head", w.key("new")) == "refused B5");
    CHECK(w.hand("old", w.key("new")) == "applied");
}

TEST_CASE("whose successor has left, or whose key has ended meanwhile, hands over nothing") {
    Handing w;
    const auto revoke = [&](const std::string& subject) {
        return told(w.county.act(
            "admin-1", {w.county.intent("identity.revoke", {subject}).set("subject", subject).set("reason", "left")}));
    };
    REQUIRE(w.hand("old", w.key("new")) == "applied");
    SECTION("the successor") {
        REQUIRE(revoke("identity/" + w.county.person("new").id) == "applied");
        CHECK(w.witness("head") == "refused B9");
        CHECK(w.text(w.key("old"), "state") == "live");
    }
    SECTION("after it a key is revoked for theft, and as nothing milder") {
        REQUIRE(w.witness("head") == "applied");
        CHECK(revoke(w.key("old")) == "refused G8");
        CHECK(w.text(w.key("old"), "reason") == "handover");
        CHECK(told(w.county.act("admin-1", {w.county.intent("identity.revoke", {w.key("old")})
                                                .set("subject", w.key("old"))
                                                .set("reason", "lost")})) == "applied");
    }
    SECTION("the key itself") {
        REQUIRE(revoke(w.key("old")) == "applied");
        CHECK(w.witness("head") == "refused G8");
    }
}
