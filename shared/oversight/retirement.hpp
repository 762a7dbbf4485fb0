// SPDX-License-Identifier: Apache-2.0
#pragma once
// When people retire (domain.md 12): the statutory month of the decision of 2024-09-13, elastic retirement by choice,
// and a month set by hand. Months are given as their first day.

#include <optional>

#include "shared/base/result.hpp"
#include "shared/model/retire_category.hpp"
#include "shared/oversight/facts.hpp"

namespace zj::oversight {

// Civil servants, and leaders and managers of public institutions, retire when due: they may not stay on.
bool must_leave_when_due(const Person& person);

// The month a person may choose: `months` below 0 early, above 0 late. Both at most three years; early not below the
// age before the reform; none of it for those who reached that age by the end of 2024.
// Errors: retire.span, retire.below_old_age, retire.must_leave, retire.old_rule.
Result<Date> elastic_month(model::RetireCategory category, Date birth, std::int64_t months, bool must_leave);

enum class RetireBy { statute, choice, hand };
struct Retirement {
    Date on;         // first day of the month
    Date statutory;  // without choice or hand
    RetireBy by = RetireBy::statute;
};
// A month set by hand goes before a choice, a choice before the statute; a choice that is not allowed counts for
// nothing. Absent where neither birth nor a date of retirement is known.
std::optional<Retirement> retirement_of(const Person& person, const model::Catalogue& catalogue);

}  // namespace zj::oversight
