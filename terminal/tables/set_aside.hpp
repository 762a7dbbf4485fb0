// SPDX-License-Identifier: Apache-2.0
#pragma once
// The wrong rows of a reading, with their reasons, as a table for whoever corrects the file they come from. It is a
// list to work by and never a file to load: loading a month replaces the rows of each unit it names, so a file with the
// corrected rows alone would take the right ones away again. Pure.

#include <functional>
#include <string>

#include "terminal/tables/rows.hpp"
#include "terminal/tables/table.hpp"

namespace zj::tables {

// UTF-8 with a mark, as spreadsheets open it: number of the row in its file, the cells as they stood (ID numbers in
// full: whoever stores it keeps it from others), all reasons. A cell that a spreadsheet would take for a formula starts
// with an apostrophe.
std::string set_aside(const Table& table, const Reading& reading,
                      const std::function<std::string(const RowFault&)>& reason);

// Whether this table is such a list.
bool is_set_aside(const Table& table);

}  // namespace zj::tables
