// SPDX-License-Identifier: Apache-2.0
// The two thousand random cases of unit_model_random, signed for real and pushed into a SQLCipher county whose cache is
// too small to answer from: every entry has the bytes that memory gives.
#include <catch2/catch_test_macros.hpp>

#include "gateway/county/county.hpp"
#include "tests/support/random_cases.hpp"
#include "tests/unit/store/folder.hpp"

namespace zj::test {
namespace {

constexpr std::uint64_t kSaltSeed = 7;

struct SetClock final : Clock {
    Time time;
    Time now() override { return time; }
};

// Change sets that arrive at one moment are one push; ticks are the county's own affair.
Result<> feed(county::County& county, SetClock& clock, const RandomHistory& history) {
    std::vector<log::ChangeSet> push;
    const auto flush = [&] {
        for (const sync::PushAnswer& answer : county.push(push, "net")) {
            INFO(answer.state << " " << answer.code);
            REQUIRE(answer.state == "receipt");
        }
        push.clear();
    };
    for (const RandomStep& step : history.steps) {
        if (step.kind == log::EntryKind::tick) {
            continue;
        }
        if (step.at != clock.time && !push.empty()) {
            flush();
        }
        clock.time = step.at;
        if (step.kind == log::EntryKind::root) {
            ZJ_CHECK(county.append_root(history.county->signed_root()));
        } else {
            push.push_back(*step.change_set);
        }
    }
    flush();
    return {};
}

TEST_CASE("the county database judges two thousand random cases to the same entry bytes as memory") {
    const RandomHistory history = random_history({.sign = true});
    REQUIRE(history.faults.empty());
    model::MemoryRegisters memory;
    const Replayed expected = replay(history, memory, kSaltSeed);
    REQUIRE(expected.differences.empty());

    store::Folder folder;
    SetClock clock;
    clock.time = history.steps.front().at;
    SeededRandom salts(kSaltSeed);
    county::CountyOptions options;
    options.path = folder.file("county.db");
    options.create = true;
    options.cache_bytes = 512 * 1024;
    options.full_sync = false;
    auto county = county::County::open(options, store::key_of(1), history.county->log_key().clone(), clock, salts);
    INFO((county ? std::string() : to_string(county.error())));
    REQUIRE(county.has_value());
    const auto fed = feed(**county, clock, history);
    INFO((fed ? std::string() : to_string(fed.error())));
    REQUIRE(fed.has_value());

    std::size_t at = 0, other = 0;
    const auto read = (*county)->each_entry(0, (*county)->size(), [&](const county::StoredEntry& entry) -> Result<> {
        other += at >= expected.entries.size() || entry.entry != expected.entries[at] ? 1 : 0;
        ++at;
        return {};
    });
    REQUIRE(read.has_value());
    CHECK(at == expected.entries.size());
    CHECK(other == 0);
}

}  // namespace
}  // namespace zj::test
