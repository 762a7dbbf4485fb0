// SPDX-License-Identifier: Apache-2.0
#include "shared/base/time.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace zj {
namespace {

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

bool is_leap(int y) {
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int days_in_month(int year, int month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// Reads exactly `count` digits at `at`; -1 where one is not a digit.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool matches(std::string_view text, std::string_view shape) {
    if (text.size() != shape.size()) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (shape[i] != '#' && shape[i] != text[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

// Days from civil and back: Howard Hinnant's algorithms (public domain), years from 1 March.
Date date_from(Ymd v) {
    const int y = v.year - (v.month <= 2 ? 1 : 0);
    const std::int64_t era = floor_div(y, 400);
    const auto yoe = static_cast<std::int64_t>(y) - era * 400;
    const std::int64_t doy = (153 * (v.month + (v.month > 2 ? -3 : 9)) + 2) / 5 + v.day - 1;
    const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return {static_cast<std::int32_t>(era * 146097 + doe - 719468)};
}

Ymd ymd_of(Date d) {
    const std::int64_t z = d.days + 719468LL;
    const std::int64_t era = floor_div(z, 146097);
    const std::int64_t doe = z - era * 146097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153;
    const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    return {static_cast<int>(yoe + era * 400) + (month <= 2 ? 1 : 0), month,
            static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

Date date_of(Time t) {
    return {static_cast<std::int32_t>(floor_div(t.ms + kCountyOffsetMs, kDayMs))};
}
Time start_of(Date d) {
    return {d.days * kDayMs - kCountyOffsetMs};
}

Date add_months(Date d, int months) {
    Ymd v = ymd_of(d);
    const int total = v.year * 12 + (v.month - 1) + months;
    v.year = static_cast<int>(floor_div(total, 12));
    v.month = total - v.year * 12 + 1;
    v.day = std::min(v.day, days_in_month(v.year, v.month));
    return date_from(v);
}

std::string format_date(Date d) {
    const Ymd v = ymd_of(d);
    char out[16];
    std::snprintf(out, sizeof out, "%04d-%02d-%02d", v.year % 10000, v.month % 100, v.day % 100);
    return out;
}

Result<Date> parse_date(std::string_view text) {
    if (!matches(text, "####-##-##")) {
        return fail("date.shape", {}, "a date is written yyyy-mm-dd");
    }
    const Ymd v{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    if (v.year < 1900 || v.year > 2199 || v.month < 1 || v.month > 12 || v.day < 1 ||
        v.day > days_in_month(v.year, v.month)) {
        return fail("date.none", {}, "no such day");
    }
    return date_from(v);
}

std::string format_time(Time t) {
    const Date d = date_of(t);
    const std::int64_t ms = t - start_of(d);
    char out[32];
    std::snprintf(out, sizeof out, "T%02d:%02d:%02d.%03d+08:00", static_cast<int>(ms / kHourMs),
                  static_cast<int>(ms / 60000 % 60), static_cast<int>(ms / 1000 % 60), static_cast<int>(ms % 1000));
    return format_date(d) + out;
}

Result<Time> parse_time(std::string_view text) {
    if (!matches(text, "####-##-##T##:##:##.###+08:00")) {
        return fail("time.shape", {}, "a time is written 2026-11-23T15:04:05.678+08:00");
    }
    ZJ_TRY(const Date d, parse_date(text.substr(0, 10)));
    const int h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2), ms = digits(text, 20, 3);
    if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59 || ms < 0) {
        return fail("time.none", {}, "no such time");
    }
    return start_of(d) + (((h * 60LL + m) * 60 + s) * 1000 + ms);
}

Time next_tick_boundary(Time t) {
    const Time day = start_of(date_of(t));
    for (const std::int64_t hour : {12, 17, 24}) {
        if (day + hour * kHourMs > t) {
            return day + hour * kHourMs;
        }
    }
    ZJ_ASSERT(false);
}

std::uint64_t SeededRandom::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

std::uint64_t SeededRandom::below(std::uint64_t n) {
    ZJ_ASSERT(n > 0);
    return next() % n;
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    for (std::size_t i = 0; i < out.size(); i += 8) {
        const std::uint64_t word = next();
        for (std::size_t j = 0; j < 8 && i + j < out.size(); ++j) {
            out[i + j] = static_cast<std::uint8_t>(word >> (8 * j));
        }
    }
}

}  // namespace zj
