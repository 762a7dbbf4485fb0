// SPDX-License-Identifier: Apache-2.0
#pragma once
// Members of records as values; one that is missing, or of another type, is absent.

#include <optional>
#include <string_view>

#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"

namespace zj::oversight {

// A date, or the day at +08:00 of a time.
inline std::optional<Date> date_in(const codec::Value& value, std::string_view member) {
    const std::string_view text = value.str_or(member);
    if (const auto day = parse_date(text)) {
        return *day;
    }
    const auto time = parse_time(text);
    return time ? std::optional(date_of(*time)) : std::nullopt;
}

inline std::optional<Time> time_in(const codec::Value& value, std::string_view member) {
    const auto time = parse_time(value.str_or(member));
    return time ? std::optional(*time) : std::nullopt;
}

}  // namespace zj::oversight
