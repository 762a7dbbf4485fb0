// SPDX-License-Identifier: Apache-2.0
#pragma once
// Key slots, LUKS-like, one per person (terminal.md, Vault). slots.json:
//
//   { "v":1, "county":…, "device":…, "secret":…, "slots":[ { "person", "name", "alias", "key", "salt", "memory_kib",
//   "passes", "vault", "sign" } ], "joining":[ … ] }
//
//   kek   = mix(Argon2id(passphrase, salt, cost), device secret)
//   vault = wrap(derive(kek, "vault"),  vault key,          AD)
//   sign  = wrap(derive(kek, "person"), person's sign seed, AD)      AD = every readable member of the slot
//
// `secret` tells a damaged device.secret from a wrong passphrase; the vault confirms county and device once it is open.
// The person's key is wrapped apart from the vault key, so that one person's session cannot sign as another. Wrong
// passphrases and a wrong device secret are the same failure: "passphrase.wrong".
//
// `joining` holds the slots of joins that the county has not answered: they open nothing, and a person's former slot
// stays until the new one takes its place (Vault::settle_slots).

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::vault {

// What a slot may cost. Production makes and accepts nothing under `floor`; tests bring their own.
struct Cost {
    crypto::Argon2Cost make{};
    crypto::Argon2Cost floor{64 * 1024, 2};
};

struct Slot {
    std::string person;
    std::string name;
    std::string alias;
    crypto::VerifyKey key;  // the person's on this device
    Salt salt{};
    crypto::Argon2Cost cost;
    Bytes vault;
    Bytes sign;
};

struct SlotFile {
    std::string county;
    std::string device;
    Hash secret;  // secret_check() of this device's secret
    std::vector<Slot> slots, joining;
    // By person id, name or alias; null where none or several match.
    const Slot* find(std::string_view who) const;
    const Slot* find_joining(std::string_view who) const;
};

// One way: 32 random bytes cannot be had from it.
Hash secret_check(const crypto::Secret& device_secret);
Result<SlotFile> read_slots(const std::string& path, const Cost& cost);
Result<> write_slots(const std::string& path, const SlotFile& file);

struct Opened {
    crypto::Secret vault_key;
    crypto::SigningKey person;
};
Result<Slot> make_slot(Slot about, const crypto::Secret& passphrase, const crypto::Secret& device_secret,
                       const crypto::Secret& vault_key, const crypto::SigningKey& person, const Cost& cost,
                       Random& random);
Result<Opened> open_slot(const Slot& slot, const crypto::Secret& passphrase, const crypto::Secret& device_secret);

}  // namespace zj::vault
