// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the window asks of the store thread, and what comes back: messages of values, in both directions. One thread
// holds the vault and does these one after the other; another does nothing but wait for the network, so a sync under
// way holds nobody up (store_thread.hpp). Every job gets a number and every reply names it: what a desk no longer waits
// for is dropped. After a lock nothing of before is answered.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/crypto/secret.hpp"
#include "shared/model/catalogue.hpp"
#include "terminal/work/decide.hpp"
#include "terminal/work/views.hpp"

namespace zj::work {

namespace job {

struct People {};  // who may unlock; asked while locked
struct Draw {};    // a passphrase of five words
struct Enrol {     // makes the vault
    crypto::Secret ticket, passphrase;
    std::string alias, device_name;
};
struct Unlock {
    std::string person;
    crypto::Secret passphrase;
};
struct Lock {};
struct Here {};
struct Home {};
struct Cases {
    CasesQuery query;
    std::size_t first = 0, count = 0;
};
struct Case {
    std::string key;
};
struct Review {
    std::string matter;
    std::size_t first = 0, count = 0;
};
struct NewForm {
    std::string matter;
};
struct OpenDraft {
    std::int64_t id = 0;
};
struct AnswerForm {
    std::string on;
};
struct SaveDraft {
    Draft draft;
    std::uint64_t serial = 0;  // of the edit that it holds
    bool of_last = false;      // the draft that the job before it has made, whose id is not known here yet
};
struct DropDraft {
    std::int64_t id = 0;
};
struct Attach {
    Draft draft;
    std::string slot, path;
};
struct Facts {
    Draft draft;
};
struct Preview {
    std::string sha256, media_type;
    int page = 0, width = 0, height = 0;  // pixels at most
};
struct SignDraft {
    std::int64_t id = 0;
    crypto::Secret passphrase;
};
struct Confirm {
    std::vector<std::string> pending;
    crypto::Secret passphrase;
};
struct Decide {
    struct On {
        std::string key;
        std::uint64_t entry = 0;  // CaseRow::entry of what was shown: what has changed since is not signed
        bool operator==(const On&) const = default;
    };
    std::vector<On> cases;  // each is signed for itself
    Decision decision;
    crypto::Secret passphrase;
};
struct StopDeciding {};  // after the case that is under way; the Signed of the Decide is its answer
struct Withdraw {
    std::string on, reason;
    crypto::Secret passphrase;
};
struct Sync {};
struct StopSync {};
struct Browse {
    std::string folder;  // empty: the permitted places
    enum class For { documents, tickets } what = For::documents;
};
struct ReadTicket {  // a file of a permitted place
    std::string path;
};
struct Paper {
    enum class Kind { receipt, notice } kind = Kind::receipt;
    std::string on;
};

}  // namespace job

using Job =
    std::variant<job::People, job::Draw, job::Enrol, job::Unlock, job::Lock, job::Here, job::Home, job::Cases,
                 job::Case, job::Review, job::NewForm, job::OpenDraft, job::AnswerForm, job::SaveDraft, job::DropDraft,
                 job::Attach, job::Facts, job::Preview, job::SignDraft, job::Confirm, job::Decide, job::StopDeciding,
                 job::Withdraw, job::Sync, job::StopSync, job::Browse, job::ReadTicket, job::Paper>;

namespace reply {

struct PersonCard {
    std::string person, name, alias;
};
// What the lock desk shows: who may unlock, and what was known when the vault was last locked.
struct People {
    bool present = false;  // a vault is here; if not, this is the first run
    std::vector<PersonCard> persons;
    std::string device_name, unit_name, county;
    bool known = false;  // the members below were kept at a lock
    std::size_t waiting = 0, materials_waiting = 0;
    std::optional<Time> last_sync;
    std::int64_t wait_ms = 0;  // until the next try of a passphrase is allowed
};
struct Drawn {
    crypto::Secret passphrase;
};
struct TicketText {
    crypto::Secret text;
};
struct Unlocked {
    HereView here;
};
struct Locked {};
struct Here {
    HereView here;
};
struct Home {
    HomeView home;
};
struct Cases {
    CasesPage page;
};
struct Case {
    CaseView view;
};
struct Review {
    ReviewPage page;
};
struct Form {
    FormView form;
};
struct Saved {  // durable
    std::int64_t id = 0;
    std::uint64_t serial = 0;
    Time at;
};
struct Dropped {};
struct Attached {
    std::int64_t id = 0;  // of the draft, which has been saved with it
    DraftMaterial material;
};
struct Facts {
    std::vector<Fact> facts;
};
struct Picture {
    std::string sha256;
    int page = 0, pages = 0, width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};
struct Signed {  // durable, and in the outbox
    std::size_t count = 0;
    std::string key;                                    // of the case, where there is one
    std::optional<std::int64_t> number;                 // 本机 n 号
    std::vector<std::pair<std::string, Error>> failed;  // of several: which were not signed, and why
};
struct SyncState {
    bool running = false;
    std::string stage;
    std::uint64_t done = 0, total = 0;
    std::optional<Error> error;   // of the last attempt that ended
    std::optional<Time> at;       // when the last one ended well
    std::optional<Time> next_at;  // of the next one by itself
};
struct Place {
    std::string path, name;
    bool folder = false;
    std::int64_t size = 0;
    Time changed;
};
struct Places {
    std::string folder;  // empty: the permitted places themselves
    std::vector<Place> places;
};
struct Paper {
    std::string path;
};
struct Progress {
    std::string stage;
    std::uint64_t done = 0, total = 0;
};
struct Failed {
    Error error;
    std::vector<model::FormFault> faults;  // with form.faults
};

}  // namespace reply

struct Reply {
    std::uint64_t to = 0;  // number of the job; 0: comes by itself (SyncState, Here)
    std::variant<reply::People, reply::Drawn, reply::TicketText, reply::Unlocked, reply::Locked, reply::Here,
                 reply::Home, reply::Cases, reply::Case, reply::Review, reply::Form, reply::Saved, reply::Dropped,
                 reply::Attached, reply::Facts, reply::Picture, reply::Signed, reply::SyncState, reply::Places,
                 reply::Paper, reply::Progress, reply::Failed>
        what;
};

}  // namespace zj::work
