// SPDX-License-Identifier: Apache-2.0
// Payrolls, budgets, leave and ceilings: figures that come from outside the cases, each from its own hand.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

const std::string kSource(64, 'a');

Value row(int n, std::int64_t paid, const char* item = "active") {
    return Array{id_number(n), "人" + std::to_string(n), paid, item};
}

Value payroll(CaseWorld& w, Object units, std::string_view month = "2026-11") {
    return w.county.intent("pay.load").set("month", month).set("source", kSource).set("units", std::move(units));
}

Value budget(CaseWorld& w, Object units) {
    return w.county.intent("budget.load").set("year", 2026).set("source", kSource).set("units", std::move(units));
}

TEST_CASE("a month's payroll is kept by unit, with its count and sum, and a new one replaces only its units") {
    CaseWorld w;
    REQUIRE(told(w.county.act("fin", {payroll(w, {{kTown, Array{row(1, 650'000), row(2, 480'050, "retired")}},
                                                  {kVillage, Array{row(3, -12'000, "other")}}})})) == "applied");
    const std::string town = "pay/2026-11/" + kTown, village = "pay/2026-11/" + kVillage;
    CHECK(w.number(town, "count") == 2);
    CHECK(w.number(town, "total") == 1'130'050);
    CHECK(w.text(town, "source") == kSource);
    CHECK(w.number(village, "total") == -12'000);
    REQUIRE(told(w.county.act("fin", {payroll(w, {{kTown, Array{row(1, 650'000)}}})})) == "applied");
    CHECK(w.number(town, "count") == 1);
    CHECK(w.county.version(town) == 2);
    CHECK(w.county.version(village) == 1);
    CHECK(w.county.value(town)->items("replaced").size() == 1);
    CHECK(w.county.value(town)->items("replaced").front().int_or("total") == 1'130'050);
    // Rows that go without others in their place are another person's to take away.
    w.county.hire("fin-2", {"fin"}, "");
    CHECK(told(w.county.act("fin", {payroll(w, {{kTown, Array{}}})})) == "refused B8");
    REQUIRE(told(w.county.act("fin-2", {payroll(w, {{kTown, Array{}}})})) == "applied");
    CHECK(w.number(town, "count") == 0);
}

TEST_CASE("a month that is settled is replaced by another person than who loaded it") {
    CaseWorld w;  // on 23 November
    w.county.hire("fin-2", {"fin"}, "");
    const auto load = [&](const char* who, const char* month, std::int64_t paid) {
        return told(w.county.act(who, {payroll(w, {{kTown, Array{row(1, paid)}}}, month)}));
    };
    // After the cut-off day of the next month, here the tenth of November, it is settled; who loads it late has the
    // day.
    REQUIRE(load("fin", "2026-10", 1) == "applied");
    CHECK(load("fin", "2026-10", 2) == "applied");
    w.county.wait_days(1);
    CHECK(load("fin", "2026-10", 3) == "refused B8");
    CHECK(load("fin-2", "2026-10", 3) == "applied");
    CHECK(load("fin", "2026-10", 4) == "applied");  // of another's load it is the other person
    // Until then its own loader corrects it, but not once the unit's next payroll is in.
    const auto village = [&](std::int64_t paid) {
        return told(w.county.act("fin", {payroll(w, {{kVillage, Array{row(3, paid)}}}, "2026-11")}));
    };
    REQUIRE(load("fin", "2026-11", 1) == "applied");
    REQUIRE(village(1) == "applied");
    w.county.wait_days(15);
    CHECK(load("fin", "2026-11", 2) == "applied");  // on 9 December
    CHECK(village(2) == "applied");
    w.county.wait_days(1);
    REQUIRE(load("fin", "2026-12", 1) == "applied");
    CHECK(load("fin", "2026-11", 3) == "refused B8");
    CHECK(village(3) == "applied");  // on 10 December, and its next is not in
    w.county.wait_days(1);
    CHECK(village(4) == "refused B8");
}

TEST_CASE("a payroll that replaces another says how many rows it took away") {
    CaseWorld w;
    const std::string town = "pay/2026-11/" + kTown;
    REQUIRE(told(w.county.act("fin", {payroll(w, {{kTown, Array{row(1, 1), row(2, 1), row(3, 1)}}})})) == "applied");
    REQUIRE(told(w.county.act("fin", {payroll(w, {{kTown, Array{row(1, 1), row(2, 2)}}})})) == "applied");
    CHECK(w.county.value(town)->items("replaced").front().int_or("gone") == 2);
    REQUIRE(told(w.county.act("fin", {payroll(w, {{kTown, Array{row(1, 1), row(2, 2), row(3, 1)}}})})) == "applied");
    CHECK(w.county.value(town)->items("replaced").back().int_or("gone") == 0);
}

TEST_CASE("a budget that replaces another says what stood before, and who had loaded it") {
    CaseWorld w;
    w.county.hire("fin-2", {"fin"}, "");
    const std::string key = "budget/2026/" + kTown;
    const auto load = [&](const char* who, std::int64_t amount) {
        return told(w.county.act(who, {budget(w, {{kTown, Object{{"amount", amount}, {"funded", 4}}}})}));
    };
    REQUIRE(load("fin", 100) == "applied");
    CHECK(load("fin", 200) == "applied");
    REQUIRE(load("fin-2", 300) == "applied");
    CHECK(w.number(key, "amount") == 300);
    const Array& before = w.county.value(key)->items("replaced");
    REQUIRE(before.size() == 2);
    CHECK(before.back().int_or("amount") == 200);
    CHECK(before.back().int_or("funded") == 4);
    CHECK_FALSE(before.back().str_or("by").empty());
    CHECK(before.back().str_or("by") != w.text(key, "by"));
}

std::string revise(CaseWorld& w, const char* who, const std::string& person, std::int64_t amount, const char* from) {
    return told(w.county.act(who, {w.county.intent("pay.revise", {person})
                                       .set("person", person)
                                       .set("amount", amount)
                                       .set("grade", "管理八级")
                                       .set("from_month", from)
                                       .set("doc_no", "浠人社薪〔2026〕8号")}));
}

TEST_CASE("pay is revised by who approves it, and what it was before stays to be read") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    REQUIRE(revise(w, "hr", person, 600'000, "2026-10") == "applied");
    CHECK(revise(w, "org", person, 600'000, "2026-10") == "refused B5");
    CHECK(revise(w, "hr", person, 0, "2026-11") == "refused B3");
    CHECK(revise(w, "hr", person, 100'000'001, "2026-11") == "refused B3");
    CHECK(revise(w, "hr", person, 1, "2150-01") == "refused B3");
    CHECK(revise(w, "hr", person, 1, "2026-09") == "refused B3");  // before the pay that stands
    CHECK(revise(w, "hr", "unit/" + kTown, 1, "2026-11") == "refused B6");
    for (int i = 0; i < 33; ++i) {
        REQUIRE(revise(w, "hr", person, 600'001 + i, "2026-12") == "applied");
    }
    CHECK(w.county.value(person)->find("pay")->int_or("amount") == 600'033);
    CHECK(w.county.value(person)->find("pay")->str_or("doc_no") == "浠人社薪〔2026〕8号");
    const Array& before = w.county.value(person)->items("pay_before");
    REQUIRE(before.size() == 32);
    CHECK(before.back().int_or("amount") == 600'032);
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person})));
    CHECK(revise(w, "hr", person, 1, "2026-12") == "refused G7");
}

TEST_CASE("who pays somebody, where it is not their own unit, is told with the funds of their entry") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant})));
    const std::string person = w.text(w.newest, "person");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    const auto fund = [&](const char* payer) {
        Value closing = w.closing(grant, 5, {});
        closing.object()["record"].set("pay_unit", payer);
        return told(w.county.act("fin", {closing}));
    };
    CHECK(fund("无") == "refused B3");
    CHECK(fund("421125999") == "refused B6");
    REQUIRE(fund(kVillage.c_str()) == "applied");
    CHECK(w.text(person, "pay_unit") == kVillage);
}

TEST_CASE("pay is set for this year and the next, and what is still to come may be set anew") {
    CaseWorld w;  // in November 2026
    const std::string person = w.person_of(kTown);
    CHECK(revise(w, "hr", person, 600'000, "2028-01") == "refused G17");
    REQUIRE(revise(w, "hr", person, 500'000, "2026-10") == "applied");
    REQUIRE(revise(w, "hr", person, 600'000, "2027-12") == "applied");  // 2026-12 was meant
    CHECK(revise(w, "hr", person, 600'000, "2026-09") == "refused B3");
    CHECK(revise(w, "hr", person, 600'000, "2026-12") == "applied");
    CHECK(w.county.value(person)->find("pay")->str_or("from_month") == "2026-12");
    CHECK(w.county.value(person)->items("pay_before").size() == 2);
    // Pay as approved at entry and the month of the first pay alike.
    const std::string grant = w.hired(500);
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant})));
    Value far = w.closing(grant, 4, {listed(500)});
    far.object()["record"].object()["persons"].array()[0].set("from_month", "2028-01");
    CHECK(told(w.county.act("hr", {far})) == "refused G17");
    REQUIRE(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    Value fund = w.closing(grant, 5, {});
    fund.object()["record"].object()["first_pay_month"] = "2028-01";
    CHECK(told(w.county.act("fin", {fund})) == "refused G17");
}

TEST_CASE("a payroll in several intents of one change set stands as a whole or not at all") {
    CaseWorld w;
    CHECK(told(w.county.act("fin", {payroll(w, {{kTown, Array{row(1, 1)}}}),
                                    payroll(w, {{"421125999", Array{row(2, 1)}}})})) == "refused B6");
    CHECK(w.county.keys("pay/").empty());
    CHECK(told(w.county.act("fin", {payroll(w, {{kTown, Array{row(1, 1)}}}),
                                    payroll(w, {{kVillage, Array{row(2, 1)}}})})) == "applied");
    CHECK(w.county.keys("pay/").size() == 2);
}

TEST_CASE("a payroll of bad rows, of the future, of somebody else or without end is refused") {
    CaseWorld w;
    const auto of = [&](Value rows) {
        return told(w.county.act("fin", {payroll(w, {{kTown, std::move(rows)}})}));
    };
    CHECK(of(Array{Value(Array{id_number(1), "人", 1})}) == "refused B3");
    CHECK(of(Array{Value(Array{"42909919900307001X", "人", 1, "active"})}) == "refused B3");
    CHECK(of(Array{Value(Array{id_number(1), "", 1, "active"})}) == "refused B3");
    CHECK(of(Array{Value(Array{id_number(1), "人", "1", "active"})}) == "refused B3");
    CHECK(of(Array{row(1, 100'000'001)}) == "refused B3");
    CHECK(of(Array{row(1, 1, "bonus")}) == "refused B3");
    CHECK(of(Object{}) == "refused B3");
    CHECK(of(Array{row(1, 1), row(2, 1), row(1, 1)}) == "refused B3");  // the same row twice
    const auto rows = [](int n) {
        Array out;
        for (int i = 0; i < n; ++i) {
            out.push_back(row(1, i));
        }
        return out;
    };
    CHECK(of(rows(5001)) == "refused B3");
    CHECK(of(rows(5000)) == "applied");
    CHECK(told(w.county.act("fin", {payroll(w, {})})) == "refused B3");
    CHECK(told(w.county.act("fin", {payroll(w, {{"../x", Array{}}})})) == "refused B3");
    CHECK(told(w.county.act("fin", {payroll(w, {{kTown, Array{}}}, "2026-12")})) == "refused G17");
    CHECK(told(w.county.act("fin", {payroll(w, {{kTown, Array{}}}, "2026-13")})) == "refused B3");
    CHECK(told(w.county.act("fin", {payroll(w, {{kTown, Array{}}}).set("source", "abc")})) == "refused B3");
    CHECK(told(w.county.act("hr", {payroll(w, {{kTown, Array{}}})})) == "refused B5");
    Object many;
    for (int i = 0; i < 401; ++i) {
        many["u" + std::to_string(i)] = Array{};
    }
    CHECK(told(w.county.act("fin", {payroll(w, many)})) == "refused B3");
}

TEST_CASE("a year's budget is kept by unit") {
    CaseWorld w;
    const auto line = [](std::int64_t amount, std::int64_t funded) {
        return Object{{"amount", amount}, {"funded", funded}};
    };
    REQUIRE(told(w.county.act("fin", {budget(w, {{kTown, line(48'000'000, 6)}})})) == "applied");
    CHECK(w.number("budget/2026/" + kTown, "amount") == 48'000'000);
    CHECK(w.number("budget/2026/" + kTown, "funded") == 6);
    CHECK(told(w.county.act("fin", {budget(w, {{kTown, line(-1, 6)}})})) == "refused B3");
    CHECK(told(w.county.act("fin", {budget(w, {{kTown, line(1'000'000'000'001, 6)}})})) == "refused B3");
    CHECK(told(w.county.act("fin", {budget(w, {{kTown, line(1, 100'001)}})})) == "refused B3");
    CHECK(told(w.county.act("fin", {budget(w, {{kTown, Object{{"amount", 1}}}})})) == "refused B3");
    CHECK(told(w.county.act("fin", {budget(w, {{"421125999", line(1, 1)}})})) == "refused B6");
    CHECK(told(w.county.act("fin", {budget(w, {{kTown, line(1, 1)}}).set("year", 1999)})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {budget(w, {{kTown, line(1, 1)}})})) == "refused B5");
}

TEST_CASE("leave is recorded by the person's own unit, gets its end later, and the newest are kept") {
    CaseWorld w;
    const std::string person = w.person_of(kTown), key = "leave/" + person.substr(7);
    const auto leave = [&](std::string_view from) {
        return w.county.intent("leave.record", {person})
            .set("person", person)
            .set("kind", "sick")
            .set("from", from)
            .set("pay_reduced", false);
    };
    const auto act = [&](const char* who, Value intent) {
        return told(w.county.act(who, {std::move(intent)}));
    };
    REQUIRE(act("clerk-a", leave("2026-10-08")) == "applied");
    CHECK(w.county.value(key)->items("items").front().find("until") == nullptr);
    REQUIRE(act("clerk-b", leave("2026-10-08").set("until", "2026-12-07").set("pay_reduced", true)) == "applied");
    CHECK(w.county.value(key)->items("items").size() == 1);
    CHECK(w.county.value(key)->items("items").front().str_or("until") == "2026-12-07");
    CHECK(w.county.value(key)->items("items").front().bool_or("pay_reduced"));
    CHECK(!w.county.value(key)->items("items").front().find("was")->bool_or("pay_reduced"));  // what was told before
    CHECK(act("clerk-v", leave("2026-10-09")) == "refused B5");
    CHECK(act("head-a", leave("2026-10-09")) == "refused B5");
    CHECK(act("clerk-a", leave("2026-11-24")) == "refused G17");
    CHECK(act("clerk-a", leave("2024-11-22")) == "refused B3");  // two years ago
    CHECK(act("clerk-a", leave("2026-10-09").set("until", "2026-10-08")) == "refused B3");
    CHECK(act("clerk-a", leave("2026-10-09").set("kind", "holiday")) == "refused B3");
    CHECK(act("clerk-a", leave("2026-10-09").set("person", "unit/" + kTown)) == "refused B6");
    for (int i = 0; i < 63; ++i) {
        REQUIRE(act("clerk-a", leave(format_date(Date{date_of(w.county.now()).days - 100 - i}))) == "applied");
    }
    CHECK(w.county.value(key)->items("items").size() == 64);
    CHECK(act("clerk-a", leave("2026-11-01")) == "refused Q1");  // nothing that W20 looks at is pushed out
    CHECK(act("clerk-a", leave("2026-10-08").set("until", "2026-12-06")) == "applied");
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person})));
    CHECK(act("clerk-a", leave("2026-10-09")) == "refused G7");
}

TEST_CASE("the county's ceilings are taken over by two people from a document") {
    CaseWorld w;
    const auto ceiling = [&](const char* group, std::int64_t n, std::int64_t reserve) {
        return w.county.intent("ceiling.set")
            .set("group", group)
            .set("ceiling", n)
            .set("reserve", reserve)
            .set("doc_no", "鄂编发〔2026〕9号");
    };
    w.both("ob-clerk", "ob-head", ceiling("institution", 5200, 0));
    w.both("ob-clerk", "ob-head", ceiling("admin", 1830, 40));
    CHECK(w.number("total/admin", "ceiling") == 1830);
    CHECK(w.number("total/admin", "reserve") == 40);
    CHECK(w.text("total/admin", "doc") == "鄂编发〔2026〕9号");
    CHECK(w.number("total/institution", "ceiling") == 5200);
    const std::int64_t h = w.number("total/institution", "h");
    w.both("ob-clerk", "ob-head", ceiling("institution", 5100, 0));
    CHECK(told(w.county.act("ob-clerk", {ceiling("institution", 5101, 0)})) == "refused G24");  // it only falls
    // Of two proposals the later does not fall back to the earlier.
    REQUIRE(told(w.county.act("ob-clerk", {ceiling("admin", 1840, 40)})) == "applied");
    const std::string older = w.county.made("ob-clerk", "pending");
    w.both("ob-clerk", "ob-head", ceiling("admin", 1830, 40));
    CHECK(told(w.county.act("ob-head", {w.county.confirm_of(older)})) == "refused C2");
    CHECK(w.number("total/institution", "h") == h);  // the sum is not the ceiling's to write
    CHECK(told(w.county.act("ob-clerk", {ceiling("admin", 10, 11)})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {ceiling("admin", 1'000'001, 0)})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {ceiling("police", 10, 0)})) == "refused B3");
    CHECK(told(w.county.act("ob-clerk", {ceiling("admin", 10, 0).set("doc_no", "x")})) == "refused B3");
    CHECK(told(w.county.act("ob-section", {ceiling("admin", 10, 0)})) == "refused B5");
    REQUIRE(told(w.county.act("ob-clerk", {ceiling("admin", 10, 0)})) == "applied");
    CHECK(told(w.county.act("ob-deputy", {w.county.confirm_of(w.county.made("ob-clerk", "pending"))})) == "refused B5");
    CHECK(w.number("total/admin", "ceiling") == 1830);
}

}  // namespace
}  // namespace zj::test
