// SPDX-License-Identifier: Apache-2.0
#include "shared/log/change_set.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"

namespace zj::log {
namespace {

// device, person and one-time key; a root statement has one.
constexpr std::size_t kSignaturesMax = 8;
constexpr std::size_t kPayloadBytesMax = 64 * 1024;
constexpr std::size_t kBasesMax = 16;

Result<crypto::Signature> signature_from(codec::Reader& reader) {
    const Bytes bytes = reader.base64("sig", 64);
    crypto::Signature out;
    if (reader.ok() && bytes.size() != out.bytes.size()) {
        reader.fault("sig", "json.length", "64 bytes are needed");
    }
    ZJ_CHECK(reader.finish());
    std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
    return out;
}

}  // namespace

Bytes pae(std::string_view payload_type, ByteView payload) {
    std::string head = "DSSEv1 " + std::to_string(payload_type.size()) + " ";
    head += payload_type;
    head += " " + std::to_string(payload.size()) + " ";
    Bytes out = to_bytes(head);
    out.insert(out.end(), payload.begin(), payload.end());
    return out;
}

void Envelope::sign(const crypto::SigningKey& key) {
    signatures.push_back({key.verify_key().id(), key.sign(pae())});
}

const crypto::Signature* Envelope::signature_of(std::string_view keyid) const {
    const auto it = std::find_if(signatures.begin(), signatures.end(),
                                 [&](const EnvelopeSignature& s) { return s.keyid == keyid; });
    return it == signatures.end() ? nullptr : &it->signature;
}

codec::Value to_value(const Envelope& envelope) {
    codec::Array signatures;
    for (const EnvelopeSignature& s : envelope.signatures) {
        codec::Value one;
        one.set("keyid", s.keyid).set("sig", codec::base64(s.signature.bytes));
        signatures.push_back(std::move(one));
    }
    codec::Value out;
    out.set("payload", codec::base64(as_bytes(envelope.payload)))
        .set("payloadType", envelope.payload_type)
        .set("signatures", std::move(signatures));
    return out;
}

Result<Envelope> envelope_from(const codec::Value& value) {
    codec::Reader reader(value);
    Envelope out;
    out.payload_type = reader.string("payloadType", 128, 1);
    const Bytes payload = reader.base64("payload", kPayloadBytesMax);
    out.payload = as_text(payload);
    std::size_t i = 0;
    for (const codec::Value& item : reader.array("signatures", kSignaturesMax)) {
        codec::Reader one(item, "/signatures/" + std::to_string(i++));
        const std::string keyid = one.string("keyid", 64, 1);
        ZJ_TRY(const crypto::Signature signature, signature_from(one));
        out.signatures.push_back({keyid, signature});
    }
    ZJ_CHECK(reader.finish());
    return out;
}

Hash Body::commitment() const {
    return crypto::sha256("zhijian-intent-v1\n", salt, as_bytes(bytes));
}

std::string write_change_set(const ChangeSet& change_set) {
    codec::Array bodies;
    for (const Body& body : change_set.bodies) {
        codec::Value one;
        one.set("body", body.bytes).set("salt", codec::base64(body.salt));
        bodies.push_back(std::move(one));
    }
    codec::Value out;
    out.set("bodies", std::move(bodies)).set("envelope", to_value(change_set.envelope));
    return codec::write_json(out);
}

Result<ChangeSet> parse_change_set(std::string_view line) {
    ZJ_TRY(const codec::Value value, codec::parse_json(line, 2 * limits::kBodiesBytesMax));
    codec::Reader reader(value);
    ChangeSet out;
    const codec::Value& envelope = reader.object("envelope");
    std::size_t i = 0, bytes = 0;
    for (const codec::Value& item : reader.array("bodies", limits::kIntentsMax)) {
        codec::Reader one(item, "/bodies/" + std::to_string(i++));
        Body body;
        const Bytes salt = one.base64("salt", body.salt.size());
        if (one.ok() && salt.size() != body.salt.size()) {
            one.fault("salt", "json.length", "16 bytes are needed");
        }
        body.bytes = one.string("body", limits::kBodiesBytesMax);
        ZJ_CHECK(one.finish());
        std::copy(salt.begin(), salt.end(), body.salt.begin());
        bytes += body.bytes.size();
        out.bodies.push_back(std::move(body));
    }
    if (bytes > limits::kBodiesBytesMax) {
        reader.fault("bodies", "json.size", "larger than all bodies of a change set may be");
    }
    ZJ_CHECK(reader.finish());
    ZJ_TRY(out.envelope, envelope_from(envelope));
    return out;
}

codec::Value to_value(const Bases& bases) {
    codec::Value out;
    for (const auto& [key, base] : bases) {
        codec::Array item{base.version};
        for (const std::uint64_t seq : base.own) {
            item.emplace_back(static_cast<std::int64_t>(seq));
        }
        out.set(key, std::move(item));
    }
    return out;
}

Result<Bases> bases_from(const codec::Value& value, const std::string& pointer) {
    if (!value.is_object()) {
        return fail("json.type", pointer, "an object is needed");
    }
    if (value.object().size() > kBasesMax) {
        return fail("json.length", pointer, "too many records named");
    }
    Bases out;
    for (const auto& [key, item] : value.object()) {
        const std::string where = pointer + "/" + key;
        if (!item.is_array() || item.array().empty() || item.array().size() > 1 + limits::kReleaseMax) {
            return fail("json.type", where, "[version, numbers …] is needed");
        }
        Base base;
        for (std::size_t i = 0; i < item.array().size(); ++i) {
            const codec::Value& n = item.array()[i];
            if (!n.is_int() || n.integer() < (i == 0 ? 0 : 1)) {
                return fail("json.range", where, "counts are needed");
            }
            if (i == 0) {
                base.version = n.integer();
            } else {
                base.own.push_back(static_cast<std::uint64_t>(n.integer()));
            }
        }
        if (!std::is_sorted(base.own.begin(), base.own.end()) ||
            std::adjacent_find(base.own.begin(), base.own.end()) != base.own.end()) {
            return fail("json.range", where, "the numbers must rise");
        }
        out.emplace(key, std::move(base));
    }
    return out;
}

ChangeSet make_change_set(Header header, const std::vector<codec::Value>& bodies, const Signers& signers,
                          Random& random) {
    ChangeSet out;
    header.intents.clear();
    for (const codec::Value& body : bodies) {
        Body one;
        random.fill(one.salt);
        one.bytes = codec::write_json(body);
        header.intents.push_back(one.commitment());
        out.bodies.push_back(std::move(one));
    }
    out.envelope.payload_type = kChangeSetType;
    out.envelope.payload = write_header(header);
    for (const crypto::SigningKey* key : {signers.device, signers.person, signers.ticket}) {
        if (key != nullptr) {
            out.envelope.sign(*key);
        }
    }
    return out;
}

std::string record_key(std::string_view kind, std::string_view county, std::string_view device, std::uint64_t seq,
                       std::size_t intent) {
    // Written as one canonical JSON array, so that no two inputs run together.
    const codec::Value parts(codec::Array{county, device, static_cast<std::int64_t>(seq), intent});
    return std::string(kind) + "/" +
           codec::short_id(crypto::sha256("zhijian-key-v1\n", as_bytes(codec::write_json(parts))));
}

}  // namespace zj::log
