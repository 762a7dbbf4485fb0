// SPDX-License-Identifier: Apache-2.0
#pragma once
// Working time by the catalogue's calendar (domain.md 4, Limits, and 8). A working day is its office hours, which are
// policy: 08:30–12:00 and 14:30–17:30 are 390 minutes, and a half day of a limit is half of them. Times of day are at
// +08:00.

#include <cstdint>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/oversight/facts.hpp"

namespace zj::oversight {

// A policy by name. A catalogue that was put in force before the name existed does not have it; what the shipped
// catalogue says is used then (a test holds the two together).
std::int64_t policy_or(const model::Catalogue& catalogue, std::string_view name, std::int64_t shipped);

// Spans are half open: [from, until).
struct Span {
    Time from, until;
};

// Keeps a reference: the catalogue outlives it.
class WorkTime {
public:
    explicit WorkTime(const model::Catalogue& catalogue);

    std::int64_t minutes_a_day() const;
    // Office minutes in the span; 0 for one that runs backwards. Whole seconds are dropped at the end of the sum.
    std::int64_t minutes(Span span) const;
    // The same without what the breaks cover. Breaks may overlap and lie in any order.
    std::int64_t minutes_without(Span span, std::vector<Span> breaks) const;

    // The working day a receipt counts for: its own until 17:00 (policy same_day_hour), else the next one.
    Date receipt_day(Time received) const;
    // The first working day on or after `day`.
    Date on_or_after(Date day) const;
    // Working days after `from` up to and with `to`; 0 where there are none.
    std::int64_t days(Date from, Date to) const;
    // The day that is n working days after `from`.
    Date add_days(Date from, std::int64_t n) const;

private:
    const model::Catalogue& catalogue_;
    std::int64_t morning_from_, morning_until_, afternoon_from_, afternoon_until_;  // minutes of the day
};

// How far the limit of a case has run at `now` (or at its close). What is paused does not count, nor while the case is
// back with its unit, nor while the commission decides (domain.md 4, Limits).
struct Elapsed {
    std::int64_t minutes = 0;
    std::int64_t limit_minutes = 0;  // 0: no limit, or not received yet
    std::int64_t percent() const { return limit_minutes == 0 ? 0 : minutes * 100 / limit_minutes; }
};
Elapsed elapsed_of(const WorkTime& time, const Case& c, Time now);

// The same of the layer that holds the case now, by the layer's own limit. None while the commission decides.
Elapsed layer_elapsed_of(const WorkTime& time, const model::Catalogue& catalogue, const Case& c, Time now);

// When the step that is `at` in the list, or the one to come after the last, got the case: by the decision before, the
// unit's answer or the receipt. REQUIRES: the case was received.
Time handed_over(const Case& c, std::size_t at);

// The spans in which nobody of the office held the case until `now`: paused, or back with the unit.
std::vector<Span> still_spans(const Case& c, Time now);

// How loudly a case is urged (domain.md 6.9): at 80 % noticed, at 100 % red, at 150 % copied to the deputy director.
enum class Urge { none, notice, red, deputy };
Urge urge_of(const model::Catalogue& catalogue, const Elapsed& elapsed);

}  // namespace zj::oversight
