// SPDX-License-Identifier: Apache-2.0
// 人员下编 (domain.md 4.4): the person leaves the quota when the case is closed; until then O says that it will come
// free.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

std::string person_of(const Value& fields) {
    return std::string(fields.str_or("person"));
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    const std::string key = person_of(fields);
    ZJ_RULE(active_here(act, key, unit));
    const auto event = parse_date(fields.str_or("event_on"));
    if (!event || *event > date_of(act.at)) {
        return refuse("G17", "the event of " + std::string(fields.str_or("event_on")) + " has not happened");
    }
    return applied();
}

// Working days between the event and the receipt, as far as the limit. What was held came when it came.
bool reported_late(Act& act, const Value& fields) {
    const Date came = date_of(act.came());
    const auto event = parse_date(fields.str_or("event_on"));
    const std::int64_t limit = act.catalogue.policy_int("exit_report_workdays");
    std::int64_t days = 0;
    for (Date d{event ? event->days + 1 : came.days}; d <= came && days <= limit; ++d.days) {
        days += act.catalogue.is_workday(d) ? 1 : 0;
    }
    return days > limit;
}

void count_late(Act& act, std::string_view unit, std::int64_t n) {
    const std::string key = late_key(unit);
    const Value* late = act.work.get(key);
    act.work.put(key, "office", Object{{"n", (late == nullptr ? 0 : late->int_or("n")) + n}});
}

// The mark of a late exit is the person's, by the newest case that reported it. What the unit itself takes back leaves
// it there; a form that is corrected while it is under way may turn out to be in time.
void mark_late(Act& act, const std::string& person, const std::string& case_key, bool late) {
    const std::string marked(act.work.get(person)->str_or("late_exit"));
    if (!late) {
        if (marked == case_key) {
            end_late_exit(act, person);
        }
        return;
    }
    if (marked.empty()) {
        count_late(act, act.work.get(person)->str_or("unit"), 1);
    } else if (act.work.has(marked)) {
        act.work.edit(marked).object().erase("late");
    }
    act.work.edit(person).set("late_exit", case_key);
    act.work.edit(case_key).set("late", true);
}

// The exit of somebody who occupies a quota is announced in O and taken back from it.
void announce(Act& act, const Value& person, std::int64_t n, std::string_view what, const std::string& case_key) {
    if (occupies(person)) {
        post_quota(act, person.str_or("unit"), person.str_or("quota_type"), {0, 0, n}, what, case_key);
    }
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = person_of(fields);
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    const Value* person = act.work.get(key);
    if (person == nullptr) {
        return applied();
    }
    if (const std::string other(person->str_or("case")); !other.empty() && other != case_key) {
        Outcome out = hold("C1", case_key, may_name(act, other), "another exit of the person is under way: " + other);
        out.waits_on = key;
        return out;
    }
    announce(act, *person, 1, "out.begun", case_key);
    act.work.edit(key).set("case", case_key);
    mark_late(act, key, case_key, reported_late(act, fields));
    return applied();
}

void given_back(Act& act, const std::string& case_key) {
    const std::string key = person_of(fields_of(*act.work.get(case_key)));
    if (const Value* person = act.work.get(key)) {
        announce(act, *person, -1, "out.returned", case_key);
        act.work.edit(key).object().erase("case");
        wake_waiting(act.work, key);
    }
}

void dropped(Act& act, const std::string& case_key) {
    end_late_exit(act, person_of(fields_of(*act.work.get(case_key))));
}

// The roster the person is on afterwards (domain.md 3.4): the retired have one, so have those who go off duty and keep
// their status; the others are on none.
void leave(Value& person, const Value& fields, const std::string& case_key) {
    const std::string_view mode = fields.str_or("exit_mode"), off_reason = fields.str_or("off_reason");
    const bool retired = mode == "01" || mode == "02";
    person.set("state", retired ? "retired" : "out").set("exit_case", case_key);
    person.object().erase("case");
    person.object().erase("status");
    person.object().erase("off_reason");
    if (retired) {
        person.set("status", "3");
    } else if (!off_reason.empty()) {
        person.set("status", "2").set("off_reason", off_reason);
    }
    for (const char* member : {"exit_mode", "left_on", "exit_doc", "exit_to", "pay_stop"}) {
        if (const std::string_view value = fields.str_or(member); !value.empty()) {
            person.set(member, value);
        }
    }
}

// The row ends with the last pass. An 出编日 after it would keep the person among those whom pay may still be for.
Outcome has_left(const Act& act, const Value& fields) {
    const auto left = parse_date(fields.str_or("left_on"));
    return left && *left <= date_of(act.at)
               ? applied()
               : refuse("G17", "the person leaves on " + std::string(fields.str_or("left_on")));
}

// How many leaders the post line has where it has too many (the opening books may, W02); 0 where it has not.
std::int64_t leaders_over(Work& work, std::string_view unit, std::string_view level) {
    const Value* line = is_leader(level) ? work.get(posts_key(unit, level)) : nullptr;
    const bool over = line != nullptr && line->int_or("actual") > line->int_or("auth");
    return over ? line->int_or("actual") : 0;
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string key = person_of(fields);
    if (!act.work.has(key)) {
        return applied();
    }
    ZJ_RULE(has_left(act, fields));
    const Value person = *act.work.get(key);
    const std::string unit(person.str_or("unit")), quota_type(person.str_or("quota_type")),
        level(person.str_or("staff_class"));
    const Value* before = act.work.get(ledger_key(unit, quota_type));
    const bool over = occupies(person) && before != nullptr && before->int_or("a") > authorised(*before);
    const std::int64_t leaders = occupies(person) ? leaders_over(act.work, unit, level) : 0;
    if (occupies(person)) {
        count_over_exit(act.work, ledger_key(unit, quota_type));
        post_quota(act, unit, quota_type, {.a = -1, .o = -1}, "out.closed", case_key);
        if (is_leader(level)) {
            post_leader(act.work, unit, level, -1, 0);
        }
    }
    Object was;  // what a reversal gives back
    for (const char* member : {"status", "off_reason"}) {
        if (const std::string_view value = person.str_or(member); !value.empty()) {
            was[member] = value;
        }
    }
    if (over) {
        was["over"] = true;
    }
    if (leaders > 0) {
        was["leaders"] = leaders;
    }
    was["fin_funded"] = person.bool_or("fin_funded");
    act.work.edit(case_key).set("was", std::move(was));
    leave(act.work.edit(key), fields, case_key);
    touch(act, key, {"state", "status"});
    wake_waiting(act.work, key);
    vacate_number(act, person.str_or("id_no"));
    end_late_exit(act, key);
    if (!keeps_pay(fields.str_or("off_reason"))) {
        leave_entry_chain(act, key);
        open_exit_chain(act, case_key, key, fields.str_or("exit_doc"), fields.str_or("left_on"));
    }
    return applied();
}

std::vector<Need> needs(const Catalogue&, const Value& fields) {
    return {{person_of(fields), Freshness::exact, {}, {}}};
}

}  // namespace

bool keeps_pay(std::string_view off_reason) {
    return off_reason == "2" || off_reason == "3" || off_reason == "4";
}

void end_late_exit(Act& act, const std::string& person) {
    const Value* row = act.work.get(person);
    const std::string marked(row == nullptr ? std::string_view{} : row->str_or("late_exit"));
    if (marked.empty()) {
        return;
    }
    count_late(act, row->str_or("unit"), -1);
    act.work.edit(person).object().erase("late_exit");
    if (act.work.has(marked)) {
        act.work.edit(marked).object().erase("late");
    }
}

std::string late_key(std::string_view unit) {
    return "load/" + std::string(unit) + "/late";
}

Outcome not_late(Act& act, std::string_view matter, std::string_view unit) {
    if (!act.catalogue.late_stops(matter)) {
        return applied();
    }
    const Value* exits = act.work.get(late_key(unit));
    const std::int64_t late = exits == nullptr ? 0 : exits->int_or("n");
    return late == 0 ? applied() : refuse("G11", std::to_string(late) + " late exits are under way");
}

void count_over_exit(Work& work, const std::string& key) {
    if (work.has(key) && work.get(key)->int_or("a") > authorised(*work.get(key))) {
        Value& line = work.edit(key);
        line.set("over_exits", line.int_or("over_exits") + 1);
    }
}

bool occupies(const Value& person) {
    return person.str_or("state") == "active" && person.str_or("status") == "1";
}

Outcome active_here(Act& act, const std::string& person, std::string_view unit) {
    const Value* value = act.work.get(person);
    if (value == nullptr) {
        return act.work.hidden(person) ? applied() : refuse("G7", "no such person: " + person);
    }
    if (value->str_or("unit") != unit || value->str_or("state") != "active") {
        return refuse("G7", "the person is not active in this unit");
    }
    return applied();
}

const MatterRules& exit_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs, nullptr, dropped};
    return rules;
}

}  // namespace zj::model::rules1
