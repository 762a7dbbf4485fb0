// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "terminal/desk/one_case/one_case_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<OneCaseIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, OneCaseDesk& desk);

// Parts of the page, each from the top of `r`; y below it comes back.
struct CasePart {
    ui::Ui& ui;
    const Around& around;
    const work::CaseView& view;
};
float progress_card(const CasePart& of, const ui::Rect& r);
float missing_card(const CasePart& of, const ui::Rect& r);  // what a return says is missing
float content_card(const CasePart& of, const ui::Rect& r, std::optional<OneCaseIntent>& out);
float receipt_card(const CasePart& of, const ui::Rect& r, std::optional<OneCaseIntent>& out);
float thread_card(const CasePart& of, const ui::Rect& r);
// The overlay that says what the receipt proves, with its hash.
void proof_sheet(const CasePart& of, std::optional<OneCaseIntent>& out);

}  // namespace zj::desk
