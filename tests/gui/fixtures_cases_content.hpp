// SPDX-License-Identifier: Apache-2.0
#pragma once
// Made-up cases for the desks that show cases.

#include <string>
#include <vector>

#include "tests/gui/fixtures.hpp"

namespace zj::gui {

inline constexpr const char* kLongUnit = "浠水县三角山旅游度假区管理委员会综合行政执法与安全生产监督服务中心";

work::CaseRow case_row(const std::string& key, const std::string& matter, const std::string& subject,
                       const std::string& state);
// Twelve rows in every state, then copies up to `count`.
std::vector<work::CaseRow> case_rows(std::size_t count);
work::TimeLimit limit(std::int64_t used, std::int64_t of);
Time at(const char* text);  // "2026-11-20T17:35"

// A person taken in, under review: corrected once, one document on its way.
work::CaseView entry_under_review();
// A request for quota, returned with a complete list.
work::CaseView use_returned();
// A person who retires, before the second layer.
work::CaseView exit_to_review(const work::CaseRow& row);

}  // namespace zj::gui
