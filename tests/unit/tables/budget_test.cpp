// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/budget.hpp"

#include <catch2/catch_test_macros.hpp>

#include "terminal/tables/read.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

const Units& county() {
    static const Units kUnits(test::some_units(9));
    return kUnits;
}

Result<BudgetSheet> read(const std::string& csv) {
    const auto table = read_table(as_bytes(csv));
    REQUIRE(table.has_value());
    const auto mapping = guess_mapping(*table, county());
    REQUIRE(mapping.has_value());
    return read_budget(*table, *mapping, county());
}

}  // namespace

TEST_CASE("a budget in ten thousands is read exactly to the fen") {
    const auto sheet = read(
        "2026年部门预算,,\n单位名称,人员经费(万元),供养人数\n浠水县第000局,\"1,234.567891\",120\n浠水县第001局,0.5,"
        "8\n合计,,128\n");
    REQUIRE(sheet.has_value());
    CHECK(sheet->reading.faults.empty());
    REQUIRE(sheet->rows.size() == 2);
    CHECK(sheet->rows[0].unit == "u000");
    CHECK(sheet->rows[0].year == 2026);
    CHECK(sheet->rows[0].amount == 1'234'567'891);
    CHECK(sheet->rows[0].funded == 120);
    CHECK(sheet->total == 1'235'067'891);
    CHECK(sheet->reading.total_rows.size() == 1);
}

TEST_CASE("a unit's second budget of a year, a broken amount and a broken count are faults") {
    const auto sheet = read(
        "单位,年度,人员经费,供养人数\nu000,2026,1,1\nu000,2027,1,1\nu000,2026,2,1\nu001,2026,x,1\nu002,2026,1,1."
        "5\nu003,26,1,1\n"
        "u004,2026,10000000000.01,1\n");
    REQUIRE(sheet.has_value());
    std::vector<std::string> codes;
    for (const RowFault& fault : sheet->reading.faults) {
        codes.push_back(std::to_string(fault.row) + " " + fault.code);
    }
    CHECK(codes == std::vector<std::string>{"4 table.duplicate_unit", "5 table.amount", "6 table.count",
                                            "7 table.year_cell", "8 table.amount_large"});
    CHECK(sheet->reading.faults[0].args == std::vector<std::string>{"2"});
    CHECK(sheet->rows.size() == 2);
}

TEST_CASE("without a year nothing is read") {
    const auto sheet = read("单位,人员经费,供养人数\nu000,1,1\n");
    CHECK(sheet.error().code == "mapping.year");
}
