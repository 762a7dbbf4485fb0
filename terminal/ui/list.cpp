// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/list.hpp"

#include <algorithm>
#include <cmath>

namespace zj::ui {

RowRange rows_in_view(float offset, float height, float row, std::size_t count) {
    if (row <= 0 || height <= 0) {
        return {};
    }
    const auto index = [&](float y) {
        return std::min(count, static_cast<std::size_t>(std::max(0.0F, y)));
    };
    return {index(std::floor(offset / row)), index(std::ceil((offset + height) / row))};
}

std::size_t moved(std::size_t at, ListMove move, std::size_t count, std::size_t page) {
    if (count == 0) {
        return 0;
    }
    const std::size_t last = count - 1, step = std::max<std::size_t>(1, page);
    at = std::min(at, last);
    switch (move) {
        case ListMove::up:
            return at == 0 ? 0 : at - 1;
        case ListMove::down:
            return std::min(last, at + 1);
        case ListMove::page_up:
            return at < step ? 0 : at - step;
        case ListMove::page_down:
            return std::min(last, at + step);
        case ListMove::home:
            return 0;
        case ListMove::end:
            return last;
    }
    return at;
}

float offset_for(float offset, float height, float row, std::size_t at) {
    const float top = static_cast<float>(at) * row;
    return std::clamp(offset, std::min(top, top + row - height), top);
}

}  // namespace zj::ui
