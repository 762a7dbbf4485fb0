// SPDX-License-Identifier: Apache-2.0
#pragma once
// One frame of the whole window: rail and strip, the desk, a dialog and a toast over it; intents go to their updates at
// once, so that the next frame shows what came of them.

#include "terminal/desk/shell/shell.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

void draw_frame(ui::Ui& ui, Shell& shell);

}  // namespace zj::desk
