// SPDX-License-Identifier: Apache-2.0
// The chain of the four departments (domain.md 5): 编制使用 – 人员配备 – 实名上编 – 工资核定 – 经费核拨, and of an exit
// 下编 – 工资停发 – 经费核减, in the order that the catalogue has them; stages are asked for by their keys. One rule
// rules it: no later stage before the earlier one is closed (3.2-9). The office's own stages are closed by their cases.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/personal.hpp"
#include "shared/model/rules/1/stage_book.hpp"
#include "shared/model/rules/1/stage_record.hpp"

namespace zj::model::rules1 {
namespace {

// The first stage of an exit that a department closes; before it stands the office's case.
constexpr std::int64_t kFirstAfterExit = 2;

Outcome is_open(Act& act, const std::string& subject, std::int64_t stage) {
    if (!closed_once(act.work.get(stage_key(subject, stage - 1)))) {
        return refuse("G9", "stage " + std::to_string(stage - 1) + " is not closed");
    }
    const Value* value = act.work.get(stage_key(subject, stage));
    if (value == nullptr) {
        return refuse("G9", "stage " + std::to_string(stage) + " is not open");
    }
    if (value->str_or("state") == "void") {
        return refuse("G8", "nobody is left on the stage");
    }
    return value->str_or("state") == "open" ? applied() : refuse("B10", "the stage is closed already");
}

// Who is hired: at least one person, no more than the grant has slots, and who it was asked for where it names one. A
// list made anew keeps those who have entered; whoever else it leaves out never came, and their slot is free again.
Outcome hired_fit(Act& act, const std::string& key, const Value& grant, const Array& persons) {
    if (grant.str_or("state") != "open") {
        return refuse("G5", "the grant is " + std::string(grant.str_or("state")));
    }
    const Array& there = persons_of(act.work, key, entry_stage(act.catalogue).n);
    const auto entered_already = static_cast<std::int64_t>(there.size());
    const std::int64_t slots = grant.int_or("count") - grant.int_or("used") + entered_already;
    if (persons.empty() || static_cast<std::int64_t>(persons.size()) > slots) {
        return refuse("G6", "the grant has " + std::to_string(slots) + " slots");
    }
    for (const Value& entered : there) {
        if (!listed(persons, entered.str_or("id_no"))) {
            return refuse("G6", std::string(entered.str_or("name")) + " has entered and stays on the list");
        }
    }
    ZJ_RULE(under_way_stay(act, key, persons));
    const std::string named = named_number(act.work, grant);
    if (!named.empty() && persons.front().str_or("id_no") != named) {
        return refuse("G6", "the grant names another person");
    }
    return applied();
}

void open_next(Act& act, const Closing& c, std::string_view hire, std::string_view unit, const Array& persons) {
    const Chain& chain = c.exit ? act.catalogue.chain().exit : act.catalogue.chain().entry;
    const ChainStage* next = chain.stage(c.stage->n + 1);
    if (next == nullptr) {
        return;
    }
    open_in(hand_of(act), c.subject, next->n, owner_of(*next, hire), unit, nullptr);
    if (next->owner != "office") {  // the entry lists those who have entered
        for (const Value& person : persons) {
            open_in(hand_of(act), c.subject, next->n, owner_of(*next, hire), unit, &person);
        }
    }
    if (c.exit) {
        Value& opened = act.work.edit(stage_key(c.subject, next->n));
        opened.set("chain", "exit").set("case", c.subject);
        if (next->n == kFirstAfterExit && next->owner != "hire") {
            opened.set("hire", hire);  // a later stage is theirs
        }
    }
}

// Of those who have a row; who has none yet gets it written when they enter. Nobody's form rests on it, so no trail
// moves.
void write_persons(Act& act, const Closing& c, const Value& record, const Array& persons) {
    for (const Value& one : persons) {
        const std::string key(one.str_or("person"));
        if (key.starts_with("person/") && act.work.has(key)) {
            write_person(act.work.edit(key), *c.stage, record, one, date_of(act.at));
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
        const std::string first = stage_key(c.subject, kFirstAfterExit);
        const Value* stage = c.subject.starts_with("case/") ? act.work.get(first) : nullptr;
        if (stage != nullptr && (stage->str_or("chain") != "exit" || stage->str_or("case") != c.subject)) {
            stage = nullptr;  // a grant's stage: its key has the grant's id and not its kind
        }
        out.hidden = stage == nullptr && act.work.hidden(first);
        out.hire = stage == nullptr ? std::string_view{} : stage->str_or("hire", stage->str_or("owner"));
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

void open_stage(Act& act, std::string_view grant, std::int64_t stage, std::string_view owner, std::string_view unit) {
    open_in(hand_of(act), grant, stage, owner, unit, nullptr);
}

namespace {

// Those of the stage itself, and of each person whose pay is approved.
Outcome months_near(const Act& act, const Object& record) {
    for (const auto& [key, value] : record) {
        if (key.ends_with("_month")) {
            ZJ_RULE(month_near(act, value.string()));
        }
    }
    if (const auto persons = record.find("persons"); persons != record.end()) {
        for (const Value& one : persons->second.array()) {
            ZJ_RULE(month_near(act, one.str_or("from_month")));
        }
    }
    return applied();
}

// The list of who is hired is closed, and its owner shows with the base that it is to be made anew.
bool lists_again(Act& act, const Closing& c, const std::string& key) {
    const Value* stage = act.work.get(key);
    return c.stage->key == "staffing" && stage != nullptr && stage->str_or("state") == "closed" &&
           act.bases.contains(key);
}

// A closing is signed on the grant; on the stage too where it lists anew, or names nobody and so goes for those whom
// the stage showed: somebody who came to it meanwhile was not seen. Of an exit it is signed on the stage.
std::vector<Need> shown(const Closing& c, const std::string& key, bool again) {
    std::vector<Need> out{{c.exit ? key : c.subject, Freshness::exact, {}, {}}};
    const std::vector<std::string>& says = c.stage->record;
    const bool names = std::find(says.begin(), says.end(), "persons") != says.end();
    if (!c.exit && (again || !names)) {
        out.push_back({key, Freshness::exact, {}, {}});
    }
    return out;
}

}  // namespace

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
    const bool again = lists_again(act, c, key);
    ZJ_RULE(fresh(act, shown(c, key, again)));
    ZJ_RULE(again ? applied() : is_open(act, c.subject, c.stage->n));
    Object record;
    ZJ_RULE(read_stage_record(c, record));
    ZJ_RULE(months_near(act, record));
    ZJ_RULE(record.contains("pay_unit") ? known_unit(act, record["pay_unit"].string()) : applied());
    Array persons = persons_of(act.work, c.subject, c.stage->n);
    if (c.stage->key == "staffing") {
        ZJ_RULE(hired_fit(act, c.subject, *place.grant, record["persons"].array()));
        const Array before = std::move(persons);  // who stood on the list before has gone on already
        persons = record["persons"].array();
        std::erase_if(persons, [&](const Value& one) { return listed(before, one.str_or("id_no")); });
    } else if (c.stage->key == "pay") {
        ZJ_RULE(pay_complete(persons, record));
        write_persons(act, c, record, record["persons"].array());
    } else {
        write_persons(act, c, record, persons);
        record["persons"] = persons;
    }
    shut(hand_of(act), key, std::move(record));
    open_next(act, c, place.hire, place.unit, persons);
    if (again) {
        shut_when_whole(hand_of(act), c.subject);
    }
    return applied();
}

void open_exit_chain(Act& act, const std::string& case_key, const std::string& person, std::string_view doc_no,
                     std::string_view left_on) {
    const Value who = *act.work.get(person);
    const std::string unit(who.str_or("unit"));
    const std::string_view hire = stage_owner(who.str_or("quota_type"), who.str_or("staff_class"));
    open_stage(act, case_key, 1, "office", unit);
    Object record{{"doc_date", left_on}};
    if (!doc_no.empty()) {
        record["doc_no"] = doc_no;
    }
    shut(hand_of(act), stage_key(case_key, 1), std::move(record));
    act.work.edit(stage_key(case_key, 1)).set("chain", "exit").set("case", case_key);
    open_next(act, {case_key, true, act.catalogue.chain().exit.stage(std::int64_t{1}), nullptr}, hire, unit,
              {Object{{"name", who.str_or("name")}, {"id_no", who.str_or("id_no")}, {"person", person}}});
}

}  // namespace zj::model::rules1
