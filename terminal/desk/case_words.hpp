// SPDX-License-Identifier: Apache-2.0
#pragma once
// How desks say what a case is, where it stands and how much time is left. Pure: words, tones and icons; no window.
// Words of the catalogue come as they are, those of desks as keys of the string table.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assets/texts.hpp"
#include "shared/model/catalogue.hpp"
#include "terminal/ui/icons.hpp"
#include "terminal/ui/theme.hpp"
#include "terminal/work/views.hpp"

namespace zj::desk {

struct StateWord {
    const char* key = "";
    ui::Tone tone = ui::Tone::neutral;
    ui::Icon icon = ui::Icon::none;
};
StateWord state_word(const work::CaseRow& row);
bool closed(const work::CaseRow& row);  // approved, refused or withdrawn

// What is left of a limit, as 剩 1.5 个工作日; near it (from 80 %) a warning, beyond it danger.
struct LimitWord {
    std::string text;
    ui::Tone tone = ui::Tone::neutral;
    ui::Icon icon = ui::Icon::clock;
    bool strong = false;
};
LimitWord limit_word(const work::TimeLimit& limit, texts::Lang lang);
std::string days_text(std::int64_t half_days);  // "1.5"

ui::Icon matter_icon(std::string_view code);
const std::string& in(const model::Text2& text, texts::Lang lang);
std::string matter_label(const model::Catalogue* catalogue, std::string_view code, texts::Lang lang);
// 用编核准·农业技术推广岗; the middle dot only between Chinese parts.
std::string title_of(const model::Catalogue* catalogue, const work::CaseRow& row, texts::Lang lang);
// The county's number; before receipt the device's own count (本机 17 号).
std::string number_of(const work::CaseRow& row, texts::Lang lang);
// Label of a step of the record or of the progress line.
std::string step_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view step,
                       texts::Lang lang);
std::string slot_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view slot,
                       texts::Lang lang);

// The value of a field in words: codes by their labels, identity numbers but for their last four signs.
std::string value_text(const model::Catalogue& catalogue, const model::Field& field, const codec::Value& value,
                       texts::Lang lang);
std::string masked_id(std::string_view number);  // 429099********0013
// 09:20 today, 11-25 08:40 this year, else with the year; with seconds where `seconds`.
std::string when_text(Time at, Time now, bool seconds = false);
std::string size_text(std::int64_t bytes);  // 1.8 MB

}  // namespace zj::desk
