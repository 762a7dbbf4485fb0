// SPDX-License-Identifier: Apache-2.0
#pragma once
// Calendar months as numbers that can be counted: year * 12 + month - 1.

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/time.hpp"
#include "shared/oversight/facts.hpp"

namespace zj::oversight {

inline Month month_of(Date day) {
    const Ymd ymd = ymd_of(day);
    return static_cast<Month>(ymd.year * 12 + ymd.month - 1);
}
inline int year_of(Month month) {
    return month / 12;
}
// 1 … 12
inline int month_in_year(Month month) {
    return month % 12 + 1;
}
inline Month first_month(int year) {
    return static_cast<Month>(year * 12);
}
inline Date first_day(Month month) {
    return date_from({year_of(month), month_in_year(month), 1});
}
inline Date last_day(Month month) {
    return Date{first_day(static_cast<Month>(month + 1)).days - 1};
}
// "2026-11"; nothing for any other text.
inline std::optional<Month> parse_month(std::string_view text) {
    const auto day = text.size() == 7 ? parse_date(std::string(text) + "-01") : Result<Date>(fail("time.shape"));
    return day ? std::optional(month_of(*day)) : std::nullopt;
}
inline std::string format_month(Month month) {
    return format_date(first_day(month)).substr(0, 7);
}

}  // namespace zj::oversight
