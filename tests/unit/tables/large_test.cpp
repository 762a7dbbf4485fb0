// SPDX-License-Identifier: Apache-2.0
// A month of the whole county: 30,000 rows, one in a hundred broken in one of ten ways. Right rows are taken exactly,
// each wrong one is named by its number and its reason, within three seconds.
#include <chrono>
#include <map>

#include <catch2/catch_test_macros.hpp>

#include "terminal/tables/intents.hpp"
#include "terminal/tables/payroll.hpp"
#include "terminal/tables/read.hpp"
#include "tests/unit/tables/files.hpp"
#include "tests/unit/tables/month_file.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

void check_file(const std::string& bytes, const test::Month& month) {
    const Units units(test::some_units(test::kMonthUnits + 2));
    const auto begun = std::chrono::steady_clock::now();
    const auto table = read_table(as_bytes(bytes));
    REQUIRE(table.has_value());
    const auto mapping = guess_mapping(*table, units);
    REQUIRE(mapping.has_value());
    const auto sheet = read_payroll(*table, *mapping, units);
    REQUIRE(sheet.has_value());
    const auto bodies = payroll_intents(*sheet, std::string(64, 'a'));
    const auto took = std::chrono::steady_clock::now() - begun;
    REQUIRE(bodies.has_value());
#if !defined(ZJ_SANITIZED)
    CHECK(took < std::chrono::seconds(3));
#endif
    INFO("milliseconds: " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count());

    std::map<std::size_t, std::string> wrong;
    std::size_t duplicates_wrong = 0;
    for (const RowFault& fault : sheet->reading.faults) {
        wrong[fault.row] += fault.code;
        if (fault.code == "table.duplicate") {
            duplicates_wrong += fault.args != std::vector<std::string>{std::to_string(month.duplicates.at(fault.row))};
        }
    }
    CHECK(wrong == month.wrong);
    CHECK(duplicates_wrong == 0);
    CHECK(sheet->reading.wrong_rows == 10 * test::kBrokenEach);
    CHECK(sheet->reading.total_rows == std::vector<std::size_t>{test::kMonthRows + test::kMonthHeaderRow + 1});

    REQUIRE(sheet->rows.size() == month.right.size());
    std::size_t different = 0;
    std::map<std::string, std::int64_t> totals;
    for (std::size_t i = 0; i < month.right.size(); ++i) {
        const PayrollRow &is = sheet->rows[i], &must = month.right[i];
        different += is.row != must.row || is.month != must.month || is.unit != must.unit || is.id_no != must.id_no ||
                     is.name != must.name || is.paid != must.paid || is.item != must.item;
        totals[must.unit] += must.paid;
    }
    CHECK(different == 0);
    for (const auto& [unit, fen] : totals) {
        CHECK(sheet->totals.at(unit).fen == fen);
    }
    // The later halves of duplicates are written in full width too.
    CHECK(sheet->reading.tidied.full_width == month.full_width + test::kBrokenEach);
    CHECK(sheet->reading.tidied.spaces == month.spaces);
    CHECK(sheet->reading.tidied.separators == month.separators);
    CHECK(sheet->reading.tidied.letter_x == month.letter_x);
    WARN("30,000 rows: " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms");
}

}  // namespace

TEST_CASE("30,000 rows of GB18030 text with one in a hundred broken are read, and each wrong row is named") {
    const test::Month month = test::month_of(20261127, false);
    check_file(test::csv_of(month), month);
}

TEST_CASE("30,000 rows of a workbook with one in a hundred broken are read, and each wrong row is named") {
    const test::Month month = test::month_of(20261128, true);
    check_file(test::book_of(month), month);
}
