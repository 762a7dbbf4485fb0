// SPDX-License-Identifier: Apache-2.0
// 用编核准 (domain.md 4.2): a vacancy is reserved when the case is received, and becomes a grant when it is approved.
#include <algorithm>

#include "shared/model/checks.hpp"
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

// What a request takes up.
struct Asked {
    std::string unit, quota_type, staff_class, plan, person;
    std::int64_t count = 0;
    bool over_quota = false;  // an over-quota unit, by the commission and against exits (domain.md 6.3)
};

Asked asked_by(const Value& fields, std::string_view unit) {
    Asked out{std::string(unit),
              std::string(fields.str_or("quota_type")),
              std::string(fields.str_or("staff_class")),
              fields.bool_or("off_plan") ? std::string{} : std::string(fields.str_or("plan_line")),
              std::string(fields.str_or("person_id_no")),
              fields.int_or("count"),
              fields.bool_or("over_quota")};
    return out;
}

Asked asked_by(Act& act, const std::string& case_key) {
    const Value* value = act.work.get(case_key);
    return asked_by(fields_of(*value), value->str_or("unit"));
}

Outcome unit_may(Act& act, const Asked& a) {
    const Value* unit = act.work.get("unit/" + a.unit);
    if (unit == nullptr) {
        return applied();  // only in a preview; the base names it
    }
    ZJ_RULE(on_register(act, a.unit));
    if (!act.catalogue.quota_allowed(unit->str_or("nature"), unit->str_or("category"), a.quota_type)) {
        return refuse("G2", "quota type " + a.quota_type + " is not for this unit");
    }
    return applied();
}

// The unit's own line of the plan of the year in which it asks, or one of its superior's that stands for its
// subordinates together.
Outcome plan_fits(Act& act, const Asked& a, const Value& fields, Date asked_on) {
    if (a.plan.empty()) {
        return applied();
    }
    const Value* line = act.work.get(a.plan);
    if (line == nullptr) {
        return act.work.hidden(a.plan) ? applied() : refuse("G4", "no such line: " + a.plan);
    }
    const Value* unit = act.work.get("unit/" + a.unit);
    const std::string_view parent = unit == nullptr ? std::string_view{} : unit->str_or("parent");
    const std::string_view owner = act.work.owner(a.plan);
    if (owner != unit_scope(a.unit) && (parent.empty() || owner != unit_scope(parent))) {
        return refuse("G4", a.plan + " is another unit's");
    }
    if (line->str_or("quota_type") != a.quota_type || line->str_or("entry_mode") != fields.str_or("entry_mode")) {
        return refuse("G4", a.plan + " is for another type or mode");
    }
    if (line->int_or("year") != ymd_of(asked_on).year) {
        return refuse("G4", a.plan + " is of another year");
    }
    return applied();
}

Outcome named_fits(const Asked& a) {
    return a.person.empty() || a.count == 1 ? applied()
                                            : malformed(bad_member("/fields/count", "a named person is one person"));
}

// Exits against each entry: by the policy of the day of receipt, which the case keeps for what it gives back.
std::int64_t exits_each(const Act& act) {
    return act.catalogue.policy_int("over_quota_exits");
}

// An over-quota unit takes people in against exits that it has closed while over its quota, two for one by policy
// (domain.md 6.3); the commission's layer is in the catalogue.
Outcome exits_pay(Act& act, const Asked& a) {
    const std::string key = ledger_key(a.unit, a.quota_type);
    const Value* line = act.work.get(key);
    if (line == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("G2", "no such line: " + key);
    }
    if (line->int_or("a") <= authorised(*line)) {
        return refuse("G25", "the unit is not over its quota; ask the ordinary way");
    }
    const std::int64_t left = line->int_or("over_exits") - line->int_or("over_exits_used");
    const std::int64_t needed = a.count * exits_each(act);
    return left >= needed
               ? applied()
               : refuse("G25", std::to_string(left) + " exits are left, " + std::to_string(needed) + " needed");
}

Outcome room_for_people(Act& act, const Asked& a, const std::string& case_key) {
    return a.over_quota ? exits_pay(act, a) : room_in_quota(act, a.unit, a.quota_type, a.count, case_key);
}

void use_exits(Work& work, const std::string& line, std::int64_t n) {
    if (n != 0 && work.has(line)) {
        Value& value = work.edit(line);
        value.set("over_exits_used", value.int_or("over_exits_used") + n);
    }
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date asked_on) {
    const Asked a = asked_by(fields, unit);
    ZJ_RULE(unit_may(act, a));
    ZJ_RULE(plan_fits(act, a, fields, asked_on));
    ZJ_RULE(named_fits(a));
    ZJ_RULE(no_hope(room_for_people(act, a, {})));
    if (is_leader(a.staff_class)) {
        ZJ_RULE(no_hope(room_in_posts(act, a.unit, a.staff_class, a.count, {})));
    }
    if (!a.plan.empty()) {
        ZJ_RULE(no_hope(room_in_plan(act, a.plan, a.count, {})));
    }
    return applied();
}

Outcome room(Act& act, const Asked& a, const std::string& case_key) {
    ZJ_RULE(room_for_people(act, a, case_key));
    if (is_leader(a.staff_class)) {
        ZJ_RULE(room_in_posts(act, a.unit, a.staff_class, a.count, case_key));
    }
    return a.plan.empty() ? applied() : room_in_plan(act, a.plan, a.count, case_key);
}

void reserve(Act& act, const Asked& a, const std::string& case_key, std::int64_t n, std::string_view what) {
    post_quota(act.work, act.catalogue, act.at, a.unit, a.quota_type, {.r = n},
               {what, case_key, act.author.person, {}, a.over_quota});
    if (a.over_quota) {
        use_exits(act.work, ledger_key(a.unit, a.quota_type), n * act.work.get(case_key)->int_or("exits_each"));
    }
    holder(act.work, ledger_key(a.unit, a.quota_type), case_key, n);
    if (is_leader(a.staff_class)) {
        post_leader(act.work, a.unit, a.staff_class, 0, n);
        holder(act.work, posts_key(a.unit, a.staff_class), case_key, n);
    }
    if (!a.plan.empty()) {
        post_plan(act.work, a.plan, 0, n);
        holder(act.work, a.plan, case_key, n);
    }
}

// What the line was when the county received the request, before it reserved anything (domain.md 4.2): the layers
// decide with it before them.
void keep_snapshot(Act& act, const Asked& a, const std::string& case_key) {
    const Value* line = act.work.get(ledger_key(a.unit, a.quota_type));
    if (line == nullptr) {
        return;
    }
    const std::int64_t actual = line->int_or("a"), reserved = line->int_or("r");
    Object seen{{"h", line->int_or("h")},
                {"a", actual},
                {"r", reserved},
                {"u", authorised(*line, date_of(act.at)) - actual - reserved},
                {"at", format_time(act.at)}};
    act.work.edit(case_key).set("snapshot", std::move(seen));
}

Outcome taken(Act& act, const std::string& case_key) {
    const Asked a = asked_by(act, case_key);
    const Value& value = *act.work.get(case_key);
    ZJ_RULE(asked(act, fields_of(value), a.unit, asked_on(act, value)));
    ZJ_RULE(room(act, a, case_key));
    if (!a.person.empty()) {
        ZJ_RULE(name_person(act, a.person, a.unit, case_key));
    }
    if (a.over_quota) {
        act.work.edit(case_key).set("exits_each", exits_each(act));
    }
    keep_snapshot(act, a, case_key);
    reserve(act, a, case_key, a.count, "use.reserved");
    return applied();
}

void given_back(Act& act, const std::string& case_key) {
    const Asked a = asked_by(act, case_key);
    reserve(act, a, case_key, -a.count, "use.returned");
    if (!a.person.empty()) {
        free_number(act, a.person, case_key, {});
    }
}

Value new_grant(Act& act, const Asked& a, const std::string& case_key, const std::string& number, Date valid_until) {
    const Value& fields = fields_of(*act.work.get(case_key));
    Object grant{{"grant_no", number},
                 {"case", case_key},
                 {"unit", a.unit},
                 {"quota_type", a.quota_type},
                 {"entry_mode", fields.str_or("entry_mode")},
                 {"count", a.count},
                 {"used", 0},
                 {"reserved", 0},
                 {"valid_until", format_date(valid_until)},
                 {"staff_class", a.staff_class},
                 {"state", "open"},
                 {"trail", fresh_trail(act)}};
    for (const char* copied : {"post_kind", "leader_level", "funding", "digested_by"}) {
        if (const std::string_view value = fields.str_or(copied); !value.empty()) {
            grant[copied] = value;
        }
    }
    if (!a.plan.empty()) {
        grant["plan_line"] = a.plan;
    }
    if (a.over_quota) {  // 3.2-3
        grant["over_quota_decision"] = act.work.get(case_key)->str_or("case_no");
        grant["exits_each"] = act.work.get(case_key)->int_or("exits_each");
    }
    return grant;
}

// The claim passes from the case to the grant: the reservation of quota and posts stays, the plan line is used.
void pass_on(Act& act, const Asked& a, const std::string& case_key, const std::string& grant) {
    for (const std::string& line : {ledger_key(a.unit, a.quota_type), posts_key(a.unit, a.staff_class), a.plan}) {
        if (line.empty() || (line.starts_with("posts/") && !is_leader(a.staff_class))) {
            continue;
        }
        holder(act.work, line, case_key, -a.count);
        holder(act.work, line, grant, a.count);
    }
    if (!a.plan.empty()) {
        post_plan(act.work, a.plan, a.count, -a.count);
    }
}

Outcome approved(Act& act, const std::string& case_key) {
    const Asked a = asked_by(act, case_key);
    ZJ_RULE(a.over_quota ? applied() : quota_stands(act, a.unit, a.quota_type));
    ZJ_RULE(is_leader(a.staff_class) ? posts_stand(act, a.unit, a.staff_class) : applied());
    const std::string grant = act.new_key("grant"), number = document_number(act, "编用", "grant");
    const Date today = date_of(act.at);
    const Date valid_until = add_months(today, static_cast<int>(act.catalogue.policy_int("grant_valid_months")));
    act.work.put(grant, unit_scope(a.unit), new_grant(act, a, case_key, number, valid_until));
    pass_on(act, a, case_key, grant);
    add_due(act.work, act.at, Date{valid_until.days + 1}, grant);
    act.work.put(stage_key(grant, 1), unit_scope(a.unit),
                 Object{{"stage", 1},
                        {"state", "closed"},
                        {"owner", "office"},
                        {"record", Object{{"doc_no", number}, {"doc_date", format_date(today)}}},
                        {"by", act.author.person},
                        {"at", format_time(act.at)}});
    open_stage(act, grant, 2, stage_owner(a.quota_type, a.staff_class), a.unit);
    act.work.edit(case_key).set("grant", grant).set("result", number);
    return applied();
}

std::vector<Need> needs(const Catalogue&, const Value&) {
    return {};
}

}  // namespace

std::string named_number(Work& work, const Value& grant) {
    const std::string_view asked_by = grant.str_or("case");
    if (asked_by.empty()) {
        return {};  // a grant of the opening books
    }
    const Value* from = work.get(asked_by);
    return from == nullptr ? std::string{} : std::string(fields_of(*from).str_or("person_id_no"));
}

void give_back_exits(Work& work, const std::string& grant_key, std::int64_t slots) {
    const Value& grant = *work.get(grant_key);
    use_exits(work, ledger_key(grant.str_or("unit"), grant.str_or("quota_type")), -slots * grant.int_or("exits_each"));
}

const MatterRules& use_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
