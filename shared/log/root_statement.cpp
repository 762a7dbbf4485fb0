// SPDX-License-Identifier: Apache-2.0
#include "shared/log/root_statement.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"

namespace zj::log {
namespace {

constexpr std::size_t kWitnessesMax = 32;
constexpr std::size_t kTicketsMax = 2;  // the first two administrators (log.md, Bootstrap)

template <class Key>
Key key_of(codec::Reader& reader, std::string_view member) {
    Key out;
    const Bytes bytes = reader.base64(member, out.bytes.size());
    if (reader.ok() && bytes.size() != out.bytes.size()) {
        reader.fault(member, "json.length", "32 bytes are needed");
    } else if (reader.ok()) {
        std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
    }
    return out;
}

Result<crypto::VerifyKey> root_key_of(const SignedRoot& root) {
    if (root.envelope.signatures.empty()) {
        return fail("root.signature", {}, "not signed");
    }
    const auto bytes = codec::from_base64(root.envelope.signatures.front().keyid);
    crypto::VerifyKey key;
    if (!bytes || bytes->size() != key.bytes.size()) {
        return fail("root.signature", {}, "the key id is not a public key");
    }
    std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
    return key;
}

}  // namespace

std::string write_root_statement(const RootStatement& s) {
    codec::Array witnesses, tickets;
    for (const Witness& w : s.witnesses) {
        codec::Value one;
        one.set("key", codec::base64(w.key.bytes)).set("name", w.name);
        witnesses.push_back(std::move(one));
    }
    for (const RootTicket& t : s.tickets) {
        codec::Value one;
        one.set("expires", format_time(t.expires))
            .set("name", t.name)
            .set("person", t.person)
            .set("ticket", codec::base64(t.one_time.bytes));
        tickets.push_back(std::move(one));
    }
    codec::Value out;
    out.set("v", 1)
        .set("suite", kSuite)
        .set("number", s.number)
        .set("county", s.county)
        .set("county_name", s.county_name)
        .set("epoch", s.epoch);
    out.set("issued_at", format_time(s.issued_at))
        .set("log_key", codec::base64(s.log_key.bytes))
        .set("witnesses", std::move(witnesses));
    out.set("quorum", s.quorum)
        .set("tls_ca", codec::base64(s.tls_ca))
        .set("bundle_key", codec::base64(s.bundle_key.bytes));
    out.set("rules", s.rules).set("catalogue", codec::base64(s.catalogue)).set("tickets", std::move(tickets));
    if (s.prev) {
        out.set("prev", codec::base64(*s.prev));
    }
    if (s.simulated) {
        codec::Value simulated;
        simulated.set("from", format_time(s.simulated->from))
            .set("seed", s.simulated->seed)
            .set("until", format_time(s.simulated->until));
        out.set("simulated", std::move(simulated));
    }
    return codec::write_json(out);
}

Result<RootStatement> parse_root_statement(std::string_view bytes) {
    ZJ_TRY(const codec::Value value, codec::parse_canonical(bytes));
    codec::Reader reader(value);
    RootStatement s;
    reader.integer("v", 1, 1);
    reader.choice("suite", {kSuite});
    s.number = reader.integer("number", 1, 1'000'000);
    s.county = reader.string("county", 16, 1);
    s.county_name = reader.string("county_name", 128);
    s.epoch = reader.integer("epoch", 1, 1'000'000);
    s.issued_at = reader.time("issued_at");
    s.log_key = key_of<crypto::VerifyKey>(reader, "log_key");
    std::size_t i = 0;
    for (const codec::Value& item : reader.array("witnesses", kWitnessesMax)) {
        codec::Reader one(item, "/witnesses/" + std::to_string(i++));
        s.witnesses.push_back({one.string("name", 128, 1), key_of<crypto::VerifyKey>(one, "key")});
        ZJ_CHECK(one.finish());
    }
    s.quorum = reader.integer("quorum", 0, static_cast<std::int64_t>(kWitnessesMax));
    s.tls_ca = reader.hash("tls_ca");
    s.bundle_key = key_of<crypto::BoxPublicKey>(reader, "bundle_key");
    s.rules = reader.integer("rules", 1, 1'000'000);
    s.catalogue = reader.hash("catalogue");
    i = 0;
    for (const codec::Value& item : reader.array("tickets", kTicketsMax)) {
        codec::Reader one(item, "/tickets/" + std::to_string(i++));
        RootTicket ticket;
        ticket.one_time = key_of<crypto::VerifyKey>(one, "ticket");
        ticket.person = one.string("person", 32, 1);
        ticket.name = one.string("name", 128, 1);
        ticket.expires = one.time("expires");
        ZJ_CHECK(one.finish());
        s.tickets.push_back(std::move(ticket));
    }
    if (reader.has("prev")) {
        s.prev = reader.hash("prev");
    }
    if (const codec::Value* simulated = reader.object_if("simulated")) {
        codec::Reader one(*simulated, "/simulated");
        s.simulated = Simulated{one.integer("seed", 0, codec::kIntegerMax), one.time("from"), one.time("until")};
        ZJ_CHECK(one.finish());
    }
    ZJ_CHECK(reader.finish());
    if (s.quorum > static_cast<std::int64_t>(s.witnesses.size())) {
        return fail("root.quorum", "/quorum", "more than there are witnesses");
    }
    if ((s.number == 1) != !s.prev) {
        return fail("root.prev", "/prev", "every statement but the first names the one before");
    }
    return s;
}

std::string write_signed_root(const SignedRoot& root) {
    codec::Value out;
    out.set("envelope", to_value(root.envelope));
    if (!root.catalogue.empty()) {
        out.set("catalogue", root.catalogue);
    }
    return codec::write_json(out);
}

Result<SignedRoot> parse_signed_root(std::string_view line) {
    ZJ_TRY(const codec::Value value, codec::parse_json(line, 2 * limits::kCatalogueBytesMax));
    codec::Reader reader(value);
    SignedRoot out;
    const codec::Value& envelope = reader.object("envelope");
    if (auto catalogue = reader.string_if("catalogue", limits::kCatalogueBytesMax)) {
        out.catalogue = std::move(*catalogue);
    }
    ZJ_CHECK(reader.finish());
    ZJ_TRY(out.envelope, envelope_from(envelope));
    return out;
}

std::string fingerprint(const crypto::VerifyKey& root_key) {
    return codec::hex(crypto::sha256("zhijian-root-v1\n", root_key.bytes));
}

Result<std::string> claimed_fingerprint(const std::vector<SignedRoot>& roots) {
    if (roots.empty()) {
        return fail("root.missing", {}, "no root statement");
    }
    ZJ_TRY(const crypto::VerifyKey key, root_key_of(roots.front()));
    return fingerprint(key);
}

Result<std::vector<RootStatement>> verify_roots(const std::vector<SignedRoot>& roots,
                                                std::string_view root_fingerprint) {
    if (roots.empty()) {
        return fail("root.missing", {}, "no root statement");
    }
    std::vector<RootStatement> out;
    std::optional<Hash> before;
    for (const SignedRoot& root : roots) {
        const std::string where = "root statement " + std::to_string(out.size() + 1);
        if (root.envelope.payload_type != kRootType || root.envelope.signatures.size() != 1) {
            return fail("root.signature", where, "not one root signature");
        }
        ZJ_TRY(const crypto::VerifyKey key, root_key_of(root));
        if (fingerprint(key) != root_fingerprint) {
            return fail("root.fingerprint", where, "signed by another root: " + fingerprint(key));
        }
        if (!key.verify(root.envelope.pae(), root.envelope.signatures.front().signature)) {
            return fail("root.signature", where, "the signature is bad");
        }
        auto statement = parse_root_statement(root.envelope.payload);
        if (!statement) {
            return statement.error();
        }
        if (statement->number != static_cast<std::int64_t>(out.size()) + 1 || statement->prev != before) {
            return fail("root.chain", where, "not the next statement");
        }
        if (!out.empty() && (statement->county != out.front().county || statement->epoch < out.back().epoch)) {
            return fail("root.chain", where, "of another county or an earlier epoch");
        }
        if (!root.catalogue.empty() && crypto::sha256(std::string_view(root.catalogue)) != statement->catalogue) {
            return fail("root.catalogue", where, "the catalogue beside it is another");
        }
        if (root.catalogue.empty() && (out.empty() || out.back().catalogue != statement->catalogue)) {
            return fail("root.catalogue", where, "its catalogue is missing");
        }
        before = root.envelope.id();
        out.push_back(std::move(*statement));
    }
    return out;
}

}  // namespace zj::log
