// SPDX-License-Identifier: Apache-2.0
#pragma once
// The yearly personnel budget of units as rows of `budget.load` (INTENTS.md; domain.md 7: Bud(u) of W10, funded count
// of W12). As payroll.hpp. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "terminal/tables/rows.hpp"

namespace zj::tables {

struct BudgetRow {
    std::size_t row = 0;
    int year = 0;
    std::string unit;         // its code
    std::int64_t amount = 0;  // fen
    std::int64_t funded = 0;  // persons the budget pays for
};

struct BudgetSheet {
    std::vector<BudgetRow> rows;  // the right ones, in order
    std::int64_t total = 0;       // fen
    Reading reading;
};

// Of two right rows of one unit and year the later one is the fault ("table.duplicate_unit", {0} = the row of the
// first). Errors, by which nothing is read: as read_payroll; "mapping.year" instead of the month's.
Result<BudgetSheet> read_budget(const Table& table, const Mapping& mapping, const Units& units);

}  // namespace zj::tables
