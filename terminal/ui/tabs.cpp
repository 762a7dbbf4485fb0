// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/tabs.hpp"

namespace zj::ui {

namespace {

constexpr float kInset = 0.7F, kGap = 0.3F, kTick = 1.3F;

float width_of(const Ui& ui, const Tab& tab, bool chosen) {
    return ui.width_of(tab.text, kBold) + ui.em(2 * kInset + (chosen ? kTick : 0));
}

// Places of all tabs in a width; the height used.
float place(const Ui& ui, const Rect& r, const std::vector<Tab>& all, std::size_t on, std::vector<Rect>* out) {
    const float height = ui.em(size::kControl);
    float x = 0, y = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const float w = std::min(r.w, width_of(ui, all[i], i == on));
        if (x > 0 && x + w > r.w + 0.5F) {
            x = 0;
            y += height + ui.em(kGap);
        }
        if (out != nullptr) {
            out->push_back({r.x + x, r.y + y, w, height});
        }
        x += w + ui.em(kGap);
    }
    return all.empty() ? 0 : y + height;
}

}  // namespace

float tabs_height(const Ui& ui, float width, const std::vector<Tab>& all, std::size_t on) {
    return place(ui, {0, 0, width, 0}, all, on, nullptr);
}

std::optional<std::size_t> tabs(Ui& ui, std::string_view id, const Rect& r, const std::vector<Tab>& all,
                                std::size_t on) {
    std::optional<std::size_t> out;
    const auto scope = ui.scope(id);
    std::vector<Rect> places;
    place(ui, r, all, on, &places);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Rect& tab = places[i];
        const Press press = ui.press(all[i].id, tab);
        if (press.pressed) {
            out = i;
        }
        const bool chosen = i == on;
        if (chosen || press.down) {
            ui.fill(tab, Token::accent_soft, size::kRadius);
        }
        if (chosen) {
            ui.outline(tab, Token::accent, 1, size::kRadius);
        }
        if (press.ring) {
            ui.outline(tab.inset(2), Token::focus, 3, size::kRadius);
        }
        const Style style = chosen ? coloured(kBold, Token::accent) : kBodyText;
        const float tick = chosen ? ui.em(kTick) : 0;
        Rect inside = tab;
        inside.cut_left((tab.w - tick - ui.width_of(all[i].text, style)) / 2);
        if (chosen) {
            ui.icon_in(inside.cut_left(ui.em(1)), Icon::check, 1.0F, Token::accent);
            inside.cut_left(ui.em(kTick - 1));
        }
        ui.text(inside, all[i].text, style);
    }
    return out;
}

}  // namespace zj::ui
