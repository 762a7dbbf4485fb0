// SPDX-License-Identifier: Apache-2.0
// Two thousand random cases over several units and offline terminals: the books balance after every entry, a second
// judge says the same, and an entry costs at the end what it cost at the beginning.
#include <catch2/catch_test_macros.hpp>

#include <cstdio>
#include <numeric>

#include "tests/support/random_cases.hpp"

namespace zj::test {
namespace {

double mean_accesses(const RandomHistory& history, std::size_t from, std::size_t to) {
    std::size_t sum = 0, n = 0;
    for (std::size_t i = from; i < to; ++i) {
        if (history.steps[i].kind == log::EntryKind::change) {
            sum += history.steps[i].accesses;
            ++n;
        }
    }
    return static_cast<double>(sum) / static_cast<double>(n);
}

int count(const RandomHistory& history, const std::string& verdict) {
    int n = 0;
    for (const auto& [told, times] : history.verdicts) {
        n += (told + " ").starts_with(verdict + " ") ? times : 0;
    }
    return n;
}

TEST_CASE(
    "two thousand random cases keep the invariants after every entry, replay equal, and cost the same throughout") {
    const RandomHistory history = random_history({});
    for (const std::string& fault : history.faults) {
        FAIL_CHECK(fault);
    }
    REQUIRE(history.submitted >= 2000);
    // The run has met what it is there for.
    for (const char* verdict :
         {"applied case.decide", "applied confirm", "applied stage.close", "merged C3", "held C1", "held C2", "held C4",
          "held C5", "held C7", "refused C2", "refused C6", "refused C7", "refused B6", "refused G1", "refused G11"}) {
        INFO(verdict);
        CHECK(count(history, verdict) > 0);
    }

    model::MemoryRegisters registers;
    const Replayed again = replay(history, registers);
    for (const std::string& difference : again.differences) {
        FAIL_CHECK(difference);
    }
    CHECK(again.entries.size() == history.steps.size());

    const std::size_t n = history.steps.size() - history.founded;
    const double first = mean_accesses(history, history.founded, history.founded + n / 5);
    const double last = mean_accesses(history, history.steps.size() - n / 5, history.steps.size());
    INFO("reads and writes an entry: " << first << " in the first fifth, " << last << " in the last");
    CHECK(last <= 1.3 * first);
}

TEST_CASE("over the turn of the year with a freeze the invariants hold too, and what waited goes on after it") {
    const RandomHistory history = random_history({.seed = 3, .cases = 500, .units = 3, .freeze = true});
    for (const std::string& fault : history.faults) {
        FAIL_CHECK(fault);
    }
    for (const char* verdict : {"held C8 confirm", "held C8 case.answer", "refused C8 case.decide"}) {
        INFO(verdict);
        CHECK(count(history, verdict) > 0);
    }
    CHECK(history.steps.back().at > *parse_time("2027-01-12T00:00:00.000+08:00"));
    model::MemoryRegisters registers;
    CHECK(replay(history, registers).differences.empty());
}

TEST_CASE("the same seed gives the same history, another seed another") {
    const RandomHistory a = random_history({.seed = 5, .cases = 30, .units = 2}),
                        b = random_history({.seed = 5, .cases = 30, .units = 2}),
                        c = random_history({.seed = 6, .cases = 30, .units = 2});
    REQUIRE(a.steps.size() == b.steps.size());
    CHECK(a.steps.back().effects == b.steps.back().effects);
    CHECK(a.steps.back().effects != c.steps.back().effects);
}

// Loses one reservation on its way into the registers.
class ForgetsOne final : public model::Registers {
public:
    explicit ForgetsOne(model::Registers& below) : below_(below) {}
    model::Found get(std::string_view key) override { return below_.get(key); }
    void put(model::RecordPtr record) override {
        const model::Found before = below_.get(record->key);
        const bool reserves = record->key.starts_with("ledger/") && before.presence == model::Presence::present &&
                              record->value.int_or("r") > before.record->value.int_or("r");
        if (reserves && ++reservations_ == 20) {
            auto less = std::make_shared<log::Record>(*record);
            less->value.set("r", record->value.int_or("r") - 1);
            record = std::move(less);
        }
        below_.put(std::move(record));
    }
    model::ChainHead chain(std::string_view device) override { return below_.chain(device); }
    void set_chain(std::string_view device, const model::ChainHead& head) override { below_.set_chain(device, head); }

private:
    model::Registers& below_;
    int reservations_ = 0;
};

TEST_CASE("a line outside an opening, a type that the unit may not hold, and a move in the freeze are found") {
    County county(1, nullptr, "freeze_enabled");
    REQUIRE(county.open_unit(small_unit("421125101", 2, 2)).verdict == log::Verdict::applied);
    Invariants invariants;
    for (const Kept& kept : county.entries()) {
        REQUIRE(invariants.after(kept.judgement.effects).empty());
    }
    const auto faults = [&](const std::string& key, std::string_view owner, const codec::Value& value) {
        auto record = std::make_shared<log::Record>();
        record->key = key;
        record->owner = owner;
        record->version = county.version(key) + 1;
        record->value = value;
        std::string out;
        for (const std::string& fault : invariants.after({record})) {
            out += fault + "\n";
        }
        return out;
    };
    codec::Value line = *county.value("ledger/421125101/20");
    const std::string other = faults("ledger/421125101/11", "unit/421125101", codec::Value(line).set("a", 0));
    CHECK(other.find("(4)") != std::string::npos);
    CHECK(other.find("(7)") != std::string::npos);
    CHECK(faults("ledger/421125101/20", "unit/421125101", codec::Value(line).set("r", 1)).find("(11)") ==
          std::string::npos);
    REQUIRE(faults("system/log", "public", codec::Object{{"last_tick", "2026-12-20T00:00:00.000+08:00"}}).empty());
    CHECK(faults("ledger/421125101/20", "unit/421125101", codec::Value(line).set("r", 2)).find("(11)") !=
          std::string::npos);
}

TEST_CASE("a single lost reservation is found") {
    model::MemoryRegisters memory;
    ForgetsOne registers(memory);
    const RandomHistory history = random_history({.seed = 1, .cases = 400, .units = 2}, &registers);
    REQUIRE_FALSE(history.faults.empty());
    CHECK(history.faults.front().find("R is not what cases and grants hold") != std::string::npos);
}

}  // namespace
}  // namespace zj::test
