// SPDX-License-Identifier: Apache-2.0
#pragma once
// What cases.cpp, decide.cpp and the matters share; inside of rules version 1 only.

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {

// Reasons, notes and messages: a page of text.
inline constexpr std::size_t kReasonBytesMax = 6000;
// Steps of a case: five layers, one return and some pauses are usual; a case cannot be paused without end.
inline constexpr std::size_t kStepsMax = 60;
// A case is amended until its first pass; who corrects it more often than this hands in another one.
inline constexpr std::int64_t kAmendsMax = 60;

// B5 unless the author is of this unit.
Outcome of_unit(Act& act, std::string_view unit, std::initializer_list<std::string_view> roles);
// The matter, where it is open, and its rules.
Outcome open_matter(const Act& act, const std::string& code, const Matter*& matter, const MatterRules*& rules);
// A case, of the author's unit, that may still be worked on.
Outcome own_case(Act& act, const std::string& key, std::initializer_list<std::string_view> roles, const Value*& value);
// What would take up posts or persons waits for the end of the year-end freeze.
Outcome not_frozen(Act& act, const std::string& case_key);
// B6, C6: the case exists and is open.
Outcome open_case(Act& act, const std::string& key, const Value*& value);
// B3: the form and its materials are complete and right by the catalogue in force.
Outcome form_fits(Act& act, const Matter& matter, const Value& fields, const Array& materials);
// --- held.cpp: what is held on a case, other than the change set judged now
// One change set at a time; a second one is refused and can be signed anew.
Outcome one_held(Act& act, const std::string& case_key, Outcome outcome);
// Its outcome key; empty where nothing is held.
std::string held_on(Act& act, const std::string& case_key);
// It brings values that stand nowhere else yet: an amendment or an answer.
bool values_held(Act& act, const std::string& case_key);
// The author had it before them when they signed.
bool saw_held(Act& act, const std::string& case_key);
// The author saw it, and writes every field that it writes: the difference is settled by what they signed.
bool writes_what_is_held(Act& act, const std::string& case_key, const std::vector<std::string>& fields);
// It is overtaken by this intent: refused, for the reason it was held for or for `code`.
void overtake_held(Act& act, const std::string& case_key, std::string_view code = {});

// The first layer that has not passed the case yet; null when all have.
const Layer* layer_now(const Matter& matter, const Value& value);
void set_step(const Matter& matter, Value& value);
void end_case(Act& act, const std::string& key, std::string_view state, std::string_view result);
const Value& fields_of(const Value& value);
// The day on which the county first had the case; what is of a year is of this day's.
Date asked_on(const Act& act, const Value& value);

// The key itself where the author may see the record, else nothing: "held elsewhere, the office decides".
std::string may_name(Act& act, const std::string& key);

// A claim on an ID number: whoever names or enters a person holds it while the case, or the grant that came of it, is
// open. C5 where somebody else holds it; G16 where the person is on this unit's register already.
Outcome name_person(Act& act, std::string_view id_no, std::string_view unit, const std::string& case_key,
                    const std::string& heir_of = {});
// For an entry: C5 too where the person is active elsewhere. `heir_of` is the case whose claim the entry takes over.
Outcome claim_number(Act& act, std::string_view id_no, std::string_view unit, const std::string& case_key,
                     const std::string& heir_of);
void free_number(Act& act, std::string_view id_no, const std::string& case_key, const std::string& back_to);
void occupy_number(Act& act, std::string_view id_no, std::string_view unit, const std::string& person,
                   const std::string& case_key);
void vacate_number(Act& act, std::string_view id_no);
// Beside the quota: a free number says whose row it was last; one that is active or claimed says what it said.
void list_number(Act& act, std::string_view id_no, std::string_view unit, const std::string& person);
void unlist_number(Act& act, std::string_view id_no, const std::string& person);
// Active somewhere, or claimed by a case or grant that is open.
bool number_taken(Act& act, std::string_view id_no);

Outcome active_here(Act& act, const std::string& person, std::string_view unit);  // G7
Outcome on_register(Act& act, std::string_view unit);  // G2: abolished, merged into another, or given away
// G11: exits reported late and not yet done stop what policy `late_unit_stops` lists (domain.md 4.4).
Outcome not_late(Act& act, std::string_view matter, std::string_view unit);
std::string late_key(std::string_view unit);  // load/<unit>/late {n}: persons whose exit was late and is not done
// 长期病休, and status kept with all or some of the pay: 非在职 of whom no pay is stopped.
bool keeps_pay(std::string_view off_reason);
// The person's exit is done, by whatever case, or the office says that there is none.
void end_late_exit(Act& act, const std::string& person);
bool occupies(const Value& person);                             // counts in A of its unit and type
void set_retire_on(const Catalogue& catalogue, Value& person);  // domain.md 12
// --- posting_fits.cpp: where somebody may stand, how high, and how old
// G19: an inner organ of this name, or the unit itself; who leads the unit (chief, deputy) stands in the unit itself.
Outcome place_fits(Act& act, std::string_view unit, std::string_view inner, std::string_view staff_class);
// G32: the level of a leading post is not above the rank of the unit, unless it is 高配. `post` has staff_class,
// leader_level and above_rank as a person's record has them.
Outcome rank_fits(Act& act, std::string_view unit, const Value& post);
// G31: nobody comes on a register past the day of their retirement. `entrant` as the record will be.
Outcome not_retired(Act& act, Value entrant);
Outcome has_come(const Act& act, const Value& fields, std::string_view field);  // G17: that day
// At the clerk's signature only what can be told for good counts: what others have reserved is asked at receipt.
inline Outcome no_hope(const Outcome& room) {
    return room.verdict == Verdict::refused ? room : applied();
}
Outcome room_in_grant(Act& act, const std::string& grant, const std::string& case_key);
// Exits that an over-quota grant had used up are free again with the slots that end (domain.md 6.3).
void give_back_exits(Work& work, const std::string& grant_key, std::int64_t slots);
// --- slots.cpp: taking up a slot of a grant; `entrant` as told there. `registered`: the person is active elsewhere.
Outcome slot_fits(Act& act, const Value& entrant, std::string_view unit);
Outcome take_slot(Act& act, const Value& entrant, std::string_view unit, const std::string& case_key, bool registered);
void give_slot_back(Act& act, const Value& entrant, const std::string& case_key);
void fill_slot(Act& act, const Value& entrant, std::string_view unit, const std::string& person,
               const std::string& case_key);
// --- consents.cpp: what a case asks of another unit, consent/<case id>
// Asks, or asks anew where the case came back; `about` is what the unit is shown.
void ask_consent(Act& act, const std::string& case_key, std::string_view kind, std::string_view unit, Object about);
void drop_consent(Act& act, const std::string& case_key);
Outcome consent_given(Act& act, const std::string& case_key);  // G18; good where nothing was asked
std::string consent_key(std::string_view case_key);
// An exit from an over-quota line counts towards the entries that the commission may allow it (domain.md 6.3).
void count_over_exit(Work& work, const std::string& ledger_line);
// --- move.cpp
// The giving unit has consented: the person is on the way out there.
Outcome transfer_consented(Act& act, const std::string& case_key);
// The unit has done what the approval asks of it; with the last of its units it is carried out.
void carry_out(Act& act, std::string_view doc_no, const std::string& unit, const std::string& case_key);
// --- unit_names.cpp: G29 where another unit on the register has this short name
Outcome short_name_free(Act& act, std::string_view name, std::string_view unit);
void take_short_name(Act& act, std::string_view unit);  // the one that its record says
// --- marks.cpp: marks on unit/<code>: {what: case}, the open cases that change it (C2 where another does)
Outcome mark_unit(Act& act, std::string_view unit, const std::vector<std::string>& what, const std::string& case_key);
void unmark_unit(Act& act, std::string_view unit, const std::vector<std::string>& what);
// --- rulings.cpp: ruling/<id>, an approval that 机构修改 carries out
std::string ruling_key(std::string_view doc_no);
// The next number of the commission's series that no registered approval has. Q1 where none is near.
Outcome next_ruling_number(Act& act, std::string& out);
// G26: where the register knows the document, it names the unit and is of this kind. A reform decides on everything,
// and of a paper whose kind was not told only the unit is asked; so is it where `kind` is empty.
Outcome ruling_fits(Act& act, std::string_view doc_no, std::string_view unit, std::string_view kind, bool must_exist);
// G26: changes rest on the approval, and people follow their organ, while it is carried out and as long after as policy
// `ruling_days` says.
Outcome ruling_in_hand(Act& act, std::string_view doc_no);
// Somebody has followed their organ by this approval, which is not void any more.
void count_moved(Act& act, std::string_view doc_no);
std::string plan_line_key(std::string_view unit, std::int64_t year, std::int64_t no);  // plan.cpp
// The person a grant was asked for by name; empty where it names nobody.
std::string named_number(Work& work, const Value& grant);
// An entry under a grant is done: {name, id_no, person}.
void enter_stage(Act& act, const std::string& grant, const Value& person);
// --- chain_people.cpp: who waits for pay or funds on the chain of the grant under which they came
void leave_entry_chain(Act& act, const std::string& person);  // the row has ended: nobody waits for its pay or funds
// With their organ they are on another row by now.
void follow_on_entry_chain(Act& act, const std::string& from, const std::string& to);
void rejoin_entry_chain(Act& act, const std::string& person);  // their exit is reversed: on to what they had not yet

}  // namespace zj::model::rules1
