// SPDX-License-Identifier: Apache-2.0
// case.reverse: a closed entry or exit that was wrong (domain.md 3.2-10).
#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/rules.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

struct World : CaseWorld {
    Value reversal(const std::string& key) {
        return county.intent("case.reverse", {key})
            .set("case", key)
            .set("reason", "录入有误")
            .set("doc_no", "浠编办函〔2026〕31号");
    }
    Judgement propose(const std::string& key) { return county.act("ob-section", {reversal(key)}); }
    Judgement reverse(const std::string& key) {
        const Judgement proposed = propose(key);
        return proposed.verdict == log::Verdict::applied
                   ? county.act("ob-head", {county.confirm_of(county.made("ob-section", "pending"))})
                   : proposed;
    }
    std::string exit_of(const std::string& person) {
        const std::string key = receive("clerk-a", form("OUT", kTown, exit_fields(person), {person}));
        pass_all(key);
        return key;
    }
    std::string entry(int n, std::string& grant) {
        grant = hired(n);
        const std::string key = receive("clerk-a", form("IN", kTown, entry_fields(grant, n), {grant}));
        pass_all(key);
        return key;
    }
};

}  // namespace

TEST_CASE("a reversed exit puts the person back on the register, by a posting of its own") {
    World w;
    const std::string person = w.person_of(kTown), before = w.ledger();
    const std::string key = w.exit_of(person);
    REQUIRE(w.text(person, "state") == "out");
    REQUIRE(told(w.reverse(key)) == "applied");
    CHECK(w.ledger() == before);
    CHECK(w.text(person, "state") == "active");
    CHECK(w.text(person, "status") == "1");
    CHECK(w.county.value(person)->find("exit_mode") == nullptr);
    CHECK(w.text(key, "state") == "approved");
    CHECK(w.county.value(key)->find("reversed")->str_or("reason") == "录入有误");
    const Value& posting = w.county.value("ledger/" + kTown + "/20")->items("posted").back();
    CHECK(posting.str_or("what") == "out.reversed");
    CHECK(posting.str_or("case") == key);
    CHECK(told(w.reverse(key)) == "refused G8");
    // The stop of pay is not to be signed any more, and the person may leave again.
    CHECK(w.text("stage/" + key.substr(5) + "/2", "state") == "void");
    CHECK(w.text(w.exit_of(person), "state") == "approved");
}

TEST_CASE("an exit is not reversed once its post is given to another") {
    World w;
    const std::string key = w.exit_of(w.person_of(kTown));
    w.grant(2);
    w.grant(1);
    CHECK(told(w.reverse(key)) == "refused G1");
}

TEST_CASE("an exit is not reversed while the person is claimed elsewhere") {
    World w;
    const std::string person = w.person_of(kTown), id(w.county.value(person)->str_or("id_no"));
    const std::string key = w.exit_of(person);
    Value fields = use_form_fields(kVillage).set("person_name", w.text(person, "name")).set("person_id_no", id);
    w.receive("clerk-v", w.form("USE", kVillage, std::move(fields)));
    CHECK(told(w.reverse(key)) == "refused G27");
}

TEST_CASE("a claim that its case or grant has outlived stands in no reversal's way") {
    World w;
    const std::string person = w.person_of(kTown), id(w.county.value(person)->str_or("id_no"));
    const std::string key = w.exit_of(person);
    Value fields = use_form_fields(kVillage).set("person_name", w.text(person, "name")).set("person_id_no", id);
    w.pass_all(w.receive("clerk-v", w.form("USE", kVillage, std::move(fields))));
    CHECK(told(w.reverse(key)) == "refused G27");
    w.county.wait_days(200);  // the grant expires, and nobody takes its claim away
    REQUIRE(w.text(model::rules1::idno_key("421125", id), "state") == "claimed");
    CHECK(told(w.reverse(key)) == "applied");
    CHECK(w.text(model::rules1::idno_key("421125", id), "state") == "active");
}

TEST_CASE("an exit that does not say what it ended is not reversed") {
    World w;
    const std::string key = w.exit_of(w.person_of(kTown));
    log::Record older = *w.county.registers().get(key).record;
    ++older.version;
    older.value.object().erase("was");
    w.county.registers().put(std::make_shared<log::Record>(older));
    CHECK(told(w.reverse(key)) == "refused G27");
}

TEST_CASE("funds that an exit cut are given back to whom they were paid, and to nobody else") {
    for (const bool funded : {true, false}) {
        World w;
        const std::string person = w.person_of(kTown);
        log::Record row = *w.county.registers().get(person).record;
        ++row.version;
        row.value.set("fin_funded", funded);
        w.county.registers().put(std::make_shared<log::Record>(row));
        const std::string key = w.exit_of(person), head = "stage/" + key.substr(5) + "/";
        const auto close = [&](const char* who, int stage, Object record) {
            return told(w.county.act(who, {w.county.intent("stage.close", {head + std::to_string(stage)})
                                               .set("case", key)
                                               .set("stage", stage)
                                               .set("record", std::move(record))}));
        };
        REQUIRE(close("hr", 2, {{"stop_month", "2026-12"}}) == "applied");
        REQUIRE(close("fin", 3, {{"budget_unit", "101001"}, {"cut_month", "2026-12"}}) == "applied");
        REQUIRE(told(w.reverse(key)) == "applied");
        CHECK(w.county.value(person)->bool_or("fin_funded") == funded);
        CHECK(w.county.value(person)->find("fin_until") == nullptr);
    }
}

TEST_CASE("a reversed entry opens the slot of its grant again for another entry") {
    World w;
    std::string grant;
    const std::string key = w.entry(500, grant), person = w.text(key, "person");
    const std::string with = w.ledger();
    REQUIRE(told(w.reverse(key)) == "applied");
    CHECK(with == "h 6 a 5 r 0 o 0");
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    CHECK(w.text(person, "state") == "void");
    CHECK(w.text(grant, "state") == "open");
    CHECK(w.number(grant, "used") == 0);
    CHECK(w.text("stage/" + grant.substr(6) + "/3", "state") == "void");
    const std::string again = w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}));
    w.pass_all(again);
    CHECK(w.ledger() == with);
    CHECK(w.text("stage/" + grant.substr(6) + "/3", "state") == "closed");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
}

TEST_CASE("an entry is not reversed once the person has moved to another quota than the grant's") {
    World w;
    std::string grant;
    const std::string key = w.entry(500, grant), person = w.text(key, "person");
    Value fields = Object{{"kind", "post"},
                          {"person", person},
                          {"to_inner", "综合执法中心"},
                          {"to_staff_class", "inner_deputy"},
                          {"to_post_name", "副主任"},
                          {"to_leader_level", "146"},
                          {"move_doc", "浠组干〔2026〕9号"},
                          {"effective_on", format_date(date_of(w.county.now()))}};
    fields.set("to_post_kind", "1").set("to_post_grade", "109");
    const std::string moved = w.receive("clerk-a", w.form("MOVE", kTown, std::move(fields), {person}));
    w.pass_all(moved);
    REQUIRE(w.text(person, "staff_class") == "inner_deputy");
    CHECK(told(w.reverse(key)) == "refused G27");
}

TEST_CASE("an exit from a line above its quota goes back above it, and counts no more towards entries") {
    World w;
    const std::string person = w.person_of(kTown), line = "ledger/" + kTown + "/20";
    log::Record over = *w.county.registers().get(line).record;  // as books that were opened above their quota
    ++over.version;
    over.value.set("h", 2);
    w.county.registers().put(std::make_shared<log::Record>(over));
    const std::string key = w.exit_of(person);
    REQUIRE(w.ledger() == "h 2 a 3 r 0 o 0");
    REQUIRE(w.number(line, "over_exits") == 1);
    REQUIRE(told(w.reverse(key)) == "applied");
    CHECK(w.ledger() == "h 2 a 4 r 0 o 0");
    CHECK(w.number(line, "over_exits") == 0);
}

TEST_CASE("an exit from a post line with too many leaders is reversed, but not above what the line had") {
    World w;
    const std::string person = w.person_of(kTown), line = "posts/" + kTown + "/deputy";
    const auto set = [&](const std::string& key, const char* member, Value value) {
        log::Record changed = *w.county.registers().get(key).record;  // as books that were opened so
        ++changed.version;
        changed.value.set(member, std::move(value));
        w.county.registers().put(std::make_shared<log::Record>(changed));
    };
    set(person, "staff_class", "deputy");
    set(line, "auth", 2);
    set(line, "actual", 3);
    const std::string key = w.exit_of(person);
    REQUIRE(w.number(line, "actual") == 2);
    SECTION("nobody came in") {
        CHECK(told(w.reverse(key)) == "applied");
        CHECK(w.number(line, "actual") == 3);
    }
    SECTION("somebody is about to, by a post that was added") {
        set(line, "auth", 3);
        w.receive("clerk-a",
                  w.form("USE", kTown, use_form_fields().set("staff_class", "deputy").set("leader_level", "142")));
        CHECK(told(w.reverse(key)) == "refused G3");
    }
}

TEST_CASE("an entry whose pay is approved is ended by an exit, not reversed") {
    World w;
    std::string grant;
    const std::string key = w.entry(500, grant);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    CHECK(told(w.reverse(key)) == "refused G27");
}

TEST_CASE("what has an opposite of its own is not reversed, nor what is still open") {
    World w;
    const std::string person = w.person_of(kTown);
    const std::string change = w.receive(
        "clerk-a", w.form("MOD", kTown, change_fields(*w.county.value(person), person, "school", "甲校"), {person}));
    CHECK(told(w.propose(change)) == "refused G27");
    w.pass_all(change);
    CHECK(told(w.propose(change)) == "refused G27");
    const std::string open = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    CHECK(told(w.propose(open)) == "refused G8");
}

TEST_CASE("two people of the office reverse: the section head proposes, the director confirms") {
    World w;
    const std::string key = w.exit_of(w.person_of(kTown));
    CHECK(told(w.county.act("ob-clerk", {w.reversal(key)})) == "refused B5");
    REQUIRE(told(w.propose(key)) == "applied");
    const Value confirm = w.county.confirm_of(w.county.made("ob-section", "pending"));
    CHECK(told(w.county.act("ob-deputy", {confirm})) == "refused B5");
    CHECK(told(w.county.act("ob-head", {confirm})) == "applied");
}

TEST_CASE("a reversal that was proposed is looked at again when it is confirmed") {
    World w;
    std::string grant;
    const std::string key = w.entry(500, grant);
    REQUIRE(told(w.propose(key)) == "applied");
    const std::string pending = w.county.made("ob-section", "pending");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    CHECK(told(w.county.act("ob-head", {w.county.confirm_of(pending)})) == "refused G27");
}

}  // namespace zj::test
