// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using crypto::SigningKey;

namespace {

Bytes from(std::string_view hex) {
    return codec::from_hex(hex).value();
}

}  // namespace

TEST_CASE("SHA-256 is the same whole, in parts and over a prefix") {
    CHECK(codec::hex(crypto::sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(codec::hex(crypto::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    const Hash whole = crypto::sha256("prefix-and-rest");
    CHECK(crypto::sha256("prefix", as_bytes("-and"), as_bytes("-rest")) == whole);
    CHECK(crypto::sha256("prefix", as_bytes("-and-rest")) == whole);
    crypto::Sha256 parts;
    for (const char c : std::string_view("prefix-and-rest")) {
        parts.update(as_bytes({&c, 1}));
    }
    crypto::Sha256 moved = std::move(parts);
    CHECK(moved.finish() == whole);
    CHECK(crypto::Sha256().finish() == crypto::sha256(""));
}

TEST_CASE("a signature holds for its message and key only") {
    SeededRandom random(1);
    const SigningKey key = SigningKey::generate(random), other = SigningKey::generate(random);
    const Bytes message = to_bytes("the message");
    const crypto::Signature signature = key.sign(message);
    CHECK(key.verify_key().verify(message, signature));
    CHECK(key.sign(message) == signature);  // deterministic
    CHECK(!other.verify_key().verify(message, signature));
    for (std::size_t bit = 0; bit < 512; ++bit) {
        crypto::Signature bad = signature;
        bad.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        if (key.verify_key().verify(message, bad)) {
            FAIL("signature bit " << bit);
        }
    }
    for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
        Bytes bad = message;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        if (key.verify_key().verify(bad, signature)) {
            FAIL("message bit " << bit);
        }
    }
    for (std::size_t bit = 0; bit < 256; ++bit) {
        crypto::VerifyKey bad = key.verify_key();
        bad.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        if (bad.verify(message, signature)) {
            FAIL("key bit " << bit);
        }
    }
    CHECK(!key.verify_key().verify({}, signature));
    CHECK(key.verify_key().verify({}, key.sign({})));
}

TEST_CASE("keys of small order and signatures with a scalar over the group order are refused") {
    // The neutral element as key and as R, with S = 0, is a signature of everything for a lenient verifier.
    crypto::VerifyKey neutral;
    neutral.bytes[0] = 1;
    crypto::Signature zero;
    zero.bytes[0] = 1;
    CHECK(!neutral.verify(as_bytes("anything"), zero));
    // RFC 8032 test 2 with S + L: the same signature to a verifier that does not check the range.
    const SigningKey key = SigningKey::from_seed(
        crypto::Secret::from(from("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")));
    const Bytes message{0x72};
    crypto::Signature signature = key.sign(message);
    REQUIRE(key.verify_key().verify(message, signature));
    const Bytes order = from("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += signature.bytes[32 + i] + order[i];
        signature.bytes[32 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    CHECK(!key.verify_key().verify(message, signature));
}

TEST_CASE("a key comes back from its seed, and its id is made from its public half") {
    SeededRandom random(2);
    const SigningKey key = SigningKey::generate(random);
    const SigningKey again = SigningKey::from_seed(key.seed());
    CHECK(again.verify_key() == key.verify_key());
    CHECK(key.clone().sign(as_bytes("x")) == key.sign(as_bytes("x")));
    CHECK(SigningKey().empty());
    CHECK(key.verify_key().id().size() == 24);
    CHECK(key.verify_key().id() == codec::short_id(crypto::sha256("zhijian-key-id-v1\n", key.verify_key().bytes)));
    CHECK(key.verify_key().id() != SigningKey::generate(random).verify_key().id());
}

TEST_CASE("the system's randomness does not repeat") {
    crypto::SystemRandom random;
    Bytes a(32), b(32);
    random.fill(a);
    random.fill(b);
    CHECK(a != b);
    random.fill({});
}
