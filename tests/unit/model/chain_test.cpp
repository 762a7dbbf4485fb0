// SPDX-License-Identifier: Apache-2.0
// The chain's own records: pay and funds of an entry, pay stop and cut of an exit, each after the one before.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

std::string stage_of(const std::string& subject, int stage) {
    return "stage" + subject.substr(subject.find('/')) + "/" + std::to_string(stage);
}

Value exit_closing(CaseWorld& w, const std::string& key, int stage) {
    Object record =
        stage == 2 ? Object{{"stop_month", "2026-12"}} : Object{{"budget_unit", "101001"}, {"cut_month", "2026-12"}};
    return w.county.intent("stage.close", {stage_of(key, stage)})
        .set("case", key)
        .set("stage", stage)
        .set("record", std::move(record));
}

// Two persons have entered under one grant.
std::string entered(CaseWorld& w) {
    const std::string grant = w.hired(500, 2);
    for (const int n : {500, 501}) {
        w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, n), {grant})));
    }
    return grant;
}

std::string person_by(CaseWorld& w, int n) {
    for (const std::string& key : w.county.keys("person/")) {
        if (w.text(key, "id_no") == id_number(n)) {
            return key;
        }
    }
    return {};
}

TEST_CASE("pay is approved for all who entered, and for nobody else") {
    CaseWorld w;
    const std::string grant = entered(w);
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500)})) == "refused G23");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500), listed(501), listed(502)})) == "refused G23");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500), listed(502)})) == "refused G23");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500), listed(500)})) == "refused B3");
    CHECK(told(w.close_stage("fin", grant, 4, {listed(500), listed(501)})) == "refused B5");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(501), listed(500)})) == "applied");
    const Value& pay = *w.county.value(person_by(w, 500))->find("pay");
    CHECK(pay.int_or("amount") == 650'000);
    CHECK(pay.str_or("grade") == "管理九级");
    CHECK(pay.str_or("from_month") == "2026-12");
    CHECK(pay.str_or("approved_on") == "2026-11-23");
    CHECK(w.county.value(stage_of(grant, 4))->find("record")->items("persons").size() == 2);
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500), listed(501)})) == "refused B10");
}

// 编制使用 – 人员配备 – 工资核定 – 经费核拨 – 实名上编, as the county's own article lists them; of an exit funds are
// cut before pay stops.
struct OtherOrder : CaseWorld {
    OtherOrder() {
        change_catalogue("/chain", [](Value& catalogue) {
            Object& chain = catalogue.object().find("chain")->second.object();
            Array& entry = chain["entry"].array();
            std::rotate(entry.begin() + 2, entry.begin() + 3, entry.end());
            std::swap(chain["exit"].array()[1], chain["exit"].array()[2]);
            for (const char* direction : {"entry", "exit"}) {
                std::int64_t n = 0;
                for (Value& stage : chain[direction].array()) {
                    stage.set("n", ++n);
                }
            }
        });
    }
    std::string close(const std::string& officer, const std::string& grant, int stage, Object record) {
        const bool names = record.contains("persons");
        std::vector<std::string> base{grant};
        if (!names) {
            base.push_back(stage_of(grant, stage));
        }
        Value closing =
            county.intent("stage.close", base).set("grant", grant).set("stage", stage).set("record", std::move(record));
        return told(county.act(officer, {std::move(closing)}));
    }
    static Object pay_of(std::initializer_list<int> people) {
        Array persons;
        for (const int n : people) {
            persons.push_back(listed(n).set("grade", "管理九级").set("amount", 650'000).set("from_month", "2026-12"));
        }
        return Object{{"doc_no", "浠人社薪〔2026〕8号"}, {"doc_date", "2026-11-23"}, {"persons", std::move(persons)}};
    }
    static Object funds() { return Object{{"budget_unit", "101001"}, {"first_pay_month", "2026-12"}}; }
    std::string enter(const std::string& grant, int n) {
        return told(submit("clerk-a", form("IN", kTown, entry_fields(grant, n), {grant})));
    }
};

TEST_CASE("in a county that settles pay and funds before the entry, the entry waits for them and the row has them") {
    OtherOrder w;
    const std::string grant = w.hired(500, 2);
    CHECK(w.enter(grant, 500) == "refused G9");
    CHECK(w.close("fin", grant, 4, OtherOrder::funds()) == "refused G9");
    CHECK(w.close("hr", grant, 3, OtherOrder::pay_of({500})) == "refused G23");
    CHECK(w.close("fin", grant, 3, OtherOrder::pay_of({500, 501})) == "refused B5");
    REQUIRE(w.close("hr", grant, 3, OtherOrder::pay_of({500, 501})) == "applied");
    CHECK(w.enter(grant, 500) == "refused G9");
    REQUIRE(w.close("fin", grant, 4, OtherOrder::funds()) == "applied");
    CHECK(w.text(stage_of(grant, 5), "owner") == "office");
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant})));
    const std::string person = person_by(w, 500);
    CHECK(w.county.value(person)->find("pay")->int_or("amount") == 650'000);
    CHECK(w.county.value(person)->bool_or("fin_funded"));
    CHECK(w.text(stage_of(grant, 5), "state") == "open");  // one of the two is missing
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 501), {grant})));
    CHECK(w.text(stage_of(grant, 5), "state") == "closed");
    CHECK(w.county.value(stage_of(grant, 6)) == nullptr);
    CHECK(w.county.value(person_by(w, 501))->bool_or("fin_funded"));
}

TEST_CASE("who is hired later goes through pay and funds alone, and whoever stands there stays hired") {
    OtherOrder w;
    const std::string grant = w.grant(2);
    const auto list = [&](std::initializer_list<int> people, bool again) {
        Array persons;
        for (const int n : people) {
            persons.push_back(listed(n));
        }
        std::vector<std::string> base{grant};
        if (again) {
            base.push_back(stage_of(grant, 2));
        }
        Object record{{"doc_no", "浠人社招〔2026〕8号"}, {"doc_date", "2026-11-20"}, {"persons", std::move(persons)}};
        return told(w.county.act("hr", {w.county.intent("stage.close", base)
                                            .set("grant", grant)
                                            .set("stage", 2)
                                            .set("record", std::move(record))}));
    };
    REQUIRE(list({500}, false) == "applied");
    REQUIRE(w.close("hr", grant, 3, OtherOrder::pay_of({500})) == "applied");
    CHECK(list({501}, true) == "refused G6");
    REQUIRE(list({500, 501}, true) == "applied");
    REQUIRE(w.close("hr", grant, 3, OtherOrder::pay_of({501})) == "applied");
    REQUIRE(w.close("fin", grant, 4, OtherOrder::funds()) == "applied");
    for (const int n : {500, 501}) {
        w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, n), {grant})));
        CHECK(w.county.value(person_by(w, n))->find("pay") != nullptr);
        CHECK(w.county.value(person_by(w, n))->bool_or("fin_funded"));
    }
    CHECK(w.text(stage_of(grant, 5), "state") == "closed");
}

TEST_CASE("an exit whose funds are cut before pay stops ends with the department of pay") {
    OtherOrder w;
    const std::string person = w.person_of(kTown);
    const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    w.pass_all(key);
    const auto close = [&](const char* officer, int stage, Object record) {
        return told(w.county.act(officer, {w.county.intent("stage.close", {stage_of(key, stage)})
                                               .set("case", key)
                                               .set("stage", stage)
                                               .set("record", std::move(record))}));
    };
    CHECK(close("hr", 3, Object{{"stop_month", "2026-12"}}) == "refused G9");
    REQUIRE(close("fin", 2, Object{{"budget_unit", "101001"}, {"cut_month", "2026-12"}}) == "applied");
    CHECK(w.text(person, "fin_until") == "2026-12");
    CHECK(w.text(stage_of(key, 3), "owner") == "hr");
    CHECK(close("fin", 3, Object{{"stop_month", "2026-12"}}) == "refused B5");
    CHECK(close("hr", 3, Object{{"stop_month", "2026-12"}}) == "applied");
}

TEST_CASE("funds close the chain, and those who entered are paid by finance") {
    CaseWorld w;
    const std::string grant = entered(w);
    CHECK(told(w.close_stage("fin", grant, 5, {})) == "refused G9");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500), listed(501)})) == "applied");
    CHECK(w.text(stage_of(grant, 5), "owner") == "fin");
    CHECK(told(w.close_stage("hr", grant, 5, {})) == "refused B5");
    CHECK(!w.county.value(person_by(w, 501))->bool_or("fin_funded"));
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.county.value(person_by(w, 501))->bool_or("fin_funded"));
    CHECK(w.county.value(stage_of(grant, 5))->find("record")->str_or("budget_unit") == "101001");
    CHECK(w.county.value(stage_of(grant, 6)) == nullptr);
}

TEST_CASE("a closing says what the catalogue asks of its stage, no less and no more") {
    CaseWorld w;
    const std::string grant = entered(w);
    const auto record = [&](const char* who, int stage, std::string_view text) {
        Value intent = w.closing(grant, stage, {});
        return told(w.county.act(who, {intent.set("record", *codec::parse_json(text))}));
    };
    const std::string person = R"({"name":"新500","id_no":")" + id_number(500) + "\"";
    CHECK(record("hr", 4, R"({"doc_no":"浠人社聘〔2026〕8号","doc_date":"2026-11-23"})") == "refused B3");
    CHECK(record("hr", 4, R"({"doc_no":"浠人社聘〔2026〕8号","doc_date":"2026-11-23","persons":[)" + person + "}]}") ==
          "refused B3");
    const std::string head = R"({"doc_no":"浠人社聘〔2026〕8号","doc_date":"2026-11-23","persons":[)" + person;
    CHECK(record("hr", 4, head + R"(,"grade":"九级","amount":0,"from_month":"2026-12"}]})") == "refused B3");
    CHECK(record("hr", 4, head + R"(,"grade":"九级","amount":100000001,"from_month":"2026-12"}]})") == "refused B3");
    CHECK(record("hr", 4, head + R"(,"grade":"九级","amount":1,"from_month":"2026-13"}]})") == "refused B3");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500), listed(501)})) == "applied");
    CHECK(record("fin", 5, R"({"budget_unit":"101001"})") == "refused B3");
    CHECK(record("fin", 5, R"({"budget_unit":"101001","first_pay_month":"2026-12","persons":[]})") == "refused B3");
    CHECK(record("fin", 5, R"({"budget_unit":"101001","first_pay_month":"2026-12","doc_no":"浠财行〔2026〕2号"})") ==
          "applied");
    Value sixth = w.closing(grant, 5, {});
    CHECK(told(w.county.act("fin", {sixth.set("stage", 6)})) == "refused B3");
}

TEST_CASE("an exit opens the pay stop, that the cut of funds, and finance pays the person no more") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    CHECK(w.county.value(stage_of(key, 2)) == nullptr);
    w.pass_all(key);
    CHECK(w.text(stage_of(key, 1), "state") == "closed");
    CHECK(w.text(stage_of(key, 2), "state") == "open");
    CHECK(w.text(stage_of(key, 2), "owner") == "hr");
    CHECK(w.text(stage_of(key, 2), "chain") == "exit");
    CHECK(w.text(stage_of(key, 2), "case") == key);
    CHECK(w.county.value(stage_of(key, 2))->find("record")->items("persons").front().str_or("person") == person);
    CHECK(told(w.county.act("fin", {exit_closing(w, key, 3)})) == "refused G9");
    CHECK(told(w.county.act("org", {exit_closing(w, key, 2)})) == "refused B5");
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 1)})) == "refused G8");
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 4)})) == "refused B3");
    const log::ChangeSet again = w.county.sign("hr", {exit_closing(w, key, 2)});
    REQUIRE(told(w.county.deliver(again)) == "applied");
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 2)})) == "refused B10");
    CHECK(w.county.value(person)->bool_or("fin_funded"));
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 3)})) == "refused B5");
    REQUIRE(told(w.county.act("fin", {exit_closing(w, key, 3)})) == "applied");
    CHECK(!w.county.value(person)->bool_or("fin_funded", true));
    CHECK(w.county.value(stage_of(key, 3))->find("record")->str_or("cut_month") == "2026-12");
}

TEST_CASE("an exit's stage is closed on what stands, and only where an exit was approved") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 2)})) == "refused B6");
    w.pass_all(key);
    Value stale = exit_closing(w, key, 2);
    stale.set("base", Object{{stage_of(key, 2), Array{99}}});
    CHECK(told(w.county.act("hr", {stale})) == "refused C2");
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 2).set("base", Object{})})) == "refused B1");
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 2).set("case", "grant/x")})) == "refused B6");
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 2).set("grant", "grant/x")})) == "refused B3");
}

TEST_CASE("a leader's pay is stopped by the organisation department") {
    CaseWorld w;
    Value books = small_unit("421125103", 3, 0);
    books.object()
        .find("persons")
        ->second.array()[0]
        .set("staff_class", "chief")
        .set("leader_level", "141")
        .set("inner", "421125103");
    REQUIRE(told(w.county.open_unit(books)) == "applied");
    w.county.hire("clerk-c", {"unit_clerk"}, "421125103");
    w.county.hire("head-c", {"unit_head"}, "421125103", "clerk-c");
    std::string chief;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string one = w.person_of("421125103", i);
        chief = w.text(one, "staff_class") == "chief" ? one : chief;
    }
    const std::string key = w.receive("clerk-c", w.form("OUT", "421125103", exit_fields(chief, "01"), {chief}));
    w.pass_all(key);
    CHECK(told(w.county.act("hr", {exit_closing(w, key, 2)})) == "refused B5");
    CHECK(told(w.county.act("org", {exit_closing(w, key, 2)})) == "applied");
}

TEST_CASE("a grant's stages are not closed as those of an exit, though their keys are alike") {
    CaseWorld w;
    const std::string grant = w.grant(), as_exit = "case/" + grant.substr(6);
    CHECK(told(w.county.act("hr", {exit_closing(w, as_exit, 2)})) == "refused B6");
    CHECK(told(w.county.act("fin", {exit_closing(w, as_exit, 3)})) == "refused B6");
    CHECK(w.text(stage_of(grant, 2), "state") == "open");
    CHECK(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
}

Value relisting(CaseWorld& w, const std::string& grant, const Array& persons) {
    return w.county.intent("stage.close", {grant, stage_of(grant, 2)})
        .set("grant", grant)
        .set("stage", 2)
        .set("record", *w.closing(grant, 2, persons).find("record"));
}

void enter(CaseWorld& w, const std::string& grant, int n) {
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, n), {grant})));
}

TEST_CASE("one of two who never comes is struck, and the other is paid; a third may take the slot") {
    CaseWorld w;
    w.county.hire("hr-2", {"hr"}, "");
    const std::string grant = w.hired(500, 2);
    enter(w, grant, 500);
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500)})) == "refused G9");
    CHECK(told(w.close_stage("hr", grant, 2, {listed(500)})) == "refused B10");  // not shown that it is closed
    const log::ChangeSet late = w.county.sign("hr-2", {relisting(w, grant, {listed(500), listed(502)})});
    CHECK(told(w.county.act("hr", {relisting(w, grant, {listed(501)})})) == "refused G6");  // has entered
    CHECK(told(w.county.act("hr", {relisting(w, grant, {listed(500), listed(501), listed(502)})})) == "refused G6");
    CHECK(told(w.county.act("org", {relisting(w, grant, {listed(500)})})) == "refused B5");
    REQUIRE(told(w.county.act("hr", {relisting(w, grant, {listed(500)})})) == "applied");
    CHECK(told(w.county.deliver(late)) == "refused C2");
    CHECK(w.text(stage_of(grant, 3), "state") == "closed");
    CHECK(w.county.value(stage_of(grant, 2))->items("earlier").size() == 1);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");

    REQUIRE(told(w.county.act("hr", {relisting(w, grant, {listed(500), listed(502)})})) == "applied");
    enter(w, grant, 502);
    CHECK(w.text(grant, "state") == "used");
    CHECK(w.text(stage_of(grant, 4), "state") == "open");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500), listed(502)})) == "refused G23");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(502)})) == "applied");
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.county.value(person_by(w, 502))->bool_or("fin_funded"));
    CHECK(w.county.value(stage_of(grant, 5))->items("earlier").size() == 1);
    CHECK(told(w.county.act("hr", {relisting(w, grant, {listed(500), listed(502)})})) == "refused G5");
}

TEST_CASE("hired one by one, nobody's funds wait for the pay of who came later") {
    CaseWorld w;
    const std::string grant = w.grant(2);
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
    enter(w, grant, 500);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    REQUIRE(told(w.county.act("hr", {relisting(w, grant, {listed(500), listed(501)})})) == "applied");
    enter(w, grant, 501);
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.county.value(person_by(w, 500))->bool_or("fin_funded"));
    CHECK(!w.county.value(person_by(w, 501))->bool_or("fin_funded"));
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(501)})) == "applied");
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.county.value(person_by(w, 501))->bool_or("fin_funded"));
}

TEST_CASE("funds are signed on whom the stage showed: who came to it meanwhile waits for another signature") {
    CaseWorld w;
    const std::string grant = w.grant(2);
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
    enter(w, grant, 500);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    CHECK(
        told(w.county.act("fin", {w.closing(grant, 5, {}).set("base", *w.county.intent("x", {grant}).find("base"))})) ==
        "refused B1");
    const log::ChangeSet early = w.county.sign("fin", {w.closing(grant, 5, {})});
    REQUIRE(told(w.county.act("hr", {relisting(w, grant, {listed(500), listed(501)})})) == "applied");
    enter(w, grant, 501);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(501)})) == "applied");
    CHECK(told(w.county.deliver(early)) == "refused C2");
    CHECK(!w.county.value(person_by(w, 500))->bool_or("fin_funded"));
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.county.value(person_by(w, 500))->bool_or("fin_funded"));
    CHECK(w.county.value(person_by(w, 501))->bool_or("fin_funded"));
}

TEST_CASE("an entry that is reversed leaves the stages of the others as they were") {
    CaseWorld w;
    const std::string grant = w.grant(2);
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
    enter(w, grant, 500);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    REQUIRE(told(w.county.act("hr", {relisting(w, grant, {listed(500), listed(501)})})) == "applied");
    const std::string wrong = w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 501), {grant}));
    w.pass_all(wrong);
    CHECK(w.text(stage_of(grant, 4), "state") == "open");
    w.both("ob-section", "ob-head",
           w.county.intent("case.reverse", {wrong})
               .set("case", wrong)
               .set("reason", "误办")
               .set("doc_no", "浠编办发〔2026〕8号"));
    CHECK(w.text(stage_of(grant, 3), "state") == "closed");
    CHECK(w.text(stage_of(grant, 4), "state") == "closed");
    CHECK(w.county.value(stage_of(grant, 4))->find("record")->items("persons").front().str_or("id_no") ==
          id_number(500));
    enter(w, grant, 501);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(501)})) == "applied");
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
}

// The person leaves; the exit.
std::string gone(CaseWorld& w, const std::string& person) {
    const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    w.pass_all(key);
    return key;
}

void reverse(CaseWorld& w, const std::string& key) {
    w.both("ob-section", "ob-head",
           w.county.intent("case.reverse", {key})
               .set("case", key)
               .set("reason", "误办")
               .set("doc_no", "浠编办发〔2026〕8号"));
}

TEST_CASE("who leaves before pay is approved holds up nobody, and is given no pay and no funds") {
    CaseWorld w;
    const std::string grant = entered(w), left = person_by(w, 500);
    gone(w, left);
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500), listed(501)})) == "refused G23");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(501)})) == "applied");
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.county.value(left)->find("pay") == nullptr);
    CHECK(!w.county.value(left)->bool_or("fin_funded"));
    CHECK(w.county.value(person_by(w, 501))->bool_or("fin_funded"));
    CHECK(w.county.value(stage_of(grant, 3))->find("record")->items("persons").size() == 2);  // they did enter
}

TEST_CASE("who leaves between pay and funds is funded no more, and what was signed for both is signed anew") {
    CaseWorld w;
    const std::string grant = entered(w), left = person_by(w, 500);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500), listed(501)})) == "applied");
    const log::ChangeSet both = w.county.sign("fin", {w.closing(grant, 5, {})});
    gone(w, left);
    CHECK(told(w.county.deliver(both)) == "refused C2");
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(!w.county.value(left)->bool_or("fin_funded"));
    CHECK(w.county.value(person_by(w, 501))->bool_or("fin_funded"));
    CHECK(w.county.value(stage_of(grant, 4))->find("record")->items("persons").size() == 2);  // closed: as it was
}

TEST_CASE("who leaves before the others have come goes on to no pay") {
    CaseWorld w;
    const std::string grant = w.hired(500, 2);
    enter(w, grant, 500);
    gone(w, person_by(w, 500));
    enter(w, grant, 501);
    CHECK(w.text(stage_of(grant, 3), "state") == "closed");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(501)})) == "applied");
}

TEST_CASE("with the last of those who waited for pay the stage ends, until an exit is reversed") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    enter(w, grant, 500);
    const std::string key = gone(w, person_by(w, 500));
    CHECK(w.text(stage_of(grant, 4), "state") == "void");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500)})) == "refused G8");
    reverse(w, key);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    const std::string again = gone(w, person_by(w, 500));
    CHECK(w.text(stage_of(grant, 5), "state") == "void");
    reverse(w, again);
    REQUIRE(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.county.value(person_by(w, 500))->bool_or("fin_funded"));
    reverse(w, gone(w, person_by(w, 500)));  // has both already
    CHECK(w.text(stage_of(grant, 4), "state") == "closed");
    CHECK(w.text(stage_of(grant, 5), "state") == "closed");
}

TEST_CASE("who came back while the list was open goes on to pay with the others") {
    CaseWorld w;
    const std::string grant = w.hired(500, 2);
    enter(w, grant, 500);
    reverse(w, gone(w, person_by(w, 500)));
    enter(w, grant, 501);
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500), listed(501)})) == "applied");
}

TEST_CASE("those who entered under a grant that expired are paid") {
    CaseWorld w;
    const std::string grant = w.hired(500, 2);
    enter(w, grant, 500);
    w.county.wait_days(200);
    CHECK(w.text(grant, "state") == "expired");
    CHECK(w.text(stage_of(grant, 3), "state") == "closed");
    CHECK(told(w.county.act("hr", {relisting(w, grant, {listed(500), listed(502)})})) == "refused G5");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
}

TEST_CASE("what opens after the day of the cut-off counts for the next month") {
    CaseWorld w;
    const auto month_of_exit = [&](std::size_t i) {
        const std::string person = w.person_of(kTown, i);
        const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
        w.pass_all(key);
        return w.text(stage_of(key, 2), "for_month");
    };
    CHECK(month_of_exit(0) == "2026-12");  // on 23 November
    w.county.wait_days(17);
    CHECK(month_of_exit(0) == "2026-12");  // on 10 December
    w.county.wait_days(1);
    CHECK(month_of_exit(0) == "2027-01");
}

}  // namespace
}  // namespace zj::test
