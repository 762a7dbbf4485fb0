// SPDX-License-Identifier: Apache-2.0
#pragma once
// The right column of the home desk: safe to switch off with its queue, and the seats of the unit or, in an office, how
// urgent what waits is.

#include "terminal/desk/home/home_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

// As rows of this desk call a case: in English the names of the matters are too long for them.
std::string home_title(const ui::Ui& ui, const work::HereView& here, const work::CaseRow& row);

void draw_panels(ui::Ui& ui, ui::Rect r, const work::HomeView& view, const Around& around,
                 std::optional<HomeIntent>& out);

}  // namespace zj::desk
