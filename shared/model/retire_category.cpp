// SPDX-License-Identifier: Apache-2.0
#include "shared/model/retire_category.hpp"

#include <algorithm>

#include "shared/model/characters.hpp"

namespace zj::model {

namespace {

// Full-width signs as half-width ones and no spaces: "高级 工程师" and "小学高级教师(副高)" are titles of the list.
std::u32string as_compared(std::string_view text) {
    std::u32string out;
    for (const char32_t c : decode_characters(text).value_or(std::u32string{})) {
        if (!is_space(c)) {
            out.push_back(half_width(c));
        }
    }
    return out;
}

bool senior(const CodeItem& item) {
    return item.code.starts_with('1') || item.code.starts_with('2');
}

}  // namespace

bool senior_title(const Catalogue& catalogue, std::string_view title) {
    const std::vector<CodeItem>* titles = catalogue.codes("title_level");
    const std::u32string asked = as_compared(title);
    return titles != nullptr && !asked.empty() &&
           std::any_of(titles->begin(), titles->end(),
                       [&](const CodeItem& item) { return senior(item) && as_compared(item.label.zh) == asked; });
}

RetireCategory retire_category(const Catalogue& catalogue, const RetireFacts& facts) {
    const bool division = facts.leader_level == "131" || facts.leader_level == "132";
    if (facts.sex == "1" || division || senior_title(catalogue, facts.title)) {
        return RetireCategory::male60;
    }
    const bool worker = facts.post_kind == "3" || facts.quota_type == "12" || facts.quota_type == "22";
    return worker ? RetireCategory::female50 : RetireCategory::female55;
}

}  // namespace zj::model
