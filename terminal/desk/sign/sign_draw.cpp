// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/sign/sign_draw.hpp"

#include <algorithm>
#include <array>

#include "terminal/desk/words.hpp"
#include "terminal/ui/field.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kWidth = 40, kLabelLeast = 5.4F, kLabelMost = 14;

// A label that is a key of the string table is told in words; labels of the catalogue are words already.
std::string in_words(const Ui& ui, const std::string& text) {
    return text.find(' ') == text.npos && text.find('.') != text.npos ? ui.tr(text) : text;
}

std::string who_signs(const Ui& ui, const work::HereView& here, const SignDialog& dialog) {
    const std::string role =
        here.roles.empty() ? std::string() : role_name(*here.catalogue, here.roles.front(), ui.lang());
    const bool decides = std::holds_alternative<work::job::Decide>(dialog.ask.job);
    return ui.tr(decides ? "sign.as.decide" : "sign.as", {here.name, role});
}

// As wide as the widest label needs, within bounds.
float label_width(const Ui& ui, const SignDialog& dialog) {
    float out = ui.em(kLabelLeast);
    for (const auto& line : dialog.ask.lines) {
        out = std::max(out, ui.width_of(in_words(ui, line.first), kMuted) + ui.em(1));
    }
    return std::min(out, ui.em(kLabelMost));
}

float line_height(const Ui& ui, const std::string& value, float width) {
    return std::max(ui.em(1.85F), ui.height_of(in_words(ui, value), width) + ui.em(0.45F));
}

struct Measured {
    float who, lines, question, error, reason, whole;  // lines: of what is shown of them at once
};

Measured measure(const Ui& ui, const work::HereView& here, const SignDialog& dialog, float width) {
    Measured out{};
    out.who = ui.height_of(who_signs(ui, here, dialog), width);
    const float label = label_width(ui, dialog);
    for (const auto& line : dialog.ask.lines) {
        out.lines += line_height(ui, line.second, width - ui.em(2) - label);
    }
    out.lines += ui.em(0.8F);
    out.question = dialog.ask.question.empty() ? 0 : ui.height_of(ui.tr(dialog.ask.question), width) + ui.em(0.6F);
    out.reason = dialog.ask.wants_reason ? ui.em(1.3F + 0.35F) + ui.line_height() * 3 + ui.em(0.8F + 0.6F) : 0;
    if (dialog.error) {
        const texts::Explained e = texts::explain(*dialog.error, ui.lang());
        out.error = banner_height(ui, width, e.what, e.means + " " + e.todo) + ui.em(0.6F);
    }
    const float others = ui.em(2.4F) + out.who + ui.em(0.6F) + ui.em(0.8F) + out.question + ui.em(1.6F + 0.6F) +
                         out.reason + ui.em(1.3F + 0.35F + 2.8F) + out.error + ui.em(2 * size::kS5 + 0.2F);
    // All of what is signed can be read: what does not fit is scrolled to.
    out.lines = std::min(out.lines, std::max(ui.em(4), ui.frame().height - ui.em(1) - others));
    out.whole = others + out.lines;
    return out;
}

void draw_lines(Ui& ui, const Rect& r, const SignDialog& dialog) {
    ui.fill(r, Token::surface, size::kRadiusCard);
    Rect at = ui.begin_scroll("lines", r);
    const float top = at.y, label = label_width(ui, dialog);
    Rect rest{at.x + ui.em(1), at.y + ui.em(0.4F), at.w - ui.em(2), ui.em(1000)};
    for (const auto& [key, value] : dialog.ask.lines) {
        const std::string words = in_words(ui, value);
        const float text = ui.height_of(words, rest.w - label);
        Rect line = rest.cut_top(line_height(ui, value, rest.w - label));
        line = line.inset(0, (line.h - text) / 2);
        ui.text(line.cut_left(label).cut_top(ui.line_height()), in_words(ui, key), kMuted);
        ui.paragraph(line, words);
    }
    ui.end_scroll(rest.y + ui.em(0.4F) - top);
}

void draw_follows(Ui& ui, const Rect& r) {
    struct One {
        Icon icon;
        Token colour;
        const char* key;
    };
    constexpr std::array<One, 3> kAll{{{Icon::lock, Token::ok, "sign.kept"},
                                       {Icon::upload, Token::pending, "sign.sent"},
                                       {Icon::shield_check, Token::text_muted, "sign.receipt"}}};
    for (int i = 0; i < 3; ++i) {
        const One& one = kAll[static_cast<std::size_t>(i)];
        Rect cell = r.column(i, 3, ui.em(0.6F));
        ui.icon_in(cell.cut_left(ui.em(1.2F)), one.icon, 1.2F, one.colour);
        cell.cut_left(ui.em(0.5F));
        ui.text(cell, ui.tr(one.key));
    }
}

}  // namespace

std::optional<SignIntent> draw(Ui& ui, const Around& around, SignDialog& state) {
    std::optional<SignIntent> out;
    const auto layer = ui.layer();
    const auto scope = ui.scope("sign");
    const work::HereView& here = *around.here;
    const float width = std::min(ui.em(kWidth), ui.frame().width - ui.em(1)) - ui.em(2 * size::kS6);
    const Measured size = measure(ui, here, state, width);
    Rect body = dialog(ui, kWidth, size.whole);
    ui.text(body.cut_top(ui.em(2.4F)), ui.tr(state.ask.title.empty() ? "sign.title" : state.ask.title), kTitleText);
    ui.paragraph(body.cut_top(size.who), who_signs(ui, here, state));
    body.cut_top(ui.em(0.6F));
    draw_lines(ui, body.cut_top(size.lines), state);
    body.cut_top(ui.em(0.8F));
    if (size.question > 0) {
        ui.paragraph(body.cut_top(size.question), ui.tr(state.ask.question));
    }
    draw_follows(ui, body.cut_top(ui.em(1.6F)));
    body.cut_top(ui.em(0.6F));
    if (state.ask.wants_reason) {
        Field field{ui.tr("sign.reason"), {}, ui.tr("sign.reason.hint"), FieldState::rest, true, 3};
        text_field(ui, "reason", body.cut_top(size.reason), state.reason, field);
    }
    ui.text(body.cut_top(ui.em(1.3F)), ui.tr("sign.passphrase"), kBold);
    body.cut_top(ui.em(0.35F));
    Rect row = body.cut_top(ui.em(2.8F));
    const bool busy = static_cast<bool>(state.signing);
    const std::string word = busy && state.total > 1
                                 ? ui.tr("sign.progress", {std::to_string(state.done + 1), std::to_string(state.total)})
                                 : ui.tr(busy ? "sign.signing" : "sign.sign");
    const Button sign{Kind::primary, Icon::pencil, true, busy, Chord::ctrl_enter};
    const Rect right = row.cut_right(std::max(ui.em(8), button_width(ui, word, sign)));
    row.cut_right(ui.em(0.6F));
    const bool stops = busy && std::holds_alternative<work::job::Decide>(state.ask.job);
    const std::string back = ui.tr(stops ? "sign.stop" : "sign.back");
    const Rect left = row.cut_right(button_width(ui, back, {}));
    row.cut_right(ui.em(0.6F));
    Field field;
    field.bare = true;
    field.state = state.error ? FieldState::error : FieldState::rest;
    if (secret_field(ui, "passphrase", row, state.passphrase, state.shown, field).entered) {
        out = sign::Sign{};
    }
    if (button(ui, "back", left, back,
               {Kind::secondary, Icon::none, busy ? state.may_stop() : true, false, Chord::escape})) {
        out = busy ? SignIntent(sign::Stop{}) : SignIntent(sign::Back{});
    }
    if (button(ui, "sign", right, word, sign)) {
        out = sign::Sign{};
    }
    if (state.error) {
        body.cut_top(ui.em(0.6F));
        const texts::Explained e = texts::explain(*state.error, ui.lang());
        banner(ui, body, Tone::danger, Icon::circle_x, e.what, e.means + " " + e.todo);
    }
    return out;
}

}  // namespace zj::desk
