// SPDX-License-Identifier: Apache-2.0
#pragma once
// One table of the opening folder: its columns, and its bytes read into rows. What rows must agree on with each other
// is opening.cpp's.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/csv.hpp"
#include "shared/model/opening.hpp"

namespace zj::model {

constexpr std::array<std::string_view, 6> kOpeningFiles{"units.csv",   "quota.csv", "posts.csv",
                                                        "persons.csv", "plan.csv",  "grants.csv"};

struct OpeningRow {
    std::size_t number = 0;  // as a spreadsheet counts
    std::string unit;        // unit_code
    codec::Value value;      // the other columns that hold something
};

struct OpeningColumn {
    enum class Kind { key, line, code, integer, boolean, flag, date, doc, id_no, uscc, names, inner };
    std::string name;
    Kind kind = Kind::line;
    bool required = false;
    std::string list = {};   // code
    std::int64_t min = 0;    // integer
    std::int64_t max = 100;  // integer: value; line: characters
};
// Columns are members of the body's objects but for unit_code outside units.csv, which says where the row belongs.
// REQUIRES: one of kOpeningFiles.
const std::vector<OpeningColumn>& opening_columns(std::string_view file);

class OpeningReader {
public:
    // The first faults are kept, up to a bound; `catalogue`, `files` and `faults` outlive the reader.
    OpeningReader(const Catalogue& catalogue, const OpeningFiles& files, std::vector<OpeningFault>& faults)
        : catalogue_(catalogue), files_(files), faults_(faults) {}

    // A cell that holds nothing it may hold is a fault and left out; empty where the table cannot be read at all.
    std::vector<OpeningRow> rows(std::string_view file);
    void add(std::string_view file, std::size_t row, std::string_view column, std::string code,
             std::vector<std::string> args = {});

private:
    std::vector<std::size_t> places_of(std::string_view file, const CsvTable& table);
    OpeningRow read_row(std::string_view file, std::size_t number, const std::vector<std::size_t>& places,
                        const std::vector<std::string>& cells);
    std::optional<codec::Value> read_cell(const OpeningColumn& column, const std::string& cell,
                                          std::string& code) const;
    std::optional<codec::Value> code_by_label(const std::string& list, const std::string& cell) const;
    std::optional<codec::Value> read_inner(const std::string& cell, std::string& code) const;

    const Catalogue& catalogue_;
    const OpeningFiles& files_;
    std::vector<OpeningFault>& faults_;
};

}  // namespace zj::model
