// SPDX-License-Identifier: Apache-2.0
#pragma once
// Members of records as values; one that is missing, or of another type, is absent.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

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

// "a/b" as two; the second is empty where there is no slash.
inline std::pair<std::string_view, std::string_view> split(std::string_view text) {
    const auto slash = text.find('/');
    return slash == text.npos ? std::pair(text, std::string_view{})
                              : std::pair(text.substr(0, slash), text.substr(slash + 1));
}

// A whole number of a record key: a year or a stage, so six digits are plenty and cannot overflow.
inline std::optional<std::int64_t> number_in(std::string_view text) {
    if (text.empty() || text.size() > 6) {
        return std::nullopt;
    }
    std::int64_t out = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        out = out * 10 + (c - '0');
    }
    return out;
}

inline std::optional<Date> newest(std::optional<Date> a, std::optional<Date> b) {
    return !a ? b : !b ? a : std::optional(std::max(*a, *b));
}

}  // namespace zj::oversight
