// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminal/desk/settings/settings_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

// `scale`: per cent, as it is now.
std::optional<SettingsIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, SettingsDesk& desk, int scale);

}  // namespace zj::desk
