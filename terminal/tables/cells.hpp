// SPDX-License-Identifier: Apache-2.0
#pragma once
// One cell into a value: what a person would read in it without guessing, else a fault. Tidying (width of signs,
// spaces, separators of thousands, x for X) is counted, so that it can be told. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "terminal/tables/mapping.hpp"

namespace zj::tables {

struct Tidied {  // cells, by what was done to them
    std::size_t full_width = 0, spaces = 0, separators = 0, letter_x = 0;
    bool operator==(const Tidied&) const = default;
};

// Error::where and detail are left empty: the row and column are the caller's. "table.missing": nothing but spaces;
// "table.bytes": broken bytes in it; both of each of the following.

// No spaces around. For unit names, items and whatever is looked up.
Result<std::string> read_text_cell(std::string_view cell, Tidied& tidied);

// 18 signs, checksum, X (domain.md 11). "form.id_scientific": a spreadsheet took it for a number and its last digits
// are lost; "table.id_15": the old number; "table.id_no": signs, length, day of birth or check digit.
Result<std::string> read_id_number(std::string_view cell, Tidied& tidied);

// At most bounds::kNameCharactersMax, no digits (those of another column) and no control signs; padding between Chinese
// signs (张　三) is taken out. "table.name".
Result<std::string> read_name(std::string_view cell, Tidied& tidied);

// Exactly, in fen. "table.amount": no number, or separators out of place; "table.amount_negative" ({0} nothing),
// "table.amount_decimals" ({0} = how many the unit allows), "table.amount_large" ({0} = most yuan).
Result<std::int64_t> read_amount(std::string_view cell, AmountUnit unit, std::int64_t fen_max, Tidied& tidied);

// A whole number from 0. "table.count" ({0} = most).
Result<std::int64_t> read_count(std::string_view cell, std::int64_t max, Tidied& tidied);

// 2026-11-05, 2026/11/5, 2026.11.5, 2026年11月5日, 20261105 → 2026-11-05. "table.date": none of these, or no such day.
Result<std::string> read_day(std::string_view cell, Tidied& tidied);

// 2026-11, 2026年11月, 202611, or a day of it → 2026-11. "table.month_cell".
Result<std::string> read_month(std::string_view cell, Tidied& tidied);

// 2026, 2026年, 2026年度 → 2026. "table.year_cell".
Result<int> read_year(std::string_view cell, Tidied& tidied);

}  // namespace zj::tables
