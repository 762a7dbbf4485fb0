// SPDX-License-Identifier: Apache-2.0
#pragma once
// A payroll or budget file as finance exports it (domain.md 7: what W05 to W12 are computed from), as a table: CSV or
// XLSX, with what was found out about it. Nothing is decided here about a row but whether it can be read at all. Pure.

#include <cstddef>
#include <string>
#include <vector>

#include "terminal/tables/encoding.hpp"
#include "terminal/tables/grid.hpp"

namespace zj::tables {

// What somebody, or a saved mapping, knows already. Empty or 0: to be found out.
struct Hints {
    std::string sheet;
    std::size_t header_row = 0;
    std::vector<std::string> headers;  // texts to look for beside the known ones
};

struct Table {
    bool workbook = false;
    std::vector<std::string> sheets;  // of a workbook, hidden ones too
    std::string sheet;                // the one read
    Encoding encoding = Encoding::utf8;
    char delimiter = 0;      // of a text file: , ; or tab
    std::size_t broken = 0;  // places where its bytes were broken

    std::size_t header_row = 0;       // 0: none found; then all rows stand in `rows`
    std::vector<std::string> header;  // trimmed, line ends as spaces
    std::vector<Row> above;           // titles
    std::vector<Row> rows;            // below the header; empty ones are left out
    std::size_t empty_rows = 0;       // between them
};

// The first `rows_max` rows, titles and header among them, as they may be shown: ID numbers masked, long cells cut.
std::vector<Row> preview(const Table& table, std::size_t rows_max);

// A cell for screens and outputs: bounds::kShownCharactersMax characters, whatever looks like an ID number masked.
std::string shown(std::string_view cell);

}  // namespace zj::tables
