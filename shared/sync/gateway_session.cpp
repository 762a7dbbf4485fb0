// SPDX-License-Identifier: Apache-2.0
// The gateway's end: one request in, one response out, nothing kept between them but what the store holds. Who asks is
// looked up anew every time, so that a device frozen a second ago gets nothing more.
//
// Durable order (reconcile.md): everything that a response acknowledges was durable in the store before the response
// was made; a crash before that leaves the asker with "unknown", and asking again is harmless.

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/bounds.hpp"
#include "shared/sync/session.hpp"
#include "shared/sync/target.hpp"

namespace zj::sync {

namespace {

int status_of(std::string_view code) {
    static constexpr std::pair<std::string_view, int> kExact[] = {
        {"http.target", 404},     {"http.size", 413},  {"http.body", 400},     {"hello.device", 403},
        {"hello.signature", 403}, {"feed.scope", 403}, {"blob.unknown", 404},  {"blob.missing", 404},
        {"blob.hash", 400},       {"blob.size", 400},  {"proof.unknown", 404}, {"ticket.unknown", 404},
    };
    for (const auto& [known, status] : kExact) {
        if (known == code) {
            return status;
        }
    }
    for (const std::string_view prefix : {"json.", "hello.", "wire.", "header."}) {
        if (code.starts_with(prefix)) {
            return 400;
        }
    }
    return 503;  // the store's own troubles: ask again later
}

Response error_response(const Error& error) {
    const int status = status_of(error.code);
    // Where the store lies and what its disk says is the operator's business, not a peer's.
    return {status, write_error(status == 503 ? fail(error.code) : error)};
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool live(const DeviceStanding& device) {
    return device.state == "live";
}

// One request while it is being answered.
class Exchange {
public:
    Exchange(CountyPort& county, const Request& request, const Target& target)
        : county_(county), request_(request), target_(target) {}

    Response run(const std::optional<DeviceStanding>& device) {
        if (request_.method == "GET" && !request_.body.empty()) {
            return error_response(fail("http.body", {}, "a GET has no body"));
        }
        auto response = route(device);
        return response ? std::move(*response) : error_response(response.error());
    }

private:
    bool is(std::string_view method, std::string_view path) const {
        return request_.method == method && target_.path == path;
    }

    Result<Response> route(const std::optional<DeviceStanding>& device) {
        if (is("GET", kEnrolTarget)) {
            return offer();
        }
        if (is("POST", kEnrolTarget)) {
            return enrol();
        }
        if (is("POST", "/v1/hello")) {
            return hello(device);
        }
        if (!device) {
            return door(401, {"unknown_device", {}, 0, 0, 0, {}});
        }
        if (!live(*device)) {
            return door(403, {"frozen", device->device, 0, 0, 0, {}});
        }
        if (is("GET", "/v1/checkpoint")) {
            return checkpoint(*device);
        }
        if (is("POST", kChangesTarget)) {
            return changes(*device);
        }
        if (is("GET", "/v1/feed")) {
            return feed(*device);
        }
        if (is("GET", "/v1/proof")) {
            return proof();
        }
        if (target_.path.starts_with(kBlobsPrefix)) {
            return blob(*device);
        }
        return nothing_here();
    }

    static Error nothing_here() { return fail("http.target", {}, "nothing is served here"); }

    Result<> body_at_most(std::size_t bytes) const {
        if (request_.body.size() > bytes) {
            return fail("http.size", {}, "at most " + std::to_string(bytes) + " bytes");
        }
        return {};
    }

    Response door(int status, const HelloAnswer& answer) {
        return {status, sign_door(answer, county_.origin(), county_.log_key())};
    }

    // --- hello

    Result<Response> hello(const std::optional<DeviceStanding>& device) {
        ZJ_CHECK(target_.only({"roots"}));
        ZJ_TRY(const std::uint64_t held, target_.number("roots"));
        ZJ_CHECK(body_at_most(bounds::kHelloBytesMax));
        ZJ_TRY(const codec::Value value, codec::parse_json(request_.body, bounds::kHelloBytesMax));
        ZJ_TRY(const log::Envelope envelope, log::envelope_from(value));
        if (envelope.payload_type != kHelloType || envelope.signatures.size() != 1) {
            return fail("hello.type", {}, "one signature over a hello is needed");
        }
        ZJ_TRY(const Hello hello, parse_hello(envelope.payload));
        HelloAnswer answer;
        answer.device = hello.device;
        answer.session = hello.session;
        // Whoever asks may have missed a new log key, and could not read the answer without it.
        std::vector<log::SignedRoot> roots = county_.roots();
        const bool fewer = held > roots.size();
        roots.erase(roots.begin(),
                    roots.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(held, roots.size())));
        if (!device) {
            answer.state = "unknown_device";
        } else {
            if (device->device != hello.device) {
                return fail("hello.device", {}, "another device than the connection's");
            }
            const crypto::Signature* signature = envelope.signature_of(device->sign.id());
            if (signature == nullptr || !device->sign.verify(envelope.pae(), *signature)) {
                return fail("hello.signature", {}, "not signed by this device");
            }
            ZJ_CHECK(judge_hello(*device, hello, fewer, answer));
        }
        return Response{status_of_state(answer.state),
                        write_hello_response({sign_door(answer, county_.origin(), county_.log_key()), roots})};
    }

    static int status_of_state(std::string_view state) {
        return state == "ok" ? 200 : state == "unknown_device" ? 401 : state == "behind" ? 409 : 403;
    }

    // In the order of PROTOCOL.md; leaves state and what belongs to it in `answer`.
    Result<> judge_hello(const DeviceStanding& device, const Hello& hello, bool fewer_roots, HelloAnswer& answer) {
        if (!live(device)) {
            answer.state = "frozen";
            return {};
        }
        const bool again = hello.session == device.last_session && hello.random == device.last_session_random;
        if (const auto noted = county_.note_session(device.device, hello.session, hello.random); !noted) {
            answer.state = "replayed";
            return noted.error().code == "door.replayed" ? Result<>() : noted;
        }
        // A repeated hello says what was true when it was first sent.
        if (!again && hello.last_seq < device.last_seq) {
            answer.state = "frozen";
            return county_.freeze_door(device.device, "lost_numbers", request_.body);
        }
        answer.size = county_.size();
        if (fewer_roots || hello.checkpoint_size > answer.size) {
            answer.state = "behind";
            return {};
        }
        answer.state = "ok";
        answer.county_seq = device.last_seq;
        for (const std::string& scope : device.scopes) {
            answer.scopes.emplace_back(scope, county_.last_number(scope));
        }
        return {};
    }

    // --- checkpoint, proof, feed

    Result<Response> checkpoint(const DeviceStanding& device) {
        ZJ_CHECK(target_.only({"from"}, {"to"}));
        ZJ_TRY(const std::uint64_t from, target_.number("from"));
        CheckpointResponse out;
        out.checkpoint = county_.checkpoint();
        ZJ_TRY(const log::Checkpoint newest,
               log::open_checkpoint(out.checkpoint, county_.origin(), county_.log_key().verify_key()));
        std::uint64_t to = newest.size;
        if (target_.has("to")) {
            ZJ_TRY(to, target_.number("to"));
        }
        if (std::max(from, to) > newest.size) {
            return door(409, {"behind", device.device, 0, 0, newest.size, {}});
        }
        if (from > to) {
            return fail("wire.range", {}, "from is above to");
        }
        if (from > 0 && from < to) {
            ZJ_TRY(out.consistency, county_.consistency(from, to));
        }
        return Response{200, write_checkpoint_response(out)};
    }

    Result<Response> proof() {
        ZJ_CHECK(target_.only({"index"}));
        ZJ_TRY(const std::uint64_t index, target_.number("index"));
        if (index >= county_.size()) {
            return fail("proof.unknown", {}, "no such entry yet");
        }
        ZJ_TRY(std::string text, county_.proof(index));
        return Response{200, std::move(text)};
    }

    Result<Response> feed(const DeviceStanding& device) {
        ZJ_CHECK(target_.only({"scope", "after"}, {"limit"}));
        ZJ_TRY(const std::uint64_t after, target_.number("after"));
        std::uint64_t limit = limits::kFeedEntriesMax;
        if (target_.has("limit")) {
            ZJ_TRY(limit, target_.number("limit"));
        }
        if (limit < 1 || limit > limits::kFeedEntriesMax) {
            return fail("wire.range", {}, "a page has 1 to " + std::to_string(limits::kFeedEntriesMax) + " entries");
        }
        const std::string scope = target_.text("scope");
        if (!contains(device.scopes, scope)) {
            return fail("feed.scope", {}, "not a scope of this device");
        }
        ZJ_TRY(const FeedPage page, county_.feed(scope, after, limit));
        return Response{200, write_feed_page(page)};
    }

    // --- change sets

    Result<std::vector<log::ChangeSet>> read_lines(std::size_t bytes_max) const {
        ZJ_CHECK(body_at_most(bytes_max));
        std::string_view rest = request_.body;
        if (static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n')) > limits::kPushCountMax) {
            return fail("http.size", {}, "at most " + std::to_string(limits::kPushCountMax) + " change sets");
        }
        std::vector<log::ChangeSet> out;
        while (!rest.empty()) {
            const std::size_t end = rest.find('\n');
            auto change_set = end == std::string_view::npos ? Result<log::ChangeSet>(fail("wire.line"))
                                                            : log::parse_change_set(rest.substr(0, end));
            if (!change_set) {
                return fail("wire.line", {},
                            "line " + std::to_string(out.size() + 1) + ": " + to_string(change_set.error()));
            }
            out.push_back(std::move(*change_set));
            rest.remove_prefix(end + 1);
        }
        if (out.empty()) {
            return fail("wire.line", {}, "no change set");
        }
        return out;
    }

    Response push(const std::vector<log::ChangeSet>& change_sets, const std::string& device) {
        const std::vector<PushAnswer> answers = county_.push(change_sets, "net");
        ZJ_ASSERT(answers.size() == change_sets.size());
        return {200, write_push_response(answers, device, request_.body, county_.origin(), county_.log_key())};
    }

    Result<Response> changes(const DeviceStanding& device) {
        ZJ_CHECK(target_.only({}));
        ZJ_TRY(const auto change_sets, read_lines(limits::kPushBytesMax));
        for (const log::ChangeSet& change_set : change_sets) {
            // Its receipt is for its author. What is no header at all is told so by the county's door.
            const auto header = log::parse_header(change_set.envelope.payload);
            if (header && header->device != device.device) {
                return fail("wire.device", {}, "a change set of another device");
            }
        }
        return push(change_sets, device.device);
    }

    // --- enrolment

    Result<Response> offer() {
        ZJ_CHECK(target_.only({"ticket"}));
        const auto id = codec::hash_from_hex(target_.text("ticket"));
        if (!id) {
            return fail("http.target", {}, "a ticket's id has 64 lower-case hex digits");
        }
        const auto record = county_.ticket(*id);
        if (!record) {
            return fail("ticket.unknown", {}, "no open ticket");
        }
        return Response{200, write_enrol_offer(county_.roots(), *id, *record, county_.origin(), county_.log_key())};
    }

    Result<Response> enrol() {
        ZJ_CHECK(target_.only({}));
        ZJ_TRY(const auto change_sets, read_lines(bounds::kEnrolBytesMax));
        const auto header = log::parse_header(change_sets.front().envelope.payload);
        if (change_sets.size() != 1 || !header || header->seq != 1) {
            return fail("wire.enrol", {}, "number 1 of a device is needed, and nothing else");
        }
        return push(change_sets, header->device);
    }

    // --- attachments

    Result<Response> blob(const DeviceStanding& device) {
        ZJ_CHECK(target_.only({}));
        ZJ_TRY(const BlobTarget at, parse_blob_path(target_.path));
        const bool writes = request_.method == "PUT";
        if (writes ? !at.chunk.has_value() : request_.method != "GET") {
            return nothing_here();
        }
        ZJ_TRY(const bool allowed, writes ? may_write(device, at.name) : may_read(device, at.name));
        if (!allowed) {
            return fail("blob.unknown", {}, "no material of the log names it");
        }
        if (writes) {
            ZJ_CHECK(body_at_most(limits::kChunkBytes));
            ZJ_CHECK(county_.put_chunk(at.name, *at.chunk, as_bytes(request_.body)));
        } else if (at.chunk) {
            ZJ_TRY(const Bytes bytes, county_.get_chunk(at.name, *at.chunk));
            return Response{200, std::string(as_text(bytes))};
        }
        ZJ_TRY(BlobStatus status, county_.blob_status(at.name));
        if (status.missing.empty()) {
            status.note = sign_blob_note(at.name, county_.origin(), county_.log_key());
        }
        return Response{200, codec::write_json(to_value(status))};
    }

    Result<bool> may_write(const DeviceStanding& device, const BlobName& name) {
        ZJ_TRY(const BlobOwner owner, county_.blob_owner(name));
        return owner.device == device.device || contains(device.scopes, owner.scope);
    }

    Result<bool> may_read(const DeviceStanding& device, const BlobName& name) {
        for (const std::string& scope : device.scopes) {
            ZJ_TRY(const bool readable, county_.blob_readable(name, scope));
            if (readable) {
                return true;
            }
        }
        return false;
    }

    CountyPort& county_;
    const Request& request_;
    const Target& target_;
};

}  // namespace

Response GatewaySession::handle(const Request& request, const std::optional<crypto::VerifyKey>& peer) {
    const auto target = parse_target(request.target);
    if (!target) {
        return error_response(target.error());
    }
    return Exchange(county_, request, *target).run(peer ? county_.device_by_tls(*peer) : std::nullopt);
}

}  // namespace zj::sync
