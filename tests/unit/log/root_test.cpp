// SPDX-License-Identifier: Apache-2.0
#include "shared/log/root_statement.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::log;
using codec::Array;
using codec::Object;
using codec::Value;

namespace {

const std::string kCatalogue = R"({"number":1})";

// A root and the chain it writes.
struct Root {
    crypto::SigningKey key;
    RootStatement next;
    std::vector<SignedRoot> chain;

    explicit Root(std::uint64_t seed = 1) {
        SeededRandom random(seed);
        key = crypto::SigningKey::generate(random);
        next.county = "421125";
        next.county_name = "浠水县";
        next.issued_at = *parse_time("2026-11-23T09:00:00.000+08:00");
        next.log_key = crypto::SigningKey::generate(random).verify_key();
        next.bundle_key = crypto::BoxKey::generate(random).public_key();
        next.catalogue = crypto::sha256(kCatalogue);
        next.witnesses = {{"witness.example/1", crypto::SigningKey::generate(random).verify_key()}};
        next.tickets = {
            {crypto::SigningKey::generate(random).verify_key(), "admin1", "管理员甲", next.issued_at + 7 * kDayMs},
            {crypto::SigningKey::generate(random).verify_key(), "admin2", "管理员乙", next.issued_at + 7 * kDayMs}};
    }
    SignedRoot sign(const RootStatement& statement, std::string catalogue = {}) const {
        SignedRoot out{{std::string(kRootType), write_root_statement(statement), {}}, std::move(catalogue)};
        out.envelope.signatures.push_back({codec::base64(key.verify_key().bytes), key.sign(out.envelope.pae())});
        return out;
    }
    void write() {
        chain.push_back(sign(next, chain.empty() ? kCatalogue : ""));
        next.prev = chain.back().envelope.id();
        ++next.number;
        next.tickets.clear();
    }
    std::string print() const { return fingerprint(key.verify_key()); }
    std::string code(const std::vector<SignedRoot>& roots) const {
        const auto read = verify_roots(roots, print());
        return read ? "good" : read.error().code;
    }
};

std::string fault(const RootStatement& statement, std::string_view member, std::optional<Value> value) {
    Value changed = *codec::parse_json(write_root_statement(statement));
    changed.object().erase(std::string(member));
    if (value) {
        changed.set(std::string(member), *value);
    }
    const auto read = parse_root_statement(codec::write_json(changed));
    return read ? "accepted" : read.error().code + " at " + read.error().where;
}

}  // namespace

TEST_CASE("a statement reads back to the same bytes, with and without its optional parts") {
    Root root;
    RootStatement s = root.next;
    CHECK(write_root_statement(*parse_root_statement(write_root_statement(s))) == write_root_statement(s));
    s.simulated = Simulated{7, s.issued_at, s.issued_at + kDayMs};
    s.quorum = 1;
    const auto back = parse_root_statement(write_root_statement(s));
    REQUIRE(back);
    CHECK(back->simulated->until == s.simulated->until);
    CHECK(back->quorum == 1);
    CHECK(back->tickets.at(1).name == "管理员乙");
    CHECK(write_root_statement(*back) == write_root_statement(s));
}

TEST_CASE("a statement is strict") {
    const RootStatement s = Root().next;
    for (const char* member : {"v", "suite", "number", "county", "county_name", "epoch", "issued_at", "log_key",
                               "witnesses", "quorum", "tls_ca", "bundle_key", "rules", "catalogue", "tickets"}) {
        CHECK(fault(s, member, std::nullopt) == std::string("json.missing at /") + member);
    }
    CHECK(fault(s, "x", Value(1)) == "json.unknown at /x");
    CHECK(fault(s, "v", Value(2)) == "json.range at /v");
    CHECK(fault(s, "suite", Value("x")) == "json.choice at /suite");
    CHECK(fault(s, "number", Value(0)) == "json.range at /number");
    CHECK(fault(s, "epoch", Value(0)) == "json.range at /epoch");
    CHECK(fault(s, "log_key", Value("AAAA")) == "json.length at /log_key");
    CHECK(fault(s, "quorum", Value(2)) == "root.quorum at /quorum");
    CHECK(fault(s, "quorum", Value(33)) == "json.range at /quorum");
    CHECK(fault(s, "prev", Value(codec::base64(Hash{}))) == "root.prev at /prev");
    CHECK(fault(s, "number", Value(2)) == "root.prev at /prev");
    CHECK(fault(s, "simulated", Value(Object{{"seed", 1}})) == "json.missing at /simulated/from");
    CHECK(fault(s, "witnesses", Value(Array{Object{{"name", "w"}}})) == "json.missing at /witnesses/0/key");
    CHECK(fault(s, "tickets", Value(Array{Object{{"name", "w"}}})) == "json.missing at /tickets/0/ticket");
    RootStatement three = s;
    three.tickets.push_back(three.tickets[0]);
    CHECK(parse_root_statement(write_root_statement(three)).error().where == "/tickets");
    RootStatement crowd = s;
    crowd.witnesses.assign(32, s.witnesses[0]);
    CHECK(parse_root_statement(write_root_statement(crowd)));
    crowd.witnesses.push_back(s.witnesses[0]);
    CHECK(parse_root_statement(write_root_statement(crowd)).error().where == "/witnesses");
    CHECK(parse_root_statement(write_root_statement(s) + " ").error().code == "json.not_canonical");
}

TEST_CASE("a chain verifies from its fingerprint, and the newest statement is what holds") {
    Root root;
    root.write();
    root.next.epoch = 1;
    root.next.quorum = 1;
    root.write();
    root.write();
    const auto read = verify_roots(root.chain, root.print());
    REQUIRE(read);
    CHECK(read->size() == 3);
    CHECK(read->back().quorum == 1);
    CHECK(*claimed_fingerprint(root.chain) == root.print());
    CHECK(root.print().size() == 64);
    CHECK(root.print() == codec::hex(crypto::sha256("zhijian-root-v1\n", root.key.verify_key().bytes)));
}

TEST_CASE("a chain with a gap, a fork, a lower number or another root is refused") {
    Root root;
    root.write();
    const RootStatement second = root.next;
    root.write();
    root.write();
    const auto& c = root.chain;
    CHECK(root.code(c) == "good");
    CHECK(root.code({}) == "root.missing");
    CHECK(claimed_fingerprint({}).error().code == "root.missing");
    CHECK(root.code({c[0], c[2]}) == "root.chain");        // a gap
    CHECK(root.code({c[1], c[2]}) != "good");              // no beginning
    CHECK(root.code({c[0], c[2], c[1]}) == "root.chain");  // out of order
    CHECK(root.code({c[0], c[1], c[1]}) == "root.chain");  // a number again
    CHECK(root.code({c[0], c[1], c[0]}) == "root.chain");  // a lower number
    RootStatement fork = second;
    fork.quorum = 1;
    CHECK(root.code({c[0], root.sign(fork)}) == "good");              // a chain of its own …
    CHECK(root.code({c[0], root.sign(fork), c[2]}) == "root.chain");  // … that the other one does not continue
    const Root other(2);
    CHECK(verify_roots(c, other.print()).error().code == "root.fingerprint");
    CHECK(verify_roots(c, "").error().code == "root.fingerprint");
    CHECK(root.code({c[0], other.sign(second)}) == "root.fingerprint");
}

TEST_CASE("a statement that is not signed, or not as a root statement, is refused") {
    Root root;
    root.write();
    SignedRoot bad = root.chain[0];
    bad.envelope.signatures.clear();
    CHECK(root.code({bad}) == "root.signature");
    bad = root.chain[0];
    bad.envelope.signatures.push_back(bad.envelope.signatures[0]);
    CHECK(root.code({bad}) == "root.signature");
    bad = root.chain[0];
    bad.envelope.payload_type = std::string(kChangeSetType);
    CHECK(root.code({bad}) == "root.signature");
    bad = root.chain[0];
    bad.envelope.signatures[0].keyid = "AAAA";
    CHECK(root.code({bad}) == "root.signature");
    CHECK(claimed_fingerprint({bad}).error().code == "root.signature");
    for (std::size_t bit = 0; bit < root.chain[0].envelope.payload.size() * 8; ++bit) {
        bad = root.chain[0];
        bad.envelope.payload[bit / 8] = static_cast<char>(bad.envelope.payload[bit / 8] ^ (1 << (bit % 8)));
        if (root.code({bad}) == "good") {
            FAIL("bit " << bit);
        }
    }
}

TEST_CASE("the catalogue beside a statement is the one it names, and may be left out only where it stays") {
    Root root;
    root.write();
    SignedRoot bad = root.chain[0];
    bad.catalogue += " ";
    CHECK(root.code({bad}) == "root.catalogue");
    bad.catalogue.clear();
    CHECK(root.code({bad}) == "root.catalogue");
    RootStatement changed = root.next;
    changed.catalogue = crypto::sha256("another");
    CHECK(root.code({root.chain[0], root.sign(changed)}) == "root.catalogue");
    CHECK(root.code({root.chain[0], root.sign(changed, "another")}) == "good");
    CHECK(root.code({root.chain[0], root.sign(root.next, kCatalogue)}) == "good");
}

TEST_CASE("a statement travels as one line with its catalogue") {
    Root root;
    root.write();
    root.write();
    for (const SignedRoot& one : root.chain) {
        const std::string line = write_signed_root(one);
        CHECK(line.find('\n') == std::string::npos);
        const auto back = parse_signed_root(line);
        REQUIRE(back);
        CHECK(back->catalogue == one.catalogue);
        CHECK(back->envelope.id() == one.envelope.id());
        CHECK(write_signed_root(*back) == line);
    }
    CHECK(parse_signed_root(R"({"envelope":{},"x":1})").error().code == "json.unknown");
    CHECK(parse_signed_root(R"({"catalogue":"{}"})").error().code == "json.missing");
    CHECK(parse_signed_root("{\"catalogue\":\"" + std::string(limits::kCatalogueBytesMax + 1, 'x') +
                            "\",\"envelope\":{}}")
              .error()
              .code == "json.length");
}
