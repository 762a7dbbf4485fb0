// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/words.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "shared/model/characters.hpp"
#include "terminal/search/pinyin.hpp"

namespace zj::search {

namespace {

using Kind = Stretch::Kind;

// Unified ideographs and what is used as one (〇, 々); letters and digits below.
bool is_han(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
           c == U'〇' || c == U'々';
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_letter(char32_t c) {
    return c >= U'a' && c <= U'z';
}

std::u32string lower_half_width(std::string_view text, std::size_t characters_max) {
    std::u32string out = model::decode_characters(text).value_or(std::u32string());
    out.resize(std::min(out.size(), characters_max));
    for (char32_t& c : out) {
        c = model::half_width(c);
        c = c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
    }
    return out;
}

std::vector<Stretch> stretches_in(const std::u32string& text) {
    std::vector<Stretch> out;
    bool joined = false;  // with what stands before
    for (const char32_t c : text) {
        const bool han = is_han(c), digit = is_digit(c);
        if (!han && !digit && !is_letter(c)) {
            joined = false;
            continue;
        }
        const bool was_han = !out.empty() && out.back().kind == Kind::han;
        if (!joined || was_han != han) {
            out.push_back({han ? Kind::han : Kind::latin, {}});
        }
        out.back().text += c;
        if (digit) {
            out.back().kind = Kind::number;
        }
        joined = true;
    }
    return out;
}

class Words {
public:
    void add(char kind, std::u32string_view text) { words_.insert(word(kind, text)); }
    void add(char kind, std::string_view text) { words_.insert(word(kind, text)); }

    void han(const std::u32string& text, bool name) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::u32string_view rest = std::u32string_view(text).substr(i);
            if (name || text.size() == 1) {
                add('u', rest.substr(0, 1));
            }
            if (rest.size() > 1) {
                add('b', rest.substr(0, 2));
            }
            if (name) {
                sound(rest);
            }
        }
    }

    void number(std::u32string_view text) {
        text = text.substr(0, kNumberMax);
        add('n', text);
        if (text.size() < kLongNumber) {
            return;
        }
        add('e', text.substr(text.size() - kNumberEnd));
        for (const std::size_t size : kNumberBeginnings) {
            if (text.size() >= size) {
                add('h', text.substr(0, size));
            }
        }
    }

    std::string joined() const {
        std::string out;
        for (const std::string& one : words_) {
            out += (out.empty() ? "" : " ") + one;
        }
        return out;
    }

private:
    void sound(std::u32string_view rest) {
        const auto readings_at = [rest](std::size_t i) {
            return i < rest.size() ? readings_of(rest[i]) : std::vector<std::string_view>();
        };
        const auto second = readings_at(1), third = readings_at(2);
        for (const std::string_view reading : readings_at(0)) {
            add('s', reading);
            for (const std::string_view next : second) {
                add('p', std::string(reading) + std::string(next));
                add('i', std::string{reading.front(), next.front()});
                for (const std::string_view last : third) {
                    add('i', std::string{reading.front(), next.front(), last.front()});
                }
            }
        }
    }

    std::set<std::string> words_;
};

}  // namespace

std::string word(char kind, std::string_view text) {
    return kind + std::string(text);
}

std::string word(char kind, std::u32string_view text) {
    return word(kind, model::encode_characters(text));
}

std::u32string folded(std::string_view text) {
    std::u32string out = lower_half_width(text, kTextCharactersMax);
    std::erase_if(out, [](char32_t c) { return !is_han(c) && !is_digit(c) && !is_letter(c); });
    return out;
}

std::vector<Stretch> stretches_of(std::string_view text) {
    return stretches_in(lower_half_width(text, kTextCharactersMax));
}

std::string words_of(const std::vector<Text>& texts) {
    Words words;
    std::size_t left = kRecordCharactersMax;
    for (const Text& text : texts) {
        const std::u32string characters = lower_half_width(text.text, std::min(left, kTextCharactersMax));
        left -= characters.size();
        for (const Stretch& stretch : stretches_in(characters)) {
            if (stretch.kind == Kind::han) {
                words.han(stretch.text, text.name);
            } else if (stretch.kind == Kind::number) {
                words.number(stretch.text);
            } else {
                words.add('w', std::u32string_view(stretch.text).substr(0, kNumberMax));
            }
        }
    }
    return words.joined();
}

}  // namespace zj::search
