// SPDX-License-Identifier: Apache-2.0
#pragma once
// 期初建账: a folder of tables into one signed change set a unit (INTENTS.md, register.open).

#include <string>
#include <vector>

#include "shared/model/opening.hpp"
#include "terminal/work/context.hpp"

namespace zj::work {

// Every fault of every table first; where there is one nothing is signed ("opening.faults", `faults` filled). Units
// whose books are open, or whose opening this device has signed, are passed over, so that the verb may be stopped
// between two units and run again. `units_max` 0: all. {"units","signed","skipped","left","persons"}.
Result<codec::Value> import_opening(const Context& context, const std::string& folder, std::size_t units_max,
                                    std::vector<model::OpeningFault>& faults);

}  // namespace zj::work
