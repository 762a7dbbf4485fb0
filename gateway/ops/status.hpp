// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an operator is told about a county.

#include "gateway/county/county.hpp"
#include "gateway/ops/folder.hpp"

namespace zj::ops {

// Counts and the head of the log; with `registers` what stands in them: ledger, posts, plan, persons (numbers masked),
// cases, grants, stages, without record keys, so that two counties can be compared.
Result<codec::Value> status(county::County& county, const CountyFacts& facts, bool registers);
Result<codec::Value> incidents(county::County& county, std::size_t newest);

}  // namespace zj::ops
