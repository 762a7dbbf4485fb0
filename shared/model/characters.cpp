// SPDX-License-Identifier: Apache-2.0
#include "shared/model/characters.hpp"

#include "shared/codec/json.hpp"

namespace zj::model {

std::optional<std::u32string> decode_characters(std::string_view text) {
    if (!codec::is_valid_utf8(text)) {
        return std::nullopt;
    }
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        char32_t c = length == 1 ? first : first & (0x7Fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
        }
        out += c;
        i += length;
    }
    return out;
}

std::string encode_characters(std::u32string_view characters) {
    std::string out;
    out.reserve(characters.size() * 3);
    const auto tail = [&out](char32_t bits) {
        out += static_cast<char>(0x80 | (bits & 0x3F));
    };
    for (const char32_t c : characters) {
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x800) {
            out += static_cast<char>(0xC0 | (c >> 6));
            tail(c);
        } else if (c < 0x10000) {
            out += static_cast<char>(0xE0 | (c >> 12));
            tail(c >> 6);
            tail(c);
        } else {
            out += static_cast<char>(0xF0 | (c >> 18));
            tail(c >> 12);
            tail(c >> 6);
            tail(c);
        }
    }
    return out;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }
    return count;
}

bool is_space(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0x3000 || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) ||
           c == 0xFEFF;
}

char32_t half_width(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) {
        return c - 0xFF01 + U'!';
    }
    return c == 0x3000 ? U' ' : c;
}

std::string trimmed(std::string_view text) {
    const auto decoded = decode_characters(text);
    if (!decoded) {
        return std::string(text);
    }
    std::size_t from = 0, to = decoded->size();
    while (from < to && is_space((*decoded)[from])) {
        ++from;
    }
    while (to > from && is_space((*decoded)[to - 1])) {
        --to;
    }
    return encode_characters(std::u32string_view(*decoded).substr(from, to - from));
}

std::string half_width_digits(std::string_view text) {
    auto decoded = decode_characters(text);
    if (!decoded) {
        return std::string(text);
    }
    for (char32_t& c : *decoded) {
        if (c >= U'０' && c <= U'９') {
            c = half_width(c);
        }
    }
    return encode_characters(*decoded);
}

}  // namespace zj::model
