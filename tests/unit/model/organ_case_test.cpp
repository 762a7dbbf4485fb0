// SPDX-License-Identifier: Apache-2.0
// 机构修改, 年度用编计划 and 机构设置调整, and the over-quota unit (domain.md 4.1, 6.1–6.3): each to its end, and
// stopped at each guard.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

Value organ_fields(std::string_view kind, const char* doc = "浠编发〔2026〕3号") {
    Value out = Object{{"change_kind", kind}, {"effective_on", "2026-11-01"}};
    if (kind != "basic") {
        out.set("basis_doc", doc).set("basis_date", "2026-10-01");
    }
    return out;
}

Value changes(CaseWorld& w, std::string_view kind, const char* field, Value now) {
    Value change = Object{{"field", field}, {"new", std::move(now)}};
    if (const Value* old = w.county.value("unit/" + kTown)->find(field)) {
        change.set("old", *old);
    }
    return organ_fields(kind).set("changes", Array{change});
}

Value quota_change(std::int64_t before, std::int64_t after, const char* type = "20") {
    return organ_fields("quota").set("quota",
                                     Array{Object{{"quota_type", type}, {"before", before}, {"after", after}}});
}

Value organs(std::initializer_list<const char*> names) {
    Array out;
    for (const char* name : names) {
        out.push_back(Object{{"name", name}});
    }
    return organ_fields("inner").set("organs", std::move(out));
}

std::string submit(CaseWorld& w, Value fields, const char* matter = "ORG") {
    return told(w.submit("clerk-a", w.form(matter, kTown, std::move(fields))));
}

std::string carry_out(CaseWorld& w, Value fields, const char* matter = "ORG") {
    const std::string key = w.receive("clerk-a", w.form(matter, kTown, std::move(fields)));
    w.pass_all(key);
    return key;
}

TEST_CASE("basic facts need no approval and two layers, the rest an approval and four") {
    CaseWorld w;
    const std::string basic = carry_out(w, changes(w, "basic", "short_name", "巴河"));
    CHECK(w.text("unit/" + kTown, "short_name") == "巴河");
    CHECK(w.county.value(basic)->items("steps").size() == 2);
    CHECK(w.number(basic, "limit_half_days") == 6);
    const std::string renamed = carry_out(w, changes(w, "rename", "name", "巴河镇"));
    CHECK(w.text("unit/" + kTown, "name") == "巴河镇");
    CHECK(w.county.value(renamed)->items("steps").size() == 4);
    CHECK(w.number(renamed, "limit_half_days") == 10);
    const Array& history = w.county.value("unit/" + kTown)->items("history");
    REQUIRE(history.size() == 2);
    CHECK(history[1].str_or("doc_no") == "浠编发〔2026〕3号");
    CHECK(history[1].str_or("case") == renamed);

    Value bare = changes(w, "rename", "name", "甲镇");
    bare.object().erase("basis_doc");
    CHECK(submit(w, bare) == "refused B3");
    CHECK(submit(w, changes(w, "basic", "name", "甲镇")) == "refused B3");  // a name is no basic fact
    CHECK(submit(w, changes(w, "basic", "short_name", "巴河").set("changes", Array{})) == "refused B3");
}

TEST_CASE("a unit's other names, its nature and its founding can be changed, each by its kind") {
    CaseWorld w;
    const std::string key = "unit/" + kTown;
    carry_out(w, changes(w, "rename", "other_names", "浠水县巴河镇综合服务中心\n 巴河镇便民中心"));
    CHECK(w.county.value(key)->items("other_names") == Array{"浠水县巴河镇综合服务中心", "巴河镇便民中心"});
    Value names = organ_fields("rename");
    names.set("changes", Array{Object{{"field", "other_names"}, {"old", "浠水县巴河镇综合服务中心\n巴河镇便民中心"}}});
    carry_out(w, names);
    CHECK(w.county.value(key)->find("other_names") == nullptr);
    std::string many;
    for (int i = 0; i < 21; ++i) {
        many += "名\n";
    }
    CHECK(submit(w, changes(w, "rename", "other_names", many + "名")) == "refused B3");
    CHECK(submit(w, changes(w, "basic", "other_names", "名")) == "refused B3");
    carry_out(w, changes(w, "basic", "founded_on", "1988-05-01"));
    carry_out(w, changes(w, "basic", "founded_doc", "浠编发〔1988〕3号"));
    CHECK(w.text(key, "founded_on") == "1988-05-01");
    CHECK(submit(w, changes(w, "basic", "nature", "2")) == "refused B3");
    // An institution says how it is funded and classed.
    Value institution = changes(w, "reform", "nature", "5");
    CHECK(submit(w, institution) == "refused B3");
    Array& all = institution.object().find("changes")->second.array();
    all.push_back(Object{{"field", "category"}, {"old", "09"}, {"new", "08"}});
    all.push_back(Object{{"field", "funding"}, {"new", "1"}});
    all.push_back(Object{{"field", "inst_class"}, {"new", "1"}});
    carry_out(w, institution);
    CHECK(w.text(key, "nature") == "5");
}

TEST_CASE("a unit under the civil-service law keeps the document of that approval") {
    CaseWorld w;
    CHECK(submit(w, changes(w, "funding", "is_cangong", true)) == "refused B3");
    Value both = changes(w, "funding", "is_cangong", true);
    both.object().find("changes")->second.array().push_back(
        Object{{"field", "cangong_doc"}, {"new", "鄂人社函〔2026〕57号"}});
    carry_out(w, both);
    CHECK(w.text("unit/" + kTown, "cangong_doc") == "鄂人社函〔2026〕57号");
    const Value ends = Object{{"field", "cangong_doc"}, {"old", "鄂人社函〔2026〕57号"}};
    Value without = organ_fields("funding").set("changes", Array{ends});
    CHECK(submit(w, without) == "refused B3");
    without.object().find("changes")->second.array().push_back(
        Object{{"field", "is_cangong"}, {"old", true}, {"new", false}});
    carry_out(w, without);
    CHECK(w.county.value("unit/" + kTown)->find("cangong_doc") == nullptr);
}

TEST_CASE("a unit takes no nature that may not have the quota it holds") {
    CaseWorld w;
    carry_out(w, organ_fields("quota").set("quota", Array{Object{{"quota_type", "10"}, {"before", 0}, {"after", 2}}}));
    Value institution = changes(w, "reform", "nature", "5");
    Array& all = institution.object().find("changes")->second.array();
    all.push_back(Object{{"field", "category"}, {"old", "09"}, {"new", "08"}});
    all.push_back(Object{{"field", "funding"}, {"new", "1"}});
    all.push_back(Object{{"field", "inst_class"}, {"new", "1"}});
    CHECK(submit(w, institution) == "refused G2");
    institution.set("quota", Array{Object{{"quota_type", "10"}, {"before", 2}, {"after", 0}}});
    CHECK(submit(w, institution) == "applied");
}

TEST_CASE("the quota of a type moves between the county's pool and what is free, by its document") {
    CaseWorld w;
    const std::int64_t total = w.number("total/institution", "h");
    const std::string key = carry_out(w, quota_change(6, 9));
    CHECK(w.ledger() == "h 9 a 4 r 0 o 0");
    CHECK(w.number("total/institution", "h") == total + 3);
    const Value& posting = w.county.value("ledger/" + kTown + "/20")->items("posted").back();
    CHECK(codec::write_json(*posting.find("moves")) == R"([["pool","free",3]])");
    CHECK(posting.str_or("case") == key);
    CHECK(posting.str_or("doc") == "浠编发〔2026〕3号");
    CHECK(codec::write_json(*posting.find("before")) == R"({"a":4,"h":6,"o":0,"r":0,"t":0})");
    CHECK(submit(w, quota_change(6, 7)) == "refused G12");
    CHECK(submit(w, quota_change(0, 3, "21")) == "refused G2");
    // Less than there are people: a document may say so, and nobody comes in any more.
    carry_out(w, quota_change(9, 3));
    CHECK(w.ledger() == "h 3 a 4 r 0 o 0");
    CHECK(submit(w, use_form_fields(), "USE") == "refused G1");
}

TEST_CASE("a type that the opening books have and the unit may not hold can go step by step, and never grows") {
    CaseWorld w;
    auto unit = std::make_shared<log::Record>(*w.county.registers().get("unit/" + kTown).record);
    ++unit->version;
    unit->value.set("category", "01");
    w.county.registers().put(unit);
    CHECK(submit(w, quota_change(6, 7)) == "refused G2");
    carry_out(w, quota_change(6, 5));
    carry_out(w, quota_change(5, 4));
    CHECK(w.ledger() == "h 4 a 4 r 0 o 0");
}

TEST_CASE("a quota cut stops the request that was filled on the old one") {
    CaseWorld w;
    const log::ChangeSet use = w.submit_offline("clerk-b", w.form("USE", kTown, use_form_fields(kTown, 2)));
    const log::ChangeSet signed_off = w.confirm_offline("head-b", use);
    carry_out(w, quota_change(6, 5));
    // The unit's record has moved, so the clerk is told to look again; nothing is reserved.
    CHECK(told(w.county.deliver(use)) == "refused C2");
    CHECK(told(w.county.deliver(signed_off)) == "refused C7");
    CHECK(w.ledger() == "h 5 a 4 r 0 o 0");
    CHECK(submit(w, use_form_fields(kTown, 2), "USE") == "refused G1");
}

TEST_CASE("the county's ceiling stops an increase, and what another unit gives makes room") {
    CaseWorld w;
    auto total = std::make_shared<log::Record>(*w.county.registers().get("total/institution").record);
    ++total->version;
    total->value.set("ceiling", total->value.int_or("h") + 2).set("reserve", 2);  // the reserve is not given out
    w.county.registers().put(total);
    CHECK(submit(w, quota_change(6, 7)) == "refused G24");
    Value cut = organ_fields("quota").set("quota", Array{Object{{"quota_type", "20"}, {"before", 6}, {"after", 5}}});
    w.pass_all(w.receive("clerk-v", w.form("ORG", kVillage, cut)));
    carry_out(w, quota_change(6, 7));
    CHECK(submit(w, quota_change(7, 8).set("basis_doc", "浠编发〔2026〕4号")) == "refused G24");
    CHECK(told(w.county.open_unit(small_unit("421125103", 1, 1))) == "refused G24");
}

TEST_CASE("two open cases do not change one thing of a unit, and different things go on beside each other") {
    CaseWorld w;
    const std::string first = w.receive("clerk-a", w.form("ORG", kTown, quota_change(6, 7)));
    CHECK(told(w.submit("clerk-b", w.form("ORG", kTown, quota_change(6, 8)))) == "applied");
    CHECK(told(w.confirm("head-b")) == "held C2");
    const std::string other = w.receive("clerk-a", w.form("ORG", kTown, changes(w, "rename", "name", "巴河镇")));
    CHECK(told(w.withdraw("clerk-b", w.newest)) == "applied");
    w.pass_all(other);
    w.pass_all(first);
    CHECK(w.ledger() == "h 7 a 4 r 0 o 0");
    CHECK(w.county.value("unit/" + kTown)->find("changing") == nullptr);
}

TEST_CASE("an inner organ that is removed sends its people where the approval says") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    CHECK(submit(w, organs({"财政所"})) == "refused B3");  // 综合执法中心 would end unsaid
    Value removed = organs({"财政所"}).set("inner_removed", true);
    removed.set("affected", Array{Object{{"person", person}, {"inner", "没有的机构"}}});
    CHECK(submit(w, removed) == "refused G19");
    removed.set("affected", Array{Object{{"person", person}, {"inner", "财政所"}}});
    const std::string grant = w.hired(9001);
    const std::string entering = w.receive("clerk-b", w.form("IN", kTown, entry_fields(grant, 9001), {grant}));
    carry_out(w, removed);
    CHECK(w.text(person, "inner") == "财政所");
    // An entry that points to the organ that is gone goes back to its unit.
    CHECK(told(w.decide("ob-clerk", entering, "pass")) == "applied");
    CHECK(told(w.decide("ob-section", entering, "pass")) == "applied");
    CHECK(told(w.decide("ob-deputy", entering, "pass")) == "refused G12");
    CHECK(told(w.decide("ob-deputy", entering, "return", "内设机构已撤销")) == "applied");
    CHECK(told(w.county.act("clerk-b", {w.answer(entering)})) == "refused G19");
    CHECK(told(w.county.act("clerk-b", {w.answer(entering, Object{{"inner", "财政所"}})})) == "applied");
    w.pass_all(entering);
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
}

TEST_CASE("inner organs have no more posts than their unit") {
    CaseWorld w;
    Value many = organs({"综合执法中心"});
    many.object().find("organs")->second.array()[0].set("quota", 7);
    CHECK(submit(w, many) == "refused G1");
    many.object().find("organs")->second.array()[0].set("quota", 6);
    CHECK(submit(w, many) == "applied");
}

TEST_CASE("a unit is not its own superior, nor that of its superior") {
    CaseWorld w;
    CHECK(submit(w, changes(w, "parent", "parent", "unit/" + kTown)) == "refused B3");
    CHECK(submit(w, changes(w, "parent", "parent", "unit/421125199")) == "refused B6");
    carry_out(w, changes(w, "parent", "parent", "unit/" + kVillage));
    CHECK(w.text("unit/" + kTown, "parent") == kVillage);
    Value back = organ_fields("parent").set("changes", Array{Object{{"field", "parent"}, {"new", "unit/" + kTown}}});
    CHECK(told(w.submit("clerk-v", w.form("ORG", kVillage, back))) == "refused B3");
}

TEST_CASE("leader posts are authorised by document; an organ ends only when nobody is left") {
    CaseWorld w(1, 0);
    const auto posts = [](std::int64_t before, std::int64_t after) {
        return organ_fields("posts").set("posts",
                                         Array{Object{{"level", "deputy"}, {"before", before}, {"after", after}}});
    };
    CHECK(submit(w, posts(9, 3)) == "refused G12");
    carry_out(w, posts(2, 3));
    CHECK(w.number("posts/" + kTown + "/deputy", "auth") == 3);

    const auto end = [&](std::int64_t before) {
        return changes(w, "reform", "state", "2")
            .set("quota", Array{Object{{"quota_type", "20"}, {"before", before}, {"after", 0}}});
    };
    CHECK(submit(w, end(1)) == "refused G20");
    const std::string person = w.person_of(kTown);
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person})));
    CHECK(submit(w, changes(w, "reform", "state", "2")) == "refused G20");  // the quota is still there
    carry_out(w, end(1));
    CHECK(w.text("unit/" + kTown, "state") == "2");
    const Array& history = w.county.value("unit/" + kTown)->items("history");
    CHECK(history.back().bool_or("quota"));  // a reform that moved H says so; posts alone do not
    CHECK_FALSE(history.front().bool_or("quota"));
    CHECK(submit(w, use_form_fields(), "USE") == "refused G2");
    CHECK(submit(w, organ_fields("quota").set(
                        "quota", Array{Object{{"quota_type", "20"}, {"before", 0}, {"after", 5}}})) == "refused G2");
    const Array line{Object{{"quota_type", "20"}, {"entry_mode", "03"}, {"count", 1}, {"reason", "缺员"}}};
    const Value plan =
        Object{{"year", 2027}, {"lines", line}, {"meeting_on", "2026-11-10"}, {"meeting_no", "2026年第12次"}};
    CHECK(submit(w, plan, "PLAN") == "refused G2");
}

TEST_CASE("an office of one clerk and one head of section corrects ex officio: two sign, and nobody takes two layers") {
    CaseWorld w;
    w.county.hire("two-hats", {"ob_clerk", "ob_section"}, "");
    REQUIRE(told(w.submit("ob-clerk", w.form("ORG", kTown, changes(w, "basic", "short_name", "巴河")))) == "applied");
    const std::string basic = w.newest;
    CHECK(told(w.decide("ob-clerk", basic, "pass")) == "refused G8");  // nobody else has signed yet
    CHECK(told(w.confirm("ob-clerk")) == "refused B5");
    REQUIRE(told(w.confirm("ob-deputy")) == "applied");
    REQUIRE(told(w.decide("ob-clerk", basic, "pass")) == "applied");
    REQUIRE(told(w.decide("ob-section", basic, "pass")) == "applied");
    CHECK(w.text("unit/" + kTown, "short_name") == "巴河");
    // Four layers, one officer each; who signed off has the layer of their own too.
    REQUIRE(told(w.submit("ob-clerk", w.form("ORG", kTown, quota_change(6, 7)))) == "applied");
    const std::string four = w.newest;
    REQUIRE(told(w.confirm("ob-section")) == "applied");
    w.pass_all(four);
    CHECK(w.ledger() == "h 7 a 4 r 0 o 0");
    // Whatever their roles, a person signs once in the unit's place and takes one layer.
    REQUIRE(told(w.submit("two-hats", w.form("ORG", kTown,
                                             quota_change(7, 8).set("basis_doc", "浠编发〔2026〕4号")))) == "applied");
    const std::string both = w.newest;
    CHECK(told(w.confirm("two-hats")) == "refused B8");
    REQUIRE(told(w.confirm("ob-section")) == "applied");
    REQUIRE(told(w.decide("two-hats", both, "pass")) == "applied");
    CHECK(told(w.decide("two-hats", both, "pass")) == "refused G10");
}

TEST_CASE("the office carries out an approval for a unit, and another officer signs it off") {
    CaseWorld w;
    REQUIRE(told(w.submit("ob-clerk", w.form("ORG", kTown, quota_change(6, 7)))) == "applied");
    const std::string key = w.newest;
    CHECK(told(w.confirm("head-a")) == "refused B5");
    CHECK(told(w.confirm("ob-section")) == "applied");
    CHECK(told(w.withdraw("clerk-a", key)) == "refused B5");
    CHECK(told(w.withdraw("ob-clerk", key)) == "applied");
    // Only where the matter says so.
    CHECK(told(w.submit("ob-clerk", w.form("USE", kTown, use_form_fields()))) == "refused B5");
}

TEST_CASE("no two units on the register have one short name") {
    CaseWorld w;
    Value third = small_unit("421125103", 1, 1);
    third.object().find("unit")->second.set("short_name", kVillage);
    CHECK(told(w.county.open_unit(third)) == "refused G29");
    CHECK(submit(w, changes(w, "basic", "short_name", kVillage.c_str())) == "refused G29");
    // Two that ask for one name at the same time: the office sends the later back.
    const std::string mine = w.receive("clerk-a", w.form("ORG", kTown, changes(w, "basic", "short_name", "巴河")));
    Value theirs = organ_fields("basic").set(
        "changes", Array{Object{{"field", "short_name"}, {"old", kVillage}, {"new", "巴河"}}});
    const std::string other = w.receive("clerk-v", w.form("ORG", kVillage, theirs));
    w.pass_all(mine);
    REQUIRE(told(w.decide("ob-clerk", other, "pass")) == "applied");
    CHECK(told(w.decide("ob-section", other, "pass")) == "refused G12");
    // What nobody is called any more is free.
    third.object().find("unit")->second.set("short_name", kTown);
    CHECK(told(w.county.open_unit(third)) == "applied");
}

TEST_CASE("the short name of a unit that has ended is free, and a unit that comes back may find it taken") {
    CaseWorld w(1, 0);
    const std::string person = w.person_of(kTown);
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person})));
    const Array no_posts{Object{{"quota_type", "20"}, {"before", 1}, {"after", 0}}};
    carry_out(w, changes(w, "reform", "state", "2").set("quota", no_posts));
    Value third = small_unit("421125103", 1, 1);
    third.object().find("unit")->second.set("short_name", kTown);
    REQUIRE(told(w.county.open_unit(third)) == "applied");
    CHECK(submit(w, changes(w, "reform", "state", "1")) == "refused G29");
}

Value setup_fields(std::string_view kind) {
    return Object{{"setup_kind", kind},           {"title", "增加事业编制"},
                  {"terms", "增加二名"},          {"effective_on", "2026-12-01"},
                  {"basis", "职能划入"},          {"argument", "人均工作量"},
                  {"history", "1987年设立"},      {"discussed_on", "2026-11-02"},
                  {"discussed_with", "编办股室"}, {"big", false}};
}

TEST_CASE("a request for an organ ends in an approval, which the change of the organ carries out") {
    CaseWorld w;
    CHECK(submit(w, setup_fields("quota").set("discussed_on", "2027-01-01"), "SETUP") == "refused G17");
    Value silent = setup_fields("quota");
    silent.object().erase("discussed_on");
    CHECK(submit(w, silent, "SETUP") == "refused B3");
    Value unproved = w.form("SETUP", kTown, setup_fields("new"));
    unproved.set("materials", w.form("SETUP", kTown, setup_fields("quota")).items("materials"));
    CHECK(told(w.submit("clerk-a", unproved)) == "refused B3");  // a new organ shows similar ones elsewhere

    const std::string key = carry_out(w, setup_fields("quota"), "SETUP");
    const std::string doc = w.text(key, "result"), ruling = model::rules1::ruling_key(doc);
    CHECK(doc == "浠编发〔2026〕1号");
    CHECK(w.text(ruling, "state") == "open");
    CHECK(w.text(ruling, "effective_on") == "2026-12-01");
    CHECK(submit(w, quota_change(6, 8).set("basis_doc", doc).set("effective_on", "2026-12-01")) == "refused G17");
    w.county.wait_days(9);
    Value other = quota_change(6, 8).set("basis_doc", doc).set("effective_on", "2026-12-01");
    CHECK(told(w.submit("clerk-v", w.form("ORG", kVillage, other))) == "refused G26");
    CHECK(submit(w, changes(w, "rename", "name", "巴河镇").set("basis_doc", doc)) == "refused G26");  // of another kind
    carry_out(w, other);
    CHECK(w.text(ruling, "state") == "carried_out");
    CHECK(w.ledger() == "h 8 a 4 r 0 o 0");
    CHECK(w.county.value(ruling)->items("done").size() == 1);
    // What it gave too much is taken back by the same approval, as long as it counts as in hand.
    carry_out(w, quota_change(8, 7).set("basis_doc", doc));
    CHECK(w.county.value(ruling)->items("done").size() == 1);
    w.county.wait_days(31);
    CHECK(submit(w, quota_change(7, 6).set("basis_doc", doc)) == "refused G26");
}

TEST_CASE("one approval raises a line of a unit once, whether the register knows the approval or not") {
    CaseWorld w;
    carry_out(w, quota_change(6, 8));
    CHECK(submit(w, quota_change(8, 10)) == "refused G26");
    CHECK(submit(w, quota_change(8, 10).set("basis_doc", "浠编发〔2026〕4号")) == "applied");
    carry_out(w, quota_change(8, 7));
    CHECK(submit(w, quota_change(7, 8)) == "refused G26");  // too little is another paper's to correct
    const auto posts = [](const char* level, std::int64_t before, std::int64_t after) {
        return organ_fields("posts").set("posts",
                                         Array{Object{{"level", level}, {"before", before}, {"after", after}}});
    };
    carry_out(w, posts("deputy", 2, 3));
    CHECK(submit(w, posts("deputy", 3, 4)) == "refused G26");
    CHECK(submit(w, posts("inner_deputy", 2, 3)) == "applied");  // another line of the same approval
    Value village = quota_change(6, 7);
    CHECK(told(w.submit("clerk-v", w.form("ORG", kVillage, village))) == "applied");
}

TEST_CASE("a decision takes no number that a registered one has") {
    CaseWorld w;
    const Value paper = w.county.intent("doc.register")
                            .set("from", "县委编委")
                            .set("doc_no", "浠编发〔2026〕1号")
                            .set("received_on", "2026-11-20")
                            .set("title", "批复")
                            .set("secrecy", "0")
                            .set("pages", 1)
                            .set("handler", "机构股")
                            .set("reform_of", kVillage)
                            .set("effective_on", "2026-11-01");
    REQUIRE(told(w.county.act("ob-clerk", {paper})) == "applied");
    const std::string key = carry_out(w, setup_fields("quota"), "SETUP");
    CHECK(w.text(key, "result") == "浠编发〔2026〕2号");
    CHECK(w.county.value(model::rules1::ruling_key("浠编发〔2026〕1号"))->items("units") == Array{kVillage});
}

Value posts_change(const char* level, std::int64_t before, std::int64_t after) {
    return organ_fields("posts").set("posts", Array{Object{{"level", level}, {"before", before}, {"after", after}}});
}

TEST_CASE("a cut leaves what is reserved, of posts as of quota") {
    CaseWorld w;
    const std::string use = w.receive("clerk-a", w.form("USE", kTown, use_form_fields(kTown, 2)));
    CHECK(submit(w, quota_change(6, 5)) == "refused G1");
    CHECK(submit(w, quota_change(6, 7)) == "applied");
    const Value deputy = use_form_fields().set("staff_class", "deputy").set("leader_level", "142");
    REQUIRE(told(w.withdraw("clerk-a", use)) == "applied");
    w.receive("clerk-a", w.form("USE", kTown, deputy));
    CHECK(submit(w, posts_change("deputy", 2, 0)) == "refused G1");
    CHECK(submit(w, posts_change("deputy", 2, 1)) == "applied");
    CHECK(submit(w, quota_change(6, 5)) == "applied");
}

TEST_CASE("inner organs keep within the unit's posts and leaders, also where the unit gets less") {
    CaseWorld w;
    Value full = organs({"综合执法中心"});
    Value& organ = full.object().find("organs")->second.array()[0];
    organ.set("quota", 6).set("chief", 3);
    CHECK(submit(w, full) == "refused G1");
    organ.set("chief", 2);
    carry_out(w, full);
    CHECK(submit(w, quota_change(6, 5)) == "refused G1");
    CHECK(submit(w, posts_change("inner_chief", 2, 1)) == "refused G1");
    CHECK(submit(w, quota_change(6, 7)) == "applied");
}

TEST_CASE("a superior may be taken away") {
    CaseWorld w;
    carry_out(w, changes(w, "parent", "parent", "unit/" + kVillage));
    const auto without = [](Value change) {
        return organ_fields("parent").set("changes", Array{std::move(change)});
    };
    CHECK(submit(w, without(Object{{"field", "parent"}})) == "refused B3");
    CHECK(submit(w, organ_fields("rename").set("changes", Array{Object{{"field", "name"}, {"old", "单位" + kTown}}})) ==
          "refused B3");
    carry_out(w, without(Object{{"field", "parent"}, {"old", "unit/" + kVillage}}));
    CHECK(w.county.value("unit/" + kTown)->find("parent") == nullptr);
}

Value plan_fields(std::int64_t count, std::int64_t exits = 0) {
    return Object{{"year", 2027},
                  {"lines", Array{Object{{"quota_type", "20"},
                                         {"entry_mode", "03"},
                                         {"count", count},
                                         {"expected_exits", exits},
                                         {"reason", "执法缺员"}}}},
                  {"meeting_on", "2026-11-10"},
                  {"meeting_no", "2026年第12次"}};
}

TEST_CASE("a plan becomes lines that later requests use, within what is free and what leaves") {
    CaseWorld w;
    CHECK(submit(w, plan_fields(1), "PLAN") == "refused G1");     // the books plan three already
    CHECK(submit(w, plan_fields(3, 5), "PLAN") == "refused G1");  // more leave than there are
    CHECK(submit(w, plan_fields(4, 4), "PLAN") == "refused G1");
    CHECK(submit(w, plan_fields(1).set("year", 2029), "PLAN") == "refused G4");
    Value twice = plan_fields(1);
    twice.object().find("lines")->second.array().push_back(twice.items("lines")[0]);
    CHECK(submit(w, twice, "PLAN") == "refused B3");
    const std::string key = carry_out(w, plan_fields(3, 4), "PLAN");
    CHECK(w.county.value(key)->items("steps").size() == 5);
    const std::string line = "plan/" + kTown + "/2027-2";  // 2027-1 is of the books
    CHECK(w.number(line, "count") == 3);
    CHECK(w.text(line, "doc") == w.text(key, "result"));
    CHECK(w.text(line, "case") == key);
    Value use = use_form_fields();
    use.set("plan_line", line);
    CHECK(submit(w, use, "USE") == "refused G4");  // it serves its own year
}

TEST_CASE("a plan of a unit with a superior waits for its endorsement") {
    CaseWorld w;
    carry_out(w, changes(w, "parent", "parent", "unit/" + kVillage));
    w.county.hire("boss-v", {"supervisor"}, kVillage, "clerk-v");
    const std::string key = w.receive("clerk-a", w.form("PLAN", kTown, plan_fields(1, 2)));
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "refused G18");
    const std::string consent = "consent/" + key.substr(5);
    const auto endorse = [&](const char* who, const char* act) {
        return told(w.county.act(who, {w.county.intent("case.consent", {consent})
                                           .set("consent", consent)
                                           .set("act", act)
                                           .set("reason", "同意")}));
    };
    CHECK(endorse("head-a", "give") == "refused B5");
    CHECK(endorse("clerk-v", "give") == "refused B5");
    CHECK(endorse("boss-v", "give") == "applied");
    w.pass_all(key);
    CHECK(w.text("plan/" + kTown + "/2027-2", "reason") == "执法缺员");
    // One open plan a year.
    const std::string next = w.receive("clerk-a", w.form("PLAN", kTown, plan_fields(1, 3)));
    CHECK(told(w.submit("clerk-b", w.form("PLAN", kTown, plan_fields(1, 3)))) == "applied");
    CHECK(told(w.confirm("head-b")) == "held C2");
}

TEST_CASE("exits that a request took by one policy are not given back by another") {
    CaseWorld w(5, 0);
    carry_out(w, quota_change(5, 2));
    for (int i = 0; i < 2; ++i) {
        const std::string person = w.person_of(kTown);
        w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person})));
    }
    Value use = use_form_fields();
    use.object().erase("plan_line");
    use.set("off_plan", true).set("over_quota", true).set("digestion", "减员").set("digested_by", "2029-12-31");
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use));
    CHECK(w.number("ledger/" + kTown + "/20", "over_exits_used") == 2);
    w.set_policy("over_quota_exits", 3);
    REQUIRE(told(w.withdraw("clerk-a", key)) == "applied");
    CHECK(w.number("ledger/" + kTown + "/20", "over_exits_used") == 0);
}

TEST_CASE("an over-quota unit takes one in for two exits that it has closed, by the commission") {
    CaseWorld w(5, 0);
    carry_out(w, quota_change(5, 2));
    Value use = use_form_fields();
    use.object().erase("plan_line");
    use.set("off_plan", true)
        .set("over_quota", true)
        .set("digestion", "三年内减员三人")
        .set("digested_by", "2029-12-31");
    CHECK(submit(w, use, "USE") == "refused G25");
    Value vague = use;
    vague.object().erase("digestion");
    CHECK(submit(w, vague, "USE") == "refused B3");
    CHECK(submit(w, plan_fields(1, 3), "PLAN") == "refused G1");
    for (int i = 0; i < 2; ++i) {
        CHECK(submit(w, use, "USE") == "refused G25");
        const std::string person = w.person_of(kTown);
        w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person})));
    }
    CHECK(w.ledger() == "h 2 a 3 r 0 o 0");
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use));
    CHECK(w.ledger() == "h 2 a 3 r 1 o 0");
    CHECK(w.number("ledger/" + kTown + "/20", "over_exits_used") == 2);
    CHECK(submit(w, use, "USE") == "refused G25");
    w.pass_all(key);
    CHECK(w.county.value(key)->items("steps").size() == 5);
    const std::string grant = w.text(key, "grant");
    CHECK(w.text(grant, "over_quota_decision") == w.text(key, "case_no"));
    // Unused, it gives its exits back.
    w.county.wait_days(200);
    CHECK(w.text(grant, "state") == "expired");
    CHECK(w.number("ledger/" + kTown + "/20", "over_exits_used") == 0);
    // Nor does a unit that came down to its quota go over it again on old exits.
    const std::string last = w.person_of(kTown);
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(last), {last})));
    CHECK(w.ledger() == "h 2 a 2 r 0 o 0");
    CHECK(submit(w, use, "USE") == "refused G25");
    // A unit that is not over its quota asks the ordinary way.
    Value village = use;
    CHECK(told(w.submit("clerk-v", w.form("USE", kVillage, village))) == "refused G25");
}

}  // namespace
}  // namespace zj::test
