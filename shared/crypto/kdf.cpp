// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "shared/crypto/crypto.hpp"

namespace zj::crypto {

Result<Secret> argon2id(const Secret& passphrase, ByteView salt16, Argon2Cost cost, std::size_t out_size) {
    if (salt16.size() != crypto_pwhash_argon2id_SALTBYTES) {
        return fail("crypto.kdf_salt", {}, "16 bytes are needed");
    }
    if (cost.memory_kib < kArgon2Floor.memory_kib || cost.memory_kib > kArgon2Ceiling.memory_kib ||
        cost.passes < kArgon2Floor.passes || cost.passes > kArgon2Ceiling.passes) {
        return fail("crypto.kdf_cost", {}, "outside the allowed bounds");
    }
    Secret out(out_size);
    if (crypto_pwhash_argon2id(out.bytes().data(), out.size(), passphrase.text().data(), passphrase.size(),
                               salt16.data(), cost.passes, std::size_t{cost.memory_kib} * 1024,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
        return fail("crypto.kdf_memory", {}, "not enough memory for the key derivation");  // fail closed
    }
    return out;
}

namespace {

Secret keyed_hash(const Secret& key, std::string_view purpose, ByteView context) {
    Secret out(32);
    Secret state(sizeof(crypto_generichash_state) +
                 crypto_generichash_statebytes());  // in locked memory; aligned by sodium_malloc's pages
    auto* s = reinterpret_cast<crypto_generichash_state*>(
        (reinterpret_cast<std::uintptr_t>(state.bytes().data()) + 63) / 64 * 64);
    crypto_generichash_init(s, key.view().data(), key.size(), out.size());
    const std::uint64_t length = purpose.size();  // so that purpose and context cannot slide into one another
    crypto_generichash_update(s, reinterpret_cast<const std::uint8_t*>(&length), sizeof length);
    crypto_generichash_update(s, reinterpret_cast<const std::uint8_t*>(purpose.data()), purpose.size());
    crypto_generichash_update(s, context.data(), context.size());
    crypto_generichash_final(s, out.bytes().data(), out.size());
    return out;
}

}  // namespace

Secret derive(const Secret& key32, std::string_view purpose, ByteView context) {
    ZJ_ASSERT(key32.size() == 32);
    return keyed_hash(key32, purpose, context);
}

Secret mix(const Secret& a, const Secret& b, std::string_view purpose) {
    ZJ_ASSERT(a.size() == 32);
    return keyed_hash(a, purpose, b.view());
}

}  // namespace zj::crypto
