// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/answers.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/bounds.hpp"
#include "shared/sync/paths.hpp"

namespace zj::sync {

namespace {

constexpr std::string_view kDoor = "/door";
constexpr std::string_view kBlob = "/blob";

codec::Array to_array(const std::vector<log::SignedRoot>& roots) {
    codec::Array out;
    for (const log::SignedRoot& root : roots) {
        codec::Value one;
        one.set("envelope", log::to_value(root.envelope));
        if (!root.catalogue.empty()) {
            one.set("catalogue", root.catalogue);
        }
        out.push_back(std::move(one));
    }
    return out;
}

Result<std::vector<log::SignedRoot>> roots_from(const codec::Array& items) {
    std::vector<log::SignedRoot> out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        codec::Reader reader(items[i], "/roots/" + std::to_string(i));
        log::SignedRoot root;
        const codec::Value& envelope = reader.object("envelope");
        if (auto catalogue = reader.string_if("catalogue", limits::kCatalogueBytesMax)) {
            root.catalogue = std::move(*catalogue);
        }
        ZJ_CHECK(reader.finish());
        ZJ_TRY(root.envelope, log::envelope_from(envelope));
        out.push_back(std::move(root));
    }
    return out;
}

codec::Value seal_of(std::string_view answers, const std::string& device, std::string_view request_body) {
    codec::Value out;
    out.set("answers", codec::base64(crypto::sha256(answers)))
        .set("device", device)
        .set("request", codec::base64(crypto::sha256(request_body)));
    return out;
}

codec::Value blob_value(const BlobName& name) {
    codec::Value out;
    out.set("change_set", codec::base64(name.change_set))
        .set("sha256", codec::base64(name.sha256))
        .set("slot", name.slot);
    return out;
}

// Opens a note whose value is known beforehand.
Result<> open_exactly(std::string_view note, const std::string& origin, const codec::Value& expected,
                      const crypto::VerifyKey& log_key) {
    ZJ_TRY(const codec::Value value, log::open_answer(note, origin, log_key));
    if (value != expected) {
        return fail("sync.bound", {}, "signed for something else");
    }
    return {};
}

}  // namespace

std::string origin_of(const std::vector<log::RootStatement>& statements) {
    ZJ_ASSERT(!statements.empty());
    // Statement 1 alone says whether a county is a demonstration.
    return log::origin_of(statements.back().county, statements.back().epoch, statements.front().simulated.has_value());
}

std::string sign_door(const HelloAnswer& answer, const std::string& origin, const crypto::SigningKey& log_key) {
    return log::sign_answer(origin + std::string(kDoor), to_value(answer), log_key);
}

Result<HelloAnswer> open_door(std::string_view note, const std::string& origin, const crypto::VerifyKey& log_key) {
    ZJ_TRY(const codec::Value value, log::open_answer(note, origin + std::string(kDoor), log_key));
    return hello_answer_from(value);
}

std::string write_hello_response(const HelloResponse& response) {
    codec::Value out;
    out.set("answer", response.answer).set("roots", to_array(response.roots));
    return codec::write_json(out);
}

Result<HelloResponse> parse_hello_response(std::string_view body) {
    ZJ_TRY(const codec::Value value, codec::parse_json(body, bounds::kRootsBytesMax));
    codec::Reader reader(value);
    HelloResponse out;
    out.answer = reader.string("answer", bounds::kNoteBytesMax, 1);
    const codec::Array& roots = reader.array("roots", bounds::kRootsMax);
    ZJ_CHECK(reader.finish());
    ZJ_TRY(out.roots, roots_from(roots));
    return out;
}

std::string write_checkpoint_response(const CheckpointResponse& response) {
    codec::Value out;
    out.set("checkpoint", response.checkpoint).set("consistency", write_path(response.consistency));
    return codec::write_json(out);
}

Result<CheckpointResponse> parse_checkpoint_response(std::string_view body) {
    ZJ_TRY(const codec::Value value, codec::parse_json(body, 2 * bounds::kNoteBytesMax));
    codec::Reader reader(value);
    CheckpointResponse out;
    out.checkpoint = reader.string("checkpoint", bounds::kNoteBytesMax, 1);
    out.consistency = read_path(reader, "consistency");
    ZJ_CHECK(reader.finish());
    return out;
}

std::string write_push_response(const std::vector<PushAnswer>& answers, const std::string& device,
                                std::string_view request_body, const std::string& origin,
                                const crypto::SigningKey& log_key) {
    std::string out;
    for (const PushAnswer& answer : answers) {
        out += write_push_answer(answer) + "\n";
    }
    codec::Value seal;
    seal.set("door", log::sign_answer(origin + std::string(kDoor), seal_of(out, device, request_body), log_key));
    return out + codec::write_json(seal) + "\n";
}

Result<std::vector<PushAnswer>> open_push_response(std::string_view body, const std::string& device,
                                                   std::string_view request_body, const std::string& origin,
                                                   const crypto::VerifyKey& log_key) {
    if (body.size() > bounds::kPushResponseBytesMax || body.empty() || body.back() != '\n') {
        return fail("wire.line", {}, "not lines, or too many");
    }
    const std::size_t before = body.substr(0, body.size() - 1).rfind('\n');
    const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view last = body.substr(start, body.size() - start - 1);
    ZJ_TRY(const codec::Value value, codec::parse_json(last, bounds::kNoteBytesMax));
    codec::Reader reader(value);
    const std::string note = reader.string("door", bounds::kNoteBytesMax, 1);
    ZJ_CHECK(reader.finish());
    std::string_view lines = body.substr(0, start);
    ZJ_CHECK(open_exactly(note, origin + std::string(kDoor), seal_of(lines, device, request_body), log_key));
    std::vector<PushAnswer> out;
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        ZJ_TRY(PushAnswer answer, parse_push_answer(lines.substr(0, end)));
        out.push_back(std::move(answer));
        lines.remove_prefix(end + 1);
    }
    return out;
}

std::string sign_blob_note(const BlobName& name, const std::string& origin, const crypto::SigningKey& log_key) {
    return log::sign_answer(origin + std::string(kBlob), blob_value(name), log_key);
}

Result<> verify_blob_note(std::string_view note, const BlobName& name, const std::string& origin,
                          const crypto::VerifyKey& log_key) {
    return open_exactly(note, origin + std::string(kBlob), blob_value(name), log_key);
}

std::string write_enrol_offer(const std::vector<log::SignedRoot>& roots, const Hash& ticket_id,
                              const codec::Value& record, const std::string& origin,
                              const crypto::SigningKey& log_key) {
    codec::Value about, out;
    about.set("record", record).set("ticket", codec::hex(ticket_id));
    out.set("roots", to_array(roots)).set("ticket", log::sign_answer(origin + std::string(kDoor), about, log_key));
    return codec::write_json(out);
}

Result<EnrolOffer> open_enrol_offer(std::string_view body, std::string_view root_fingerprint, const Hash& ticket_id) {
    ZJ_TRY(const codec::Value value, codec::parse_json(body, bounds::kRootsBytesMax));
    codec::Reader reader(value);
    const codec::Array& roots = reader.array("roots", bounds::kRootsMax);
    const std::string note = reader.string("ticket", bounds::kNoteBytesMax, 1);
    ZJ_CHECK(reader.finish());
    EnrolOffer out;
    ZJ_TRY(out.roots, roots_from(roots));
    ZJ_TRY(out.statements, log::verify_roots(out.roots, root_fingerprint));
    ZJ_TRY(const codec::Value about,
           log::open_answer(note, origin_of(out.statements) + std::string(kDoor), out.statements.back().log_key));
    codec::Reader ticket(about);
    if (ticket.string("ticket", 64) != codec::hex(ticket_id)) {
        return fail("sync.bound", {}, "signed for another ticket");
    }
    out.ticket = ticket.object("record");
    ZJ_CHECK(ticket.finish());
    return out;
}

std::string write_error(const Error& error) {
    codec::Value inner, out;
    std::string what = error.where.empty() ? error.detail : error.where + ": " + error.detail;
    what.resize(std::min(what.size(), bounds::kErrorBytesMax / 8));
    while (!codec::is_valid_utf8(what)) {
        what.pop_back();  // a character was cut in two
    }
    inner.set("code", error.code).set("what", what);
    out.set("error", std::move(inner));
    return codec::write_json(out);
}

Error read_error(std::string_view body) {
    const auto value = codec::parse_json(body, bounds::kErrorBytesMax);
    const codec::Value* inner = value ? value->find("error") : nullptr;
    return inner == nullptr ? Error()
                            : fail(std::string(inner->str_or("code")), {}, std::string(inner->str_or("what")));
}

}  // namespace zj::sync
