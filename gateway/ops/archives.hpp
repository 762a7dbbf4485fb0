// SPDX-License-Identifier: Apache-2.0
#pragma once
// The closed files of a county (domain.md 9): the catalogue 归档文件目录 by cabinet or by unit, and which file a person
// means.

#include <optional>
#include <string>

#include "gateway/county/county.hpp"

namespace zj::ops {

struct Listing {
    std::string by = "class";          // class: one list a cabinet; unit: one a unit
    std::optional<std::int64_t> year;  // 年度 of the file; absent: all
};

// {"by","files","groups":[{"code","zh","files":[{序号 "n", 档号 "archive_no", 文号 "doc_no", 责任者 "responsible", 题名
// "title", 日期 "date", 密级 "secrecy" (where the office told it), 页数 "pages", 备注 "remark", …}]}]}, in order of
// 档号.
Result<codec::Value> archives(county::County& county, const Listing& listing);

// The key of the case whose file goes by this 档号, case number, case/<id> or id. "package.none" where the file is not
// closed, "package.case" where there is no such case, "package.other" for
// the file of a sanction, review, paper or year, which has no course of a case to prove.
Result<std::string> case_of_file(county::County& county, const std::string& reference);

}  // namespace zj::ops
