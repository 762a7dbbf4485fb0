// SPDX-License-Identifier: Apache-2.0
#pragma once
// One of several in a line, with counts (design/mock/06-review): the chosen one is soft and ticked. What does not fit
// goes on to a further line.

#include <optional>
#include <string>
#include <vector>

#include "terminal/ui/ui.hpp"

namespace zj::ui {

struct Tab {
    std::string id, text;  // id: of the UI map, below the list's own
};
float tabs_height(const Ui& ui, float width, const std::vector<Tab>& all, std::size_t on);
// The index that was pressed.
std::optional<std::size_t> tabs(Ui& ui, std::string_view id, const Rect& r, const std::vector<Tab>& all,
                                std::size_t on);

}  // namespace zj::ui
