// SPDX-License-Identifier: Apache-2.0
#pragma once
// Typed wrappers over libsodium and, for bulk SHA-256, OpenSSL. Call start() once before anything else: it initialises
// the libraries and runs a known-answer test of every primitive used here.
//
// One Ed25519 verifier everywhere (libsodium's strict rule): verifiers disagree on edge cases (security.md part 4).

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/secret.hpp"

namespace zj::crypto {

// "crypto.selftest" names the primitive that failed; the program must stop.
Result<> start();

class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

// --- SHA-256 (OpenSSL, which uses the CPU's SHA extensions)
// -----------------------------------------------------------------
Hash sha256(ByteView bytes);
Hash sha256(std::string_view prefix, ByteView a, ByteView b = {});  // over the concatenation
inline Hash sha256(std::string_view text) {
    return sha256(as_bytes(text));
}

class Sha256 {  // incremental
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();
    void update(ByteView bytes);
    Hash finish();  // once

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// --- Ed25519
// ------------------------------------------------------------------------------------------------------------------
struct Signature {
    std::array<std::uint8_t, 64> bytes{};
    bool operator==(const Signature&) const = default;
};

struct VerifyKey {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const VerifyKey&) const = default;
    bool verify(ByteView message, const Signature& signature) const;
    std::string id() const;  // short id of SHA-256("zhijian-key-id-v1\n" ‖ key): 24 characters
};

class SigningKey {
public:
    SigningKey() = default;
    static SigningKey generate(Random& random);
    static SigningKey from_seed(const Secret& seed32);  // REQUIRES: 32 bytes
    bool empty() const { return secret_.empty(); }
    const VerifyKey& verify_key() const { return public_; }
    Signature sign(ByteView message) const;  // REQUIRES: not empty
    Secret seed() const;                     // for wrapping only
    SigningKey clone() const;

private:
    Secret secret_;  // libsodium's 64-byte form
    VerifyKey public_;
};

// --- X25519 sealed boxes (to a gateway's or device's bundle key)
// ---------------------------------------------------------------
struct BoxPublicKey {
    std::array<std::uint8_t, 32> bytes{};
    bool operator==(const BoxPublicKey&) const = default;
};
class BoxKey {
public:
    static BoxKey generate(Random& random);
    static BoxKey from_secret(const Secret& secret32);
    const BoxPublicKey& public_key() const { return public_; }
    const Secret& secret() const { return secret_; }
    Result<Secret> open(ByteView sealed) const;  // "crypto.open"

private:
    Secret secret_;
    BoxPublicKey public_;
};
Bytes seal(const BoxPublicKey& to, ByteView plain);

// --- Argon2id v1.3
// ------------------------------------------------------------------------------------------------------------
struct Argon2Cost {
    std::uint32_t memory_kib = 256 * 1024;
    std::uint32_t passes = 3;
};
// Bounds on read, so that a hostile slot can neither weaken the cost nor eat the machine; tests pass their own floor.
inline constexpr Argon2Cost kArgon2Floor{8, 1};
inline constexpr Argon2Cost kArgon2Ceiling{1024 * 1024, 10};
Result<Secret> argon2id(const Secret& passphrase, ByteView salt16, Argon2Cost cost, std::size_t out_size = 32);

// --- XChaCha20-Poly1305: one message under one key (key wrapping)
// ----------------------------------------------------------------
Bytes wrap(const Secret& key32, ByteView plain, ByteView associated, Random& random);
Result<Secret> unwrap(const Secret& key32, ByteView wrapped, ByteView associated);  // "crypto.open"
// HKDF-like derivation by keyed BLAKE2b: independent keys for independent uses of one secret.
Secret derive(const Secret& key32, std::string_view purpose, ByteView context = {});
// Mixes two secrets (passphrase and device secret) into one key.
Secret mix(const Secret& a, const Secret& b, std::string_view purpose);

// --- secretstream (USB bundles)
// -------------------------------------------------------------------------------------------------
class StreamWriter {
public:
    explicit StreamWriter(const Secret& key32);
    const Bytes& header() const { return header_; }
    Bytes push(ByteView plain, bool last, ByteView associated = {});

private:
    Secret state_;
    Bytes header_;
};
class StreamReader {
public:
    static Result<StreamReader> open(const Secret& key32, ByteView header);
    struct Part {
        Bytes plain;
        bool last = false;
    };
    Result<Part> pull(ByteView cipher, ByteView associated = {});  // releases nothing before the tag is checked

private:
    Secret state_;
};

}  // namespace zj::crypto
