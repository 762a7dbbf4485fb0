// SPDX-License-Identifier: Apache-2.0
// The chain of the four departments (domain.md 5): 1 编制使用 – 2 人员配备 – 3 实名上编 – 4 工资核定 – 5 经费核拨, and
// of an exit 1 下编 – 2 工资停发 – 3 经费核减. One rule rules it: no later stage before the earlier one is closed
// (3.2-9). The office's own stages are closed by their cases.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/stage_record.hpp"

namespace zj::model::rules1 {
namespace {

// Of the entry chain; the catalogue names them in this order and no other.
constexpr std::int64_t kHiring = 2, kEntry = 3;

Outcome is_open(Act& act, const std::string& subject, std::int64_t stage) {
    if (const Value* before = act.work.get(stage_key(subject, stage - 1));
        before == nullptr || before->str_or("state") != "closed") {
        return refuse("G9", "stage " + std::to_string(stage - 1) + " is not closed");
    }
    const Value* value = act.work.get(stage_key(subject, stage));
    if (value == nullptr) {
        return refuse("G9", "stage " + std::to_string(stage) + " is not open");
    }
    return value->str_or("state") == "open" ? applied() : refuse("B10", "the stage is closed already");
}

// Who is hired: at least one person, no more than the grant has slots, and who it was asked for where it names one.
Outcome hired_fit(Act& act, const Value& grant, const Array& persons) {
    if (grant.str_or("state") != "open") {
        return refuse("G5", "the grant is " + std::string(grant.str_or("state")));
    }
    const auto slots = static_cast<std::size_t>(grant.int_or("count") - grant.int_or("used"));
    if (persons.empty() || persons.size() > slots) {
        return refuse("G6", "the grant has " + std::to_string(slots) + " slots");
    }
    const std::string named = named_number(act.work, grant);
    if (!named.empty() && persons.front().str_or("id_no") != named) {
        return refuse("G6", "the grant names another person");
    }
    return applied();
}

void shut(Act& act, const std::string& key, Object record) {
    act.work.edit(key)
        .set("state", "closed")
        .set("record", std::move(record))
        .set("by", act.author.person)
        .set("at", format_time(act.at));
}

bool listed(const Array& persons, std::string_view id_no) {
    return std::any_of(persons.begin(), persons.end(),
                       [&](const Value& person) { return person.str_or("id_no") == id_no; });
}

const Array& persons_of(Act& act, std::string_view grant, std::int64_t stage) {
    static const Array kNone;
    const Value* value = act.work.get(stage_key(grant, stage));
    const Value* record = value == nullptr ? nullptr : value->find("record");
    return record == nullptr ? kNone : record->items("persons");
}

// Changes of a month are handled before its cut-off; what opens later counts for the next (domain.md 5).
std::string for_month(const Act& act) {
    const Date today = date_of(act.at);
    const bool late = ymd_of(today).day > act.catalogue.policy_int("chain_cutoff_day");
    return month_of(late ? add_months(today, 1) : today);
}

std::string owner_of(const ChainStage& stage, std::string_view hire) {
    return stage.owner == "hire" ? std::string(hire) : stage.owner;
}

void open_next(Act& act, const Closing& c, std::string_view hire, std::string_view unit, const Array& persons) {
    const Chain& chain = c.exit ? act.catalogue.chain().exit : act.catalogue.chain().entry;
    const ChainStage* next = chain.stage(c.stage->n + 1);
    if (next == nullptr) {
        return;
    }
    open_stage(act, c.subject, next->n, owner_of(*next, hire), unit, nullptr);
    if (next->owner != "office") {  // stage 3 lists those who have entered
        for (const Value& person : persons) {
            open_stage(act, c.subject, next->n, owner_of(*next, hire), unit, &person);
        }
    }
    if (c.exit) {
        act.work.edit(stage_key(c.subject, next->n)).set("chain", "exit").set("case", c.subject);
    }
}

// What the departments' stages write on the register. Nobody's form rests on it, so no trail moves.
void write_persons(Act& act, const Closing& c, const Array& persons) {
    for (const Value& one : persons) {
        const std::string key(one.str_or("person"));
        if (!key.starts_with("person/") || !act.work.has(key)) {
            continue;
        }
        if (c.stage->key == "pay") {
            act.work.edit(key).set("pay", Object{{"amount", one.int_or("amount")},
                                                 {"grade", one.str_or("grade")},
                                                 {"from_month", one.str_or("from_month")},
                                                 {"approved_on", format_date(date_of(act.at))}});
        } else if (c.stage->key == "fund") {
            act.work.edit(key).set("fin_funded", true);
        } else if (c.stage->key == "fund_cut") {
            act.work.edit(key).set("fin_funded", false);
        }
    }
}

// Whose stage it is and in which unit; null `grant` of an exit, or where a vault shows none of it.
struct Place {
    const Value* grant = nullptr;
    std::string unit, hire;
    bool hidden = false;
};

// The departments do not see cases, so what they close of an exit is named by its stage.
Outcome place_of(Act& act, const Closing& c, Place& out) {
    if (c.exit) {
        const std::string first = stage_key(c.subject, kHiring);
        const Value* stage = c.subject.starts_with("case/") ? act.work.get(first) : nullptr;
        out.hidden = stage == nullptr && act.work.hidden(first);
        out.hire = stage == nullptr ? std::string_view{} : stage->str_or("owner");
        out.unit = after_slash(act.work.owner(first));
        return stage != nullptr || out.hidden ? applied() : refuse("B6", "no such exit: " + c.subject);
    }
    out.grant = c.subject.starts_with("grant/") ? act.work.get(c.subject) : nullptr;
    if (out.grant == nullptr) {
        out.hidden = act.work.hidden(c.subject);
        return out.hidden ? applied() : refuse("B6", "no such grant: " + c.subject);
    }
    out.unit = out.grant->str_or("unit");
    out.hire = stage_owner(out.grant->str_or("quota_type"), out.grant->str_or("staff_class"));
    return applied();
}

}  // namespace

std::string stage_key(std::string_view grant, std::int64_t stage) {
    return "stage/" + std::string(after_slash(grant)) + "/" + std::to_string(stage);
}

// 公务员, 参公 and leaders by the organisation department, the others by human resources.
std::string_view stage_owner(std::string_view quota_type, std::string_view staff_class) {
    const bool civil = quota_type == "10" || quota_type == "11" || quota_type == "21";
    return civil || is_leader(staff_class) ? "org" : "hr";
}

// Opens a stage, or lists one person more in it.
void open_stage(Act& act, std::string_view grant, std::int64_t stage, std::string_view owner, std::string_view unit,
                const Value* person) {
    const std::string key = stage_key(grant, stage);
    if (!act.work.has(key)) {
        act.work.put(key, unit_scope(unit),
                     Object{{"stage", stage},
                            {"state", "open"},
                            {"owner", owner},
                            {"for_month", for_month(act)},
                            {"at", format_time(act.at)}});
    }
    if (person != nullptr) {
        Value& value = act.work.edit(key);
        Value& record = value.object().try_emplace("record", Object{}).first->second;
        record.object().try_emplace("persons", Array{}).first->second.array().push_back(*person);
    }
}

Outcome close_stage(Act& act) {
    Closing c;
    ZJ_RULE(read_closing(act, c));
    Place place;
    ZJ_RULE(place_of(act, c, place));
    if (c.stage->owner == "office") {
        return refuse("G8", "stage " + std::to_string(c.stage->n) + " is closed by its case");
    }
    if (place.hidden) {
        return applied();
    }
    const std::string owner = owner_of(*c.stage, place.hire), key = stage_key(c.subject, c.stage->n);
    ZJ_RULE(act.need_role({owner}));
    act.unit = place.unit;
    ZJ_RULE(fresh(act, {{c.exit ? key : c.subject, Freshness::exact, {}, {}}}));
    ZJ_RULE(is_open(act, c.subject, c.stage->n));
    Object record;
    ZJ_RULE(read_stage_record(c, record));
    Array persons = persons_of(act, c.subject, c.stage->n);
    if (c.stage->key == "staffing") {
        ZJ_RULE(hired_fit(act, *place.grant, record["persons"].array()));
        persons = record["persons"].array();
    } else if (c.stage->key == "pay") {
        ZJ_RULE(pay_complete(persons, record));
        write_persons(act, c, record["persons"].array());
    } else {
        write_persons(act, c, persons);
        record["persons"] = persons;
    }
    shut(act, key, std::move(record));
    open_next(act, c, place.hire, place.unit, persons);
    return applied();
}

void open_exit_chain(Act& act, const std::string& case_key, const std::string& person) {
    const Value who = *act.work.get(person);
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(who.str_or("unit"));
    const std::string_view hire = stage_owner(who.str_or("quota_type"), who.str_or("staff_class"));
    open_stage(act, case_key, 1, "office", unit, nullptr);
    Object record;
    if (const std::string_view doc_no = fields.str_or("exit_doc"); !doc_no.empty()) {
        record["doc_no"] = doc_no;
    }
    record["doc_date"] = fields.str_or("left_on");
    shut(act, stage_key(case_key, 1), std::move(record));
    act.work.edit(stage_key(case_key, 1)).set("chain", "exit").set("case", case_key);
    open_next(act, {case_key, true, act.catalogue.chain().exit.stage(std::int64_t{1}), nullptr}, hire, unit,
              {Object{{"name", who.str_or("name")}, {"id_no", who.str_or("id_no")}, {"person", person}}});
}

Outcome stage_lists(Act& act, std::string_view grant, const Value& fields) {
    const std::string key = stage_key(grant, kHiring);
    const Value* hiring = act.work.get(key);
    if (hiring == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("G9", "stage 2 is not open");
    }
    if (hiring->str_or("state") != "closed") {
        return refuse("G9", "stage 2 is not closed");
    }
    const Array& persons = persons_of(act, grant, kHiring);
    const bool there = std::any_of(persons.begin(), persons.end(), [&](const Value& person) {
        return person.str_or("id_no") == fields.str_or("id_no") && person.str_or("name") == fields.str_or("name");
    });
    return there ? applied() : refuse("G9", "stage 2 does not list the person");
}

// With the last of those that stage 2 lists, stage 3 is closed and pay is next.
void enter_stage_three(Act& act, const std::string& grant, const Value& person) {
    const Value* value = act.work.get(grant);
    const std::string unit(value->str_or("unit"));
    const std::string_view owner = stage_owner(value->str_or("quota_type"), value->str_or("staff_class"));
    open_stage(act, grant, kEntry, "office", unit, &person);
    const Array& hired = persons_of(act, grant, kHiring);
    const Array entered = persons_of(act, grant, kEntry);
    if (!std::all_of(hired.begin(), hired.end(), [&](const Value& p) { return listed(entered, p.str_or("id_no")); })) {
        return;
    }
    shut(act, stage_key(grant, kEntry), Object{{"persons", entered}});
    for (const Value& one : entered) {
        open_stage(act, grant, kEntry + 1, owner, unit, &one);
    }
}

}  // namespace zj::model::rules1
