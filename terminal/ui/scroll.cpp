// SPDX-License-Identifier: Apache-2.0
// Scrolling: one place for wheel, drag with a finger or the mouse, the bar, page keys, and for bringing what has the
// focus into view.
#include <cmath>

#include "terminal/ui/ui.hpp"

namespace zj::ui {

namespace {

constexpr float kBarEm = 0.5F;        // as wide as it is drawn; it can be grabbed over 1.2 em
constexpr float kDragStartEm = 0.4F;  // a finger that moved less has pressed, not dragged
constexpr float kWheelEm = 3.5F;      // one notch: a row of two lines

}  // namespace

Rect Ui::begin_scroll(std::string_view id, const Rect& r) {
    const std::string whole = full(id);
    Scroll& scroll = scrolls_[whole];
    scroll.height = r.h;
    const float most = std::max(0.0F, scroll.content - r.h);
    const bool here = in_front() && r.contains(mouse_) && (clips_.empty() || clips_.back().contains(mouse_));
    if (here && wheel_ != 0) {
        scroll.offset -= wheel_ * em(kWheelEm);
        wheel_ = 0;
        want_frame();
    }
    const Rect bar{r.right() - em(1.2F), r.y, em(1.2F), r.h};
    if (most > 0 && here && mouse_went_down_) {
        scroll.bar = bar.contains(mouse_);
        scroll.grab = scroll.bar ? 0 : mouse_.y + scroll.offset;
        scroll.dragging = true;
    }
    if (!mouse_down_) {
        scroll.dragging = scroll.bar = false;
    }
    if (scroll.dragging && scroll.bar) {
        const float thumb = std::max(em(2), r.h * r.h / scroll.content);
        scroll.offset = (mouse_.y - r.y - thumb / 2) / std::max(1.0F, r.h - thumb) * most;
        active_.clear();
    } else if (scroll.dragging && std::abs(mouse_.y - pressed_at_.y) > em(kDragStartEm)) {
        scroll.offset = scroll.grab - mouse_.y;
        active_.clear();  // what was under the finger is not pressed any more
    }
    if (page_ != 0 && in_front() && most > 0 && (here || open_.empty())) {
        scroll.offset += static_cast<float>(page_) * (r.h - em(2));
        page_ = 0;
    }
    scroll.offset = std::round(std::clamp(scroll.offset, 0.0F, most));
    open_.push_back({whole, r});
    push_clip(r);
    return {r.x, r.y - scroll.offset, r.w, r.h};
}

void Ui::end_scroll(float content_height) {
    const OpenScroll open = open_.back();
    open_.pop_back();
    pop_clip();
    Scroll& scroll = scrolls_[open.id];
    if (scroll.content != content_height) {
        scroll.content = content_height;
        const float most = std::max(0.0F, content_height - open.view.h);
        scroll.offset = std::clamp(scroll.offset, 0.0F, most);
        want_frame();
    }
    draw_bar(open.view, scroll, open.id);
}

void Ui::draw_bar(const Rect& view, Scroll& scroll, std::string_view id) {
    if (scroll.content <= view.h + 0.5F) {
        return;
    }
    const float thumb = std::max(em(2), view.h * view.h / scroll.content);
    const float y = view.y + scroll.offset / (scroll.content - view.h) * (view.h - thumb);
    const Rect bar{view.right() - em(kBarEm) - 2, y + 2, em(kBarEm), thumb - 4};
    fill(bar, scroll.bar ? Token::accent : Token::line_strong, kBarEm / 2);
    if (const Rect seen = clips_.empty() ? bar : bar.clipped(clips_.back()); !seen.empty()) {
        map_.push_back({std::string(id) + ".bar", seen, true});
    }
}

// The innermost scrolled area moves just so far that `r` is in it.
void Ui::reveal(const Rect& r) {
    if (open_.empty()) {
        return;
    }
    const Rect& view = open_.back().view;
    Scroll& scroll = scrolls_[open_.back().id];
    const float margin = std::min(em(1.6F), std::max(0.0F, (view.h - r.h) / 2));
    if (r.y - margin < view.y) {
        scroll.offset -= view.y - (r.y - margin);
        want_frame();
    } else if (r.bottom() + margin > view.bottom()) {
        scroll.offset += r.bottom() + margin - view.bottom();
        want_frame();
    }
    scroll.offset = std::round(std::max(0.0F, scroll.offset));
}

}  // namespace zj::ui
