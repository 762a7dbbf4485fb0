// SPDX-License-Identifier: Apache-2.0
// The field that drops down a list with a search line.
#include <algorithm>

#include "terminal/ui/field.hpp"
#include "terminal/ui/field_frame.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::ui {

namespace {

constexpr float kRow = 2.3F;
constexpr int kRowsShown = 8;
constexpr std::size_t kSearchFrom = 7;  // fewer options are seen at a glance

void open_list(Ui& ui, std::string_view id, Choice& choice, const std::vector<Option>& options,
               const std::string& selected) {
    choice.open = true;
    choice.search.set({});
    choice.search.chars_max = 40;
    const auto at = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.key == selected; });
    choice.at = at == options.end() ? 0 : static_cast<std::size_t>(at - options.begin());
    ui.focus(ui.full(id) + ".list");
}

// Below the box where there is room, else above it.
Rect place_list(const Ui& ui, const Rect& box, float height) {
    const float below = ui.frame().height - box.bottom() - ui.em(0.4F);
    const float y = below >= height || box.y < height ? box.bottom() + ui.em(0.2F) : box.y - height - ui.em(0.2F);
    return {box.x, y, std::max(box.w, ui.em(16)), std::min(height, ui.frame().height - y - ui.em(0.2F))};
}

// Keys of the open list; true if the place in it moved.
bool move_in_list(Ui& ui, Choice& choice, std::size_t count, bool& done) {
    const std::size_t before = choice.at;
    const std::uint64_t searched = choice.search.revision();
    for (const KeyPress& key : ui.take_keys()) {
        if (key.key == Key::down && count > 0) {
            choice.at = std::min(choice.at + 1, count - 1);
        } else if (key.key == Key::up) {
            choice.at -= choice.at > 0 ? 1 : 0;
        } else if (key.key == Key::enter) {
            done = true;
        } else if (choice.search.press(key, nullptr)) {
            choice.at = 0;
        }
    }
    for (const char32_t c : ui.take_characters()) {
        std::string utf8;
        append_utf8(utf8, c);
        choice.search.insert(utf8);
        choice.at = 0;
    }
    return choice.at != before || choice.search.revision() != searched;
}

void draw_search(Ui& ui, const Rect& r, const Choice& choice) {
    Rect line = r.inset(ui.em(0.7F), 0);
    ui.icon_in(line.cut_left(ui.em(1.2F)), Icon::search, 1.0F, Token::text_muted);
    line.cut_left(ui.em(0.4F));
    const float width = choice.search.text().empty() ? 0 : ui.text(line, choice.search.text());
    if (choice.search.text().empty()) {
        ui.text(line, ui.tr("ui.search.hint"), kMuted);
    }
    ui.fill({line.x + width, line.centre().y - ui.em(0.6F), std::max(2.0F, ui.em(0.1F)), ui.em(1.2F)}, Token::text);
    ui.line({r.x, r.bottom()}, {r.right(), r.bottom()}, Token::line);
}

void draw_option(Ui& ui, const Rect& line, const Option& option, bool chosen, bool current) {
    if (current) {
        ui.fill(line, Token::selection);
    }
    Rect words = line.inset(ui.em(0.7F), 0);
    ui.icon_in(words.cut_left(ui.em(1.2F)), chosen ? Icon::check : Icon::none, 1.0F, Token::accent);
    words.cut_left(ui.em(0.3F));
    if (!option.note.empty()) {
        const Rect note = words.cut_right(std::min(words.w * 0.5F, ui.width_of(option.note, kMuted)));
        ui.text(note, option.note, aligned(kMuted, Align::right));
        words.cut_right(ui.em(0.6F));
    }
    ui.text(words, option.label, option.enabled ? kBodyText : kMuted);
}

void draw_list(Ui& ui, std::string_view id, const Rect& box, Choice& choice, const std::vector<Option>& options,
               const std::string& selected, ChoiceEvent& event) {
    const std::vector<std::size_t> found = matching(options, choice.search.text());
    choice.at = found.empty() ? 0 : std::min(choice.at, found.size() - 1);
    const bool searches = options.size() >= kSearchFrom || !choice.search.text().empty();
    const int rows = std::clamp(static_cast<int>(found.size()), 1, kRowsShown);
    const float height = ui.em(kRow) * static_cast<float>(rows) + (searches ? ui.em(kRow) : 0) + 4;
    const Rect sheet = place_list(ui, box, height);
    const auto layer = ui.layer();
    const auto scope = ui.scope(id);
    const Press whole = ui.press("list", sheet, {true, true, Chord::none, true});
    bool done = false, moved = false;
    if (whole.focused) {
        moved = move_in_list(ui, choice, found.size(), done);
    }
    ui.fill(sheet, Token::surface_raised, size::kRadius);
    ui.outline(sheet, Token::accent, 2, size::kRadius);
    Rect body = sheet.inset(2);
    if (searches) {
        draw_search(ui, body.cut_top(ui.em(kRow)), choice);
    }
    const float content = ui.em(kRow) * static_cast<float>(found.size());
    if (moved) {
        const float top = ui.em(kRow) * static_cast<float>(choice.at);
        float& offset = ui.scroll_offset(ui.full("rows"));
        offset = std::clamp(offset, top + ui.em(kRow) - body.h, top);
    }
    Rect at = ui.begin_scroll("rows", body);
    if (found.empty()) {
        ui.text(body.inset(ui.em(0.7F), 0).cut_top(ui.em(kRow)), ui.tr("ui.search.none"), kMuted);
    }
    at.h = content;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Option& option = options[found[i]];
        const Rect line = at.cut_top(ui.em(kRow));
        if (line.bottom() < body.y || line.y > body.bottom()) {
            continue;
        }
        const Press on = ui.press("option." + option.key, line, {option.enabled, false, Chord::none, false});
        draw_option(ui, line, option, option.key == selected, i == choice.at || on.down);
        if (on.pressed) {
            event.chosen = option.key;
        }
    }
    // Also where the wheel has moved it out of view.
    if (done && choice.at < found.size() && options[found[choice.at]].enabled) {
        event.chosen = options[found[choice.at]].key;
    }
    ui.end_scroll(content);
    if (event.chosen || ui.clicked_outside(sheet) || ui.take_escape() || (done && found.empty())) {
        choice.open = false;
    }
}

}  // namespace

ChoiceEvent choice_field(Ui& ui, std::string_view id, const Rect& r, Choice& choice, const std::vector<Option>& options,
                         const std::string& selected, const Field& field) {
    ChoiceEvent event;
    const bool fixed = field.state == FieldState::computed || field.state == FieldState::read_only;
    const bool before = ui.had_focus(id);
    const Press press = ui.press(id, r, {!fixed, false, Chord::none, !fixed});
    event.left = before && !press.focused && !choice.open;
    // Typing or an arrow on the closed box opens it, so that a hand may stay on the keyboard.
    bool opens = press.pressed;
    std::vector<char32_t> typed;
    if (press.focused && !choice.open && !fixed) {
        typed = ui.take_characters();
        opens = opens || !typed.empty() || ui.take_key(Key::down);
    }
    if (opens && !choice.open) {
        open_list(ui, id, choice, options, selected);
        for (const char32_t c : typed) {
            std::string utf8;
            append_utf8(utf8, c);
            choice.search.insert(c == U' ' ? "" : utf8);
        }
        choice.at = choice.search.text().empty() ? choice.at : 0;
    }
    const FieldFrame parts = draw_field_frame(ui, r, field, press);
    Rect inside = parts.inside;
    if (!fixed) {
        ui.icon_in(inside.cut_right(ui.em(1.2F)), Icon::chevron_down, 1.2F, Token::text_muted);
    }
    const auto now = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.key == selected; });
    ui.text(inside, now == options.end() ? field.placeholder : now->label, now == options.end() ? kMuted : kBodyText);
    if (!choice.open) {
        return event;
    }
    draw_list(ui, id, parts.box, choice, options, selected, event);
    if (!choice.open) {
        ui.focus(ui.full(id));
    }
    return event;
}

}  // namespace zj::ui
