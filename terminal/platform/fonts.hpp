// SPDX-License-Identifier: Apache-2.0
#pragma once
// The faces the window draws with: Noto Sans CJK SC in two weights, mapped and never read whole, and the icons that the
// program carries. REQUIRES: an ImGui context; the mapping lives until the process ends.

#include "shared/base/result.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::platform {

// "font.missing" names the package that has it.
Result<ui::Fonts> load_fonts();

}  // namespace zj::platform
