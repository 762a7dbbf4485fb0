// SPDX-License-Identifier: Apache-2.0
// The terminal's end. Durable order (reconcile.md, Session); a crash after any line loses nothing and repeats nothing:
//   1. hello counter persisted    not sent: the next hello has the next number
//   2. hello sent                 its answer lost: the next hello has the next number
//   3. roots, checkpoint stored   only after their signatures and proofs
//   4. change sets sent           "unknown" until a receipt is here: the same bytes are sent again, their ids tell
//   5. receipt verified           under a checkpoint that is proved to continue the one held
//   6. receipts stored            those are never sent again
//   7. chunks, then the note      a chunk sent twice is the same chunk
//   8. feed page stored           in one transaction with its position
// A response is read, verified and only then acted upon; what fails that is kept as evidence and ends the session.

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/fetch.hpp"
#include "shared/sync/target.hpp"
#include "shared/sync/terminal_state.hpp"

namespace zj::sync {

namespace {

// A response that cannot be read is one thing, one that does not prove what it should is another.
bool unreadable(const Error& error) {
    return error.code.starts_with("json.") || error.code.starts_with("wire.");
}

}  // namespace

std::optional<Request> TerminalSession::State::next() {
    if (!begun_) {
        begun_ = true;
        if (const auto said = say_hello(); !said) {
            end(said.error());
        }
    }
    if (!ready_) {
        return std::nullopt;
    }
    asked_ = std::move(*ready_);
    ready_.reset();
    waiting_ = true;
    return asked_;
}

Result<> TerminalSession::State::on_response(const Response& response) {
    ZJ_ASSERT(waiting_);
    waiting_ = false;
    if (auto taken = (this->*take_)(response); !taken) {
        if (taken.error().code == "sync.forged") {
            // What a checkpoint fails to continue is worth nothing without that checkpoint.
            const std::string claim = claims_.empty() ? std::string() : claims_.front().note + "\n";
            static_cast<void>(vault_.keep_evidence(taken.error().detail, asked_.target, claim + response.body));
        }
        end(taken.error());
        return taken;
    }
    return {};
}

Result<> TerminalSession::State::result() const {
    if (failure_) {
        return *failure_;
    }
    return {};
}

void TerminalSession::State::ask(Take take, Request request) {
    take_ = take;
    ready_ = std::move(request);
}

void TerminalSession::State::end(Error error) {
    vault_.outbox_state("waiting", error.code);
    failure_ = std::move(error);
    ready_.reset();
    waiting_ = false;
}

Error TerminalSession::State::wrong(const Error& inner) const {
    return fail(unreadable(inner) ? "wire.answer" : "sync.forged", asked_.target, to_string(inner));
}

Error TerminalSession::State::closed(std::string_view state) const {
    return fail(state == "behind"           ? "sync.behind"
                : state == "unknown_device" ? "sync.unknown_device"
                                            : "sync.frozen",
                asked_.target, "the gateway says: " + std::string(state));
}

Error TerminalSession::State::refused(const Response& response) const {
    if (!statements_.empty()) {
        if (const auto told = open_door(response.body, origin_, log_key()); told && told->state != "ok") {
            return closed(told->state);
        }
    }
    Error out = refusal_of(response);
    out.where = asked_.target;
    return out;
}

// --- hello and roots
Result<> TerminalSession::State::say_hello() {
    progress_ = {"hello", 0, 0};
    vault_.outbox_state("sending", "");
    ZJ_TRY(hello_, vault_.next_hello());
    held_roots_ = vault_.roots();
    held_ = vault_.checkpoint();
    if (held_) {
        proved_[held_->size] = held_->root;
    }
    ask(&State::take_hello,
        {"POST", hello_target(held_roots_.size()), codec::write_json(log::to_value(vault_.sign_hello(hello_)))});
    return {};
}

Result<> TerminalSession::State::take_hello(const Response& response) {
    auto read = parse_hello_response(response.body);
    if (!read) {
        return response.status == 200 ? wrong(read.error()) : refused(response);
    }
    ZJ_CHECK(take_roots(std::move(read->roots)));
    const auto answer = open_door(read->answer, origin_, log_key());
    if (!answer) {
        return wrong(answer.error());
    }
    if (answer->device != vault_.device() || answer->session != hello_.session) {
        return wrong(fail("sync.bound", {}, "the answer is to another hello"));
    }
    if (answer->state == "unknown_device") {
        return enrol();
    }
    if (answer->state != "ok") {
        return closed(answer->state);
    }
    if (answer->county_seq > hello_.last_seq) {
        return fail("sync.frozen", asked_.target, "the county holds numbers that are not here");
    }
    answer_ = *answer;
    ZJ_CHECK(check_scopes());
    return ask_checkpoint();
}

// Whoever leaves out a scope of this device, or says that it has less than it had, withholds.
Result<> TerminalSession::State::check_scopes() const {
    for (const std::string& scope : vault_.scopes()) {
        const auto told = std::ranges::find(answer_.scopes, scope, [](const auto& one) { return one.first; });
        if (told == answer_.scopes.end() || told->second < vault_.feed_position(scope)) {
            return wrong(fail("feed.withheld", scope, "the county does not offer all of " + scope));
        }
    }
    return {};
}

Result<> TerminalSession::State::take_roots(std::vector<log::SignedRoot> fresh) {
    std::vector<log::SignedRoot> all = std::move(held_roots_);
    all.insert(all.end(), fresh.begin(), fresh.end());
    auto statements = log::verify_roots(all, vault_.root_fingerprint());
    if (!statements) {
        return wrong(statements.error());
    }
    if (!fresh.empty()) {
        ZJ_CHECK(vault_.store_roots(fresh));
    }
    statements_ = std::move(*statements);
    origin_ = origin_of(statements_);
    return {};
}

// --- enrolment: a device that the county does not know yet and that has its number 1 to send
Result<> TerminalSession::State::enrol() {
    ZJ_TRY(batch_, vault_.unsent(1, limits::kPushBytesMax));
    const auto header =
        batch_.empty() ? Result<log::Header>(fail("wire.enrol")) : log::parse_header(batch_[0].envelope.payload);
    if (enrolled_ || !header || header->seq != 1) {
        return closed("unknown_device");
    }
    enrolled_ = true;
    progress_ = {"enrol", 0, 1};
    return send_batch(kEnrolTarget, &State::store_enrolment);
}

Result<> TerminalSession::State::store_enrolment() {
    ZJ_CHECK(vault_.store_answers(answers_));
    const PushAnswer& answer = answers_.front();
    if (answer.state != "receipt") {
        return answer.state == "refused" && !answer.code.empty()
                   ? fail(answer.code, asked_.target, "the enrolment is refused at the door")
                   : fail("net.later", asked_.target, answer.state + " " + answer.code, {answer.code});
    }
    return say_hello();
}

// --- checkpoint
Result<> TerminalSession::State::ask_checkpoint() {
    progress_ = {"checkpoint", 0, 0};
    ask(&State::take_checkpoint, {"GET", checkpoint_target(held_ ? held_->size : 0), {}});
    return {};
}

Result<> TerminalSession::State::take_checkpoint(const Response& response) {
    if (response.status != 200) {
        return refused(response);
    }
    const auto read = parse_checkpoint_response(response.body);
    if (!read) {
        return wrong(read.error());
    }
    const auto newest = log::open_checkpoint(read->checkpoint, origin_, log_key());
    if (!newest) {
        return wrong(newest.error());
    }
    if (newest->size < answer_.size || (held_ && newest->size < held_->size)) {
        return fail("sync.behind", asked_.target, "a smaller log than was seen");
    }
    if (held_ && held_->size > 0) {
        if (const auto shown =
                log::verify_consistency(held_->size, newest->size, held_->root, newest->root, read->consistency);
            !shown) {
            return wrong(shown.error());
        }
    }
    ZJ_CHECK(hold({*newest, read->checkpoint}));
    fresh_ = newest->size;
    return push();
}

Result<> TerminalSession::State::hold(const Claim& claim) {
    ZJ_CHECK(vault_.store_checkpoint(claim.checkpoint, claim.note));
    held_ = claim.checkpoint;
    proved_[claim.checkpoint.size] = claim.checkpoint.root;
    return {};
}

Result<> TerminalSession::State::prove(std::vector<Claim> claims, Step then) {
    std::sort(claims.begin(), claims.end(),
              [](const Claim& a, const Claim& b) { return a.checkpoint.size < b.checkpoint.size; });
    claims_ = std::move(claims);
    then_ = then;
    return prove_next();
}

Result<> TerminalSession::State::prove_next() {
    while (!claims_.empty()) {
        const log::Checkpoint& claim = claims_.front().checkpoint;
        if (const auto known = proved_.find(claim.size); known != proved_.end()) {
            if (known->second != claim.root) {
                return wrong(fail("sync.forked", {}, "two roots of size " + std::to_string(claim.size)));
            }
        } else if (held_) {
            const auto [low, high] = std::minmax(claim.size, held_->size);
            ask(&State::take_proof, {"GET", checkpoint_target(low, high), {}});
            return {};
        } else {
            ZJ_CHECK(hold(claims_.front()));  // the first ever: there is nothing yet that it must continue
        }
        claims_.erase(claims_.begin());
    }
    return (this->*then_)();
}

Result<> TerminalSession::State::take_proof(const Response& response) {
    if (response.status != 200) {
        return refused(response);
    }
    const auto read = parse_checkpoint_response(response.body);
    if (!read) {
        return wrong(read.error());
    }
    const Claim claim = claims_.front();
    const bool newer = claim.checkpoint.size > held_->size;
    const log::Checkpoint& low = newer ? *held_ : claim.checkpoint;
    const log::Checkpoint& high = newer ? claim.checkpoint : *held_;
    if (const auto shown = log::verify_consistency(low.size, high.size, low.root, high.root, read->consistency);
        !shown) {
        return wrong(shown.error());
    }
    if (newer) {
        ZJ_CHECK(hold(claim));
    } else {
        proved_[claim.checkpoint.size] = claim.checkpoint.root;
    }
    claims_.erase(claims_.begin());
    return prove_next();
}

TerminalSession::TerminalSession(VaultPort& vault, Options options) : state_(std::make_unique<State>(vault, options)) {}
TerminalSession::~TerminalSession() = default;

std::optional<Request> TerminalSession::next() {
    return state_->next();
}
Result<> TerminalSession::on_response(const Response& response) {
    return state_->on_response(response);
}
void TerminalSession::on_lost() {
    state_->on_lost();
}
Result<> TerminalSession::result() const {
    return state_->result();
}
const Progress& TerminalSession::progress() const {
    return state_->progress();
}
const std::string& TerminalSession::held_back() const {
    return state_->held_back();
}

}  // namespace zj::sync
