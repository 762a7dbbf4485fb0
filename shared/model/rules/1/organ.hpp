// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the two halves of 机构修改 share: organ_fits.cpp asks whether a change may be, organ.cpp makes it; inside of
// rules version 1 only.

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {

// The names under which an open case marks the unit: its items, `inner`, `quota/<type>`, `posts/<level>`.
std::vector<std::string> touched(const Value& fields);
// Of these, the lines that get more: what a document may say once.
std::vector<std::string> raised(const Value& fields);
// `parent` is a record key in the form and a bare code in the register, as everywhere there.
Value as_kept(const Value& change, const Value& value);
// Asked at each turn of the case, the last pass too.
Outcome organ_fits(Act& act, const Value& fields, std::string_view code);

}  // namespace zj::model::rules1
