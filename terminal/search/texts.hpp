// SPDX-License-Identifier: Apache-2.0
#pragma once
// What of a record can be searched, and what a hit is called (INTENTS.md, Records; issue: by name, pinyin, number,
// 文号, unit, content). Pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"
#include "terminal/search/words.hpp"

namespace zj::search {

// person, unit, case, doc, ruling, archive, grant: the kinds of records that are found.
std::span<const std::string_view> kinds();
// Of a record key; empty where records of its kind are not found.
std::string_view kind_of(std::string_view key);

// Texts of the record, names first. Empty for kinds that are not found. `catalogue` says what codes are called; where
// it is null they are not found.
std::vector<Text> texts_of(std::string_view key, const codec::Value& value, const model::Catalogue* catalogue);

// How a hit is told in one line: what it is called, and its number or 文号. No ID number.
struct Title {
    std::string title, number;
};
Title title_of(std::string_view key, const codec::Value& value);

}  // namespace zj::search
