// SPDX-License-Identifier: Apache-2.0
// Who still waits on the entry chain of a grant for pay or funds (domain.md 5), when they leave, move with their organ
// or come back by a reversal. What a stage said when it was closed stays as it was.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/stage_book.hpp"

namespace zj::model::rules1 {
namespace {

// Rows of one person that follow each other by reforms: more than anybody sees before their first pay.
constexpr int kRowsMax = 8;

// The grant under which the person of this row came; empty where there was none, as in the opening books. Who moved
// with an organ came to the row before.
std::string grant_of_entry(Work& work, std::string row) {
    for (int n = 0; n < kRowsMax && work.has(row); ++n) {
        const std::string entry(work.get(row)->str_or("entry_case"));
        const std::string grant(work.has(entry) ? fields_of(*work.get(entry)).str_or("grant_no") : std::string_view{});
        if (!grant.empty()) {
            return work.has(grant) ? grant : std::string{};
        }
        row = work.get(row)->str_or("moved_from");
    }
    return {};
}

bool is_open(Work& work, const std::string& stage) {
    return work.has(stage) && work.get(stage)->str_or("state") == "open";
}

std::vector<std::int64_t> after_entry(const Catalogue& catalogue) {
    std::vector<std::int64_t> out;
    for (std::int64_t n = entry_stage(catalogue).n + 1; catalogue.chain().entry.stage(n) != nullptr; ++n) {
        out.push_back(n);
    }
    return out;
}

// Whether the stage has done for this row what it is for.
bool settled(Work& work, const ChainStage& stage, const std::string& key, const Value& row) {
    return stage.key == "fund" ? row.bool_or("fin_funded")
                               : closed_once(work.get(key)) && (stage.key != "pay" || row.find("pay") != nullptr);
}

}  // namespace

void leave_entry_chain(Act& act, const std::string& person) {
    const std::string grant = grant_of_entry(act.work, person);
    for (const std::int64_t n : after_entry(act.catalogue)) {  // that of the entry says who entered, and they did
        if (const std::string key = stage_key(grant, n); !grant.empty() && is_open(act.work, key)) {
            strike(act.work, key, person);
        }
    }
}

void follow_on_entry_chain(Act& act, const std::string& from, const std::string& to) {
    const std::string grant = grant_of_entry(act.work, from);
    std::vector<std::int64_t> stages = after_entry(act.catalogue);
    stages.push_back(entry_stage(act.catalogue).n);
    for (const std::int64_t n : stages) {
        const std::string key = stage_key(grant, n);
        if (grant.empty() || !is_open(act.work, key) || act.work.get(key)->find("record") == nullptr) {
            continue;
        }
        for (Value& one : act.work.edit(key).object()["record"].object()["persons"].array()) {
            if (one.str_or("person") == from) {
                one.set("person", to);
            }
        }
    }
}

void rejoin_entry_chain(Act& act, const std::string& person) {
    const std::string grant = grant_of_entry(act.work, person);
    const Value* entry = grant.empty() ? nullptr : act.work.get(stage_key(grant, entry_stage(act.catalogue).n));
    if (entry == nullptr || entry->str_or("state") != "closed") {
        return;  // who is listed there goes on when it is closed
    }
    const Value row = *act.work.get(person), on = *act.work.get(grant);
    for (const std::int64_t n : after_entry(act.catalogue)) {
        const ChainStage& stage = *act.catalogue.chain().entry.stage(n);
        if (settled(act.work, stage, stage_key(grant, n), row)) {
            continue;
        }
        const std::string key = stage_key(grant, n);
        if (!is_open(act.work, key) || !listed(persons_of(act.work, grant, n), row.str_or("id_no"))) {
            const Value one = Object{{"name", row.str_or("name")}, {"id_no", row.str_or("id_no")}, {"person", person}};
            const std::string hire(stage_owner(on.str_or("quota_type"), on.str_or("staff_class")));
            open_in(hand_of(act), grant, n, owner_of(stage, hire), on.str_or("unit"), &one);
        }
        return;
    }
}

}  // namespace zj::model::rules1
