// SPDX-License-Identifier: Apache-2.0
// Who still waits on the entry chain of a grant for pay or funds (domain.md 5), when they leave, move with their organ
// or come back by a reversal. What a stage said when it was closed stays as it was.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/stage_book.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::int64_t kEntry = 3, kPay = 4, kFund = 5;
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

}  // namespace

void leave_entry_chain(Act& act, const std::string& person) {
    const std::string grant = grant_of_entry(act.work, person);
    for (const std::int64_t n : {kPay, kFund}) {  // stage 3 says who entered, and they did
        if (const std::string key = stage_key(grant, n); !grant.empty() && is_open(act.work, key)) {
            strike(act.work, key, person);
        }
    }
}

void follow_on_entry_chain(Act& act, const std::string& from, const std::string& to) {
    const std::string grant = grant_of_entry(act.work, from);
    for (const std::int64_t n : {kEntry, kPay, kFund}) {
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
    const Value* entry = grant.empty() ? nullptr : act.work.get(stage_key(grant, kEntry));
    if (entry == nullptr || entry->str_or("state") != "closed") {
        return;  // who stage 3 lists goes on to pay when it is closed
    }
    const Value row = *act.work.get(person), on = *act.work.get(grant);
    const bool paid = row.find("pay") != nullptr && closed_once(act.work.get(stage_key(grant, kPay)));
    const std::int64_t waits_for = paid ? kFund : kPay;
    const std::string key = stage_key(grant, waits_for);
    const bool there = is_open(act.work, key) && listed(persons_of(act.work, grant, waits_for), row.str_or("id_no"));
    if (row.bool_or("fin_funded") || there) {
        return;
    }
    const Value one = Object{{"name", row.str_or("name")}, {"id_no", row.str_or("id_no")}, {"person", person}};
    open_in(hand_of(act), grant, waits_for,
            paid ? "fin" : stage_owner(on.str_or("quota_type"), on.str_or("staff_class")), on.str_or("unit"), &one);
}

}  // namespace zj::model::rules1
