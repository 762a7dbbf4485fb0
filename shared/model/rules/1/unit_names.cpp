// SPDX-License-Identifier: Apache-2.0
// short_name/<id>: the short names that units go by, one unit each (domain.md 3.3). The record names who took the name
// last; that unit's own record says whether it still has it, so nothing need be given back when a unit is called
// otherwise or ends.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {

Outcome short_name_free(Act& act, std::string_view name, std::string_view unit) {
    const Value* taken = act.work.get(named_key("short_name", name));
    const std::string other(taken == nullptr ? std::string_view{} : taken->str_or("unit"));
    const Value* holder = other.empty() || other == unit ? nullptr : act.work.get(unit_scope(other));
    return holder == nullptr || holder->str_or("short_name") != name || !on_register(act, other).good()
               ? applied()
               : refuse("G29", "unit " + other + " is called " + std::string(name));
}

void take_short_name(Act& act, std::string_view unit) {
    const Value* record = act.work.get(unit_scope(unit));
    const std::string key =
        named_key("short_name", record == nullptr ? std::string_view{} : record->str_or("short_name"));
    if (record != nullptr && on_register(act, unit).good() && !act.work.hidden(key)) {
        act.work.put(key, "office", Object{{"unit", unit}});
    }
}

}  // namespace zj::model::rules1
