// SPDX-License-Identifier: Apache-2.0
// 收文登记 and 催办: what is kept of a paper, and what stands against registering it, filing it, or urging a case.
#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/cases.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

Value incoming(CaseWorld& w, std::string_view doc_no = "浠政发〔2026〕31号") {
    return w.county.intent("doc.register")
        .set("from", "浠水县人民政府")
        .set("doc_no", doc_no)
        .set("received_on", "2026-11-23")
        .set("title", "关于调整乡镇机构的批复")
        .set("secrecy", "1")
        .set("pages", 6)
        .set("handler", "机构股");
}

std::string doc(CaseWorld& w, std::string_view title_member, std::string_view value) {
    for (const std::string& key : w.county.keys("doc/")) {
        if (w.text(key, title_member) == value) {
            return key;
        }
    }
    return {};
}

TEST_CASE("a paper that came is registered under a number of the year, and filed once") {
    CaseWorld w;
    REQUIRE(told(w.county.act("ob-clerk", {incoming(w)})) == "applied");
    REQUIRE(told(w.county.act("ob-clerk", {incoming(w, "浠政发〔2026〕32号")})) == "applied");
    const std::string first = doc(w, "no", "2026-0001"), second = doc(w, "no", "2026-0002");
    CHECK(w.text(first, "doc_no") == "浠政发〔2026〕31号");
    CHECK(w.text(second, "state") == "open");
    CHECK(w.county.keys("ruling/").empty());
    const auto file = [&] {
        return w.county.intent("doc.file", {first}).set("doc", first).set("archive_no", "J021-WS·2026-D30-SW-0001");
    };
    const log::ChangeSet late = w.county.sign("ob-clerk", {file()});
    CHECK(told(w.county.deliver(late)) == "applied");
    CHECK(w.text(first, "state") == "filed");
    CHECK(told(w.county.act("ob-clerk", {file()})) == "refused B10");
}

TEST_CASE("the same number of the same sender is registered once, of another sender again") {
    CaseWorld w;
    REQUIRE(told(w.county.act("ob-clerk", {incoming(w)})) == "applied");
    CHECK(told(w.county.act("ob-clerk", {incoming(w).set("title", "别的题名")})) == "refused B10");
    CHECK(told(w.county.act("ob-clerk", {incoming(w).set("from", "黄冈市委编办")})) == "applied");
}

TEST_CASE("a paper that decides on a unit's organs stands as an open ruling") {
    CaseWorld w;
    const auto reform = [&](std::string_view no) {
        return incoming(w, no).set("reform_of", kTown).set("effective_on", "2026-12-01");
    };
    REQUIRE(told(w.county.act("ob-clerk",
                              {reform("浠编发〔2026〕7号")
                                   .set("doc_date", "2026-11-20")
                                   .set("change_kind", w.county.catalogue().codes("change_kind")->front().code)})) ==
            "applied");
    const std::string key = model::rules1::ruling_key("浠编发〔2026〕7号");
    CHECK(w.text(key, "state") == "open");
    CHECK(w.text(key, "effective_on") == "2026-12-01");
    CHECK(w.text(key, "doc_date") == "2026-11-20");
    CHECK(!w.text(key, "kind").empty());
    CHECK(w.county.value(key)->items("units") == Array{kTown});
    CHECK(w.county.value(w.text(key, "source")) != nullptr);
    CHECK(told(w.county.act("ob-clerk", {reform("浠编发〔2026〕7号").set("from", "别处")})) == "refused B10");
    CHECK(told(w.county.act("ob-clerk", {reform("浠编发〔2026〕8号").set("reform_of", "421125999")})) == "refused B6");
    const Value next = reform("浠编发〔2026〕8号");
    const std::string received(next.str_or("received_on"));
    const std::string beyond = format_date(Date{add_months(*parse_date(received), 12).days + 1});
    CHECK(told(w.county.act("ob-clerk", {Value(next).set("effective_on", beyond)})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {Value(next).set("effective_on", "2199-01-01")})) == "refused B3");
    const std::string later = format_date(Date{parse_date(received)->days + 1});
    CHECK(told(w.county.act("ob-clerk", {Value(next).set("doc_date", later)})) == "refused B3");
    Value undated = reform("浠编发〔2026〕8号");
    undated.object().erase("effective_on");
    CHECK(told(w.county.act("ob-clerk", {undated})) == "refused B3");
    CHECK(w.county.keys("doc/").size() == 1);
}

TEST_CASE("a paper that decides on several units names each once, and is one approval of them all") {
    CaseWorld w;
    const auto reform = [&](Array units) {
        return incoming(w, "浠编发〔2026〕7号").set("reform_of", std::move(units)).set("effective_on", "2026-11-01");
    };
    CHECK(told(w.county.act("ob-clerk", {reform({})})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {reform({kTown, kTown})})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {reform(Array(401, kTown))})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {reform({kTown, "421125999"})})) == "refused B6");
    REQUIRE(told(w.county.act("ob-clerk", {reform({kTown, kVillage})})) == "applied");
    CHECK(w.county.value(model::rules1::ruling_key("浠编发〔2026〕7号"))->items("units") == Array{kTown, kVillage});
}

TEST_CASE("a paper registered in error is voided by another person, with its approval, and registered anew") {
    CaseWorld w;
    const auto reform = [&](const std::string& unit) {
        return incoming(w, "浠编发〔2026〕7号").set("reform_of", unit).set("effective_on", "2026-11-01");
    };
    REQUIRE(told(w.county.act("ob-clerk", {reform(kVillage)})) == "applied");
    const std::string key = w.county.keys("doc/").front(), ruling = model::rules1::ruling_key("浠编发〔2026〕7号");
    const auto undo = [&](const char* who) {
        return told(w.county.act(who, {w.county.intent("doc.void", {key}).set("doc", key).set("reason", "单位登错")}));
    };
    CHECK(undo("ob-clerk") == "refused B5");
    REQUIRE(undo("ob-section") == "applied");
    CHECK(w.text(key, "state") == "void");
    CHECK(w.text(ruling, "state") == "void");
    CHECK(undo("ob-section") == "refused G8");
    const Value organ = Object{{"change_kind", "quota"},
                               {"quota", Array{Object{{"quota_type", "20"}, {"before", 6}, {"after", 7}}}},
                               {"basis_doc", "浠编发〔2026〕7号"},
                               {"basis_date", "2026-10-01"},
                               {"effective_on", "2026-11-01"}};
    CHECK(told(w.submit("clerk-a", w.form("ORG", kTown, organ))) == "refused G26");
    REQUIRE(told(w.county.act("ob-clerk", {reform(kTown)})) == "applied");
    w.pass_all(w.receive("clerk-a", w.form("ORG", kTown, organ)));
    CHECK(w.text(ruling, "state") == "carried_out");
    CHECK(undo("ob-section") == "refused G8");  // somebody has carried it out
}

TEST_CASE("a paper that is not rightly told, or of tomorrow, is not registered") {
    CaseWorld w;
    const auto with = [&](const char* member, Value value) {
        return told(w.county.act("ob-clerk", {incoming(w).set(member, std::move(value))}));
    };
    CHECK(with("received_on", "2026-11-24") == "refused G17");
    CHECK(with("received_on", "2026-02-30") == "refused B3");
    CHECK(with("doc_no", "无号") == "refused B3");
    CHECK(with("secrecy", "9") == "refused B3");
    CHECK(with("pages", 0) == "refused B3");
    CHECK(with("pages", 10'001) == "refused B3");
    CHECK(with("title", std::string(601, 'x')) == "refused B3");
    CHECK(with("effective_on", "2026-12-01") == "refused B3");  // of a reform only
    CHECK(told(w.county.act("ob-section", {incoming(w)})) == "refused B5");
    const std::string none = "doc/" + std::string(24, 'a');
    const Value file = w.county.intent("doc.file", {none}).set("doc", none).set("archive_no", "1");
    CHECK(told(w.county.act("ob-clerk", {file})) == "refused B6");
}

TEST_CASE("a unit urges a case in the office's hands once a day, and the newest are kept") {
    CaseWorld w;
    const auto urge = [&](const std::string& who, const std::string& key) {
        return told(w.county.act(who, {w.county.intent("case.urge").set("case", key)}));
    };
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    CHECK(urge("clerk-a", w.newest) == "refused G8");  // its own head has not signed
    REQUIRE(told(w.confirm("head-a")) == "applied");
    CHECK(urge("clerk-a", w.newest) == "applied");
    CHECK(urge("head-a", w.newest) == "refused Q1");
    CHECK(urge("clerk-v", w.newest) == "refused B5");
    CHECK(urge("ob-clerk", w.newest) == "refused B5");
    CHECK(w.county.value(w.newest)->items("urges").front().str_or("person") == w.county.person("clerk-a").id);
    // What others signed on the case as it was stays good.
    const log::ChangeSet decision = w.county.sign("ob-clerk", {w.decision(w.newest, "pass")});
    w.county.wait_days(1);
    CHECK(urge("head-a", w.newest) == "applied");
    CHECK(told(w.county.deliver(decision)) == "applied");
    for (int i = 0; i < 32; ++i) {
        w.county.wait_days(1);
        REQUIRE(urge("clerk-a", w.newest) == "applied");
    }
    CHECK(w.county.value(w.newest)->items("urges").size() == 32);
    REQUIRE(told(w.withdraw("clerk-a", w.newest)) == "applied");
    CHECK(urge("clerk-a", w.newest) == "refused C6");
}

}  // namespace
}  // namespace zj::test
