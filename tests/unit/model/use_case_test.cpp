// SPDX-License-Identifier: Apache-2.0
// 用编核准 from submission to grant, what it reserves, and what it is refused for.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

TEST_CASE("a request reserves at receipt, becomes a grant at its last pass, and opens the chain") {
    CaseWorld w;
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string key = w.newest;
    CHECK(w.text(key, "state") == "signed");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    CHECK(w.number("load/" + kTown, "open") == 1);

    REQUIRE(told(w.confirm("head-a")) == "applied");
    CHECK(w.text(key, "state") == "received");
    CHECK(w.text(key, "case_no") == "USE-2026-0001");
    CHECK(w.text(key, "step") == "first_review");
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    CHECK(w.number("plan/" + kTown + "/2026-1", "reserved") == 1);

    REQUIRE(told(w.decide("ob-clerk", key, "pass")) == "applied");
    CHECK(w.text(key, "state") == "in_review");
    CHECK(w.text(key, "accepted_at") != "");
    w.pass_all(key);
    CHECK(w.text(key, "state") == "approved");
    CHECK(w.number("load/" + kTown, "open") == 0);
    const std::string grant = w.text(key, "grant");
    CHECK(w.text(grant, "grant_no") == "浠编用〔2026〕1号");
    CHECK(w.text(grant, "valid_until") == "2027-05-23");
    CHECK(w.text(grant, "state") == "open");
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    CHECK(w.number("plan/" + kTown + "/2026-1", "used") == 1);
    CHECK(w.number("plan/" + kTown + "/2026-1", "reserved") == 0);
    const std::string id = grant.substr(6);
    CHECK(w.text("stage/" + id + "/1", "state") == "closed");
    CHECK(w.text("stage/" + id + "/2", "state") == "open");
    CHECK(w.text("stage/" + id + "/2", "owner") == "hr");
}

TEST_CASE("the case keeps what the line was when the county received it, and again when it was answered") {
    CaseWorld w(4, 3);
    w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const auto seen = [&](const char* member) {
        return w.county.value(key)->find("snapshot")->int_or(member);
    };
    CHECK(seen("h") == 7);
    CHECK(seen("a") == 4);
    CHECK(seen("r") == 1);
    CHECK(seen("u") == 2);
    CHECK(parse_time(w.county.value(key)->find("snapshot")->str_or("at")).has_value());
    REQUIRE(told(w.decide("ob-clerk", key, "return", "缺纪要", {"minutes"})) == "applied");
    w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.county.act("clerk-a", {w.answer(key)})) == "applied");
    CHECK(seen("r") == 2);
    CHECK(seen("u") == 1);
}

TEST_CASE("a request from outside the county takes the commission's layer too") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields().set("source_scope", "out")));
    for (const char* officer : {"ob-clerk", "ob-section", "ob-deputy", "ob-head"}) {
        REQUIRE(told(w.decide(officer, key, "pass")) == "applied");
    }
    CHECK(w.text(key, "step") == "commission");
    CHECK(told(w.decide("ob-head", key, "pass")) == "refused B5");
    CHECK(told(w.decide("commission", key, "pass")) == "applied");
    CHECK(w.text(key, "state") == "approved");
}

TEST_CASE("a leader's post is reserved and then used, and a second one does not fit") {
    CaseWorld w;
    Value fields = use_form_fields().set("staff_class", "chief").set("leader_level", "141");
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, fields));
    CHECK(w.number("posts/" + kTown + "/chief", "reserved") == 1);
    REQUIRE(told(w.submit("clerk-b", w.form("USE", kTown, fields))) == "applied");
    CHECK(told(w.confirm("head-b")) == "held C4");
    CHECK(w.text(w.newest, "state") == "signed");
    w.pass_all(key);
    CHECK(w.text("stage/" + w.text(key, "grant").substr(6) + "/2", "owner") == "org");
}

TEST_CASE("what can never be granted is refused when it is signed, with its code") {
    CaseWorld w;
    struct Row {
        const char* what;
        Value fields;
        const char* told;
    };
    const Row rows[] = {
        {"more than is vacant", use_form_fields(kTown, 3), "refused G1"},
        {"a type that a town may not hold", use_form_fields().set("quota_type", "11"), "refused G2"},
        {"a type that the unit has no line of", use_form_fields().set("quota_type", "22").set("off_plan", true),
         "refused G4"},
        {"no such post", use_form_fields(kTown, 2).set("staff_class", "chief").set("leader_level", "141"),
         "refused G3"},
        {"no such plan line", use_form_fields().set("plan_line", "plan/" + kTown + "/2026-9"), "refused G4"},
        {"another unit's plan line", use_form_fields(kVillage), "refused G4"},
        {"a plan line of another year", use_form_fields().set("plan_line", "plan/" + kTown + "/2027-1"), "refused G4"},
        {"a plan line of another mode", use_form_fields().set("entry_mode", "04"), "refused G4"},
        {"a form with a fault", use_form_fields().set("count", 0), "refused B3"},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        Value fields = row.fields;
        const bool no_line = fields.str_or("quota_type") == "22";
        if (no_line) {
            fields.object().erase("plan_line");
        }
        CHECK(told(w.submit("clerk-a", w.form("USE", kTown, fields))) == (no_line ? "refused G2" : row.told));
        CHECK(w.county.value(w.newest) == nullptr);
    }
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    CHECK(w.number("load/" + kTown, "open") == -1);
}

TEST_CASE("a line of the annual plan serves requests of its own year") {
    CaseWorld w;
    w.county.wait(*parse_time("2026-12-31T09:00:00.000+08:00") - w.county.now());
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string asked = w.newest;
    w.county.wait_days(2);
    // The year in which it was asked counts, as for what is signed off in the freeze and received after it.
    CHECK(told(w.confirm("head-a")) == "applied");
    CHECK(told(w.county.act("clerk-a", {w.amendment(asked, Object{{"reason", "补充"}})})) == "applied");
    REQUIRE(told(w.decide("ob-clerk", asked, "return", "缺纪要", {"minutes"})) == "applied");
    CHECK(told(w.county.act("clerk-a", {w.answer(asked)})) == "applied");
    CHECK(w.number("plan/" + kTown + "/2026-1", "reserved") == 1);

    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "refused G4");
    Value next = use_form_fields();
    next.set("plan_line", "plan/" + kTown + "/2027-1");
    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, next))) == "applied");
}

TEST_CASE("a submission may not be signed by another role, for another unit, or for a closed matter") {
    CaseWorld w;
    const auto submit = [&](const char* who, const std::string& unit, const char* matter) {
        return told(w.submit(who, w.form(matter, unit, use_form_fields())));
    };
    CHECK(submit("head-a", kTown, "USE") == "refused B5");
    CHECK(submit("ob-clerk", kTown, "USE") == "refused B5");
    CHECK(submit("clerk-a", kVillage, "USE") == "refused B5");
    CHECK(submit("clerk-a", kTown, "XXX") == "refused B3");

    w.change_catalogue("closed", [](Value& catalogue) {
        for (Value& matter : catalogue.object().find("matters")->second.array()) {
            matter.set("open", matter.str_or("code") != "USE");
        }
    });
    CHECK(submit("clerk-a", kTown, "USE") == "refused G13");
    w.change_catalogue("open", [](Value& catalogue) {
        for (Value& matter : catalogue.object().find("matters")->second.array()) {
            matter.set("open", true);
        }
    });

    Value more = w.form("USE", kTown, use_form_fields()).set("extra", 1);
    CHECK(told(w.submit("clerk-a", more)) == "refused B3");
    Value bare = w.form("USE", kTown, use_form_fields()).set("base", Object{});
    CHECK(told(w.submit("clerk-a", bare)) == "refused B1");
}

TEST_CASE("a case counts as received only by the head of its own unit, and once") {
    CaseWorld w;
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    CHECK(told(w.confirm("head-v")) == "refused B5");
    CHECK(told(w.confirm("clerk-b")) == "refused B5");
    const Value signature = w.county.confirm_of(w.text(w.newest, "pending"));
    CHECK(told(w.county.act("head-a", {signature})) == "applied");
    CHECK(told(w.county.act("head-b", {signature})) == "refused B6");
}

TEST_CASE("a unit's open cases are capped") {
    CaseWorld w;
    Value full = Object{{"open", 500}};
    auto record = std::make_shared<log::Record>();
    record->key = "load/" + kTown;
    record->owner = "office";
    record->value = full;
    w.county.registers().put(record);
    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "refused Q1");
}

TEST_CASE("withdrawing returns what was reserved, at every place where a case may stand") {
    CaseWorld w;
    SECTION("signed only") {
        w.submit("clerk-a", w.form("USE", kTown, use_form_fields()));
        const std::string pending = w.text(w.newest, "pending");
        CHECK(told(w.withdraw("clerk-a", w.newest)) == "applied");
        CHECK(w.text(pending, "state") == "cancelled");
    }
    SECTION("received, by the other clerk") {
        w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
        CHECK(told(w.withdraw("clerk-b", w.newest)) == "applied");
    }
    SECTION("in review, by the head") {
        w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
        w.decide("ob-clerk", w.newest, "pass");
        CHECK(told(w.withdraw("head-a", w.newest)) == "applied");
    }
    SECTION("returned") {
        w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
        w.decide("ob-clerk", w.newest, "return", "缺纪要", {"minutes"});
        CHECK(told(w.withdraw("clerk-a", w.newest)) == "applied");
    }
    SECTION("paused") {
        w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
        w.decide("ob-clerk", w.newest, "pause", "待编委会研究");
        CHECK(told(w.withdraw("clerk-a", w.newest)) == "applied");
    }
    CHECK(w.text(w.newest, "state") == "withdrawn");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    CHECK(w.number("plan/" + kTown + "/2026-1", "reserved") == 0);
    CHECK(w.number("load/" + kTown, "open") == 0);
    CHECK(told(w.withdraw("clerk-a", w.newest)) == "refused C6");
    CHECK(told(w.decide("ob-clerk", w.newest, "pass")) == "refused C6");
}

TEST_CASE("a grant that nobody used returns its reservation when it expires") {
    CaseWorld w;
    const std::string grant = w.grant();
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    w.county.wait_days(181);
    CHECK(w.text(grant, "state") == "open");  // valid through 2027-05-23
    w.county.wait_days(2);
    CHECK(w.text(grant, "state") == "expired");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    CHECK(w.number("plan/" + kTown + "/2026-1", "used") == 0);
}

TEST_CASE("a grant that ends is named nowhere any more as what stands in the way") {
    CaseWorld w;
    const Value fields = use_form_fields().set("staff_class", "chief").set("leader_level", "141");
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, fields));
    w.pass_all(key);
    const std::string lines[] = {"ledger/" + kTown + "/20", "posts/" + kTown + "/chief", "plan/" + kTown + "/2026-1"};
    for (const std::string& line : lines) {
        INFO(line);
        REQUIRE(w.county.value(line)->items("holders").size() == 1);
        CHECK(w.county.value(line)->items("holders")[0].str_or("who") == w.text(key, "grant"));
    }
    w.county.wait_days(183);
    REQUIRE(w.text(w.text(key, "grant"), "state") == "expired");
    for (const std::string& line : lines) {
        INFO(line);
        CHECK(w.county.value(line)->items("holders").empty());
    }
    CHECK(w.number("posts/" + kTown + "/chief", "reserved") == 0);
}

TEST_CASE("a unit whose exits are late gets no vacancy until they are done") {
    CaseWorld w;
    Value late = exit_fields(w.person_of(kTown)).set("event_on", "2026-10-20").set("pay_stop", "2026-11");
    const std::string exit = w.receive("clerk-a", w.form("OUT", kTown, late, {w.person_of(kTown)}));
    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "refused G11");
    w.pass_all(exit);
    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
}

TEST_CASE("a late exit that the unit takes back stays late until the person's exit is done, or the office refuses it") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const Value late = exit_fields(person).set("event_on", "2026-10-20").set("pay_stop", "2026-11");
    const auto report = [&](const Value& fields) {
        return w.receive("clerk-a", w.form("OUT", kTown, fields, {person}));
    };
    const auto asks = [&] {
        return told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields())));
    };
    const std::string first = report(late);
    REQUIRE(asks() == "refused G11");
    REQUIRE(told(w.withdraw("clerk-a", first)) == "applied");
    CHECK(asks() == "refused G11");
    CHECK(w.county.value(first)->bool_or("late"));  // W14 goes by it
    const std::string second = report(late);
    CHECK(!w.county.value(first)->bool_or("late"));  // one exit is late once
    CHECK(w.number("load/" + kTown + "/late", "n") == 1);
    SECTION("done") {
        w.pass_all(second);
        CHECK(asks() == "applied");
    }
    SECTION("done by a form that is in time") {
        REQUIRE(told(w.withdraw("clerk-a", second)) == "applied");
        w.pass_all(report(exit_fields(person)));
        CHECK(asks() == "applied");
    }
    SECTION("refused") {
        REQUIRE(told(w.decide("ob-clerk", second, "refuse", "此人仍在岗")) == "applied");
        CHECK(asks() == "applied");
    }
    SECTION("corrected before anybody passed it") {
        const Value right{Object{{"event_on", "2026-11-16"}, {"pay_stop", "2026-12"}}};
        REQUIRE(told(w.county.act("clerk-a", {w.amendment(second, right)})) == "applied");
        CHECK(asks() == "applied");
    }
    SECTION("returned") {
        REQUIRE(told(w.decide("ob-clerk", second, "return", "缺审批表", {"form"})) == "applied");
        CHECK(asks() == "refused G11");
        REQUIRE(told(w.county.act("clerk-a", {w.answer(second)})) == "applied");
        w.pass_all(second);
        CHECK(asks() == "applied");
    }
    CHECK(w.county.value(person)->find("late_exit") == nullptr);
    CHECK(w.number("load/" + kTown + "/late", "n") == 0);
}

TEST_CASE("late exits stop what policy lists, at the head's signature too, and never exits or changes of data") {
    CaseWorld w;
    const std::string person = w.person_of(kTown), other = w.person_of(kTown, 1);
    const Value inner = Object{{"person", other},
                               {"kind", "inner"},
                               {"to_inner", w.text("unit/" + kTown, "name")},
                               {"move_doc", "浠编办函〔2026〕3号"},
                               {"effective_on", "2026-11-01"}};
    REQUIRE(told(w.submit("clerk-b", w.form("MOVE", kTown, inner, {other}))) == "applied");
    const std::string signed_before = w.newest;
    Value late = exit_fields(person).set("event_on", "2026-10-20").set("pay_stop", "2026-11");
    const std::string exit = w.receive("clerk-a", w.form("OUT", kTown, late, {person}));
    w.newest = signed_before;
    CHECK(told(w.confirm("head-b")) == "refused G11");
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, inner, {other}))) == "refused G11");
    const Value change = change_fields(*w.county.value(other), other, "native_place", "湖北黄冈");
    CHECK(told(w.submit("clerk-a", w.form("MOD", kTown, change, {other}))) == "applied");
    const std::string third = w.person_of(kTown, 2);
    CHECK(told(w.submit("clerk-a", w.form("OUT", kTown, exit_fields(third), {third}))) == "applied");
    w.pass_all(exit);
    w.newest = signed_before;
    CHECK(told(w.confirm("head-b")) == "applied");
}

}  // namespace
}  // namespace zj::test
