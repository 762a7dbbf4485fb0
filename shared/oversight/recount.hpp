// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the accounts should hold, counted from people, grants and open cases alone (domain.md 3.1).

#include <cstdint>
#include <map>

#include "shared/oversight/index.hpp"

namespace zj::oversight {

struct Recount {
    struct Line {
        std::int64_t a = 0, r = 0, o = 0;
    };
    std::map<PairKey, Line> lines;                  // by unit and quota type
    std::map<PairKey, Line> posts;                  // by unit and level; o stays 0
    std::map<Text, std::int64_t> entries, h_total;  // in hand by grant; H by group of the county's totals
};
Recount recount(const Index& index);

// admin, institution, or empty for types that have no ceiling (domain.md 3.2-4).
Text total_group(Text quota_type);

}  // namespace zj::oversight
