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
#include <functional>
#include <map>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/fetch.hpp"
#include "shared/sync/session.hpp"
#include "shared/sync/target.hpp"

namespace zj::sync {

namespace {

// A response that cannot be read is one thing, one that does not prove what it should is another.
bool unreadable(const Error& error) {
    return error.code.starts_with("json.") || error.code.starts_with("wire.");
}

// A signed checkpoint that came with a receipt or page and is not yet known to continue the one held.
struct Claim {
    log::Checkpoint checkpoint;
    std::string note;
};

}  // namespace

class TerminalSession::State {
public:
    State(VaultPort& vault, Options options) : vault_(vault), options_(options) {}

    std::optional<Request> next() {
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

    Result<> on_response(const Response& response) {
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

    void on_lost() { end(fail("net.lost", asked_.target, "no answer: unknown")); }

    Result<> result() const {
        if (failure_) {
            return *failure_;
        }
        return {};
    }
    const Progress& progress() const { return progress_; }
    const std::string& held_back() const { return held_back_; }

private:
    using Take = Result<> (State::*)(const Response&);

    void ask(Take take, Request request) {
        take_ = take;
        ready_ = std::move(request);
    }

    void end(Error error) {
        vault_.outbox_state("waiting", error.code);
        failure_ = std::move(error);
        ready_.reset();
        waiting_ = false;
    }

    Error wrong(const Error& inner) const {
        return fail(unreadable(inner) ? "wire.answer" : "sync.forged", asked_.target, to_string(inner));
    }

    Error closed(std::string_view state) const {
        return fail(state == "behind"           ? "sync.behind"
                    : state == "unknown_device" ? "sync.unknown_device"
                                                : "sync.frozen",
                    asked_.target, "the gateway says: " + std::string(state));
    }

    // Anything but 200: a signed word of the door, or an error.
    Error refused(const Response& response) const {
        if (!statements_.empty()) {
            if (const auto told = open_door(response.body, origin_, log_key()); told && told->state != "ok") {
                return closed(told->state);
            }
        }
        Error out = refusal_of(response);
        out.where = asked_.target;
        return out;
    }

    const crypto::VerifyKey& log_key() const { return statements_.back().log_key; }

    // --- hello and roots

    Result<> say_hello() {
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

    Result<> take_hello(const Response& response) {
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
        return ask_checkpoint();
    }

    Result<> take_roots(std::vector<log::SignedRoot> fresh) {
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

    Result<> enrol() {
        batch_ = vault_.unsent(1, limits::kPushBytesMax);
        const auto header =
            batch_.empty() ? Result<log::Header>(fail("wire.enrol")) : log::parse_header(batch_[0].envelope.payload);
        if (enrolled_ || !header || header->seq != 1) {
            return closed("unknown_device");
        }
        enrolled_ = true;
        progress_ = {"enrol", 0, 1};
        return send_batch(kEnrolTarget, &State::store_enrolment);
    }

    Result<> store_enrolment() {
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

    Result<> ask_checkpoint() {
        progress_ = {"checkpoint", 0, 0};
        ask(&State::take_checkpoint, {"GET", checkpoint_target(held_ ? held_->size : 0), {}});
        return {};
    }

    Result<> take_checkpoint(const Response& response) {
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

    Result<> hold(const Claim& claim) {
        ZJ_CHECK(vault_.store_checkpoint(claim.checkpoint, claim.note));
        held_ = claim.checkpoint;
        proved_[claim.checkpoint.size] = claim.checkpoint.root;
        return {};
    }

    // Proves each claim against the checkpoint held, then goes on. Raises the one held where a claim is newer.
    Result<> prove(std::vector<Claim> claims, Result<> (State::*then)()) {
        std::sort(claims.begin(), claims.end(),
                  [](const Claim& a, const Claim& b) { return a.checkpoint.size < b.checkpoint.size; });
        claims_ = std::move(claims);
        then_ = then;
        return prove_next();
    }

    Result<> prove_next() {
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

    Result<> take_proof(const Response& response) {
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

    // --- push

    Result<> push() {
        if (progress_.stage != "push") {
            progress_ = {"push", 0, hello_.last_seq - answer_.county_seq};
        }
        // Room for the line ends.
        batch_ = vault_.unsent(options_.push_count, limits::kPushBytesMax - options_.push_count);
        if (batch_.empty()) {
            return blobs();
        }
        progress_.total = std::max<std::uint64_t>(progress_.total, progress_.done + batch_.size());
        return send_batch(kChangesTarget, &State::store_batch);
    }

    Result<> send_batch(std::string_view target, Result<> (State::*then)()) {
        Request request{"POST", std::string(target), {}};
        for (const log::ChangeSet& change_set : batch_) {
            request.body += log::write_change_set(change_set) + "\n";
        }
        after_push_ = then;
        ask(&State::take_push, std::move(request));
        return {};
    }

    Result<> take_push(const Response& response) {
        if (response.status != 200) {
            return refused(response);
        }
        auto read = open_push_response(response.body, vault_.device(), asked_.body, origin_, log_key());
        if (!read) {
            return wrong(read.error());
        }
        if (read->size() != batch_.size()) {
            return wrong(fail("sync.bound", {}, "not one answer to each change set"));
        }
        std::vector<Claim> claims;
        for (std::size_t i = 0; i < read->size(); ++i) {
            if ((*read)[i].id != batch_[i].id()) {
                return wrong(fail("sync.bound", {}, "an answer to another change set"));
            }
            if ((*read)[i].receipt) {
                auto claim = check_receipt((*read)[i]);
                if (!claim) {
                    return wrong(claim.error());
                }
                claims.push_back(std::move(*claim));
            }
        }
        answers_ = std::move(*read);
        return prove(std::move(claims), after_push_);
    }

    Result<Claim> check_receipt(const PushAnswer& answer) const {
        ZJ_TRY(const log::Entry entry, log::verify_receipt(*answer.receipt, origin_, log_key()));
        if (entry.kind != log::EntryKind::change || entry.change_set != answer.id) {
            return fail("receipt.bound", {}, "the entry is of another change set");
        }
        ZJ_TRY(log::TlogProof proof, log::parse_tlog_proof(answer.receipt->proof));
        ZJ_TRY(const log::Checkpoint checkpoint, log::open_checkpoint(proof.checkpoint, origin_, log_key()));
        return Claim{checkpoint, std::move(proof.checkpoint)};
    }

    Result<> store_batch() {
        ZJ_CHECK(vault_.store_answers(answers_));
        for (const PushAnswer& answer : answers_) {
            if (answer.receipt) {
                ++progress_.done;
            } else if (held_back_.empty()) {
                held_back_ = answer.state == "expected" ? "expected " + std::to_string(answer.expected_seq)
                                                        : answer.state + " " + answer.code;
            }
            if (answer.state == "fork") {
                return closed("frozen");
            }
        }
        return held_back_.empty() ? push() : blobs();
    }

    // --- attachments: none of them is worth ending a session for

    Result<> blobs() {
        progress_ = {"blobs", 0, 0};
        if (options_.blobs) {
            pending_ = vault_.pending_blobs();
            for (const PendingBlob& blob : pending_) {
                progress_.total += blob.chunks;
            }
            std::reverse(pending_.begin(), pending_.end());  // taken from the back
        }
        return next_blob();
    }

    Result<> next_blob() {
        if (pending_.empty()) {
            return feed();
        }
        ask(&State::take_blob, ask_blob(pending_.back().name));
        return {};
    }

    Result<> skip_blob(const Error& why) {
        held_back_ = held_back_.empty() ? why.code : held_back_;
        pending_.pop_back();
        return next_blob();
    }

    Result<> take_blob(const Response& response) {
        const auto status = blob_of(response);
        if (!status) {
            return status.error().code.starts_with("blob.") ? skip_blob(status.error())
                                                            : refused_blob(response, status);
        }
        if (status->chunks != pending_.back().chunks) {
            return skip_blob(fail("blob.size"));
        }
        missing_ = status->missing;
        progress_.done += status->chunks - missing_.size();
        return missing_.empty() ? take_note(status->note) : put_chunk();
    }

    Result<> refused_blob(const Response& response, const Result<BlobStatus>& status) const {
        return response.status == 200 ? fail("wire.answer", asked_.target, status.error().detail) : refused(response);
    }

    Result<> put_chunk() {
        const BlobName& name = pending_.back().name;
        const auto bytes = vault_.read_chunk(name, missing_.front());
        if (!bytes) {
            return bytes.error().code == "attachment.missing" ? skip_blob(bytes.error()) : bytes.error();
        }
        ask(&State::take_chunk, {"PUT", blob_target(name, missing_.front()), std::string(as_text(*bytes))});
        return {};
    }

    Result<> take_chunk(const Response& response) {
        const auto status = blob_of(response);
        if (!status) {
            return status.error().code.starts_with("blob.") ? skip_blob(status.error())
                                                            : refused_blob(response, status);
        }
        ++progress_.done;
        missing_.erase(missing_.begin());
        if (!missing_.empty()) {
            return put_chunk();
        }
        return status->missing.empty() ? take_note(status->note) : skip_blob(fail("blob.missing"));
    }

    Result<> take_note(const std::string& note) {
        const BlobName& name = pending_.back().name;
        if (const auto good = verify_blob_note(note, name, origin_, log_key()); !good) {
            return wrong(good.error());
        }
        ZJ_CHECK(vault_.store_blob_note(name, note));
        pending_.pop_back();
        return next_blob();
    }

    // --- feed

    Result<> feed() {
        progress_ = {"feed", 0, 0};
        for (const auto& [scope, last] : answer_.scopes) {
            progress_.total += last - std::min(last, vault_.feed_position(scope));
        }
        return next_page();
    }

    Result<> next_page() {
        if (scope_ == answer_.scopes.size()) {
            progress_ = {"done", progress_.done, progress_.done};
            vault_.outbox_state(held_back_.empty() ? "sent" : "waiting", held_back_);
            return {};
        }
        const std::string& scope = answer_.scopes[scope_].first;
        after_ = vault_.feed_position(scope);
        ask(&State::take_page, {"GET", feed_target(scope, after_, options_.feed_limit), {}});
        return {};
    }

    Result<> take_page(const Response& response) {
        if (response.status != 200) {
            return refused(response);
        }
        auto read = parse_feed_page(response.body);
        if (!read) {
            return wrong(read.error());
        }
        if (read->scope != answer_.scopes[scope_].first) {
            return wrong(fail("feed.scope", {}, "a page of another scope"));
        }
        auto items = verify_feed_page(*read, after_, origin_, log_key());
        if (!items) {
            return wrong(fail("feed.forged", {}, to_string(items.error())));
        }
        const auto checkpoint = log::open_checkpoint(read->checkpoint, origin_, log_key());
        ZJ_ASSERT(checkpoint);  // verified with the page
        if (checkpoint->size < fresh_) {
            return fail("sync.behind", asked_.target, "an older page than this session's checkpoint");
        }
        page_ = std::move(*read);
        items_ = std::move(*items);
        return prove({{*checkpoint, page_.checkpoint}}, &State::store_page);
    }

    Result<> store_page() {
        ZJ_CHECK(vault_.store_feed(page_.scope, page_, items_));
        progress_.done += items_.size();
        progress_.total = std::max(progress_.total, progress_.done);
        scope_ += page_.more ? 0 : 1;
        return next_page();
    }

    VaultPort& vault_;
    const Options options_;
    Progress progress_{"hello", 0, 0};
    bool begun_ = false, waiting_ = false, enrolled_ = false;
    Take take_ = nullptr;
    std::optional<Request> ready_;
    Request asked_;
    std::optional<Error> failure_;
    std::string held_back_;
    // hello
    Hello hello_;
    std::vector<log::SignedRoot> held_roots_;
    std::vector<log::RootStatement> statements_;  // verified; not empty after the hello's answer
    std::string origin_;
    HelloAnswer answer_;
    // checkpoints
    std::optional<log::Checkpoint> held_;
    std::map<std::uint64_t, Hash> proved_;  // sizes and roots on one chain with the one held
    std::vector<Claim> claims_;
    Result<> (State::*then_)() = nullptr;
    std::uint64_t fresh_ = 0;  // size at the session's start: what is served may not be older
    // push
    std::vector<log::ChangeSet> batch_;
    std::vector<PushAnswer> answers_;
    Result<> (State::*after_push_)() = nullptr;
    // attachments
    std::vector<PendingBlob> pending_;
    std::vector<std::uint64_t> missing_;
    // feed
    std::size_t scope_ = 0;
    std::uint64_t after_ = 0;
    FeedPage page_;
    std::vector<VerifiedItem> items_;
};

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
