// SPDX-License-Identifier: Apache-2.0
#pragma once
// Layout by cutting: a desk takes strips off a rectangle until nothing is left. Units are pixels; sizes come from ems
// (Ui::em), so that one scale changes everything.

#include <algorithm>

namespace zj::ui {

struct Vec {
    float x = 0, y = 0;
};

struct Rect {
    float x = 0, y = 0, w = 0, h = 0;

    float right() const { return x + w; }
    float bottom() const { return y + h; }
    Vec centre() const { return {x + w / 2, y + h / 2}; }
    bool contains(Vec p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    bool empty() const { return w <= 0 || h <= 0; }

    // Each takes a strip off this rectangle and returns it; never more than there is.
    Rect cut_left(float n) {
        n = std::clamp(n, 0.0F, w);
        const Rect out{x, y, n, h};
        x += n;
        w -= n;
        return out;
    }
    Rect cut_right(float n) {
        n = std::clamp(n, 0.0F, w);
        w -= n;
        return {x + w, y, n, h};
    }
    Rect cut_top(float n) {
        n = std::clamp(n, 0.0F, h);
        const Rect out{x, y, w, n};
        y += n;
        h -= n;
        return out;
    }
    Rect cut_bottom(float n) {
        n = std::clamp(n, 0.0F, h);
        h -= n;
        return {x, y + h, w, n};
    }

    Rect inset(float dx, float dy) const {
        return {x + dx, y + dy, std::max(0.0F, w - 2 * dx), std::max(0.0F, h - 2 * dy)};
    }
    Rect inset(float n) const { return inset(n, n); }
    Rect grown(float n) const { return {x - n, y - n, w + 2 * n, h + 2 * n}; }
    Rect moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
    // Centred in this one.
    Rect middle(float width, float height) const { return {x + (w - width) / 2, y + (h - height) / 2, width, height}; }
    Rect clipped(const Rect& to) const {
        const float left = std::max(x, to.x), top = std::max(y, to.y);
        return {left, top, std::max(0.0F, std::min(right(), to.right()) - left),
                std::max(0.0F, std::min(bottom(), to.bottom()) - top)};
    }
    // Column `i` of `n` equal ones with `gap` between.
    Rect column(int i, int n, float gap) const {
        const float width = (w - gap * static_cast<float>(n - 1)) / static_cast<float>(n);
        return {x + static_cast<float>(i) * (width + gap), y, width, h};
    }
};

}  // namespace zj::ui
