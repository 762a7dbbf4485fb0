// SPDX-License-Identifier: Apache-2.0
#pragma once
// People go (domain.md 4.4 and 5, exit chain): reported within ten working days, pay stopped, funds cut.

#include <string>

#include "gateway/demo/case_work.hpp"

namespace zj::demo {

struct Exit {
    std::string person, mode;
    Date event;
    Fate fate = Fate::plain;
    std::string off_reason = {};  // goes off duty, and keeps a row on that roster
    bool in_error = false;        // reversed the day after
};

class Leaving {
public:
    Leaving(Life& life, CaseWork& cases) : life_(life), cases_(cases) {}

    // Everybody who reaches their month of retirement in the year; how many.
    std::size_t schedule_retirements(Date from, Date until);
    // Somebody resigns, ends their contract, goes elsewhere or dies; false where nobody is found.
    bool somebody(const std::string& unit = {});
    void report(const Exit& exit);
    // An exit that was reported for the wrong person, and is reversed when it is noticed; false where nobody is found.
    // To be begun well before the payroll of the month, which would miss them.
    bool in_error();

private:
    void take_back(const std::string& person, const std::string& case_key);

    Life& life_;
    CaseWork& cases_;
};

}  // namespace zj::demo
