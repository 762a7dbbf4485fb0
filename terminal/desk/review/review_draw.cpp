// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/review/review_draw.hpp"

#include <algorithm>

#include "terminal/desk/case_draw.hpp"
#include "terminal/desk/preview_draw.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kQueue = 22.6F, kBatch = 3.6F;
// Below this height of the page (ems) one row of the queue is seen at a time, and matters drop down.
constexpr float kLow = 20, kRow = 3.2F, kChoice = 10;

// Whether a layer of any matter is this person's to decide.
bool decides(const Around& around) {
    const model::Catalogue* catalogue = catalogue_of(around);
    if (catalogue == nullptr) {
        return false;
    }
    const auto& matters = catalogue->matters();
    return std::any_of(matters.begin(), matters.end(), [&](const model::Matter& matter) {
        return std::any_of(matter.layers.begin(), matter.layers.end(),
                           [&](const model::Layer& layer) { return has_role(*around.here, layer.role); });
    });
}

void head(const ReviewPart& of, Rect& page) {
    Ui& ui = of.ui;
    const bool low = page.h < ui.em(kLow);
    Rect head = page_head(ui, page, ui.tr("review.title"), ui.tr("review.by_time"));
    const auto all = matter_tabs(ui, of.around, of.desk.by_matter, of.desk.matter);
    if (all.tabs.size() < 2) {
        return;
    }
    const float one_line = ui.em(size::kControl) + 1;
    Rect place;
    if (tabs_height(ui, head.w, all.tabs, all.on) <= one_line) {
        // At the right end of the head: as wide as it needs to be.
        float least = 0, most = head.w;
        for (int i = 0; i < 10; ++i) {
            const float middle = (least + most) / 2;
            (tabs_height(ui, middle, all.tabs, all.on) <= one_line ? most : least) = middle;
        }
        place = head.cut_right(most);
        place = place.middle(place.w, ui.em(size::kControl));
    } else if (low) {
        place = head.cut_right(std::min(head.w, ui.em(kChoice)));
        if (const auto chosen = matter_choice(ui, place.middle(place.w, ui.em(size::kControl)), all, of.desk.matters)) {
            of.out = review_intent::Matter{*chosen};
        }
        return;
    } else {
        place = page.cut_top(tabs_height(ui, page.w, all.tabs, all.on));
        page.cut_top(ui.em(size::kS3));
    }
    if (const auto chosen = tabs(ui, "matter", place, all.tabs, all.on)) {
        of.out = review_intent::Matter{all.codes[*chosen]};
    }
}

void queue_column(const ReviewPart& of, Rect area) {
    if (!of.desk.ticked.empty()) {
        review_batch_bar(of, area.cut_bottom(of.ui.em(kBatch)));
        area.cut_bottom(of.ui.em(size::kS3));
    }
    review_queue(of, area);
}

// What stands in place of both panels, where there is nothing to review.
bool instead(const ReviewPart& of, const Rect& area) {
    Ui& ui = of.ui;
    ReviewDesk& desk = of.desk;
    if (desk.error && desk.pages.total() == 0) {
        card(ui, area);
        if (error_state(ui, area, *desk.error, true)) {
            of.out = review_intent::Retry{};
        }
        return true;
    }
    if (!desk.pages.known() && desk.current.empty()) {
        card(ui, area);
        loading_rows(ui, area, desk.wait.since_ms, 10);
        return true;
    }
    if (desk.pages.total() > 0 || !desk.current.empty()) {
        return false;
    }
    card(ui, area);
    const bool filtered = !desk.matter.empty();
    if (empty_state(ui, area, Icon::circle_check, Tone::ok, ui.tr(filtered ? "review.none" : "review.empty"),
                    ui.tr(filtered ? "review.none.why" : "review.empty.why"),
                    filtered ? ui.tr("review.show_all") : std::string())) {
        of.out = review_intent::Matter{};
    }
    return true;
}

void over_the_desk(const ReviewPart& of) {
    const work::CaseView* view = current_view(of.desk);
    if (view == nullptr) {
        return;
    }
    if (of.desk.draft && !of.desk.draft->signing) {
        review_dialog(of, *view);
    } else if (const auto how = draw(of.ui, of.around, *view, of.desk.preview)) {
        of.out = review_intent::Page{*how};
    }
}

}  // namespace

std::optional<ReviewIntent> draw(Ui& ui, Rect page, const Around& around, ReviewDesk& desk) {
    std::optional<ReviewIntent> out;
    const auto scope = ui.scope("review");
    const ReviewPart part{ui, around, desk, out};
    if (!decides(around)) {
        page_head(ui, page, ui.tr("review.title"), {});
        empty_state(ui, page, Icon::lock, Tone::neutral, ui.tr("review.no_role"), ui.tr("review.no_role.why"));
        return out;
    }
    const bool low = page.h < ui.em(kLow);
    head(part, page);
    page.cut_bottom(ui.em(size::kS4));
    if (instead(part, page)) {
        return out;
    }
    if (ui.wide()) {
        queue_column(part, page.cut_left(ui.em(kQueue)));
        page.cut_left(ui.em(1));
    } else if (low) {
        review_queue(part, page.cut_top(ui.em(kRow) + 2));
        page.cut_top(ui.em(size::kS3));
        if (!desk.ticked.empty()) {
            review_batch_bar(part, page.cut_bottom(ui.em(kBatch)));
            page.cut_bottom(ui.em(size::kS3));
        }
    } else {
        queue_column(part, page.cut_top(page.h * 0.38F));
        page.cut_top(ui.em(size::kS3));
    }
    review_sheet(part, page);
    over_the_desk(part);
    return out;
}

}  // namespace zj::desk
