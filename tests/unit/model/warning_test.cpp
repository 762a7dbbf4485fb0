// SPDX-License-Identifier: Apache-2.0
// What is done about a warning: 核实, 整改, 销号 or 误报, by two people where it ends.
#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/flows.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

struct Warned : CaseWorld {
    Warned() { county.hire("inspector", {"inspector"}, ""); }
    const std::string id = "W05/2026-11/421125101", key = model::rules1::named_key("warning", id);

    Value step(std::string_view what, std::string_view reason = {}) {
        Value out = county.intent("warning.act", {key}).set("warning", id).set("act", what).set("reason", reason);
        return what == "close" || what == "false" ? out.set("digest", "c0ffee") : out;
    }
    Value assigned(std::string_view what) { return step(what).set("owner", "ob_section").set("due", "2026-12-10"); }
    std::string act(const std::string& who, Value intent) { return told(county.act(who, {std::move(intent)})); }
    std::string state() { return text(key, "state"); }
};

TEST_CASE("a warning is verified, assigned, put right and closed by another person than who verified it") {
    Warned w;
    CHECK(w.act("inspector", w.assigned("assign")) == "refused G8");
    REQUIRE(w.act("inspector", w.step("verify")) == "applied");
    CHECK(w.state() == "verified");
    CHECK(w.text(w.key, "id") == w.id);
    CHECK(w.act("ob-clerk", w.step("verify")) == "refused G8");
    REQUIRE(w.act("inspector", w.assigned("assign")) == "applied");
    CHECK(w.state() == "verified");
    CHECK(w.text(w.key, "owner") == "ob_section");
    CHECK(w.text(w.key, "due") == "2026-12-10");
    REQUIRE(w.act("ob-section", w.step("rectify", "责令补报")) == "applied");
    CHECK(w.state() == "rectifying");
    CHECK(w.act("ob-section", w.step("rectify")) == "refused G8");
    CHECK(w.act("ob-section", w.step("close")) == "refused B3");
    CHECK(w.act("inspector", w.step("close", "已追回")) == "refused B8");
    REQUIRE(w.act("ob-deputy", w.step("close", "已追回")) == "applied");
    CHECK(w.state() == "closed");
    CHECK(w.county.value(w.key)->items("acts").size() == 4);
    CHECK(w.act("ob-deputy", w.step("false", "误报")) == "refused G8");
}

TEST_CASE("who a warning is assigned to says that it is being put right, and does nothing else with it") {
    Warned w;
    REQUIRE(w.act("inspector", w.step("verify")) == "applied");
    CHECK(w.act("fin", w.step("rectify", "追缴")) == "refused B5");
    REQUIRE(w.act("inspector", w.step("assign").set("owner", "fin").set("due", "2026-12-10")) == "applied");
    CHECK(w.act("hr", w.step("rectify", "追缴")) == "refused B5");
    CHECK(w.act("fin", w.step("close", "已追回")) == "refused B5");
    REQUIRE(w.act("fin", w.step("rectify", "追缴")) == "applied");
    CHECK(w.state() == "rectifying");
}

TEST_CASE("a warning is ended on evidence that was looked at, which its digest names") {
    Warned w;
    REQUIRE(w.act("inspector", w.step("verify")) == "applied");
    for (const char* end : {"close", "false"}) {
        Value blind = w.step(end, "已追回");
        blind.object().erase("digest");
        CHECK(w.act("ob-deputy", std::move(blind)) == "refused B3");
    }
    CHECK(w.act("ob-deputy", w.step("close", "已追回")) == "applied");
}

TEST_CASE("only what was found about accounts and certificates is the administrators' to see") {
    Warned w;
    REQUIRE(w.act("inspector", w.step("verify")) == "applied");
    CHECK(w.county.registers().get(w.key).record->owner == "inspect");
    const std::string id = "W22/device/x", key = model::rules1::named_key("warning", id);
    REQUIRE(w.act("inspector",
                  w.county.intent("warning.act", {key}).set("warning", id).set("act", "verify").set("reason", "")) ==
            "applied");
    CHECK(w.county.registers().get(key).record->owner == "admin");
}

TEST_CASE("a false alarm takes a reason and a second person, and may be verified again") {
    Warned w;
    REQUIRE(w.act("ob-clerk", w.step("verify")) == "applied");
    CHECK(w.act("inspector", w.step("false")) == "refused B3");
    CHECK(w.act("ob-clerk", w.step("false", "同名")) == "refused B8");
    REQUIRE(w.act("inspector", w.step("false", "同名")) == "applied");
    CHECK(w.state() == "false");
    REQUIRE(w.act("inspector", w.step("verify", "又现")) == "applied");
    CHECK(w.state() == "verified");
    CHECK(w.act("inspector", w.step("close", "已追回")) == "refused B8");
    CHECK(w.act("ob-clerk", w.step("close", "已追回")) == "applied");
}

TEST_CASE("an act keeps the digest of the evidence that was looked at") {
    Warned w;
    REQUIRE(w.act("inspector", w.step("verify").set("digest", "0a1b")) == "applied");
    CHECK(w.text(w.key, "digest") == "0a1b");
    REQUIRE(w.act("ob-deputy", w.step("close", "已追回").set("digest", "2c")) == "applied");
    CHECK(w.text(w.key, "digest") == "2c");
    CHECK(w.county.value(w.key)->items("acts").front().str_or("digest") == "0a1b");
}

TEST_CASE("who did not see what was done about a warning signs again") {
    Warned w;
    const log::ChangeSet second = w.county.sign("ob-clerk", {w.step("verify")});
    REQUIRE(w.act("inspector", w.step("verify")) == "applied");
    CHECK(told(w.county.deliver(second)) == "refused C2");
}

TEST_CASE("an act on a warning that is not rightly told is refused, and the newest acts are kept") {
    Warned w;
    CHECK(w.act("ob-head", w.step("verify")) == "refused B5");
    CHECK(w.act("fin", w.step("verify")) == "refused B5");
    CHECK(w.act("inspector", w.step("ignore")) == "refused B3");
    CHECK(w.act("inspector", w.step("verify").set("warning", "")) == "refused B3");
    CHECK(w.act("inspector", w.step("verify").set("warning", std::string(201, 'w'))) == "refused B3");
    CHECK(w.act("inspector", w.assigned("verify")) == "refused B3");
    CHECK(w.act("inspector", w.step("verify").set("digest", std::string(65, 'a'))) == "refused B3");
    CHECK(w.act("inspector", w.step("verify").set("digest", "xyz")) == "refused B3");
    REQUIRE(w.act("inspector", w.step("verify")) == "applied");
    CHECK(w.act("inspector", w.step("assign").set("owner", "fin")) == "refused B3");
    CHECK(w.act("inspector", w.assigned("assign").set("owner", "king")) == "refused B3");
    CHECK(w.act("inspector", w.assigned("assign").set("owner", "unit_head")) == "refused B3");  // it sees none
    CHECK(w.act("inspector", w.assigned("assign").set("due", "2026-02-30")) == "refused B3");
    for (int i = 0; i < 33; ++i) {
        REQUIRE(w.act("inspector", w.assigned("assign")) == "applied");
    }
    CHECK(w.county.value(w.key)->items("acts").size() == 32);
    CHECK(w.act("inspector", w.step("close", "已追回")) == "refused B8");  // remembered though its act is not
}

}  // namespace
}  // namespace zj::test
