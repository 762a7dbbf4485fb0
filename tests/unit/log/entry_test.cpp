// SPDX-License-Identifier: Apache-2.0
#include "shared/log/entry.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/note.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::log;
using codec::Object;
using codec::Value;

namespace {

const std::string kOrigin = "zhijian/421125/1";

Entry an_entry() {
    Entry e;
    e.index = 4712;
    e.received_at = *parse_time("2026-11-23T15:04:05.678+08:00");
    e.change_set = crypto::sha256("id");
    e.verdict = Verdict::held;
    e.code = "C4";
    e.effects = crypto::sha256("effects");
    e.scopes = crypto::sha256("scopes");
    return e;
}

std::string fault(std::string_view member, std::optional<Value> value) {
    Value changed = *codec::parse_json(write_entry(an_entry()));
    changed.object().erase(std::string(member));
    if (value) {
        changed.set(std::string(member), *value);
    }
    const auto read = parse_entry(codec::write_json(changed));
    return read ? "accepted" : read.error().code + " at " + read.error().where;
}

struct Log {
    crypto::SigningKey key, other;
    Tree tree;
    std::vector<std::string> entries;
    Log() {
        SeededRandom random(1);
        key = crypto::SigningKey::generate(random);
        other = crypto::SigningKey::generate(random);
        for (std::uint64_t i = 0; i < 7; ++i) {
            Entry e = an_entry();
            e.index = i;
            entries.push_back(write_entry(e));
            tree.append(leaf_hash(as_bytes(entries.back())));
        }
    }
    Receipt receipt(std::uint64_t index) const {
        return {entries[index], write_tlog_proof({index, tree.inclusion(index, tree.size()),
                                                  sign_checkpoint({kOrigin, tree.size(), tree.root()}, key)})};
    }
    std::string code(const Receipt& receipt) const {
        const auto entry = verify_receipt(receipt, kOrigin, key.verify_key());
        return entry ? "good" : entry.error().code;
    }
};

}  // namespace

TEST_CASE("entries of every kind are written canonically and read back to the same bytes") {
    for (const EntryKind kind : {EntryKind::change, EntryKind::tick, EntryKind::seal, EntryKind::root}) {
        for (const Verdict verdict : {Verdict::applied, Verdict::merged, Verdict::held, Verdict::refused}) {
            for (const char* via : {"net", "usb", "simulated", "local"}) {
                Entry e = an_entry();
                e.kind = kind;
                e.verdict = verdict;
                e.via = via;
                if (kind == EntryKind::tick || kind == EntryKind::seal) {
                    e.change_set.reset();
                }
                const std::string bytes = write_entry(e);
                CHECK(codec::write_json(*codec::parse_json(bytes)) == bytes);
                const auto back = parse_entry(bytes);
                REQUIRE(back);
                CHECK(write_entry(*back) == bytes);
                CHECK((back->kind == kind && back->verdict == verdict && back->via == via));
                CHECK(back->change_set == e.change_set);
            }
        }
    }
    CHECK(to_text(EntryKind::seal) == "seal");
    CHECK(*verdict_from("merged") == Verdict::merged);
    CHECK(verdict_from("maybe").error().code == "entry.verdict");
}

TEST_CASE("an entry is strict, and only its canonical bytes are an entry") {
    for (const char* member :
         {"code", "effects", "index", "kind", "received_at", "rules", "scopes", "verdict", "via"}) {
        CHECK(fault(member, std::nullopt) == std::string("json.missing at /") + member);
    }
    CHECK(fault("change_set", std::nullopt) == "accepted");  // a tick has none
    CHECK(fault("x", Value(1)) == "json.unknown at /x");
    CHECK(fault("index", Value(-1)) == "json.range at /index");
    CHECK(fault("kind", Value("other")) == "json.choice at /kind");
    CHECK(fault("via", Value("post")) == "json.choice at /via");
    CHECK(fault("verdict", Value("perhaps")) == "json.choice at /verdict");
    CHECK(fault("code", Value(std::string(33, 'C'))) == "json.length at /code");
    CHECK(fault("received_at", Value("2026-11-23T15:04:05.678Z")) == "json.time at /received_at");
    CHECK(fault("rules", Value(0)) == "json.range at /rules");
    CHECK(fault("effects", Value("AAAA")) == "json.length at /effects");
    CHECK(fault("change_set", Value(7)) == "json.type at /change_set");
    const std::string bytes = write_entry(an_entry());
    CHECK(parse_entry(bytes + " ").error().code == "json.not_canonical");
    CHECK(parse_entry(bytes + "\n").error().code == "json.not_canonical");
    CHECK(parse_entry(std::string(4097, ' ')).error().code == "json.size");
}

TEST_CASE("records are canonical, bounded and committed to under a salt") {
    const Record record{"case/abc", 8, 1, "unit/421125101", Object{{"state", "审核中"}, {"n", 3}}};
    const std::string bytes = write_record(record);
    CHECK(bytes ==
          R"({"key":"case/abc","owner":"unit/421125101","shape":1,"value":{"n":3,"state":"审核中"},"version":8})");
    const auto back = parse_record(bytes);
    REQUIRE(back);
    CHECK(write_record(*back) == bytes);
    CHECK(parse_record(bytes + " ").error().code == "json.not_canonical");
    const auto code = [&](const char* from, const char* to) {
        std::string bad = bytes;
        bad.replace(bad.find(from), std::string_view(from).size(), to);
        return parse_record(bad).error().code;
    };
    CHECK(code("\"version\":8", "\"version\":0") == "json.range");
    CHECK(code("\"shape\":1", "\"shape\":0") == "json.range");
    CHECK(code("\"case/abc\"", "\"\"") == "json.length");
    CHECK(code("\"unit/421125101\"", "\"\"") == "json.length");
    CHECK(code("\"value\":{\"n\":3,\"state\":\"审核中\"}", "\"value\":[]") != "");
    CHECK(code("},\"version\"", "},\"vers\":1,\"version\"") == "json.unknown");
    Record large = record;
    large.value = Object{{"x", std::string(limits::kRecordBytesMax, 'x')}};
    CHECK(parse_record(write_record(large)).error().code == "json.size");

    SaltedRecord salted{{1}, bytes};
    Bytes by_hand = to_bytes("zhijian-record-v1\n");
    by_hand.insert(by_hand.end(), salted.salt.begin(), salted.salt.end());
    by_hand.insert(by_hand.end(), bytes.begin(), bytes.end());
    CHECK(salted.commitment() == crypto::sha256(ByteView(by_hand)));
    const Hash before = salted.commitment();
    salted.salt[15] ^= 1;
    CHECK(salted.commitment() != before);
}

TEST_CASE("a scope item commits to scope and number, and is no record") {
    const ScopeItem item{{9}, "unit/421125101", 57};
    CHECK(item.bytes() == R"({"n":57,"scope":"unit/421125101"})");
    ScopeItem next = item;
    next.n = 58;
    CHECK(next.commitment() != item.commitment());
    next = item;
    next.scope = "unit/421125102";
    CHECK(next.commitment() != item.commitment());
    next = item;
    next.salt[0] = 8;
    CHECK(next.commitment() != item.commitment());
    CHECK(SaltedRecord{item.salt, item.bytes()}.commitment() != item.commitment());  // kinds do not mix
}

TEST_CASE("a receipt proves its entry under the log key's checkpoint") {
    const Log log;
    for (std::uint64_t i = 0; i < 7; ++i) {
        const auto entry = verify_receipt(log.receipt(i), kOrigin, log.key.verify_key());
        REQUIRE(entry);
        CHECK(entry->index == i);
    }
    const Value value = to_value(log.receipt(3));
    CHECK(to_value(*receipt_from(value)) == value);
}

TEST_CASE("a receipt of another entry, log, key or tree is refused") {
    const Log log;
    const Receipt good = log.receipt(3);
    CHECK(log.code(good) == "good");
    CHECK(log.code({good.entry, log.receipt(4).proof}) == "receipt.index");
    Entry changed = *parse_entry(good.entry);
    changed.verdict = Verdict::applied;
    CHECK(log.code({write_entry(changed), good.proof}) == "merkle.proof");
    CHECK(verify_receipt(good, kOrigin, log.other.verify_key()).error().code == "note.signature");
    CHECK(verify_receipt(good, "zhijian/421125/2", log.key.verify_key()).error().code == "note.signature");
    const Tree& tree = log.tree;
    const auto proof = [&](std::uint64_t index, Proof path, Checkpoint checkpoint) {
        return Receipt{good.entry, write_tlog_proof({index, std::move(path), sign_checkpoint(checkpoint, log.key)})};
    };
    CHECK(log.code(proof(3, tree.inclusion(3, 7), {kOrigin, 7, tree.root(6)})) == "merkle.proof");
    CHECK(log.code(proof(3, tree.inclusion(3, 6), {kOrigin, 7, tree.root()})) == "merkle.proof");
    CHECK(log.code(proof(3, tree.inclusion(3, 6), {kOrigin, 6, tree.root(6)})) == "good");  // an earlier checkpoint
    CHECK(log.code(proof(3, {}, {kOrigin, 3, tree.root(3)})) == "merkle.proof");            // not yet in it
    CHECK(receipt_from(Object{{"entry", std::string(4097, 'x')}, {"proof", ""}}).error().code == "json.length");
    CHECK(receipt_from(Object{{"entry", ""}, {"proof", ""}, {"x", 1}}).error().code == "json.unknown");
}

TEST_CASE("every bit of a receipt matters") {
    const Log log;
    const Receipt good = log.receipt(5);
    for (std::size_t bit = 0; bit < good.entry.size() * 8; ++bit) {
        Receipt bad = good;
        bad.entry[bit / 8] = static_cast<char>(bad.entry[bit / 8] ^ (1 << (bit % 8)));
        if (log.code(bad) == "good") {
            FAIL("entry bit " << bit);
        }
    }
    for (std::size_t bit = 0; bit < good.proof.size() * 8; ++bit) {
        Receipt bad = good;
        bad.proof[bit / 8] = static_cast<char>(bad.proof[bit / 8] ^ (1 << (bit % 8)));
        if (log.code(bad) == "good") {
            FAIL("proof bit " << bit);
        }
    }
}

TEST_CASE("a scope head is the log key's word on one scope at one size") {
    const Log log;
    const ScopeHead head{7, log.tree.root(), "unit/421125101", 3};
    const std::string note = sign_scope_head(kOrigin, head, log.key);
    const auto opened = open_scope_head(note, kOrigin, log.key.verify_key());
    REQUIRE(opened);
    CHECK((opened->size == 7 && opened->root == head.root && opened->scope == head.scope && opened->n == 3));
    CHECK(!open_scope_head(note, kOrigin, log.other.verify_key()));
    CHECK(!open_scope_head(note, "zhijian/421125/2", log.key.verify_key()));
    std::string bad = note;
    bad.replace(bad.find("\"n\":3"), 5, "\"n\":4");
    CHECK(open_scope_head(bad, kOrigin, log.key.verify_key()).error().code == "note.signature");
    // A door answer with the same members is no scope head: another origin.
    const Value answer = Object{{"n", 3}, {"root", codec::base64(head.root)}, {"scope", head.scope}, {"size", 7}};
    CHECK(!open_scope_head(sign_answer(kOrigin + "/door", answer, log.key), kOrigin, log.key.verify_key()));
    CHECK(open_scope_head(sign_answer(kOrigin + "/scope", answer, log.key), kOrigin, log.key.verify_key()));
    Value more = answer;
    more.set("x", 1);
    CHECK(open_scope_head(sign_answer(kOrigin + "/scope", more, log.key), kOrigin, log.key.verify_key()).error().code ==
          "json.unknown");
}
