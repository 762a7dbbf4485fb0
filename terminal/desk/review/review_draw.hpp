// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "terminal/desk/review/review_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

std::optional<ReviewIntent> draw(ui::Ui& ui, ui::Rect page, const Around& around, ReviewDesk& desk);

// Its panels; each may set what the person wants.
struct ReviewPart {
    ui::Ui& ui;
    const Around& around;
    ReviewDesk& desk;
    std::optional<ReviewIntent>& out;
};
void review_queue(const ReviewPart& of, const ui::Rect& area);
void review_batch_bar(const ReviewPart& of, const ui::Rect& area);
void review_sheet(const ReviewPart& of, const ui::Rect& area);
void review_dialog(const ReviewPart& of, const work::CaseView& view);

}  // namespace zj::desk
