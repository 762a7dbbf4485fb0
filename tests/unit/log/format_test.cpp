// SPDX-License-Identifier: Apache-2.0
// shared/log/FORMAT.md shows every format byte for byte. The examples are made here from fixed seeds; what the document
// shows must be what the code writes. After a change of format (of its version, that is):
//     ZJ_SOURCE_DIR=. build/dev/tests/bin/unit_log "[write]"     writes the examples into the document anew
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"
#include "shared/log/note.hpp"
#include "shared/log/root_statement.hpp"

using namespace zj;
using namespace zj::log;
using codec::Array;
using codec::Object;

namespace {

using Examples = std::vector<std::pair<std::string, std::string>>;  // in the document's order

crypto::SigningKey key_of(const std::string& name) {
    const Hash seed = crypto::sha256("zhijian format example: " + name);
    return crypto::SigningKey::from_seed(crypto::Secret::from(seed.view()));
}

// Salts of the examples: the first 16 bytes of a hash over their number.
class Salts final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override {
        const Hash hash = crypto::sha256("zhijian format example: salt " + std::to_string(++n_));
        REQUIRE(out.size() <= hash.bytes.size());
        std::copy_n(hash.bytes.begin(), out.size(), out.begin());
    }

private:
    int n_ = 0;
};

struct Maker {
    crypto::SigningKey root = key_of("root"), log = key_of("log"), device = key_of("device"), person = key_of("person"),
                       one_time = key_of("one-time");
    Time at = *parse_time("2026-11-23T15:04:05.678+08:00");
    std::string origin = origin_of("421125", 1, false), catalogue = R"({"number":1})";
    Salts salts;
    Examples out;
    std::string values;

    void add(const char* name, std::string text) { out.emplace_back(name, std::move(text)); }
    void value(const char* name, const std::string& text) { values += std::string(name) + " " + text + "\n"; }

    void keys() {
        std::string text;
        for (const auto& [name, key] : {std::pair<const char*, const crypto::SigningKey*>("root", &root),
                                        {"log", &log},
                                        {"device", &device},
                                        {"person", &person},
                                        {"one-time", &one_time}}) {
            text += std::string(name) + " " + codec::hex(key->seed().view()) + " " +
                    codec::base64(key->verify_key().bytes) + " " + key->verify_key().id() + "\n";
        }
        add("keys", text);
    }

    SignedRoot statement() {
        RootStatement s;
        s.county = "421125";
        s.county_name = "浠水县";
        s.issued_at = at;
        s.log_key = log.verify_key();
        s.witnesses = {{"witness.example/1", key_of("witness").verify_key()}};
        s.tls_ca = crypto::sha256("a certificate in DER form");
        s.bundle_key.bytes = crypto::sha256("an X25519 public key").bytes;
        s.catalogue = crypto::sha256(catalogue);
        s.tickets = {{one_time.verify_key(), "admin1", "管理员甲", at + 7 * kDayMs},
                     {key_of("one-time 2").verify_key(), "admin2", "管理员乙", at + 7 * kDayMs}};
        SignedRoot genesis{{std::string(kRootType), write_root_statement(s), {}}, catalogue};
        genesis.envelope.signatures.push_back(
            {codec::base64(root.verify_key().bytes), root.sign(genesis.envelope.pae())});
        REQUIRE(verify_roots({genesis}, fingerprint(root.verify_key())).has_value());
        add("root-statement", genesis.envelope.payload);
        add("root-envelope", write_signed_root(genesis));
        value("root_fingerprint", fingerprint(root.verify_key()));
        value("root_statement_id", codec::hex(genesis.envelope.id()));
        return genesis;
    }

    void ticket() {
        Ticket t;
        t.seed = one_time.seed();
        t.root_fingerprint = *codec::hash_from_hex(fingerprint(root.verify_key()));
        t.gateway = "gateway.county:8443";
        t.expires = at + 7 * kDayMs;
        add("ticket", std::string(write_ticket(t).text()));
        value("ticket_id", codec::hex(ticket_id(one_time.verify_key())));
    }

    ChangeSet change_set() {
        Header h;
        h.county = "421125";
        h.device = device.verify_key().id();
        h.person = "p7k2m4q6";
        h.key = person.verify_key().id();
        h.seq = 17;
        h.prev = crypto::sha256("the change set of number 16");
        h.written_at = at;
        h.elapsed_ms = 90'000;
        h.seen = {4711, crypto::sha256("the root at 4711"), {{"unit/421125101", 57}}};
        h.catalogue = crypto::sha256(catalogue);
        const codec::Value body = Object{{"do", "case.message"},
                                         {"base", Object{{"case/k7k7k7k7k7k7k7k7k7k7k7k7", Array{12, 15, 16}}}},
                                         {"case", "case/k7k7k7k7k7k7k7k7k7k7k7k7"},
                                         {"text", "请补充材料"}};
        ChangeSet set = make_change_set(h, {body}, {&device, &person, nullptr}, salts);
        add("header", set.envelope.payload);
        add("body", set.bodies[0].bytes);
        add("change-set", write_change_set(set));
        value("body_salt", codec::hex(set.bodies[0].salt));
        value("body_commitment", codec::hex(set.bodies[0].commitment()));
        value("change_set_id", codec::hex(set.id()));
        value("record_key", record_key("message", h.county, h.device, h.seq, 0));
        return set;
    }

    std::string entry(const ChangeSet& set) {
        SaltedRecord record;
        salts.fill(record.salt);
        record.bytes = write_record({record_key("message", "421125", device.verify_key().id(), 17, 0), 1, 1,
                                     "unit/421125101", Object{{"text", "请补充材料"}}});
        ScopeItem item;
        salts.fill(item.salt);
        item.scope = "unit/421125101";
        item.n = 58;
        add("record", record.bytes);
        add("scope-item", item.bytes());
        value("record_salt", codec::hex(record.salt));
        value("record_commitment", codec::hex(record.commitment()));
        value("scope_salt", codec::hex(item.salt));
        value("scope_commitment", codec::hex(item.commitment()));
        Entry e;
        e.index = 1;
        e.received_at = at + kDayMs;
        e.change_set = set.id();
        const std::array<Hash, 1> records{record.commitment()}, scopes{item.commitment()};
        e.effects = root_of(records);
        e.scopes = root_of(scopes);
        add("entry", write_entry(e));
        return write_entry(e);
    }

    void tree(const SignedRoot& genesis, const std::string& change) {
        Entry first;
        first.kind = EntryKind::root;
        first.via = "local";
        first.received_at = at;
        first.change_set = genesis.envelope.id();
        first.effects = first.scopes = empty_root();
        add("entry-root", write_entry(first));
        Tree tree;
        tree.append(leaf_hash(as_bytes(write_entry(first))));
        tree.append(leaf_hash(as_bytes(change)));
        tree.append(leaf_hash(as_bytes("a third entry")));
        value("leaf_0", codec::hex(tree.leaf(0)));
        value("leaf_1", codec::hex(tree.leaf(1)));
        value("leaf_2", codec::hex(tree.leaf(2)));
        value("tree_root", codec::hex(tree.root()));
        const std::string checkpoint = sign_checkpoint({origin, tree.size(), tree.root()}, log);
        add("checkpoint", checkpoint);
        const Receipt receipt{change, write_tlog_proof({1, tree.inclusion(1, 3), checkpoint})};
        REQUIRE(verify_receipt(receipt, origin, log.verify_key()).has_value());
        add("tlog-proof", receipt.proof);
        add("receipt", codec::write_json(to_value(receipt)));
        add("scope-head", sign_scope_head(origin, {tree.size(), tree.root(), "unit/421125101", 58}, log));
    }
};

Examples examples() {
    Maker m;
    m.keys();
    const SignedRoot genesis = m.statement();
    m.ticket();
    const ChangeSet set = m.change_set();
    m.tree(genesis, m.entry(set));
    m.add("values", m.values);
    return std::move(m.out);
}

std::string document_path() {
    const char* const root = std::getenv("ZJ_SOURCE_DIR");
    return root == nullptr ? std::string() : std::string(root) + "/shared/log/FORMAT.md";
}

std::string read_document() {
    std::ifstream in(document_path(), std::ios::binary);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Block {
    std::size_t begin = 0, end = 0;  // of the text between the fences
};
// "<!-- name -->" on a line, then a fenced block.
std::map<std::string, Block> blocks_of(const std::string& document) {
    std::map<std::string, Block> out;
    const std::string_view open = "<!-- ", fence = "```";
    for (std::size_t at = document.find(open); at != std::string::npos; at = document.find(open, at + 1)) {
        const std::size_t name_end = document.find(" -->\n" + std::string(fence), at);
        REQUIRE(name_end != std::string::npos);
        const std::string name = document.substr(at + open.size(), name_end - at - open.size());
        REQUIRE(name.find('\n') == std::string::npos);
        const std::size_t begin = document.find('\n', name_end + 5 + fence.size()) + 1;
        const std::size_t end = document.find("\n" + std::string(fence) + "\n", begin);
        REQUIRE(end != std::string::npos);
        REQUIRE(out.emplace(name, Block{begin, end + 1}).second);
    }
    return out;
}

std::string with_newline(std::string text) {
    return text.ends_with('\n') ? text : text + "\n";
}

}  // namespace

TEST_CASE("the format document shows what the code writes, byte for byte") {
    if (document_path().empty()) {
        SKIP("run by ctest");
    }
    const std::string document = read_document();
    const auto blocks = blocks_of(document);
    const Examples all = examples();
    CHECK(blocks.size() == all.size());
    for (const auto& [name, text] : all) {
        INFO(name);
        const auto at = blocks.find(name);
        REQUIRE(at != blocks.end());
        CHECK(document.substr(at->second.begin, at->second.end - at->second.begin) == with_newline(text));
    }
}

TEST_CASE("write the examples into the format document", "[.write]") {
    REQUIRE(!document_path().empty());
    std::string document = read_document();
    for (const auto& [name, text] : examples()) {
        INFO(name);
        const auto blocks = blocks_of(document);
        REQUIRE(blocks.contains(name));
        const Block block = blocks.at(name);
        document.replace(block.begin, block.end - block.begin, with_newline(text));
    }
    std::ofstream(document_path(), std::ios::binary) << document;
}
