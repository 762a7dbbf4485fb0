// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/root_key.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/root_statement.hpp"

namespace zj::ops {

namespace {

constexpr std::size_t kFileBytesMax = 4 * 1024;
constexpr std::size_t kPassphraseBytes = 20;
constexpr std::size_t kGroup = 4;  // characters between dashes: what one reads and types at once

std::string bound_to(std::string_view fingerprint) {
    return "zhijian-root-key-v1\n" + std::string(fingerprint);
}

}  // namespace

crypto::Secret draw_passphrase(Random& random) {
    crypto::Secret bytes(kPassphraseBytes);
    random.fill(bytes.bytes());
    std::string digits = codec::crockford32(bytes.view());
    crypto::Secret out(digits.size() + (digits.size() - 1) / kGroup);
    std::size_t at = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i % kGroup == 0) {
            out.bytes()[at++] = '-';
        }
        out.bytes()[at++] = static_cast<std::uint8_t>(digits[i]);
    }
    crypto::wipe({reinterpret_cast<std::uint8_t*>(digits.data()), digits.size()});
    return out;
}

Result<std::string> wrap_root_key(const crypto::SigningKey& root, const crypto::Secret& passphrase,
                                  crypto::Argon2Cost cost, Random& random) {
    Salt salt;
    random.fill(salt);
    const std::string fingerprint = log::fingerprint(root.verify_key());
    ZJ_TRY(const crypto::Secret key, crypto::argon2id(passphrase, salt, cost));
    const Bytes wrapped = crypto::wrap(key, root.seed().view(), as_bytes(bound_to(fingerprint)), random);
    return codec::write_json_pretty(codec::Object{{"v", 1},
                                                  {"fingerprint", fingerprint},
                                                  {"salt", codec::base64(salt)},
                                                  {"memory_kib", static_cast<std::int64_t>(cost.memory_kib)},
                                                  {"passes", static_cast<std::int64_t>(cost.passes)},
                                                  {"wrapped", codec::base64(wrapped)}});
}

Result<crypto::SigningKey> open_root_key(std::string_view text, const crypto::Secret& passphrase) {
    ZJ_TRY(const codec::Value value, codec::parse_json(text, kFileBytesMax));
    codec::Reader r(value);
    r.integer("v", 1, 1);
    const std::string fingerprint = r.string("fingerprint", 64, 64);
    const Bytes salt = r.base64("salt", sizeof(Salt));
    crypto::Argon2Cost cost;
    cost.memory_kib = static_cast<std::uint32_t>(
        r.integer("memory_kib", crypto::kArgon2Floor.memory_kib, crypto::kArgon2Ceiling.memory_kib));
    cost.passes =
        static_cast<std::uint32_t>(r.integer("passes", crypto::kArgon2Floor.passes, crypto::kArgon2Ceiling.passes));
    const Bytes wrapped = r.base64("wrapped", 256);
    if (salt.size() != sizeof(Salt)) {
        r.fault("salt", "json.length");
    }
    ZJ_CHECK(r.finish());
    ZJ_TRY(const crypto::Secret key, crypto::argon2id(passphrase, salt, cost));
    ZJ_TRY(const crypto::Secret seed, crypto::unwrap(key, wrapped, as_bytes(bound_to(fingerprint))));
    if (seed.size() != 32) {
        return fail("crypto.open", {}, "no key of 32 bytes");
    }
    crypto::SigningKey root = crypto::SigningKey::from_seed(seed);
    if (log::fingerprint(root.verify_key()) != fingerprint) {
        return fail("crypto.open", {}, "the key of another county");
    }
    return root;
}

}  // namespace zj::ops
