// SPDX-License-Identifier: Apache-2.0
#pragma once
// The county before a run begins: root statement, two administrators, three enrolled terminals with their people, the
// opened unit. Made once a process over a faultless line by the same code, then copied for each seed.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/county/county.hpp"
#include "terminal/vault/vault.hpp"
#include "tests/simulation/plan.hpp"

namespace zj::sim {

inline constexpr std::int64_t kStartMs = 1'795'392'000'000;  // 2026-11-23 08:00 at +08:00, a Monday

struct Keys {
    crypto::Secret database;
    crypto::SigningKey log;
};

struct Ground {
    std::string folder;  // holds county/, t0/, t1/, t2/
    Keys keys;
    std::string fingerprint;
    Time start;                                               // when runs begin
    std::array<std::vector<std::string>, kTerminals> people;  // aliases; the first enrolled the device
    std::string catalogue;                                    // JSON in force
};
// REQUIRES: crypto::start() has been called. "sim.*" or what the stores say where the county cannot be founded. All
// slots have the cheap cost but that of `slow`, of those who join: theirs has the product's.
Result<Ground> lay_ground(const std::string& folder, std::string_view slow = {});

// One passphrase for everybody: what it protects is another test's matter.
crypto::Secret passphrase();
vault::Cost cheap_cost();
county::CountyOptions county_options(const std::string& folder);
// The intent that confirms an open act of two.
codec::Value confirm_intent(const log::Record& pending, const log::Bases& bases);

}  // namespace zj::sim
