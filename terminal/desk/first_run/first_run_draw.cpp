// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/first_run/first_run_draw.hpp"

#include <algorithm>
#include <array>

#include "terminal/desk/lock/lock_draw.hpp"
#include "terminal/desk/words.hpp"
#include "terminal/ui/field.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

struct StrengthLook {
    const char* word;
    Token colour;
    int bars;
};

StrengthLook look_of(Strength strength) {
    constexpr std::array<StrengthLook, 4> kAll{{{"first.strength.none", Token::text_muted, 0},
                                                {"first.strength.weak", Token::danger, 1},
                                                {"first.strength.good", Token::ok, 2},
                                                {"first.strength.strong", Token::ok, 3}}};
    return kAll[static_cast<std::size_t>(strength)];
}

void draw_strength(Ui& ui, Rect row, Strength strength) {
    const StrengthLook look = look_of(strength);
    for (int i = 0; i < 3; ++i) {
        const Rect bar = row.cut_left(ui.em(2.4F));
        row.cut_left(ui.em(0.2F));
        ui.fill(bar.middle(bar.w, ui.em(0.4F)), i < look.bars ? look.colour : Token::surface_sunken, 0.2F);
    }
    row.cut_left(ui.em(0.4F));
    ui.text(row, ui.tr(look.word), coloured(kBodyText, look.colour));
}

void draw_ticket(Ui& ui, Rect& body, FirstRunDesk& desk, std::optional<FirstRunIntent>& out) {
    Field field{ui.tr("first.ticket"), ui.tr("first.ticket.hint"), {}, FieldState::rest, true, 2};
    if (!desk.ticket.text().empty()) {
        const bool good = !desk.gateway.empty();
        field.state = good ? FieldState::ok : FieldState::error;
        field.message = good ? ui.tr("first.ticket.good", {desk.gateway}) : ui.tr("first.ticket.bad");
    }
    Rect row = body.cut_top(field_height(ui, field));
    const std::string word = ui.tr("first.ticket.file");
    Rect side = row.cut_right(button_width(ui, word, {Kind::secondary, Icon::usb}));
    row.cut_right(ui.em(0.6F));
    if (text_field(ui, "ticket", row, desk.ticket, field).changed) {
        out = first_run::Edited{};
    }
    side.cut_top(ui.em(1.65F));
    if (button(ui, "ticket.file", side.cut_top(ui.em(2.4F)), word, {Kind::secondary, Icon::usb})) {
        out = first_run::Pick{};
    }
}

void draw_passphrases(Ui& ui, Rect& body, FirstRunDesk& desk, std::optional<FirstRunIntent>& out) {
    Field first{ui.tr("first.passphrase"), {}, {}, FieldState::rest, true};
    Field second{ui.tr("first.passphrase.again"), {}, {}, FieldState::rest, true};
    if (!desk.again.empty()) {
        second.state = desk.same ? FieldState::ok : FieldState::error;
        second.message = ui.tr(desk.same ? "first.passphrase.same" : "first.passphrase.differs");
    }
    Rect row = body.cut_top(field_height(ui, first));
    const Rect left = row.column(0, 2, ui.em(0.8F)), right = row.column(1, 2, ui.em(0.8F));
    const bool changed = secret_field(ui, "passphrase", left, desk.passphrase, desk.shown, first).changed;
    if (secret_field(ui, "again", right, desk.again, desk.shown_again, second).changed || changed) {
        out = first_run::Edited{};
    }
    Rect under = left;
    under.cut_top(left.h - ui.em(1.4F));
    draw_strength(ui, under, desk.strength);
    Rect words = body.cut_top(ui.em(2.6F));
    const std::string draw_word = ui.tr("first.draw");
    Rect place = words.cut_left(button_width(ui, draw_word, {}));
    if (button(ui, "draw", place.middle(place.w, ui.em(2.2F)), draw_word)) {
        out = first_run::Draw{};
    }
    words.cut_left(ui.em(0.8F));
    if (desk.drawn.empty()) {
        ui.text(words, ui.tr("first.passphrase.hint"), kMuted);
    } else {
        Rect lines = words.middle(words.w, ui.em(2.8F));
        ui.text(lines.cut_top(ui.em(1.4F)), ui.tr("first.drawn"), kMuted);
        ui.text(lines, desk.drawn.text(), kBold);
    }
}

void draw_picker(Ui& ui, FirstRunDesk& desk, std::optional<FirstRunIntent>& out) {
    const auto layer = ui.layer();
    Rect body = dialog(ui, 34, ui.em(26));
    Rect head = body.cut_top(ui.em(2.6F));
    if (button_right(ui, "picker.close", head, ui.tr("first.close"),
                     {Kind::secondary, Icon::none, true, false, Chord::escape}, 2.2F)) {
        out = first_run::ClosePicker{};
    }
    ui.text(head, ui.tr("first.places"), kSectionText);
    body.cut_top(ui.em(0.6F));
    if (desk.places.error) {
        static_cast<void>(error_state(ui, body, *desk.places.error, false));
        return;
    }
    if (!desk.places.value) {
        loading_rows(ui, body, desk.places.wait.since_ms, 4);
        return;
    }
    const auto& places = desk.places.value->places;
    if (places.empty() &&
        empty_state(ui, body, Icon::usb, Tone::offline, ui.tr("first.places.none"), {}, ui.tr("ui.again"))) {
        out = first_run::Pick{};
    }
    Rect at = ui.begin_scroll("picker.rows", body);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const work::reply::Place& place = places[i];
        Rect line{at.x, at.y + ui.em(2.6F) * static_cast<float>(i), at.w, ui.em(2.6F)};
        if (row(ui, "picker." + place.name, line, false).pressed) {
            out = first_run::Look{place.path, place.folder};
        }
        divider(ui, line);
        line = line.inset(ui.em(0.6F), 0);
        ui.icon_in(line.cut_left(ui.em(1.2F)), place.folder ? Icon::folder : Icon::ticket, 1.2F, Token::text_muted);
        line.cut_left(ui.em(0.6F));
        ui.text(line, place.name);
    }
    ui.end_scroll(ui.em(2.6F) * static_cast<float>(places.size()));
}

void draw_foot(Ui& ui, Rect& body, FirstRunDesk& desk, std::optional<FirstRunIntent>& out) {
    const bool busy = static_cast<bool>(desk.enrolling);
    const std::string word =
        busy ? ui.tr("first.going", {ui.tr("progress." + (desk.stage.empty() ? std::string("enrol") : desk.stage))})
             : ui.tr("first.go");
    const Button go{Kind::primary, Icon::shield_check, true, busy, Chord::ctrl_enter};
    Rect row = body.cut_top(ui.em(2.8F));
    if (button(ui, "enrol", row.cut_left(std::max(ui.em(11), button_width(ui, word, go))), word, go)) {
        out = first_run::Enrol{};
    }
    if (desk.error) {
        body.cut_top(ui.em(0.6F));
        const texts::Explained e = texts::explain(*desk.error, ui.lang());
        banner(ui, body, Tone::danger, Icon::circle_x, e.what, e.means + " " + e.todo);
    }
}

}  // namespace

std::optional<FirstRunIntent> draw(Ui& ui, Rect page, const Around& /*around*/, FirstRunDesk& desk) {
    const auto scope = ui.scope("first_run");
    std::optional<FirstRunIntent> out;
    Rect all = draw_cover(ui, page, nullptr).inset(ui.em(3.2F), ui.em(1.6F));
    Rect top = all.cut_top(ui.em(3));
    const std::vector<std::string> names{"中文", "English"};
    const Rect place = top.cut_right(segmented_width(ui, names));
    if (const auto i = segmented(ui, "lang", place.middle(place.w, ui.em(2.2F)), names, ui.zh() ? 0 : 1)) {
        out = first_run::Language{*i == 0 ? "zh" : "en"};
    }
    ui.text(top, ui.tr("first.title"), kTitleText);
    Rect scrolled = all.grown(ui.em(0.4F));  // for focus rings
    scrolled.w += ui.em(0.6F);               // and the bar, beside the fields
    const Rect at = ui.begin_scroll("page", scrolled);
    Rect body{at.x + ui.em(0.4F), at.y + ui.em(0.4F), all.w, ui.em(60)};
    const float begin = body.y;
    body.cut_top(ui.paragraph(body, ui.tr("first.about"), kMuted) + ui.em(0.8F));
    draw_ticket(ui, body, desk, out);
    body.cut_top(ui.em(0.4F));
    Field device{ui.tr("first.device"), ui.tr("first.device.hint"), {}, FieldState::rest, true};
    Field alias{ui.tr("first.alias"), ui.tr("first.alias.hint"), {}};
    const Rect names_row = body.cut_top(field_height(ui, device));
    if (text_field(ui, "device", names_row.column(0, 2, ui.em(0.8F)), desk.device, device).changed ||
        text_field(ui, "alias", names_row.column(1, 2, ui.em(0.8F)), desk.alias, alias).changed) {
        out = first_run::Edited{};
    }
    body.cut_top(ui.em(0.4F));
    draw_passphrases(ui, body, desk, out);
    body.cut_top(ui.em(0.8F));
    draw_foot(ui, body, desk, out);
    ui.end_scroll(body.y - begin + ui.em(1.2F) + (desk.error ? ui.em(6) : 0));
    if (desk.picking) {
        draw_picker(ui, desk, out);
    }
    return out;
}

}  // namespace zj::desk
