// SPDX-License-Identifier: Apache-2.0
#pragma once
// The components of mock/README.md, apart from fields, lists, gauges and flows, which have headers of their own. Each
// draws into the rectangle it is given; those that can be acted on return what happened. Texts are already in the
// person's language.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/ui/ui.hpp"

namespace zj::ui {

enum class Kind : std::uint8_t { primary, secondary, ghost, danger };

struct Button {
    Kind kind = Kind::secondary;
    Icon icon = Icon::none;
    bool enabled = true;
    bool busy = false;  // shown sunken, with an hourglass; cannot be pressed
    Chord chord = Chord::none;
};
// As wide as it needs to be, or as `r` is.
float button_width(const Ui& ui, std::string_view text, const Button& button);
bool button(Ui& ui, std::string_view id, const Rect& r, std::string_view text, const Button& button = {});
// At the right end of `row`, `height_em` high and in its middle; takes its width and a gap off.
bool button_right(Ui& ui, std::string_view id, Rect& row, std::string_view text, const Button& button = {},
                  float height_em = size::kControl);
// An icon alone: search, back, paging and helpers inside a field, never anything else. `name` is spoken and mapped.
bool icon_button(Ui& ui, std::string_view id, const Rect& r, Icon icon, bool enabled = true, Chord chord = Chord::none);

void card(Ui& ui, const Rect& r, bool selected = false);
void divider(Ui& ui, const Rect& row);  // along its upper edge

// A state in a word and an icon. The width drawn; chips stand in the middle of the row's height.
float chip(Ui& ui, const Rect& row, std::string_view text, Tone tone, Icon icon);
float chip_width(const Ui& ui, std::string_view text);
void chip_right(Ui& ui, Rect& row, std::string_view text, Tone tone, Icon icon);  // takes its width off
void disc_icon(Ui& ui, Vec centre, Icon icon, Tone tone, float radius_em = 1.1F);

// Above the content, one at a time. The height used (whatever the text needs).
float banner_height(const Ui& ui, float width, std::string_view bold, std::string_view text);
float banner(Ui& ui, const Rect& r, Tone tone, Icon icon, std::string_view bold, std::string_view text);

// One of a few, side by side; the chosen one has a tick. The index that was pressed.
std::optional<int> segmented(Ui& ui, std::string_view id, const Rect& r, const std::vector<std::string>& names, int on);
float segmented_width(const Ui& ui, const std::vector<std::string>& names);
bool checkbox(Ui& ui, std::string_view id, const Rect& r, std::string_view text, bool on);
void tick_box(Ui& ui, Vec centre, bool on);

// The background of a row that can be pressed: selection, left bar, ring. Draw the row after it.
Press row(Ui& ui, std::string_view id, const Rect& r, bool current);

// Small step in words, without a line.
bool link(Ui& ui, std::string_view id, const Rect& row, std::string_view text, Icon after = Icon::none);

// Title, one muted line behind it (or two), and what is left for actions at the right.
Rect page_head(Ui& ui, Rect& page, std::string_view title, std::string_view muted);

// What a desk shows where it has nothing to show: a disc, a sentence, why, and at most one way on.
bool empty_state(Ui& ui, const Rect& r, Icon icon, Tone tone, std::string_view title, std::string_view text,
                 std::string_view action = {});
// After 200 ms of waiting (`since_ms` on the monotonic clock): bars where rows will be.
void loading_rows(Ui& ui, const Rect& r, std::int64_t since_ms, int rows);
// The same for an error: what happened, what it means, what to do; the way on is to try again.
bool error_state(Ui& ui, const Rect& r, const Error& error, bool retry);

// A dialog over everything: the scrim and the sheet. Its inside.
Rect dialog(Ui& ui, float width_em, float height);

// Label above or before a value, as forms and cases show them: the height used.
float key_value(Ui& ui, const Rect& r, float label_width, std::string_view key, std::string_view value,
                const Style& style = kBodyText);

void paper_thumb(Ui& ui, const Rect& r, bool table, bool stamped);  // a document without a picture of it
void seal_mark(Ui& ui, const Rect& r);                              // the brand

// How long a waiting thing may stay unseen before something is shown for it.
inline constexpr std::int64_t kPatienceMs = 200;

}  // namespace zj::ui
