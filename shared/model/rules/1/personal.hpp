// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small intents about one person beside the cases, and what is kept of their pay; inside of rules version 1 only.

#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {

// --- pay_revise.cpp
// What is approved from now on; what was approved before stays beside it (`pay_before`, the newest 32).
void set_pay(Value& person, Object pay);
Outcome revise_pay(Act& act);

// --- retire.cpp: 弹性退休 (domain.md 12), and work in another unit than that of the quota (W16)
Outcome propose_retire(Act& act);
Outcome retire_confirmed(Act& act, const Value& body);
Outcome place_person(Act& act);
// The first day of the month in which somebody of this record retires: what a document set, what was chosen as far as
// the post allows it, else the statutory one. nullopt where the record says nothing.
std::optional<Date> retires_on(const Value& person);

// --- rosters.cpp: 非在职, 退休 and 编外, the rosters beside the quota (domain.md 3.4)
Outcome propose_roster(Act& act);
Outcome roster_confirmed(Act& act, const Value& body);
Outcome propose_outside(Act& act);
Outcome outside_confirmed(Act& act, const Value& body);

// --- person_change.cpp
// The age of retirement before 2025, as the first day of its month; nullopt where the birth is not known.
std::optional<Date> old_age(const Catalogue& catalogue, const Value& person);

}  // namespace zj::model::rules1
