// SPDX-License-Identifier: Apache-2.0
#pragma once
// What somebody typed into a search box, as an expression for an index of words_of() and as a comparison with the texts
// that a candidate really has: the index tells neither order nor neighbourhood. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "terminal/search/words.hpp"

namespace zj::search {

class Query {
public:
    // Terms stand between spaces, and a record must have all of them. "search.long" ({0} characters at most, {1} terms
    // at most), "search.empty": nothing in it that anything is found by (signs alone, one letter), "search.utf8".
    static Result<Query> read(std::string_view typed);

    // In FTS5's language, every word quoted: words are letters, digits and ideographs, so nothing that was typed can be
    // an operator. Finds at least all records that matches() finds, but for names by syllables and initials mixed
    // (tianxm): syllables of which the last is begun (tianxiaom), or initials (txm), are looked up.
    const std::string& expression() const { return expression_; }
    bool matches(const std::vector<Text>& texts) const;

private:
    struct Term {
        std::u32string folded;
        std::string latin;  // where it may be meant as a sound
    };
    std::vector<Term> terms_;
    std::string expression_;
};

// A line of a search box; nobody types more, and a pasted page is no question.
inline constexpr std::size_t kTypedCharactersMax = 100;
inline constexpr std::size_t kTermsMax = 8;

}  // namespace zj::search
