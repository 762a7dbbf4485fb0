// SPDX-License-Identifier: Apache-2.0
// The report over a county's log as it is pushed, and the warnings that are stored for other systems.
#include "gateway/ops/report.hpp"

#include <catch2/catch_test_macros.hpp>

#include "gateway/county/schema.hpp"
#include "gateway/ops/overview.hpp"
#include "tests/unit/county/ground.hpp"

namespace zj::test {
namespace {

using codec::Value;

const ops::CountyFacts kFacts{"421125", "浠水县", "127.0.0.1:8443", {}, false};

// Somebody leaves on the day after the books were opened.
struct Books : county::test::Ground {
    Books() : opened(date_of(clock.time)) {
        const std::size_t before = world.county.entries().size();
        world.county.wait_days(1);
        const std::string leaving = world.person_of(kTown);
        world.pass_all(world.receive("clerk-a", world.form("OUT", kTown, exit_fields(leaving), {leaving})));
        const auto& entries = world.county.entries();
        for (std::size_t i = before; i < entries.size(); ++i) {
            if (entries[i].change_set) {
                clock.time = entries[i].sealed.entry.received_at;
                REQUIRE(county::test::told(push({*entries[i].change_set}).front()) == "receipt");
            }
        }
    }
    Value told(ops::Reporting reporting) {
        auto out = ops::report(*county, kFacts, reporting);
        INFO((out ? std::string() : to_string(out.error())));
        REQUIRE(out.has_value());
        return *out;
    }
    std::string refused(ops::Reporting reporting) {
        const auto out = ops::report(*county, kFacts, reporting);
        return out ? std::string() : out.error().code;
    }
    Date opened;
};

std::int64_t actual(const Value& report) {
    return report.find("registers")->find("by_unit")->find(kTown)->int_or("a");
}

}  // namespace

TEST_CASE("a report of an earlier day is what the log held at its end, and every invariant holds on either") {
    Books books;
    const Date today = date_of(books.clock.time);
    const Value then = books.told({.on = books.opened}), now = books.told({.on = today});
    CHECK(actual(then) == actual(now) + 1);
    CHECK(then.int_or("size") < now.int_or("size"));
    CHECK(now.int_or("size") == static_cast<std::int64_t>(books.county->size()));
    for (const Value* report : {&then, &now}) {
        REQUIRE(report->items("invariants").size() == 11);
        for (const Value& one : report->items("invariants")) {
            INFO("invariant " << one.int_or("n"));
            CHECK(one.bool_or("holds") == one.bool_or("checked"));
        }
    }
}

TEST_CASE("a report counts its period up to the day, and the funded people of a population that it is told") {
    Books books;
    const Date on{date_from({2026, 11, 30})};
    const auto from = [&](const char* period) {
        return std::string(books.told({.on = on, .period = period}).find("statistics")->str_or("from"));
    };
    CHECK(from("day") == "2026-11-30");
    CHECK(from("month") == "2026-11-01");
    CHECK(from("quarter") == "2026-10-01");
    CHECK(from("year") == "2026-01-01");
    CHECK(books.refused({.on = on, .period = "week"}) == "usage.period");
    CHECK(books.refused({.on = on, .population = -1}) == "usage.population");
    CHECK(books.told({.on = on}).find("statistics")->find("funded") == nullptr);
    const Value told = books.told({.on = on, .population = 1000});
    const Value* funded = told.find("statistics")->find("funded");
    REQUIRE(funded != nullptr);
    CHECK(funded->int_or("of") == 1000);
}

TEST_CASE("the stored warnings are those of the report, and rows that are not the log's are told apart") {
    Books books;
    auto table = county::WarningTable::open(books.path(), store::key_of(1));
    REQUIRE(table.has_value());
    const auto astray = [&] {
        const auto out = ops::findings_astray(*books.county, *table, kFacts);
        REQUIRE(out.has_value());
        return *out;
    };
    CHECK(astray().empty());  // nobody has looked for any
    const Date today{date_of(books.clock.time).days +
                     400};  // by then somebody is past retirement, or a grant has lapsed
    const Value told = books.told({.on = today});
    const auto stored = ops::refresh_findings(*books.county, *table, kFacts, today);
    REQUIRE(stored.has_value());
    CHECK(*stored == told.find("warnings")->items("items").size());
    CHECK(*stored > 0);
    REQUIRE(table->run()->has_value());
    const county::WarningRun run = table->run()->value();
    CHECK(run == county::WarningRun{today, books.county->size(), {}});
    CHECK(astray().empty());
    const std::string known = table->rows()->begin()->first;
    county::FindingRow other;
    other.id = "W04/person/none";
    REQUIRE(table->write({{other}, {known}}, run).has_value());
    CHECK(astray() == std::vector{"warning_finding: " + known + " is missing",
                                  std::string("warning_finding: the log does not give W04/person/none")});
    other.id = known;
    REQUIRE(table->write({{other}, {"W04/person/none"}}, run).has_value());
    CHECK(astray() == std::vector{"warning_finding: " + known + " differs from what the log gives"});
    REQUIRE(table->write({}, {today, run.size + 1, {}}).has_value());
    CHECK(astray().size() == 1);
    REQUIRE(ops::refresh_findings(*books.county, *table, kFacts, today).has_value());
    CHECK(astray().empty());
}

}  // namespace zj::test
