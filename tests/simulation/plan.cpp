// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/plan.hpp"

namespace zj::sim {

namespace {

constexpr std::array<std::pair<Plant, std::string_view>, 6> kNames{{
    {Plant::none, "none"},
    {Plant::gateway_forgets_commit, "gateway-forgets-commit"},
    {Plant::terminal_forgets_commit, "terminal-forgets-commit"},
    {Plant::terminal_signs_again, "terminal-signs-again"},
    {Plant::terminal_trusts_answers, "terminal-trusts-answers"},
    {Plant::terminal_drops_record, "terminal-drops-record"},
}};

}  // namespace

std::optional<Plant> plant_named(std::string_view name) {
    for (const auto& [plant, text] : kNames) {
        if (text == name) {
            return plant;
        }
    }
    return std::nullopt;
}

std::string_view name_of(Plant plant) {
    for (const auto& [known, text] : kNames) {
        if (known == plant) {
            return text;
        }
    }
    return "?";
}

Plan draw_plan(std::uint64_t seed, Plant plant) {
    Dice dice(seed, 1);
    const auto some = [&](std::uint64_t off, std::int64_t low, std::int64_t high) -> std::uint64_t {
        const bool skip = dice.chance(off);
        const auto value = static_cast<std::uint64_t>(dice.between(low, high));
        return skip ? 0 : value;
    };
    Plan plan;
    plan.seed = seed;
    plan.plant = plant;
    plan.drop = some(250, 5, 120);
    plan.duplicate = some(250, 5, 150);
    plan.slow = some(250, 5, 150);
    plan.corrupt = some(750, 5, 60);
    plan.crash_gateway = some(250, 20, 250);
    plan.crash_terminal = some(250, 20, 250);
    plan.power_off = some(500, 10, 60);
    for (std::int64_t& skew : plan.skew_ms) {
        skew = dice.between(-10 * 60, 10 * 60) * kSecondMs;
        if (dice.chance(50)) {
            skew = dice.between(-3650, 3650) * kDayMs;  // a flat battery, or a clerk who set the year
        }
    }
    // Many short runs and some that take cases through all their layers.
    plan.acts = static_cast<int>(dice.chance(750) ? dice.between(10, 30) : dice.between(40, 80));
    plan.act_gap_ms = dice.between(5, 90) * 60 * kSecondMs;
    plan.use = some(100, 2, 8);
    plan.out = some(300, 1, 4);
    plan.mod = some(300, 1, 4);
    plan.amend = some(300, 2, 8);
    plan.withdraw = some(300, 1, 3);
    plan.message = some(300, 1, 3);
    plan.decide = 12;
    plan.turn_back = some(300, 50, 300);
    plan.push_count = static_cast<std::size_t>(dice.chance(500) ? 1000 : dice.between(1, 4));
    plan.feed_limit = static_cast<std::size_t>(dice.chance(500) ? 500 : dice.between(1, 12));
    // A planted bug must get its chance in few seeds.
    switch (plant) {
        case Plant::gateway_forgets_commit:
            plan.crash_gateway = plan.power_off = 200;
            break;
        case Plant::terminal_forgets_commit:
            plan.crash_terminal = plan.power_off = 200;
            break;
        case Plant::terminal_signs_again:
            plan.drop = 100;
            break;
        case Plant::terminal_trusts_answers:
            plan.corrupt = 150;
            break;
        case Plant::terminal_drops_record:
        case Plant::none:
            break;
    }
    return plan;
}

}  // namespace zj::sim
