// SPDX-License-Identifier: Apache-2.0
#pragma once
// A month of the whole county as finance exports it: 30,000 rows, one in a hundred broken in one of ten ways, and what
// must come of it.

#include <map>
#include <string>
#include <vector>

#include "terminal/tables/payroll.hpp"

namespace zj::tables::test {

inline constexpr std::size_t kMonthRows = 30'000;
inline constexpr std::size_t kMonthUnits = 131;  // u000 to u130 of some_units(), by their names
inline constexpr std::size_t kBrokenEach = 30;   // of ten ways
inline constexpr std::size_t kMonthHeaderRow = 3;

struct MonthLine {
    std::string unit, id_no, name, paid, item, paid_on, remark;
    std::size_t delimiters_lost = 0;
    bool broken_bytes = false;
};

struct Month {
    std::vector<MonthLine> lines;
    std::vector<PayrollRow> right;
    std::map<std::size_t, std::string> wrong;       // row → code
    std::map<std::size_t, std::size_t> duplicates;  // row → row of the first
    std::size_t full_width = 0, spaces = 0, separators = 0, letter_x = 0;
};

// Of 2026-10, everything from the seed. Two ways of breaking a row are others in a workbook.
Month month_of(std::uint64_t seed, bool workbook);
std::string csv_of(const Month& month);  // GB18030
std::string book_of(const Month& month);

}  // namespace zj::tables::test
