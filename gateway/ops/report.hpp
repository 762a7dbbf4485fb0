// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an officer wants to know of the county at a glance: registers and their sums, warnings with evidence, statistics
// of the year so far, forecasts (domain.md 7 and 8).

#include "gateway/county/county.hpp"
#include "gateway/ops/folder.hpp"

namespace zj::ops {

// By the records as they stand, on the morning of `today`. ID numbers are masked.
Result<codec::Value> report(county::County& county, const CountyFacts& facts, Date today);

}  // namespace zj::ops
