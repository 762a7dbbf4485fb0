// SPDX-License-Identifier: Apache-2.0
// The low-level SHA-256 of OpenSSL: deprecated in name, but it needs no allocation or fetch, which matters for the
// millions of 64-byte inputs of a Merkle tree, and it uses the CPU's SHA extensions like EVP.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "shared/crypto/crypto.hpp"

namespace zj::crypto {

Hash sha256(ByteView bytes) {
    Hash out;
    SHA256(bytes.data(), bytes.size(), out.bytes.data());
    return out;
}

Hash sha256(std::string_view prefix, ByteView a, ByteView b) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, prefix.data(), prefix.size());
    SHA256_Update(&context, a.data(), a.size());
    SHA256_Update(&context, b.data(), b.size());
    Hash out;
    SHA256_Final(out.bytes.data(), &context);
    return out;
}

struct Sha256::Impl {
    SHA256_CTX context{};
};

Sha256::Sha256() : impl_(std::make_unique<Impl>()) {
    SHA256_Init(&impl_->context);
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(ByteView bytes) {
    SHA256_Update(&impl_->context, bytes.data(), bytes.size());
}

Hash Sha256::finish() {
    Hash out;
    SHA256_Final(out.bytes.data(), &impl_->context);
    return out;
}

}  // namespace zj::crypto
