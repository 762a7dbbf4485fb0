// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/field_frame.hpp"

#include <algorithm>

namespace zj::ui {

namespace {

constexpr float kMessage = 1.4F, kInset = 0.7F;

float box_height(const Ui& ui, const Field& field) {
    return field.lines <= 1 ? ui.em(size::kControl) : ui.line_height() * static_cast<float>(field.lines) + ui.em(0.8F);
}

Icon message_icon(FieldState state) {
    switch (state) {
        case FieldState::ok:
            return Icon::check;
        case FieldState::normalised:
            return Icon::info;
        case FieldState::warning:
            return Icon::triangle_alert;
        case FieldState::error:
            return Icon::circle_x;
        case FieldState::read_only:
            return Icon::lock;
        default:
            return Icon::none;
    }
}

Token message_colour(FieldState state) {
    switch (state) {
        case FieldState::ok:
            return Token::ok;
        case FieldState::normalised:
            return Token::pending;
        case FieldState::warning:
            return Token::warning;
        case FieldState::error:
            return Token::danger;
        default:
            return Token::text_muted;
    }
}

}  // namespace

float field_height(const Ui& ui, const Field& field) {
    return box_height(ui, field) + (field.bare ? 0 : ui.em(kFieldLabel) + ui.em(kFieldGap) + ui.em(kMessage));
}

FieldFrame draw_field_frame(Ui& ui, const Rect& r, const Field& field, const Press& press) {
    Rect rest = r;
    bool required_below = false;  // beside a long label there is no room for it
    if (!field.bare) {
        Rect label = rest.cut_top(ui.em(kFieldLabel));
        const float used = ui.text(label, field.label, kMuted) + ui.em(0.4F);
        const bool fits = used + ui.width_of(ui.tr("ui.required")) <= label.w;
        required_below = field.required && !fits && field.message.empty();
        if (field.required && fits) {
            label.cut_left(used);
            ui.text(label, ui.tr("ui.required"), kMuted);
        }
        rest.cut_top(ui.em(kFieldGap));
    }
    const Rect box = rest.cut_top(field.bare ? std::min(rest.h, box_height(ui, field)) : box_height(ui, field));
    const bool fixed = field.state == FieldState::computed || field.state == FieldState::read_only;
    if (press.ring) {
        ui.focus_ring(box, size::kRadius);
    }
    ui.fill(box, fixed ? Token::surface_sunken : Token::surface_raised, size::kRadius);
    const Token edge = field.state == FieldState::error     ? Token::danger
                       : field.state == FieldState::warning ? Token::warning
                       : press.focused                      ? Token::accent
                       : fixed                              ? Token::line
                                                            : Token::line_strong;
    const bool thick = press.focused || field.state == FieldState::error || field.state == FieldState::warning;
    ui.outline(box, edge, thick ? 2 : 1, size::kRadius);
    if (!field.bare && !field.message.empty()) {
        Rect message = rest.cut_top(ui.em(kMessage));
        if (const Icon icon = message_icon(field.state); icon != Icon::none) {
            ui.icon_in(message.cut_left(ui.em(1)), icon, 1.0F, message_colour(field.state));
            message.cut_left(ui.em(0.3F));
        }
        ui.text(message, field.message, {size::kBody, false, message_colour(field.state), Align::left});
    }
    if (required_below) {
        ui.text(rest.cut_top(ui.em(kMessage)), ui.tr("ui.required"), kMuted);
    }
    return {box, box.inset(ui.em(kInset), field.lines > 1 ? ui.em(0.4F) : 0)};
}

}  // namespace zj::ui
