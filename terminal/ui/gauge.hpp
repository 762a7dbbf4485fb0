// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every post is a seat: the gauge draws one cell an authorised post, so that a clerk counts free seats (mock/README.md,
// seat gauge). Parts differ by shape, not by colour alone.

#include <cstdint>

#include "terminal/ui/ui.hpp"

namespace zj::ui {

struct SeatParts {
    std::int64_t authorised = 0, actual = 0, leaving = 0, reserved = 0, asked = 0;  // leaving is part of actual
};
// Beyond so many seats a bar of the same parts is drawn: cells would be too small to count.
inline constexpr std::int64_t kSeatCellsMax = 120;

// In two rows (or one, where few) from the top left of `r`; the height used.
float seats(Ui& ui, const Rect& r, const SeatParts& parts);
// Legend of the parts that occur, with figures where `figures`: in the middle of `row`, or from its top over as many
// lines as seats_legend_height() says.
float seats_legend_height(const Ui& ui, float width, const SeatParts& parts, bool figures);
void seats_legend(Ui& ui, const Rect& row, const SeatParts& parts, bool figures);

}  // namespace zj::ui
