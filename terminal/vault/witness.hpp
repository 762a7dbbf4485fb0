// SPDX-License-Identifier: Apache-2.0
#pragma once
// The side file that makes a rolled-back or cut database noticed (SQLCipher alone does not: security.md part 4). It
// repeats the counters that others may already have seen, under a check value keyed from the vault key, and is written
// before each send.

#include <cstdint>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/secret.hpp"

namespace zj::vault {

struct Witness {
    std::uint64_t seq = 0;      // last own change set
    Hash id;                    // its id
    std::uint64_t session = 0;  // hello counter
    std::uint64_t size = 0;     // checkpoint
    std::int64_t clock_ms = 0;  // highest time seen
};

Result<> write_witness(const std::string& path, const Witness& witness, const crypto::Secret& vault_key);
// "vault.corrupt" where it is not this vault's; "vault.missing" where it is absent.
Result<Witness> read_witness(const std::string& path, const crypto::Secret& vault_key);

}  // namespace zj::vault
