// SPDX-License-Identifier: Apache-2.0
#include "shared/base/time.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/base/system_time.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;

namespace {

Time at(const char* text) {
    const auto time = parse_time(text);
    REQUIRE(time);
    return *time;
}
Date day(const char* text) {
    const auto date = parse_date(text);
    REQUIRE(date);
    return *date;
}

}  // namespace

TEST_CASE("times are written at +08:00 and read back exactly") {
    CHECK(format_time(Time{0}) == "1970-01-01T08:00:00.000+08:00");
    CHECK(format_time(Time{-1}) == "1970-01-01T07:59:59.999+08:00");
    CHECK(at("1970-01-01T08:00:00.000+08:00").ms == 0);
    CHECK(at("2026-11-23T15:04:05.678+08:00").ms == 1795417445678);
    for (const char* text : {"1900-01-01T00:00:00.000+08:00", "1999-12-31T23:59:59.999+08:00",
                             "2000-02-29T12:00:00.001+08:00", "2199-12-31T23:59:59.999+08:00"}) {
        CHECK(format_time(at(text)) == text);
    }
}

TEST_CASE("a time of any other shape is refused") {
    for (const char* text :
         {"", "2026-11-23", "2026-11-23T15:04:05+08:00", "2026-11-23T15:04:05.67+08:00",
          "2026-11-23T15:04:05.6789+08:00", "2026-11-23T15:04:05.678Z", "2026-11-23T15:04:05.678+09:00",
          "2026-11-23T15:04:05.678-08:00", "2026-11-23 15:04:05.678+08:00", "2026-11-23t15:04:05.678+08:00",
          "2026-11-23T15:04:05,678+08:00", " 2026-11-23T15:04:05.678+08:00", "2026-11-23T15:04:05.678+08:00 "}) {
        INFO(text);
        const auto read = parse_time(text);
        REQUIRE(!read);
        CHECK(read.error().code == "time.shape");
    }
    for (const char* text :
         {"2026-11-23T24:00:00.000+08:00", "2026-11-23T15:60:00.000+08:00", "2026-11-23T15:04:60.000+08:00",
          "2026-11-23T-1:04:05.678+08:00", "2026-11-23T1a:04:05.678+08:00", "2026-11-23T15:04:05.6x8+08:00"}) {
        INFO(text);
        const auto read = parse_time(text);
        REQUIRE(!read);
        CHECK(read.error().code == "time.none");
    }
    CHECK(parse_time("2026-02-29T15:04:05.678+08:00").error().code == "date.none");
}

TEST_CASE("dates exist or are refused, from 1900 to 2199") {
    CHECK(day("1970-01-01").days == 0);
    CHECK(day("2000-02-29") > day("2000-02-28"));
    CHECK(format_date(day("2024-02-29")) == "2024-02-29");
    for (const char* text : {"1900-02-29", "2100-02-29", "2026-02-29", "2026-04-31", "2026-00-01", "2026-13-01",
                             "2026-01-00", "2026-01-32", "1899-12-31", "2200-01-01", "202a-01-01"}) {
        INFO(text);
        const auto read = parse_date(text);
        REQUIRE(!read);
        CHECK(read.error().code == "date.none");
    }
    for (const char* text : {"", "2026-1-1", "2026/01/01", "20260101", "2026-01-011", "12026-01-01"}) {
        INFO(text);
        const auto read = parse_date(text);
        REQUIRE(!read);
        CHECK(read.error().code == "date.shape");
    }
}

TEST_CASE("every day of three centuries follows the one before and reads back") {
    int count = 0;
    Ymd before = ymd_of(Date{day("1900-01-01").days - 1});
    for (Date d = day("1900-01-01"); d <= day("2199-12-31"); ++d.days) {
        const Ymd v = ymd_of(d);
        const bool next_day = v.year == before.year && v.month == before.month && v.day == before.day + 1;
        const bool next_month = v.day == 1 && v.month == before.month + 1 && v.year == before.year && before.day >= 28;
        const bool next_year =
            v.day == 1 && v.month == 1 && v.year == before.year + 1 && before.month == 12 && before.day == 31;
        const bool follows = next_day || next_month || next_year;
        const bool same = date_from(v) == d && date_of(start_of(d)) == d && *parse_date(format_date(d)) == d;
        if (!follows || !same) {
            FAIL(format_date(d));
        }
        before = v;
        ++count;
    }
    CHECK(count == 109573);  // 300 years with 73 leap days: 1900 and 2100 have none
}

TEST_CASE("a day begins and ends at midnight of the county, not of Greenwich") {
    const Date d = day("2026-11-23");
    CHECK(format_time(start_of(d)) == "2026-11-23T00:00:00.000+08:00");
    CHECK(date_of(at("2026-11-23T00:00:00.000+08:00")) == d);
    CHECK(date_of(at("2026-11-22T23:59:59.999+08:00")) == Date{d.days - 1});
    CHECK(date_of(at("2026-11-23T23:59:59.999+08:00")) == d);
    CHECK(date_of(Time{-1}).days == 0);  // 07:59:59.999 of 1970-01-01
    CHECK(date_of(Time{-kCountyOffsetMs - 1}).days == -1);
    CHECK(start_of(Date{-1}) < start_of(Date{0}));
}

TEST_CASE("months are added with the day clipped to the month's length") {
    const auto added = [](const char* text, int months) {
        return format_date(add_months(*parse_date(text), months));
    };
    CHECK(added("2026-01-31", 1) == "2026-02-28");
    CHECK(added("2024-01-31", 1) == "2024-02-29");
    CHECK(added("2024-02-29", 12) == "2025-02-28");
    CHECK(added("2024-02-29", 48) == "2028-02-29");
    CHECK(added("2026-11-30", 6) == "2027-05-30");
    CHECK(added("2026-12-31", 2) == "2027-02-28");
    CHECK(added("2026-03-31", -1) == "2026-02-28");
    CHECK(added("2026-01-15", -13) == "2024-12-15");
    CHECK(added("2026-06-15", 0) == "2026-06-15");
}

TEST_CASE("a tick boundary is strictly after, and stands at 0, 12 and 17 o'clock") {
    const auto next = [](const char* text) {
        return format_time(next_tick_boundary(*parse_time(text)));
    };
    CHECK(next("2026-11-23T00:00:00.000+08:00") == "2026-11-23T12:00:00.000+08:00");
    CHECK(next("2026-11-23T11:59:59.999+08:00") == "2026-11-23T12:00:00.000+08:00");
    CHECK(next("2026-11-23T12:00:00.000+08:00") == "2026-11-23T17:00:00.000+08:00");
    CHECK(next("2026-11-23T16:59:59.999+08:00") == "2026-11-23T17:00:00.000+08:00");
    CHECK(next("2026-11-23T17:00:00.000+08:00") == "2026-11-24T00:00:00.000+08:00");
    CHECK(next("2026-12-31T23:59:59.999+08:00") == "2027-01-01T00:00:00.000+08:00");
    CHECK(next("1969-12-31T23:59:59.999+08:00") == "1970-01-01T00:00:00.000+08:00");
    // Three a day, whatever the day.
    Time t = start_of(*parse_date("2024-02-28"));
    for (int i = 0; i < 9; ++i) {
        t = next_tick_boundary(t);
    }
    CHECK(format_time(t) == "2024-03-02T00:00:00.000+08:00");
}

TEST_CASE("the machine's clock tells a time of this century") {
    SystemClock clock;
    const Time a = clock.now(), b = clock.now();
    CHECK(a <= b);
    CHECK(a > *parse_time("2024-01-01T00:00:00.000+08:00"));
}
