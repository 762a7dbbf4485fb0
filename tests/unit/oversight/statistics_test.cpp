// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/statistics.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/oversight/months.hpp"
#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;
using namespace zj::oversight;

namespace {

const Period kNovember{day("2026-11-01"), day("2026-11-30")};

std::string at(std::string_view text) {  // "2026-11-16 08:30"
    return std::string(text.substr(0, 10)) + "T" + std::string(text.substr(11)) + ":00.000+08:00";
}

Value step(std::string_view name, std::string_view act, std::string_view when) {
    return Object{{"step", name}, {"act", act}, {"at", at(when)}};
}

Value closed(std::string_view received, std::string_view end, std::string_view state = "approved") {
    return Object{{"matter", "USE"},      {"unit", kTown}, {"state", state},      {"received_at", at(received)},
                  {"closed_at", at(end)}, {"round", 0},    {"limit_half_days", 2}};
}

CaseFigures figures(const Books& books, const Filter& filter = {}) {
    return case_statistics(books.index, *books.catalogue, kNovember, filter).all;
}

}  // namespace

TEST_CASE("a rate is shown per mille, rounded half up, and not at all of nothing") {
    CHECK(Ratio{1, 3}.per_mille() == 333);
    CHECK(Ratio{2, 3}.per_mille() == 667);
    CHECK(Ratio{1, 2000}.per_mille() == 1);
    CHECK(Ratio{0, 5}.per_mille() == 0);
    CHECK(Ratio{-1, 3}.per_mille() == -333);
    CHECK(Ratio{-2, 3}.per_mille() == -667);
    CHECK_FALSE(Ratio{0, 0}.per_mille().has_value());
    CHECK(to_value(Ratio{1, 4}) == Value(Object{{"n", 1}, {"of", 4}, {"per_mille", 250}}));
    CHECK(to_value(Ratio{}) == Value(Object{{"n", 0}, {"of", 0}}));
}

TEST_CASE("durations are told by average, median and what nine of ten do not exceed") {
    CHECK(durations_of({}) == Durations{});
    CHECK(durations_of({7}) == Durations{1, 7, 7, 7});
    CHECK(durations_of({4, 1, 2, 3}) == Durations{4, 3, 2, 4});
    CHECK(durations_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 100}) == Durations{10, 15, 5, 9});
    CHECK(durations_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).ninety == 10);
}

TEST_CASE("the same-day rate goes by the working day that the receipt counts for") {
    Books books;
    books.put("case/1", closed("2026-11-16 09:00", "2026-11-16 16:00"));
    books.put("case/2", closed("2026-11-16 17:00", "2026-11-17 16:00"));  // late receipt: counts for the 17th
    books.put("case/3", closed("2026-11-21 09:00", "2026-11-22 16:00"));  // a weekend
    books.put("case/4", closed("2026-11-16 09:00", "2026-11-17 09:00", "refused"));
    CHECK(figures(books).same_day == Ratio{3, 4});
}

TEST_CASE("instant, returned, first-pass and overdue cases are counted of those closed in the period") {
    Books books;
    books.put("case/1", closed("2026-11-16 09:00", "2026-11-16 09:10"));
    books.put("case/2", with(closed("2026-11-16 09:00", "2026-11-16 09:11"), {{"round", 1}}));
    books.put("case/3", closed("2026-11-16 08:30", "2026-11-17 08:31", "refused"));
    books.put("case/4", with(closed("2026-11-16 08:30", "2026-11-17 08:30"), {{"limit_half_days", 0}}));
    books.put("case/5", closed("2026-10-16 09:00", "2026-10-31 09:11"));               // closed before
    books.put("case/6", closed("2026-11-16 09:00", "2026-11-16 09:11", "withdrawn"));  // nobody decided
    books.put("case/7", without(closed("2026-11-16 09:00", "2026-11-16 09:11", "in_review"), "closed_at"));
    const CaseFigures f = figures(books);
    CHECK(f.closed == 4);
    CHECK(f.instant == Ratio{1, 4});
    CHECK(f.returned == Ratio{1, 4});
    CHECK(f.first_pass == Ratio{2, 4});
    CHECK(f.overdue == Ratio{1, 3});  // 391 of 390 minutes; one has no limit
    CHECK(f.whole == Durations{4, 201, 200, 391});
    CHECK(case_statistics(books.index, *books.catalogue, kNovember).received.at("USE") == 6);
}

TEST_CASE("steps last from the one before, without pauses and without the time at the unit") {
    Books books;
    books.put("case/1",
              with(closed("2026-11-16 09:00", "2026-11-17 10:00"),
                   {{"steps", Array{step("first_review", "return", "2026-11-16 09:30"),
                                    step("first_review", "pass", "2026-11-16 11:00"),
                                    step("second_review", "pause", "2026-11-16 11:10"),
                                    step("second_review", "resume", "2026-11-17 09:00"),
                                    step("second_review", "pass", "2026-11-17 10:00")}},
                    {"returned_at", at("2026-11-16 09:30")},
                    {"answered_at", at("2026-11-16 10:30")},
                    {"paused", Array{Object{{"from", at("2026-11-16 11:10")}, {"until", at("2026-11-17 09:00")}}}}}));
    const CaseStatistics s = case_statistics(books.index, *books.catalogue, kNovember);
    CHECK(s.by_step.at("first_review") == Durations{2, 30, 30, 30});
    CHECK(s.by_step.at("second_review") == Durations{1, 70, 70, 70});
    CHECK(s.same_day_by_step.at("first_review") == Ratio{2, 2});
    CHECK(s.same_day_by_step.at("second_review") == Ratio{0, 1});
    CHECK(s.all.whole == Durations{1, 130, 130, 130});
}

TEST_CASE("a step of a case that came back is of the same day by the unit's answer") {
    Books books;
    const auto step = [](const char* act, std::string_view when) {
        return Object{{"step", "first_review"}, {"act", act}, {"at", at(when)}};
    };
    books.put("case/1", with(closed("2026-11-16 09:00", "2026-11-19 11:00"),
                             {{"steps", Array{step("return", "2026-11-16 10:00"), step("pass", "2026-11-19 11:00")}},
                              {"returned_at", at("2026-11-16 10:00")},
                              {"answered_at", at("2026-11-19 09:00")}}));
    const CaseStatistics s = case_statistics(books.index, *books.catalogue, kNovember);
    CHECK(s.same_day_by_step.at("first_review") == Ratio{2, 2});
}

TEST_CASE("what is in hand is counted by step, returned and paused cases apart") {
    Books books;
    const auto open = [&](const char* key, std::string_view state) {
        books.put(key, Object{{"matter", "USE"},
                              {"unit", kTown},
                              {"state", state},
                              {"step", "first_review"},
                              {"received_at", at("2026-11-16 09:00")}});
    };
    open("case/1", "received");
    open("case/2", "in_review");
    open("case/3", "paused");
    open("case/4", "returned");
    open("case/5", "approved");
    open("case/6", "signed");
    CHECK(case_statistics(books.index, *books.catalogue, kNovember).in_hand ==
          std::map<std::string, std::int64_t>{{"first_review", 2}, {"paused", 1}, {"returned", 1}});
}

TEST_CASE("figures are filtered by matter, unit and system") {
    Books books;
    books.put("unit/" + kVillage, with(unit_record("竹瓦镇"), {{"system", "1"}}));
    books.put("case/1", closed("2026-11-16 09:00", "2026-11-16 09:10"));
    books.put("case/2", with(closed("2026-11-16 09:00", "2026-11-16 09:10"), {{"unit", kVillage}, {"matter", "IN"}}));
    CHECK(figures(books).closed == 2);
    CHECK(figures(books, {"USE", "", ""}).closed == 1);
    CHECK(figures(books, {"", kVillage, ""}).closed == 1);
    CHECK(figures(books, {"", "", "1"}).closed == 1);
    CHECK(figures(books, {"USE", "", "1"}).closed == 0);
    CHECK(quota_statistics(books.index, {"", "", "1"}).all.h == 10);
}

TEST_CASE("vacancies of one line never make up for what another has too many") {
    Books books;
    books.put("ledger/" + kTown + "/10", ledger_record(10, 7, 1));
    books.put("ledger/" + kVillage + "/10", ledger_record(10, 12));
    books.put("ledger/" + kVillage + "/20", ledger_record(20, 20));
    const QuotaStatistics s = quota_statistics(books.index);
    CHECK(s.all.vacancy() == Ratio{3, 40});
    CHECK(s.all.excess() == Ratio{2, 40});
    CHECK(s.all.use() == Ratio{39, 40});
    CHECK(s.all.usable() == Ratio{0, 40});
    CHECK(s.by_type.at("10").vacancy() == Ratio{3, 20});
    CHECK(s.by_unit.at(kTown).usable() == Ratio{2, 10});
    CHECK(s.by_system.at("3").h == 40);
    CHECK(to_value(s).find("all")->find("vacancy_rate")->int_or("per_mille") == 75);
}

TEST_CASE("posts are vacant and over by level, and the plan is used by type and unit") {
    Books books;
    books.put("posts/" + kTown + "/chief", Object{{"auth", 2}, {"actual", 1}});
    books.put("posts/" + kVillage + "/chief", Object{{"auth", 1}, {"actual", 3}});
    const PostFigures chief = quota_statistics(books.index).posts.at("chief");
    CHECK((chief.auth == 3 && chief.actual == 4 && chief.vacant == 1 && chief.over == 2));
    books.put("plan/" + kTown + "/2026-1", Object{{"year", 2026}, {"quota_type", "10"}, {"count", 3}, {"used", 1}});
    books.put("plan/" + kTown + "/2026-2", Object{{"year", 2026}, {"quota_type", "20"}, {"count", 2}, {"used", 2}});
    books.put("plan/" + kVillage + "/2025-1", Object{{"year", 2025}, {"quota_type", "10"}, {"count", 9}, {"used", 0}});
    const PlanStatistics plan = plan_statistics(books.index, 2026);
    CHECK(plan.all == Ratio{3, 5});
    CHECK(plan.by_type.at("10") == Ratio{1, 3});
    CHECK(plan.by_unit.at(kTown) == Ratio{3, 5});
    CHECK(!plan.by_unit.contains(kVillage));
}

TEST_CASE("the structure is that of people on quota, their ages in full years") {
    Books books;
    books.put("person/1", with(person_record(1), {{"birth", "1965-11-27"}}));                       // 61 today
    books.put("person/2", with(person_record(2), {{"birth", "1965-11-28"}}));                       // 60
    books.put("person/3", with(person_record(3), {{"birth", "1995-11-28"}, {"sex", "2"}}));         // 30
    books.put("person/4", with(person_record(4), {{"birth", "1995-11-27"}, {"title", "工程师"}}));  // 31
    books.put("person/5", without(person_record(5), "birth"));
    books.put("person/6", with(person_record(6), {{"state", "out"}}));
    const Structure s = structure_of(books.index, books.today);
    CHECK(s.people == 5);
    CHECK(s.age == Counts{{"", 1}, {"-30", 1}, {"31-35", 1}, {"56-60", 1}, {"61-", 1}});
    CHECK(s.sex == Counts{{"1", 4}, {"2", 1}});
    CHECK(s.title == Counts{{"", 4}, {"工程师", 1}});
    CHECK(s.edu == Counts{{"21", 5}});
    CHECK(to_value(s).find("age")->int_or("31-35") == 1);
}

TEST_CASE("flows are closed cases of the period, by mode") {
    Books books;
    const auto flow = [&](const char* key, std::string_view matter, const char* field, std::string_view mode) {
        books.put(key, with(closed("2026-11-16 09:00", "2026-11-16 10:00"),
                            {{"matter", matter}, {"fields", Object{{field, mode}}}}));
    };
    flow("case/1", "IN", "entry_mode", "01");
    flow("case/2", "IN", "entry_mode", "01");
    flow("case/3", "OUT", "exit_mode", "05");
    flow("case/4", "MOVE", "kind", "cross");
    flow("case/5", "USE", "entry_mode", "01");
    const Flows flows = flows_of(books.index, kNovember);
    CHECK(flows.entries == Counts{{"01", 2}});
    CHECK(flows.exits == Counts{{"05", 1}});
    CHECK(flows.moves == Counts{{"cross", 1}});
    CHECK(flows_of(books.index, {day("2026-12-01"), day("2026-12-31")}).entries.empty());
}

TEST_CASE("publicly funded people are related to the population") {
    Books books;
    books.put("person/1", person_record(1));
    books.put("person/2", with(person_record(2), {{"fin_funded", false}}));
    CHECK(funded_ratio(books.index, 250) == Ratio{1, 250});
    CHECK_FALSE(funded_ratio(books.index, 0).per_mille().has_value());
}

TEST_CASE("retirements are forecast by month, with choices and months set by hand, for five years at most") {
    Books books;
    const Value worker =
        with(person_record(1), {{"quota_type", "12"}, {"cs_registered", false}, {"birth", "1966-01-05"}});
    books.put("person/1", with(worker, {{"retire_on", "2026-11-01"}}));
    books.put("person/2", with(worker, {{"retire_on", "2026-05-01"}}));
    books.put("person/3", with(worker, {{"retire_on", "2026-05-01"}, {"flex", 8}}));
    books.put("person/4", with(worker, {{"retire_on", "2026-05-01"}, {"retire_override", "2027-01-01"}}));
    books.put("person/5", with(worker, {{"retire_on", "2031-11-01"}}));
    books.put("person/6", with(worker, {{"retire_on", "2026-11-01"}, {"state", "retired"}}));
    const Forecast year = retire_forecast(books.index, *books.catalogue, books.today, 12);
    CHECK(year.due_before == 1);
    REQUIRE(year.months.size() == 12);
    CHECK(format_month(year.months[0].month) == "2026-11");
    CHECK(year.months[0].people == 1);
    CHECK(year.months[1].people == 0);
    CHECK((year.months[2].people == 2 && year.months[2].by_choice == 1 && year.months[2].by_hand == 1));
    const Forecast five = retire_forecast(books.index, *books.catalogue, books.today, 60);
    CHECK(format_month(five.months.back().month) == "2031-10");
    CHECK(five.months.back().people == 0);
    CHECK(retire_forecast(books.index, *books.catalogue, books.today, 61).months.size() == 60);
    CHECK(retire_forecast(books.index, *books.catalogue, books.today, -1).months.empty());
    CHECK(to_value(year).items("months")[2].int_or("by_hand") == 1);
}

TEST_CASE("the annual table names every line where ledger and roster differ") {
    Books books;
    books.put("ledger/" + kTown + "/10", ledger_record(10, 2));
    books.put("ledger/" + kVillage + "/10", ledger_record(10, 0));
    books.put("person/1", person_record(1));
    books.put("person/2", person_record(2));
    books.put("person/3", with(person_record(3), {{"state", "out"}, {"status", "2"}}));
    books.put("person/4", with(person_record(4), {{"state", "retired"}, {"status", "3"}}));
    books.put("person/5", with(person_record(5, kVillage), {{"state", "out"}, {"status", "4"}}));
    books.put("person/6", without(with(person_record(6), {{"state", "out"}}), "status"));
    AnnualTable table = annual_table(books.index);
    CHECK(table.disagreements.empty());
    REQUIRE(table.units.size() == 2);
    CHECK((table.units[0].unit == kTown && table.units[0].h == 10 && table.units[0].a == 2));
    CHECK((table.sum.h == 20 && table.sum.rosters.on_quota == 2 && table.sum.rosters.off_duty == 1 &&
           table.sum.rosters.retired == 1 && table.sum.rosters.outside == 1));
    books.put("person/2", without(person_record(2), "quota_doc"));
    table = annual_table(books.index);
    REQUIRE(table.disagreements.size() == 1);
    CHECK(table.disagreements[0].unit == kTown);
    CHECK(table.disagreements[0].quota_type == "10");
    CHECK(table.disagreements[0].ledger == 2);
    CHECK(table.disagreements[0].roster == 1);
    CHECK(table.disagreements[0].without_doc == std::vector<std::string>{"person/2"});
    CHECK(to_value(table).items("disagreements")[0].str_or("unit") == kTown);
    CHECK(to_value(table).find("sum")->find("unit") == nullptr);
}

TEST_CASE("late units are those with late reports of the period, the worst first") {
    Books books;
    const auto exit = [&](const char* key, const std::string& unit, std::string_view event) {
        books.put(key, with(closed("2026-11-16 09:00", "2026-11-16 10:00"),
                            {{"matter", "OUT"}, {"unit", unit}, {"fields", Object{{"event_on", event}}}}));
    };
    exit("case/1", kTown, "2026-10-01");
    exit("case/2", kVillage, "2026-10-01");
    exit("case/3", kVillage, "2026-10-02");
    exit("case/4", kVillage, "2026-11-13");
    exit("case/5", "421125103", "2026-11-13");
    const auto units = late_units(books.index, *books.catalogue, kNovember);
    REQUIRE(units.size() == 2);
    CHECK((units[0].unit == kVillage && units[0].late == 2 && units[0].reports == 3));
    CHECK(units[0].name == "浠水县竹瓦镇人民政府");
    CHECK(units[0].cases == std::vector<std::string>{"case/2", "case/3"});
    CHECK(units[1].unit == kTown);
    CHECK(late_units(books.index, *books.catalogue, {day("2026-12-01"), day("2026-12-31")}).empty());
    CHECK(to_value(units).array()[0].int_or("late") == 2);
}
