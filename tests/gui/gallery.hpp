// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws what it is given in a real window, one after the other, and hands out a picture of each. Needs a display.

#include <functional>
#include <string>
#include <vector>

#include "assets/texts.hpp"
#include "shared/base/result.hpp"
#include "terminal/ui/ui.hpp"
#include "tests/gui/picture.hpp"

namespace zj::gui {

struct Shot {
    std::string desk, state;
    texts::Lang lang = texts::Lang::zh;
    ui::Mode mode = ui::Mode::light;
    std::function<void(ui::Ui&)> draw;

    std::string sheet() const;  // "form.zh.light": the pictures that are kept side by side
    std::string name() const;   // "form.empty.zh.light"
};

// The style page and every desk in every state, zh and en, light and dark; of one desk where it is named.
std::vector<Shot> all_shots(const std::string& desk);

using Shown = std::function<void(const Shot& shot, Picture&& picture, const std::vector<ui::Mapped>& map)>;
// At a fixed time, without anything that moves.
Result<> show(const std::vector<Shot>& shots, const Shown& shown);

}  // namespace zj::gui
