// SPDX-License-Identifier: Apache-2.0
#pragma once
// The payroll of one or several months as rows of `pay.load` (INTENTS.md; domain.md 7: Pay(m) of W05 to W12). A row is
// right or wrong as a whole; right rows are taken exactly, wrong ones are named with every reason. Pure.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "terminal/tables/rows.hpp"

namespace zj::tables {

struct PayrollRow {
    std::size_t row = 0;
    std::string month;  // 2026-11
    std::string unit;   // its code
    std::string id_no, name;
    std::int64_t paid = 0;  // fen
    std::string item;       // active, retired, other
};

struct UnitTotal {
    std::size_t rows = 0;
    std::int64_t fen = 0;
};

struct PayrollSheet {
    std::vector<PayrollRow> rows;             // the right ones, in order
    std::map<std::string, UnitTotal> totals;  // of the right ones, by unit
    Reading reading;
};

// Of two right rows with the same ID number, item, unit and month the later one is the fault ("table.duplicate", {0} =
// the row of the first). Other row faults are those of cells.hpp, "table.unit_unknown", "table.unit_several",
// "table.item", "table.period" (a column says another month than the mapping, {0}), "table.quote" and "table.width".
// Errors, by which nothing is read: those of check_use() and find_columns(), and "mapping.month": neither a column nor
// the mapping says which month.
Result<PayrollSheet> read_payroll(const Table& table, const Mapping& mapping, const Units& units);

}  // namespace zj::tables
