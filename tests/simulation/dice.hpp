// SPDX-License-Identifier: Apache-2.0
#pragma once
// All chance of a run comes from one seed; each part draws from its own stream, so that a change in one leaves the
// others alone.

#include <cstdint>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace zj::sim {

class Dice {
public:
    Dice(std::uint64_t seed, std::uint64_t stream) : random_(seed * 0x9e3779b97f4a7c15ULL + stream) {
        (void)random_.next();
    }
    bool chance(std::uint64_t per_mille) { return random_.below(1000) < per_mille; }
    std::uint64_t below(std::uint64_t n) { return random_.below(n); }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        ZJ_ASSERT(low <= high);
        return low + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(high - low) + 1));
    }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        ZJ_ASSERT(!from.empty());
        return from[random_.below(from.size())];
    }
    Random& random() { return random_; }

private:
    SeededRandom random_;
};

}  // namespace zj::sim
