// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happens when: all matters and flows put down in the diary of the year, as many as the plan has cases.

#include "gateway/demo/flows.hpp"
#include "gateway/demo/handling.hpp"
#include "gateway/demo/hiring.hpp"
#include "gateway/demo/money.hpp"
#include "gateway/demo/organs.hpp"
#include "gateway/demo/staff.hpp"
#include "gateway/demo/year.hpp"

namespace zj::demo {

class Almanac {
public:
    // Both outlive it.
    Almanac(Life& life, const YearPlan& plan);

    // Once, after the books were opened and what is planted was put down. `money` outlives the year.
    void schedule(Money& money);
    Hiring& hiring() { return hiring_; }
    Leaving& leaving() { return leaving_; }

private:
    // `n` times over the year; where nobody is found for it, somebody's data change instead.
    void spread(std::size_t n, const std::function<bool()>& deed);
    std::size_t share(std::size_t of_five_thousand) const;  // one at least
    std::size_t schedule_matters();                         // cases that they make
    void schedule_words();
    std::size_t schedule_plans();
    void schedule_setups();
    void schedule_errors();
    void schedule_accounts();
    void schedule_office(Money& money);
    void schedule_reviews();

    const YearPlan& plan_;
    Life& life_;
    CaseWork cases_;
    Hiring hiring_;
    Leaving leaving_;
    Moving moving_;
    Organs organs_;
    Staff staff_;
    Files files_;
    Flows flows_;
    Handling handling_;
};

}  // namespace zj::demo
