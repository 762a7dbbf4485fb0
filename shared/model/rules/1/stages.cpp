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

const ChainStage& hiring(const Catalogue& catalogue) {
    return *catalogue.chain().entry.stage("staffing");
}

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

// Where pay or funds come before the entry, whoever is on their list already stays hired.
Outcome under_way_stay(Act& act, const std::string& key, const Array& persons) {
    for (std::int64_t n = hiring(act.catalogue).n + 1; n < entry_stage(act.catalogue).n; ++n) {
        for (const Value& on : persons_of(act.work, key, n)) {
            if (!listed(persons, on.str_or("id_no"))) {
                return refuse("G6", std::string(on.str_or("name")) + " stands on stage " + std::to_string(n));
            }
        }
    }
    return applied();
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

// What a department's stage writes on the register of somebody on its list.
void write_person(Value& row, const ChainStage& stage, const Value& record, const Value& one, Date on) {
    if (stage.key == "pay") {
        set_pay(row, Object{{"amount", one.int_or("amount")},
                            {"grade", one.str_or("grade")},
                            {"from_month", one.str_or("from_month")},
                            {"approved_on", format_date(on)}});
    } else if (stage.key == "fund") {
        row.set("fin_funded", true).object().erase("fin_until");
    } else if (stage.key == "fund_cut") {
        row.set("fin_funded", false).set("fin_until", record.str_or("cut_month"));
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

// What one closing before the entry said of the person who enters now.
void carry_closing(Act& act, const ChainStage& stage, const Value& closing, const Value& person) {
    const Value* record = closing.find("record");
    const auto at = parse_time(closing.str_or("at"));
    if (record == nullptr || !at) {
        return;
    }
    for (const Value& one : record->items("persons")) {
        if (one.str_or("id_no") == person.str_or("id_no")) {
            write_person(act.work.edit(person.str_or("person")), stage, *record, one, date_of(*at));
        }
    }
}

// In a county that settles pay or funds before the entry, the new row has them from those stages.
void carry_over(Act& act, const std::string& grant, const Value& person) {
    const Chain& chain = act.catalogue.chain().entry;
    if (!act.work.has(person.str_or("person"))) {
        return;
    }
    for (std::int64_t n = hiring(act.catalogue).n + 1; n < entry_stage(act.catalogue).n; ++n) {
        const Value* found = act.work.get(stage_key(grant, n));
        const Value stage = found == nullptr ? Value(Object{}) : *found;
        for (const Value& earlier : stage.items("earlier")) {
            carry_closing(act, *chain.stage(n), earlier, person);
        }
        if (stage.str_or("state") == "closed") {
            carry_closing(act, *chain.stage(n), stage, person);
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

const ChainStage& entry_stage(const Catalogue& catalogue) {
    return *catalogue.chain().entry.stage("entry");
}

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

// The list of who is hired is closed, and its owner shows with the base that it is to be made anew.
bool lists_again(Act& act, const Closing& c, const std::string& key) {
    const Value* stage = act.work.get(key);
    return c.stage->key == "staffing" && stage != nullptr && stage->str_or("state") == "closed" &&
           act.bases.contains(key);
}

// Whoever has entered goes on to the stage after it, where there is one.
void go_on(const Hand& hand, const std::string& grant, const Array& entered) {
    const ChainStage* next = hand.catalogue.chain().entry.stage(entry_stage(hand.catalogue).n + 1);
    if (next == nullptr) {
        return;
    }
    const Value value = *hand.work.get(grant);
    const std::string owner = owner_of(*next, stage_owner(value.str_or("quota_type"), value.str_or("staff_class")));
    for (const Value& one : entered) {
        open_in(hand, grant, next->n, owner, value.str_or("unit"), &one);
    }
}

void shut_entry(const Hand& hand, const std::string& grant) {
    const std::int64_t entry = entry_stage(hand.catalogue).n;
    const Array entered = persons_of(hand.work, grant, entry);
    shut(hand, stage_key(grant, entry), Object{{"persons", entered}});
    go_on(hand, grant, entered);
}

bool entry_open(const Hand& hand, const std::string& grant) {
    const std::int64_t entry = entry_stage(hand.catalogue).n;
    const Value* stage = hand.work.get(stage_key(grant, entry));
    return stage != nullptr && stage->str_or("state") == "open" && !persons_of(hand.work, grant, entry).empty();
}

// The entry is shut with the last of those who are hired.
void shut_when_whole(const Hand& hand, const std::string& grant) {
    const Array& hired = persons_of(hand.work, grant, hiring(hand.catalogue).n);
    const Array& entered = persons_of(hand.work, grant, entry_stage(hand.catalogue).n);
    if (entry_open(hand, grant) &&
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

namespace {

// Everybody whom a closing of the stage names: of who is hired the last list alone, of the others all there were.
Array closed_for(const Value& stage, bool hiring_list) {
    Array out;
    const auto add = [&](const Value& closing) {
        if (const Value* record = closing.find("record")) {
            const Array& persons = record->items("persons");
            out.insert(out.end(), persons.begin(), persons.end());
        }
    };
    for (const Value& earlier : stage.items("earlier")) {
        hiring_list ? void() : add(earlier);
    }
    if (stage.str_or("state") == "closed") {
        add(stage);
    }
    return out;
}

}  // namespace

Outcome stage_lists(Act& act, std::string_view grant, const Value& fields) {
    const ChainStage& before = *act.catalogue.chain().entry.stage(entry_stage(act.catalogue).n - 1);
    const std::string key = stage_key(grant, before.n), named = "stage " + std::to_string(before.n);
    const Value* stage = act.work.get(key);
    if (stage == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("G9", named + " is not open");
    }
    if (!closed_once(stage)) {
        return refuse("G9", named + " is not closed");
    }
    const Array persons = closed_for(*stage, before.key == "staffing");
    const bool there = std::any_of(persons.begin(), persons.end(), [&](const Value& person) {
        return person.str_or("id_no") == fields.str_or("id_no") && person.str_or("name") == fields.str_or("name");
    });
    return there ? applied() : refuse("G9", named + " does not list the person");
}

// Whoever comes after the entry was shut goes on by themselves.
void enter_stage(Act& act, const std::string& grant, const Value& person) {
    const std::string unit(act.work.get(grant)->str_or("unit"));
    const std::int64_t entry = entry_stage(act.catalogue).n;
    const std::string key = stage_key(grant, entry);
    const Value* stage = act.work.get(key);
    carry_over(act, grant, person);
    if (stage != nullptr && stage->str_or("state") == "closed") {
        act.work.edit(key).object()["record"].object()["persons"].array().push_back(person);
        go_on(hand_of(act), grant, {person});
        return;
    }
    open_in(hand_of(act), grant, entry, "office", unit, &person);
    shut_when_whole(hand_of(act), grant);
}

void end_entries(Work& work, const Catalogue& catalogue, const std::string& grant, Time at) {
    const Hand hand{work, catalogue, at, {}};
    if (entry_open(hand, grant)) {
        shut_entry(hand, grant);
    }
}

}  // namespace zj::model::rules1
