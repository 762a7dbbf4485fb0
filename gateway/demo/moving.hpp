// SPDX-License-Identifier: Apache-2.0
#pragma once
// People stay and change: 人员修改, and 人员异动 within a unit or with an organ (domain.md 4.5, 4.6).

#include <string>

#include "gateway/demo/case_work.hpp"

namespace zj::demo {

class Moving {
public:
    Moving(Life& life, CaseWork& cases) : life_(life), cases_(cases) {}

    // False where nobody is found.
    bool data_change();
    bool other_organ();
    bool appointment();  // to a leader post of the unit that is vacant
    bool other_quota();  // from the workers' quota of an institution to the general one
    // As many of a unit go with an approved reform, by one change set; the number that found their way.
    int with_organ(const std::string& giving, const std::string& receiving, const std::string& ruling, int people);

    // Called with whoever was appointed: their pay is another from then on.
    std::function<void(const std::string& person)> appointed;

private:
    bool change(const std::string& person, codec::Value changes, bool proof);

    Life& life_;
    CaseWork& cases_;
};

}  // namespace zj::demo
