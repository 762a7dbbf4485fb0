// SPDX-License-Identifier: Apache-2.0
#pragma once
// What goes wrong in the year on purpose (domain.md 13), and which rules of comparison are to find it (domain.md 7):
// one unit above its quota, one above its leader posts, three over age, four mismatches of the payroll, one decision
// not carried out, one exit reported late. A payroll that is wrong also differs in heads, which is W12's to say.

#include <string>
#include <vector>

#include "gateway/demo/hiring.hpp"
#include "gateway/demo/leaving.hpp"
#include "gateway/demo/money.hpp"

namespace zj::demo {

class Planted {
public:
    // `books`: planted.csv of the opening folder.
    Planted(Life& life, Hiring& hiring, Leaving& leaving, const std::string& books, Date until);

    void schedule();
    void alter(const std::string& month, Payroll& payroll);

    // [{kind, unit, rules, fact}], as it stands now.
    codec::Array told();

private:
    struct Mistake {
        std::string kind, unit, fact;
        std::vector<std::string> rules;
    };
    std::string row_of(const std::string& id_no);
    std::string some_row(const std::string& unit);
    void note(std::string kind, std::string unit, std::vector<std::string> rules, std::string fact);
    std::vector<std::string> with_heads(std::string rule, const std::string& unit, const std::string& month);
    void paid_after_leaving(const std::string& month, Payroll& payroll);
    void paid_as_if_on_duty(const std::string& month, Payroll& payroll);
    void paid_twice(const std::string& month, Payroll& payroll);
    void paid_too_much(const std::string& month, Payroll& payroll);

    Life& life_;
    Hiring& hiring_;
    Leaving& leaving_;
    Date until_;
    std::string over_quota_unit_, stale_unit_, late_unit_, late_id_, ghost_;
    std::vector<Mistake> mistakes_;
};

}  // namespace zj::demo
