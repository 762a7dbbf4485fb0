// SPDX-License-Identifier: Apache-2.0
#pragma once
// Labels as they are typed on a Latin keyboard, for the search in drop-down lists: by ICU's Han-Latin transliterator,
// which knows one reading of a character. What is found by another reading is still found by its characters.

#include <string>
#include <string_view>

namespace zj::ui {

// "事业编制" gives "shiyebianzhi sybz": the full syllables without tones, a space, their initials; lower case. Letters
// and digits of the label stay, everything else is left out. Keeps kPinyinKept answers; thread-safe.
std::string pinyin_words(std::string_view label);

// More than all code lists of the catalogue hold together, a few hundred labels; beyond it all are made anew.
inline constexpr std::size_t kPinyinKept = 4096;
// Of the label: longer ones are not searched by their sound to the end.
inline constexpr std::size_t kPinyinBytesMax = 400;

}  // namespace zj::ui
