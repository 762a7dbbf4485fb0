// SPDX-License-Identifier: Apache-2.0
#pragma once
// Root statements: what only the county root may say (log.md, Identities). Numbered and chained by hash; each is an
// entry.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/log/change_set.hpp"

namespace zj::log {

struct Witness {
    std::string name;
    crypto::VerifyKey key;
};

// A ticket that statement 1 carries for a first administrator: the one-time public key, never its seed.
struct RootTicket {
    crypto::VerifyKey one_time;
    std::string person;  // person id
    std::string name;
    Time expires;
};

struct Simulated {
    std::int64_t seed = 0;
    Time from, until;
};

struct RootStatement {
    std::int64_t number = 1;
    std::optional<Hash> prev;  // id of the statement before; absent for number 1
    std::string county;        // 421125
    std::string county_name;
    std::int64_t epoch = 1;
    Time issued_at;
    crypto::VerifyKey log_key;
    std::vector<Witness> witnesses;
    std::int64_t quorum = 0;
    Hash tls_ca;                      // certificate_hash of the county CA
    crypto::BoxPublicKey bundle_key;  // of the gateway
    std::int64_t rules = 1;
    Hash catalogue;                      // SHA-256 of the catalogue bytes that travel beside it
    std::vector<RootTicket> tickets;     // two in number 1
    std::optional<Simulated> simulated;  // demonstration counties only
};
std::string write_root_statement(const RootStatement& statement);
Result<RootStatement> parse_root_statement(std::string_view bytes);

// As it travels and is stored: the envelope and the catalogue's bytes (empty where the statement changes no catalogue).
struct SignedRoot {
    Envelope envelope;
    std::string catalogue;
};
std::string write_signed_root(const SignedRoot& root);  // one JSON line
Result<SignedRoot> parse_signed_root(std::string_view line);

// A root key's fingerprint as printed on tickets and given to the auditor: lower-case hex of
// SHA-256("zhijian-root-v1\n" ‖ key).
std::string fingerprint(const crypto::VerifyKey& root_key);

// The root key travels in the first signature's place: {"keyid": base64 of the public key …}. Verifies the whole chain
// from a fingerprint: numbers 1…n without a gap, hashes, signatures. Returns the statements.
Result<std::vector<RootStatement>> verify_roots(const std::vector<SignedRoot>& roots,
                                                std::string_view root_fingerprint);
// The same without a fingerprint given: what the chain itself claims ("trust is not established", log.md).
Result<std::string> claimed_fingerprint(const std::vector<SignedRoot>& roots);

// Ticket text: "zj1-" + Crockford base32 groups of five over version, seed, root fingerprint, gateway address, expiry
// and a checksum.
struct Ticket {
    crypto::Secret seed;  // 32 bytes, of the one-time signing key
    Hash root_fingerprint;
    std::string gateway;  // host:port
    Time expires;         // a hint for people; the county's record decides
    Ticket clone() const;
};
crypto::Secret write_ticket(const Ticket& ticket);   // holds the seed, so it is secret
Result<Ticket> parse_ticket(std::string_view text);  // "ticket.syntax", "ticket.checksum", "ticket.version"
// The name a ticket goes by in a header's prev and in the key of its record: SHA-256("zhijian-ticket-v1\n" ‖ one-time
// public key).
Hash ticket_id(const crypto::VerifyKey& one_time);

}  // namespace zj::log
