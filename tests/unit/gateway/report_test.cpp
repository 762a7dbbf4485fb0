// SPDX-License-Identifier: Apache-2.0
// The report over a county's log as it is pushed, and the warnings that are stored for other systems.
#include "gateway/ops/report.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "gateway/county/schema.hpp"
#include "gateway/ops/overview.hpp"
#include "gateway/ops/registers.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
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
        push_since(before);
    }
    // What the county in memory has taken since so many entries, to the county's database.
    void push_since(std::size_t before) {
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
    const auto& items = told.find("warnings")->items("items");
    CHECK(*stored == items.size());
    const std::string worst_first = "red yellow notice";
    CHECK(std::ranges::is_sorted(items, {}, [&](const Value& one) { return worst_first.find(one.str_or("level")); }));
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

namespace {

// Keys beside the texts of a report, wherever they stand.
void keys_in(const Value& value, std::vector<std::string>& out) {
    if (value.is_array()) {
        for (const Value& one : value.array()) {
            keys_in(one, out);
        }
    } else if (value.is_object()) {
        for (const auto& [name, member] : value.object()) {
            if (name == "id" || name == "record") {
                out.push_back(member.string());
            }
            keys_in(member, out);
        }
    }
}

}  // namespace

TEST_CASE("a person whom only an ID number names has a reference that no guessing of numbers finds") {
    Books books;
    // On duty by the payroll and on no register: warning W05 knows no more of the person than the number.
    const std::string number = id_number(77);
    const std::size_t before = books.world.county.entries().size();
    books.world.county.hire("fin", {"fin"}, "");
    const Value row(codec::Array{number, "张三", 650'000, "active"});
    const Value load = books.world.county.intent("pay.load")
                           .set("month", "2026-11")
                           .set("source", std::string(64, 'a'))
                           .set("units", codec::Object{{kTown, codec::Array{row}}});
    REQUIRE(told(books.world.county.act("fin", {load})) == "applied");
    books.push_since(before);
    const std::string digest =
        codec::short_id(crypto::sha256("zhijian-idno-v1\n", as_bytes(kFacts.county), as_bytes(number)));
    const ops::References here(books.county->log_key());
    SeededRandom random(9);
    const ops::References elsewhere(crypto::SigningKey::generate(random));
    const std::string reference = here.of("idno/" + digest);
    CHECK(reference.starts_with("idno/"));
    CHECK(reference.find(digest) == std::string::npos);
    CHECK(reference == ops::References(books.county->log_key()).of("idno/" + digest));
    CHECK(reference != elsewhere.of("idno/" + digest));
    CHECK(here.of("pay/" + digest).substr(4) == reference.substr(5));
    CHECK(here.of("pay/2026-11/421125101") == "pay/2026-11/421125101");
    CHECK(here.of("person/abc") == "person/abc");

    const Date today{books.opened.days + 40};
    const Value report = books.told({.on = today});
    std::vector<std::string> keys;
    keys_in(report, keys);
    CHECK(std::count(keys.begin(), keys.end(), "W05/pay/" + reference.substr(5)) == 1);
    CHECK(std::count(keys.begin(), keys.end(), reference) == 1);
    const std::string whole = codec::write_json(report);
    CHECK(whole.find(digest) == std::string::npos);
    CHECK(whole.find(number) == std::string::npos);
    auto table = county::WarningTable::open(books.path(), store::key_of(1));
    REQUIRE(table.has_value());
    REQUIRE(ops::refresh_findings(*books.county, *table, kFacts, today).has_value());
    books.county.reset();
    auto db = store::Database::open(books.path(), store::key_of(1), county::migrations(), {});
    REQUIRE(db.has_value());
    store::Statement row_of = db->prepare("SELECT id, subject, evidence FROM warning_finding WHERE rule = 'W05'");
    REQUIRE(row_of.step().value());
    CHECK(row_of.text(0) == "W05/pay/" + reference.substr(5));
    CHECK(row_of.text(1) == "pay/" + reference.substr(5));
    CHECK(row_of.text(2).find(reference) != std::string_view::npos);
    CHECK_FALSE(row_of.step().value());
}

namespace {

Value stood(Books& books, ops::RegistersAsked asked) {
    auto out = ops::registers(*books.county, kFacts, asked);
    INFO((out ? std::string() : to_string(out.error())));
    REQUIRE(out.has_value());
    return *out;
}

const Value& unit_in(const Value& told, const std::string& code) {
    const auto& units = told.items("units");
    const auto at =
        std::find_if(units.begin(), units.end(), [&](const Value& unit) { return unit.str_or("code") == code; });
    REQUIRE(at != units.end());
    return *at;
}

}  // namespace

TEST_CASE("the registers of any day have a row a unit, and sum up to the report of that day") {
    Books books;
    for (const Date on : {books.opened, date_of(books.clock.time)}) {
        const Value told = stood(books, {.on = on, .unit = {}, .persons = true}), report = books.told({.on = on});
        CHECK(*told.find("sum") == *report.find("registers"));
        CHECK(told.int_or("size") == report.int_or("size"));
        std::int64_t h = 0, a = 0;
        for (const Value& unit : told.items("units")) {
            for (const auto& [type, line] : unit.find("quota")->object()) {
                h += line.int_or("h");
                a += line.int_or("a");
                CHECK(line.int_or("usable") ==
                      line.int_or("h") + line.int_or("t") - line.int_or("a") - line.int_or("r"));
            }
        }
        CHECK(h == told.find("sum")->find("all")->int_or("h"));
        CHECK(a == told.find("sum")->find("all")->int_or("a"));
        for (const Value& row : report.find("annual")->items("units")) {
            const Value& unit = unit_in(told, std::string(row.str_or("unit")));
            for (const char* roster : {"on_quota", "off_duty", "retired", "outside"}) {
                INFO(unit.str_or("code") << " " << roster);
                CHECK(unit.find("rosters")->int_or(roster) == row.int_or(roster));
                CHECK(static_cast<std::int64_t>(unit.find("persons")->items(roster).size()) == row.int_or(roster));
            }
        }
    }
}

TEST_CASE("one unit is told with its persons as they were that day, ID numbers masked") {
    Books books;
    const Value then = stood(books, {.on = books.opened, .unit = kTown, .persons = false});
    REQUIRE(then.items("units").size() == 1);
    const Value& unit = then.items("units")[0];
    const auto& people = unit.find("persons")->items("on_quota");
    CHECK(people.size() == 4);
    CHECK(people[0].str_or("id_no").substr(6) == std::string(12, '*'));  // a birth stands beside it
    CHECK(unit.find("posts")->find("deputy")->int_or("auth") == 2);
    const Value now = stood(books, {.on = date_of(books.clock.time), .unit = kTown, .persons = false});
    CHECK(now.items("units")[0].find("persons")->items("on_quota").size() == 3);
    CHECK(stood(books, {.on = books.opened, .unit = {}, .persons = false}).items("units")[0].find("persons") ==
          nullptr);
    const auto unknown = ops::registers(*books.county, kFacts, {books.opened, "421125999", false});
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().code == "registers.unit");
}

TEST_CASE("the history of a record tells each version with its entry, the newest first") {
    Books books;
    const std::string line = "ledger/" + kTown + "/20";
    const auto told = ops::history(*books.county, line, 50);
    REQUIRE(told.has_value());
    const auto& versions = told->items("versions");
    REQUIRE(versions.size() >= 2);
    CHECK(versions.front().find("record")->int_or("a") == 3);
    CHECK(versions.back().find("record")->int_or("a") == 4);
    for (std::size_t i = 1; i < versions.size(); ++i) {
        CHECK(versions[i - 1].int_or("version") == versions[i].int_or("version") + 1);
        CHECK(versions[i - 1].int_or("entry") > versions[i].int_or("entry"));
        CHECK(versions[i].find("record")->find("trail") == nullptr);
    }
    const auto one = ops::history(*books.county, line, 1);
    CHECK(one->items("versions").size() == 1);
    CHECK(one->bool_or("more"));
    CHECK(ops::history(*books.county, "ledger/" + kTown + "/2", 50).error().code == "history.none");
    CHECK(ops::history(*books.county, "identity/x", 50).error().code == "history.kind");
    const std::string person = ops::history(*books.county, books.world.person_of(kTown), 1)
                                   ->items("versions")[0]
                                   .find("record")
                                   ->find("id_no")
                                   ->string();
    CHECK(person.substr(6) == std::string(12, '*'));
}

TEST_CASE("figures of one unit, system or matter are told alone, and codes that nothing has are refused") {
    Books books;
    const Date on = date_of(books.clock.time);
    const Value town = books.told({.on = on, .unit = kTown});
    CHECK(town.find("registers")->find("all")->int_or("a") == 3);
    CHECK(town.find("annual")->items("units").size() == 1);
    CHECK(town.find("statistics")->find("cases")->find("all")->int_or("closed") == 1);
    CHECK(books.told({.on = on, .matter = "USE"}).find("statistics")->find("cases")->find("all")->int_or("closed") ==
          0);
    CHECK(books.told({.on = on, .system = "9"}).find("registers")->find("all")->int_or("a") == 0);
    CHECK(books.refused({.on = on, .unit = "421125999"}) == "report.unit");
    CHECK(books.refused({.on = on, .matter = "XYZ"}) == "report.code");
    CHECK(books.refused({.on = on, .system = "77"}) == "report.code");
    const auto standing = [&](std::int64_t population) {
        return std::string(
            books.told({.on = on, .population = population}).find("statistics")->find("funded")->str_or("standing"));
    };
    const std::int64_t funded = books.told({.on = on, .population = 1}).find("statistics")->find("funded")->int_or("n");
    REQUIRE(funded > 0);
    CHECK(standing(funded * 100) == "within");
    CHECK(standing(funded * 100 - 1) == "above_rule");
    CHECK(standing(funded * 20) == "critical");
}

}  // namespace zj::test
