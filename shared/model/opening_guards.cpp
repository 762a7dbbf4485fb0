// SPDX-License-Identifier: Apache-2.0
#include "shared/model/opening_guards.hpp"

#include <algorithm>

#include "shared/model/opening_table.hpp"
#include "shared/model/post_rank.hpp"

namespace zj::model {

namespace {

using codec::Value;

constexpr std::string_view kInstitution = "5";  // of the list nature
constexpr std::string_view kOffDuty = "2";      // 非在职, of the list roster

void need(const Value& value, std::string_view member, std::vector<GuardFault>& out) {
    const Value* found = value.find(member);
    if (found == nullptr || (found->is_string() && found->string().empty())) {
        out.push_back({std::string(member), "opening.missing", {}});
    }
}

// What the form of entry asks under a condition; what it asks of everybody, the table of the books decides.
void needs_of_entry(const Matter& entry, const Value& person, std::vector<GuardFault>& out) {
    for (const OpeningColumn& column : opening_columns("persons.csv")) {
        const Field* field = entry.field(column.name);
        const bool conditional = field != nullptr && field->required && !field->required->terms.empty();
        if (conditional && field->required->holds(person)) {
            need(person, column.name, out);
        }
    }
}

void rules_of_entry(const Matter& entry, const Value& person, std::vector<GuardFault>& out) {
    constexpr std::string_view kFields = "/fields/";
    for (const FormRule& rule : entry.rules) {
        for (FormFault& fault : check_rule(rule, person)) {
            out.push_back({fault.pointer.substr(kFields.size()), std::move(fault.code), std::move(fault.args)});
        }
    }
}

}  // namespace

std::vector<GuardFault> unit_faults(const Value& unit) {
    std::vector<GuardFault> out;
    if (unit.str_or("nature") == kInstitution) {
        need(unit, "funding", out);
        need(unit, "inst_class", out);
    }
    if (unit.bool_or("is_cangong")) {
        need(unit, "cangong_doc", out);
    }
    return out;
}

std::vector<std::string> empty_members(const Value& unit) {
    std::vector<GuardFault> faults;
    for (const OpeningColumn& column : opening_columns("units.csv")) {
        if (column.required) {
            need(unit, column.name, faults);
        }
    }
    const std::vector<GuardFault> more = unit_faults(unit);
    faults.insert(faults.end(), more.begin(), more.end());
    std::vector<std::string> out;
    for (GuardFault& fault : faults) {
        out.push_back(std::move(fault.member));
    }
    return out;
}

bool stands_in_unit(const Value& unit, std::string_view inner) {
    return inner == unit.str_or("name") || inner == unit.str_or("short_name");
}

bool stands_in_organ(const Value& unit, std::string_view inner) {
    const codec::Array& organs = unit.items("inner");
    return std::any_of(organs.begin(), organs.end(), [&](const Value& organ) { return organ.str_or("name") == inner; });
}

std::vector<GuardFault> person_faults(const Catalogue& catalogue, const Value& unit, const Value& person) {
    std::vector<GuardFault> out;
    if (const Matter* entry = catalogue.matter("IN")) {
        needs_of_entry(*entry, person, out);
        rules_of_entry(*entry, person, out);
    }
    if (person.str_or("status") == kOffDuty) {
        need(person, "off_reason", out);
    }
    const std::string inner(person.str_or("inner"));
    if (!inner.empty() && !stands_in_unit(unit, inner) && !stands_in_organ(unit, inner)) {
        out.push_back({"inner", "opening.inner", {inner}});
    } else if (!inner.empty() && leads_unit(person.str_or("staff_class")) && !stands_in_unit(unit, inner)) {
        out.push_back({"inner", "opening.leader", {inner}});
    }
    return out;
}

bool superiors_loop(std::string_view unit, std::string parent,
                    const std::function<std::string(const std::string&)>& parent_of) {
    for (int level = 0; level < kSuperiorsMax && !parent.empty(); ++level) {
        if (parent == unit) {
            return true;
        }
        parent = parent_of(parent);
    }
    return !parent.empty();
}

}  // namespace zj::model
