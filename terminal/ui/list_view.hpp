// SPDX-License-Identifier: Apache-2.0
#pragma once
// A list of any length in a scrolled area (list.hpp): the desk draws the rows that are in view, and no others. The list
// is one stop of the keyboard's order: its current row; arrows, Home, End, Page Up and Page Down move that.
//
//   ListView list(ui, "list", area, desk.list, total, ui.em(3.5F));
//   for (std::size_t i = list.rows().first; i < list.rows().last; ++i) {
//       const Press press = list.row(i, "row." + key);  draw into list.place(i)
//   }

#include "terminal/ui/list.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::ui {

class ListView {
public:
    ListView(Ui& ui, std::string_view id, const Rect& r, ListState& state, std::size_t count, float row_height);
    ~ListView();  // ends the scrolled area
    ListView(const ListView&) = delete;
    ListView& operator=(const ListView&) = delete;

    const RowRange& rows() const { return rows_; }
    Rect place(std::size_t i) const;
    // Registers row `i` and draws its background; `id` names the record, not the place in the list.
    Press row(std::size_t i, std::string_view id);
    bool moved() const { return moved_; }    // another row became current by a key
    bool ticked() const { return ticked_; }  // Space on the current row; asked for by `with_ticks`
    bool with_ticks = false;                 // Space ticks instead of pressing
    bool marks_current = true;               // its background; without, what is current is not in the list

private:
    void keys(std::size_t page);

    Ui& ui_;
    ListState& state_;
    Rect content_;
    std::size_t count_;
    float row_height_;
    RowRange rows_;
    bool moved_ = false, ticked_ = false;
};

}  // namespace zj::ui
