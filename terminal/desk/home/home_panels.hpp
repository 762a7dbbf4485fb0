// SPDX-License-Identifier: Apache-2.0
#pragma once
// The right column of the home desk: safe to switch off with its queue, and the seats of the unit.

#include "terminal/desk/home/home_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

void draw_panels(ui::Ui& ui, ui::Rect r, const work::HomeView& view, const Around& around,
                 std::optional<HomeIntent>& out);

}  // namespace zj::desk
