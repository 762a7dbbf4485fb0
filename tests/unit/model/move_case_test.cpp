// SPDX-License-Identifier: Apache-2.0
// 人员异动 (domain.md 4.5): each kind to its end, and stopped at each guard.
#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/flows.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

Value move_fields(std::string_view kind) {
    return Object{{"kind", kind},
                  {"to_inner", "综合执法中心"},
                  {"move_doc", "浠组干〔2026〕21号"},
                  {"effective_on", "2026-11-20"}};
}

Value within(std::string_view kind, const std::string& person) {
    return move_fields(kind).set("person", person);
}

// A transfer from the village to the town of the person in this row.
Value between(CaseWorld& w, std::string_view kind, const std::string& person) {
    return move_fields(kind)
        .set("giving_unit", "unit/" + kVillage)
        .set("person_name", w.text(person, "name"))
        .set("person_id_no", w.text(person, "id_no"))
        .set("to_quota_type", "20")
        .set("to_funding", "1")
        .set("to_post_kind", "1")
        .set("to_post_grade", "109")
        .set("to_staff_class", "none")
        .set("to_post_name", "办事员")
        .set("to_leader_level", "220");
}

// A grant of the town for a transfer, and stage 2 closed for the person.
std::string transfer_grant(CaseWorld& w, const std::string& person, const char* mode = "07") {
    Value use = use_form_fields();
    use.object().erase("plan_line");
    use.set("off_plan", true).set("entry_mode", mode).set("source_scope", "in");
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use));
    w.pass_all(key);
    const std::string grant = w.text(key, "grant");
    const Array persons{Object{{"name", w.text(person, "name")}, {"id_no", w.text(person, "id_no")}}};
    CHECK(told(w.close_stage("hr", grant, 2, persons)) == "applied");
    return grant;
}

Judgement answer(CaseWorld& w, const std::string& head, const std::string& key, std::string_view act,
                 const std::string& person) {
    const std::string consent = "consent/" + key.substr(5);
    Value intent = w.county.intent("case.consent", {consent, person}).set("consent", consent).set("act", act);
    if (act == "refuse") {
        intent.set("reason", "工作需要");
    }
    return w.county.act(head, {intent});
}

struct Transfer {
    CaseWorld w;
    std::string person = w.person_of(kVillage), grant = transfer_grant(w, person);

    std::string receive() {
        return w.receive("clerk-a", w.form("MOVE", kTown, between(w, "cross", person).set("grant_no", grant), {grant}));
    }
    Judgement submit(Value fields) { return w.submit("clerk-a", w.form("MOVE", kTown, std::move(fields), {grant})); }
};

TEST_CASE("a transfer between units waits for the giving unit, then moves one post from actual to actual") {
    Transfer t;
    CaseWorld& w = t.w;
    const std::string key = t.receive();
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    CHECK(w.ledger(kVillage) == "h 6 a 4 r 0 o 0");  // nothing of the giving unit's is touched before it says yes
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "refused G18");
    CHECK(told(answer(w, "head-v", key, "give", t.person)) == "applied");
    CHECK(w.ledger(kVillage) == "h 6 a 4 r 0 o 1");
    w.pass_all(key);
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    CHECK(w.ledger(kVillage) == "h 6 a 3 r 0 o 0");

    const std::string row = w.text(key, "person"), number = w.text(t.person, "id_no");
    CHECK(w.text(t.person, "state") == "out");
    CHECK(w.text(t.person, "exit_mode") == "03");
    CHECK(w.text(t.person, "exit_to") == "单位" + kTown);
    CHECK(w.text(row, "state") == "active");
    CHECK(w.text(row, "unit") == kTown);
    CHECK(w.text(row, "moved_from") == t.person);
    CHECK(w.text(row, "entry_mode") == "07");
    CHECK(w.text(row, "work_since") == "2013-07-01");
    CHECK(w.text(model::rules1::idno_key("421125", number), "person") == row);
    CHECK(w.text(t.grant, "state") == "used");
    CHECK(w.text("stage/" + t.grant.substr(6) + "/3", "state") == "closed");
}

TEST_CASE("the giving unit may refuse; the case is then withdrawn, and everything is as before") {
    Transfer t;
    const std::string key = t.receive();
    CHECK(told(answer(t.w, "head-v", key, "refuse", t.person)) == "applied");
    CHECK(told(t.w.decide("ob-clerk", key, "pass")) == "refused G18");
    CHECK(told(answer(t.w, "head-v", key, "give", t.person)) == "refused G8");  // said once
    CHECK(told(t.w.withdraw("clerk-a", key)) == "applied");
    CHECK(t.w.number(t.grant, "reserved") == 0);
    CHECK(t.w.ledger(kVillage) == "h 6 a 4 r 0 o 0");
    CHECK(t.w.text("consent/" + key.substr(5), "state") == "void");
}

TEST_CASE("a transfer that is withdrawn after the consent gives the person back") {
    Transfer t;
    const std::string key = t.receive();
    CHECK(told(answer(t.w, "head-v", key, "give", t.person)) == "applied");
    CHECK(told(t.w.withdraw("clerk-a", key)) == "applied");
    CHECK(t.w.ledger(kVillage) == "h 6 a 4 r 0 o 0");
    CHECK(t.w.text(t.person, "case") == "");
}

TEST_CASE("a consent is for the form that was shown: a case that came back is asked about anew") {
    Transfer t;
    CaseWorld& w = t.w;
    const std::string key = t.receive(), consent = "consent/" + key.substr(5);
    const Value early = w.county.intent("case.consent", {consent, t.person}).set("consent", consent).set("act", "give");
    CHECK(told(w.decide("ob-clerk", key, "return", "补充介绍信")) == "applied");
    CHECK(w.text(consent, "state") == "void");
    CHECK(told(w.county.act("clerk-a", {w.answer(key, Object{{"to_post_name", "科员"}})})) == "applied");
    CHECK(told(w.county.act("head-v", {early})) == "refused C2");
    CHECK(told(answer(w, "head-v", key, "give", t.person)) == "applied");
    w.pass_all(key);
    CHECK(w.text(w.text(key, "person"), "post_name") == "科员");
}

TEST_CASE("only the head of the unit that is asked consents, and only for somebody who is free to go") {
    Transfer t;
    CaseWorld& w = t.w;
    const std::string key = t.receive();
    for (const char* other : {"head-a", "clerk-v", "clerk-a", "ob-clerk", "ob-head", "commission", "fin"}) {
        CHECK(told(answer(w, other, key, "give", t.person)) == "refused B5");
    }
    const std::string leaving = w.receive("clerk-v", w.form("OUT", kVillage, exit_fields(t.person), {t.person}));
    CHECK(told(answer(w, "head-v", key, "give", t.person)) == "refused C1");
    CHECK(told(w.withdraw("clerk-v", leaving)) == "applied");
    CHECK(told(answer(w, "head-v", key, "give", t.person)) == "applied");
    // and the other way round: who is moved cannot leave meanwhile
    CHECK(told(w.submit("clerk-v", w.form("OUT", kVillage, exit_fields(t.person), {t.person}))) == "applied");
    CHECK(told(w.confirm("head-v")) == "held C1");
}

TEST_CASE("a transfer between units is refused where the person, the grant or the form does not fit") {
    Transfer t;
    CaseWorld& w = t.w;
    const auto form = [&] {
        return between(w, "cross", t.person).set("grant_no", t.grant);
    };
    CHECK(told(t.submit(form().set("person_name", "别人"))) == "refused G9");  // stage 2 lists another
    const std::string at_home = w.person_of(kTown);
    CHECK(told(t.submit(form().set("giving_unit", "unit/" + kTown))) == "refused G16");
    CHECK(told(t.submit(form().set("giving_unit", "unit/421125199"))) == "refused G7");
    CHECK(told(t.submit(form().set("to_inner", "没有的机构"))) == "refused G19");
    CHECK(told(t.submit(form().set("effective_on", "2027-11-20"))) == "refused G17");
    CHECK(told(t.submit(form().set("to_quota_type", "22").set("to_post_kind", "3"))) == "refused G6");
    CHECK(told(t.submit(form().set("person", at_home))) == "refused B3");
    CHECK(told(t.submit(form().set("batch_id", "浠编发〔2026〕3号"))) == "refused B3");

    const std::string hired = w.hired(9050);
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, form().set("grant_no", hired), {hired}))) == "refused G9");
}

TEST_CASE("a grant for a hiring from outside serves no transfer") {
    CaseWorld w;
    const std::string person = w.person_of(kVillage), grant = transfer_grant(w, person, "03");
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, between(w, "cross", person).set("grant_no", grant),
                                          {grant}))) == "refused G6");
}

TEST_CASE("two units claim one person: the later is held, and clear when the first lets go") {
    Transfer t;
    CaseWorld& w = t.w;
    REQUIRE(told(w.county.open_unit(small_unit("421125103", 2, 2))) == "applied");
    w.county.hire("clerk-c", {"unit_clerk"}, "421125103");
    w.county.hire("head-c", {"unit_head"}, "421125103", "clerk-c");
    Value use = use_form_fields("421125103");
    use.object().erase("plan_line");
    use.set("off_plan", true).set("entry_mode", "07").set("source_scope", "in");
    const std::string asking = w.receive("clerk-c", w.form("USE", "421125103", use));
    w.pass_all(asking);
    const std::string grant = w.text(asking, "grant");
    const Array persons{Object{{"name", w.text(t.person, "name")}, {"id_no", w.text(t.person, "id_no")}}};
    REQUIRE(told(w.close_stage("hr", grant, 2, persons)) == "applied");

    const std::string first = t.receive();
    const Value fields = between(w, "cross", t.person).set("grant_no", grant);
    REQUIRE(told(w.submit("clerk-c", w.form("MOVE", "421125103", fields, {grant}))) == "applied");
    const std::string second = w.newest;
    CHECK(told(w.confirm("head-c")) == "held C5");
    CHECK(told(w.withdraw("clerk-a", first)) == "applied");
    CHECK(w.county.value(second)->find("held")->bool_or("clear"));
    CHECK(told(w.confirm("head-c")) == "applied");
}

TEST_CASE("within the unit the row itself changes, and the ledger stands") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, within("inner", person), {person}))) == "refused B3");
    Value to = within("inner", person).set("to_inner", "单位" + kTown);
    const std::string key = w.receive("clerk-a", w.form("MOVE", kTown, to, {person}));
    CHECK(w.text(person, "case") == key);
    w.pass_all(key);
    CHECK(w.text(person, "inner") == "单位" + kTown);
    CHECK(w.text(person, "case") == "");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    // A kind takes no fields of another: nobody's quota changes under the name of a move of rooms.
    Value sly = within("inner", person).set("to_quota_type", "22");
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, sly, {person}))) == "refused B3");
}

TEST_CASE("an appointment takes a leader post and frees the one before") {
    CaseWorld w;
    const std::string first = w.person_of(kTown, 0), second = w.person_of(kTown, 1);
    const auto appoint = [&](const std::string& person, const char* level) {
        const bool leads = std::string_view(level) != "none";
        return within("post", person)
            .set("to_inner", leads ? kTown : std::string("综合执法中心"))
            .set("to_staff_class", level)
            .set("to_post_name", "主任")
            .set("to_leader_level", leads ? "142" : "220");
    };
    const std::string posts = "posts/" + kTown + "/chief";
    const std::string key = w.receive("clerk-a", w.form("MOVE", kTown, appoint(first, "chief"), {first}));
    CHECK(w.number(posts, "reserved") == 1);
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, appoint(second, "chief"), {second}))) == "applied");
    CHECK(told(w.confirm("head-a")) == "held C4");
    CHECK(told(w.withdraw("clerk-a", w.newest)) == "applied");
    w.pass_all(key);
    CHECK(w.number(posts, "actual") == 1);
    CHECK(w.number(posts, "reserved") == 0);
    CHECK(w.text(first, "post_since") == "2026-11-20");
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, appoint(second, "chief"), {second}))) == "refused G3");
    w.pass_all(w.receive("clerk-a", w.form("MOVE", kTown, appoint(first, "none"), {first})));
    CHECK(w.number(posts, "actual") == 0);
}

TEST_CASE("who leads the unit stands in the unit itself, and no higher than it does") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const Value chief = within("post", person)
                            .set("to_inner", "单位" + kTown)
                            .set("to_staff_class", "chief")
                            .set("to_post_name", "镇长")
                            .set("to_leader_level", "141");
    const auto submit = [&](Value fields) {
        return told(w.submit("clerk-a", w.form("MOVE", kTown, std::move(fields), {person})));
    };
    CHECK(submit(Value(chief).set("to_inner", "综合执法中心")) == "refused G19");
    CHECK(submit(Value(chief).set("to_leader_level", "132")) == "refused G32");
    CHECK(submit(Value(chief).set("to_leader_level", "150")) == "refused B3");  // no level of leaders
    CHECK(submit(Value(chief).set("to_staff_class", "none")) == "refused B3");  // a level of leaders, and no leader
    // 高配 by its document, for this post.
    const Value high = Value(chief).set("to_leader_level", "132").set("to_above_rank", true);
    CHECK(submit(high) == "refused B3");
    w.pass_all(w.receive("clerk-a",
                         w.form("MOVE", kTown, Value(high).set("to_above_rank_doc", "浠组干〔2026〕9号"), {person})));
    CHECK(w.county.value(person)->bool_or("above_rank"));
    CHECK(w.text(person, "above_rank_doc") == "浠组干〔2026〕9号");
    w.pass_all(w.receive("clerk-a", w.form("MOVE", kTown, chief, {person})));
    CHECK_FALSE(w.county.value(person)->bool_or("above_rank"));
    CHECK(w.text(person, "above_rank_doc").empty());
    CHECK(submit(within("inner", person)) == "refused G19");
    CHECK(w.text(person, "inner") == "单位" + kTown);
}

TEST_CASE("nobody is moved to another unit past their retirement") {
    CaseWorld w;
    const std::string person = w.person_of(kVillage), grant = transfer_grant(w, person);
    const auto submit = [&](const char* member, const Value& value) {
        auto row = std::make_shared<log::Record>(*w.county.registers().get(person).record);
        ++row->version;
        row->value.set(member, value);
        w.county.registers().put(row);
        return told(
            w.submit("clerk-a", w.form("MOVE", kTown, between(w, "cross", person).set("grant_no", grant), {grant})));
    };
    CHECK(submit("birth", "1966-05-15") == "refused G31");  // since October 2026
    CHECK(submit("flex", 12) == "refused G31");             // who manages does not stay on
    CHECK(submit("retire_override", "2026-11-01") == "refused G31");
    CHECK(submit("retire_override", "2027-10-01") == "applied");
}

TEST_CASE("a change of quota type needs room on the other line") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const auto change = [&] {
        return within("quota", person)
            .set("to_quota_type", "22")
            .set("to_funding", "1")
            .set("to_post_kind", "3")
            .set("to_post_grade", "301");
    };
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, change().set("to_quota_type", "21"), {person}))) ==
          "refused G2");
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, change(), {person}))) == "refused G2");  // no such line
    Value organ = Object{{"change_kind", "quota"},
                         {"quota", Array{Object{{"quota_type", "22"}, {"before", 0}, {"after", 1}}}},
                         {"basis_doc", "浠编发〔2026〕3号"},
                         {"basis_date", "2026-10-01"},
                         {"effective_on", "2026-11-01"}};
    w.pass_all(w.receive("clerk-a", w.form("ORG", kTown, organ)));
    const std::string key = w.receive("clerk-a", w.form("MOVE", kTown, change(), {person}));
    CHECK(w.ledger() == "h 6 a 4 r 0 o 1");
    CHECK(w.number("ledger/" + kTown + "/22", "r") == 1);
    w.pass_all(key);
    CHECK(w.ledger() == "h 6 a 3 r 0 o 0");
    CHECK(w.number("ledger/" + kTown + "/22", "a") == 1);
    CHECK(w.text(person, "quota_type") == "22");
    const std::string other = w.person_of(kTown, 1);
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, change().set("person", other), {other}))) == "refused G1");
}

// The clerk of the village corrects the person's number.
std::string correct_number(CaseWorld& w, const std::string& person, int n) {
    const std::string id = id_number(n), birth = id.substr(6, 4) + "-" + id.substr(10, 2) + "-" + id.substr(12, 2);
    const Array both{Object{{"field", "id_no"}, {"old", w.text(person, "id_no")}, {"new", id}},
                     Object{{"field", "birth"}, {"old", w.text(person, "birth")}, {"new", birth}}};
    const Value fields =
        Object{{"person", person}, {"reason", "fix"}, {"proof_doc", "浠人社函〔2026〕6号"}, {"changes", both}};
    REQUIRE(told(w.submit("clerk-v", w.form("MOD", kVillage, fields, {person}))) == "applied");
    return w.newest;
}

TEST_CASE("who is on the way out keeps the number by which the case knows them") {
    Transfer t;
    CaseWorld& w = t.w;
    const std::string key = t.receive();
    REQUIRE(told(answer(w, "head-v", key, "give", t.person)) == "applied");
    correct_number(w, t.person, 9000);
    CHECK(told(w.confirm("head-v")) == "held C1");
    w.pass_all(key);
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    CHECK(w.ledger(kVillage) == "h 6 a 3 r 0 o 0");
}

TEST_CASE("a number that is corrected first stops the transfer, which gives everything back") {
    Transfer t;
    CaseWorld& w = t.w;
    const std::string key = t.receive(), fix = correct_number(w, t.person, 9000);
    REQUIRE(told(w.confirm("head-v")) == "applied");
    CHECK(told(answer(w, "head-v", key, "give", t.person)) == "refused C1");
    w.pass_all(fix);
    REQUIRE(told(answer(w, "head-v", key, "give", t.person)) == "applied");
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "applied");
    CHECK(told(w.decide("ob-section", key, "pass")) == "applied");
    CHECK(told(w.decide("ob-deputy", key, "pass")) == "refused G12");
    CHECK(w.text(t.person, "state") == "active");
    CHECK(told(w.withdraw("clerk-a", key)) == "applied");
    CHECK(w.text(t.person, "case") == "");
    CHECK(w.ledger(kVillage) == "h 6 a 4 r 0 o 0");
    CHECK(w.number(t.grant, "reserved") == 0);
}

TEST_CASE("a transfer stops pay and funds at the giving unit, and both begin anew at the receiving one") {
    Transfer t;
    CaseWorld& w = t.w;
    const std::string key = t.receive(), id = key.substr(5);
    REQUIRE(told(answer(w, "head-v", key, "give", t.person)) == "applied");
    w.pass_all(key);
    CHECK(w.text("stage/" + id + "/2", "state") == "open");
    CHECK(w.text("stage/" + id + "/2", "case") == key);
    CHECK(w.county.registers().get("stage/" + id + "/2").record->owner == "unit/" + kVillage);
    CHECK(!w.county.value(w.text(key, "person"))->bool_or("fin_funded"));
    CHECK(w.text("stage/" + t.grant.substr(6) + "/4", "state") == "open");
    const Value stop = w.county.intent("stage.close", {"stage/" + id + "/2"})
                           .set("case", key)
                           .set("stage", 2)
                           .set("record", Object{{"stop_month", "2026-12"}});
    CHECK(told(w.county.act("hr", {stop})) == "applied");
    const Value cut = w.county.intent("stage.close", {"stage/" + id + "/3"})
                          .set("case", key)
                          .set("stage", 3)
                          .set("record", Object{{"budget_unit", "101001"}, {"cut_month", "2026-12"}});
    CHECK(told(w.county.act("fin", {cut})) == "applied");
    CHECK(!w.county.value(t.person)->bool_or("fin_funded", true));
    CHECK(w.text(t.person, "fin_until") == "2026-12");
}

TEST_CASE("nobody consents to a transfer in the year-end freeze") {
    Transfer t;
    const std::string key = t.receive();
    t.w.set_policy("freeze_enabled", 1);
    t.w.county.wait_days(25);
    CHECK(told(answer(t.w, "head-v", key, "give", t.person)) == "refused C8");
    CHECK(t.w.ledger(kVillage) == "h 6 a 4 r 0 o 0");
    t.w.set_policy("freeze_from_mmdd", 1231);
    CHECK(told(answer(t.w, "head-v", key, "give", t.person)) == "applied");
}

TEST_CASE("a post that was cut under an appointment sends it back to the unit") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const Value to = within("post", person)
                         .set("to_inner", kTown)
                         .set("to_staff_class", "chief")
                         .set("to_post_name", "主任")
                         .set("to_leader_level", "142");
    const std::string key = w.receive("clerk-a", w.form("MOVE", kTown, to, {person}));
    auto posts = std::make_shared<log::Record>(*w.county.registers().get("posts/" + kTown + "/chief").record);
    ++posts->version;
    posts->value.set("auth", 0);
    w.county.registers().put(posts);
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "applied");
    CHECK(told(w.decide("ob-section", key, "pass")) == "applied");
    CHECK(told(w.decide("ob-deputy", key, "pass")) == "refused G12");
}

// An approved reform of the town and the village.
std::string approved_reform(CaseWorld& w) {
    Value setup = Object{{"setup_kind", "reform"},
                         {"title", "划转执法人员"},
                         {"terms", "划入执法人员二名"},
                         {"effective_on", "2026-11-01"},
                         {"basis", "改革方案"},
                         {"argument", "执法重心下移"},
                         {"history", "2019年设立"},
                         {"discussed_on", "2026-11-02"},
                         {"discussed_with", "编办股室"},
                         {"big", false},
                         {"parties", Array{Object{{"unit", "unit/" + kVillage}}}}};
    const std::string request = w.receive("clerk-a", w.form("SETUP", kTown, setup));
    w.pass_all(request);
    return w.text(request, "result");
}

// Somebody who has entered the village by this grant and waits for their pay.
std::string waits_for_pay(CaseWorld& w, std::string& row) {
    const std::string use = w.receive("clerk-v", w.form("USE", kVillage, use_form_fields(kVillage)));
    w.pass_all(use);
    std::string grant = w.text(use, "grant");
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
    const std::string entry = w.receive("clerk-v", w.form("IN", kVillage, entry_fields(grant, 500), {grant}));
    w.pass_all(entry);
    row = w.text(entry, "person");
    REQUIRE(w.text("stage/" + grant.substr(6) + "/4", "state") == "open");
    return grant;
}

TEST_CASE("who is transferred before their pay is approved waits for it no more at the giving unit") {
    CaseWorld w;
    std::string row;
    const std::string from = waits_for_pay(w, row), to = transfer_grant(w, row);
    const std::string key =
        w.receive("clerk-a", w.form("MOVE", kTown, between(w, "cross", row).set("grant_no", to), {to}));
    REQUIRE(told(answer(w, "head-v", key, "give", row)) == "applied");
    w.pass_all(key);
    CHECK(w.text("stage/" + from.substr(6) + "/4", "state") == "void");
    REQUIRE(told(w.close_stage("hr", to, 4, {listed(500)})) == "applied");
    CHECK(w.county.value(row)->find("pay") == nullptr);
    CHECK(w.county.value(w.text(key, "person"))->find("pay") != nullptr);
}

TEST_CASE("who follows their organ before their pay is approved is given it on the new row") {
    CaseWorld w;
    std::string row;
    const std::string grant = waits_for_pay(w, row), plan = approved_reform(w);
    const std::string key =
        w.receive("clerk-a", w.form("MOVE", kTown, between(w, "reform", row).set("batch_id", plan)));
    w.pass_all(key);
    const std::string now = w.text(key, "person");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    CHECK(w.county.value(row)->find("pay") == nullptr);
    CHECK(w.county.value(now)->find("pay") != nullptr);
    // And who leaves from there leaves the same chain.
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(now).set("left_on", "2026-11-23"), {now})));
    CHECK(w.text("stage/" + grant.substr(6) + "/5", "state") == "void");
}

TEST_CASE("with an organ many persons move in one change set on the approved reform, or none does") {
    CaseWorld w;
    const std::string plan = approved_reform(w);
    const auto row = [&](std::size_t i) {
        return w.form("MOVE", kTown, between(w, "reform", w.person_of(kVillage, i)).set("batch_id", plan));
    };
    CHECK(told(w.submit("clerk-a",
                        w.form("MOVE", kTown,
                               between(w, "reform", w.person_of(kVillage)).set("batch_id", "浠编发〔2020〕9号")))) ==
          "refused G26");
    CHECK(told(w.county.act("clerk-a", {row(0), row(1), row(2).set("unit", kVillage)})) == "refused B5");
    REQUIRE(told(w.county.act("clerk-a", {row(0), row(1)})) == "applied");
    std::vector<std::string> cases;
    for (std::size_t i = 0; i < 2; ++i) {
        cases.push_back(w.county.made("clerk-a", "case", i));
    }
    for (const std::string& key : cases) {
        REQUIRE(told(w.county.act("head-a", {w.county.confirm_of(w.text(key, "pending"))})) == "applied");
    }
    CHECK(w.ledger() == "h 6 a 4 r 2 o 0");
    CHECK(w.ledger(kVillage) == "h 6 a 4 r 0 o 0");  // nobody is locked before the office has looked
    for (const std::string& key : cases) {
        REQUIRE(told(w.decide("ob-clerk", key, "pass")) == "applied");
    }
    CHECK(w.ledger(kVillage) == "h 6 a 4 r 0 o 2");
    for (const std::string& key : cases) {
        w.pass_all(key);
    }
    CHECK(w.ledger() == "h 6 a 6 r 0 o 0");
    CHECK(w.ledger(kVillage) == "h 6 a 2 r 0 o 0");
    CHECK(w.text(w.text(cases[0], "person"), "entry_mode") == "12");
    CHECK(told(w.submit("clerk-a", row(0))) == "refused G1");
}

TEST_CASE("people follow their organ while its reform is carried out, and not long after") {
    CaseWorld w;
    const std::string plan = approved_reform(w);
    const auto organ = [&](const char* clerk, const std::string& unit, std::int64_t after) {
        const Value fields = Object{{"change_kind", "reform"},
                                    {"quota", Array{Object{{"quota_type", "20"}, {"before", 6}, {"after", after}}}},
                                    {"basis_doc", plan},
                                    {"basis_date", "2026-11-20"},
                                    {"effective_on", "2026-11-23"}};
        w.pass_all(w.receive(clerk, w.form("ORG", unit, fields)));
    };
    organ("clerk-a", kTown, 8);
    organ("clerk-v", kVillage, 5);
    const std::string ruling = model::rules1::named_key("ruling", plan);
    CHECK(w.text(ruling, "state") == "carried_out");
    const auto submit = [&](std::size_t i) {
        const Value fields = between(w, "reform", w.person_of(kVillage, i)).set("batch_id", plan);
        return told(w.submit("clerk-a", w.form("MOVE", kTown, fields)));
    };
    CHECK(submit(0) == "applied");
    REQUIRE(told(w.confirm("head-a")) == "applied");
    // Somebody who leaves by a case of their own unit is not locked over it.
    const std::string moved = w.newest, person = w.person_of(kVillage);
    w.receive("clerk-v", w.form("OUT", kVillage, exit_fields(person), {person}));
    CHECK(told(w.decide("ob-clerk", moved, "pass")) == "refused C1");
    w.county.wait_days(31);
    CHECK(submit(1) == "refused G26");
}

// A paper of the county on people of the town and the village, as the office registers it.
std::string registered_reform(CaseWorld& w, const Array& units, bool kind_told = true) {
    const std::string doc_no = "浠编发〔2025〕7号";
    Value paper = w.county.intent("doc.register")
                      .set("from", "浠水县委编委")
                      .set("doc_no", doc_no)
                      .set("received_on", "2026-11-20")
                      .set("title", "关于划转执法人员的批复")
                      .set("secrecy", "0")
                      .set("pages", 2)
                      .set("handler", "机构股")
                      .set("reform_of", units)
                      .set("change_kind", "reform")
                      .set("effective_on", "2026-11-01");
    if (!kind_told) {
        paper.object().erase("change_kind");
    }
    REQUIRE(told(w.county.act("ob-clerk", {paper})) == "applied");
    return doc_no;
}

std::string void_paper(CaseWorld& w) {
    const std::string key = w.county.keys("doc/").front();
    return told(
        w.county.act("ob-section", {w.county.intent("doc.void", {key}).set("doc", key).set("reason", "单位登错")}));
}

TEST_CASE("a paper that is voided stops the transfers that rest on it, until it is registered as it should have been") {
    CaseWorld w;
    const std::string doc_no = registered_reform(w, {kTown, kVillage});
    const auto form = [&](std::size_t i) {
        return w.form("MOVE", kTown, between(w, "reform", w.person_of(kVillage, i)).set("batch_id", doc_no));
    };
    const std::string passed = w.receive("clerk-a", form(0)), fresh = w.receive("clerk-a", form(1));
    REQUIRE(told(w.decide("ob-clerk", passed, "pass")) == "applied");
    REQUIRE(void_paper(w) == "applied");
    CHECK(told(w.decide("ob-clerk", fresh, "pass")) == "refused G12");  // nobody is locked by it any more
    CHECK(told(w.decide("ob-section", passed, "pass")) == "refused G12");
    CHECK(told(w.decide("ob-clerk", fresh, "return", "依据已作废")) == "applied");
    CHECK(told(w.county.act("clerk-a", {w.answer(fresh)})) == "refused G26");
    REQUIRE(told(w.decide("ob-section", passed, "pause", "依据待登记")) == "applied");
    registered_reform(w, {kTown, kVillage});
    REQUIRE(told(w.decide("ob-section", passed, "resume")) == "applied");
    w.pass_all(passed);
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    CHECK(w.ledger(kVillage) == "h 6 a 3 r 0 o 0");
}

TEST_CASE("a paper of which nobody said that it is a reform takes no one without their unit's consent") {
    CaseWorld w;
    const std::string doc_no = registered_reform(w, {kTown, kVillage}, false);
    const Value fields = between(w, "reform", w.person_of(kVillage)).set("batch_id", doc_no);
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, fields))) == "refused G26");
    REQUIRE(void_paper(w) == "applied");
    registered_reform(w, {kTown, kVillage});
    CHECK(told(w.submit("clerk-a", w.form("MOVE", kTown, fields))) == "applied");
}

TEST_CASE("a paper by which somebody has moved is not voided any more") {
    CaseWorld w;
    const std::string doc_no = registered_reform(w, {kTown, kVillage});
    const auto move = [&] {
        w.pass_all(w.receive(
            "clerk-a", w.form("MOVE", kTown, between(w, "reform", w.person_of(kVillage)).set("batch_id", doc_no))));
    };
    move();
    move();
    CHECK(w.number(model::rules1::named_key("ruling", doc_no), "moved") == 2);
    CHECK(void_paper(w) == "refused G8");
}

}  // namespace
}  // namespace zj::test
