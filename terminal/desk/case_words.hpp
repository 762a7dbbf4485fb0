// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the desks that show cases say of them beyond words.hpp: steps, documents, and the values of fields. Pure; no
// window.

#include <string>
#include <string_view>

#include "shared/model/catalogue.hpp"
#include "terminal/desk/words.hpp"

namespace zj::desk {

bool closed(const work::CaseRow& row);  // approved, refused or withdrawn

// Label of a step of the record or of the progress line.
std::string step_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view step, Lang lang);
std::string slot_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view slot, Lang lang);

// The value of a field in words: codes by their labels, identity numbers but for their last four signs.
std::string value_text(const model::Catalogue& catalogue, const model::Field& field, const codec::Value& value,
                       Lang lang);
// What is left, in few words, where many stand below each other: 剩 0.5 个工作日, "0.5 days left".
StateLook short_limit(const work::TimeLimit& limit, Lang lang);
// 用编·农业技术推广岗: for rows that are narrow.
std::string short_title(const model::Catalogue& catalogue, const work::CaseRow& row, Lang lang);
std::string count_text(std::size_t n);            // 100,000
std::string days_number(std::int64_t half_days);  // "1.5"
std::string masked_id(std::string_view number);   // 429099********0013
// 09:20 today, 11-25 08:40 this year, else with the year; with seconds where `seconds`.
std::string when_text(Time at, Time now, bool seconds = false);

}  // namespace zj::desk
