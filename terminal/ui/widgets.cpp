// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/widgets.hpp"

#include <algorithm>
#include <array>

namespace zj::ui {

namespace {

constexpr float kButtonInset = 1.0F, kIconGap = 0.4F, kIconSize = 1.2F;

Token text_of(Kind kind, bool live) {
    if (!live) {
        return Token::text_muted;
    }
    return kind == Kind::primary  ? Token::on_accent
           : kind == Kind::ghost  ? Token::accent
           : kind == Kind::danger ? Token::danger
                                  : Token::text;
}

// The least width at which a text takes no more lines: centred lines of one length, no word alone on the last.
float balanced(const Ui& ui, std::string_view text, float width, const Style& style) {
    const float height = ui.height_of(text, width, style);
    float low = width / 2, high = width;
    for (int i = 0; i < 6; ++i) {
        const float middle = (low + high) / 2;
        (ui.height_of(text, middle, style) > height ? low : high) = middle;
    }
    return high;
}

}  // namespace

float button_width(const Ui& ui, std::string_view text, const Button& button) {
    const Style style{size::kBody, true, Token::text, Align::left};
    const bool icon = button.icon != Icon::none || button.busy;
    return ui.width_of(text, style) + 2 * ui.em(button.kind == Kind::ghost ? 0.4F : kButtonInset) +
           (icon ? ui.em(kIconSize + kIconGap) : 0);
}

bool button(Ui& ui, std::string_view id, const Rect& r, std::string_view text, const Button& button) {
    const bool live = button.enabled && !button.busy;
    const Press press = ui.press(id, r, {live, false, button.chord, true});
    const bool filled = button.kind == Kind::primary && live;
    if (press.ring) {
        ui.focus_ring(r, size::kRadius);
    }
    if (!live && button.kind != Kind::ghost) {
        ui.fill(r, Token::surface_sunken, size::kRadius);
        ui.outline(r, Token::line_strong, 1, size::kRadius);
    } else if (filled) {
        ui.fill(r, Token::accent, size::kRadius);
    } else if (button.kind != Kind::ghost) {
        ui.fill(r, press.down ? Token::selection : Token::surface_raised, size::kRadius);
        ui.outline(r, button.kind == Kind::danger ? Token::danger : Token::line_strong, press.down ? 2 : 1,
                   size::kRadius);
    }
    if (filled && press.down) {
        ui.outline(r.inset(2), Token::on_accent, 2, size::kRadius);
    }
    const Token colour = text_of(button.kind, live);
    const Icon icon = button.busy ? Icon::hourglass : button.icon;
    const Style style{size::kBody, true, colour, Align::left};
    const float width = ui.width_of(text, style);
    const float whole = width + (icon == Icon::none ? 0 : ui.em(kIconSize + kIconGap));
    Rect inside = r.inset(ui.em(0.3F), 0);
    inside.cut_left(std::max(0.0F, (inside.w - whole) / 2));
    if (icon != Icon::none) {
        ui.icon_in(inside.cut_left(ui.em(kIconSize)), icon, kIconSize, colour);
        inside.cut_left(ui.em(kIconGap));
    }
    ui.text(inside, text, style);
    return press.pressed;
}

bool button_right(Ui& ui, std::string_view id, Rect& row, std::string_view text, const Button& spec, float height_em) {
    const Rect place = row.cut_right(button_width(ui, text, spec));
    row.cut_right(ui.em(size::kS3));
    return button(ui, id, place.middle(place.w, ui.em(height_em)), text, spec);
}

bool icon_button(Ui& ui, std::string_view id, const Rect& r, Icon icon, bool enabled, Chord chord) {
    const Press press = ui.press(id, r, {enabled, false, chord, true});
    if (press.ring) {
        ui.focus_ring(r.inset(3), size::kRadius);
    }
    if (press.down) {
        ui.fill(r, Token::selection, size::kRadius);
    }
    ui.icon_in(r, icon, kIconSize, enabled ? Token::text : Token::line_strong);
    return press.pressed;
}

void card(Ui& ui, const Rect& r, bool selected) {
    ui.fill(r, Token::surface_raised, size::kRadiusCard);
    ui.outline(r, selected ? Token::accent : Token::line, selected ? 2 : 1, size::kRadiusCard);
}

void divider(Ui& ui, const Rect& row) {
    ui.line({row.x, row.y}, {row.right(), row.y}, Token::line);
}

float chip_width(const Ui& ui, std::string_view text) {
    return ui.width_of(text, kBold) + ui.em(0.8F + 1.0F + 0.3F);
}

float chip(Ui& ui, const Rect& row, std::string_view text, Tone tone, Icon icon) {
    const float width = std::min(row.w, chip_width(ui, text));
    Rect r = row.middle(row.w, ui.em(1.5F)).cut_left(width);
    ui.fill(r, soft(tone), size::kRadius);
    if (ui.frame().mode == Mode::contrast) {
        ui.outline(r, strong(tone), 1, size::kRadius);
    }
    r = r.inset(ui.em(0.4F), 0);
    ui.icon_in(r.cut_left(ui.em(1)), icon, 1.0F, strong(tone));
    r.cut_left(ui.em(0.3F));
    ui.text(r, text, coloured(kBold, strong(tone)));
    return width;
}

void chip_right(Ui& ui, Rect& row, std::string_view text, Tone tone, Icon icon) {
    chip(ui, row.cut_right(chip_width(ui, text)), text, tone, icon);
    row.cut_right(ui.em(size::kS3));
}

void disc_icon(Ui& ui, Vec centre, Icon icon, Tone tone, float radius_em) {
    ui.disc(centre, ui.em(radius_em), soft(tone));
    if (ui.frame().mode == Mode::contrast) {
        ui.ring(centre, ui.em(radius_em), strong(tone), 1);
    }
    ui.icon(icon, centre, radius_em * kIconSize / 1.1F, strong(tone));
}

namespace {

struct BannerText {
    float label, head, lines;  // head: of the bold words, where they stand above the others
    bool one_line;
};

constexpr float kBannerInset = 2 + kIconSize + size::kS3;

BannerText banner_text(const Ui& ui, float width, std::string_view bold, std::string_view text) {
    const float label = ui.width_of(bold, kBold) + ui.em(size::kS3), inside = width - ui.em(kBannerInset);
    const bool one_line = label + ui.width_of(text) <= inside;
    const float head = one_line ? ui.line_height() : ui.height_of(bold, inside, kBold);
    return {label, head, one_line ? head : head + ui.height_of(text, inside), one_line};
}

float banner_height(const Ui& ui, const BannerText& text) {
    return std::max(ui.em(2.4F), text.lines + ui.em(1.2F));
}

}  // namespace

float banner_height(const Ui& ui, float width, std::string_view bold, std::string_view text) {
    return banner_height(ui, banner_text(ui, width, bold, text));
}

float banner(Ui& ui, const Rect& r, Tone tone, Icon icon, std::string_view bold, std::string_view text) {
    const Style strong_text = coloured(kBold, strong(tone));
    const BannerText measured = banner_text(ui, r.w, bold, text);
    const Rect whole{r.x, r.y, r.w, banner_height(ui, measured)};
    ui.fill(whole, soft(tone), size::kRadiusCard);
    ui.outline(whole, strong(tone), 1, size::kRadiusCard);
    Rect body = whole.inset(ui.em(1), (whole.h - measured.lines) / 2);
    ui.icon_in(body.cut_left(ui.em(kIconSize)).middle(ui.em(kIconSize), body.h), icon, kIconSize, strong(tone));
    body.cut_left(ui.em(size::kS3));
    Rect first = body.cut_top(measured.head);
    if (measured.one_line) {
        ui.text(first.cut_left(measured.label), bold, strong_text);
        ui.text(first, text);
    } else {
        ui.paragraph(first, bold, strong_text);
        ui.paragraph(body, text);
    }
    return whole.h;
}

float segmented_width(const Ui& ui, const std::vector<std::string>& names) {
    float out = 0;
    for (const std::string& name : names) {
        out += ui.width_of(name, kBold) + ui.em(2 * size::kS4 + 1.4F);
    }
    return out;
}

std::optional<int> segmented(Ui& ui, std::string_view id, const Rect& r, const std::vector<std::string>& names,
                             int on) {
    std::optional<int> out;
    ui.fill(r, Token::surface_raised, size::kRadius);
    const auto scope = ui.scope(id);
    Rect rest = r;
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        const std::string& name = names[static_cast<std::size_t>(i)];
        const bool last = i + 1 == static_cast<int>(names.size());
        const Rect part = last ? rest : rest.cut_left(ui.width_of(name, kBold) + ui.em(2 * size::kS4 + 1.4F));
        const Press press = ui.press(std::to_string(i), part);
        if (press.pressed) {
            out = i;
        }
        const bool chosen = i == on;
        if (chosen) {
            ui.fill(part, Token::accent, size::kRadius);
        } else if (press.down) {
            ui.fill(part, Token::selection, size::kRadius);
        }
        if (press.ring) {
            ui.outline(part.inset(2), Token::focus, 3, size::kRadius);
        }
        const float width = ui.width_of(name, kBold) + (chosen ? ui.em(1.4F) : 0);
        Rect inside = part;
        inside.cut_left((part.w - width) / 2);
        if (chosen) {
            ui.icon_in(inside.cut_left(ui.em(1)), Icon::check, 1.0F, Token::on_accent);
            inside.cut_left(ui.em(0.4F));
        }
        ui.text(inside, name, {size::kBody, chosen, chosen ? Token::on_accent : Token::text, Align::left});
    }
    ui.outline(r, Token::line_strong, 1, size::kRadius);
    return out;
}

void tick_box(Ui& ui, Vec centre, bool on) {
    const float half = ui.em(0.6F);
    const Rect box{centre.x - half, centre.y - half, 2 * half, 2 * half};
    ui.fill(box, on ? Token::accent : Token::surface_raised, 0.2F);
    ui.outline(box, on ? Token::accent : Token::line_strong, on ? 1.0F : 2.0F, 0.2F);
    if (on) {
        ui.icon_in(box, Icon::check, 1.0F, Token::on_accent);
    }
}

bool checkbox(Ui& ui, std::string_view id, const Rect& r, std::string_view text, bool on) {
    const Press press = ui.press(id, r);
    if (press.ring) {
        ui.focus_ring(r, size::kRadius);
    }
    Rect body = r;
    tick_box(ui, body.cut_left(ui.em(1.2F)).centre(), on);
    body.cut_left(ui.em(0.6F));
    ui.text(body, text);
    return press.pressed;
}

Press row(Ui& ui, std::string_view id, const Rect& r, bool current) {
    const Press press = ui.press(id, r);
    if (current || press.down) {
        ui.fill(r, Token::selection);
    }
    if (current) {
        ui.fill({r.x, r.y, ui.em(0.2F), r.h}, Token::accent);
    }
    if (press.ring) {
        ui.outline(r.inset(2), Token::focus, 3, size::kRadius);
    }
    return press;
}

bool link(Ui& ui, std::string_view id, const Rect& row, std::string_view text, Icon after) {
    const Style style = coloured(kBold, Token::accent);
    const float width = std::min(row.w, ui.width_of(text, style) + (after == Icon::none ? 0 : ui.em(1.4F)));
    Rect r{row.x, row.y, width, row.h};
    const Press press = ui.press(id, r.grown(2));
    if (press.ring) {
        ui.focus_ring(r.middle(r.w, std::min(r.h, ui.em(1.6F))), size::kRadius);
    }
    if (after != Icon::none) {
        ui.icon_in(r.cut_right(ui.em(1.2F)), after, 1.0F, Token::accent);
    }
    ui.text(r, text, style);
    return press.pressed;
}

Rect page_head(Ui& ui, Rect& page, std::string_view title, std::string_view muted) {
    Rect head = page.cut_top(ui.em(size::kHead));
    const float width = std::min(head.w * 0.6F, ui.width_of(title, kTitleText));
    ui.text(head.cut_left(width), title, kTitleText);
    head.cut_left(ui.em(size::kS4));
    if (!muted.empty()) {
        const auto line = muted.find('\n');
        if (line == muted.npos) {
            Rect second = head.moved(0, ui.em(0.1F));
            const float used = ui.text(second, muted, kMuted);
            head.cut_left(std::min(head.w, used + ui.em(size::kS4)));
        } else {
            const std::string_view first = muted.substr(0, line), rest = muted.substr(line + 1);
            Rect lines = head.middle(head.w, ui.em(2.6F));
            lines.x = head.x;
            lines.w = head.w;
            const float used = std::max(ui.width_of(first, kMuted), ui.width_of(rest, kMuted));
            ui.text(lines.cut_top(ui.em(1.3F)), first, kMuted);
            ui.text(lines, rest, kMuted);
            head.cut_left(std::min(head.w, used + ui.em(size::kS4)));
        }
    }
    return head;
}

bool empty_state(Ui& ui, const Rect& r, Icon icon, Tone tone, std::string_view title, std::string_view text,
                 std::string_view action) {
    const Style head = aligned(kSectionText, Align::centre), body = aligned(kMuted, Align::centre);
    const float width = balanced(ui, text, std::min(r.w - ui.em(2), ui.em(26)), body);
    const float lines = ui.height_of(text, width, body);
    const float whole = std::min(r.w - ui.em(1), ui.em(26));
    const float title_lines = ui.height_of(title, whole, head);
    const float height =
        ui.em(3.2F + 0.8F) + title_lines + ui.em(0.2F) + lines + (action.empty() ? 0 : ui.em(0.8F + 2.4F));
    Rect inside = r.middle(whole, std::min(height, r.h));
    disc_icon(ui, inside.cut_top(ui.em(3.2F)).centre(), icon, tone, 1.6F);
    inside.cut_top(ui.em(0.8F));
    ui.paragraph(inside.cut_top(title_lines), title, head);
    inside.cut_top(ui.em(0.2F));
    const Rect place_of_text = inside.cut_top(lines);
    ui.paragraph(place_of_text.middle(width, lines), text, body);
    if (action.empty()) {
        return false;
    }
    inside.cut_top(ui.em(0.8F));
    const Rect place = inside.cut_top(ui.em(2.4F));
    return button(ui, "empty.action", place.middle(button_width(ui, action, {}), place.h), action);
}

void loading_rows(Ui& ui, const Rect& r, std::int64_t since_ms, int rows) {
    if (ui.frame().ticks_ms - since_ms < kPatienceMs) {
        ui.want_frame();
        return;
    }
    Rect rest = r;
    for (int i = 0; i < rows && rest.h > ui.em(3.1F); ++i) {
        Rect row = rest.cut_top(ui.em(3.1F));
        if (i > 0) {
            divider(ui, row);
        }
        row = row.inset(ui.em(1), 0);
        ui.disc(row.cut_left(ui.em(2.2F)).centre(), ui.em(1.1F), Token::surface_sunken);
        row.cut_left(ui.em(0.8F));
        constexpr std::array kWidths{9.0F, 7.0F, 10.0F, 6.0F};
        const Rect bar = row.middle(row.w, ui.em(0.9F));
        ui.fill({bar.x, bar.y, std::min(bar.w * 0.6F, ui.em(kWidths[static_cast<std::size_t>(i) % 4])), bar.h},
                Token::surface_sunken, size::kRadius);
        ui.fill({bar.right() - ui.em(3), bar.y, ui.em(3), bar.h}, Token::surface_sunken, size::kRadius);
    }
}

bool error_state(Ui& ui, const Rect& r, const Error& error, bool retry) {
    const texts::Explained e = texts::explain(error, ui.lang());
    return empty_state(ui, r, Icon::circle_x, Tone::danger, e.what, e.means + "\n" + e.todo,
                       retry ? ui.tr("ui.again") : std::string());
}

Rect dialog(Ui& ui, float width_em, float height) {
    ui.fill(ui.screen(), Token::scrim);
    const Rect sheet = ui.screen().middle(std::min(ui.em(width_em), ui.frame().width - ui.em(1)),
                                          std::min(height, ui.frame().height - ui.em(1)));
    ui.fill(sheet, Token::surface_raised, size::kRadiusCard);
    if (ui.frame().mode == Mode::contrast) {
        ui.outline(sheet, Token::line, 2, size::kRadiusCard);
    }
    return sheet.inset(ui.em(size::kS6), ui.em(size::kS5));
}

float key_value(Ui& ui, const Rect& r, float label_width, std::string_view key, std::string_view value,
                const Style& style) {
    Rect rest = r;
    ui.text({rest.x, rest.y, label_width - ui.em(0.4F), ui.line_height()}, key, kMuted);
    rest.cut_left(label_width);
    return std::max(ui.line_height(), ui.paragraph(rest, value.empty() ? "—" : value, style));
}

void paper_thumb(Ui& ui, const Rect& r, bool table, bool stamped) {
    ui.fill(r, Token::surface_raised, 0.1F);
    ui.outline(r, Token::line_strong, 1, 0.1F);
    const float w = r.w / 40, h = r.h / 52;
    const auto rule = [&](float y, float from, float to, Token token, float px) {
        ui.line({r.x + from * w, r.y + y * h}, {r.x + to * w, r.y + y * h}, token, px);
    };
    rule(8, 11, 29, Token::text_muted, 2);
    for (int i = 0; i < 6; ++i) {
        const float y = 15 + 5.0F * static_cast<float>(i);
        rule(y, 6, table || i % 3 != 2 ? 34.0F : 26.0F, Token::line_strong, 1);
    }
    if (table) {
        ui.line({r.x + 15 * w, r.y + 15 * h}, {r.x + 15 * w, r.y + 40 * h}, Token::line_strong);
    }
    if (stamped) {
        ui.ring({r.x + 28 * w, r.y + 41 * h}, 6.5F * w, Token::seal, 1.5F);
        ui.disc({r.x + 28 * w, r.y + 41 * h}, 1.6F * w, Token::seal);
    }
}

void seal_mark(Ui& ui, const Rect& r) {
    ui.fill(r, Token::seal, size::kRadius);
    ui.text(r, "指", {r.h / ui.em(1) * 0.58F, true, Token::on_seal, Align::centre});
}

}  // namespace zj::ui
