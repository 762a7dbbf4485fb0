// SPDX-License-Identifier: Apache-2.0
#pragma once
// A payroll or budget file of finance as one signed change set: all of its intents take effect or none (INTENTS.md,
// pay.load and budget.load; domain.md 7: what W05 to W12 are computed from).

#include <functional>
#include <string>
#include <vector>

#include "terminal/tables/apart.hpp"
#include "terminal/tables/rows.hpp"
#include "terminal/work/context.hpp"

namespace zj::work {

struct LoadWish {
    tables::Kind kind = tables::Kind::payroll;
    std::string file;
    std::string period;        // 2026-11 of a payroll, 2026 of a budget: what is meant to be loaded
    std::string mapping;       // file of a saved mapping; empty: guessed from the table
    std::string save_mapping;  // file for the mapping used, without the period; empty: it is not kept
    std::string set_aside;     // file for the wrong rows (0600); empty: where there are any, nothing is signed
    bool preview = false;      // read, told and foretold; nothing is signed and no row set aside
    tables::Program reader = tables::program_beside_us();  // of the file
};

// In order: read the file and the mapping, save the mapping, judge the rows, foretell, set the wrong rows aside, sign.
// A failure after any of these leaves nothing signed, and the same verb may be run again: a file to be written may be
// there already where it has the same content. `faults` holds those of wrong rows, with or without an error.
//
// {"kind","period","source" (SHA-256 of the file),"file":{…how it was read},"rows":{"right","wrong","totals","headers",
// "empty"},"tidied":{…},"units":[{"unit","name","rows","fen","before_rows","before_fen"}…],"mapping","preview", and of
// what was signed "seq","change_set","state"}; `before` is what this load replaces.
//
// Errors: "load.wrong_rows" ({0} wrong, {1} right), "load.period" ({0} what the titles say, {1} what is asked),
// "load.list" (a list of wrong rows), "load.exists" ({0} a file with another content is there), "load.month" and
// "load.year" ({0} no such period), the judge's code for what the county would refuse now, those of tables, "mapping.*"
// and "file.*".
Result<codec::Value> load_table(const Context& context, const LoadWish& wish, std::vector<tables::RowFault>& faults);

}  // namespace zj::work
