// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the columns of one kind of file become our fields: guessed from a table, corrected by a person, saved, and used
// again next month. Pure.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "terminal/tables/columns.hpp"
#include "terminal/tables/table.hpp"
#include "terminal/tables/units.hpp"

namespace zj::tables {

// What a number of the file counts: 元 with two decimals, 分 without, 万元 with six.
enum class AmountUnit { yuan, fen, wan };
std::string_view name_of(AmountUnit unit);

struct Mapping {
    std::string name;  // as its maker calls it
    Kind kind = Kind::payroll;
    std::string sheet;           // empty: the first that fits
    std::size_t header_row = 0;  // 0: looked for
    // Field → headers it stands under; of several the first that the table has.
    std::map<Field, std::vector<std::string>> columns;
    UnitBy unit_by = UnitBy::code;
    AmountUnit amount_unit = AmountUnit::yuan;
    std::map<std::string, std::string> items;  // text of the file → active, retired, other

    // What holds for the whole file; empty or 0: a column must say it. Month and year are those of one use: a caller
    // sets them anew, and rows of another period are then wrong.
    std::string unit;  // a unit's code
    std::string month;
    std::string item;
    int year = 0;

    bool operator==(const Mapping&) const = default;
};

// Everything in its place: "mapping.value" (where = the member), "mapping.column" ({0} = a field that neither a column
// nor the file as a whole gives; month and year may still be given at use).
Result<void> check(const Mapping& mapping);

// {"v":1,"name":…,"kind":…,"columns":{"id_no":["身份证号"],…},"unit_by":…,"amount_unit":…,"items":{…}} and what else is
// not empty. Reading is strict: an unknown member or version is refused ("mapping.version", "json.*").
codec::Value to_value(const Mapping& mapping);
Result<Mapping> mapping_from(const codec::Value& value);
std::string write_mapping(const Mapping& mapping);  // for a file that a person may read
Result<Mapping> parse_mapping(std::string_view text);

Hints hints_of(const Mapping& mapping);

// What the headers, the titles and the first rows say. A month or year is taken from the titles where no column has it,
// and a pay item is `active` where no column tells otherwise, so that both are shown to whoever confirms. Fields may be
// missing: see check(). "table.header": no header was found.
Result<Mapping> guess_columns(const Table& table, const Units& units, Kind kind);
// The same, whole: a payroll where there are ID numbers, else a budget. "mapping.column": a field is missing.
Result<Mapping> guess_mapping(const Table& table, const Units& units);

// The month (2026-10) or year (2026) that the titles or the sheet's name say; empty where they say none.
std::string period_of_titles(const Table& table, Kind kind);

}  // namespace zj::tables
