// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/list_view.hpp"

#include <algorithm>

#include "terminal/ui/widgets.hpp"

namespace zj::ui {

ListView::ListView(Ui& ui, std::string_view id, const Rect& r, ListState& state, std::size_t count, float row_height)
    : ui_(ui), state_(state), count_(count), row_height_(row_height) {
    state_.at = count == 0 ? 0 : std::min(state_.at, count - 1);
    if (!state_.drawn.empty() && ui.focused() == state_.drawn && ui.in_front()) {
        keys(static_cast<std::size_t>(std::max(1.0F, r.h / row_height - 1)));
    }
    float& offset = ui.scroll_offset(ui.full(id));
    if (state_.show) {
        offset = offset_for(offset, r.h, row_height, state_.at);
        state_.show = false;
    }
    content_ = ui.begin_scroll(id, r);
    rows_ = rows_in_view(r.y - content_.y, r.h, row_height, count);
}

ListView::~ListView() {
    ui_.end_scroll(static_cast<float>(count_) * row_height_);
}

void ListView::keys(std::size_t page) {
    const std::size_t before = state_.at;
    const auto go = [&](Key key, ListMove move) {
        if (ui_.take_key(key)) {
            state_.at = ui::moved(state_.at, move, count_, page);
        }
    };
    go(Key::up, ListMove::up);
    go(Key::down, ListMove::down);
    go(Key::home, ListMove::home);
    go(Key::end, ListMove::end);
    if (int direction = 0; ui_.take_page(direction)) {
        state_.at = ui::moved(state_.at, direction < 0 ? ListMove::page_up : ListMove::page_down, count_, page);
    }
    if (state_.at != before) {
        moved_ = state_.show = state_.take_focus = true;
        ui_.want_frame();
    }
}

Rect ListView::place(std::size_t i) const {
    return {content_.x, content_.y + static_cast<float>(i) * row_height_, content_.w, row_height_};
}

Press ListView::row(std::size_t i, std::string_view id) {
    const bool current = i == state_.at;
    const Rect r = place(i);
    if (current) {
        std::string whole = ui_.full(id);
        // A row that came where a placeholder was, or another record in its place, keeps the focus.
        const bool had = !state_.drawn.empty() && ui_.focused() == state_.drawn && state_.drawn != whole;
        if (had || state_.take_focus) {
            ui_.focus(whole);
            state_.take_focus = false;
        }
        if (with_ticks && ui_.focused() == whole && ui_.in_front()) {
            const auto typed = ui_.take_characters();
            ticked_ = std::find(typed.begin(), typed.end(), U' ') != typed.end();
        }
        state_.drawn = std::move(whole);
    }
    const Press press = ui_.press(id, r, {true, false, Chord::none, current});
    if ((current && marks_current) || press.down) {
        ui_.fill(r, Token::selection);
    }
    if (current && marks_current) {
        ui_.fill({r.x, r.y, ui_.em(0.2F), r.h}, Token::accent);
    }
    if (i > 0) {
        divider(ui_, r);
    }
    if (press.ring) {
        ui_.outline(r.inset(2), Token::focus, 3, size::kRadius);
    }
    return press;
}

}  // namespace zj::ui
