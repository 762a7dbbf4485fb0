// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/field.hpp"

#include <algorithm>
#include <cmath>

#include "terminal/ui/field_frame.hpp"
#include "terminal/ui/line_break.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::ui {

namespace {

constexpr float kDot = 0.43F;  // radius of the dot that stands for a character of a passphrase

// The characters of this frame go into the text; what did not fit is not typed.
bool type_into(Ui& ui, Edit& edit, FieldEvent& event) {
    const std::uint64_t before = edit.revision();
    for (const char32_t c : ui.take_characters()) {
        std::string utf8;
        append_utf8(utf8, c);
        edit.insert(utf8);
    }
    std::vector<KeyPress> others;
    for (const KeyPress& key : ui.take_keys()) {
        if (edit.press(key, ui.frame().clipboard)) {
            continue;
        }
        event.entered = event.entered || (key.key == Key::enter && !key.ctrl);
        if (key.key == Key::up || key.key == Key::down) {
            others.push_back(key);
        }
    }
    for (const KeyPress& key : others) {
        ui.give_back(key);  // up and down leave the field
    }
    return edit.revision() != before;
}

// Where in a single line the mouse stands.
std::size_t offset_at(const Ui& ui, std::string_view text, float x) {
    std::size_t at = 0;
    float used = 0;
    while (at < text.size()) {
        const std::size_t next = next_character(text, at);
        const float w = ui.width_of(text.substr(at, next - at));
        if (used + w / 2 > x) {
            break;
        }
        used += w;
        at = next;
    }
    return at;
}

void draw_caret(Ui& ui, float x, const Rect& line) {
    ui.fill({std::round(x), line.centre().y - ui.em(0.6F), std::max(2.0F, ui.em(0.1F)), ui.em(1.2F)}, Token::text);
}

void draw_single(Ui& ui, std::string_view id, const FieldFrame& parts, Edit& edit, const Press& press) {
    const std::string& text = edit.text();
    const std::string shown = text.substr(0, edit.caret()) + edit.composition() + text.substr(edit.caret());
    const float caret = ui.width_of(std::string_view(text).substr(0, edit.caret())) + ui.width_of(edit.composition());
    const float whole = ui.width_of(shown), room = parts.inside.w - 2;
    float& offset = ui.kept(id);
    if (press.focused) {
        offset = std::clamp(offset, caret - room, std::max(0.0F, caret));
    }
    offset = std::clamp(offset, 0.0F, std::max(0.0F, whole - room));
    if (press.hovered && ui.mouse_down() && press.focused) {
        const std::size_t at = offset_at(ui, text, ui.mouse().x - parts.inside.x + offset);
        if (press.down) {
            edit.place(at, ui.mouse_held());
        }
    }
    if (press.twice) {
        edit.select_word(offset_at(ui, text, ui.mouse().x - parts.inside.x + offset));
    }
    ui.push_clip(parts.inside.grown(1));
    const Rect line{parts.inside.x - offset, parts.inside.y, whole + room, parts.inside.h};
    if (edit.selecting() && press.focused) {
        const float from = ui.width_of(std::string_view(text).substr(0, edit.from()));
        const float to = ui.width_of(std::string_view(text).substr(0, edit.to()));
        ui.fill({line.x + from, line.centre().y - ui.em(0.7F), to - from, ui.em(1.4F)}, Token::selection);
    }
    ui.text(line, shown);
    if (!edit.composition().empty()) {
        const float begin = line.x + caret - ui.width_of(edit.composition());
        ui.fill({begin, line.centre().y + ui.em(0.6F), ui.width_of(edit.composition()), 2}, Token::accent);
    }
    if (press.focused) {
        draw_caret(ui, line.x + caret, line);
    }
    ui.pop_clip();
}

void draw_lines(Ui& ui, std::string_view id, const FieldFrame& parts, Edit& edit, const Press& press) {
    const std::string_view text = edit.text();
    const auto lines = break_lines(text, parts.inside.w, [&](char32_t c) { return ui.advance(c); });
    const float height = ui.line_height();
    float& offset = ui.kept(id);
    float y = parts.inside.y - offset;
    const auto caret = static_cast<std::size_t>(edit.caret());
    ui.push_clip(parts.box.inset(2));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto begin = static_cast<std::size_t>(lines[i].data() - text.data());
        const std::size_t end =
            i + 1 < lines.size() ? static_cast<std::size_t>(lines[i + 1].data() - text.data()) : text.size() + 1;
        const Rect line{parts.inside.x, y, parts.inside.w + ui.em(1), height};
        if (press.down && line.contains(ui.mouse())) {
            edit.place(begin + offset_at(ui, lines[i], ui.mouse().x - line.x), ui.mouse_held());
        }
        if (press.focused && edit.selecting() && edit.from() < begin + lines[i].size() && edit.to() > begin) {
            const std::size_t from = std::max(edit.from(), begin) - begin;
            const std::size_t to = std::min(edit.to(), begin + lines[i].size()) - begin;
            const float left = ui.width_of(lines[i].substr(0, from)), right = ui.width_of(lines[i].substr(0, to));
            ui.fill({line.x + left, line.y, right - left, height}, Token::selection);
        }
        ui.text(line, lines[i]);
        if (press.focused && caret >= begin && caret < end) {
            draw_caret(ui, line.x + ui.width_of(text.substr(begin, caret - begin)), line);
            const float top = y - parts.inside.y + offset;
            const float wanted = std::clamp(offset, top + height - parts.inside.h, top);
            if (wanted != offset) {
                offset = std::max(0.0F, wanted);
                ui.want_frame();
            }
        }
        y += height;
    }
    ui.pop_clip();
}

}  // namespace

FieldEvent text_field(Ui& ui, std::string_view id, const Rect& r, Edit& edit, const Field& field) {
    FieldEvent event;
    const bool fixed = field.state == FieldState::computed || field.state == FieldState::read_only;
    edit.multiline = field.lines > 1;
    const bool before = ui.had_focus(id);
    const Press press = ui.press(id, r, {!fixed, true, Chord::none, !fixed});
    event.left = before && !press.focused;
    if (press.focused && !fixed) {
        event.changed = type_into(ui, edit, event);
    }
    Field told = field;
    if (press.focused && edit.refused() != Edit::Refused::nothing) {
        told.state = FieldState::warning;
        told.message = edit.refused() == Edit::Refused::signs
                           ? ui.tr("ui.refused.signs")
                           : ui.tr("ui.refused.length", {std::to_string(edit.chars_max)});
    }
    const FieldFrame parts = draw_field_frame(ui, r, told, press);
    if (edit.text().empty() && edit.composition().empty() && !press.focused) {
        Rect line = parts.inside;
        ui.text(field.lines > 1 ? line.cut_top(ui.line_height()) : line, field.placeholder, kMuted);
    }
    if (field.lines > 1) {
        draw_lines(ui, id, parts, edit, press);
    } else {
        draw_single(ui, id, parts, edit, press);
    }
    return event;
}

FieldEvent secret_field(Ui& ui, std::string_view id, const Rect& r, SecretEdit& edit, bool& shown, const Field& field) {
    FieldEvent event;
    const Rect eye = Rect{r.right() - ui.em(2.4F), r.y + (field.bare ? 0 : ui.em(kFieldLabel) + ui.em(kFieldGap)),
                          ui.em(2.4F), ui.em(size::kControl)};
    const Press press = ui.press(id, {r.x, r.y, r.w - eye.w, r.h}, {true, true, Chord::none, true});
    if (press.focused) {
        for (char32_t& c : ui.take_characters()) {
            edit.insert(c);
            c = 0;
            event.changed = true;
        }
        for (const KeyPress& key : ui.take_keys()) {
            if (key.key == Key::backspace) {
                key.ctrl ? edit.clear() : edit.backspace();
                event.changed = true;
            } else if (key.key == Key::enter) {
                event.entered = true;
            } else if (key.key == Key::up || key.key == Key::down) {
                ui.give_back(key);
            }
        }
    }
    const FieldFrame parts = draw_field_frame(ui, r, field, press);
    Rect inside = parts.inside;
    inside.cut_right(ui.em(2.0F));
    ui.push_clip(inside.grown(1));
    float x = inside.x;
    if (shown) {
        const float width = ui.width_of(edit.view());
        x += std::min(0.0F, inside.w - width - 2);
        ui.text({x, inside.y, width + inside.w, inside.h}, edit.view());
        x += width;
    } else {
        const auto n = static_cast<float>(edit.characters());
        const float pitch = ui.em(1.25F);
        x += std::min(0.0F, inside.w - n * pitch - 2);
        for (std::size_t i = 0; i < edit.characters(); ++i, x += pitch) {
            ui.disc({x + ui.em(kDot), inside.centre().y}, ui.em(kDot), Token::text);
        }
    }
    if (press.focused) {
        draw_caret(ui, x, inside);
    }
    ui.pop_clip();
    if (icon_button(ui, std::string(id) + ".show", eye, shown ? Icon::eye_off : Icon::eye)) {
        shown = !shown;
        ui.focus(ui.full(id));
    }
    return event;
}

}  // namespace zj::ui
