// SPDX-License-Identifier: Apache-2.0
// Known answers of every primitive, once at start: a broken build or library must not sign or seal anything (style.md,
// KeePassXC).
#include <sodium.h>

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::crypto {
namespace {

Bytes from(std::string_view hex) {
    return codec::from_hex(hex).value();
}

bool sha256_known() {  // FIPS 180-4 example "abc"
    return codec::hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
}

bool ed25519_known() {  // RFC 8032 7.1, test 2
    const Bytes seed = from("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const SigningKey key = SigningKey::from_seed(Secret::from(seed));
    const std::uint8_t message[] = {0x72};
    const Signature signature = key.sign(message);
    Signature bad = signature;
    bad.bytes[0] ^= 1;
    return codec::hex(key.verify_key().bytes) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c" &&
           codec::hex(signature.bytes) ==
               "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2ea"
               "eb4302aeeb00d291612bb0c00" &&
           key.verify_key().verify(message, signature) && !key.verify_key().verify(message, bad);
}

bool x25519_known() {  // RFC 7748 5.2, first vector
    std::uint8_t out[32];
    const Bytes n = from("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
    const Bytes p = from("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
    return crypto_scalarmult(out, n.data(), p.data()) == 0 &&
           codec::hex(out) == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552";
}

bool sealed_box_known() {
    SystemRandom random;
    const BoxKey key = BoxKey::generate(random);
    Bytes sealed = seal(key.public_key(), as_bytes("sealed"));
    const auto opened = key.open(sealed);
    sealed.back() ^= 1;
    return opened && opened->text() == "sealed" && !key.open(sealed);
}

bool argon2id_known() {  // as the reference implementation's command line says: argon2 -id -t 1 -k 8192 -p 1 -l 32
    const auto key = argon2id(Secret::from(as_bytes("password")), as_bytes("somesaltSOMESALT"), {8192, 1});
    return key && codec::hex(key->view()) == "687ed6e013aa48f66b7f4d43376925479b9b2a928ef2bfbd14286dff55fadc55";
}

bool wrap_known() {
    SystemRandom random;
    const Secret key = Secret::random(32);
    Bytes wrapped = wrap(key, as_bytes("plain"), as_bytes("purpose"), random);
    const auto plain = unwrap(key, wrapped, as_bytes("purpose"));
    const bool other_purpose = bool(unwrap(key, wrapped, as_bytes("other")));
    wrapped[wrapped.size() / 2] ^= 1;
    return plain && plain->text() == "plain" && !other_purpose && !unwrap(key, wrapped, as_bytes("purpose"));
}

bool stream_known() {
    const Secret key = Secret::random(32);
    StreamWriter writer(key);
    const Bytes first = writer.push(as_bytes("a"), false), last = writer.push(as_bytes("b"), true);
    auto reader = StreamReader::open(key, writer.header());
    if (!reader) {
        return false;
    }
    const auto a = reader->pull(first), b = reader->pull(last);
    return a && b && !a->last && b->last && as_text(b->plain) == "b";
}

}  // namespace

Result<> start() {
    if (sodium_init() < 0) {
        return fail("crypto.selftest", "sodium_init", "libsodium does not start");
    }
    const struct {
        const char* name;
        bool (*good)();
    } tests[] = {{"sha256", sha256_known},         {"ed25519", ed25519_known},   {"x25519", x25519_known},
                 {"sealed box", sealed_box_known}, {"argon2id", argon2id_known}, {"key wrapping", wrap_known},
                 {"secretstream", stream_known}};
    for (const auto& test : tests) {
        if (!test.good()) {
            return fail("crypto.selftest", test.name, "the known answer did not come");
        }
    }
    return {};
}

}  // namespace zj::crypto
