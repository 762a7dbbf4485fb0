// SPDX-License-Identifier: Apache-2.0
#pragma once
// Acts that a line says whole, so that nobody writes a file for them: an answer to another unit's question, a word to
// who has the case, the reversal of a wrong entry or exit, somebody's choice of when to retire, where somebody works,
// and the rosters beside the quota (INTENTS.md: case.consent, case.message, case.urge, case.reverse, opening.reverse,
// person.retire, person.place, person.roster, person.outside, identity.handover).
//
// With `preview` nothing is signed. Errors: those of find_case() and find_person(), "consent.none", "consent.several",
// "retire.what", and the judge's code where it would be refused whatever others do.

#include "terminal/work/context.hpp"

namespace zj::work {

// `reference`: the question's key, the case that asks, or a start of its id (four characters) where one question goes
// by it. `act`: give or refuse; a refusal has its reason.
Result<codec::Value> consent(const Context& context, std::string_view reference, const std::string& act,
                             const std::string& reason, bool preview);
Result<codec::Value> message(const Context& context, std::string_view case_reference, const std::string& text,
                             bool preview);
Result<codec::Value> urge(const Context& context, std::string_view case_reference, bool preview);
// `reference`: a case, or the key of a grant or plan line that the opening books had wrongly.
Result<codec::Value> reverse_case(const Context& context, std::string_view reference, const std::string& reason,
                                  const std::string& doc_no, bool preview);

// Either months of flexible retirement (below 0 early), or a date that a paper sets.
struct RetireWish {
    std::string person;  // record key, a start of its id, or a name that one person of the register has
    int months = 0;
    std::string on, doc_no;
};
Result<codec::Value> retire(const Context& context, const RetireWish& wish, bool preview);

// Works in another unit than that of their quota from `since` on; an empty unit, or the own one: is back.
Result<codec::Value> place(const Context& context, const std::string& person, const std::string& unit,
                           const std::string& since, bool preview);

// From one roster beside the quota to another, or off them: 2 非在职 (with its reason, a code), 3 退休, 4 编外, none.
struct RosterMove {
    std::string person, to, on, reason, off_reason, doc_no;  // `reason` and what it may say: INTENTS.md
};
Result<codec::Value> roster(const Context& context, const RosterMove& move, bool preview);

// Somebody outside the quota, listed by the author's own unit.
struct Outsider {
    std::string name, id_no, inner, post_name, since, doc_no;
};
Result<codec::Value> outside(const Context& context, const Outsider& who, bool preview);

// The clerk's work goes to `successor`, who has joined this device (id, name or alias; "as.unknown"). When the unit's
// head has confirmed it here, the author's key has ended and the slot goes with the next session of another person.
Result<codec::Value> handover(const Context& context, const std::string& successor, bool preview);

}  // namespace zj::work
