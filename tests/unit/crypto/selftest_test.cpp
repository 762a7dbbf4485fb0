// SPDX-License-Identifier: Apache-2.0
// The known-answer test must fail when a primitive is broken. This program defines one function of each primitive
// itself, before the shared library's: it calls the real one and spoils the result where told to.
#include <cstring>

#include <dlfcn.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <catch2/catch_test_macros.hpp>

#include "shared/crypto/crypto.hpp"

using namespace zj;

namespace {

std::string broken;  // the function that is spoiled now

bool spoil(const char* name) {
    return broken == name;
}
template <class F>
F real(F, const char* name) {
    return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

std::string failed_at() {
    const auto started = crypto::start();
    return started ? "nothing" : started.error().code + " " + started.error().where;
}

struct Broken {
    explicit Broken(const char* name) { broken = name; }
    ~Broken() { broken.clear(); }
};

}  // namespace

#define ZJ_REAL(name) real(&name, #name)

extern "C" {

unsigned char* SHA256(const unsigned char* data, std::size_t size, unsigned char* out) {
    unsigned char* const result = ZJ_REAL(SHA256)(data, size, out);
    out[0] ^= spoil("SHA256");
    return result;
}
int sodium_init() {
    const int result = ZJ_REAL(sodium_init)();
    return spoil("sodium_init") ? -1 : result;
}
int crypto_sign_detached(unsigned char* sig, unsigned long long* size, const unsigned char* m, unsigned long long n,
                         const unsigned char* key) {
    const int result = ZJ_REAL(crypto_sign_detached)(sig, size, m, n, key);
    sig[63] ^= spoil("crypto_sign_detached");
    return result;
}
int crypto_sign_verify_detached(const unsigned char* sig, const unsigned char* m, unsigned long long n,
                                const unsigned char* key) {
    if (spoil("verify accepts")) {
        return 0;
    }
    return spoil("verify refuses") ? -1 : ZJ_REAL(crypto_sign_verify_detached)(sig, m, n, key);
}
int crypto_scalarmult(unsigned char* q, const unsigned char* n, const unsigned char* p) {
    const int result = ZJ_REAL(crypto_scalarmult)(q, n, p);
    q[5] ^= spoil("crypto_scalarmult");
    return result;
}
int crypto_box_seal_open(unsigned char* m, const unsigned char* c, unsigned long long n, const unsigned char* pk,
                         const unsigned char* sk) {
    if (spoil("seal opens anything")) {
        (void)ZJ_REAL(crypto_box_seal_open)(m, c, n, pk, sk);
        return 0;
    }
    return spoil("crypto_box_seal_open") ? -1 : ZJ_REAL(crypto_box_seal_open)(m, c, n, pk, sk);
}
int crypto_pwhash_argon2id(unsigned char* out, unsigned long long out_size, const char* passphrase,
                           unsigned long long size, const unsigned char* salt, unsigned long long passes,
                           std::size_t memory, int algorithm) {
    if (spoil("no memory")) {
        return -1;
    }
    const int result =
        ZJ_REAL(crypto_pwhash_argon2id)(out, out_size, passphrase, size, salt, passes, memory, algorithm);
    out[31] ^= spoil("crypto_pwhash_argon2id");
    return result;
}
int crypto_aead_xchacha20poly1305_ietf_decrypt(unsigned char* m, unsigned long long* m_size, unsigned char* nsec,
                                               const unsigned char* c, unsigned long long c_size,
                                               const unsigned char* ad, unsigned long long ad_size,
                                               const unsigned char* nonce, const unsigned char* key) {
    const unsigned long long used = spoil("associated data is ignored") ? 0 : ad_size;
    const int result =
        ZJ_REAL(crypto_aead_xchacha20poly1305_ietf_decrypt)(m, m_size, nsec, c, c_size, ad, used, nonce, key);
    return spoil("unwrap opens anything") ? 0 : result;
}
int crypto_secretstream_xchacha20poly1305_pull(crypto_secretstream_xchacha20poly1305_state* state, unsigned char* m,
                                               unsigned long long* m_size, unsigned char* tag, const unsigned char* c,
                                               unsigned long long c_size, const unsigned char* ad,
                                               unsigned long long ad_size) {
    const int result =
        ZJ_REAL(crypto_secretstream_xchacha20poly1305_pull)(state, m, m_size, tag, c, c_size, ad, ad_size);
    if (spoil("the final tag is lost")) {
        *tag = 0;
    }
    return spoil("crypto_secretstream_pull") ? -1 : result;
}

}  // extern "C"

TEST_CASE("a whole library passes the self-test, again and again") {
    CHECK(failed_at() == "nothing");
    CHECK(failed_at() == "nothing");
}

TEST_CASE("each broken primitive fails the self-test by its name") {
    const std::pair<const char*, const char*> kCases[] = {{"sodium_init", "sodium_init"},
                                                          {"SHA256", "sha256"},
                                                          {"crypto_sign_detached", "ed25519"},
                                                          {"verify accepts", "ed25519"},
                                                          {"verify refuses", "ed25519"},
                                                          {"crypto_scalarmult", "x25519"},
                                                          {"crypto_box_seal_open", "sealed box"},
                                                          {"seal opens anything", "sealed box"},
                                                          {"crypto_pwhash_argon2id", "argon2id"},
                                                          {"no memory", "argon2id"},
                                                          {"associated data is ignored", "key wrapping"},
                                                          {"unwrap opens anything", "key wrapping"},
                                                          {"the final tag is lost", "secretstream"},
                                                          {"crypto_secretstream_pull", "secretstream"}};
    for (const auto& [function, primitive] : kCases) {
        INFO(function);
        const Broken now(function);
        CHECK(failed_at() == std::string("crypto.selftest ") + primitive);
    }
    CHECK(failed_at() == "nothing");
}

TEST_CASE("a key derivation without memory fails closed") {
    const Broken now("no memory");
    const auto key = crypto::argon2id(crypto::Secret::from(as_bytes("passphrase")), Bytes(16, 1), {8, 1});
    REQUIRE(!key);
    CHECK(key.error().code == "crypto.kdf_memory");
}
