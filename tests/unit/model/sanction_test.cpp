// SPDX-License-Identifier: Apache-2.0
// 平台检查与处置: an inspector proposes, the director confirms; what a measure stops, and that lifting it lets it go
// on.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

struct Inspected : CaseWorld {
    Inspected() { county.hire("inspector", {"inspector"}, ""); }

    Value measure(std::string_view what) {
        Value out = county.intent("sanction.impose", {"unit/" + kTown})
                        .set("unit", kTown)
                        .set("measure", what)
                        .set("ground", "late_data")
                        .set("evidence", "十月三件下编逾期")
                        .set("from", "2026-11-23")
                        .set("lift_when", "补报完毕");
        if (what == "lock") {
            out.set("person", county.person("clerk-a").id);
        } else if (what == "rectify") {
            out.set("until", "2026-12-23");
        }
        return out;
    }
    std::string impose(std::string_view what) {
        both("inspector", "ob-head", measure(what));
        return county.made("ob-head", "sanction");
    }
    Value lifting(const std::string& key) {
        return county.intent("sanction.lift", {key}).set("sanction", key).set("reason", "已补报");
    }
    void lift(const std::string& key) { both("inspector", "ob-head", lifting(key)); }
};

TEST_CASE(
    "what a stolen key had signed while it waited is not put into effect when nothing stands in its way any more") {
    for (const char* what : {"key", "device", "identity"}) {
        INFO(what);
        Inspected w;
        const Value filled = w.form("USE", kTown, use_form_fields());
        const std::string sanction = w.impose("suspend");
        REQUIRE(told(w.submit("clerk-a", filled)) == "applied");
        const std::string request = w.newest, head = w.head_of("clerk-a");
        REQUIRE(told(w.confirm("head-a")) == "held C8");
        const auto& person = w.county.person(head);
        const std::string subject = std::string(what) + "/" +
                                    (what == std::string("identity") ? person.id
                                     : what == std::string("device") ? w.county.device_of(head).id
                                                                     : person.key.verify_key().id());
        REQUIRE(told(w.county.act("admin-1", {w.county.intent("identity.revoke", {subject})
                                                  .set("subject", subject)
                                                  .set("reason", "compromised")})) == "applied");
        w.lift(sanction);
        CHECK(w.text(request, "state") == "signed");
        CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    }
}

TEST_CASE("a suspended unit's sign-offs wait but for exits, and go on by themselves when it is lifted") {
    Inspected w;
    const Value filled = w.form("USE", kTown, use_form_fields());  // before the suspension
    const std::string sanction = w.impose("suspend");
    CHECK(w.text(sanction, "state") == "in_force");
    CHECK(w.text(sanction, "proposer") == w.county.person("inspector").id);
    CHECK(w.text(sanction, "approver") == w.county.person("ob-head").id);
    CHECK(w.text("unit/" + kTown, "suspended") == sanction);
    REQUIRE(told(w.submit("clerk-a", filled)) == "applied");
    const std::string request = w.newest;
    CHECK(told(w.confirm("head-a")) == "held C8");
    CHECK(w.text(request, "state") == "signed");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    const std::string person = w.person_of(kTown);
    const std::string exit = w.receive("clerk-b", w.form("OUT", kTown, exit_fields(person), {person}));
    w.pass_all(exit);
    CHECK(w.text(person, "state") == "out");
    const std::string other = w.receive("clerk-v", w.form("USE", kVillage, use_form_fields(kVillage)));
    CHECK(w.text(other, "state") == "received");
    w.lift(sanction);
    CHECK(w.text(sanction, "state") == "lifted");
    CHECK(w.county.value(sanction)->find("lifted")->str_or("reason") == "已补报");
    CHECK(w.text("unit/" + kTown, "suspended").empty());
    CHECK(w.text(request, "state") == "received");
    CHECK(w.ledger() == "h 6 a 3 r 1 o 0");
    CHECK(told(w.county.act("inspector", {w.lifting(sanction)})) == "refused B10");
}

TEST_CASE("a locked account signs no decision, what its holder submits waits, and lifting gives it back") {
    Inspected w;
    const std::string sanction = w.impose("lock");
    const std::string identity = "identity/" + w.county.person("clerk-a").id;
    CHECK(w.text(identity, "state") == "suspended");
    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "held C9");
    CHECK(told(w.submit("clerk-b", w.form("USE", kTown, use_form_fields()))) == "applied");
    CHECK(told(w.county.act("inspector", {w.measure("lock")})) == "refused B10");
    w.lift(sanction);
    CHECK(w.text(identity, "state") == "live");
    CHECK(w.text(identity, "sanction").empty());
    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
}

TEST_CASE("lifting a sanction does not undo what administrators decided about the account meanwhile") {
    Inspected w;
    const std::string sanction = w.impose("lock"), identity = "identity/" + w.county.person("clerk-a").id;
    REQUIRE(
        told(w.county.act(
            "admin-1",
            {w.county.intent("identity.revoke", {identity}).set("subject", identity).set("reason", "suspended")})) ==
        "applied");
    w.lift(sanction);
    CHECK(w.text(sanction, "state") == "lifted");
    CHECK(w.text(identity, "state") == "suspended");
}

TEST_CASE("a rectification and a circular stand on the record and stop nothing") {
    Inspected w;
    const std::string rectify = w.impose("rectify"), circular = w.impose("circulate");
    CHECK(w.text(rectify, "until") == "2026-12-23");
    CHECK(w.text(circular, "state") == "in_force");
    w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
}

TEST_CASE("a measure takes two people, a unit that is there, and what it needs") {
    Inspected w;
    const auto refused = [&](Value intent) {
        return told(w.county.act("inspector", {std::move(intent)}));
    };
    CHECK(told(w.county.act("ob-clerk", {w.measure("suspend")})) == "refused B5");
    CHECK(refused(w.measure("suspend").set("unit", kVillage)) == "refused B1");
    CHECK(refused(w.county.intent("sanction.impose", {"unit/421125999"})
                      .set("unit", "421125999")
                      .set("measure", "circulate")
                      .set("ground", "unused")
                      .set("evidence", "无登录")
                      .set("from", "2026-11-23")
                      .set("lift_when", "登录")) == "refused B6");
    Value open_ended = w.measure("rectify");
    open_ended.object().erase("until");
    CHECK(refused(open_ended) == "refused B3");
    CHECK(refused(w.measure("rectify").set("until", "2026-11-22")) == "refused B3");
    CHECK(refused(w.measure("suspend").set("person", w.county.person("clerk-a").id)) == "refused B3");
    CHECK(refused(w.measure("suspend").set("from", "2026-11-24")) == "refused G17");
    CHECK(refused(w.measure("suspend").set("ground", "dislike")) == "refused B3");
    CHECK(refused(w.measure("suspend").set("evidence", "")) == "refused B3");
    CHECK(refused(w.measure("lock").set("person", w.county.person("clerk-v").id)) == "refused B6");
    CHECK(refused(w.measure("lock").set("person", "nobody")) == "refused B6");
    REQUIRE(refused(w.measure("suspend")) == "applied");
    const Value confirm = w.county.confirm_of(w.county.made("inspector", "pending"));
    CHECK(told(w.county.act("ob-deputy", {confirm})) == "refused B5");
    CHECK(told(w.county.act("inspector", {confirm})) == "refused B5");
    CHECK(w.county.keys("sanction/").empty());
}

TEST_CASE("of two suspensions proposed side by side the second is refused when it would take effect") {
    Inspected w;
    REQUIRE(told(w.county.act("inspector", {w.measure("suspend")})) == "applied");
    const std::string first = w.county.made("inspector", "pending");
    REQUIRE(told(w.county.act("inspector", {w.measure("suspend")})) == "applied");
    const std::string second = w.county.made("inspector", "pending");
    REQUIRE(told(w.county.act("ob-head", {w.county.confirm_of(first)})) == "applied");
    CHECK(told(w.county.act("ob-head", {w.county.confirm_of(second)})) == "refused B10");
}

TEST_CASE("a director who is an inspector too confirms no measure of their own") {
    Inspected w;
    w.county.hire("both", {"inspector", "ob_head"}, "");
    REQUIRE(told(w.county.act("both", {w.measure("circulate")})) == "applied");
    const std::string pending = w.county.made("both", "pending");
    CHECK(told(w.county.act("both", {w.county.confirm_of(pending)})) == "refused B8");
    CHECK(told(w.county.act("ob-head", {w.county.confirm_of(pending)})) == "applied");
}

}  // namespace
}  // namespace zj::test
