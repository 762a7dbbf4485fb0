// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the books of a unit must agree with by themselves (domain.md 3.3 and 3.4), in one place: the importer tells it
// by row before anybody signs (opening.hpp), the judge before it opens the books (register.open), and 机构修改 before
// it changes the unit. Pure; what only a table or the county can tell is asked there.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::model {

struct GuardFault {
    std::string member;             // of the unit or the person, as the record calls it
    std::string code;               // opening.*, form.* (assets/i18n)
    std::vector<std::string> args;  // never an ID number
    bool operator==(const GuardFault&) const = default;
};

// 3.3: an institution (nature 5) says how it is funded and classed; 参公 names its approval.
std::vector<GuardFault> unit_faults(const codec::Value& unit);

// Members that a unit must have and that are empty: what the table of units asks of everybody, and the above.
std::vector<std::string> empty_members(const codec::Value& unit);

// 3.4: what the form of entry asks of somebody of this quota type and post, and its rules across fields, as far as the
// books have the members; off the register with a reason; placed in an organ of the unit, who leads it in the unit
// itself.
std::vector<GuardFault> person_faults(const Catalogue& catalogue, const codec::Value& unit, const codec::Value& person);

// Where somebody of this class may stand (3.4): the unit itself, by its name or short name, or one of its inner organs.
bool stands_in_unit(const codec::Value& unit, std::string_view inner);
bool stands_in_organ(const codec::Value& unit, std::string_view inner);

// Levels of superiors that a county may have one above the other: it has three, more is a loop.
inline constexpr int kSuperiorsMax = 8;
// Whether the superiors of `unit`, `parent` the first, lead back to it or have no end. `parent_of` says who stands
// above a unit: empty where nobody does, or where that is not known.
bool superiors_loop(std::string_view unit, std::string parent,
                    const std::function<std::string(const std::string&)>& parent_of);

}  // namespace zj::model
