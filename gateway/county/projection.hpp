// SPDX-License-Identifier: Apache-2.0
#pragma once
// From record versions to rows of the relational registers (schema.cpp). Pure: rows are written, and compared, by the
// callers.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/log/entry.hpp"
#include "shared/store/database.hpp"

namespace zj::county {

// Absent texts are NULL.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

struct Table {
    const char* name;
    std::size_t keys;  // leading columns that identify a row
    std::size_t columns;
    const char* select;  // every column in order, by key
    const char* insert;  // INSERT OR REPLACE with one parameter a column
    const char* clear;   // DELETE of every row
    const char* parts;   // DELETE of the rows that belong to one of this table, by its keys; empty where there are none
};
// A table from its name, its keys, its columns, their order, a mark for each, and what belongs to it.
#define ZJ_TABLE(name, keys, columns, order, marks, parts) \
    {name,                                                 \
     keys,                                                 \
     columns,                                              \
     "SELECT * FROM " name " ORDER BY " order,             \
     "INSERT OR REPLACE INTO " name " VALUES(" marks ")",  \
     "DELETE FROM " name,                                  \
     parts}
// In the order of RowSet's table numbers.
const std::vector<Table>& tables();

struct Row {
    std::size_t table = 0;
    std::vector<Cell> cells;
};

// Rows of the newest version of a record; empty for kinds without a register.
std::vector<Row> project(const log::Record& record);
// Rows that every version leaves behind: the postings of a ledger line.
std::vector<Row> project_version(const log::Record& record, std::uint64_t index);

Result<> write_row(store::Database& db, const Row& row);
// Digest of a row's cells, to compare by.
Hash row_hash(const std::vector<Cell>& cells);
std::string row_key(std::size_t table, const std::vector<Cell>& cells);
Result<> each_row(store::Database& db, std::size_t table, const std::function<void(const std::vector<Cell>&)>& each);

}  // namespace zj::county
