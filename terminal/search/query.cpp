// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/query.hpp"

#include <algorithm>
#include <utility>

#include "shared/model/characters.hpp"
#include "terminal/search/pinyin.hpp"

namespace zj::search {

namespace {

using Kind = Stretch::Kind;
using Expressions = std::vector<std::string>;

std::string joined(const Expressions& parts, const char* how) {
    std::string out;
    for (const std::string& part : parts) {
        out += (out.empty() ? "" : how) + part;
    }
    return parts.size() > 1 ? "(" + out + ")" : out;
}

std::string quoted(std::string word) {
    return "\"" + std::move(word) + "\"";
}

// A syllable, or the beginning of some, behind the one before it where there is one. A single letter begins some
// twenty, each of which would be looked up: with the initial before it, it is one word.
std::string syllable_or_beginning(const std::string& before, std::string_view typed) {
    if (!before.empty() && typed.size() == 1) {
        return quoted(word('i', std::string{before.front(), typed.front()}));
    }
    const auto all = syllables();
    Expressions out;
    for (auto at = std::lower_bound(all.begin(), all.end(), typed); at != all.end() && at->starts_with(typed); ++at) {
        out.push_back(quoted(word(before.empty() ? 's' : 'p', before + std::string(*at))));
    }
    return joined(out, " OR ");
}

// As syllables in every way they can be cut, or as initials.
void add_sounds(const std::string& latin, Expressions& out) {
    for (const auto& cut : cuts_of(latin)) {
        Expressions all;
        for (std::size_t i = 0; i + 2 < cut.size(); ++i) {
            all.push_back(quoted(word('p', std::string(cut[i]) + std::string(cut[i + 1]))));
        }
        const std::string before = cut.size() > 1 ? std::string(cut[cut.size() - 2]) : std::string();
        all.push_back(syllable_or_beginning(before, cut.back()));
        out.push_back(joined(all, " AND "));
    }
    Expressions initials;
    const std::size_t together = std::min<std::size_t>(latin.size(), 3);
    for (std::size_t i = 0; together > 1 && i + together <= latin.size(); ++i) {
        initials.push_back(quoted(word('i', std::string_view(latin).substr(i, together))));
    }
    if (!initials.empty()) {
        out.push_back(joined(initials, " AND "));
    }
}

// A whole number, the end of one, or the beginning of a long one.
std::string number(std::u32string_view text) {
    text = text.substr(0, kNumberMax);
    Expressions out{quoted(word('n', text))};
    if (text.size() == kNumberEnd) {
        out.push_back(quoted(word('e', text)));
    }
    for (auto size = std::rbegin(kNumberBeginnings); size != std::rend(kNumberBeginnings); ++size) {
        if (text.size() >= *size) {
            out.push_back(quoted(word('h', text.substr(0, *size))));
            break;
        }
    }
    return joined(out, " OR ");
}

void add_han(const std::u32string& text, bool alone, Expressions& out) {
    if (text.size() == 1 && alone) {
        out.push_back(quoted(word('u', text)));
    }
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        out.push_back(quoted(word('b', std::u32string_view(text).substr(i, 2))));
    }
}

// Empty where the term says nothing that is indexed.
std::string expression_of(const std::vector<Stretch>& stretches, const std::string& latin) {
    Expressions all;
    for (const Stretch& stretch : stretches) {
        if (stretch.kind == Kind::han) {
            add_han(stretch.text, stretches.size() == 1, all);
        } else if (stretch.kind == Kind::number) {
            all.push_back(number(stretch.text));
        } else if (latin.empty()) {
            all.push_back(quoted(word('w', std::u32string_view(stretch.text).substr(0, kNumberMax))));
        }
    }
    if (!latin.empty()) {
        Expressions any{quoted(word('w', std::string_view(latin).substr(0, kNumberMax)))};
        add_sounds(latin, any);
        all.push_back(joined(any, " OR "));
    }
    return joined(all, " AND ");
}

// "zhang", and "zhang'wei" or "zhang-wei" too: letters and nothing else.
std::string latin_of(const std::vector<Stretch>& stretches) {
    std::u32string out;
    for (const Stretch& stretch : stretches) {
        if (stretch.kind != Kind::latin) {
            return {};
        }
        out += stretch.text;
    }
    return out.size() <= kTypedMax ? model::encode_characters(out) : std::string();
}

std::vector<std::u32string> split(std::u32string_view typed) {
    std::vector<std::u32string> out;
    bool inside = false;
    for (const char32_t c : typed) {
        if (model::is_space(c)) {
            inside = false;
            continue;
        }
        if (!inside) {
            out.emplace_back();
        }
        inside = true;
        out.back() += c;
    }
    return out;
}

}  // namespace

Result<Query> Query::read(std::string_view typed) {
    constexpr std::size_t kCharacterBytesMax = 4;
    const auto long_one = fail("search.long", {}, {}, {std::to_string(kTypedCharactersMax), std::to_string(kTermsMax)});
    if (typed.size() > kTypedCharactersMax * kCharacterBytesMax) {
        return long_one;
    }
    const auto characters = model::decode_characters(typed);
    if (!characters) {
        return fail("search.utf8");
    }
    const std::vector<std::u32string> terms = split(*characters);
    if (characters->size() > kTypedCharactersMax || terms.size() > kTermsMax) {
        return long_one;
    }
    Query out;
    Expressions all;
    for (const std::u32string& characters_of_term : terms) {
        const std::string term = model::encode_characters(characters_of_term);
        const std::vector<Stretch> stretches = stretches_of(term);
        const std::string latin = latin_of(stretches);
        const std::string expression = expression_of(stretches, latin);
        if (!expression.empty()) {
            all.push_back(expression);
        }
        if (!stretches.empty()) {
            out.terms_.push_back({folded(term), latin});
        }
    }
    if (all.empty()) {
        return fail("search.empty");
    }
    out.expression_ = joined(all, " AND ");
    return out;
}

bool Query::matches(const std::vector<Text>& texts) const {
    return std::all_of(terms_.begin(), terms_.end(), [&texts](const Term& term) {
        return std::any_of(texts.begin(), texts.end(), [&term](const Text& text) {
            const std::u32string whole = folded(text.text);
            return whole.find(term.folded) != whole.npos ||
                   (text.name && !term.latin.empty() && sounds_like(whole, term.latin));
        });
    });
}

}  // namespace zj::search
