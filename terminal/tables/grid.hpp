// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rows as they are gathered from any source, under the bounds of a table. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace zj::tables {

struct Row {
    std::size_t number = 0;          // as the spreadsheet shows it; in a text file, the record
    std::vector<std::string> cells;  // UTF-8, as written
    std::string fault;               // a code where the row as a whole cannot be read: table.quote, table.width
};

class Grid {
public:
    // Rows without anything in them are left out; trailing empty cells too, so that formatting costs nothing.
    // "table.rows", "table.columns", "table.cells", "table.cell_text", "table.text": a bound is passed.
    Result<void> add(Row row);

    // Puts a text into an empty cell of one of `rows`, under the same bounds.
    Result<void> fill(Row& row, std::size_t column, const std::string& text);

    std::vector<Row> rows;  // numbers grow

private:
    std::size_t cells_ = 0, text_bytes_ = 0;
};

}  // namespace zj::tables
