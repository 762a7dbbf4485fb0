// SPDX-License-Identifier: Apache-2.0
// case.reverse of what gave something out: a grant, lines of the plan, an approval (domain.md 3.2-8, 3.2-10).
#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/cases.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

struct World : CaseWorld {
    using CaseWorld::CaseWorld;

    Judgement propose(const std::string& key) {
        return county.act("ob-section", {county.intent("case.reverse", {key})
                                             .set("case", key)
                                             .set("reason", "误办")
                                             .set("doc_no", "浠编办函〔2026〕31号")});
    }
    std::string reverse(const std::string& key, const char* confirmer = "ob-head") {
        const Judgement proposed = propose(key);
        return told(proposed.verdict == log::Verdict::applied
                        ? county.act(confirmer, {county.confirm_of(county.made("ob-section", "pending"))})
                        : proposed);
    }
    std::string approve(std::string_view matter, Value fields, const std::vector<std::string>& named = {}) {
        const std::string key = receive("clerk-a", form(matter, kTown, std::move(fields), named));
        pass_all(key);
        return key;
    }
    std::string submit_setup(const std::string& party) {
        return told(submit("clerk-a", form("SETUP", kTown, setup(party))));
    }
    static Value setup(const std::string& party) {
        return Object{{"setup_kind", "quota"},
                      {"title", "增加事业编制"},
                      {"terms", "增加二名"},
                      {"effective_on", "2026-11-20"},
                      {"basis", "职能划入"},
                      {"argument", "人均工作量"},
                      {"history", "1987年设立"},
                      {"discussed_on", "2026-11-02"},
                      {"discussed_with", "编办股室"},
                      {"big", false},
                      {"parties", Array{Object{{"unit", "unit/" + party}}}}};
    }
    // The books plan five already where five are vacant, so that people must be expected to leave.
    static Value plan_line(const char* mode, int count = 1, int exits = 2) {
        return Object{{"quota_type", "20"},
                      {"entry_mode", mode},
                      {"count", count},
                      {"expected_exits", exits},
                      {"reason", "执法缺员"}};
    }
};

}  // namespace

TEST_CASE("a wrong request gives its reservation, post and plan line back before anybody has entered") {
    World w;
    const Value leader = use_form_fields().set("staff_class", "chief").set("leader_level", "141");
    const std::string key = w.approve("USE", leader), grant = w.text(key, "grant");
    REQUIRE(w.ledger() == "h 6 a 4 r 1 o 0");
    REQUIRE(w.reverse(key) == "applied");
    CHECK(w.text(grant, "state") == "withdrawn");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    CHECK(w.number("posts/" + kTown + "/chief", "reserved") == 0);
    CHECK(w.number("plan/" + kTown + "/2026-1", "used") == 0);
    CHECK(w.text("stage/" + grant.substr(6) + "/2", "state") == "void");
    CHECK(w.text(key, "state") == "approved");
    CHECK(w.county.value(key)->find("reversed")->str_or("reason") == "误办");
    CHECK(w.reverse(key) == "refused G8");
    CHECK(told(w.close_stage("org", grant, 2, {listed(1)})) == "refused G8");
}

TEST_CASE("a request is not taken back once somebody enters or has entered under it, nor when its grant has ended") {
    World w;
    const std::string grant = w.hired(500), key = w.text(grant, "case");
    const std::string entry = w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}));
    CHECK(w.reverse(key) == "refused G27");
    w.pass_all(entry);
    CHECK(w.reverse(key) == "refused G27");
    // Its entry taken back first, the request may be too.
    REQUIRE(w.reverse(entry) == "applied");
    CHECK(w.reverse(key) == "applied");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    const std::string late = w.grant();
    w.county.wait_days(200);
    CHECK(w.reverse(w.text(late, "case")) == "refused G27");
}

TEST_CASE("what a person claimed by a request that is taken back is free for another") {
    World w;
    const Value named = use_form_fields().set("person_name", "王芳").set("person_id_no", listed(700).str_or("id_no"));
    const std::string key = w.approve("USE", named);
    Value theirs = use_form_fields(kVillage).set("person_name", "王芳");
    theirs.set("person_id_no", listed(700).str_or("id_no"));
    REQUIRE(told(w.submit("clerk-v", w.form("USE", kVillage, theirs))) == "applied");
    REQUIRE(told(w.confirm("head-v")) == "held C5");
    REQUIRE(w.reverse(key) == "applied");
    CHECK(told(w.confirm("head-v")) == "applied");
}

TEST_CASE("lines of a wrong plan are taken back where nobody uses them, by the commission that decided it") {
    World w(4, 5);
    Value plan = Object{{"year", 2026}, {"meeting_on", "2026-11-10"}, {"meeting_no", "2026年第12次"}};
    plan.set("lines", Array{World::plan_line("03"), World::plan_line("04")});
    const std::string key = w.approve("PLAN", plan);
    const std::string used = "plan/" + kTown + "/2026-3", unused = "plan/" + kTown + "/2026-4";
    REQUIRE(w.number(unused, "count") == 1);
    const std::string use = w.receive("clerk-a", w.form("USE", kTown, use_form_fields().set("plan_line", used)));
    CHECK(w.reverse(key) == "refused B5");  // the director alone does not undo what the commission decided
    CHECK(w.reverse(key, "commission") == "applied");
    CHECK(w.number(used, "count") == 1);
    CHECK(w.number(unused, "count") == 0);
    CHECK(w.number(unused, "withdrawn") == 1);
    const Value more = use_form_fields().set("plan_line", unused).set("entry_mode", "04");
    CHECK(told(w.submit("clerk-a", w.form("USE", kTown, more))) == "refused G4");
    // What was planned wrongly stands in no new plan's way.
    plan.set("lines", Array{World::plan_line("04", 3, 4)});
    CHECK(told(w.submit("clerk-a", w.form("PLAN", kTown, plan))) == "applied");
    w.pass_all(use);
}

TEST_CASE("a plan of which every line is in use is not taken back") {
    World w(4, 5);
    Value plan = Object{{"year", 2026}, {"meeting_on", "2026-11-10"}, {"meeting_no", "2026年第12次"}};
    plan.set("lines", Array{World::plan_line("03")});
    const std::string key = w.approve("PLAN", plan), line = "plan/" + kTown + "/2026-3";
    w.receive("clerk-a", w.form("USE", kTown, use_form_fields().set("plan_line", line)));
    CHECK(w.reverse(key, "commission") == "refused G27");
    REQUIRE(told(w.withdraw("clerk-a", w.newest)) == "applied");
    CHECK(w.reverse(key, "commission") == "applied");
}

TEST_CASE("an approval is taken back until a unit has carried it out, and names only units that there are") {
    World w;
    CHECK(w.submit_setup("421125199") == "refused B6");
    const std::string wrong = w.approve("SETUP", World::setup(kVillage)), key = w.approve("SETUP", World::setup(kTown));
    const auto ruling_of = [&](const std::string& request) {
        return model::rules1::ruling_key(w.text(request, "result"));
    };
    CHECK(w.reverse(wrong) == "refused B5");
    REQUIRE(w.reverse(wrong, "commission") == "applied");
    CHECK(w.text(ruling_of(wrong), "state") == "void");
    const auto change = [&](const std::string& request) {
        const Value row = Object{{"quota_type", "20"}, {"before", 6}, {"after", 8}};
        return w.form("ORG", kTown,
                      Object{{"change_kind", "quota"},
                             {"quota", Array{row}},
                             {"basis_doc", w.text(request, "result")},
                             {"basis_date", "2026-11-20"},
                             {"effective_on", format_date(date_of(w.county.now()))}});
    };
    CHECK(told(w.submit("clerk-a", change(wrong))) == "refused G26");
    w.pass_all(w.receive("clerk-a", change(key)));
    CHECK(w.text(ruling_of(key), "state") == "carried_out");
    CHECK(w.reverse(key, "commission") == "refused G27");
}

TEST_CASE("a grant or a plan line that the opening books had wrongly is taken back while nobody uses it") {
    World w;
    const std::string unit = "421125103", line = "plan/" + unit + "/2026-1", other = "plan/" + unit + "/2026-2";
    Value books = small_unit(unit, 4, 4);
    books.set("grants", Array{Object{{"grant_no", "浠编办函〔2026〕3号"},
                                     {"quota_type", "20"},
                                     {"entry_mode", "03"},
                                     {"count", 3},
                                     {"used", 1},
                                     {"valid_until", "2027-03-01"},
                                     {"doc", "浠编办函〔2026〕3号"}}});
    REQUIRE(told(w.county.open_unit(books)) == "applied");
    const std::string grant = w.county.keys("grant/").front();
    REQUIRE(w.ledger(unit) == "h 8 a 4 r 2 o 0");
    const auto proposed = [&](const std::string& key) {
        return w.county.act("ob-section", {w.county.intent("opening.reverse", {key})
                                               .set("of", key)
                                               .set("reason", "期初错录")
                                               .set("doc_no", "浠编办函〔2026〕32号")});
    };
    const auto reversed = [&](const std::string& key) {
        const Judgement first = proposed(key);
        return told(first.verdict == log::Verdict::applied
                        ? w.county.act("ob-head", {w.county.confirm_of(w.county.made("ob-section", "pending"))})
                        : first);
    };
    CHECK(reversed("unit/" + unit) == "refused B6");
    REQUIRE(reversed(grant) == "applied");
    CHECK(w.text(grant, "state") == "withdrawn");
    CHECK(w.county.value(grant)->find("reversed")->str_or("reason") == "期初错录");
    CHECK(w.text("stage/" + grant.substr(6) + "/2", "state") == "void");
    CHECK(w.ledger(unit) == "h 8 a 4 r 0 o 0");
    CHECK(reversed(grant) == "refused G27");
    REQUIRE(reversed(line) == "applied");
    CHECK(w.number(line, "count") == 0);
    CHECK(w.number(line, "withdrawn") == 3);
    CHECK(reversed(line) == "refused G27");
    CHECK(w.number(other, "count") == 2);
}

TEST_CASE("what the opening books gave out is not taken back by them once it is used, nor what a case gave out") {
    World w;
    const std::string line = "plan/" + kTown + "/2026-1";
    const auto proposed = [&](const std::string& key) {
        return told(w.county.act("ob-section", {w.county.intent("opening.reverse", {key})
                                                    .set("of", key)
                                                    .set("reason", "期初错录")
                                                    .set("doc_no", "浠编办函〔2026〕32号")}));
    };
    REQUIRE(proposed(line) == "applied");
    const std::string pending = w.county.made("ob-section", "pending");
    const std::string key = w.approve("USE", use_form_fields());  // by that line, before it is confirmed
    CHECK(told(w.county.act("ob-head", {w.county.confirm_of(pending)})) == "refused G27");
    CHECK(proposed(line) == "refused G27");
    CHECK(proposed(w.text(key, "grant")) == "refused G27");  // the case is reversed instead
}

}  // namespace zj::test
