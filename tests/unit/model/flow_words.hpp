// SPDX-License-Identifier: Apache-2.0
#pragma once
// For tests that sign at random: some intent of the further flows, about whatever stands in the county.

#include <string>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {

struct FlowSigned {
    std::string by;  // who would sign it; "inspector" must have been hired
    Value intent;
};
// `open_case` is the case to urge.
FlowSigned any_flow(CaseWorld& w, SeededRandom& dice, const std::string& open_case);

}  // namespace zj::test
