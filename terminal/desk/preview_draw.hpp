// SPDX-License-Identifier: Apache-2.0
#pragma once
// The sheet over a desk on which the documents of a case are looked through. Left and right arrows turn pages, Escape
// closes; all of it by mouse too.

#include <optional>

#include "terminal/desk/preview.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<PreviewMove> draw(ui::Ui& ui, const Around& around, const work::CaseView& view, const Preview& preview);

}  // namespace zj::desk
