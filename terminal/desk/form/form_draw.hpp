// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws the form (mock 03-form): sections that fold to one line, documents, seats, what is missing, the filled button;
// and over it the picker of files, the preview of a document and the question before a draft is deleted.

#include "terminal/desk/form/form_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<FormIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, FormDesk& desk);

}  // namespace zj::desk
