// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts of a record into the words that it is found by, for an index that knows nothing of language: characters and
// pairs of them, numbers, Latin words, syllables and initials of names. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace zj::search {

struct Text {
    std::string text;
    bool name = false;  // of a person or unit: found by its sound and by one character too
};

// What an index holds of one record beside its words, and what a candidate is compared by: half width, lower case,
// without spaces, brackets and other signs, so that 浠编发〔2020〕3号 and 浠编发[2020] 3号 are one.
std::u32string folded(std::string_view text);

// Stretches of one kind in a text, folded, in order.
struct Stretch {
    enum class Kind { han, number, latin } kind;  // a number is digits, or letters and digits together
    std::u32string text;
};
std::vector<Stretch> stretches_of(std::string_view text);

// Words are one letter for their kind and then what they are, parted by one space, each once, in order: u张 (one
// character of a name), b张三 (a pair), n2026 (a number), e0016 (the end of a long number), h429099 (its beginning),
// wuse (a Latin word), szhang (a syllable of a name), pzhangsan (two that follow each other), izs and izsf (initials of
// two and of three characters of a name). Letters, digits and ideographs alone: none of them means anything to a query
// language.
std::string words_of(const std::vector<Text>& texts);

// Of one text and of all texts of a record: a case's reasons and thread are some 2,000 characters; what stands behind
// is not found.
inline constexpr std::size_t kTextCharactersMax = 4'000;
inline constexpr std::size_t kRecordCharactersMax = 8'000;
// A number from here on is also found by its last kNumberEnd signs and by its beginnings.
inline constexpr std::size_t kLongNumber = 8;
inline constexpr std::size_t kNumberEnd = 4;
inline constexpr std::size_t kNumberBeginnings[] = {6, 10, 14};
// No number of ours is longer; the rest of it is not looked at.
inline constexpr std::size_t kNumberMax = 32;

std::string word(char kind, std::u32string_view text);
std::string word(char kind, std::string_view text);

}  // namespace zj::search
