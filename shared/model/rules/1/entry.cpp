// SPDX-License-Identifier: Apache-2.0
// 人员上编 (domain.md 4.3): a hired person takes up one slot of a grant. The quota was reserved by the grant; what is
// taken at receipt is a slot of it and the person's number.
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

std::string grant_of(const Value& fields) {
    return std::string(fields.str_or("grant_no"));
}

// What the grant was given for is what is entered.
Outcome fits_grant(Act& act, const Value& grant, const Value& fields, std::string_view unit) {
    if (grant.str_or("unit") != unit) {
        return refuse("G5", "the grant is another unit's");
    }
    for (const char* same : {"quota_type", "entry_mode"}) {
        if (grant.str_or(same) != fields.str_or(same)) {
            return refuse("G6", std::string(same) + " is not the grant's");
        }
    }
    const std::string_view staff_class = grant.str_or("staff_class", "none");
    if (fields.str_or("staff_class") != staff_class) {
        return refuse("G6", "staff_class is not the grant's");
    }
    const std::string named = named_number(act.work, grant);
    return named.empty() || named == fields.str_or("id_no") ? applied()
                                                            : refuse("G6", "the grant names another person");
}

Outcome in_time(Act& act, const Value& grant) {
    const auto until = parse_date(grant.str_or("valid_until"));
    if (!until || date_of(act.at) > *until) {
        return refuse("G5", "the grant was valid until " + std::string(grant.str_or("valid_until")));
    }
    return applied();
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    const std::string key = grant_of(fields);
    const Value* grant = act.work.get(key);
    if (grant == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("G5", "no such grant: " + key);
    }
    ZJ_RULE(fits_grant(act, *grant, fields, unit));
    ZJ_RULE(in_time(act, *grant));
    if (grant->str_or("state") != "open") {
        return refuse("G5", key + " is " + std::string(grant->str_or("state")));
    }
    return stage_lists(act, key, fields);
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = grant_of(fields);
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    ZJ_RULE(room_in_grant(act, key, case_key));
    const Value* grant = act.work.get(key);
    if (grant == nullptr) {
        return applied();
    }
    ZJ_RULE(claim_number(act, fields.str_or("id_no"), unit, case_key, std::string(grant->str_or("case"))));
    Value& line = act.work.edit(key);
    line.set("reserved", line.int_or("reserved") + 1);
    holder(act, key, case_key, 1);
    return applied();
}

// A slot of a grant that ended while the entry was under way goes back to the quota, the plan and the posts.
void return_slot(Act& act, const std::string& key, const std::string& case_key) {
    const Value grant = *act.work.get(key);
    const std::string unit(grant.str_or("unit")), quota_type(grant.str_or("quota_type"));
    post_quota(act, unit, quota_type, {0, -1, 0}, "grant.ended", case_key);
    holder(act, ledger_key(unit, quota_type), key, -1);
    if (const std::string level(grant.str_or("staff_class")); is_leader(level)) {
        post_leader(act, unit, level, 0, -1);
        holder(act, posts_key(unit, level), key, -1);
    }
    if (const std::string plan(grant.str_or("plan_line")); !plan.empty()) {
        post_plan(act.work, plan, -1, 0);
        holder(act, plan, key, -1);
    }
}

void given_back(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string key = grant_of(fields);
    if (!act.work.has(key)) {
        return;  // a preview that does not see the grant
    }
    Value& grant = act.work.edit(key);
    grant.set("reserved", grant.int_or("reserved") - 1);
    ZJ_ASSERT(grant.int_or("reserved") >= 0);
    holder(act, key, case_key, -1);
    wake_line(act.work, key);
    const bool open = grant.str_or("state") == "open";
    const bool named = named_number(act.work, grant) == fields.str_or("id_no");
    free_number(act, fields.str_or("id_no"), case_key,
                open && named ? std::string(grant.str_or("case")) : std::string{});
    if (!open) {
        return_slot(act, key, case_key);
    }
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
    set_retire_on(person);
    return person;
}

void use_slot(Act& act, const std::string& key, const std::string& case_key) {
    Value& grant = act.work.edit(key);
    grant.set("used", grant.int_or("used") + 1).set("reserved", grant.int_or("reserved") - 1);
    // 3.2-8: a slot is used once.
    ZJ_ASSERT(grant.int_or("reserved") >= 0 && grant.int_or("used") <= grant.int_or("count"));
    if (grant.int_or("used") == grant.int_or("count")) {
        grant.set("state", "used");
    }
    holder(act, key, case_key, -1);
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = grant_of(fields);
    const Value* grant = act.work.get(key);
    if (grant == nullptr) {
        return applied();
    }
    ZJ_RULE(stage_lists(act, key, fields));
    const std::string quota_type(fields.str_or("quota_type")), level(fields.str_or("staff_class"));
    const std::string person = act.new_key("person"), number(fields.str_or("id_no"));
    act.work.put(person, unit_scope(unit), new_person(act, fields, unit, grant->str_or("grant_no"), case_key));
    occupy_number(act, number, unit, person, case_key);
    post_quota(act, unit, quota_type, {1, -1, 0}, "in.closed", case_key);
    holder(act, ledger_key(unit, quota_type), key, -1);
    if (is_leader(level)) {
        post_leader(act, unit, level, 1, -1);
        holder(act, posts_key(unit, level), key, -1);
    }
    use_slot(act, key, case_key);
    enter_stage_three(act, key, Object{{"name", fields.str_or("name")}, {"id_no", number}, {"person", person}});
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
