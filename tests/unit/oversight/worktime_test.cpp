// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/worktime.hpp"

#include <catch2/catch_test_macros.hpp>

#include "assets/assets.hpp"
#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::oversight;
using namespace zj::test;

namespace {

Time at(std::string_view text) {  // "2026-11-16 08:30"
    return *parse_time(std::string(text.substr(0, 10)) + "T" + std::string(text.substr(11)) + ":00.000+08:00");
}

}  // namespace

TEST_CASE("working minutes are office hours of working days") {
    const auto catalogue = test::shipped_catalogue();
    const WorkTime time(*catalogue);
    const auto minutes = [&](std::string_view from, std::string_view until) {
        return time.minutes({at(from), at(until)});
    };
    CHECK(time.minutes_a_day() == 390);
    CHECK(minutes("2026-11-16 00:00", "2026-11-17 00:00") == 390);
    CHECK(minutes("2026-11-16 11:00", "2026-11-16 15:00") == 90);  // the noon break does not count
    CHECK(minutes("2026-11-16 12:00", "2026-11-16 14:30") == 0);
    CHECK(minutes("2026-11-20 17:00", "2026-11-23 09:00") == 60);   // over a weekend
    CHECK(minutes("2026-09-30 17:00", "2026-10-08 09:00") == 60);   // over the national holiday
    CHECK(minutes("2026-10-10 08:30", "2026-10-10 12:00") == 210);  // a Saturday that is worked
    CHECK(minutes("2026-11-17 10:00", "2026-11-16 10:00") == 0);
    CHECK(minutes("2026-11-16 10:00", "2026-11-16 10:00") == 0);
}

TEST_CASE("breaks are left out once, however they overlap") {
    const auto catalogue = test::shipped_catalogue();
    const WorkTime time(*catalogue);
    const Span whole{at("2026-11-16 08:30"), at("2026-11-16 12:00")};
    CHECK(time.minutes_without(whole, {{at("2026-11-16 09:00"), at("2026-11-16 10:00")}}) == 150);
    CHECK(time.minutes_without(whole, {{at("2026-11-16 09:30"), at("2026-11-16 10:30")},
                                       {at("2026-11-16 09:00"), at("2026-11-16 10:00")},
                                       {at("2026-11-16 09:10"), at("2026-11-16 09:20")}}) == 120);
    CHECK(time.minutes_without(whole, {{at("2026-11-15 09:30"), at("2026-11-17 10:30")}}) == 0);
    CHECK(time.minutes_without(whole, {{at("2026-11-17 09:30"), at("2026-11-17 10:30")}}) == 210);
    CHECK(time.minutes_without(whole, {{at("2026-11-16 10:00"), at("2026-11-16 09:00")}}) == 210);
}

TEST_CASE("a receipt after 17:00 or on a rest day counts for the next working day") {
    const auto catalogue = test::shipped_catalogue();
    const WorkTime time(*catalogue);
    const auto counts_for = [&](std::string_view received) {
        return format_date(time.receipt_day(at(received)));
    };
    CHECK(counts_for("2026-11-16 16:59") == "2026-11-16");
    CHECK(counts_for("2026-11-16 17:00") == "2026-11-17");
    CHECK(counts_for("2026-11-20 17:30") == "2026-11-23");
    CHECK(counts_for("2026-11-21 09:00") == "2026-11-23");
    CHECK(counts_for("2026-10-01 09:00") == "2026-10-08");
    CHECK(counts_for("2026-10-10 09:00") == "2026-10-10");
}

TEST_CASE("working days are counted and added over holidays") {
    const auto catalogue = test::shipped_catalogue();
    const WorkTime time(*catalogue);
    CHECK(time.days(day("2026-09-30"), day("2026-10-08")) == 1);
    CHECK(time.days(day("2026-10-08"), day("2026-09-30")) == 0);
    CHECK(format_date(time.add_days(day("2026-09-30"), 2)) == "2026-10-09");
    CHECK(format_date(time.add_days(day("2026-09-30"), 0)) == "2026-09-30");
    CHECK(format_date(time.on_or_after(day("2026-11-21"))) == "2026-11-23");
}

TEST_CASE("a calendar without working days stops no one") {
    Value all = *codec::parse_json(*model::assemble_catalogue(assets::all()), limits::kCatalogueBytesMax);
    Value& calendar = all.object().find("calendar")->second;
    calendar.set("workdays", Array{});
    Array rest;  // a hundred days, ten at a time
    for (Date from = day("2026-03-01"); from < day("2026-06-09"); from.days += 10) {
        rest.push_back(Object{
            {"from", format_date(from)}, {"to", format_date(Date{from.days + 9})}, {"zh", "假"}, {"en", "rest"}});
    }
    calendar.set("holidays", rest);
    const auto resting = model::Catalogue::from(all);
    REQUIRE(resting.has_value());
    const WorkTime time(**resting);
    CHECK(time.on_or_after(day("2026-03-01")) == day("2026-04-30"));  // given up after sixty days
    CHECK(time.minutes({at("2026-03-01 00:00"), at("2026-06-09 00:00")}) == 0);
}

TEST_CASE("a case is urged at 80, 100 and 150 per cent of its limit") {
    const auto catalogue = test::shipped_catalogue();
    const auto urge = [&](std::int64_t minutes) {
        return urge_of(*catalogue, {minutes, 1000});
    };
    CHECK(urge(799) == Urge::none);
    CHECK(urge(800) == Urge::notice);
    CHECK(urge(999) == Urge::notice);
    CHECK(urge(1000) == Urge::red);
    CHECK(urge(1499) == Urge::red);
    CHECK(urge(1500) == Urge::deputy);
    CHECK(urge_of(*catalogue, {5, 0}) == Urge::none);
}

TEST_CASE("the limit of a closed case stops at its close") {
    const auto catalogue = test::shipped_catalogue();
    const WorkTime time(*catalogue);
    Case c;
    c.limit_half_days = 2;
    CHECK(elapsed_of(time, c, at("2026-11-20 12:00")).limit_minutes == 0);  // not received
    c.received_at = at("2026-11-16 08:30");
    c.closed_at = at("2026-11-16 12:00");
    const Elapsed elapsed = elapsed_of(time, c, at("2026-11-20 12:00"));
    CHECK(elapsed.minutes == 210);
    CHECK(elapsed.limit_minutes == 390);
    CHECK(elapsed.percent() == 53);
}
