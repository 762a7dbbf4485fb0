// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::crypto {

static_assert(crypto_sign_BYTES == 64 && crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64 &&
              crypto_sign_SEEDBYTES == 32);

void SystemRandom::fill(std::span<std::uint8_t> out) {
    if (!out.empty()) {  // libsodium's parameter may not be null
        randombytes_buf(out.data(), out.size());
    }
}

bool VerifyKey::verify(ByteView message, const Signature& signature) const {
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), bytes.data()) == 0;
}

std::string VerifyKey::id() const {
    return codec::short_id(sha256("zhijian-key-id-v1\n", bytes));
}

SigningKey SigningKey::generate(Random& random) {
    Secret seed(crypto_sign_SEEDBYTES);
    random.fill(seed.bytes());
    return from_seed(seed);
}

SigningKey SigningKey::from_seed(const Secret& seed32) {
    ZJ_ASSERT(seed32.size() == crypto_sign_SEEDBYTES);
    SigningKey out;
    out.secret_ = Secret(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(out.public_.bytes.data(), out.secret_.bytes().data(), seed32.view().data());
    return out;
}

Signature SigningKey::sign(ByteView message) const {
    ZJ_ASSERT(!empty());
    Signature out;
    crypto_sign_detached(out.bytes.data(), nullptr, message.data(), message.size(), secret_.view().data());
    return out;
}

Secret SigningKey::seed() const {
    ZJ_ASSERT(!empty());
    return Secret::from(secret_.view().first(crypto_sign_SEEDBYTES));
}

SigningKey SigningKey::clone() const {
    SigningKey out;
    out.secret_ = secret_.clone();
    out.public_ = public_;
    return out;
}

}  // namespace zj::crypto
