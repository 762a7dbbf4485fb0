// SPDX-License-Identifier: Apache-2.0
// 实名上编 in the chain: it waits for the stage before it, lists who has entered, and hands them on to the stage after
// it, in the order that the catalogue has them.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/personal.hpp"
#include "shared/model/rules/1/stage_book.hpp"

namespace zj::model::rules1 {
namespace {

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

// Whoever entered and is gone before the stage opens waits for none.
bool still_there(Work& work, const Value& one) {
    const Value* row = work.get(one.str_or("person"));
    return row == nullptr || row->str_or("state") == "active" ||
           (row->str_or("status") == "2" && keeps_pay(row->str_or("off_reason")));
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
        if (still_there(hand.work, one)) {
            open_in(hand, grant, next->n, owner, value.str_or("unit"), &one);
        }
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

// 工资发放单位: another unit's code where that pays; their own says nothing, as "" does.
void set_pay_unit(Value& person, std::string_view code) {
    if (code.empty() || code == person.str_or("unit")) {
        person.object().erase("pay_unit");
    } else {
        person.set("pay_unit", code);
    }
}

}  // namespace

const ChainStage& entry_stage(const Catalogue& catalogue) {
    return *catalogue.chain().entry.stage("entry");
}

const ChainStage& hiring(const Catalogue& catalogue) {
    return *catalogue.chain().entry.stage("staffing");
}

std::string owner_of(const ChainStage& stage, std::string_view hire) {
    return stage.owner == "hire" ? std::string(hire) : stage.owner;
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
        set_pay_unit(row, record.str_or("pay_unit"));
    } else if (stage.key == "fund_cut") {
        row.set("fin_funded", false).set("fin_until", record.str_or("cut_month"));
    }
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

// The entry is shut with the last of those who are hired.
void shut_when_whole(const Hand& hand, const std::string& grant) {
    const Array& hired = persons_of(hand.work, grant, hiring(hand.catalogue).n);
    const Array& entered = persons_of(hand.work, grant, entry_stage(hand.catalogue).n);
    if (entry_open(hand, grant) &&
        std::ranges::all_of(hired, [&](const Value& p) { return listed(entered, p.str_or("id_no")); })) {
        shut_entry(hand, grant);
    }
}

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
