// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text as people type it: code points, full-width signs, spaces. Pure.

#include <optional>
#include <string>
#include <string_view>

namespace zj::model {

// Nothing where `text` is not valid UTF-8.
std::optional<std::u32string> decode_characters(std::string_view text);
std::string encode_characters(std::u32string_view characters);
std::size_t count_characters(std::string_view text);   // REQUIRES: valid UTF-8
bool is_space(char32_t c);                             // ASCII and ideographic spaces, tabs, line ends
char32_t half_width(char32_t c);                       // ０ → 0, Ａ → A, ideographic space → space; others unchanged
std::string trimmed(std::string_view text);            // spaces around, by is_space
std::string half_width_digits(std::string_view text);  // only ０–９; other signs are left as the author wrote them

}  // namespace zj::model
