// SPDX-License-Identifier: Apache-2.0
// `changing` of a unit, {item: case}: the marks that keep two open cases from changing one thing of it (domain.md 4.7,
// C2).
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {

// C2: what an open case changes already is written by both.
Outcome mark_unit(Act& act, std::string_view unit, const std::vector<std::string>& what, const std::string& case_key) {
    const std::string key = "unit/" + std::string(unit);
    const Value* record = act.work.get(key);
    if (record == nullptr) {
        return applied();  // a preview that does not see it; the base names it
    }
    if (const Value* changing = record->find("changing")) {
        for (const std::string& item : what) {
            const std::string other(changing->str_or(item));
            if (!other.empty() && other != case_key) {
                Outcome out = hold("C2", case_key, may_name(act, other), item + " is changed by " + other + " too");
                out.waits_on = key;
                return out;
            }
        }
    }
    Value& changing = act.work.edit(key).object().try_emplace("changing", Object{}).first->second;
    for (const std::string& item : what) {
        changing.set(item, case_key);
    }
    return applied();
}

void unmark_unit(Act& act, std::string_view unit, const std::vector<std::string>& what) {
    const std::string key = "unit/" + std::string(unit);
    if (!act.work.has(key)) {
        return;
    }
    Object& members = act.work.edit(key).object();
    if (const auto changing = members.find("changing"); changing != members.end()) {
        for (const std::string& item : what) {
            changing->second.object().erase(item);
        }
        if (changing->second.object().empty()) {
            members.erase(changing);
        }
    }
    wake_waiting(act.work, key);
}

}  // namespace zj::model::rules1
