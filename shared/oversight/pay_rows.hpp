// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the rules on payrolls share: the rows of an ID number, whose they are, and the evidence that they make. Views
// into the index; nothing here outlives it.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/oversight/rules.hpp"

namespace zj::oversight {

// Everybody who stands under the number.
std::vector<const Person*> persons_of(const Ground& g, const Number& n);
// The row of the register that counts: the one that occupies a quota, else the one that left last. Null where there is
// none but of reversed entries.
const Person* person_of(const Ground& g, const Number& n);

using Rows = std::span<const PayRow>;
// The rows of a number month by month; none is empty.
std::vector<Rows> by_month(const Number& n);
// The unit's payroll of the month; null where it was not loaded.
const PayMonth* pay_month(const Ground& g, Text unit, Month month);
// Findings about a number belong to the unit of its newest row.
Text newest_unit(const Ground& g, const Number& n);

std::string number_subject(const Number& n);
std::string pay_record(const Ground& g, const PayRow& row);
Evidence paid_evidence(const Ground& g, const Number& n, const PayRow& row);
Evidence person_evidence(const Person& p, std::string_view text, std::vector<std::string> more = {});

// The rows that a rule finds fault with, month after month.
struct Faults {
    std::vector<Evidence> evidence;
    std::optional<Month> first;
    Date newest;  // when the last of them was loaded

    bool any() const { return first.has_value(); }
    void add(const Ground& g, const PayRow& row, Evidence one);
};
// REQUIRES: faults.any().
Finding finding_of(const Ground& g, std::string_view rule, const Number& n, Text unit, Level level, Faults faults);

}  // namespace zj::oversight
