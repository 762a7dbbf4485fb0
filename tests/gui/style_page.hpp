// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every component in every state on one page, as design/mock/11-kit: what a designer looks at first.

#include "terminal/ui/ui.hpp"

namespace zj::gui {

struct StylePage {
    ui::Edit rest, focused, ok, normalised, warning, error, computed, fixed;
    StylePage();
};
void draw(ui::Ui& ui, StylePage& page);

}  // namespace zj::gui
