// SPDX-License-Identifier: Apache-2.0
// What is held on a case, and who may settle it. A held change set moves no trail, so that withdrawing and the thread
// go on beside it; what must not happen is that somebody who never saw it signs it away.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

// The held change set itself; null where there is none, or where a vault does not show it.
const Value* held_set(Act& act, const std::string& case_key) {
    const std::string outcome = held_on(act, case_key);
    return outcome.empty() ? nullptr : act.work.get(outcome);
}

bool amends(const Value& intent, const std::string& case_key, const std::vector<std::string>& fields) {
    const Value* changed = intent.find("fields");
    if (intent.str_or("do") != "case.amend" || intent.str_or("case") != case_key || changed == nullptr ||
        !changed->is_object()) {
        return false;
    }
    const Object& members = changed->object();
    return std::all_of(members.begin(), members.end(),
                       [&](const auto& field) { return contains(fields, field.first); });
}

}  // namespace

std::string held_on(Act& act, const std::string& case_key) {
    const Value* value = act.work.get(case_key);
    const Value* held = value == nullptr ? nullptr : value->find("held");
    const std::string outcome(held == nullptr ? std::string_view{} : held->str_or("outcome"));
    return outcome == outcome_key(act.author.id) ? std::string{} : outcome;
}

Outcome one_held(Act& act, const std::string& case_key, Outcome outcome) {
    if (outcome.verdict == Verdict::held && !held_on(act, case_key).empty()) {
        return refuse(outcome.code, outcome.detail + "; another change set is held on the case already");
    }
    return outcome;
}

bool values_held(Act& act, const std::string& case_key) {
    const Value* held = held_set(act, case_key);
    const Array& intents = held == nullptr ? Array{} : held->items("intents");
    return std::any_of(intents.begin(), intents.end(), [](const Value& intent) {
        return intent.str_or("do") == "case.amend" || intent.str_or("do") == "case.answer";
    });
}

bool saw_held(Act& act, const std::string& case_key) {
    const Value* value = act.work.get(case_key);
    const Value* mark = value == nullptr ? nullptr : value->find("held");
    const auto base = act.bases.find(case_key);
    return mark != nullptr && base != act.bases.end() && base->second.version >= mark->int_or("version");
}

bool writes_what_is_held(Act& act, const std::string& case_key, const std::vector<std::string>& fields) {
    const Value* held = held_set(act, case_key);
    if (held == nullptr || !saw_held(act, case_key)) {
        return false;
    }
    if (waits_for_fact(held->str_or("code"))) {
        return false;  // it is settled with what it waits for
    }
    const Array& intents = held->items("intents");
    return std::all_of(intents.begin(), intents.end(),
                       [&](const Value& intent) { return amends(intent, case_key, fields); });
}

void overtake_held(Act& act, const std::string& case_key, std::string_view code) {
    if (const std::string outcome = held_on(act, case_key); !outcome.empty()) {
        const Value* held = act.work.get(outcome);
        const std::string why(!code.empty() || held == nullptr ? code : held->str_or("code"));
        settle(act.work, outcome, Verdict::refused, why, act.at);
    }
}

}  // namespace zj::model::rules1
