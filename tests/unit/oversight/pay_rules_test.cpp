// SPDX-License-Identifier: Apache-2.0
// W05–W12: registers against payroll and budget.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;

namespace {

Value left(int n, std::string_view mode, std::string_view on) {
    const bool retired = mode == "01";
    return with(without(person_record(n), "status"),
                {{"state", retired ? "retired" : "out"}, {"exit_mode", mode}, {"left_on", on}});
}

void pay(Books& books, const std::string& month, const std::vector<Value>& rows, const std::string& unit = kTown) {
    books.put("pay/" + month + "/" + unit, pay_record(rows));
}

}  // namespace

TEST_CASE("W05 tells who is paid in the months after leaving, and never shows the number") {
    Books books;
    const Value gone = left(1, "05", "2026-08-20");
    books.put("person/p1", gone);
    pay(books, "2026-08", {pay_row(gone, 500'000)});
    const std::string subject = books.pay_subject(gone);
    CHECK(told(books.found("W05", subject)) == "none");  // the month of leaving is still paid
    pay(books, "2026-09", {pay_row(gone, 500'000)});
    pay(books, "2026-10", {pay_row(gone, 500'001)});
    const auto found = books.found("W05", subject);
    CHECK(told(found) == "red 2026-09-01");
    CHECK(found[0].evidence.size() == 3);
    CHECK(found[0].evidence[1].args ==
          std::vector<std::string>{"429099********0030", "unit:421125101", "2026-10", "5000.01"});
    CHECK(found[0].evidence[1].record == "pay/2026-10/421125101");
    for (const auto& one : found[0].evidence) {
        for (const std::string& arg : one.args) {
            CHECK(arg.find(std::string(gone.str_or("id_no"))) == std::string::npos);
        }
    }
    books.put("person/p1", person_record(1));
    CHECK(told(books.found("W05", subject)) == "none");
}

TEST_CASE("W05 and W08 tell pay of the months between leaving and coming back") {
    for (const auto& [mode, rule] : {std::pair("05", "W05"), {"01", "W08"}}) {
        Books books;
        const Value gone = left(1, mode, "2026-08-20");
        books.put("person/p1", gone);
        pay(books, "2026-08", {pay_row(gone, 1)});
        pay(books, "2026-09", {pay_row(gone, 1)});
        pay(books, "2026-10", {pay_row(gone, 1)});
        const Value back = with(person_record(1), {{"quota_since", "2026-10-08"}, {"entered_on", "2026-10-08"}});
        books.put("person/p2", back);
        const auto found = books.found(rule, books.pay_subject(gone));
        CHECK(told(found) == "red 2026-09-01");
        REQUIRE(found.size() == 1);
        CHECK(found[0].evidence.size() == 2);  // September and the exit; in October the person is back
        CHECK(found[0].evidence[1].record == "person/p1");
        books.put("person/p2", with(back, {{"quota_since", "2026-09-30"}}));
        CHECK(told(books.found(rule, books.pay_subject(gone))) == "none");
    }
}

TEST_CASE("W05 tells somebody on duty whom no roster knows, and leaves pensions and other rosters alone") {
    Books books;
    const Value stranger = person_record(7);
    pay(books, "2026-09", {pay_row(stranger, 1, "other"), pay_row(person_record(8), 1, "retired")});
    CHECK(told(books.found("W05", books.pay_subject(stranger))) == "none");
    CHECK(told(books.found("W05", books.pay_subject(person_record(8)))) == "none");
    pay(books, "2026-10", {pay_row(stranger, 1)});
    CHECK(told(books.found("W05", books.pay_subject(stranger))) == "yellow 2026-10-01");
    books.put("person/p7", with(person_record(7), {{"state", "out"}, {"status", "4"}}));
    CHECK(told(books.found("W05", books.pay_subject(stranger))) == "none");
}

TEST_CASE("W06 tells who is on the register and was paid neither this month nor the last") {
    Books books;
    const Value person = person_record(1), other = person_record(2);
    books.put("person/p1", person);
    pay(books, "2026-10", {pay_row(other, 1)});
    const std::string subject = books.pay_subject(person);
    CHECK(told(books.found("W06", subject)) == "none");  // one month says nothing
    pay(books, "2026-09", {pay_row(person, 1)});
    CHECK(told(books.found("W06", subject)) == "none");
    pay(books, "2026-09", {pay_row(other, 1)});
    CHECK(told(books.found("W06", subject)) == "yellow 2026-09-01");
    books.put("person/p1", with(person, {{"fin_funded", false}}));
    CHECK(told(books.found("W06", subject)) == "none");
    books.put("person/p1", with(person, {{"quota_since", "2026-09-01"}}));
    CHECK(told(books.found("W06", subject)) == "none");  // came in the first of the two
    books.put("person/p1", with(person, {{"quota_since", "2026-08-31"}}));
    CHECK(told(books.found("W06", subject)) == "yellow 2026-09-01");
}

TEST_CASE("W07 tells pay of one month from two units") {
    Books books;
    const Value person = person_record(1);
    pay(books, "2026-10", {pay_row(person, 1)});
    pay(books, "2026-09", {pay_row(person, 1)}, kVillage);
    const std::string subject = books.pay_subject(person);
    CHECK(told(books.found("W07", subject)) == "none");
    pay(books, "2026-10", {pay_row(person, 1, "other")}, kVillage);
    CHECK(told(books.found("W07", subject)) == "none");
    pay(books, "2026-10", {pay_row(person, 1)}, kVillage);
    CHECK(told(books.found("W07", subject)) == "red 2026-10-01");
    pay(books, "2026-10", {}, kVillage);  // loaded again without the row
    CHECK(told(books.found("W07", subject)) == "none");
}

TEST_CASE("W08 tells pay as on duty after retirement or death") {
    Books books;
    for (const char* mode : {"01", "09"}) {
        const Value gone = left(1, mode, "2026-08-31");
        books.put("person/p1", gone);
        pay(books, "2026-08", {pay_row(gone, 1)});
        pay(books, "2026-09", {pay_row(gone, 1, "retired")});
        const std::string subject = books.pay_subject(gone);
        CHECK(told(books.found("W08", subject)) == "none");
        pay(books, "2026-09", {pay_row(gone, 1)});
        CHECK(told(books.found("W08", subject)) == "red 2026-09-01");
        CHECK(told(books.found("W05", subject)) == "none");
    }
    pay(books, "2026-09", {pay_row(left(1, "09", "2026-08-31"), -1)});  // taken back
    CHECK(told(books.found("W08", books.pay_subject(person_record(1)))) == "none");
}

TEST_CASE("W05 and W08 tell who had gone before the books were opened, from the month after") {
    Books books;  // opened in January 2026
    const Value person = with(person_record(1), {{"state", "retired"}, {"status", "3"}});
    books.put("person/p1", person);
    pay(books, "2026-01", {pay_row(person, 1)});
    const std::string subject = books.pay_subject(person);
    CHECK(told(books.found("W08", subject)) == "none");
    pay(books, "2026-02", {pay_row(person, 1)});
    CHECK(told(books.found("W08", subject)) == "red 2026-02-01");
    CHECK(books.found("W08", subject)[0].evidence.back().text == "evidence.W08.retired");
    for (const auto& [reason, expected] : {std::pair("1", "yellow 2026-02-01"),
                                           {"2", "none"},
                                           {"3", "none"},
                                           {"4", "none"},
                                           {"5", "yellow 2026-02-01"}}) {
        books.put("person/p1", with(person, {{"state", "out"}, {"status", "2"}, {"off_reason", reason}}));
        CHECK(told(books.found("W05", subject)) == expected);
        CHECK(told(books.found("W08", subject)) == "none");
    }
}

TEST_CASE("W05 leaves alone what is taken back from who has left") {
    Books books;
    const Value gone = left(1, "05", "2026-08-20");
    books.put("person/p1", gone);
    pay(books, "2026-09", {pay_row(gone, -500'000, "other"), pay_row(gone, 0)});
    CHECK(told(books.found("W05", books.pay_subject(gone))) == "none");
    pay(books, "2026-10", {pay_row(gone, 1, "other")});
    CHECK(told(books.found("W05", books.pay_subject(gone))) == "red 2026-10-01");
}

TEST_CASE("W07 lets the two units of a transfer share its month, and no third one") {
    Books books;
    const Value person = person_record(1, kVillage);
    books.put("person/p1", left(1, "03", "2026-10-12"));
    books.put("person/p2", with(person, {{"quota_since", "2026-10-12"}, {"moved_from", "person/p1"}}));
    pay(books, "2026-10", {pay_row(person, 1)});
    pay(books, "2026-10", {pay_row(person, 1)}, kVillage);
    const std::string subject = books.pay_subject(person);
    CHECK(told(books.found("W07", subject)) == "none");
    pay(books, "2026-10", {pay_row(person, 1)}, "421125103");
    CHECK(told(books.found("W07", subject)) == "red 2026-10-01");
    pay(books, "2026-10", {}, "421125103");
    pay(books, "2026-11", {pay_row(person, 1)});
    pay(books, "2026-11", {pay_row(person, 1)}, kVillage);
    CHECK(told(books.found("W07", subject)) == "red 2026-11-01");
}

TEST_CASE("W09 tells pay by another unit than the register's, a month after the transfer") {
    Books books;
    const Value person = with(person_record(1), {{"entered_on", "2026-09-15"}});
    books.put("person/p1", person);
    pay(books, "2026-09", {pay_row(person, 1)}, kVillage);
    const std::string subject = books.pay_subject(person);
    CHECK(told(books.found("W09", subject)) == "none");
    pay(books, "2026-10", {pay_row(person, 1)}, kVillage);
    CHECK(told(books.found("W09", subject)) == "yellow 2026-10-01");
    pay(books, "2026-10", {pay_row(person, 1)});
    CHECK(told(books.found("W09", subject)) == "none");  // twice is W07's
}

TEST_CASE("whom another unit pays is looked for on its payroll, by W06, W09 and W12") {
    Books books;
    const Value person = with(person_record(1), {{"pay_unit", kVillage}});
    books.put("person/p1", person);
    const std::string subject = books.pay_subject(person), town = "unit/" + kTown, village = "unit/" + kVillage;
    for (const char* month : {"2026-09", "2026-10"}) {
        pay(books, month, {}, kTown);
        pay(books, month, {pay_row(person, 1)}, kVillage);
    }
    CHECK(told(books.found("W09", subject)) == "none");
    CHECK(told(books.found("W06", subject)) == "none");
    CHECK(told(books.found("W12", town)) == "none");
    CHECK(told(books.found("W12", village)) == "none");
    books.put("person/p1", without(person, "pay_unit"));
    CHECK(told(books.found("W09", subject)) == "yellow 2026-09-01");
    CHECK(told(books.found("W12", town)) == "yellow 2026-10-01");
    CHECK(told(books.found("W12", village)) == "yellow 2026-10-01");
    books.put("person/p1", person);
    pay(books, "2026-09", {}, kVillage);
    CHECK(told(books.found("W06", subject)) == "none");  // a month of the two is paid
    pay(books, "2026-10", {}, kVillage);
    const auto found = books.found("W06", subject);
    CHECK(told(found) == "yellow 2026-09-01");
    CHECK(found[0].evidence[1].record == "pay/2026-09/" + kVillage);
    pay(books, "2026-10", {pay_row(person, 1)}, "421125103");
    CHECK(told(books.found("W09", subject)) == "yellow 2026-10-01");
}

TEST_CASE("W10 tells pay that runs ahead of the budget by more than the tolerance") {
    Books books;
    const Value person = person_record(1);
    const std::string subject = "unit/" + kTown;
    pay(books, "2026-01", {pay_row(person, 1'030'000)});
    CHECK(told(books.found("W10", subject)) == "none");  // no budget
    books.put("budget/2026/" + kTown, Object{{"amount", 12'000'000}});
    CHECK(told(books.found("W10", subject)) == "none");  // exactly 3 %
    pay(books, "2026-01", {pay_row(person, 1'030'001)});
    CHECK(told(books.found("W10", subject)) == "yellow 2026-01-01");
    pay(books, "2026-02", {pay_row(person, 1'029'999)});
    CHECK(told(books.found("W10", subject)) == "none");
    pay(books, "2027-01", {pay_row(person, 9'000'000)});
    CHECK(told(books.found("W10", subject)) == "none");  // another year has another budget
}

TEST_CASE("W10 reckons with the largest budget a record can hold") {
    Books books;
    books.put("budget/2026/" + kTown, Object{{"amount", codec::kIntegerMax}});
    pay(books, "2026-12", {pay_row(person_record(1), codec::kIntegerMax)});
    CHECK(told(books.found("W10", "unit/" + kTown)) == "none");
    books.put("budget/2026/" + kTown, Object{{"amount", codec::kIntegerMax / 100 * 97}});
    CHECK(told(books.found("W10", "unit/" + kTown)) == "yellow 2026-12-01");
}

TEST_CASE("W11 tells pay that differs from what was approved by more than a yuan, from the month it holds") {
    Books books;
    const Value person = with(person_record(1), {{"pay", Object{{"amount", 500'000}, {"from_month", "2026-09"}}}});
    books.put("person/p1", person);
    pay(books, "2026-08", {pay_row(person, 1)});
    pay(books, "2026-09", {pay_row(person, 400'000), pay_row(person, 100'100), pay_row(person, 70'000, "other")});
    const std::string subject = books.pay_subject(person);
    CHECK(told(books.found("W11", subject)) == "none");
    pay(books, "2026-10", {pay_row(person, 500'101)});
    CHECK(told(books.found("W11", subject)) == "yellow 2026-10-01");
    pay(books, "2026-10", {pay_row(person, 499'899)});
    CHECK(told(books.found("W11", subject)) == "yellow 2026-10-01");
    books.put("person/p1", person_record(1));
    CHECK(told(books.found("W11", subject)) == "none");
}

TEST_CASE("W11 counts other rows where they stand in the place of pay in service, and no pension") {
    Books books;
    const Value person = with(person_record(1), {{"pay", Object{{"amount", 500'000}, {"from_month", "2026-09"}}}});
    books.put("person/p1", person);
    const std::string subject = books.pay_subject(person);
    const auto paid = [&](const std::vector<Value>& rows) {
        pay(books, "2026-10", rows);
        return told(books.found("W11", subject));
    };
    CHECK(paid({pay_row(person, 900'000, "other")}) == "yellow 2026-10-01");  // all of it under another heading
    CHECK(paid({pay_row(person, 30'000, "other")}) == "yellow 2026-10-01");   // an allowance, and no pay
    CHECK(paid({pay_row(person, 300'000, "other"), pay_row(person, 200'000, "other")}) == "none");
    CHECK(paid({pay_row(person, 500'100, "other")}) == "none");
    CHECK(paid({pay_row(person, 500'101, "other")}) == "yellow 2026-10-01");
    CHECK(paid({pay_row(person, 499'900, "other")}) == "none");
    CHECK(paid({pay_row(person, 499'899, "other")}) == "yellow 2026-10-01");
    CHECK(paid({pay_row(person, 500'000), pay_row(person, 900'000, "other")}) == "none");  // an allowance beside it
    CHECK(paid({pay_row(person, 900'000, "retired")}) == "none");
    pay(books, "2026-08", {pay_row(person, 1, "other")});  // before any pay was approved
    CHECK(told(books.found("W11", subject)) == "none");
}

TEST_CASE("W11 says nothing of another unit's allowance while the payroll that ought to have the pay is not in") {
    Books books;
    const Value person = with(person_record(1), {{"pay", Object{{"amount", 500'000}, {"from_month", "2026-09"}}}});
    books.put("person/p1", person);
    pay(books, "2026-10", {pay_row(person, 300, "other")}, kVillage);
    CHECK(told(books.found("W11", books.pay_subject(person))) == "none");
    pay(books, "2026-10", {pay_row(person, 500'000)});
    CHECK(told(books.found("W11", books.pay_subject(person))) == "none");
    pay(books, "2026-10", {});
    CHECK(told(books.found("W11", books.pay_subject(person))) == "yellow 2026-10-01");
}

TEST_CASE("W11 goes by the newest revision of pay that holds for the month") {
    Books books;
    const auto approved = [](std::int64_t amount, const char* from, const char* on) {
        return Value(Object{{"amount", amount}, {"from_month", from}, {"approved_on", on}});
    };
    const Value person = with(person_record(1), {{"pay", approved(600'000, "2026-07", "2026-09-10")},
                                                 {"pay_before", Array{approved(500'000, "2026-01", "2026-01-05")}}});
    books.put("person/p1", person);
    pay(books, "2026-06", {pay_row(person, 500'000)});
    pay(books, "2026-07", {pay_row(person, 500'000)});  // the revision reaches back before it was approved
    pay(books, "2026-08", {pay_row(person, 600'000)});
    pay(books, "2026-09", {pay_row(person, 600'000)});
    const std::string subject = books.pay_subject(person);
    CHECK(told(books.found("W11", subject)) == "none");
    pay(books, "2026-06", {pay_row(person, 600'000)});
    CHECK(told(books.found("W11", subject)) == "yellow 2026-06-01");
    pay(books, "2026-06", {pay_row(person, 500'000)});
    pay(books, "2026-09", {pay_row(person, 500'000)});
    const auto found = books.found("W11", subject);
    CHECK(told(found) == "yellow 2026-09-01");
    CHECK(found[0].evidence[0].args == std::vector<std::string>{"2026-09", "6000.00", "5000.00"});
}

TEST_CASE("W12 compares the register at the month's end, the payroll and the budget by number of people") {
    Books books;
    const Value one = person_record(1), two = person_record(2);
    books.put("person/p1", one);
    books.put("person/p2", two);
    const std::string subject = "unit/" + kTown;
    CHECK(told(books.found("W12", subject)) == "none");
    pay(books, "2026-10", {pay_row(one, 1), pay_row(two, 1), pay_row(two, 1)});
    CHECK(told(books.found("W12", subject)) == "none");
    books.put("budget/2026/" + kTown, Object{{"amount", 1'000'000'000}, {"funded", 2}});
    CHECK(told(books.found("W12", subject)) == "none");
    books.put("budget/2026/" + kTown, Object{{"amount", 1'000'000'000}, {"funded", 3}});
    const auto found = books.found("W12", subject);
    CHECK(told(found) == "yellow 2026-10-01");
    CHECK(found[0].id == "W12/unit/421125101/2026-10");
    books.put("budget/2026/" + kTown, Object{{"amount", 1'000'000'000}, {"funded", 2}});
    books.put("person/p2", left(2, "05", "2026-11-01"));  // still there at the end of October
    CHECK(told(books.found("W12", subject)) == "none");
    books.put("person/p2", left(2, "05", "2026-10-01"));  // paid to the end of the month
    CHECK(told(books.found("W12", subject)) == "none");
    books.put("person/p2", left(2, "05", "2026-09-30"));
    CHECK(told(books.found("W12", subject)) == "yellow 2026-10-01");
}

TEST_CASE("W12 counts whom public funds paid in the month, whatever was cut since") {
    Books books;
    const Value one = person_record(1), two = person_record(2);
    const std::string subject = "unit/" + kTown;
    const auto cut = [](std::string_view on, Value from) {
        return with(left(2, "05", on), {{"fin_funded", false}, {"fin_until", std::move(from)}});
    };
    books.put("person/p1", one);
    books.put("person/p2", cut("2026-11-03", "2026-12"));  // the funds were cut before November was paid
    pay(books, "2026-10", {pay_row(one, 1), pay_row(two, 1)});
    CHECK(told(books.found("W12", subject)) == "none");
    pay(books, "2026-10", {pay_row(one, 1)});
    CHECK(told(books.found("W12", subject)) == "yellow 2026-10-01");
    books.put("person/p2", cut("2026-10-20", "2026-11"));
    CHECK(told(books.found("W12", subject)) == "none");  // paid to the month's end or not, both are right
    pay(books, "2026-10", {pay_row(one, 1), pay_row(two, 1)});
    CHECK(told(books.found("W12", subject)) == "none");
    pay(books, "2026-11", {pay_row(one, 1), pay_row(two, 1)});
    CHECK(told(books.found("W12", subject)) == "yellow 2026-11-01");
    pay(books, "2026-11", {pay_row(one, 1)});
    books.put("person/p2", cut("2026-11-20", "2026-11"));  // known to be funded no more
    CHECK(told(books.found("W12", subject)) == "none");
    pay(books, "2026-11", {pay_row(one, 1), pay_row(two, 1)});
    CHECK(told(books.found("W12", subject)) == "yellow 2026-11-01");
    books.put("person/p2", without(cut("2026-11-20", ""), "fin_until"));  // as logs had it that kept no month
    CHECK(told(books.found("W12", subject)) == "none");
}

TEST_CASE("W12 counts who came from the month in which pay is due, and a transfer at either unit") {
    Books books;
    const Value one = person_record(1), two = person_record(2);
    const std::string subject = "unit/" + kTown;
    const auto entered = [&](const char* from) {
        return with(two, {{"quota_since", "2026-10-05"},
                          {"entered_on", "2026-10-05"},
                          {"pay", Object{{"amount", 1}, {"from_month", from}}}});
    };
    books.put("person/p1", one);
    pay(books, "2026-10", {pay_row(one, 1)});
    books.put("person/p2", entered("2026-10"));
    CHECK(told(books.found("W12", subject)) == "yellow 2026-10-01");
    books.put("person/p2", entered("2026-11"));
    CHECK(told(books.found("W12", subject)) == "none");
    books.put("person/p2", entered("2199-12"));
    CHECK(told(books.found("W12", subject)) == "none");
    books.put("person/p2", with(entered("2020-01"), {{"moved_from", "person/p9"}}));
    CHECK(told(books.found("W12", subject)) == "none");  // still paid where they came from
    pay(books, "2026-10", {pay_row(one, 1), pay_row(two, 1)});
    CHECK(told(books.found("W12", subject)) == "none");  // or already here
    pay(books, "2026-11", {pay_row(one, 1)});
    CHECK(told(books.found("W12", subject)) == "yellow 2026-11-01");
}

TEST_CASE("a revision of pay that is still to come makes nobody unpaid until then") {
    Books books;
    const Value opened = person_record(1);
    const auto revised = [&](const char* from) {
        return with(opened,
                    {{"pay", Object{{"amount", 520'000}, {"from_month", from}, {"doc_no", "浠人社薪〔2026〕7号"}}}});
    };
    books.put("person/p1", revised("2026-11"));
    pay(books, "2026-10", {pay_row(opened, 500'000)});
    const std::string unit = "unit/" + kTown, number = books.pay_subject(opened);
    CHECK(told(books.found("W12", unit)) == "none");
    pay(books, "2026-09", {});
    pay(books, "2026-10", {});
    CHECK(told(books.found("W06", number)) == "yellow 2026-09-01");
    CHECK(told(books.found("W12", unit)) == "yellow 2026-10-01");
    // Whom the chain brought is paid from the month that it approved, whatever was revised since.
    books.put("person/p1", with(revised("2027-01"),
                                {{"pay_before", Array{Object{{"amount", 500'000}, {"from_month", "2026-11"}}}}}));
    CHECK(told(books.found("W06", number)) == "none");
    CHECK(told(books.found("W12", unit)) == "none");
}

TEST_CASE("W12 takes the number of a yearly budget as that of its day: who came or left since makes no difference") {
    Books books;
    const Value one = person_record(1), two = person_record(2);
    const std::string subject = "unit/" + kTown;
    const auto budget = [&](std::int64_t funded) {
        books.put(
            "budget/2026/" + kTown,
            Object{{"amount", 1'000'000'000}, {"funded", funded}, {"loaded_at", "2026-03-02T09:00:00.000+08:00"}});
    };
    books.put("person/p1", one);
    books.put("person/p2", with(two, {{"quota_since", "2026-05-05"}}));
    pay(books, "2026-10", {pay_row(one, 1), pay_row(two, 1)});
    for (const auto& [funded, expected] :
         {std::pair(0, "yellow 2026-10-01"), {1, "none"}, {2, "none"}, {3, "yellow 2026-10-01"}}) {
        budget(funded);
        CHECK(told(books.found("W12", subject)) == expected);
    }
    books.put("person/p2", left(2, "05", "2026-04-01"));
    pay(books, "2026-10", {pay_row(one, 1)});
    for (const auto& [funded, expected] :
         {std::pair(0, "yellow 2026-10-01"), {1, "none"}, {2, "none"}, {3, "yellow 2026-10-01"}}) {
        budget(funded);
        CHECK(told(books.found("W12", subject)) == expected);
    }
    books.put("person/p2", left(2, "05", "2026-02-28"));  // before the budget was told
    budget(2);
    CHECK(told(books.found("W12", subject)) == "yellow 2026-10-01");
}

TEST_CASE("pay is kept for 24 months up to the newest, whatever the order it comes in") {
    const Value gone = left(1, "05", "2020-08-20");
    for (const bool oldest_first : {true, false}) {
        Books books;
        books.put("person/p1", gone);
        for (int i = 0; i < 26; ++i) {
            const int n = oldest_first ? i : 25 - i;
            const Date month = add_months(day("2024-09-01"), n);
            pay(books, format_date(month).substr(0, 7), {pay_row(gone, 1)});
        }
        const auto found = books.found("W05", books.pay_subject(gone));
        CHECK(told(found) == "red 2024-11-01");
        CHECK(found[0].evidence.size() == oversight::kEvidenceMax);  // 24 months and the exit: the oldest gives way
        CHECK(found[0].evidence.back().text == "evidence.left");
    }
}
