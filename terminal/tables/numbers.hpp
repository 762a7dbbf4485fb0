// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers and days as a workbook stores them, as a person would read them. On decimal digits throughout: no amount goes
// through a binary fraction. Pure.

#include <optional>
#include <string>
#include <string_view>

namespace zj::tables {

// 5230.3999999999996 → 5230.4, 1.2E3 → 1200: rounded to the 15 digits that a spreadsheet computes with and shows, and
// written out. From 10^15 on digits are lost, and it stays in scientific form (4.2909919900307E+17), so that nobody
// takes it for a number that was typed. Nothing where `text` is no number.
std::optional<std::string> plain_number(std::string_view text);

// 4.29E+17 and the like: what a spreadsheet makes of a long number.
bool is_scientific(std::string_view text);

// Day number of a workbook as 2026-11-23; days before and after the fraction alike. `from_1904`: the other of the two
// epochs. Nothing outside 1900-01-01 … 2199-12-31, and for the day that 1900 never had.
std::optional<std::string> day_from_serial(std::string_view number, bool from_1904);

// Whether numbers of this format are days: by the number of a built-in format, or by the code of another.
bool is_day_format(unsigned id);
bool is_day_format(std::string_view code);

}  // namespace zj::tables
