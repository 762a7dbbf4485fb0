// SPDX-License-Identifier: Apache-2.0
#pragma once
// The side file that makes a rolled-back or cut database noticed (SQLCipher alone does not: security.md part 4). It
// repeats the counters that others may already have seen, under a check value keyed from the vault key.
//
// Two slots of kSlotBytes, each one line of JSON filled up with spaces. write() always goes to the slot that does not
// hold the last synced value and does not wait for the disk, so that signing costs one fsync, the database's; sync()
// waits, then the slots change places. Others see a counter only after sync() (Vault::next_hello, Vault::unsent).
// A crash
//   before write          the file is behind the database: nobody has seen the difference
//   between write and sync   the synced slot is whole; the other one is the old, the new or (power lost) a torn one
//   after sync            the file knows what others may see
// All counters only rise, so of two good slots the larger one counts.

#include <cstddef>
#include <cstdint>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/secret.hpp"
#include "shared/store/files.hpp"

namespace zj::vault {

struct Witness {
    std::uint64_t seq = 0;      // last own change set
    Hash id;                    // its id
    std::uint64_t session = 0;  // hello counter
    std::uint64_t size = 0;     // checkpoint
    std::int64_t clock_ms = 0;  // highest time seen
};

class WitnessFile {
public:
    static constexpr std::size_t kSlotBytes = 4096;  // a block of its own, which a torn write of the other cannot reach

    // A new file that has seen nothing, durable; replaces what is there.
    static Result<WitnessFile> make(const std::string& path, const crypto::Secret& vault_key);
    // "vault.corrupt" where it is not this vault's; "vault.missing" where it is absent.
    static Result<WitnessFile> open(const std::string& path, const crypto::Secret& vault_key);

    const Witness& last() const { return last_; }
    Result<> write(const Witness& witness);  // outlives this process, not the machine
    Result<> sync();                         // and the machine; nothing to do where nothing was written since

private:
    WitnessFile(store::PatchFile file, crypto::Secret key) : file_(std::move(file)), key_(std::move(key)) {}
    std::string line(const Witness& witness) const;
    Result<Witness> parse(std::string_view slot) const;

    store::PatchFile file_;
    crypto::Secret key_;
    Witness last_;
    std::size_t target_ = 0;  // the slot that write() goes to
    bool dirty_ = false;
};

}  // namespace zj::vault
