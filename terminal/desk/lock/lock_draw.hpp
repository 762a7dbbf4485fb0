// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminal/desk/lock/lock_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<LockIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, LockDesk& desk);

// The dark half with the brand, which the first run has too; what it leaves of the page.
ui::Rect draw_cover(ui::Ui& ui, ui::Rect page, const work::reply::People* known);

}  // namespace zj::desk
