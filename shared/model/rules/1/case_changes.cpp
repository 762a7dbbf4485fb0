// SPDX-License-Identifier: Apache-2.0
// What a unit changes in a case that the county has: amendments before the first pass, and the answer to a return
// (domain.md 4, INTENTS.md).
#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// People who change one case: more than the largest unit has clerks.
constexpr std::size_t kHandsMax = 32;

Value merged_fields(const Value& now, const Value& changed) {
    Value out = now;
    for (const auto& [key, value] : changed.object()) {
        out.set(key, value);
    }
    return out;
}

// What a case is about was named in the base of its submission and stays.
Outcome keeps_subject(const Matter& matter, const Value& now, const Value& changed) {
    for (const auto& [key, value] : changed.object()) {
        const Field* field = matter.field(key);
        const bool fixed = field != nullptr && (field->type == FieldType::person || field->type == FieldType::grant);
        const Value* before = now.find(key);
        if (fixed && (before == nullptr || !(*before == value))) {
            return malformed(bad_member("/fields/" + key, "the subject of a case stays; withdraw it and submit anew"));
        }
    }
    return applied();
}

// `changed_by`: who has amended or answered the case, for whoever decides on it is another (G10).
Outcome note_hand(Act& act, const std::string& key) {
    Array& hands = act.work.edit(key).object().try_emplace("changed_by", Array{}).first->second.array();
    const Value person(act.author.person);
    if (std::find(hands.begin(), hands.end(), person) != hands.end()) {
        return applied();
    }
    if (hands.size() >= kHandsMax) {
        return refuse("Q1", std::to_string(kHandsMax) + " people have changed the case");
    }
    hands.push_back(person);
    return applied();
}

std::vector<std::string> keys_of(const Value& object) {
    std::vector<std::string> out;
    for (const auto& [key, value] : object.object()) {
        out.push_back(key);
    }
    return out;
}

bool passed_once(const Value& value) {
    return value.find("accepted_at") != nullptr;
}

Array required_of(const Matter& matter, const Value& fields, const Array& materials) {
    Array out;
    for (const Slot* slot : matter.required_slots(fields)) {
        std::copy_if(materials.begin(), materials.end(), std::back_inserter(out),
                     [&](const Value& material) { return material.str_or("slot") == slot->key; });
    }
    return out;
}

// Who has passed the case looked at its form and opened its required materials (B2).
bool other_than_passed(const Matter& matter, const Value& value, const Value& fields, const Array& materials) {
    return !(fields_of(value) == fields) ||
           !(required_of(matter, fields, value.items("materials")) == required_of(matter, fields, materials));
}

// Puts the new form in force; what the old one had reserved is given back first.
Outcome take_again(Act& act, const std::string& key, const MatterRules& rules, const Matter& matter, Value fields,
                   bool reserved) {
    ZJ_RULE(not_frozen(act, key));
    if (reserved) {
        rules.given_back(act, key);
    }
    Value& value = act.work.edit(key);
    value.set("fields", std::move(fields));
    set_step(matter, value);
    return rules.taken(act, key);
}

}  // namespace

Outcome amend(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("case", kKeyBytesMax, 1);
    const Value& changed = r.object("fields");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    if (changed.object().empty()) {
        return malformed(bad_member("/fields", "nothing is changed"));
    }
    const Value* value = nullptr;
    ZJ_RULE(own_case(act, key, {"unit_clerk"}, value));
    if (value == nullptr) {
        return fresh(act, {{key, Freshness::fields, keys_of(changed), key}});
    }
    const std::string state(value->str_or("state"));
    if ((state != "signed" && state != "received") || passed_once(*value)) {
        return refuse("G8", "a case in state " + state + " is not amended any more");
    }
    if (value->int_or("amends") >= kAmendsMax) {
        return refuse("Q1", "amended " + std::to_string(kAmendsMax) + " times");
    }
    ZJ_RULE(one_held(act, key, fresh(act, {{key, Freshness::fields, keys_of(changed), key}})));
    const Matter* matter = nullptr;
    const MatterRules* rules = nullptr;
    ZJ_RULE(open_matter(act, std::string(value->str_or("matter")), matter, rules));
    ZJ_RULE(keeps_subject(*matter, fields_of(*value), changed));
    Value fields = merged_fields(fields_of(*value), changed);
    ZJ_RULE(form_fits(act, *matter, fields, value->items("materials")));
    ZJ_RULE(rules->asked(act, fields, act.unit, asked_on(act, *value)));
    if (state == "received") {
        ZJ_RULE(one_held(act, key, take_again(act, key, *rules, *matter, std::move(fields), true)));
    } else {
        Value& now = act.work.edit(key);
        now.set("fields", std::move(fields));
        set_step(*matter, now);
    }
    if (writes_what_is_held(act, key, keys_of(changed))) {
        overtake_held(act, key);
    }
    ZJ_RULE(note_hand(act, key));
    Value& counted = act.work.edit(key);
    counted.set("amends", counted.int_or("amends") + 1);
    touch(act, key, keys_of(changed));
    return applied();
}

Outcome answer(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("case", kKeyBytesMax, 1);
    const Value& changed = r.object("fields");
    const Array& materials = r.array("materials", limits::kAttachmentsPerCaseMax);
    const std::string note = r.string("note", kReasonBytesMax);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* value = nullptr;
    ZJ_RULE(own_case(act, key, {"unit_clerk"}, value));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, key}}));
    if (value == nullptr) {
        return applied();
    }
    if (value->str_or("state") != "returned") {
        return refuse("G8", "only a returned case is answered");
    }
    if (values_held(act, key) && !saw_held(act, key)) {
        return refuse("C2", "another answer is held on the case and was not shown");
    }
    const Matter* matter = nullptr;
    const MatterRules* rules = nullptr;
    ZJ_RULE(open_matter(act, std::string(value->str_or("matter")), matter, rules));
    ZJ_RULE(keeps_subject(*matter, fields_of(*value), changed));
    Value fields = merged_fields(fields_of(*value), changed);
    ZJ_RULE(form_fits(act, *matter, fields, materials));
    ZJ_RULE(rules->asked(act, fields, act.unit, asked_on(act, *value)));
    const bool accepted = passed_once(*value);
    if (other_than_passed(*matter, *value, fields, materials)) {
        Value& changed_case = act.work.edit(key);
        changed_case.set("passes_from", changed_case.int_or("round"));
    }
    ZJ_RULE(one_held(act, key, take_again(act, key, *rules, *matter, std::move(fields), false)));
    overtake_held(act, key);
    Value& now = act.work.edit(key);
    now.set("materials", materials).set("state", accepted ? "in_review" : "received");
    now.set("answered_at", format_time(act.at));
    if (!note.empty()) {
        now.set("note", note);
    }
    ZJ_RULE(note_hand(act, key));
    touch(act, key, keys_of(changed));
    return applied();
}

}  // namespace zj::model::rules1
