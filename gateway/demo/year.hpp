// SPDX-License-Identifier: Apache-2.0
#pragma once
// One year of the demonstration county under a simulated clock (log.md, Simulated time): its books are opened, and then
// some thousands of cases of all matters and flows are worked by people with keys of their own, at the pace of an
// office, with what is planted (planted.hpp). The same seed gives the same year. At its end the terminals of all these
// people end, for their keys come from the seed, and two tickets for real administrators are there.

#include <cstdint>
#include <functional>

#include "gateway/county/county.hpp"
#include "gateway/demo/diary.hpp"
#include "shared/log/root_statement.hpp"

namespace zj::demo {

struct YearPlan {
    const log::RootStatement* statement = nullptr;               // founded at `from`, with its two tickets unused
    const crypto::SigningKey* one_time[2] = {nullptr, nullptr};  // of those tickets
    std::string catalogue;                                       // bytes of the catalogue in force
    std::uint64_t seed = 0;
    Date from, until;          // the log ends before `until`
    std::size_t cases = 5000;  // some; more happens where retirements and plans make it
};

// Fewer would not hold what is planted, more is not one year of one county.
inline constexpr std::size_t kYearCasesMin = 300, kYearCasesMax = 20'000;

struct YearTold {
    codec::Value summary;                 // {"cases", "change_sets", "done" {…}, "entries", "planted" […]}
    crypto::SigningKey admin_tickets[2];  // one-time keys
    Time tickets_expire;
};

// `county` was opened with `clock`. `random` is for the two tickets: not the seed's. "demo.year" with what went wrong
// where the county did not take what the year is made of; "county.cancelled".
Result<YearTold> play_year(county::County& county, SimulatedClock& clock, const YearPlan& plan, Random& random,
                           const county::Progress& progress);

}  // namespace zj::demo
