// SPDX-License-Identifier: Apache-2.0
#pragma once
// The demonstration county's report, held against what its year planted (domain.md 13; planted.json of `init
// --year-cases`).

#include "gateway/ops/report.hpp"

namespace zj::ops {

// report() of the day on which simulated time ends, at midnight, and "planted": {exact, found, missing, beyond}, lists
// of {rule, unit}. Who retires within half a year is a notice of the calendar (W04), not an irregularity, and is not
// counted. Errors: "demo.none" where the folder has no simulated year.
Result<codec::Value> demo_report(county::County& county, const CountyFacts& facts, const std::string& folder);

}  // namespace zj::ops
