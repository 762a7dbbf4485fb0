// SPDX-License-Identifier: Apache-2.0
#pragma once
// 年度审查 by verbs (domain.md 6.5): the office opens it, the unit says its own figures, the office and three
// departments give their opinions, what is to be put right is accepted (INTENTS.md: review.*).
//
// `reference`: the key review/<year>/<unit>, or the unit's code where one review of it is open here. With `preview`
// nothing is signed. Errors: "review.none", "review.several", "review.item", "file.read", json.*, and the judge's code
// where it would be refused whatever others do.

#include <string>
#include <vector>

#include "terminal/work/context.hpp"

namespace zj::work {

struct ReviewWish {
    std::string reference;
    std::string text;                      // the opinion, or why a review is cancelled
    std::vector<std::string> differences;  // seen on site, told with an opinion
    std::vector<std::string> rectify;      // ITEM:DATE, of the office's opinion
    std::vector<std::int64_t> items;       // accepted
    std::int64_t year = 0;                 // of a new one
    std::string figures;                   // text of the unit's form, see review_form()
    bool preview = false;
};
// What the unit fills, with nothing of the register's figures in it: {"review","text","h":{type: null …},"a":{…},
// "posts":{level: {"auth": null, "actual": null}},"funded": null}, and the codes in words.
Result<codec::Value> review_form(const Context& context, const std::string& reference);
// `act`: open, check, sign, accept or cancel.
Result<codec::Value> review(const Context& context, const std::string& act, const ReviewWish& wish);

}  // namespace zj::work
