// SPDX-License-Identifier: Apache-2.0
#pragma once
// How Chinese is read: all modern readings of a character (Unihan: 重 zhong and chong), and whether a name sounds like
// what somebody typed. Pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zj::search {

// Without tones, ü as v; in alphabetical order. Empty where the character has none.
std::vector<std::string_view> readings_of(char32_t c);

// All syllables there are, in alphabetical order.
std::span<const std::string_view> syllables();

// Whether some of the characters one after the other are read as `typed`: each by a whole reading or its first letter,
// the last also by the beginning of one. "txm", "tianxm", "xiaom" and "tianxiaoman" all name 田小满.
// REQUIRES: `typed` is not longer than kTypedMax.
bool sounds_like(std::u32string_view characters, std::string_view typed);

// The ways to cut `typed` into syllables, the last of which may be a beginning of some ("xian": xian, xi·an); the
// longest syllables first, at most kCutsMax. REQUIRES: as above.
std::vector<std::vector<std::string_view>> cuts_of(std::string_view typed);

// Ten long syllables: what is longer names nobody.
inline constexpr std::size_t kTypedMax = 64;
// "fangan", "xianguan" and their like have a handful; more are nothing that somebody means.
inline constexpr std::size_t kCutsMax = 8;

}  // namespace zj::search
