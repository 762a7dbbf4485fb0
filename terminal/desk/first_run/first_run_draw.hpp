// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminal/desk/first_run/first_run_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<FirstRunIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, FirstRunDesk& desk);

}  // namespace zj::desk
