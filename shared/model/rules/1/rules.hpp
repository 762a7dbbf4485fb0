// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules version 1, inside: what an intent is judged with, and the parts that judge it. Nothing here does I/O;
// everything known comes from the Work, the catalogue in force and the change set itself. Codes and their repair:
// shared/model/CODES.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/value.hpp"
#include "shared/log/change_set.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/judge.hpp"
#include "shared/model/rules/1/work.hpp"

namespace zj::model::rules1 {

using codec::Array;
using codec::Object;
using codec::Value;
using log::Verdict;

// Trail items kept on a record: a case sees some eight writings, a person one a year.
inline constexpr std::size_t kTrailMax = 16;
// Refused numbers remembered in a device's `unsettled`, for change sets that were built on them.
inline constexpr std::size_t kRefusedMax = 32;
// Change sets of one device that may wait for somebody's word.
inline constexpr std::size_t kHeldPerDeviceMax = 500;
// Of a record key, with room to spare.
inline constexpr std::size_t kKeyBytesMax = 100;
inline constexpr std::size_t kThreadMax = 200;
inline constexpr std::size_t kDuePageKeys = 200;
inline constexpr std::size_t kHoldersMax = 32;

// What came of an intent, and then of its change set.
struct Outcome {
    Verdict verdict = Verdict::applied;
    std::string code, detail;
    // Of a held one:
    std::string on_case;  // the case it stands on
    std::string
        competitor;  // what stands in the way, where the author may see it; empty: held elsewhere, the office decides
    std::string waits_on;  // C7: outcome key of the predecessor; C8: kFreeze; C1, C2, C5: the record in question
    std::string line;      // C4: the ledger line in whose queue it stands
    std::vector<std::string> behind;  // C7: outcome keys of all the held ones that it was built on

    bool good() const { return verdict == Verdict::applied || verdict == Verdict::merged; }
};
inline Outcome applied() {
    return {};
}
inline Outcome merged() {
    return {Verdict::merged, "C3", {}, {}, {}, {}, {}};
}
Outcome refuse(std::string code, std::string detail = {});
Outcome hold(std::string code, std::string on_case, std::string competitor, std::string detail = {});

#define ZJ_RULE(x)                                                     \
    if (::zj::model::rules1::Outcome zj_rule_ = (x); !zj_rule_.good()) \
    return zj_rule_

// Who signed, as the registers know them at this point of the log.
struct Author {
    std::string device, person, key;
    std::uint64_t seq = 0;
    ChangeSetId id;
    std::string name, unit;
    std::vector<std::string> roles;
    std::vector<std::string> scopes;  // of the device
    bool assumed = false;             // preview: device or identity is not visible here

    bool has(const Catalogue& catalogue,
             std::string_view role) const;  // holds the role, on a device certified for its scope
    std::string scope_of(const Catalogue& catalogue, std::string_view role) const;
};

// Everything one intent is judged with.
struct Act {
    Work& work;
    const Catalogue& catalogue;
    Time at;
    std::string_view county;
    const Author& author;
    const Value& intent;
    std::size_t index = 0;
    Hash commitment;
    log::Bases bases;
    bool merged = false;          // set by fresh()
    std::string unit;             // the unit whose business this is; empty where none
    std::string scope;            // the scope the author acts in
    std::optional<Time> held_at;  // of a change set that was held: when it came
    // When it came to the county: what is reported or used in time is so by this day, however long it was held.
    Time came() const { return held_at.value_or(at); }

    Outcome need_role(std::initializer_list<std::string_view> roles);
    std::string new_key(std::string_view kind) const;                 // record key made by this intent
    std::string new_key(std::string_view kind, std::size_t n) const;  // the n-th of a kind
};

// Runs the intents of one change set, all or nothing. On refusal or hold nothing of them is left in `work`.
Outcome run_intents(Work& work, const Catalogue& catalogue, Time at, std::string_view county, const Author& author,
                    const std::vector<const Value*>& intents, const std::vector<Hash>& commitments, std::string* scope,
                    std::optional<Time> held_at = std::nullopt);

bool known_intent(std::string_view name);

// "do" and "base", which run_intents has looked at already.
void read_head(codec::Reader& reader);

// --- device_layer.cpp
// ------------------------------------------------------------------------------------------------------------
// A single intent of this name.
bool is_do(const Checked& checked, std::string_view name);
// D codes and C9; fills `author`. Enrolment and joining are judged in identity.cpp and only looked at here.
Outcome device_layer(Work& work, const Checked& checked, const ChainHead& chain, std::int64_t rules, Author& author);
Outcome load_author(Work& work, Author& author);
// Of the reasons for which a person, a device or a key ends: somebody else may have signed with it.
bool is_theft(std::string_view reason);
// C9 where the author's person, device or key ended meanwhile as compromised or lost: what such a one has signed has no
// effect any more, if it had none yet. For acts that wait: proposals and held change sets.
Outcome still_trusted(Work& work, const Author& author);

// --- freshness.cpp
// ---------------------------------------------------------------------------------------------------------------
enum class Freshness { exact, fields };
struct Need {
    std::string key;
    Freshness how = Freshness::exact;
    std::vector<std::string> fields;  // written by this intent, for Freshness::fields
    std::string on_case;              // where a difference is held
};
// B1, C2, C3: the base names exactly these records, each as the author saw it.
Outcome fresh(Act& act, const std::vector<Need>& needs);
// C7: nothing that the intent was built on is held or was refused.
Outcome predecessors(Act& act);
// Notes on the record who wrote it, for later freshness checks.
void touch(Act& act, std::string_view key, const std::vector<std::string>& fields = {});
Array fresh_trail(const Act& act);  // of a record made now
Array first_trail(const Author& author);

// --- acts of two: acts.cpp
// ------------------------------------------------------------------------------------------------------- Writes
// pending/<id>; the act takes effect by confirm from a person with one of `needs`.
std::string make_pending(Act& act, std::string_view name, const std::vector<std::string_view>& needs, Value body,
                         std::string_view case_key, std::string owner);
Outcome confirm(Act& act);
Outcome cancel(Act& act);

// --- identity.cpp
// ----------------------------------------------------------------------------------------------------------------
Outcome enrol(Work& work, const Catalogue& catalogue, Time at, const Checked& checked, Author& author);
Outcome join(Act& act, const Checked& checked);
Outcome ticket(Act& act);
Outcome ticket_confirmed(Act& act, const Value& body, std::string_view pending_key);
Outcome grant_roles(Act& act);
Outcome roles_confirmed(Act& act, const Value& body);
Outcome revoke(Act& act);
// The reason of keys that ended by a handover (log.md, Ends of keys: a planned end).
constexpr std::string_view kHandoverReason = "handover";
Outcome propose_handover(Act& act);
Outcome handed_over(Act& act, const Value& body, const Author& proposer);
Outcome freeze(Act& act);
Outcome freeze_confirmed(Act& act, const Value& body);

// --- duty.cpp
// --------------------------------------------------------------------------------------------------------------------
// Brings duty/<person> to what the identity says now; to be called after every change of an identity's roles or state.
void tell_duty(Work& work, const Catalogue& catalogue, std::string_view person);

// --- opening.cpp
// -----------------------------------------------------------------------------------------------------------------
Outcome open_register(Act& act);
Outcome opening_confirmed(Act& act, const Value& body);

// --- cases.cpp, decide.cpp
// ---------------------------------------------------------------------------------------------------------
Outcome submit(Act& act);
Outcome amend(Act& act);
Outcome answer(Act& act);
Outcome withdraw(Act& act);
Outcome message(Act& act);
Outcome decide(Act& act);
Outcome case_received(Act& act, const std::string& case_key);
bool closed_state(std::string_view state);
void give_load_back(Work& work, std::string_view unit);  // one case of the unit less is open
// The year-end freeze (domain.md 3.2-11): what would reserve waits on kFreeze, and the first tick after it releases it;
// a last pass is refused, so that no register moves. What gives back (a return, a refusal, a withdrawal, a grant that
// expires) goes on: reservations are no figure of the year. But a grant under which an entry waits does not expire
// while it does: it came in time.
inline constexpr const char* kFreeze = "freeze";
bool frozen(const Catalogue& catalogue, Date day);

// --- matters: use.cpp entry.cpp exit.cpp person_change.cpp move.cpp organ.cpp; flows: plan.cpp setup.cpp
// ------------------------------------------------------------------------- What a matter asks and does at each turn of
// its case. `signed_off` must not write.
struct MatterRules {
    // Guards when the clerk signs; `asked_on` is the day on which the county first had the case.
    Outcome (*asked)(Act& act, const Value& fields, std::string_view unit, Date asked_on);
    Outcome (*taken)(Act& act, const std::string& case_key);     // received or answered: guards, reservation
    void (*given_back)(Act& act, const std::string& case_key);   // returned, refused, withdrawn
    Outcome (*approved)(Act& act, const std::string& case_key);  // last pass: the registers move
    std::vector<Need> (*needs)(const Catalogue& catalogue,
                               const Value& fields);  // records that submit names beside unit/
    // The office has passed a layer, the last one too; null where that says nothing.
    Outcome (*passed)(Act& act, const std::string& case_key) = nullptr;
    // After given_back: the office has refused it, or takes back what it had started itself. Null where that leaves
    // nothing more than a withdrawal by the unit does.
    void (*dropped)(Act& act, const std::string& case_key) = nullptr;
};
const MatterRules* matter_rules(std::string_view matter);
const MatterRules& use_rules();
const MatterRules& entry_rules();
const MatterRules& exit_rules();
const MatterRules& change_rules();
const MatterRules& move_rules();
const MatterRules& organ_rules();
const MatterRules& plan_rules();
const MatterRules& setup_rules();
Outcome consent(Act& act);  // consents.cpp

// --- ledger.cpp
// ------------------------------------------------------------------------------------------------------------------
std::string ledger_key(std::string_view unit, std::string_view quota_type);
std::string posts_key(std::string_view unit, std::string_view level);
// 周转编制(单列): posts of this type are lent for a term, T, and stand beside H (domain.md 3.1).
inline constexpr std::string_view kRevolving = "30";
// H + T of a line: what people may occupy. `on`: without what was lent until an earlier day, which gives no free place.
std::int64_t authorised(const Value& line);
std::int64_t authorised(const Value& line, Date on);
// An empty line on `doc` where the unit has none of this type.
void open_line(Work& work, std::string_view unit, std::string_view quota_type, std::string_view doc);
std::string idno_key(std::string_view county, std::string_view number);
bool is_leader(std::string_view staff_class);
// Room on the line for `n` more: G (no room at all) or C4 (taken by reservations, or a queue before it).
Outcome room_in_quota(Act& act, std::string_view unit, std::string_view quota_type, std::int64_t n,
                      const std::string& case_key);
Outcome room_in_posts(Act& act, std::string_view unit, std::string_view level, std::int64_t n,
                      const std::string& case_key);
Outcome room_in_plan(Act& act, std::string_view plan_key, std::int64_t n, const std::string& case_key);
// At the last pass, G12: what is reserved on the line still has its room.
Outcome quota_stands(Act& act, std::string_view unit, std::string_view quota_type);
Outcome posts_stand(Act& act, std::string_view unit, std::string_view level);
// --- postings.cpp
// ------------------------------------------------------------------------------------------------------------------
struct Posting {
    std::int64_t a = 0, r = 0, o = 0, h = 0, t = 0;
};
// What a posting is of. `doc` only where H or T changes; `over_quota` where the commission lets a reservation go beyond
// H.
struct PostingNote {
    std::string_view what, case_key, by, doc;
    bool over_quota = false;
};
void post_quota(Work& work, const Catalogue& catalogue, Time at, std::string_view unit, std::string_view quota_type,
                const Posting& change, const PostingNote& note);
void post_quota(Act& act, std::string_view unit, std::string_view quota_type, const Posting& change,
                std::string_view what, std::string_view case_key);
// `over`: back where the line stood above what is authorised.
void post_leader(Work& work, std::string_view unit, std::string_view level, std::int64_t actual, std::int64_t reserved,
                 bool over = false);
void post_plan(Work& work, std::string_view plan_key, std::int64_t used, std::int64_t reserved);
// Who holds reservations of a line, newest last: +n for a claim, −n when it ends.
void holder(Work& work, const std::string& line, const std::string& who, std::int64_t n);
// ΣH of the county by group, total/<admin|institution>, and G24 where its ceiling does not leave `n` more.
std::string_view total_group(std::string_view quota_type);
void post_total(Work& work, std::string_view quota_type, std::int64_t n);
Outcome room_in_total(Act& act, std::string_view quota_type, std::int64_t n);

// --- ledger.cpp
void leave_queue(Work& work, const std::string& line, const std::string& outcome_id);

// --- stages.cpp
// ------------------------------------------------------------------------------------------------------------------
std::string stage_key(std::string_view grant, std::int64_t stage);
const ChainStage& entry_stage(const Catalogue& catalogue);  // 实名上编, wherever the catalogue has it
std::string_view stage_owner(std::string_view quota_type, std::string_view staff_class);  // org or hr
void open_stage(Act& act, std::string_view grant, std::int64_t stage, std::string_view owner, std::string_view unit);
// The grant has ended: those who have entered wait for nobody else.
void end_entries(Work& work, const Catalogue& catalogue, const std::string& grant, Time at);
Outcome close_stage(Act& act);
Outcome stage_lists(Act& act, std::string_view grant, const Value& fields);  // G9

// --- ticks.cpp
// -------------------------------------------------------------------------------------------------------------------
void add_due(Work& work, Time at, Date due, std::string_view key);
bool due_left(Registers& registers, Time boundary);
void tick(Work& work, const Catalogue* catalogue, std::string_view county, Time boundary);
void end_grant(Work& work, const Catalogue& catalogue, std::string_view county, const std::string& grant_key,
               std::string_view state, Time at);

// --- release.cpp
// -----------------------------------------------------------------------------------------------------------------
std::string outcome_key(const ChangeSetId& id);
void note_refused(Work& work, const Author& author);
void note_held(Work& work, const Catalogue& catalogue, const Author& author, const Outcome& outcome,
               const std::vector<const Value*>& intents, const std::vector<Hash>& commitments, std::string_view scope,
               Time at);
// A sign-off, answer or amendment of an entry under this grant is held until the year-end freeze is over.
bool awaits_freeze_end(Work& work, const std::string& grant);
bool waits_for_fact(std::string_view code);                // C7, C8: released without a person
std::size_t held_count(Work& work, const Author& author);  // of the author's device
// Writes what became of a held change set and wakes those that wait on it.
void settle(Work& work, std::string_view outcome, Verdict verdict, std::string_view code, Time at);
// The record, or the line's free room, has changed in favour of who waits for it: these are judged again by release().
// Of the line's owner that is the first, behind whom the others queue; nobody else queues, so all of them.
void wake_waiting(Work& work, std::string_view record);
void wake_line(Work& work, std::string_view line);
// Judges again what is ready, at most limits::kReleaseMax. What waited for a fact (C7, C8) takes effect; anything else
// asks a person and is only marked `clear`.
void release(Work& work, const Catalogue& catalogue, std::string_view county, Time at);
bool release_left(Registers& registers);

// --- small words
// -----------------------------------------------------------------------------------------------------------------
std::string unit_scope(std::string_view unit);       // unit/<code>
std::string_view after_slash(std::string_view key);  // "grant/abc" → "abc"
std::int64_t next_number(Work& work, std::string_view counter, int year);
// 浠编用〔2026〕12号: the county's first character, the series, the year, the counter's next number (domain.md 9).
std::string document_number(Act& act, std::string_view series, std::string_view counter);
bool contains(const std::vector<std::string>& list, std::string_view text);
std::vector<std::string> strings_of(const Array& list);
Array values_of(const std::vector<std::string>& list);
std::string first_character(std::string_view text);
Error bad_member(std::string pointer, std::string detail);
Outcome malformed(const Error& error);  // B3

}  // namespace zj::model::rules1
