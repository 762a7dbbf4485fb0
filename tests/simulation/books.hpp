// SPDX-License-Identifier: Apache-2.0
#pragma once
// The little county of the simulator: one township with six people, one vacancy and two lines of plan; and the forms
// that its clerks fill.

#include <string>
#include <string_view>

#include "shared/codec/value.hpp"

namespace zj::sim {

inline constexpr std::string_view kCounty = "421125";
inline constexpr std::string_view kUnit = "421125101";
inline constexpr std::string_view kQuota = "20";

codec::Value opening_body();
// `mark` names the act: it must come to effect at most once.
codec::Value use_fields(const std::string& mark);
codec::Value out_fields(const std::string& person);
codec::Value change_fields(const codec::Value& person_record, const std::string& person, std::string_view field,
                           const std::string& value);

}  // namespace zj::sim
