// SPDX-License-Identifier: Apache-2.0
// The chain of the four departments (domain.md 5): 1 编制使用 – 2 人员配备 – 3 实名上编 – 4 工资核定 – 5 经费核拨, and
// of an exit 1 下编 – 2 工资停发 – 3 经费核减. One rule rules it: no later stage before the earlier one is closed
// (3.2-9). The office's own stages are closed by their cases.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/personal.hpp"
#include "shared/model/rules/1/stage_book.hpp"
#include "shared/model/rules/1/stage_record.hpp"

namespace zj::model::rules1 {
namespace {

// Of the entry chain; the catalogue names them in this order and no other.
constexpr std::int64_t kHiring = 2, kEntry = 3;
Outcome is_open(Act& act, const std::string& subject, std::int64_t stage) {
    if (!closed_once(act.work.get(stage_key(subject, stage - 1)))) {
        return refuse("G9", "stage " + std::to_string(stage - 1) + " is not closed");
    }
    const Value* value = act.work.get(stage_key(subject, stage));
    if (value == nullptr) {
        return refuse("G9", "stage " + std::to_string(stage) + " is not open");
    }
    return value->str_or("state") == "open" ? applied() : refuse("B10", "the stage is closed already");
}

// Who is hired: at least one person, no more than the grant has slots, and who it was asked for where it names one. A
// list made anew keeps those who have entered; whoever else it leaves out never came, and their slot is free again.
Outcome hired_fit(Act& act, const std::string& key, const Value& grant, const Array& persons) {
    if (grant.str_or("state") != "open") {
        return refuse("G5", "the grant is " + std::string(grant.str_or("state")));
    }
    const auto entered_already = static_cast<std::int64_t>(persons_of(act.work, key, kEntry).size());
    const std::int64_t slots = grant.int_or("count") - grant.int_or("used") + entered_already;
    if (persons.empty() || static_cast<std::int64_t>(persons.size()) > slots) {
        return refuse("G6", "the grant has " + std::to_string(slots) + " slots");
    }
    for (const Value& entered : persons_of(act.work, key, kEntry)) {
        if (!listed(persons, entered.str_or("id_no"))) {
            return refuse("G6", std::string(entered.str_or("name")) + " has entered and stays on the list");
        }
    }
    const std::string named = named_number(act.work, grant);
    if (!named.empty() && persons.front().str_or("id_no") != named) {
        return refuse("G6", "the grant names another person");
    }
    return applied();
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
    open_in(hand_of(act), c.subject, next->n, owner_of(*next, hire), unit, nullptr);
    if (next->owner != "office") {  // stage 3 lists those who have entered
        for (const Value& person : persons) {
            open_in(hand_of(act), c.subject, next->n, owner_of(*next, hire), unit, &person);
        }
    }
    if (c.exit) {
        act.work.edit(stage_key(c.subject, next->n)).set("chain", "exit").set("case", c.subject);
    }
}

// What the departments' stages write on the register. Nobody's form rests on it, so no trail moves.
void write_persons(Act& act, const Closing& c, const Object& record, const Array& persons) {
    for (const Value& one : persons) {
        const std::string key(one.str_or("person"));
        if (!key.starts_with("person/") || !act.work.has(key)) {
            continue;
        }
        if (c.stage->key == "pay") {
            set_pay(act.work.edit(key), Object{{"amount", one.int_or("amount")},
                                               {"grade", one.str_or("grade")},
                                               {"from_month", one.str_or("from_month")},
                                               {"approved_on", format_date(date_of(act.at))}});
        } else if (c.stage->key == "fund") {
            act.work.edit(key).set("fin_funded", true).object().erase("fin_until");
        } else if (c.stage->key == "fund_cut") {
            act.work.edit(key).set("fin_funded", false).set("fin_until", record.find("cut_month")->second);
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
        if (stage != nullptr && (stage->str_or("chain") != "exit" || stage->str_or("case") != c.subject)) {
            stage = nullptr;  // a grant's stage: its key has the grant's id and not its kind
        }
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

// The list of stage 2 is closed, and its owner shows with the base that it is to be made anew.
bool lists_again(Act& act, const Closing& c, const std::string& key) {
    const Value* stage = act.work.get(key);
    return c.stage->key == "staffing" && stage != nullptr && stage->str_or("state") == "closed" &&
           act.bases.contains(key);
}

// Whoever entered and is gone before their pay was asked for waits for none.
bool still_there(Work& work, const Value& one) {
    const Value* row = work.get(one.str_or("person"));
    return row == nullptr || row->str_or("state") == "active";
}

// Those who have entered go on to pay.
void shut_entry(const Hand& hand, const std::string& grant) {
    const Value value = *hand.work.get(grant);
    const std::string unit(value.str_or("unit"));
    const std::string_view owner = stage_owner(value.str_or("quota_type"), value.str_or("staff_class"));
    const Array entered = persons_of(hand.work, grant, kEntry);
    shut(hand, stage_key(grant, kEntry), Object{{"persons", entered}});
    for (const Value& one : entered) {
        if (still_there(hand.work, one)) {
            open_in(hand, grant, kEntry + 1, owner, unit, &one);
        }
    }
}

bool entry_open(Work& work, const std::string& grant) {
    const Value* stage = work.get(stage_key(grant, kEntry));
    return stage != nullptr && stage->str_or("state") == "open" && !persons_of(work, grant, kEntry).empty();
}

// Stage 3 is shut with the last of those that stage 2 lists.
void shut_when_whole(const Hand& hand, const std::string& grant) {
    const Array& hired = persons_of(hand.work, grant, kHiring);
    const Array& entered = persons_of(hand.work, grant, kEntry);
    if (entry_open(hand.work, grant) &&
        std::ranges::all_of(hired, [&](const Value& p) { return listed(entered, p.str_or("id_no")); })) {
        shut_entry(hand, grant);
    }
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
    Array persons = persons_of(act.work, c.subject, c.stage->n);
    if (c.stage->key == "staffing") {
        ZJ_RULE(hired_fit(act, c.subject, *place.grant, record["persons"].array()));
        persons = record["persons"].array();
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

Outcome stage_lists(Act& act, std::string_view grant, const Value& fields) {
    const std::string key = stage_key(grant, kHiring);
    const Value* hiring = act.work.get(key);
    if (hiring == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("G9", "stage 2 is not open");
    }
    if (hiring->str_or("state") != "closed") {
        return refuse("G9", "stage 2 is not closed");
    }
    const Array& persons = persons_of(act.work, grant, kHiring);
    const bool there = std::any_of(persons.begin(), persons.end(), [&](const Value& person) {
        return person.str_or("id_no") == fields.str_or("id_no") && person.str_or("name") == fields.str_or("name");
    });
    return there ? applied() : refuse("G9", "stage 2 does not list the person");
}

// Whoever comes after stage 3 was shut goes on to pay by themselves.
void enter_stage_three(Act& act, const std::string& grant, const Value& person) {
    const Value* value = act.work.get(grant);
    const std::string unit(value->str_or("unit")), key = stage_key(grant, kEntry);
    const std::string_view owner = stage_owner(value->str_or("quota_type"), value->str_or("staff_class"));
    const Value* stage = act.work.get(key);
    if (stage != nullptr && stage->str_or("state") == "closed") {
        act.work.edit(key).object()["record"].object()["persons"].array().push_back(person);
        open_in(hand_of(act), grant, kEntry + 1, owner, unit, &person);
        return;
    }
    open_in(hand_of(act), grant, kEntry, "office", unit, &person);
    shut_when_whole(hand_of(act), grant);
}

void end_entries(Work& work, const Catalogue& catalogue, const std::string& grant, Time at) {
    if (entry_open(work, grant)) {
        shut_entry({work, catalogue, at, {}}, grant);
    }
}

}  // namespace zj::model::rules1
