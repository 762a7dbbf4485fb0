// SPDX-License-Identifier: Apache-2.0
// The two thousand random cases of unit_model_random, signed for real and pushed into a SQLCipher county whose cache is
// too small to answer from: every entry has the bytes that memory gives.
#include <catch2/catch_test_macros.hpp>

#include "gateway/county/county.hpp"
#include "shared/oversight/invariants.hpp"
#include "shared/oversight/warnings.hpp"
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
        county.confirm_time();  // long silences are part of the history; an operator says that the clock is right
        if (step.kind == log::EntryKind::root) {
            ZJ_CHECK(county.append_root(history.county->signed_root()));
        } else {
            push.push_back(*step.change_set);
        }
    }
    flush();
    return {};
}

// Warnings kept up entry by entry, and looked for anew now and then.
class Watch {
public:
    explicit Watch(const model::Catalogue& catalogue) : catalogue_(catalogue) {}

    Result<> take(const county::StoredEntry& stored) {
        ZJ_TRY(const log::Entry entry, log::parse_entry(stored.entry));
        for (const log::SaltedRecord& salted : stored.records) {
            ZJ_TRY(const log::Record record, log::parse_record(salted.bytes));
            index_.put(record);
        }
        day_ = date_of(entry.received_at);
        if (stored.index % 16 != 0) {  // several entries at once, as a group commit has them
            return {};
        }
        warnings_.update(index_, catalogue_, index_.take_touched(), day_);
        if (stored.index % 400 == 0) {
            compare();
        }
        return {};
    }
    void compare() {
        warnings_.update(index_, catalogue_, index_.take_touched(), day_);
        oversight::Warnings anew;
        anew.recompute(index_, catalogue_, day_);
        CHECK(warnings_.findings() == anew.findings());
        ++compared;
    }
    // Whatever people did at random, the books add up.
    void sound() {
        for (const oversight::Invariant& one : oversight::invariants(index_, catalogue_, day_)) {
            INFO("invariant " << one.n << (one.evidence.empty() ? "" : " " + one.evidence[0].record));
            CHECK(one.holds());
        }
    }
    int compared = 0;

private:
    const model::Catalogue& catalogue_;
    oversight::Index index_{"421125"};
    oversight::Warnings warnings_;
    Date day_;
};

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
    Watch watch(history.county->catalogue());
    const auto read = (*county)->each_entry(0, (*county)->size(), [&](const county::StoredEntry& entry) -> Result<> {
        other += at >= expected.entries.size() || entry.entry != expected.entries[at] ? 1 : 0;
        ++at;
        return watch.take(entry);
    });
    REQUIRE(read.has_value());
    CHECK(at == expected.entries.size());
    CHECK(other == 0);
    CHECK(watch.compared > 10);
    watch.compare();
    watch.sound();
    // The county as it was half way, by going back from the newest version of each record.
    const auto half = (*county)->size() / 2;
    std::map<std::string, std::int64_t> stood, told;
    REQUIRE((*county)
                ->each_entry(0, half,
                             [&](const county::StoredEntry& entry) -> Result<> {
                                 for (const log::SaltedRecord& salted : entry.records) {
                                     ZJ_TRY(const log::Record record, log::parse_record(salted.bytes));
                                     stood[record.key] = record.version;
                                 }
                                 return {};
                             })
                .has_value());
    REQUIRE((*county)
                ->each_record_at(half,
                                 [&](const log::Record& record) {
                                     told[record.key] = record.version;
                                     return true;
                                 })
                .has_value());
    CHECK(told == stood);
}

}  // namespace
}  // namespace zj::test
