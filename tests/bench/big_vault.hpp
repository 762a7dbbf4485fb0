// SPDX-License-Identifier: Apache-2.0
#pragma once
// An office's vault with very many cases, as years of work leave it: nearly all closed, some hundred open, some forty
// of them waiting for the person who unlocks it. Records go in as verified feed pages do; only their signatures are
// spared.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"

namespace zj::bench {

class BigVault {
public:
    // Founds a county below `folder` and fills its office's vault, t2 there. `slow` as sim::lay_ground says.
    static Result<std::unique_ptr<BigVault>> make(const std::string& folder, std::size_t cases,
                                                  std::string_view slow = {});
    // A fresh connection, with nothing of it in memory.
    Result<std::unique_ptr<vault::Vault>> unlock();
    // A case of it.
    std::string key(std::size_t i) const;
    // Milliseconds of a passphrase at this vault's cost: what unlock() spends before it reads anything.
    double argon_ms();

private:
    BigVault() = default;
    Result<> fill(vault::Vault& vault, std::size_t cases);
    Result<> act(vault::Vault& vault, std::size_t acts);
    vault::Settings settings();
    log::Record case_record(std::size_t i, std::size_t cases) const;

    sim::Ground ground_;
    RunningClock clock_;
    crypto::SystemRandom random_;
    std::string person_;
};

}  // namespace zj::bench
