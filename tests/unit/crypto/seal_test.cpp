// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using crypto::Secret;

namespace {

// Every bit flipped must be found; `opens` says whether the bytes open.
template <class Opens>
void every_bit(const Bytes& bytes, Opens opens) {
    REQUIRE(opens(bytes));
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        Bytes bad = bytes;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        if (opens(bad)) {
            FAIL("bit " << bit << " is not protected");
        }
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        if (opens(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)))) {
            FAIL("cut to " << size << " bytes it opens");
        }
    }
    Bytes longer = bytes;
    longer.push_back(0);
    CHECK(!opens(longer));
}

Bytes filled(std::size_t n, std::uint8_t byte) {
    return Bytes(n, byte);
}

}  // namespace

TEST_CASE("a sealed box opens for its key only, whole only") {
    SeededRandom random(1);
    const auto key = crypto::BoxKey::generate(random), other = crypto::BoxKey::generate(random);
    const Bytes sealed = crypto::seal(key.public_key(), as_bytes("to the county"));
    CHECK(key.open(sealed)->text() == "to the county");
    CHECK(other.open(sealed).error().code == "crypto.open");
    CHECK(crypto::seal(key.public_key(), as_bytes("to the county")) != sealed);  // an ephemeral key each time
    CHECK(crypto::BoxKey::from_secret(key.secret()).public_key() == key.public_key());
    every_bit(sealed, [&](const Bytes& bytes) { return key.open(bytes).has_value(); });
    CHECK(key.open(crypto::seal(key.public_key(), {}))->empty());
    CHECK(key.open({}).error().code == "crypto.open");
}

TEST_CASE("a wrapped key opens under its key and its associated data only") {
    SeededRandom random(2);
    const Secret key = Secret::random(32);
    const Bytes wrapped = crypto::wrap(key, as_bytes("the seed"), as_bytes("slot 1"), random);
    CHECK(crypto::unwrap(key, wrapped, as_bytes("slot 1"))->text() == "the seed");
    CHECK(crypto::unwrap(key, wrapped, as_bytes("slot 2")).error().code == "crypto.open");
    CHECK(crypto::unwrap(key, wrapped, {}).error().code == "crypto.open");
    CHECK(crypto::unwrap(Secret::random(32), wrapped, as_bytes("slot 1")).error().code == "crypto.open");
    every_bit(wrapped, [&](const Bytes& b) { return crypto::unwrap(key, b, as_bytes("slot 1")).has_value(); });
    CHECK(crypto::wrap(key, as_bytes("the seed"), as_bytes("slot 1"), random) != wrapped);  // a nonce each time
}

TEST_CASE("derived keys differ by key, purpose and context, and no boundary slides") {
    const Secret key = Secret::from(filled(32, 1));
    const Secret one = crypto::derive(key, "a", as_bytes("b"));
    CHECK(one.size() == 32);
    CHECK(one.equals(crypto::derive(key, "a", as_bytes("b"))));
    CHECK(!one.equals(crypto::derive(key, "ab")));
    CHECK(!one.equals(crypto::derive(key, "", as_bytes("ab"))));
    CHECK(!one.equals(crypto::derive(key, "a", as_bytes("c"))));
    CHECK(!one.equals(crypto::derive(Secret::from(filled(32, 2)), "a", as_bytes("b"))));
    const Secret mixed = crypto::mix(key, Secret::from(filled(32, 3)), "slot");
    CHECK(!mixed.equals(crypto::mix(key, Secret::from(filled(32, 4)), "slot")));
    CHECK(!mixed.equals(crypto::mix(Secret::from(filled(32, 3)), key, "slot")));
    CHECK(!mixed.equals(crypto::mix(key, Secret::from(filled(32, 3)), "other")));
}

TEST_CASE("Argon2id refuses costs outside its bounds and salts of another length") {
    const Secret passphrase = Secret::from(as_bytes("five words make a phrase"));
    const Bytes salt = filled(16, 7);
    const auto code = [&](crypto::Argon2Cost cost, const Bytes& with) {
        const auto key = crypto::argon2id(passphrase, with, cost);
        return key ? std::string("good") : key.error().code;
    };
    CHECK(code(crypto::kArgon2Floor, salt) == "good");
    CHECK(code({7, 1}, salt) == "crypto.kdf_cost");
    CHECK(code({8, 0}, salt) == "crypto.kdf_cost");
    CHECK(code({crypto::kArgon2Ceiling.memory_kib + 1, 1}, salt) == "crypto.kdf_cost");
    CHECK(code({8, crypto::kArgon2Ceiling.passes + 1}, salt) == "crypto.kdf_cost");
    CHECK(code({8, crypto::kArgon2Ceiling.passes}, salt) == "good");
    CHECK(code({0xFFFFFFFF, 0xFFFFFFFF}, salt) == "crypto.kdf_cost");
    CHECK(code({8, 1}, filled(15, 7)) == "crypto.kdf_salt");
    CHECK(code({8, 1}, filled(17, 7)) == "crypto.kdf_salt");
    const Secret key = *crypto::argon2id(passphrase, salt, {8, 1});
    CHECK(!key.equals(*crypto::argon2id(passphrase, filled(16, 8), {8, 1})));
    CHECK(!key.equals(*crypto::argon2id(passphrase, salt, {8, 2})));
    CHECK(!key.equals(*crypto::argon2id(passphrase, salt, {16, 1})));
    CHECK(crypto::argon2id(passphrase, salt, {8, 1}, 64)->size() == 64);
}

TEST_CASE("a stream reads in order, to its end, with its associated data") {
    const Secret key = Secret::random(32);
    crypto::StreamWriter writer(key);
    const Bytes a = writer.push(as_bytes("first"), false, as_bytes("head")), b = writer.push(as_bytes("second"), false),
                c = writer.push({}, true);
    auto reader = crypto::StreamReader::open(key, writer.header());
    REQUIRE(reader);
    CHECK(as_text(reader->pull(a, as_bytes("head"))->plain) == "first");
    CHECK(!reader->pull(b)->last);
    const auto end = reader->pull(c);
    REQUIRE(end);
    CHECK(end->last);
    CHECK(end->plain.empty());
}

TEST_CASE("a stream out of order, cut, changed or under another key gives nothing") {
    const Secret key = Secret::random(32);
    crypto::StreamWriter writer(key);
    const Bytes a = writer.push(as_bytes("first"), false, as_bytes("head")), b = writer.push(as_bytes("second"), true);
    const auto opened = [&](const Bytes& header) {
        return crypto::StreamReader::open(key, header);
    };
    auto wrong_order = opened(writer.header());
    CHECK(wrong_order->pull(b).error().code == "crypto.stream");
    auto twice = opened(writer.header());
    REQUIRE(twice->pull(a, as_bytes("head")));
    CHECK(!twice->pull(a, as_bytes("head")));
    auto no_data = opened(writer.header());
    CHECK(!no_data->pull(a));
    auto other = crypto::StreamReader::open(Secret::random(32), writer.header());
    CHECK(!other->pull(a, as_bytes("head")));
    CHECK(opened(Bytes(writer.header().begin(), writer.header().end() - 1)).error().code == "crypto.stream");
    CHECK(opened({}).error().code == "crypto.stream");
    auto shortest = opened(writer.header());
    CHECK(shortest->pull(Bytes(3)).error().code == "crypto.stream");
    every_bit(a, [&](const Bytes& bytes) {
        auto reader = opened(writer.header());
        return reader->pull(bytes, as_bytes("head")).has_value();
    });
    every_bit(writer.header(), [&](const Bytes& header) {
        auto reader = opened(header);
        return reader && reader->pull(a, as_bytes("head")).has_value();
    });
}
