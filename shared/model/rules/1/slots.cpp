// SPDX-License-Identifier: Apache-2.0
// A slot of a grant, from the moment somebody is to take it up until they occupy it: what 人员上编 and a transfer
// between units have in common. An `entrant` is {grant_no, id_no, name, quota_type, staff_class} and, where the form
// asks for it, entry_mode: the fields of IN, or those that a transfer makes of its own.
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

std::string grant_of(const Value& entrant) {
    return std::string(entrant.str_or("grant_no"));
}

// What the grant was given for is what is entered.
Outcome fits_grant(Act& act, const Value& grant, const Value& entrant, std::string_view unit) {
    if (grant.str_or("unit") != unit) {
        return refuse("G5", "the grant is another unit's");
    }
    for (const char* same : {"quota_type", "entry_mode"}) {
        if (entrant.find(same) != nullptr && grant.str_or(same) != entrant.str_or(same)) {
            return refuse("G6", std::string(same) + " is not the grant's");
        }
    }
    const std::string_view staff_class = grant.str_or("staff_class", "none");
    if (entrant.str_or("staff_class") != staff_class) {
        return refuse("G6", "staff_class is not the grant's");
    }
    const std::string named = named_number(act.work, grant);
    return named.empty() || named == entrant.str_or("id_no") ? applied()
                                                             : refuse("G6", "the grant names another person");
}

Outcome in_time(Act& act, const Value& grant) {
    const auto until = parse_date(grant.str_or("valid_until"));
    if (!until || date_of(act.came()) > *until) {
        return refuse("G5", "the grant was valid until " + std::string(grant.str_or("valid_until")));
    }
    return applied();
}

// A slot of a grant that ended while the entry was under way goes back to the quota, the plan and the posts.
void return_slot(Act& act, const std::string& key, const std::string& case_key) {
    const Value grant = *act.work.get(key);
    const std::string unit(grant.str_or("unit")), quota_type(grant.str_or("quota_type"));
    post_quota(act, unit, quota_type, {0, -1, 0}, "grant.ended", case_key);
    give_back_exits(act.work, key, 1);
    holder(act.work, ledger_key(unit, quota_type), key, -1);
    if (const std::string level(grant.str_or("staff_class")); is_leader(level)) {
        post_leader(act.work, unit, level, 0, -1);
        holder(act.work, posts_key(unit, level), key, -1);
    }
    if (const std::string plan(grant.str_or("plan_line")); !plan.empty()) {
        post_plan(act.work, plan, -1, 0);
        holder(act.work, plan, key, -1);
    }
}

void use_slot(Act& act, const std::string& key, const std::string& case_key) {
    Value& grant = act.work.edit(key);
    grant.set("used", grant.int_or("used") + 1).set("reserved", grant.int_or("reserved") - 1);
    // 3.2-8: a slot is used once.
    ZJ_ASSERT(grant.int_or("reserved") >= 0 && grant.int_or("used") <= grant.int_or("count"));
    if (grant.int_or("used") == grant.int_or("count")) {
        grant.set("state", "used");
    }
    holder(act.work, key, case_key, -1);
}

}  // namespace

Outcome slot_fits(Act& act, const Value& entrant, std::string_view unit) {
    const std::string key = grant_of(entrant);
    const Value* grant = act.work.get(key);
    if (grant == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("G5", "no such grant: " + key);
    }
    ZJ_RULE(fits_grant(act, *grant, entrant, unit));
    ZJ_RULE(in_time(act, *grant));
    if (grant->str_or("state") != "open") {
        return refuse("G5", key + " is " + std::string(grant->str_or("state")));
    }
    return stage_lists(act, key, entrant);
}

Outcome take_slot(Act& act, const Value& entrant, std::string_view unit, const std::string& case_key, bool registered) {
    const std::string key = grant_of(entrant);
    ZJ_RULE(room_in_grant(act, key, case_key));
    const Value* grant = act.work.get(key);
    if (grant == nullptr) {
        return applied();
    }
    const std::string heir_of(grant->str_or("case")), id_no(entrant.str_or("id_no"));
    ZJ_RULE(registered ? name_person(act, id_no, unit, case_key, heir_of)
                       : claim_number(act, id_no, unit, case_key, heir_of));
    Value& line = act.work.edit(key);
    line.set("reserved", line.int_or("reserved") + 1);
    holder(act.work, key, case_key, 1);
    return applied();
}

void give_slot_back(Act& act, const Value& entrant, const std::string& case_key) {
    const std::string key = grant_of(entrant);
    if (!act.work.has(key)) {
        return;  // a preview that does not see the grant
    }
    Value& grant = act.work.edit(key);
    grant.set("reserved", grant.int_or("reserved") - 1);
    ZJ_ASSERT(grant.int_or("reserved") >= 0);
    holder(act.work, key, case_key, -1);
    wake_line(act.work, key);
    const bool open = grant.str_or("state") == "open";
    const bool named = named_number(act.work, grant) == entrant.str_or("id_no");
    free_number(act, entrant.str_or("id_no"), case_key,
                open && named ? std::string(grant.str_or("case")) : std::string{});
    if (!open) {
        return_slot(act, key, case_key);
    }
}

void fill_slot(Act& act, const Value& entrant, std::string_view unit, const std::string& person,
               const std::string& case_key) {
    const std::string key = grant_of(entrant), quota_type(entrant.str_or("quota_type")),
                      level(entrant.str_or("staff_class"));
    occupy_number(act, entrant.str_or("id_no"), unit, person, case_key);
    post_quota(act, unit, quota_type, {.a = 1, .r = -1}, "in.closed", case_key);
    holder(act.work, ledger_key(unit, quota_type), key, -1);
    if (is_leader(level)) {
        post_leader(act.work, unit, level, 1, -1);
        holder(act.work, posts_key(unit, level), key, -1);
    }
    use_slot(act, key, case_key);
    enter_stage(act, key,
                Object{{"name", entrant.str_or("name")}, {"id_no", entrant.str_or("id_no")}, {"person", person}});
}

}  // namespace zj::model::rules1
