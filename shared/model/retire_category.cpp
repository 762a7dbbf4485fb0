// SPDX-License-Identifier: Apache-2.0
#include "shared/model/retire_category.hpp"

#include <algorithm>

namespace zj::model {

bool senior_title(const Catalogue& catalogue, std::string_view title) {
    const std::vector<CodeItem>* titles = catalogue.codes("title_level");
    return titles != nullptr && std::any_of(titles->begin(), titles->end(), [&](const CodeItem& item) {
               return item.label.zh == title && (item.code.starts_with('1') || item.code.starts_with('2'));
           });
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
