// SPDX-License-Identifier: Apache-2.0
#pragma once
// The arithmetic of long lists with rows of one height: which rows are in view, where a key leads, how far to scroll so
// that a row is seen. Only what is in view is ever drawn (list_view.hpp), so 100,000 rows cost what ten do. Pixels.

#include <cstddef>
#include <cstdint>
#include <string>

namespace zj::ui {

// What a desk keeps of a list.
struct ListState {
    std::size_t at = 0;       // the current row
    bool show = false;        // bring it into view with the next frame
    bool take_focus = false;  // and give it the focus
    std::string drawn;        // full id of the current row, as it was drawn last
};

struct RowRange {  // first … last-1
    std::size_t first = 0, last = 0;
    bool operator==(const RowRange&) const = default;
};
// Rows of which any part is seen; never beyond `count`.
RowRange rows_in_view(float offset, float height, float row, std::size_t count);

enum class ListMove : std::uint8_t { up, down, page_up, page_down, home, end };
// The row that becomes current; `page` is how many rows fit into the view. 0 in an empty list.
std::size_t moved(std::size_t at, ListMove move, std::size_t count, std::size_t page);

// The offset nearest to `offset` at which row `at` is seen whole.
float offset_for(float offset, float height, float row, std::size_t at);

}  // namespace zj::ui
