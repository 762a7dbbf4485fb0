// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the two halves of 人员异动 share: move.cpp until it is decided, move_end.cpp from then on; inside of rules
// version 1 only.

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {

// What a transfer is, read once.
struct Move {
    // `person`: the row that moves or changes. Between units the case keeps it from its receipt on (`leaving`), for the
    // number by which the form tells it may be corrected meanwhile; empty where it is not seen.
    std::string kind, unit, giving, person;
    std::string quota_type, staff_class;  // from now on; empty where they stay
    const Value* fields = nullptr;

    bool leaves_quota() const { return kind != "inner" && kind != "post"; }
    bool between() const { return kind == "cross" || kind == "reform"; }
};

// Of a form that is no case yet, and of a case.
Move move_of(Act& act, const Value& fields, std::string_view unit);
Move move_of(Act& act, const std::string& case_key, const Value& fields);
// A change of name or level within the same class of post: no other post is taken.
bool keeps_post(Act& act, const Move& m);
// As slots.cpp wants it.
Value entrant_of(const Value& fields);
// G19, G32: the person, where they are seen, may stand where the form puts them.
Outcome in_place_fits(Act& act, const Move& m);
// Puts the person where the form says, and tells which members that wrote.
std::vector<std::string> put_in_place(Value& person, const Value& fields);
Outcome move_approved(Act& act, const std::string& case_key);

}  // namespace zj::model::rules1
