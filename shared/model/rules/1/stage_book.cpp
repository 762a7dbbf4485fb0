// SPDX-License-Identifier: Apache-2.0
#include "shared/model/rules/1/stage_book.hpp"

#include <algorithm>

#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// Earlier closings remembered on a stage, newest last: a grant of several slots is filled in a few rounds.
constexpr std::size_t kEarlierMax = 32;

void keep_earlier(Value& stage) {
    Object closing{{"at", stage.str_or("at")}, {"by", stage.str_or("by")}};
    if (const Value* record = stage.find("record")) {
        closing["record"] = *record;
    }
    Array& earlier = stage.object().try_emplace("earlier", Array{}).first->second.array();
    earlier.push_back(std::move(closing));
    if (earlier.size() > kEarlierMax) {
        earlier.erase(earlier.begin());
    }
}

// Changes of a month are handled before its cut-off; what opens later counts for the next (domain.md 5).
std::string for_month(const Hand& hand) {
    const Date today = date_of(hand.at);
    const bool late = ymd_of(today).day > hand.catalogue.policy_int("chain_cutoff_day");
    return month_of(late ? add_months(today, 1) : today);
}

}  // namespace

Hand hand_of(const Act& act) {
    return {act.work, act.catalogue, act.at, act.author.person};
}

bool listed(const Array& persons, std::string_view id_no) {
    return std::any_of(persons.begin(), persons.end(),
                       [&](const Value& person) { return person.str_or("id_no") == id_no; });
}

const Array& persons_of(Work& work, std::string_view grant, std::int64_t stage) {
    static const Array kNone;
    const Value* value = work.get(stage_key(grant, stage));
    const Value* record = value == nullptr ? nullptr : value->find("record");
    return record == nullptr ? kNone : record->items("persons");
}

bool closed_once(const Value* stage) {
    return stage != nullptr && (stage->str_or("state") == "closed" || !stage->items("earlier").empty());
}

void open_in(const Hand& hand, std::string_view subject, std::int64_t stage, std::string_view owner,
             std::string_view unit, const Value* person) {
    const std::string key = stage_key(subject, stage);
    if (!hand.work.has(key)) {
        hand.work.put(key, unit_scope(unit),
                      Object{{"stage", stage},
                             {"state", "open"},
                             {"owner", owner},
                             {"for_month", for_month(hand)},
                             {"at", format_time(hand.at)}});
    }
    if (person == nullptr) {
        return;
    }
    Value& value = hand.work.edit(key);
    if (value.str_or("state") == "closed") {
        keep_earlier(value);
        value.set("state", "open").set("for_month", for_month(hand)).set("at", format_time(hand.at));
        value.object().erase("record");
        value.object().erase("by");
    }
    if (value.str_or("state") == "void") {  // nobody was left on it
        value.set("state", "open").set("for_month", for_month(hand)).set("at", format_time(hand.at));
    }
    Value& record = value.object().try_emplace("record", Object{}).first->second;
    record.object().try_emplace("persons", Array{}).first->second.array().push_back(*person);
}

void shut(const Hand& hand, const std::string& key, Object record) {
    Value& stage = hand.work.edit(key);
    if (stage.str_or("state") == "closed") {
        keep_earlier(stage);
    }
    stage.set("state", "closed").set("record", std::move(record)).set("by", hand.by).set("at", format_time(hand.at));
}

void strike(Work& work, const std::string& key, std::string_view person_key) {
    if (!work.has(key) || work.get(key)->find("record") == nullptr) {
        return;
    }
    Value& stage = work.edit(key);
    Array& persons = stage.object()["record"].object()["persons"].array();
    std::erase_if(persons, [&](const Value& person) { return person.str_or("person") == person_key; });
    if (!persons.empty()) {
        return;
    }
    Array* earlier = stage.object().contains("earlier") ? &stage.object()["earlier"].array() : nullptr;
    if (earlier == nullptr || earlier->empty()) {
        stage.set("state", "void");
        return;
    }
    const Value before = earlier->back();
    earlier->pop_back();
    stage.set("state", "closed").set("at", before.str_or("at")).set("by", before.str_or("by"));
    stage.set("record", before.find("record") == nullptr ? Value(Object{}) : *before.find("record"));
}

}  // namespace zj::model::rules1
