// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which schedule of retirement holds for somebody (domain.md 12): the judge, when it writes retire_on, and oversight
// ask here.

#include <string_view>

#include "shared/model/catalogue.hpp"
#include "shared/model/checks.hpp"

namespace zj::model {

// As the members of a person record are called.
struct RetireFacts {
    std::string_view sex, leader_level, title, post_kind, quota_type;
};

// 高级职称: a title that the list title_level of the catalogue has under 1.. (正高) or 2.. (副高). Titles are written
// by people: full-width signs and spaces make no other title, but one that the list does not know by name is not senior
// (高级工 is a worker's grade).
bool senior_title(const Catalogue& catalogue, std::string_view title);

// Men, and women in posts of 县处级 or with a senior title: the men's schedule. Women in 工勤 posts 50, others 55.
RetireCategory retire_category(const Catalogue& catalogue, const RetireFacts& facts);

}  // namespace zj::model
