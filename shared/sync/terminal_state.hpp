// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside of TerminalSession: one state machine in two files. terminal_session.cpp opens (hello, roots, enrolment,
// checkpoint and proofs), terminal_exchange.cpp does what the session is for (push, attachments, feed). Each take_…
// reads one response, verifies it, acts, and asks for what comes next.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/sync/session.hpp"

namespace zj::sync {

// A signed checkpoint that came with a receipt or page and is not yet known to continue the one held.
struct Claim {
    log::Checkpoint checkpoint;
    std::string note;
};

class TerminalSession::State {
public:
    State(VaultPort& vault, Options options) : vault_(vault), options_(options) {}
    std::optional<Request> next();
    Result<> on_response(const Response& response);
    void on_lost() { end(fail("net.lost", asked_.target, "no answer: unknown")); }
    Result<> result() const;
    const Progress& progress() const { return progress_; }
    const std::string& held_back() const { return held_back_; }

private:
    using Take = Result<> (State::*)(const Response&);
    using Step = Result<> (State::*)();
    void ask(Take take, Request request);
    void end(Error error);
    Error wrong(const Error& inner) const;
    Error closed(std::string_view state) const;
    // Anything but 200: a signed word of the door, or an error.
    Error refused(const Response& response) const;
    const crypto::VerifyKey& log_key() const { return statements_.back().log_key; }

    // --- hello and roots
    Result<> say_hello();
    Result<> take_hello(const Response& response);
    Result<> check_scopes() const;
    Result<> take_roots(std::vector<log::SignedRoot> fresh);

    // --- enrolment: a device that the county does not know yet and that has its number 1 to send
    Result<> enrol();
    Result<> store_enrolment();

    // --- checkpoint
    Result<> ask_checkpoint();
    Result<> take_checkpoint(const Response& response);
    Result<> hold(const Claim& claim);
    // Proves each claim against the checkpoint held, then goes on. Raises the one held where a claim is newer.
    Result<> prove(std::vector<Claim> claims, Step then);
    Result<> prove_next();
    Result<> take_proof(const Response& response);

    // --- push
    Result<> push();
    Result<> send_batch(std::string_view target, Step then);
    Result<> take_push(const Response& response);
    Result<> keep_if_blamed(const log::ChangeSet& sent, const log::Receipt& receipt);
    Result<Claim> check_receipt(const PushAnswer& answer) const;
    Result<> store_batch();

    // --- attachments: none of them is worth ending a session for
    Result<> blobs();
    Result<> next_blob();
    Result<> skip_blob(const Error& why);
    Result<> take_blob(const Response& response);
    Result<> blob_not_taken(const Response& response, const Error& why);
    Result<> put_chunk();
    Result<> take_chunk(const Response& response);
    Result<> take_note(const std::string& note);

    // --- feed
    Result<> feed();
    Result<> next_page();
    Result<> take_page(const Response& response);
    Result<> store_page();

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
    Step then_ = nullptr;
    std::uint64_t fresh_ = 0;  // size at the session's start: what is served may not be older
    // push
    std::vector<log::ChangeSet> batch_;
    std::vector<PushAnswer> answers_;
    Step after_push_ = nullptr;
    // attachments
    std::vector<PendingBlob> pending_;
    std::vector<std::uint64_t> missing_;
    // feed
    std::size_t scope_ = 0;
    std::uint64_t after_ = 0;
    FeedPage page_;
    std::vector<VerifiedItem> items_;
};

}  // namespace zj::sync
