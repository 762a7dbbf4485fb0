// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside the views: the progress line of a case, from its signature to its end.

#include <vector>

#include "terminal/work/view_rows.hpp"

namespace zj::work {

// `own`: change sets of this device that name the case.
std::vector<Step> steps_of_case(vault::Vault& vault, const RowMaker& rows, const Case& on,
                                const vault::CaseEntry& entry, const std::vector<vault::Sent>& own);

}  // namespace zj::work
