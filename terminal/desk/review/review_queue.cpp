// SPDX-License-Identifier: Apache-2.0
// The queue of a layer at the left, and the bar for those that are ticked.
#include "terminal/desk/case_draw.hpp"
#include "terminal/desk/review/review_draw.hpp"
#include "terminal/ui/list_view.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kRow = 3.2F;

void draw_row(const ReviewPart& of, Rect r, const work::CaseRow& row, bool current) {
    Ui& ui = of.ui;
    r.cut_left(ui.em(2.2F));
    r.cut_right(ui.em(1));
    const StateLook limit = short_limit(row.limit, ui.lang());
    const bool narrow = r.w < ui.em(20);
    const float width = std::min(limit_width(ui, limit), r.w * 0.5F);
    Rect inside = r.middle(r.w, ui.em(2.7F));
    Rect above = inside.cut_top(ui.em(1.35F));
    const std::string title = short_title(*of.around.here->catalogue, row, ui.lang());
    // In English the limit is long: it stands on the second line, beside what is shorter.
    const bool below = narrow && width > ui.em(7.2F);
    Rect& beside = below ? inside : above;
    if (!below) {
        limit_line(ui, r.cut_right(width), limit);
        above.w = inside.w = r.w - ui.em(0.4F);
    } else {
        limit_line(ui, beside.cut_right(width), limit);
        beside.cut_right(ui.em(0.4F));
    }
    const bool unit = !row.unit_name.empty();
    ui.text(above, unit ? row.unit_name : title, current ? kBold : kBodyText);
    if (unit) {
        ui.text(inside, title, kMuted);
    }
}

void draw_waiting(Ui& ui, Rect r) {
    r.cut_left(ui.em(2.2F));
    const Rect bar = r.middle(r.w, ui.em(0.9F));
    ui.fill({bar.x, bar.y, bar.w * 0.6F, bar.h}, Token::surface_sunken, size::kRadius);
}

}  // namespace

void review_queue(const ReviewPart& of, const Rect& area) {
    Ui& ui = of.ui;
    ReviewDesk& desk = of.desk;
    card(ui, area);
    ListView list(ui, "list", area.inset(1), desk.list, desk.pages.total(), ui.em(kRow));
    list.with_ticks = true;
    list.marks_current = !desk.pinned;
    for (std::size_t i = list.rows().first; i < list.rows().last; ++i) {
        const work::CaseRow* row = desk.pages.at(i);
        const Rect place = list.place(i);
        if (row == nullptr) {
            list.row(i, "row.#" + std::to_string(i));
            draw_waiting(ui, place);
            continue;
        }
        const std::string id = "row." + row->key;
        if (list.row(i, id).pressed) {
            of.out = review_intent::Current{i};
        }
        if (list.ticked() && i == desk.list.at) {
            of.out = review_intent::Tick{row->key};
        }
        const Rect box{place.x, place.y, ui.em(2.2F), place.h};
        if (ui.press(id + ".tick", box, {true, false, Chord::none, false}).pressed) {
            of.out = review_intent::Tick{row->key};
        }
        tick_box(ui, {box.x + ui.em(1.1F), box.centre().y}, ticked(desk, row->key));
        draw_row(of, place, *row, i == desk.list.at && !desk.pinned);
    }
    if (list.moved()) {
        of.out = review_intent::Current{desk.list.at};
    }
    if (!of.out && desk.pages.wanted(list.rows().first, list.rows().last) && !desk.wait && !desk.error) {
        of.out = review_intent::Seen{list.rows().first, list.rows().last};
    }
}

void review_batch_bar(const ReviewPart& of, const Rect& area) {
    Ui& ui = of.ui;
    const std::size_t n = of.desk.ticked.size();
    ui.fill(area, Token::surface_raised, size::kRadiusCard);
    ui.outline(area, Token::accent, 1, size::kRadiusCard);
    Rect row = area;
    row.cut_left(ui.em(0.8F));
    row.cut_right(ui.em(0.4F));
    if (button_right(ui, "batch", row, ui.tr("review.batch"),
                     {Kind::primary, Icon::pencil, true, false, Chord::ctrl_enter}, size::kPrimary)) {
        of.out = review_intent::Batch{};
    }
    Rect lines = row.middle(row.w, ui.em(2.7F));
    ui.text(lines.cut_top(ui.em(1.35F)), ui.tr(n == 1 ? "review.ticked.one" : "review.ticked", {std::to_string(n)}),
            kBold);
    if (link(ui, "untick", lines, ui.tr("review.untick"))) {
        of.out = review_intent::Untick{};
    }
}

}  // namespace zj::desk
