// SPDX-License-Identifier: Apache-2.0
#pragma once
// Change sets: DSSE envelopes whose payload is the header; intent bodies travel beside it (log.md, Change set). Bytes
// are signed, stored and forwarded as received, never re-serialised: the structs below keep the exact bytes next to
// what was read from them.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/limits.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::log {

inline constexpr std::string_view kChangeSetType = "application/vnd.zhijian.change-set.v1+json";
inline constexpr std::string_view kRootType = "application/vnd.zhijian.root.v1+json";
inline constexpr std::string_view kSuite = "ed25519-sha256";

// DSSE v1 pre-authentication encoding: the bytes that are signed, and that ids are hashes of.
Bytes pae(std::string_view payload_type, ByteView payload);

struct EnvelopeSignature {
    std::string keyid;  // VerifyKey::id()
    crypto::Signature signature;
};
struct Envelope {
    std::string payload_type;
    std::string payload;
    std::vector<EnvelopeSignature> signatures;

    Bytes pae() const { return log::pae(payload_type, as_bytes(payload)); }
    Hash id() const { return crypto::sha256(pae()); }
    void sign(const crypto::SigningKey& key);
    // The first signature under this key id; null where there is none.
    const crypto::Signature* signature_of(std::string_view keyid) const;
};
codec::Value to_value(const Envelope& envelope);  // {"payloadType","payload","signatures":[{"keyid","sig"}]}
Result<Envelope> envelope_from(const codec::Value& value);

// What the author had seen: checkpoint and, per scope, the last entry number.
struct Seen {
    std::uint64_t size = 0;
    Hash root;
    std::vector<std::pair<std::string, std::uint64_t>> scopes;
};

struct Header {
    std::string county;
    std::int64_t epoch = 1;
    std::string device;     // device id
    std::string person;     // person id
    std::string key;        // the person's key id on this device
    std::uint64_t seq = 0;  // from 1
    Hash prev;              // id of seq-1; for seq 1 the hash that the ticket goes by
    Time written_at;        // device time: shown, never trusted
    std::int64_t elapsed_ms = 0;
    Seen seen;
    std::int64_t rules = 1;
    Hash catalogue;
    std::vector<Hash> intents;  // salted commitments of the bodies
};
std::string write_header(const Header& header);
// Strict: "header.*" or json.* codes with the pointer.
Result<Header> parse_header(std::string_view bytes);

// An intent body as it travels: canonical JSON bytes and their salt.
struct Body {
    Salt salt{};
    std::string bytes;
    Hash commitment() const;  // SHA-256("zhijian-intent-v1\n" ‖ salt ‖ bytes)
};

struct ChangeSet {
    Envelope envelope;
    std::vector<Body> bodies;  // one per commitment, in order; fewer where a body was lost or erased
    Hash id() const { return envelope.id(); }
};
// The wire and storage form, one NDJSON line: {"envelope":{…},"bodies":[{"salt","body"}…]}.
std::string write_change_set(const ChangeSet& change_set);
Result<ChangeSet> parse_change_set(std::string_view line);

// base[key] = [v, s1, s2 …]: the county version shown and the author's own unjudged change sets included (log.md).
struct Base {
    std::int64_t version = 0;
    std::vector<std::uint64_t> own;
};
using Bases = std::map<std::string, Base, std::less<>>;
codec::Value to_value(const Bases& bases);
Result<Bases> bases_from(const codec::Value& value, const std::string& pointer);

// Builds and signs one change set. `bodies` are intent objects with their "do" and "base". Salts come from `random`.
struct Signers {
    const crypto::SigningKey* device = nullptr;
    const crypto::SigningKey* person = nullptr;
    const crypto::SigningKey* ticket = nullptr;  // one-time key: enrolment and joining only
};
ChangeSet make_change_set(Header header, const std::vector<codec::Value>& bodies, const Signers& signers,
                          Random& random);

// Record key made by an intent: "<kind>/" + 24 characters (log.md, Change set).
std::string record_key(std::string_view kind, std::string_view county, std::string_view device, std::uint64_t seq,
                       std::size_t intent);

}  // namespace zj::log
