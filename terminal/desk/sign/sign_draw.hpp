// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminal/desk/sign/sign_dialog.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<SignIntent> draw(ui::Ui& ui, const Around& around, SignDialog& state);

}  // namespace zj::desk
