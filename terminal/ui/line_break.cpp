// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/line_break.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace zj::ui {

namespace {

constexpr std::u32string_view kNoStart = U"，。、；：！？）》〉】〕」』”’…—·％,.;:!?)]}%～";
constexpr std::u32string_view kNoEnd = U"（《〈【〔「『“‘([{";

struct Glyph {
    std::size_t at = 0, size = 0;
    char32_t c = 0;
};

Glyph glyph_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0x80U;
    };
    const unsigned first = byte(0);
    const std::size_t size = std::min<std::size_t>(first < 0x80   ? 1
                                                   : first < 0xE0 ? 2
                                                   : first < 0xF0 ? 3
                                                                  : 4,
                                                   text.size() - at);
    char32_t c = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        c = (c << 6U) | (byte(i) & 0x3FU);
    }
    return {at, size, c};
}

// Characters between which a line may end without a space: Han, kana, full-width forms.
bool is_wide(char32_t c) {
    return c >= 0x2E80;
}

bool may_break(char32_t before, char32_t after) {
    if (before == ' ') {
        return true;
    }
    if (after == ' ' || kNoStart.find(after) != kNoStart.npos || kNoEnd.find(before) != kNoEnd.npos) {
        return false;
    }
    return is_wide(before) || is_wide(after) || before == '-' || before == '/';
}

std::string_view without_trailing_spaces(std::string_view line) {
    while (line.ends_with(' ')) {
        line.remove_suffix(1);
    }
    return line;
}

}  // namespace

std::vector<std::string_view> break_lines(std::string_view text, float width, const Advance& advance) {
    std::vector<std::string_view> out;
    std::size_t begin = 0, chance = 0;  // of this line; the last place where it may end
    float used = 0, used_at_chance = 0;
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Glyph glyph = glyph_at(text, at);
        if (glyph.c == '\n') {
            out.push_back(without_trailing_spaces(text.substr(begin, at - begin)));
            at += glyph.size;
            begin = chance = at;
            used = used_at_chance = 0;
            before = 0;
            continue;
        }
        if (at > begin && may_break(before, glyph.c)) {
            chance = at;
            used_at_chance = used;
        }
        const float w = advance(glyph.c);
        if (used + w > width && at > begin && glyph.c != ' ') {
            const bool forced = chance <= begin;  // one word fills the line
            const std::size_t end = forced ? at : chance;
            out.push_back(without_trailing_spaces(text.substr(begin, end - begin)));
            begin = end;
            used = forced ? 0 : used - used_at_chance;
            chance = begin;
            used_at_chance = 0;
        }
        used += w;
        before = glyph.c;
        at += glyph.size;
    }
    out.push_back(without_trailing_spaces(text.substr(begin)));
    return out;
}

}  // namespace zj::ui
