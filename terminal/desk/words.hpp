// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words that several desks share: times, states of a case, roles, who has it. All from the string table and the
// catalogue; nothing of a window.

#include <string>
#include <string_view>

#include "assets/texts.hpp"
#include "terminal/ui/icons.hpp"
#include "terminal/ui/theme.hpp"
#include "terminal/work/views.hpp"

namespace zj::desk {

using texts::Lang;

// --- times, always local
std::string clock_text(Time at);                                // 09:18
std::string clock_with_seconds(Time at);                        // 09:31:24
std::string day_and_time(Time at);                              // 11-20 17:35
std::string date_with_weekday(Time at, Lang lang);              // 2026年11月23日 星期一
std::string day_with_weekday(Time at, Lang lang);               // 11月23日 星期一
std::string span_text(std::int64_t ms, Lang lang);              // 2 天 15 小时
std::string half_days_text(std::int64_t half_days, Lang lang);  // 1.5 个工作日
std::string size_text(std::int64_t bytes);                      // 1.8 MB

// --- cases
struct StateLook {
    std::string word;
    ui::Tone tone = ui::Tone::neutral;
    ui::Icon icon = ui::Icon::none;
};
StateLook state_of(const work::CaseRow& row, Lang lang);
// 剩 1 个工作日, 超 0.5 个工作日, 限时暂停; empty where no limit runs. Its tone: warning from 80 %, danger beyond.
StateLook limit_of(const work::TimeLimit& limit, Lang lang);

std::string label(const model::Text2& text, Lang lang);
std::string matter_name(const model::Catalogue& catalogue, std::string_view matter, Lang lang);
ui::Icon matter_icon(std::string_view matter);
std::string code_name(const model::Catalogue& catalogue, std::string_view list, std::string_view code, Lang lang);
std::string role_name(const model::Catalogue& catalogue, std::string_view role, Lang lang);
// 人员上编·己秋分 or "Entry: 己秋分".
std::string case_title(const model::Catalogue& catalogue, const work::CaseRow& row, Lang lang);
// The county's number, or 本机 17 号 before it has one.
std::string case_number(const work::CaseRow& row, Lang lang);

}  // namespace zj::desk
