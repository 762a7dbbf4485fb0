// SPDX-License-Identifier: Apache-2.0
// 人员修改 (domain.md 4.6): a new version of a person. Different fields merge (C3), the same field is held (C2), locked
// fields never merge; nothing moves in the ledger. The rosters beside the quota (3.4) are kept up in the same way: what
// was written wrongly of somebody off duty, retired or outside the quota is for their unit to put right.
#include <algorithm>
#include <array>

#include "shared/model/checks.hpp"
#include "shared/model/retire_category.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/personal.hpp"

namespace zj::model::rules1 {
namespace {

std::string person_of(const Value& fields) {
    return std::string(fields.str_or("person"));
}

std::vector<std::string> changed_fields(const Value& fields) {
    std::vector<std::string> out;
    for (const Value& change : fields.items("changes")) {
        out.emplace_back(change.str_or("field"));
    }
    return out;
}

bool locked(const Catalogue& catalogue, const std::string& name) {
    const Matter* entry = catalogue.matter("IN");
    const Field* field = entry == nullptr ? nullptr : entry->field(name);
    return field != nullptr && field->locked;
}

constexpr std::string_view kOutside = "4";  // 编外 of the code list of rosters
// What only a quota brings with it: 编外 has no entry on it, no public post and no rank.
constexpr std::array<std::string_view, 8> kOfQuota{"funding",    "entry_mode",   "quota_since", "cs_registered",
                                                   "rank_level", "leader_level", "above_rank",  "above_rank_doc"};

// G7 unless the person is active here, or stands on a roster of this unit beside the quota.
Outcome kept_here(Act& act, const std::string& key, std::string_view unit, const std::vector<std::string>& changed) {
    const Value* person = act.work.get(key);
    if (person == nullptr || person->str_or("unit") != unit || person->str_or("status").empty() ||
        person->str_or("status") == "1") {
        return active_here(act, key, unit);
    }
    if (person->str_or("status") != kOutside) {
        return applied();
    }
    const auto fault = std::ranges::find_if(
        changed, [](const std::string& field) { return std::ranges::find(kOfQuota, field) != kOfQuota.end(); });
    return fault == changed.end() ? applied() : refuse("G7", *fault + " is of a quota, which 编外 does not occupy");
}

// What the form calls the old value is what the register says.
Outcome old_values(const Value& person, const Value& fields) {
    for (const Value& change : fields.items("changes")) {
        const Value* told = change.find("old");
        const Value* stands = person.find(change.str_or("field"));
        const bool same = told == nullptr ? stands == nullptr : stands != nullptr && *stands == *told;
        if (!same) {
            return refuse("G12", std::string(change.str_or("field")) + " is not what the form calls the old value");
        }
    }
    return applied();
}

// The proof of a changed birth is its 档案认定, and that of 高配 the document it rests on; without 高配 there is none.
Value changed_person(Value person, const Value& fields) {
    for (const Value& change : fields.items("changes")) {
        person.set(std::string(change.str_or("field")), *change.find("new"));
    }
    const std::vector<std::string> changed = changed_fields(fields);
    if (contains(changed, "birth")) {
        person.set("birth_doc", fields.str_or("proof_doc"));
    }
    if (!person.bool_or("above_rank")) {
        person.object().erase("above_rank_doc");
    } else if (contains(changed, "above_rank") && !contains(changed, "above_rank_doc")) {
        person.set("above_rank_doc", fields.str_or("proof_doc"));
    }
    return person;
}

// The person stays right by the rules of the form of entry that ask for what is changed: number, sex and birth agree,
// work begins at sixteen, a level of leaders is a leader's.
Outcome whole_fits(const Catalogue& catalogue, const Value& person, const std::vector<std::string>& changed) {
    const Matter* entry = catalogue.matter("IN");
    for (const FormRule& rule : entry == nullptr ? std::vector<FormRule>{} : entry->rules) {
        const bool asked_here = std::any_of(rule.fields.begin(), rule.fields.end(),
                                            [&](const std::string& field) { return contains(changed, field); });
        const auto faults = asked_here ? check_rule(rule, person) : std::vector<FormFault>{};
        if (!faults.empty()) {
            return malformed(bad_member("/fields/changes", faults.front().code + " at " + faults.front().pointer));
        }
    }
    return applied();
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    const std::string key = person_of(fields);
    ZJ_RULE(kept_here(act, key, unit, changed_fields(fields)));
    if (const auto event = parse_date(fields.str_or("event_on")); event && *event > date_of(act.at)) {
        return refuse("G17", "it comes about on " + format_date(*event));
    }
    const Value* person = act.work.get(key);
    if (person == nullptr) {
        return applied();
    }
    ZJ_RULE(old_values(*person, fields));
    const std::vector<std::string> changed = changed_fields(fields);
    const Value next = changed_person(*person, fields);
    for (const char* day : {"quota_since", "entered_on"}) {
        ZJ_RULE(contains(changed, day) ? has_come(act, next, day) : applied());
    }
    if (contains(changed, "above_rank_doc") && next.find("above_rank_doc") == nullptr) {
        return malformed(bad_member("/fields/changes", "above_rank_doc without above_rank"));
    }
    const bool rank = contains(changed, "leader_level") || contains(changed, "above_rank");
    ZJ_RULE(rank ? rank_fits(act, unit, next) : applied());
    return whole_fits(act.catalogue, next, changed);
}

// A field that an open case changes already is written by both.
Outcome not_changing(Act& act, const Value& person, const Value& fields, const std::string& case_key) {
    const Value* changing = person.find("changing");
    for (const std::string& field : changed_fields(fields)) {
        const std::string other(changing == nullptr ? std::string_view{} : changing->str_or(field));
        if (!other.empty() && other != case_key) {
            Outcome out = hold("C2", case_key, may_name(act, other), field + " is changed by " + other + " too");
            out.waits_on = person_of(fields);
            return out;
        }
    }
    return applied();
}

// C1: a case by which the person leaves or moves knows them by their number.
Outcome not_leaving(Act& act, const Value& person, const Value& fields, const std::string& case_key) {
    const std::string other(person.str_or("case"));
    if (other.empty()) {
        return applied();
    }
    Outcome out = hold("C1", case_key, may_name(act, other), "the person leaves or is moved by " + other);
    out.waits_on = person_of(fields);
    return out;
}

std::string new_number(const Value& fields) {
    for (const Value& change : fields.items("changes")) {
        if (change.str_or("field") == "id_no") {
            return std::string(change.str_or("new"));
        }
    }
    return {};
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = person_of(fields);
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    const Value* person = act.work.get(key);
    if (person == nullptr) {
        return applied();
    }
    ZJ_RULE(not_changing(act, *person, fields, case_key));
    if (const std::string number = new_number(fields); !number.empty()) {
        ZJ_RULE(not_leaving(act, *person, fields, case_key));
        ZJ_RULE(claim_number(act, number, unit, case_key, {}));
    }
    Value& changing = act.work.edit(key).object().try_emplace("changing", Object{}).first->second;
    for (const std::string& field : changed_fields(fields)) {
        changing.set(field, case_key);
    }
    return applied();
}

void unmark(Value& person, const Value& fields) {
    const auto changing = person.object().find("changing");
    if (changing == person.object().end()) {
        return;
    }
    for (const std::string& field : changed_fields(fields)) {
        changing->second.object().erase(field);
    }
    if (changing->second.object().empty()) {
        person.object().erase(changing);
    }
}

void given_back(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    if (const std::string key = person_of(fields); act.work.has(key)) {
        unmark(act.work.edit(key), fields);
        wake_waiting(act.work, key);
    }
    if (const std::string number = new_number(fields); !number.empty()) {
        free_number(act, number, case_key, {});
    }
}

// The row of somebody beside the quota makes no number active; one by which somebody is active was not to be had when
// it was claimed (G16, C5).
void renumber(Act& act, const Value& before, const std::string& number, const std::string& key,
              const std::string& case_key) {
    const std::string unit(before.str_or("unit")), old(before.str_or("id_no"));
    if (before.str_or("state") == "active") {
        vacate_number(act, old);
        occupy_number(act, number, unit, key, case_key);
    } else {
        unlist_number(act, old, key);
        free_number(act, number, case_key, {});
        list_number(act, number, unit, key);
    }
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = person_of(fields);
    if (!act.work.has(key)) {
        return applied();
    }
    // An exit may have been closed meanwhile, or a roster ended; the office sends the case back.
    if (const Outcome here = kept_here(act, key, unit, changed_fields(fields)); !here.good()) {
        return refuse("G12", here.detail);
    }
    ZJ_RULE(old_values(*act.work.get(key), fields));
    const Value before = *act.work.get(key);
    Value& person = act.work.edit(key);
    person = changed_person(std::move(person), fields);
    unmark(person, fields);
    const std::vector<std::string> changed = changed_fields(fields);
    if (occupies(person) || person.find("retire_on") != nullptr) {
        set_retire_on(act.catalogue, person);
    }
    touch(act, key, changed);
    wake_waiting(act.work, key);
    if (const std::string number = new_number(fields); !number.empty()) {
        renumber(act, before, number, key, case_key);
    }
    return applied();
}

std::vector<Need> needs(const Catalogue& catalogue, const Value& fields) {
    Need need{person_of(fields), Freshness::fields, changed_fields(fields), {}};
    for (const std::string& field : need.fields) {
        if (locked(catalogue, field)) {
            need.how = Freshness::exact;
        }
    }
    return {need};
}

RetireCategory category_of(const Catalogue& catalogue, const Value& person) {
    return retire_category(catalogue, {person.str_or("sex"), person.str_or("leader_level"), person.str_or("title"),
                                       person.str_or("post_kind"), person.str_or("quota_type")});
}

int old_years(RetireCategory category) {
    return category == RetireCategory::male60 ? 60 : category == RetireCategory::female55 ? 55 : 50;
}

}  // namespace

std::optional<Date> old_age(const Catalogue& catalogue, const Value& person) {
    const auto birth = parse_date(person.str_or("birth"));
    if (!birth) {
        return std::nullopt;
    }
    const Ymd born = ymd_of(*birth);
    return add_months(date_from({born.year, born.month, 1}), old_years(category_of(catalogue, person)) * 12);
}

void set_retire_on(const Catalogue& catalogue, Value& person) {
    if (const auto birth = parse_date(person.str_or("birth"))) {
        person.set("retire_on", format_date(retire_month(category_of(catalogue, person), *birth)));
    }
}

const MatterRules& change_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
