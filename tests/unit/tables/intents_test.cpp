// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/intents.hpp"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "terminal/tables/bounds.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

const std::string kSource(64, 'a');

PayrollRow row_of(std::string unit, std::size_t person, std::string month = "2026-10") {
    return {person + 2, std::move(month), std::move(unit), test::id_number(person), "张三", 523040, "active"};
}

PayrollSheet sheet_of(std::size_t units, std::size_t persons_each) {
    PayrollSheet out;
    for (std::size_t unit = 0; unit < units; ++unit) {
        for (std::size_t i = 0; i < persons_each; ++i) {
            out.rows.push_back(row_of("u" + std::to_string(unit), i));
        }
    }
    return out;
}

}  // namespace

TEST_CASE("rows become pay.load in the order of months and units") {
    PayrollSheet sheet;
    sheet.rows = {row_of("u002", 1, "2026-11"), row_of("u001", 1), row_of("u001", 2)};
    const auto bodies = payroll_intents(sheet, kSource);
    REQUIRE(bodies.has_value());
    REQUIRE(bodies->size() == 2);
    CHECK(codec::write_json((*bodies)[0]) == "{\"do\":\"pay.load\",\"month\":\"2026-10\",\"source\":\"" + kSource +
                                                 "\",\"units\":{\"u001\":[[\"" + test::id_number(1) +
                                                 "\",\"张三\",523040,\"active\"],[\"" + test::id_number(2) +
                                                 "\",\"张三\",523040,\"active\"]]}}");
    CHECK((*bodies)[1].str_or("month") == "2026-11");
}

TEST_CASE("bodies stay within the bounds of the format, and a unit stands in one of them") {
    const auto bodies = payroll_intents(sheet_of(40, 1000), kSource);
    REQUIRE(bodies.has_value());
    CHECK(bodies->size() >= 2);
    std::set<std::string> seen;
    std::size_t rows = 0, bytes = 0;
    for (const codec::Value& body : *bodies) {
        const std::string text = codec::write_json(body);
        bytes += text.size();
        CHECK(codec::parse_json(text, limits::kBodyBytesMax).value() == body);
        for (const auto& [unit, list] : body.find("units")->object()) {
            CHECK(seen.insert(unit).second);
            rows += list.array().size();
        }
    }
    CHECK(rows == 40'000);
    CHECK(bytes <= limits::kBodiesBytesMax);
}

TEST_CASE("what one change set cannot carry is told, and nothing is prepared") {
    CHECK(payroll_intents({}, kSource).error().code == "table.nothing");
    CHECK(payroll_intents(sheet_of(100, 1000), kSource).error().code == "table.halves");
    CHECK(payroll_intents(sheet_of(1, bounds::kUnitRowsMax), kSource).has_value());
    CHECK(payroll_intents(sheet_of(1, bounds::kUnitRowsMax + 1), kSource).error() ==
          fail("table.unit_rows", {}, {}, {"u0", "5000"}));
    PayrollSheet long_names = sheet_of(1, bounds::kUnitRowsMax);
    for (PayrollRow& row : long_names.rows) {
        row.name.clear();
        for (int i = 0; i < 50; ++i) {
            row.name += "𠮷";
        }
    }
    CHECK(payroll_intents(long_names, kSource).error().code == "table.unit_bytes");
    PayrollSheet many_months;
    for (std::size_t i = 0; i <= limits::kIntentsMax; ++i) {
        many_months.rows.push_back(row_of("u0", 1, std::to_string(2000 + i) + "-01"));
    }
    CHECK(payroll_intents(many_months, kSource).error().code == "table.halves");
}

TEST_CASE("a budget becomes budget.load, a year at a time") {
    BudgetSheet sheet;
    sheet.rows = {{2, 2026, "u001", 100, 3}, {3, 2025, "u001", 90, 2}};
    const auto bodies = budget_intents(sheet, kSource);
    REQUIRE(bodies.has_value());
    REQUIRE(bodies->size() == 2);
    CHECK(codec::write_json((*bodies)[1]) ==
          "{\"do\":\"budget.load\",\"source\":\"" + kSource +
              "\",\"units\":{\"u001\":{\"amount\":100,\"funded\":3}},\"year\":2026}");
    CHECK(budget_intents({}, kSource).error().code == "table.nothing");
}

TEST_CASE("no intent names more units than its rule takes") {
    const auto bodies = payroll_intents(sheet_of(bounds::kIntentUnitsMax + 1, 1), kSource);
    REQUIRE(bodies.has_value());
    REQUIRE(bodies->size() == 2);
    CHECK((*bodies)[0].find("units")->object().size() == bounds::kIntentUnitsMax);
    CHECK((*bodies)[1].find("units")->object().size() == 1);
}
