// SPDX-License-Identifier: Apache-2.0
// The stored warnings by themselves: a connection beside the county's, which may be at work meanwhile.
#include "gateway/county/warning_table.hpp"

#include "gateway/county/schema.hpp"
#include "tests/unit/county/ground.hpp"

namespace zj::county::test {

namespace {

FindingRow row_with(const std::string& id) {
    return {id, "W04", "red", "u", "person/p", "2026-01-01", "2026-01-08", "ob_clerk", "new", "[]"};
}

WarningTable table_of(const Ground& ground) {
    auto out = WarningTable::open(ground.path(), store::key_of(1));
    REQUIRE(out.has_value());
    return std::move(*out);
}

std::vector<std::string> ids_in(WarningTable& table) {
    std::vector<std::string> out;
    const auto rows = table.rows();
    REQUIRE(rows.has_value());
    for (const auto& [id, digest] : *rows) {
        out.push_back(id);
    }
    return out;
}

}  // namespace

TEST_CASE("stored warnings change row by row with what they show, and the check of the log passes them by") {
    Ground ground;
    WarningTable table = table_of(ground);
    CHECK_FALSE(table.run()->has_value());
    const Date day = date_of(ground.clock.time);
    const WarningRun first{day, 7, {{"d-1", day}, {"d-2", day}}}, second{day, 8, {{"d-1", day}}};
    REQUIRE(table.write({{row_with("a"), row_with("b")}, {}}, first).has_value());
    CHECK(table.run().value() == first);
    CHECK(ids_in(table) == std::vector<std::string>{"a", "b"});
    FindingRow told = row_with("b");
    told.level = "notice";
    REQUIRE(table.write({{told}, {"a", "never there"}}, second).has_value());
    CHECK(table.run().value() == second);
    CHECK(table.rows().value() == std::map<std::string, Hash>{{"b", told.digest()}});
    CHECK(ground.county->check(false, {}).has_value());
    REQUIRE(ground.county->rebuild_projections().has_value());
    CHECK(table_of(ground).run().value() == second);
}

TEST_CASE("a change of the stored warnings that fails leaves all of it as it was") {
    Ground ground;
    WarningTable table = table_of(ground);
    const WarningRun run{date_of(ground.clock.time), 7, {}};
    REQUIRE(table.write({{row_with("a")}, {}}, run).has_value());
    auto other = store::Database::open(ground.path(), store::key_of(1), migrations(), {});
    REQUIRE(other.has_value());
    REQUIRE(
        other->execute("CREATE TRIGGER refuse BEFORE INSERT ON warning_run BEGIN SELECT raise(ABORT, 'refused'); END")
            .has_value());
    const auto failed = table.write({{row_with("b")}, {"a"}}, {run.on, 8, {}});
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code == "store.constraint");
    CHECK(ids_in(table) == std::vector<std::string>{"a"});
    CHECK(table.run().value() == run);
    REQUIRE(other->execute("DROP TRIGGER refuse").has_value());
    REQUIRE(table.write({{row_with("b")}, {"a"}}, {run.on, 8, {}}).has_value());
    CHECK(ids_in(table) == std::vector<std::string>{"b"});
}

TEST_CASE("records are read beside the county's own connection, page by page or as entries wrote them") {
    Ground ground;
    WarningTable table = table_of(ground);
    CHECK(table.size().value() == ground.county->size());
    std::map<std::string, std::int64_t> newest, paged, replayed;
    REQUIRE(ground.county
                ->each_record("",
                              [&](const log::Record& record) {
                                  newest[record.key] = record.version;
                                  return true;
                              })
                .has_value());
    std::string last;
    std::size_t pages = 0;
    do {
        std::size_t n = 0;
        const auto read = table.records_after(last, 7, [&](const log::Record& record) {
            CHECK(record.key > last);
            paged[record.key] = record.version;
            ++n;
        });
        REQUIRE(read.has_value());
        CHECK(n <= 7);
        last = *read;
        ++pages;
    } while (!last.empty());
    CHECK(paged == newest);
    CHECK(pages > newest.size() / 7);
    const std::uint64_t half = ground.county->size() / 2;
    for (const auto& [from, to] : {std::pair<std::uint64_t, std::uint64_t>{0, half}, {half, ground.county->size()}}) {
        REQUIRE(table
                    .records_of(from, to,
                                [&](const log::Record& record) {
                                    CHECK(record.version == replayed[record.key] + 1);
                                    replayed[record.key] = record.version;
                                })
                    .has_value());
    }
    CHECK(replayed == newest);
}

TEST_CASE("the days of devices are told no later than the day that is asked about") {
    Ground ground;
    WarningTable table = table_of(ground);
    const std::string device = ground.device("clerk-a");
    REQUIRE(ground.county->note_session(device, 1, Hash{}).has_value());
    const Date today = date_of(ground.clock.time);
    CHECK(table.uses(Date{today.days + 3}).value() == DeviceDays{{device, today}});
    CHECK(table.uses(Date{today.days - 3}).value() == DeviceDays{{device, Date{today.days - 3}}});
}

TEST_CASE(
    "what an earlier build stored as warnings is dropped, for it does not say by which days of devices it stood") {
    Ground ground;
    ground.county.reset();
    {
        auto db = store::Database::open(ground.path(), store::key_of(1), migrations(), {});
        REQUIRE(db.has_value());
        for (const char* sql :
             {"INSERT INTO warning_run VALUES('2026-11-01', 3)", "DROP TABLE warning_use",
              "ALTER TABLE materials DROP COLUMN device", "ALTER TABLE quota_posting DROP COLUMN before_t",
              "ALTER TABLE quota_posting DROP COLUMN t", "PRAGMA user_version = 4"}) {
            REQUIRE(db->execute(sql).has_value());
        }
    }
    ground.reopen();
    CHECK_FALSE(table_of(ground).run()->has_value());
}

}  // namespace zj::county::test
