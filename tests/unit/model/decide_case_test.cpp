// SPDX-License-Identifier: Apache-2.0
// The layers of the office: who may decide what, when, and on what they have seen.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

TEST_CASE("a case is returned once with the complete list and answered") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.decide("ob-clerk", key, "pass")) == "applied");
    CHECK(told(w.decide("ob-section", key, "return")) == "refused B3");  // the unit must be told why
    CHECK(told(w.decide("ob-section", key, "return", "缺材料", {"no_such_slot"})) == "refused B3");
    REQUIRE(told(w.decide("ob-section", key, "return", "缺纪要和空编说明", {"minutes", "vacancy"})) == "applied");
    CHECK(w.text(key, "state") == "returned");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    const Array& steps = w.county.value(key)->items("steps");
    REQUIRE(steps.size() == 2);
    CHECK(steps[1].items("missing").size() == 2);
    CHECK(told(w.decide("ob-section", key, "pass")) == "refused G8");

    REQUIRE(told(w.county.act("clerk-a", {w.answer(key, Object{{"reason", "补充说明"}})})) == "applied");
    CHECK(w.text(key, "state") == "in_review");
    CHECK(w.text(key, "step") == "first_review");
    CHECK(w.county.value(key)->find("fields")->str_or("reason") == "补充说明");
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    CHECK(told(w.decide("ob-clerk", key, "return", "还缺", {"minutes"})) == "refused G14");
    w.pass_all(key);
    CHECK(w.text(key, "state") == "approved");
}

TEST_CASE("an answer that changes the form or a required material goes through every layer again") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    for (const char* officer : {"ob-clerk", "ob-section", "ob-deputy"}) {
        REQUIRE(told(w.decide(officer, key, "pass")) == "applied");
    }
    REQUIRE(told(w.decide("ob-head", key, "return", "请核对")) == "applied");
    Value answer = w.answer(key);
    Array& materials = answer.object().find("materials")->second.array();
    const Array before = w.county.value(key)->items("materials");
    const auto step_after = [&] {
        REQUIRE(told(w.county.act("clerk-a", {answer})) == "applied");
        CHECK(w.text(key, "state") == "in_review");
        return w.text(key, "step");
    };
    SECTION("another form") {
        materials = before;
        answer.set("fields", Object{{"count", 2}});
        CHECK(step_after() == "first_review");
        CHECK(told(w.decide("ob-head", key, "pass")) == "refused B5");
        CHECK(told(w.decide("ob-clerk", key, "pass")) == "applied");  // who passed this layer takes it again
        w.pass_all(key);
        CHECK(w.county.value(key)->items("steps").size() == 8);
        CHECK(w.number(w.text(key, "grant"), "count") == 2);
    }
    SECTION("another required material") {
        CHECK(step_after() == "first_review");
    }
    SECTION("the same fields over again, and a note") {
        materials = before;
        answer.set("fields", Object{{"count", 1}});
        CHECK(step_after() == "final_review");
    }
}

TEST_CASE("an answer is complete, exact, and only for a returned case") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    CHECK(told(w.county.act("clerk-a", {w.answer(key)})) == "refused G8");
    REQUIRE(told(w.decide("ob-clerk", key, "return", "缺纪要", {"minutes"})) == "applied");
    Value short_of = w.answer(key);
    short_of.object().find("materials")->second.array().pop_back();
    CHECK(told(w.county.act("clerk-a", {short_of})) == "refused B3");
    CHECK(told(w.county.act("head-a", {w.answer(key)})) == "refused B5");
    const Value first = w.answer(key), second = w.answer(key);
    CHECK(told(w.county.act("clerk-a", {first})) == "applied");
    CHECK(told(w.county.act("clerk-b", {second})) == "refused C2");
}

TEST_CASE("a paused case waits with its reason, and resumes where it was") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    CHECK(told(w.decide("ob-clerk", key, "resume")) == "refused G8");
    CHECK(told(w.decide("ob-clerk", key, "pause")) == "refused B3");
    REQUIRE(told(w.decide("ob-clerk", key, "pause", "待编委会研究")) == "applied");
    CHECK(w.text(key, "state") == "paused");
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "refused G8");
    CHECK(told(w.decide("ob-section", key, "resume")) == "refused B5");
    REQUIRE(told(w.decide("ob-clerk", key, "resume")) == "applied");
    CHECK(w.text(key, "state") == "received");
    const Array& paused = w.county.value(key)->items("paused");
    REQUIRE(paused.size() == 1);
    CHECK(paused[0].str_or("reason") == "待编委会研究");
    CHECK(paused[0].str_or("until") != "");
    w.pass_all(key);
}

TEST_CASE("a refusal says why, returns the reservation and closes the case") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    CHECK(told(w.decide("ob-clerk", key, "refuse")) == "refused B3");
    REQUIRE(told(w.decide("ob-clerk", key, "refuse", "不符合规定")) == "applied");
    CHECK(w.text(key, "state") == "refused");
    CHECK(w.text(key, "result") == "不符合规定");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    CHECK(told(w.withdraw("clerk-a", key)) == "refused C6");
}

TEST_CASE("nobody takes two layers of one case, nor decides on what they signed at the unit") {
    CaseWorld w;
    w.county.hire("ob-both", {"ob_clerk", "ob_section"}, "");
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.decide("ob-both", key, "pass")) == "applied");
    CHECK(told(w.decide("ob-both", key, "pass")) == "refused G10");
    CHECK(told(w.decide("ob-both", key, "pause", "想一想")) == "refused G10");
    CHECK(told(w.decide("ob-section", key, "pass")) == "applied");
}

TEST_CASE("nobody decides on what they amended or answered at the unit") {
    CaseWorld w;
    w.county.hire("both", {"unit_clerk", "ob_section"}, kTown);
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    SECTION("amended") {
        REQUIRE(told(w.county.act("both", {w.amendment(key, Object{{"reason", "改了"}})})) == "applied");
        REQUIRE(told(w.county.act("both", {w.amendment(key, Object{{"reason", "又改"}})})) == "applied");
    }
    SECTION("answered") {
        REQUIRE(told(w.decide("ob-clerk", key, "return", "缺纪要", {"minutes"})) == "applied");
        REQUIRE(told(w.county.act("both", {w.answer(key)})) == "applied");
    }
    CHECK(w.county.value(key)->items("changed_by").size() == 1);
    REQUIRE(told(w.decide("ob-clerk", key, "pass")) == "applied");
    CHECK(told(w.decide("both", key, "pass")) == "refused G10");
    CHECK(told(w.decide("ob-section", key, "pass")) == "applied");
}

TEST_CASE("a case that as many have changed as a case remembers is changed by nobody more") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    auto record = std::make_shared<log::Record>(*w.county.registers().get(key).record);
    ++record->version;
    Array hands;
    for (int n = 0; n < 32; ++n) {
        hands.emplace_back("person-" + std::to_string(n));
    }
    record->value.set("changed_by", hands);
    w.county.registers().put(record);
    CHECK(told(w.county.act("clerk-a", {w.amendment(key, Object{{"reason", "改了"}})})) == "refused Q1");
    CHECK(told(w.withdraw("clerk-a", key)) == "applied");
}

TEST_CASE("each layer belongs to its role") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    for (const char* other :
         {"ob-section", "ob-deputy", "ob-head", "commission", "hr", "clerk-a", "head-a", "admin-1"}) {
        INFO(other);
        CHECK(told(w.decide(other, key, "pass")) == "refused B5");
    }
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "applied");
}

TEST_CASE("a pass names every required material by its digest, and none that is not there") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    Value pass = w.decision(key, "pass");
    SECTION("none") {
        pass.object().erase("materials");
    }
    SECTION("one short") {
        pass.object().find("materials")->second.array().pop_back();
    }
    SECTION("a strange one") {
        pass.object().find("materials")->second.array().emplace_back(std::string(64, '0'));
    }
    CHECK(told(w.county.act("ob-clerk", {pass})) == "refused B2");
    CHECK(w.text(key, "state") == "received");
}

TEST_CASE("a case without a material that the catalogue asks for by now is not passed but returned") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    w.change_catalogue("one slot more", [](Value& catalogue) {
        for (Value& matter : catalogue.object().find("matters")->second.array()) {
            for (Value& slot : matter.object().find("materials")->second.array()) {
                if (matter.str_or("code") == "USE" && slot.str_or("key") == "placement") {
                    slot.set("required", true);
                }
            }
        }
    });
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "refused B2");
    CHECK(w.text(key, "state") == "received");
    REQUIRE(told(w.decide("ob-clerk", key, "return", "缺安置文件", {"placement"})) == "applied");
    Value answer = w.answer(key);
    Value more = answer.items("materials")[0];
    answer.object().find("materials")->second.array().push_back(more.set("slot", "placement"));
    REQUIRE(told(w.county.act("clerk-a", {answer})) == "applied");
    w.pass_all(key);
    CHECK(w.text(key, "state") == "approved");
}

TEST_CASE("a reviewer who passes a case that changed meanwhile is refused with C2") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    w.county.hire("ob-clerk-2", {"ob_clerk"}, "");
    const Value seen = w.decision(key, "pass");
    SECTION("amended") {
        REQUIRE(told(w.county.act("clerk-a", {w.amendment(key, Object{{"reason", "改了"}})})) == "applied");
    }
    SECTION("passed by another") {
        REQUIRE(told(w.decide("ob-clerk-2", key, "pass")) == "applied");
    }
    CHECK(told(w.county.act("ob-clerk", {seen})) == "refused C2");
}

TEST_CASE("what would steer a screen is refused wherever it stands") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    for (const char* text : {"a\x1b[2Jb", "\u009b2J", "\u202etxet", "\x7f", "line\rover"}) {
        const Value message = w.county.intent("case.message").set("case", key).set("text", text);
        CHECK(told(w.county.act("clerk-a", {message})) == "refused B3");
        CHECK(told(w.county.act("clerk-a", {w.amendment(key, Object{{"reason", text}})})) == "refused B3");
    }
    const Value lines = w.county.intent("case.message").set("case", key).set("text", "第一行\n\t第二行");
    CHECK(told(w.county.act("clerk-a", {lines})) == "applied");
}

TEST_CASE("a message moves nothing that a reviewer has seen, and strangers write none") {
    CaseWorld w;
    const std::string key = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    const Value pass = w.decision(key, "pass");
    const Value message = w.county.intent("case.message").set("case", key).set("text", "在吗？");
    CHECK(told(w.county.act("clerk-a", {message})) == "applied");
    CHECK(told(w.county.act("ob-clerk", {message})) == "applied");
    CHECK(told(w.county.act("clerk-v", {message})) == "refused B5");
    CHECK(told(w.county.act("hr", {message})) == "refused B5");
    CHECK(w.county.value(key)->items("thread").size() == 2);
    CHECK(told(w.county.act("ob-clerk", {pass})) == "applied");
}

TEST_CASE("a form is amended until the first pass, and what it reserves follows") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.county.act("clerk-a", {w.amendment(key, Object{{"count", 2}})})) == "applied");
    CHECK(w.ledger() == "h 6 a 4 r 2 o 0");
    CHECK(told(w.county.act("clerk-a", {w.amendment(key, Object{{"count", 3}})})) == "refused G1");
    CHECK(told(w.county.act("clerk-a", {w.amendment(key, Object{{"count", 0}})})) == "refused B3");
    CHECK(told(w.county.act("clerk-a", {w.amendment(key, Object{})})) == "refused B3");
    CHECK(told(w.county.act("clerk-v", {w.amendment(key, Object{{"count", 1}})})) == "refused B5");
    REQUIRE(told(w.decide("ob-clerk", key, "pass")) == "applied");
    CHECK(told(w.county.act("clerk-a", {w.amendment(key, Object{{"count", 1}})})) == "refused G8");
    CHECK(w.ledger() == "h 6 a 4 r 2 o 0");
}

}  // namespace
}  // namespace zj::test
