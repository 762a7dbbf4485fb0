// SPDX-License-Identifier: Apache-2.0
#pragma once
// Civil time of the county (+08:00, no daylight saving) with millisecond steps, and the clock and random sources as
// interfaces: model, log, codec and sync never read a clock or a generator of their own (architecture.md, Layout).

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace zj {

// Milliseconds since 1970-01-01T00:00:00Z.
struct Time {
    std::int64_t ms = 0;
    auto operator<=>(const Time&) const = default;
};
inline Time operator+(Time t, std::int64_t ms) {
    return {t.ms + ms};
}
inline std::int64_t operator-(Time a, Time b) {
    return a.ms - b.ms;
}

inline constexpr std::int64_t kSecondMs = 1000;
inline constexpr std::int64_t kHourMs = 3600 * kSecondMs;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;
inline constexpr std::int64_t kCountyOffsetMs = 8 * kHourMs;

// A calendar day at +08:00, as days since 1970-01-01.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;
};
struct Ymd {
    int year = 1970, month = 1, day = 1;
};

std::string format_time(Time t);                 // 2026-11-23T15:04:05.678+08:00, always this shape
Result<Time> parse_time(std::string_view text);  // exactly that shape; years 1900 to 2199
std::string format_date(Date d);                 // 2026-11-23
Result<Date> parse_date(std::string_view text);  // exactly that shape, existing days only
Date date_of(Time t);                            // the day at +08:00
Time start_of(Date d);                           // 00:00 at +08:00
Ymd ymd_of(Date d);
Date date_from(Ymd ymd);              // REQUIRES: an existing day
Date add_months(Date d, int months);  // day clipped to the month's length
// The first tick boundary (00:00, 12:00 or 17:00 at +08:00) strictly after t (log.md, Time passes by ticks).
Time next_tick_boundary(Time t);

// Source of wall-clock time. Implementations: system clock, simulated clock, a test's variable.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() = 0;
};

// Source of unpredictable bytes (system), or of reproducible ones from a seed (simulated time, tests).
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;
};

// Reproducible bytes from a seed (splitmix64). Never for real keys: tests, the simulator and simulated time only.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> out) override;
    std::uint64_t next();
    std::uint64_t below(std::uint64_t n);  // 0 … n-1; n > 0

private:
    std::uint64_t state_;
};

}  // namespace zj
