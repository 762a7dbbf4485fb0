// SPDX-License-Identifier: Apache-2.0
#pragma once
// What people read: errors as what happened, what it means, what to do; and the words used in outputs. Chinese and
// English from assets/i18n, which have the same keys (tested). Thread-safe; the tables are read once.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace zj::texts {

enum class Lang { zh, en };
// "zh…" and "en…" as in LANG or --lang; Chinese for anything else.
Lang lang_from(std::string_view text);

struct Explained {
    std::string what, means, todo;
};
// {0}, {1} … are the error's args, {where} its place, {code} and {detail} themselves. An unknown code gets the text of
// its family
// ("bundle.*"), then a general one that shows code and detail.
Explained explain(const Error& error, Lang lang);
bool has_explanation(std::string_view code);  // itself or its family

// Both languages, Chinese first, as the programs print an error on stderr; `only` leaves out the other.
std::string for_people(const Error& error);
std::string for_people(const Error& error, Lang only);

// A word of outputs: "case.in_review", "verdict.held", "role.unit_clerk" … An unknown key is returned as it is.
std::string term(std::string_view key, Lang lang);
// With {0}, {1} … filled in.
std::string term(std::string_view key, Lang lang, const std::vector<std::string>& args);

// Keys of both tables, sorted: for the tests.
std::vector<std::string> error_codes(Lang lang);
std::vector<std::string> term_keys(Lang lang);

}  // namespace zj::texts
