// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <sodium.h>

#include "shared/crypto/crypto.hpp"

namespace zj::crypto {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

Error cannot_open() {
    return fail("crypto.open", {}, "wrong key, or the sealed bytes were changed");
}

}  // namespace

BoxKey BoxKey::generate(Random& random) {
    Secret secret(crypto_box_SECRETKEYBYTES);
    random.fill(secret.bytes());
    return from_secret(secret);
}

BoxKey BoxKey::from_secret(const Secret& secret32) {
    ZJ_ASSERT(secret32.size() == crypto_box_SECRETKEYBYTES);
    BoxKey out;
    out.secret_ = secret32.clone();
    crypto_scalarmult_base(out.public_.bytes.data(), out.secret_.view().data());
    return out;
}

Result<Secret> BoxKey::open(ByteView sealed) const {
    if (sealed.size() < crypto_box_SEALBYTES) {
        return cannot_open();
    }
    Secret plain(sealed.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(plain.bytes().data(), sealed.data(), sealed.size(), public_.bytes.data(),
                             secret_.view().data()) != 0) {
        return cannot_open();
    }
    return plain;
}

Bytes seal(const BoxPublicKey& to, ByteView plain) {
    Bytes out(plain.size() + crypto_box_SEALBYTES);
    ZJ_ASSERT(crypto_box_seal(out.data(), plain.data(), plain.size(), to.bytes.data()) == 0);
    return out;
}

Bytes wrap(const Secret& key32, ByteView plain, ByteView associated, Random& random) {
    ZJ_ASSERT(key32.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    Bytes out(kNonce + plain.size() + kTag);
    random.fill(std::span(out).first(kNonce));
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonce, nullptr, plain.data(), plain.size(),
                                               associated.data(), associated.size(), nullptr, out.data(),
                                               key32.view().data());
    return out;
}

Result<Secret> unwrap(const Secret& key32, ByteView wrapped, ByteView associated) {
    ZJ_ASSERT(key32.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    if (wrapped.size() < kNonce + kTag) {
        return cannot_open();
    }
    Secret plain(wrapped.size() - kNonce - kTag);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.bytes().data(), nullptr, nullptr, wrapped.data() + kNonce,
                                                   wrapped.size() - kNonce, associated.data(), associated.size(),
                                                   wrapped.data(), key32.view().data()) != 0) {
        return cannot_open();
    }
    return plain;
}

}  // namespace zj::crypto
