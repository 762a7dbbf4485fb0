// SPDX-License-Identifier: Apache-2.0
#pragma once
// Founding a county (log.md, Identities, Bootstrap): root, log key, certificates, database, root statement 1 with the
// tickets of the first two administrators. The gateway makes no other ticket, and keeps no root key it could read.

#include <optional>
#include <string>

#include "gateway/county/county.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::ops {

inline constexpr std::uint64_t kDemoSeed = 421125;
// The root statement says the seed, and JSON numbers end there (log.md).
inline constexpr std::uint64_t kSeedMax = (std::uint64_t{1} << 53) - 1;

struct Founding {
    std::string folder, county, name;
    std::string address;             // host:port that terminals will use, as on tickets
    bool demo = false;               // origin zhijian/demo-…, and the opening folder of the demonstration county
    std::optional<Date> demo_until;  // entries before this day would be simulated; the day of founding where absent
    // Simulated entries of the 365 days before `demo_until`: some so many cases (demo/year.hpp); 0: none.
    std::size_t year_cases = 0;
    std::optional<std::uint64_t> seed;  // of the demonstration; kDemoSeed, the same one everywhere, where absent
    std::string root_file;              // the fingerprint is written here too, where given
    crypto::Secret root_passphrase;     // wraps the root key; drawn and written beside it where empty
    crypto::Argon2Cost cost;            // of that wrapping
};

// {"county","fingerprint","tickets":[…],"root_key","root_passphrase"?,"opening"?,"year"?}. "gateway.exists" where a
// county stands in the folder, "file.exists" where something else does, "usage.*" for what cannot be founded.
Result<codec::Value> init(const Founding& founding, Clock& clock, Random& random,
                          const county::Progress& progress = {});

}  // namespace zj::ops
