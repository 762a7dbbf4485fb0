// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/form/form_draw.hpp"

#include <algorithm>

#include "terminal/desk/form/form_panels.hpp"
#include "terminal/desk/words.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;
using form::Panel;
using Kind = FormIntent::Kind;

namespace {

constexpr float kSide = 18.8F;

struct SavedLine {
    Icon icon = Icon::none;
    Token colour = Token::text_muted;
    std::string text;
};

SavedLine saved_line(const Ui& ui, const FormDesk& desk) {
    if (desk.saving.error) {
        return {Icon::circle_x, Token::danger, ui.tr("form.saved.failed")};
    }
    if (desk.saving.at) {
        return {Icon::check, Token::ok, ui.tr("form.saved.at", {clock_with_seconds(*desk.saving.at)})};
    }
    return {Icon::info, Token::text_muted, ui.tr("form.saved.soon")};
}

void draw_head(Panel& p, Rect& page) {
    Ui& ui = p.ui;
    const work::Draft& draft = p.desk.form.value->draft;
    Rect head = page.cut_top(ui.em(size::kHead));
    if (button_right(ui, "leave", head, ui.tr("form.leave"),
                     {ui::Kind::secondary, Icon::none, true, false, Chord::escape})) {
        p.say(Kind::leave);
    }
    if (ui.wide() && button_right(ui, "flow", head, ui.tr("form.flow"), {ui::Kind::secondary, Icon::info})) {
        p.say(Kind::flow);
    }
    const std::string& title = p.word(p.desk.matter->label);
    ui.text(head.cut_left(std::min(head.w * 0.6F, ui.width_of(title, kTitleText))), title, kTitleText);
    head.cut_left(ui.em(size::kS4));
    Rect lines = head.middle(head.w, ui.em(2.6F));
    const std::string unit = p.around.here != nullptr ? p.around.here->unit_name : draft.unit;
    const auto& on = p.desk.form.value->on;
    ui.text(lines.cut_top(ui.em(1.3F)),
            on ? ui.tr("form.about.answer", {case_number(on->row, ui.lang())}) : ui.tr("form.about.draft", {unit}),
            kMuted);
    const SavedLine saved = saved_line(ui, p.desk);
    ui.mark("saved", lines);
    ui.icon_in(lines.cut_left(ui.em(1)), saved.icon, 1.0F, saved.colour);
    lines.cut_left(ui.em(0.3F));
    ui.text(lines, saved.text, coloured(kBodyText, saved.colour));
}

float draw_banner(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    const auto& on = p.desk.form.value->on;
    if (p.desk.saving.error) {
        const texts::Explained e = texts::explain(*p.desk.saving.error, ui.lang());
        return banner(ui, r, Tone::danger, Icon::circle_x, ui.tr("form.saved.failed"), e.what + " " + e.todo) +
               ui.em(0.6F);
    }
    if (p.desk.trouble) {
        const texts::Explained e = texts::explain(*p.desk.trouble, ui.lang());
        return banner(ui, r, Tone::danger, Icon::circle_x, e.what, e.means + " " + e.todo) + ui.em(0.6F);
    }
    if (!on) {
        return 0;
    }
    std::string asked;
    for (const std::string& key : on->missing) {
        const model::Slot* slot = p.desk.matter->slot(key);
        asked += (asked.empty() ? "" : ui.tr("form.list.comma")) + (slot != nullptr ? p.word(slot->label) : key);
    }
    const std::string text =
        asked.empty()
            ? on->reason
            : ui.tr("form.banner.asked", {on->reason.empty() ? ui.tr("form.banner.no_reason") : on->reason, asked});
    return banner(ui, r, Tone::warning, Icon::undo_2, ui.tr("form.banner.returned"), text) + ui.em(0.6F);
}

float draw_left(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    Rect rest{r.x, r.y, r.w, 100'000};
    rest.cut_top(draw_banner(p, rest));
    for (std::size_t i = 0; i < p.desk.matter->sections.size(); ++i) {
        rest.cut_top(form::draw_section(p, rest, i) + ui.em(0.6F));
    }
    rest.cut_top(form::draw_papers(p, rest) + ui.em(0.6F));
    const std::string drop = ui.tr("form.drop");
    const Button ghost{ui::Kind::ghost, Icon::trash_2};
    if (button(ui, "drop", rest.cut_top(ui.em(size::kTouch)).cut_left(button_width(ui, drop, ghost)), drop, ghost)) {
        p.say(Kind::ask_drop);
    }
    return rest.y - r.y;
}

float draw_side(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    Rect rest{r.x, r.y, r.w, 100'000};
    const float seats = form::draw_seats(p, rest);
    rest.cut_top(seats + (seats > 0 ? ui.em(0.6F) : 0));
    rest.cut_top(form::draw_checks(p, rest) + ui.em(0.6F));
    return rest.y - r.y;
}

// Room for the ring of what has the focus at the edge of a scrolled area, and for its bar beside the cards.
constexpr float kRing = 0.4F, kBar = 0.8F;

void draw_wide(Panel& p, Rect page) {
    Ui& ui = p.ui;
    Rect side = page.cut_right(ui.em(kSide));
    page.cut_right(ui.em(1.2F));
    const float ring = ui.em(kRing), bar = ui.em(kBar);
    const Rect at = ui.begin_scroll("page", {page.x - ring, page.y, page.w + ring + bar, page.h});
    const float used = draw_left(p, {page.x, at.y + 2, page.w, 0});
    ui.end_scroll(used + ui.em(0.6F));
    const Rect foot = side.cut_bottom(form::sign_height(ui));
    const Rect beside = ui.begin_scroll("side", {side.x - ring, side.y, side.w + ring + bar, side.h});
    ui.end_scroll(draw_side(p, {side.x, beside.y + 2, side.w, 0}));
    form::draw_sign(p, foot);
}

void draw_narrow(Panel& p, const Rect& page) {
    Ui& ui = p.ui;
    const Rect view{page.x - ui.em(kRing), page.y, page.w + ui.em(kRing + kBar), page.h};
    const Rect at = ui.begin_scroll("page", view);
    Rect rest{page.x, at.y + 2, page.w, 100'000};
    rest.cut_top(draw_left(p, rest));
    rest.cut_top(draw_side(p, rest));
    form::draw_sign(p, rest.cut_top(form::sign_height(ui)));
    ui.end_scroll(rest.y - at.y);
}

bool may_fill(const Around& around) {
    return around.here != nullptr &&
           std::find(around.here->roles.begin(), around.here->roles.end(), "unit_clerk") != around.here->roles.end();
}

}  // namespace

std::optional<FormIntent> draw(Ui& ui, Rect page, const Around& around, FormDesk& desk) {
    const auto scope = ui.scope("form");
    Panel p{ui, desk, around, {}, {}};
    if (!may_fill(around)) {
        if (empty_state(ui, page, Icon::lock, Tone::offline, ui.tr("form.forbidden"), ui.tr("form.forbidden.text"),
                        ui.tr("form.home"))) {
            p.say(Kind::leave);
        }
        return std::move(p.out);
    }
    if (!desk.form.value) {
        if (desk.form.error) {
            if (error_state(ui, page, *desk.form.error, true)) {
                p.say(Kind::retry);
            }
        } else if (desk.form.loading()) {
            page.cut_top(ui.em(size::kHead));
            loading_rows(ui, page, desk.form.wait.since_ms, 6);
        } else if (empty_state(ui, page, Icon::file_plus, Tone::neutral, ui.tr("form.none"), ui.tr("form.none.text"),
                               ui.tr("form.home"))) {
            p.say(Kind::leave);
        }
        return std::move(p.out);
    }
    if (desk.picker.open) {
        form::draw_picker(p);
    } else if (desk.preview.open) {
        form::draw_preview(p);
    } else if (desk.asks_drop) {
        form::draw_question(p);
    }
    draw_head(p, page);
    ui.wide() ? draw_wide(p, page) : draw_narrow(p, page);
    if (!p.left.empty()) {
        if (p.out) {
            p.out->left = p.left;
        } else {
            p.say(Kind::left, p.left);
        }
    }
    return std::move(p.out);
}

}  // namespace zj::desk
