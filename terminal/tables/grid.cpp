// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/grid.hpp"

#include <algorithm>
#include <utility>

#include "shared/model/characters.hpp"
#include "terminal/tables/bounds.hpp"

namespace zj::tables {

namespace {

bool is_blank(const std::string& cell) {
    return cell.empty() || model::trimmed(cell).empty();
}

Error too_many(const char* code, const Row& row, std::size_t bound) {
    return {code, std::to_string(row.number), {}, {std::to_string(bound)}};
}

}  // namespace

Result<void> Grid::add(Row row) {
    while (!row.cells.empty() && is_blank(row.cells.back())) {
        row.cells.pop_back();
    }
    if (row.cells.empty()) {
        return {};
    }
    for (const std::string& cell : row.cells) {
        if (cell.size() > bounds::kCellBytesMax) {
            return too_many("table.cell_text", row, bounds::kCellBytesMax);
        }
        text_bytes_ += cell.size();
    }
    cells_ += row.cells.size();
    if (row.cells.size() > bounds::kColumnsMax) {
        return too_many("table.columns", row, bounds::kColumnsMax);
    }
    if (rows.size() == bounds::kRowsMax) {
        return too_many("table.rows", row, bounds::kRowsMax);
    }
    if (cells_ > bounds::kCellsMax) {
        return too_many("table.cells", row, bounds::kCellsMax);
    }
    if (text_bytes_ > bounds::kTextBytesMax) {
        return too_many("table.text", row, bounds::kTextBytesMax);
    }
    rows.push_back(std::move(row));
    return {};
}

Result<void> Grid::fill(Row& row, std::size_t column, const std::string& text) {
    if (row.cells.size() > column && !row.cells[column].empty()) {
        return {};
    }
    cells_ += row.cells.size() > column ? 0 : column + 1 - row.cells.size();
    text_bytes_ += text.size();
    if (cells_ > bounds::kCellsMax) {
        return too_many("table.cells", row, bounds::kCellsMax);
    }
    if (text_bytes_ > bounds::kTextBytesMax) {
        return too_many("table.text", row, bounds::kTextBytesMax);
    }
    row.cells.resize(std::max(row.cells.size(), column + 1));
    row.cells[column] = text;
    return {};
}

}  // namespace zj::tables
