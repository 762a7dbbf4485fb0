// SPDX-License-Identifier: Apache-2.0
#pragma once
// 期初建账: a folder of six CSV tables into `register.open` bodies, one a unit (INTENTS.md). Pure: the caller reads the
// files. Every fault is told with file, row and column; where there is one, there are no bodies, so nothing is half
// done. Columns: assets/demo/README.md.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::model {

// Bounds of register.open under rules 1: what the judge refuses beyond them the importer tells before signing. Each
// person writes two records, which keeps the books of a unit below limits::kEffectsMax.
inline constexpr std::size_t kOpeningPersonsMax = 1500;
inline constexpr std::size_t kOpeningOtherNamesMax = 20;
// Lines of a unit's plan of a year, those of its books and of supplements together, and so the highest number of one.
inline constexpr std::int64_t kPlanLinesMax = 200;

struct OpeningFault {
    std::string file;     // persons.csv
    std::size_t row = 0;  // as a spreadsheet counts; 0 = the file as a whole
    std::string column;
    std::string code;               // opening.*, form.* (assets/i18n)
    std::vector<std::string> args;  // never an ID number in full

    Error error() const;  // where = "persons.csv:12:id_no"
};

struct Opening {
    std::vector<codec::Value> bodies;  // in the order of units.csv; empty where there are faults
    std::vector<OpeningFault> faults;  // the first 500, in order of file and row
    std::size_t persons = 0, plan_lines = 0, grants = 0;
};

// name → bytes of units.csv, quota.csv, posts.csv, persons.csv, plan.csv and grants.csv; others are ignored.
using OpeningFiles = std::map<std::string, std::string, std::less<>>;
Opening parse_opening(const Catalogue& catalogue, const OpeningFiles& files);

// The names of the six files and their columns, in order.
struct OpeningTable {
    std::string file;
    std::vector<std::string> columns;
};
const std::vector<OpeningTable>& opening_tables();

}  // namespace zj::model
