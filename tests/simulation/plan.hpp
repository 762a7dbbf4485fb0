// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a seed may do: the faults and actions of one run (swarm testing: each run has some of them switched off), and
// the planted bugs.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tests/simulation/dice.hpp"

namespace zj::sim {

inline constexpr std::size_t kTerminals = 3;  // two of one unit, one of the office

// Each takes one protection away, in the simulator's own layer between the sessions and the stores. The checkers must
// notice.
enum class Plant {
    none,
    gateway_forgets_commit,   // acknowledges before the commit is durable
    terminal_forgets_commit,  // sends before the commit is durable, so that a number is used twice
    terminal_signs_again,     // takes "unknown" for "failed": signs the same act anew instead of sending the same bytes
    terminal_trusts_answers,  // stores receipts before it verified them
    terminal_drops_record,    // moves on in the feed without having stored everything
};
std::optional<Plant> plant_named(std::string_view name);
std::string_view name_of(Plant plant);
inline constexpr std::array kPlants{Plant::gateway_forgets_commit, Plant::terminal_forgets_commit,
                                    Plant::terminal_signs_again, Plant::terminal_trusts_answers,
                                    Plant::terminal_drops_record};

struct Plan {
    std::uint64_t seed = 0;
    Plant plant = Plant::none;
    // Per mille of messages.
    std::uint64_t drop = 0, duplicate = 0, slow = 0, corrupt = 0;
    // Per mille of acts before which a crash is set up somewhere.
    std::uint64_t crash_gateway = 0, crash_terminal = 0;
    std::uint64_t power_off = 0;            // per mille of acts: a crash between two steps
    std::int64_t skew_ms[kTerminals] = {};  // of each terminal's clock
    int acts = 0;
    std::int64_t act_gap_ms = 0;  // mean
    // Weights of what people do; 0 = never in this run.
    std::uint64_t use = 0, out = 0, mod = 0, amend = 0, withdraw = 0, message = 0, decide = 0, turn_back = 0;
    std::size_t push_count = 1000, feed_limit = 500;
};
Plan draw_plan(std::uint64_t seed, Plant plant);

}  // namespace zj::sim
