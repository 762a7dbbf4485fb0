// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which layers of the office a case has behind it as it stands now (domain.md 2): the judge and the terminal ask here.

#include <algorithm>
#include <string_view>

#include "shared/codec/value.hpp"

namespace zj::model {

// `passes_from` of a case is the first round whose passes count: an answer that changes what the layers have looked at
// sends it through all of them again. Absent: every pass counts.
inline bool layer_passed(const codec::Value& value, std::string_view step) {
    const codec::Array& steps = value.items("steps");
    return std::any_of(steps.begin(), steps.end(), [&](const codec::Value& one) {
        return one.str_or("step") == step && one.str_or("act") == "pass" &&
               one.int_or("round") >= value.int_or("passes_from");
    });
}

}  // namespace zj::model
