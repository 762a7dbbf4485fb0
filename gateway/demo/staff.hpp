// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happens to people without a case of a matter (domain.md 3.4, 5 and 12): they choose the month of their
// retirement, are lent to other units, get another pay, come to another roster or are listed beside the quota.

#include <optional>
#include <string>
#include <vector>

#include "gateway/demo/leaving.hpp"

namespace zj::demo {

class Staff {
public:
    Staff(Life& life, Leaving& leaving) : life_(life), leaving_(leaving) {}

    // Before the retirements of the year are put down: whoever chooses another month is not among them. `n`: of each of
    // these, some so many.
    void schedule(Date from, Date until, std::size_t n);
    // What is paid from the next month on, or from this one before the tenth.
    void revise_pay(const std::string& person);

private:
    void read_rosters();
    void choose_retirement(Date from, Date until, std::size_t n);
    std::optional<Date> may_choose(const codec::Value& person, int months);  // the month; absent where they may not
    void choose(const std::string& person, int months);
    bool lend();
    bool raise();
    bool off_duty(Date until);
    bool roster(std::string_view from, std::string_view to, std::string_view reason);
    bool outside();

    Life& life_;
    Leaving& leaving_;
    std::vector<std::string> beside_;  // rows that occupy no quota, as the books were opened
};

}  // namespace zj::demo
