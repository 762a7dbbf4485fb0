// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the desks that show cases draw alike: limits, tabs of matters, fields in words, materials, and how a case says
// where it is. Each draws into the rectangle it is given.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "terminal/desk/case_words.hpp"
#include "terminal/desk/desk.hpp"
#include "terminal/ui/option.hpp"
#include "terminal/ui/tabs.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

const model::Catalogue* catalogue_of(const Around& around);  // null while locked
bool has_role(const work::HereView& here, std::string_view role);
bool no_business(const Around& around);  // nobody is here, or one who only administers, operates or audits

// A card as high as its content turns out to be: drawn with the height of the frame before, and once more where that
// was not it.
class GrowingCard {
public:
    GrowingCard(ui::Ui& ui, std::string_view id, const ui::Rect& r);  // the width and top of `r`
    ui::Rect inside() const;                                          // inset; as high as it takes
    const ui::Rect& whole() const { return r_; }
    float end(float content_bottom);  // y below its content; returns that below the card

private:
    ui::Ui& ui_;
    ui::Rect r_;
    float& kept_;
};

// Icon and words at the right end of `row`; bold where it presses.
void limit_line(ui::Ui& ui, const ui::Rect& row, const StateLook& limit);
float limit_width(const ui::Ui& ui, const StateLook& limit);

// 全部 and each matter that occurs, with counts.
struct MatterTabs {
    std::vector<ui::Tab> tabs;
    std::vector<std::string> codes;  // beside them; empty: all
    std::size_t on = 0;
};
MatterTabs matter_tabs(const ui::Ui& ui, const Around& around,
                       const std::vector<std::pair<std::string, std::size_t>>& counts, const std::string& chosen);

// The same as a list that drops down, for low pages; the code that was chosen, empty for all.
std::optional<std::string> matter_choice(ui::Ui& ui, const ui::Rect& r, const MatterTabs& all, ui::Choice& choice);

// Whose it is where that is not plain, and where it stands: 散花镇人民政府，复核.
std::string where_text(const ui::Ui& ui, const Around& around, const work::CaseRow& row);

// Filled fields of a case by their labels, in two columns where there is room; a changed one shows what it was. With
// `most` only so many, the unit first and none of the long ones. The height used.
float fields(ui::Ui& ui, const ui::Rect& r, const Around& around, const work::CaseView& view, std::size_t most = 0);

// One document with its state, 3.1 em high; what stands at its right is left of `row`.
void material_row(ui::Ui& ui, ui::Rect row, const Around& around, const work::CaseRow& on, const work::Material& one);

// Of the UI map, for what is pressed to look at it: a slot may hold several documents.
std::string material_id(const work::Material& one);

}  // namespace zj::desk
