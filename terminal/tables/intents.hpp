// SPDX-License-Identifier: Apache-2.0
#pragma once
// Right rows as the intents of one change set: all take effect or none (INTENTS.md, pay.load and budget.load). Pure.

#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "terminal/tables/budget.hpp"
#include "terminal/tables/payroll.hpp"

namespace zj::tables {

// `source` is the SHA-256 of the file, in hex. Loading a month replaces the units it names, so a unit's rows of one
// month stand in one intent; months and units are in order. Errors: "table.nothing": no right row; "table.unit_rows"
// and "table.unit_bytes" ({0} = the unit): more than one intent can carry; "table.halves": more than a change set can.
Result<std::vector<codec::Value>> payroll_intents(const PayrollSheet& sheet, const std::string& source);
Result<std::vector<codec::Value>> budget_intents(const BudgetSheet& sheet, const std::string& source);

}  // namespace zj::tables
