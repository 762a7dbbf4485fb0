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
};

class Leaving {
public:
    Leaving(Life& life, CaseWork& cases) : life_(life), cases_(cases) {}

    // Everybody who reaches their month of retirement in the year; how many.
    std::size_t schedule_retirements(Date from, Date until);
    // Somebody resigns, ends their contract, goes elsewhere or dies; false where nobody is found.
    bool somebody(const std::string& unit = {});
    void report(const Exit& exit);

private:
    Life& life_;
    CaseWork& cases_;
};

}  // namespace zj::demo
