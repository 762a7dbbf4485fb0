// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws the new-case desk: matters at the left, of the chosen one its flow chart, materials, seats and the filled
// button.

#include "terminal/desk/matters/matters_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<MattersIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, MattersDesk& desk);

}  // namespace zj::desk
