// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the parts of 机构修改 share: organ_fits.cpp asks whether a change may be, organ_facts.cpp what it does to the
// unit's own facts, organ.cpp makes it; inside of rules version 1 only.

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {

// The names under which an open case marks the unit: its items, `inner`, `quota/<type>`, `posts/<level>`.
std::vector<std::string> touched(const Value& fields);
// Of these, the lines that get more: what a document may say once.
std::vector<std::string> raised(const Value& fields);
// `parent` is a record key in the form and a bare code in the register, as everywhere there; `other_names` a text of a
// name a line, and a list.
Value as_kept(const Value& change, const Value& value);
// The unit with its own facts as the form says; its books and organs as they are.
Value changed_unit(Value unit, const Value& fields);
// What each kind of change may touch of them, and no more names than the opening books may have.
bool item_of_kind(std::string_view kind, std::string_view item);
bool bounded(const Value& change);
// G2 where `next` may not have the quota that the unit holds; B3 where a fact is missing in it that the unit has told,
// or a superior stands below it.
Outcome facts_fit(Act& act, const Value& unit, const Value& next, std::string_view code, const Value& fields);
// What the unit has of a book after this change.
std::int64_t after_change(Act& act, const std::string& key, const char* member, const Array& rows, const char* named,
                          std::string_view of);
// Asked at each turn of the case, the last pass too.
Outcome organ_fits(Act& act, const Value& fields, std::string_view code);

}  // namespace zj::model::rules1
