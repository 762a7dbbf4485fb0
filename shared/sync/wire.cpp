// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/wire.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/bounds.hpp"

namespace zj::sync {

namespace {

constexpr std::size_t kIdBytesMax = 32;
constexpr std::size_t kScopeBytesMax = 64;
constexpr std::size_t kCodeBytesMax = 64;
constexpr std::size_t kChunksMax = static_cast<std::size_t>(limits::kAttachmentBytesMax) / limits::kChunkBytes;

std::int64_t as_int(std::uint64_t n) {
    return static_cast<std::int64_t>(n);
}

std::uint64_t count(codec::Reader& reader, std::string_view key, std::int64_t min = 0) {
    return static_cast<std::uint64_t>(reader.integer(key, min, codec::kIntegerMax));
}

}  // namespace

std::string write_hello(const Hello& hello) {
    codec::Value out;
    out.set("checkpoint_size", as_int(hello.checkpoint_size))
        .set("device", hello.device)
        .set("last_id", codec::base64(hello.last_id))
        .set("last_seq", as_int(hello.last_seq))
        .set("random", codec::base64(hello.random))
        .set("session", as_int(hello.session));
    return codec::write_json(out);
}

Result<Hello> parse_hello(std::string_view bytes) {
    ZJ_TRY(const codec::Value value, codec::parse_canonical(bytes, bounds::kHelloBytesMax));
    codec::Reader reader(value);
    Hello out;
    out.device = reader.string("device", kIdBytesMax, 1);
    out.session = count(reader, "session", 1);
    out.random = reader.hash("random");
    out.checkpoint_size = count(reader, "checkpoint_size");
    out.last_seq = count(reader, "last_seq");
    out.last_id = reader.hash("last_id");
    ZJ_CHECK(reader.finish());
    return out;
}

codec::Value to_value(const HelloAnswer& answer) {
    codec::Array scopes;
    for (const auto& [scope, n] : answer.scopes) {
        scopes.emplace_back(codec::Array{scope, as_int(n)});
    }
    codec::Value out;
    out.set("county_seq", as_int(answer.county_seq))
        .set("device", answer.device)
        .set("scopes", std::move(scopes))
        .set("session", as_int(answer.session))
        .set("size", as_int(answer.size))
        .set("state", answer.state);
    return out;
}

Result<HelloAnswer> hello_answer_from(const codec::Value& value) {
    codec::Reader reader(value);
    HelloAnswer out;
    out.state = reader.choice("state", {"ok", "behind", "frozen", "replayed", "unknown_device"});
    out.device = reader.string("device", kIdBytesMax);
    out.session = count(reader, "session");
    out.county_seq = count(reader, "county_seq");
    out.size = count(reader, "size");
    for (const codec::Value& item : reader.array("scopes", limits::kDeviceScopesMax)) {
        if (!item.is_array() || item.array().size() != 2 || !item.array()[0].is_string() ||
            item.array()[0].string().size() > kScopeBytesMax || !item.array()[1].is_int() ||
            item.array()[1].integer() < 0) {
            reader.fault("scopes", "json.type", "[scope, number] is needed");
            break;
        }
        out.scopes.emplace_back(item.array()[0].string(), static_cast<std::uint64_t>(item.array()[1].integer()));
    }
    ZJ_CHECK(reader.finish());
    return out;
}

std::string write_push_answer(const PushAnswer& answer) {
    codec::Value out;
    out.set("id", codec::base64(answer.id)).set("state", answer.state);
    if (!answer.code.empty()) {
        out.set("code", answer.code);
    }
    if (answer.state == "expected") {
        out.set("expected", as_int(answer.expected_seq));
    }
    if (answer.receipt) {
        out.set("receipt", log::to_value(*answer.receipt));
    }
    if (answer.outcome) {
        out.set("outcome", *answer.outcome);
    }
    return codec::write_json(out);
}

Result<PushAnswer> parse_push_answer(std::string_view line) {
    ZJ_TRY(const codec::Value value, codec::parse_json(line, bounds::kPushAnswerBytesMax));
    codec::Reader reader(value);
    PushAnswer out;
    out.id = reader.hash("id");
    out.state = reader.choice("state", {"receipt", "expected", "later", "refused", "fork"});
    const bool receipt = out.state == "receipt", expected = out.state == "expected";
    if (auto code = reader.string_if("code", kCodeBytesMax)) {
        out.code = std::move(*code);
        if (receipt || expected || out.code.empty()) {
            reader.fault("code", "json.choice", "stands with a refusal only, and says something");
        }
    }
    if (expected) {
        out.expected_seq = count(reader, "expected", 1);
    }
    if (receipt) {
        ZJ_TRY(out.receipt, log::receipt_from(reader.object("receipt")));
        if (const codec::Value* outcome = reader.object_if("outcome")) {
            out.outcome = *outcome;
        }
    }
    ZJ_CHECK(reader.finish());
    return out;
}

codec::Value to_value(const BlobStatus& status) {
    codec::Array missing;
    for (const std::uint64_t chunk : status.missing) {
        missing.emplace_back(as_int(chunk));
    }
    codec::Value out;
    out.set("chunks", as_int(status.chunks)).set("missing", std::move(missing));
    if (!status.note.empty()) {
        out.set("note", status.note);
    }
    return out;
}

Result<BlobStatus> blob_status_from(const codec::Value& value) {
    codec::Reader reader(value);
    BlobStatus out;
    out.chunks = static_cast<std::uint64_t>(reader.integer("chunks", 1, static_cast<std::int64_t>(kChunksMax)));
    for (const codec::Value& item : reader.array("missing", kChunksMax)) {
        if (!item.is_int() || item.integer() < (out.missing.empty() ? 0 : as_int(out.missing.back()) + 1) ||
            item.integer() >= as_int(out.chunks)) {
            reader.fault("missing", "json.range", "rising chunk numbers are needed");
            break;
        }
        out.missing.push_back(static_cast<std::uint64_t>(item.integer()));
    }
    if (auto note = reader.string_if("note", bounds::kNoteBytesMax)) {
        out.note = std::move(*note);
        if (out.note.empty() || !out.missing.empty()) {
            reader.fault("note", "json.choice", "stands only where nothing is missing");
        }
    }
    ZJ_CHECK(reader.finish());
    return out;
}

}  // namespace zj::sync
