// SPDX-License-Identifier: Apache-2.0
// The thread that keeps the warnings up while a county takes pushes.
#include "gateway/ops/warning_keeper.hpp"

#include <catch2/catch_test_macros.hpp>

#include "gateway/county/schema.hpp"
#include "tests/unit/county/ground.hpp"

namespace zj::test {
namespace {

using std::chrono::milliseconds;

constexpr ops::WarningKeeper::Pace kQuick{milliseconds(5), milliseconds(20)};
constexpr auto kPatience = std::chrono::seconds(20);

// One that no other thread sets while it is read.
struct StillClock final : Clock {
    explicit StillClock(Time t) : time(t) {}
    const Time time;
    Time now() override { return time; }
};

bool soon(const std::function<bool()>& is) {
    for (const auto until = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < until;) {
        if (is()) {
            return true;
        }
        std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
}

struct Served : county::test::Ground {
    Served() : still(clock.time), journal(still) {
        auto opened = county::WarningTable::open(path(), store::key_of(1));
        REQUIRE(opened.has_value());
        table.emplace(std::move(*opened));
    }
    void keep() {
        keeper.emplace(
            [this]() -> Result<std::unique_ptr<ops::KeptFindings>> {
                ZJ_TRY(county::WarningTable own, county::WarningTable::open(path(), store::key_of(1)));
                return std::make_unique<ops::KeptFindings>(std::move(own), "421125", world.county.log_key());
            },
            still, journal, kQuick);
    }
    bool shows(std::uint64_t size) {
        return soon([&] {
            const auto run = table->run();
            return run && *run && (*run)->size == size;
        });
    }
    StillClock still;
    ops::Journal journal;
    std::optional<county::WarningTable> table;
    std::optional<ops::WarningKeeper> keeper;
};

}  // namespace

TEST_CASE("the table follows what a served county takes, and ends with it") {
    Served served;
    served.keep();
    CHECK(served.shows(served.county->size()));
    for (int i = 0; i < 5; ++i) {
        REQUIRE(county::test::told(served.push(served.work("clerk-a", 3)).front()) == "receipt");
    }
    CHECK(served.shows(served.county->size()));
    served.keeper.reset();
    const std::uint64_t before = served.county->size();
    REQUIRE(county::test::told(served.push(served.work("clerk-a", 1)).front()) == "receipt");
    CHECK(served.table->run()->value().size == before);
}

TEST_CASE("a database that cannot be opened or written for a while keeps the warnings back, not the county") {
    Served served;
    REQUIRE(std::filesystem::exists(served.path()));
    auto other = store::Database::open(served.path(), store::key_of(1), county::migrations(), {});
    REQUIRE(other.has_value());
    REQUIRE(
        other->execute("CREATE TRIGGER refuse BEFORE INSERT ON warning_run BEGIN SELECT raise(ABORT, 'refused'); END")
            .has_value());
    served.keep();
    for (int i = 0; i < 3; ++i) {
        std::this_thread::sleep_for(milliseconds(30));
        REQUIRE(county::test::told(served.push(served.work("clerk-a", 1)).front()) == "receipt");
    }
    CHECK_FALSE(served.table->run()->has_value());
    REQUIRE(other->execute("DROP TRIGGER refuse").has_value());
    CHECK(served.shows(served.county->size()));
}

}  // namespace zj::test
