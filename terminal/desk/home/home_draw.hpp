// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminal/desk/home/home_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<HomeIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, HomeDesk& desk);

}  // namespace zj::desk
