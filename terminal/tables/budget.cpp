// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/budget.hpp"

#include <map>
#include <utility>

#include "terminal/tables/bounds.hpp"

namespace zj::tables {

Result<BudgetSheet> read_budget(const Table& table, const Mapping& mapping, const Units& units) {
    ZJ_CHECK(check_use(mapping, Kind::budget, units));
    if (!mapping.columns.contains(Field::year) && mapping.year == 0) {
        return fail("mapping.year");
    }
    ZJ_TRY(auto columns, find_columns(table, mapping));
    RowReader cells(table, mapping, units, std::move(columns));
    BudgetSheet sheet;
    std::map<std::pair<int, std::string>, std::size_t> first;
    for (const Row& row : table.rows) {
        if (!cells.begin(row)) {
            continue;
        }
        auto unit = cells.unit();
        const auto year = cells.period(Field::year, read_year, mapping.year);
        const auto amount = cells.read(Field::amount, [&mapping](std::string_view cell, Tidied& tidied) {
            return read_amount(cell, mapping.amount_unit, bounds::kBudgetFenMax, tidied);
        });
        const auto funded = cells.read(Field::funded, [](std::string_view cell, Tidied& tidied) {
            return read_count(cell, bounds::kFundedMax, tidied);
        });
        if (const auto at = unit && year ? first.find({*year, *unit}) : first.end(); at != first.end()) {
            cells.add(cells.has(Field::unit) ? Field::unit : Field::amount, "table.duplicate_unit",
                      {std::to_string(at->second)});
        }
        if (cells.end()) {
            first.emplace(std::pair{*year, *unit}, row.number);
            sheet.total += *amount;
            sheet.rows.push_back({row.number, *year, std::move(*unit), *amount, *funded});
        }
    }
    sheet.reading = cells.take();
    return sheet;
}

}  // namespace zj::tables
