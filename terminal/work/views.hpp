// SPDX-License-Identifier: Apache-2.0
#pragma once
// What desks draw: plain values that the store thread prepares from the vault, once per change and never per frame. A
// desk reads nothing else. Codes stay codes; their words come from the catalogue, which every snapshot carries along.
//
// Costs: each function is bounded by what it returns, not by what the vault holds; `tests/bench` P7 measures them with
// 100,000 cases. Errors are those of the vault and of find_case().

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"
#include "terminal/work/context.hpp"

namespace zj::work {

// One line of the quota ledger (domain.md 3.2): authorised, actual, reserved, leaving, revolving.
struct Seats {
    std::string quota_type;
    std::int64_t h = 0, a = 0, r = 0, o = 0, t = 0;
    std::int64_t available() const { return h + t - a - r; }
};

// Working half days used of the limit. `left()` is negative beyond it.
struct TimeLimit {
    std::int64_t used = 0, limit = 0;
    bool running = false;  // received and not closed
    bool paused = false;
    std::int64_t left() const { return limit - used; }
    bool near() const { return used * 5 >= limit * 4; }
};

// Who is here and what the strip at the foot of every desk says.
struct HereView {
    std::string person, name, alias, unit, unit_name, device_name, county;
    std::vector<std::string> roles;
    std::shared_ptr<const model::Catalogue> catalogue;
    bool demonstration = false;
    std::uint64_t checkpoint = 0;                    // size of the log last synced
    std::optional<Time> checkpoint_at;               // its time
    std::size_t waiting = 0, materials_waiting = 0;  // change sets without a receipt, documents not confirmed
    bool safe_off = true;
    std::uint64_t fetched = 0;  // rises when documents of a case have come; set by the store thread
    std::int64_t to_do = 0;     // badge: what waits for this person, drafts apart
    Time now;
};

// One row of any list of cases.
struct CaseRow {
    std::string key, case_no, matter, unit, unit_name, subject;  // subject: whom or what it is about, may be empty
    std::optional<std::int64_t> count;                           // 本机 n 号
    std::string state, step;                                     // as in the record; "signed" before the county has it
    bool held = false, local = false;
    std::string role;  // who has it; empty: nobody
    TimeLimit limit;   // of the whole case
    std::optional<Time> changed_at;
    std::uint64_t entry = 0;  // of the log, that made it what it is; 0: not in it
};

enum class Ask { answer, confirm, decide, draft };
// What waits for this person, and why.
struct Waiting {
    Ask ask = Ask::decide;
    CaseRow on;
    std::string pending;  // key, with Ask::confirm
    std::string act;      // of the pending act, where it is no case.submit
    // What that act does, to be read before the second signature: keys of the string table, and values.
    std::vector<std::pair<std::string, std::string>> content;
    std::string reason;      // of a return, as told
    std::int64_t draft = 0;  // with Ask::draft
    std::optional<Time> saved_at;
    std::size_t faults = 0;  // of a draft: what is missing or wrong
};

struct News {
    enum class Kind { receipts, closed, refused, returned, grant, held, moved } kind = Kind::moved;
    CaseRow on;
    std::int64_t count = 0;  // receipts
    std::string text;        // number of a grant
    Time at;
};

struct Queued {  // what is signed and not yet safe in the county
    CaseRow on;
    std::string act;    // of its first intent
    std::string cause;  // why it waits, as the gateway said it last
    std::size_t materials = 0, materials_done = 0;
};

// What waits for an office by its time limit. `near`: four fifths are used (domain: 快到时限).
struct Due {
    std::size_t over = 0, near = 0, calm = 0, paused = 0;
};

struct HomeView {
    std::vector<Waiting> waiting;  // most urgent first, at most kHomeRows
    std::size_t waiting_all = 0;
    std::vector<News> news;  // since `since`, newest first, at most kHomeRows
    std::optional<Time> since;
    std::vector<Queued> queue;  // at most kHomeRows
    std::vector<Seats> seats;   // of the person's unit; empty where it has none
    std::optional<Due> due;     // of the cases that wait for this person's layers, where there is no unit
};
constexpr std::size_t kHomeRows = 20;  // more than any screen shows at once
Result<HomeView> home_view(const Context& context);
Result<HereView> here_view(const Context& context);
// From now on "since last time" means after what is here now. Called at lock.
Result<> leave(const Context& context);

struct CasesQuery {
    enum class Which { all, open, mine, returned, held, closed } which = Which::all;  // mine: waits for this person
    std::string matter;                                                               // empty: all
    std::string text;  // part of the subject, number or unit name
};
struct CasesPage {
    std::size_t total = 0, first = 0;
    std::vector<CaseRow> rows;
    std::vector<std::pair<std::string, std::size_t>> by_matter;  // counts of the same query without its matter
};
// Newest first; `count` at most kPageRows.
constexpr std::size_t kPageRows = 200;
Result<CasesPage> cases_page(const Context& context, const CasesQuery& query, std::size_t first, std::size_t count);

struct Step {
    enum class State { done, current, ahead, returned, paused } state = State::ahead;
    std::string step;  // "signed", "confirmed", "received", a layer's step, "closed"
    std::string act;   // of a decision
    std::string role, name, phone, reason;
    std::optional<Time> at;
    std::int64_t limit_half_days = 0;
    TimeLimit limit;                      // of the current step
    bool own = false, sent_only = false;  // decided here, no receipt yet
};

struct Material {
    std::string slot, title, media_type, sha256;
    std::int64_t size = 0, pages = 0;
    enum class State { missing, queued, here, county } state = State::county;
    std::uint64_t chunks = 0, chunks_done = 0;  // fetched or delivered
    bool required = false;
};

struct Receipt {
    std::uint64_t seq = 0, entry = 0;
    std::string act, state, code, change_set;  // change_set: hexadecimal
    Time signed_at;
    std::optional<Time> received_at;
    std::uint64_t checkpoint = 0;  // under which it was proved here
    bool verified = false;
};

struct Saying {  // one of the thread
    std::string name, text, kind;
    Time at;
};

struct Fact {  // beside a case under review, or a form before it is signed
    enum class Mark { good, note, bad, unknown } mark = Mark::note;
    std::string key;                // of the string table: "fact.*"
    std::vector<std::string> args;  // {0}, {1} …; of "fact.foretold_*" a code of the judge, told in the errors' words
};

// What the case does to the ledger once it is approved, as of last sync: with the judge's own rules, from the sign-off
// to the last layer. `now` is without what the case itself has reserved already.
struct SeatsChange {
    Seats now, then;
    std::string unit;  // its name, its code where the name is not known here
};

struct CaseView {
    CaseRow row;
    codec::Value fields;
    // Of records that fields name (plan lines, grants, persons): key and what a person calls it.
    std::vector<std::pair<std::string, std::string>> named;
    codec::Value before;  // of fields that were changed after submission: their first value
    std::vector<Step> steps;
    std::vector<Material> materials;
    std::vector<Saying> thread;
    std::vector<Receipt> receipts;
    std::string holder_role, holder_name, holder_phone;
    std::string reason;                // of a return, refusal or pause
    std::vector<std::string> missing;  // slots, of a return
    std::string grant, grant_no;
    std::optional<std::string> pending;  // key of the open act of two
    bool can_withdraw = false, can_answer = false, can_confirm = false, can_decide = false, own_waits = false;
    std::vector<Fact> facts;
    std::vector<SeatsChange> effect;
};
Result<CaseView> case_view(const Context& context, std::string_view reference);

// The queue of a layer: what waits for a decision of this person, least time left first; of each layer the kWaitingMax
// (cases.hpp) that wait longest. What is paused comes last.
struct ReviewPage {
    std::size_t total = 0, first = 0;
    std::vector<CaseRow> rows;
    std::vector<std::pair<std::string, std::size_t>> by_matter;
};
Result<ReviewPage> review_page(const Context& context, const std::string& matter, std::size_t first, std::size_t count);

// --- filling a form

struct DraftMaterial {
    std::string slot, title, media_type, sha256;
    std::int64_t size = 0, pages = 1;
};
// One form being filled, kept in the vault as it is typed. Its documents are stored when they are attached, so that the
// stick they came from may be pulled out.
struct Draft {
    std::int64_t id = 0;  // 0: not saved yet
    std::string person, matter, unit;
    std::string on;       // the case that it answers; empty: a new one
    codec::Value fields;  // as typed, not normalised
    std::vector<DraftMaterial> materials;
    std::string note;
    bool urgent = false;
    Time saved_at;
};
struct FormChoice {
    std::string key, label, note;
};
struct FormView {
    std::shared_ptr<const model::Catalogue> catalogue;
    Draft draft;
    std::vector<std::pair<std::string, std::vector<FormChoice>>> choices;  // by field key: plan lines, grants, persons
    std::vector<Seats> seats;
    std::optional<CaseView> on;  // what is answered
};
// Errors of a draft: "draft.none", "draft.many" (Vault::kDraftsMax), "draft.size", "draft.documents".
// A new draft is not stored before something is typed. "matter.unknown", "matter.closed".
Result<FormView> new_form(const Context& context, std::string_view matter);
Result<FormView> open_draft(const Context& context, std::int64_t id);              // "draft.none"
Result<FormView> answer_form(const Context& context, std::string_view reference);  // its draft, or a new one
// Durable when this returns. The id of the stored draft.
Result<std::int64_t> save_draft(const Context& context, const Draft& draft);
Result<> drop_draft(const Context& context, std::int64_t id);
// What a person calls the record with this key, as the choices of a form do; its key where it is not known here.
std::string name_of_record(vault::Vault& vault, const std::string& key);
// Reads, checks and stores one document for the draft, which is saved with it. "attachment.*".
Result<DraftMaterial> attach_to_draft(const Context& context, Draft& draft, const std::string& slot,
                                      const std::string& path);
// Bytes of a stored document, whole, for a preview. "attachment.missing".
Result<Bytes> document_bytes(const Context& context, std::string_view sha256);
// Checks, foretells and signs what the draft says (a submission or an answer); the draft is gone in the same commit as
// the signature stands, or stays. As submit() and answer() of forms.hpp.
Result<codec::Value> sign_draft(const Context& context, std::int64_t id, struct FormFaults& faults);
// What the judge would say now, and the facts beside the form. Signs nothing.
std::vector<Fact> form_facts(const Context& context, const Draft& draft);

}  // namespace zj::work
