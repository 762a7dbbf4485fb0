// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "terminal/desk/cases/cases_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<CasesIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, CasesDesk& desk);

}  // namespace zj::desk
