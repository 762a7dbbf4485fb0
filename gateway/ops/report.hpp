// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an officer wants to know of the county at a glance: registers and their sums, the invariants counted again,
// warnings with evidence, statistics of a period, forecasts (domain.md 3.2, 7 and 8).

#include <string>

#include "gateway/county/county.hpp"
#include "gateway/ops/folder.hpp"

namespace zj::ops {

struct Reporting {
    Date on;                      // by what the log held at its end, and the morning of it
    std::string period = "year";  // day, month, quarter or year: from its first day up to `on`
    std::int64_t population = 0;  // of the county, for 财政供养系数; 0: not told, and no such figure
    // Statistics, registers and annual table of this matter, unit or system of units alone (domain.md 8); empty: all.
    // Invariants and warnings are the county's.
    std::string matter, unit, system;
};

// ID numbers are masked. Errors: usage.period, usage.population, "report.unit" (no such unit on that day),
// "report.code" (no such matter or system).
Result<codec::Value> report(county::County& county, const CountyFacts& facts, const Reporting& reporting);

}  // namespace zj::ops
