// SPDX-License-Identifier: Apache-2.0
#pragma once
// The persons of a batch 划转 (domain.md 4.5): one form with what holds for all of them, and a list with a row each.
// The list stands in the form or in a table, CSV or XLSX, whose headers are the form's fields by key or Chinese name;
// codes may be written as code or as name there.

#include <string>
#include <vector>

#include "terminal/work/filled.hpp"

namespace zj::work {

struct BatchRow {
    std::string name;     // how a fault calls the row: /persons/0, or the number that the spreadsheet shows
    codec::Value own;     // what the row itself says
    codec::Value fields;  // with what holds for all, normalised: the fields of its case
};
struct BatchRows {
    std::vector<BatchRow> rows;
    std::vector<std::string> passed_over;  // headers of a table that are no field of the form: 序号, 备注
};

// Faults of single cells and rows go to `faults`. "form.rows" (none, or more than one change set carries),
// "form.type" of something that is no list, "form.batch_columns" (a table without the columns of names and ID numbers),
// "file.read", table.* of what cannot be read as a whole.
Result<BatchRows> read_batch_rows(const model::Catalogue& catalogue, const model::Matter& matter, const Filled& filled,
                                  const Submission& submission, std::vector<model::FormFault>& faults);

// Where a fault of the row's case belongs: the row, or the form where what holds for all is wrong.
std::string place_in_batch(const BatchRow& row, const codec::Value& common, const std::string& pointer);

}  // namespace zj::work
