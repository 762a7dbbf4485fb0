// SPDX-License-Identifier: Apache-2.0
#pragma once
// The books of a county counted anew from its persons, grants and open cases (domain.md 3.2, 1–3 and 8).

#include <string>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {

// The first thing that does not add up; empty where all does.
std::string recount(CaseWorld& w);

}  // namespace zj::test
