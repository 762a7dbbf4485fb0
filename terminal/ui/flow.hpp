// SPDX-License-Identifier: Apache-2.0
#pragma once
// What comes after what: the progress line of a case (mock/README.md, progress line) and the flow chart of a matter.
// Both are drawn with lines and boxes; where the width does not do, the line goes down instead of along and the chart
// goes on in a next row. Texts are already in the person's language.

#include <cstdint>
#include <string>
#include <vector>

#include "terminal/ui/ui.hpp"

namespace zj::ui {

struct ProgressStep {
    enum State : std::uint8_t { done, current, ahead, returned, paused };
    std::string title, who, when;
    State state = ahead;
    std::string phone;      // of who has it; current, returned and paused steps
    float used = 0;         // part of its limit: 0 to 1, beyond it more
    std::string used_text;  // "3.5 of 4 hours"; empty: no bar
    std::string note;       // a word at the right of the card, or a reason
};
// From this part of the limit on the bar warns, as the county's own warnings do; from the whole of it on it is danger.
inline constexpr float kNearLimit = 0.8F;

// From the top of `r`; the height used. A step that is current, returned or paused is a card.
float progress_line(Ui& ui, const Rect& r, const std::vector<ProgressStep>& steps);

struct FlowBox {
    Icon icon = Icon::none;
    std::string title, note;  // note: who and how long, over lines
    std::string condition;    // when it is part of the flow, in words; empty: always. Dashed if there is one
    bool mine = false;        // the person's own part: in the accent
};
// From the top of `r`; the height used.
float flow_chart(Ui& ui, const Rect& r, const std::vector<FlowBox>& boxes);

}  // namespace zj::ui
