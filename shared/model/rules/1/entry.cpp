// SPDX-License-Identifier: Apache-2.0
// 人员上编 (domain.md 4.3): a hired person takes up one slot of a grant. The quota was reserved by the grant; what is
// taken at receipt is a slot of it and the person's number.
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

std::string grant_of(const Value& fields) {
    return std::string(fields.str_or("grant_no"));
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    ZJ_RULE(has_come(act, fields, "entered_on"));
    ZJ_RULE(has_come(act, fields, "quota_since"));
    ZJ_RULE(not_retired(act, fields));
    ZJ_RULE(slot_fits(act, fields, unit));
    ZJ_RULE(rank_fits(act, unit, fields));
    return place_fits(act, unit, fields.str_or("inner"), fields.str_or("staff_class"));
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit"));
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    return take_slot(act, fields, unit, case_key, false);
}

void given_back(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    give_slot_back(act, fields, case_key);
}

Value new_person(Act& act, const Value& fields, std::string_view unit, std::string_view grant_no,
                 const std::string& case_key) {
    Value person = fields;
    person.set("unit", unit)
        .set("grant_no", grant_no)
        .set("status", "1")
        .set("state", "active")
        .set("entry_case", case_key)
        .set("trail", fresh_trail(act));
    set_retire_on(act.catalogue, person);
    return person;
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = grant_of(fields);
    const Value* grant = act.work.get(key);
    if (grant == nullptr) {
        return applied();
    }
    ZJ_RULE(stage_lists(act, key, fields));
    if (const Outcome organ = place_fits(act, unit, fields.str_or("inner"), fields.str_or("staff_class"));
        !organ.good()) {
        return refuse("G12", organ.detail);  // removed while the case was under way
    }
    const std::string person = act.new_key("person");
    act.work.put(person, unit_scope(unit), new_person(act, fields, unit, grant->str_or("grant_no"), case_key));
    fill_slot(act, fields, unit, person, case_key);
    act.work.edit(case_key).set("person", person);
    return applied();
}

std::vector<Need> needs(const Catalogue&, const Value& fields) {
    return {{grant_of(fields), Freshness::exact, {}, {}}};
}

}  // namespace

const MatterRules& entry_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
