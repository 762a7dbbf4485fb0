// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a verb's answer looks like: one JSON object, or lines for people (terminal.md, Scriptable).

#include <string>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"

namespace zj::app {

// A word of the string table; `lang` empty: both languages, Chinese first.
std::string word(std::string_view term, const std::string& lang);

// {"ok":true,…}. An empty `file` of a form and an empty `next` of a list stand as null.
std::string json_answer(const codec::Value& answer);
// {"ok":false,"error":{"code","what","means","do","where"?,"faults"?}}. `lang` empty: both languages.
std::string json_error(const Error& error, const codec::Array& faults, const std::string& lang);

// "key: value" lines, lists as one line an item; states and roles in words.
std::string text_answer(const codec::Value& answer, const std::string& lang);
std::string text_error(const Error& error, const codec::Array& faults, const std::string& lang);

}  // namespace zj::app
