// SPDX-License-Identifier: Apache-2.0
#pragma once
// What payroll and budget have in common: rows that are skipped, columns found by a mapping, and faults by row. Pure.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.hpp"
#include "terminal/tables/cells.hpp"
#include "terminal/tables/mapping.hpp"
#include "terminal/tables/table.hpp"
#include "terminal/tables/units.hpp"

namespace zj::tables {

struct RowFault {
    std::size_t row = 0;  // as the spreadsheet shows it
    std::string column;   // the header; empty: the row as a whole
    std::string code;
    std::string shown;  // what stands there, as shown()
    std::vector<std::string> args;

    Error error() const;  // where = "12 身份证号", for texts and outputs; detail = what stands there
};

// What was read, beside the rows themselves.
struct Reading {
    std::vector<RowFault> faults;          // in order of rows; a row may have several
    std::size_t wrong_rows = 0;            // rows with faults
    std::vector<std::size_t> total_rows;   // 合计, 小计, 总计: skipped
    std::vector<std::size_t> header_rows;  // the header again, as on a new page: skipped
    std::size_t empty_rows = 0;            // skipped
    Tidied tidied;
};

// Where each field of the mapping stands in the table. "table.header": the table has no header; "table.column" ({0} =
// the headers looked for): none of them is there; "table.column_twice" ({0} = the header).
Result<std::map<Field, std::size_t>> find_columns(const Table& table, const Mapping& mapping);

// What a reading needs beside the columns: a mapping of this kind ("mapping.kind"), whole (check()), whose unit for the
// file as a whole is one of `units` ("mapping.unit").
Result<void> check_use(const Mapping& mapping, Kind kind, const Units& units);

// A row that sums up others: one of its first cells says so. A person may be named so too, see RowReader::begin().
bool is_total(const Row& row);

// Reads the cells of one row after the other and keeps their faults. All arguments outlive it.
class RowReader {
public:
    RowReader(const Table& table, const Mapping& mapping, const Units& units, std::map<Field, std::size_t> columns)
        : table_(table), mapping_(mapping), units_(units), columns_(std::move(columns)) {
        reading_.empty_rows = table.empty_rows;
    }

    // False where the row is skipped (and told) or cannot be read as a whole (a fault). What has an ID number is a
    // person, whatever the name.
    bool begin(const Row& row);
    // Whether the row has had no fault so far. Call once at its end.
    bool end();

    bool has(Field field) const { return columns_.contains(field); }
    // The cell through one of cells.hpp's; a fault and nothing where it holds nothing of the kind.
    template <class Read>
    auto read(Field field, Read read_cell)
        -> std::optional<typename decltype(read_cell({}, std::declval<Tidied&>()))::value_type> {
        auto value = read_cell(cell(field), reading_.tidied);
        if (!value) {
            add(field, value.error().code, value.error().args);
            return std::nullopt;
        }
        return std::move(*value);
    }
    // The unit's code, by the column or for the whole file.
    std::optional<std::string> unit();
    // Through `read_cell` too, or what holds for the whole file where no column says it. A column that says another
    // period than the whole file is a fault: it is not what its loader means to load.
    template <class Period, class Read>
    std::optional<Period> period(Field field, Read read_cell, const Period& whole) {
        if (!has(field)) {
            return whole;
        }
        const auto told = read(field, read_cell);
        if (told && whole != Period() && *told != whole) {
            add(field, "table.period", {period_text(whole)});
            return std::nullopt;
        }
        return told;
    }
    void add(Field field, std::string code, std::vector<std::string> args = {});

    Reading take() { return std::move(reading_); }

private:
    static std::string period_text(const std::string& month) { return month; }
    static std::string period_text(int year) { return std::to_string(year); }
    bool is_header() const;
    bool has_id_number() const;
    std::string_view cell(Field field) const;

    const Table& table_;
    const Mapping& mapping_;
    const Units& units_;
    std::map<Field, std::size_t> columns_;
    Reading reading_;
    const Row* row_ = nullptr;
    bool wrong_ = false;
};

}  // namespace zj::tables
