// SPDX-License-Identifier: Apache-2.0
// What a terminal's session is for: change sets up, attachments up, feeds down. The durable order stands in
// terminal_session.cpp.

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/fetch.hpp"
#include "shared/sync/target.hpp"
#include "shared/sync/terminal_state.hpp"

namespace zj::sync {

// --- push
Result<> TerminalSession::State::push() {
    if (progress_.stage != "push") {
        progress_ = {"push", 0, hello_.last_seq - answer_.county_seq};
    }
    // Room for the line ends.
    ZJ_TRY(batch_, vault_.unsent(options_.push_count, limits::kPushBytesMax - options_.push_count));
    if (batch_.empty()) {
        return blobs();
    }
    progress_.total = std::max<std::uint64_t>(progress_.total, progress_.done + batch_.size());
    return send_batch(kChangesTarget, &State::store_batch);
}

Result<> TerminalSession::State::send_batch(std::string_view target, Step then) {
    Request request{"POST", std::string(target), {}};
    for (const log::ChangeSet& change_set : batch_) {
        request.body += log::write_change_set(change_set) + "\n";
    }
    after_push_ = then;
    ask(&State::take_push, std::move(request));
    return {};
}

Result<> TerminalSession::State::take_push(const Response& response) {
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
            ZJ_CHECK(keep_if_blamed(batch_[i], *(*read)[i].receipt));
            claims.push_back(std::move(*claim));
        }
    }
    answers_ = std::move(*read);
    return prove(std::move(claims), after_push_);
}

// A verdict that says what left here was broken or unsigned stands in the log for good: this device can show otherwise.
Result<> TerminalSession::State::keep_if_blamed(const log::ChangeSet& sent, const log::Receipt& receipt) {
    ZJ_TRY(const log::Entry entry, log::parse_entry(receipt.entry));
    if (entry.verdict != log::Verdict::refused || (entry.code != "D1" && entry.code != "D4")) {
        return {};
    }
    ZJ_TRY(const log::Header header, log::parse_header(sent.envelope.payload));
    const bool whole = sent.envelope.signatures.size() > 1 &&
                       std::ranges::equal(sent.bodies, header.intents, {}, &log::Body::commitment);
    return whole ? vault_.keep_evidence("receipt.blamed " + entry.code, asked_.target,
                                        log::write_change_set(sent) + "\n" + codec::write_json(log::to_value(receipt)))
                 : Result<>();
}

Result<Claim> TerminalSession::State::check_receipt(const PushAnswer& answer) const {
    ZJ_TRY(const log::Entry entry, log::verify_receipt(*answer.receipt, origin_, log_key()));
    if (entry.kind != log::EntryKind::change || entry.change_set != answer.id) {
        return fail("receipt.bound", {}, "the entry is of another change set");
    }
    ZJ_TRY(log::TlogProof proof, log::parse_tlog_proof(answer.receipt->proof));
    ZJ_TRY(const log::Checkpoint checkpoint, log::open_checkpoint(proof.checkpoint, origin_, log_key()));
    return Claim{checkpoint, std::move(proof.checkpoint)};
}

Result<> TerminalSession::State::store_batch() {
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
Result<> TerminalSession::State::blobs() {
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

Result<> TerminalSession::State::next_blob() {
    if (pending_.empty()) {
        return feed();
    }
    ask(&State::take_blob, ask_blob(pending_.back().name));
    return {};
}

Result<> TerminalSession::State::skip_blob(const Error& why) {
    held_back_ = held_back_.empty() ? why.code : held_back_;
    pending_.pop_back();
    return next_blob();
}

Result<> TerminalSession::State::blob_not_taken(const Response& response, const Error& why) {
    if (why.code.starts_with("blob.")) {
        return skip_blob(why);
    }
    return response.status == 200 ? fail(why.code, asked_.target, why.detail) : refused(response);
}

Result<> TerminalSession::State::take_blob(const Response& response) {
    const auto status = blob_of(response);
    if (!status) {
        return blob_not_taken(response, status.error());
    }
    if (status->chunks != pending_.back().chunks) {
        return skip_blob(fail("blob.size"));
    }
    missing_ = status->missing;
    progress_.done += status->chunks - missing_.size();
    return missing_.empty() ? take_note(status->note) : put_chunk();
}

Result<> TerminalSession::State::put_chunk() {
    const BlobName& name = pending_.back().name;
    const auto bytes = vault_.read_chunk(name, missing_.front());
    if (!bytes) {
        return bytes.error().code == "attachment.missing" ? skip_blob(bytes.error()) : bytes.error();
    }
    ask(&State::take_chunk, {"PUT", blob_target(name, missing_.front()), std::string(as_text(*bytes))});
    return {};
}

Result<> TerminalSession::State::take_chunk(const Response& response) {
    const auto status = blob_of(response);
    if (!status) {
        return blob_not_taken(response, status.error());
    }
    ++progress_.done;
    missing_.erase(missing_.begin());
    if (!missing_.empty()) {
        return put_chunk();
    }
    return status->missing.empty() ? take_note(status->note) : skip_blob(fail("blob.missing"));
}

Result<> TerminalSession::State::take_note(const std::string& note) {
    const BlobName& name = pending_.back().name;
    if (const auto good = verify_blob_note(note, name, origin_, log_key()); !good) {
        return wrong(good.error());
    }
    ZJ_CHECK(vault_.store_blob_note(name, note));
    pending_.pop_back();
    return next_blob();
}

// --- feed
Result<> TerminalSession::State::feed() {
    progress_ = {"feed", 0, 0};
    for (const auto& [scope, last] : answer_.scopes) {
        progress_.total += last - std::min(last, vault_.feed_position(scope));
    }
    return next_page();
}

Result<> TerminalSession::State::next_page() {
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

Result<> TerminalSession::State::take_page(const Response& response) {
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

Result<> TerminalSession::State::store_page() {
    ZJ_CHECK(vault_.store_feed(page_.scope, page_, items_));
    progress_.done += items_.size();
    progress_.total = std::max(progress_.total, progress_.done);
    scope_ += page_.more ? 0 : 1;
    return next_page();
}

}  // namespace zj::sync
