// SPDX-License-Identifier: Apache-2.0
#pragma once
// How high a post stands, beside the organ that has it (domain.md 3.4 and 7, W03; codes of assets/codes/level.json,
// rank.json and staff_class.json): the judge, when somebody takes a post, and oversight ask here.

#include <string_view>

namespace zj::model {

// Chief and deputy of the unit: they stand in the unit itself, not in an inner organ (3.4).
bool leads_unit(std::string_view staff_class);

// A level of leaders above the rank of the organ. False where either cannot be compared: 股 to 正厅 can, no rank set
// and the grades of staff cannot.
bool above_rank_of(std::string_view level, std::string_view rank);

}  // namespace zj::model
