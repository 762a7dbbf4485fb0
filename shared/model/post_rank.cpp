// SPDX-License-Identifier: Apache-2.0
#include "shared/model/post_rank.hpp"

#include <algorithm>
#include <array>

namespace zj::model {

namespace {

// The rank of organ that a level of post belongs to; lower is higher.
std::string_view rank_of_level(std::string_view level) {
    struct Pair {
        std::string_view level, rank;
    };
    constexpr std::array<Pair, 6> kRanks{
        {{"131", "21"}, {"132", "22"}, {"141", "31"}, {"142", "32"}, {"145", "41"}, {"146", "42"}}};
    const auto at = std::find_if(kRanks.begin(), kRanks.end(), [&](const Pair& pair) { return pair.level == level; });
    return at == kRanks.end() ? std::string_view{} : at->rank;
}

// 正厅 to 副股.
bool comparable(std::string_view rank) {
    return rank >= "11" && rank <= "42";
}

}  // namespace

bool leads_unit(std::string_view staff_class) {
    return staff_class == "chief" || staff_class == "deputy";
}

bool above_rank_of(std::string_view level, std::string_view rank) {
    const std::string_view of_level = rank_of_level(level);
    return !of_level.empty() && comparable(rank) && of_level < rank;
}

}  // namespace zj::model
