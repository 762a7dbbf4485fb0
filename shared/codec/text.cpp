// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/text.hpp"

#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include "shared/codec/json.hpp"

namespace zj::codec {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

constexpr std::array<std::int8_t, 256> table_of(std::string_view alphabet) {
    std::array<std::int8_t, 256> out{};
    for (auto& v : out) {
        v = -1;
    }
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        out[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return out;
}
constexpr auto kBase64Of = table_of(kBase64);
constexpr auto kHexOf = table_of(kHex);
constexpr auto kBase32Of = table_of(kBase32);
constexpr auto kCrockfordOf = table_of(kCrockford);

std::string encode32(ByteView bytes, std::string_view alphabet) {
    std::string out;
    out.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t held = 0;
    int bits = 0;
    for (const std::uint8_t b : bytes) {
        held = (held << 8) | b;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out += alphabet[(held >> bits) & 31];
        }
    }
    if (bits > 0) {
        out += alphabet[(held << (5 - bits)) & 31];
    }
    return out;
}

// Left-over bits must be zero and fewer than a digit's worth, so that each value has one text.
template <class Table>
Result<Bytes> decode32(std::string_view text, const Table& table, const char* code) {
    Bytes out;
    out.reserve(text.size() * 5 / 8);
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text) {
        const int v = table[static_cast<std::uint8_t>(c)];
        if (v < 0) {
            return fail(code, {}, "not a base32 digit");
        }
        held = (held << 5) | static_cast<std::uint32_t>(v);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<std::uint8_t>(held >> bits));
        }
    }
    if (bits >= 5 || (held & ((1U << bits) - 1)) != 0) {
        return fail(code, {}, "not canonical");
    }
    return out;
}

}  // namespace

std::string base64(ByteView bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        const std::uint32_t n = (std::uint32_t{bytes[i]} << 16) | (std::uint32_t{bytes[i + 1]} << 8) | bytes[i + 2];
        out += {kBase64[n >> 18], kBase64[(n >> 12) & 63], kBase64[(n >> 6) & 63], kBase64[n & 63]};
    }
    if (const std::size_t rest = bytes.size() - i; rest == 1) {
        const std::uint32_t n = std::uint32_t{bytes[i]} << 16;
        out += {kBase64[n >> 18], kBase64[(n >> 12) & 63], '=', '='};
    } else if (rest == 2) {
        const std::uint32_t n = (std::uint32_t{bytes[i]} << 16) | (std::uint32_t{bytes[i + 1]} << 8);
        out += {kBase64[n >> 18], kBase64[(n >> 12) & 63], kBase64[(n >> 6) & 63], '='};
    }
    return out;
}

Result<Bytes> from_base64(std::string_view text) {
    const auto bad = [] {
        return fail("json.base64", {}, "not canonical base64");
    };
    if (text.size() % 4 != 0) {
        return bad();
    }
    Bytes out;
    out.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const bool last = i + 4 == text.size();
        const int pad = last && text[i + 3] == '=' ? (text[i + 2] == '=' ? 2 : 1) : 0;
        std::uint32_t n = 0;
        for (int j = 0; j < 4 - pad; ++j) {
            const int v = kBase64Of[static_cast<std::uint8_t>(text[i + static_cast<std::size_t>(j)])];
            if (v < 0) {
                return bad();
            }
            n |= static_cast<std::uint32_t>(v) << (18 - 6 * j);
        }
        if ((pad == 2 && (n & 0xffff) != 0) || (pad == 1 && (n & 0xff) != 0)) {
            return bad();
        }
        out.push_back(static_cast<std::uint8_t>(n >> 16));
        if (pad < 2) {
            out.push_back(static_cast<std::uint8_t>(n >> 8));
        }
        if (pad < 1) {
            out.push_back(static_cast<std::uint8_t>(n));
        }
    }
    return out;
}

std::string hex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t b : bytes) {
        out += {kHex[b >> 4], kHex[b & 15]};
    }
    return out;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        return fail("hex.syntax", {}, "an odd number of digits");
    }
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int a = kHexOf[static_cast<std::uint8_t>(text[i])], b = kHexOf[static_cast<std::uint8_t>(text[i + 1])];
        if (a < 0 || b < 0) {
            return fail("hex.syntax", {}, "not a lower-case hex digit");
        }
        out.push_back(static_cast<std::uint8_t>(a * 16 + b));
    }
    return out;
}

namespace {
Result<Hash> hash_of(Result<Bytes> bytes, const char* code) {
    if (!bytes) {
        return bytes.error();
    }
    Hash out;
    if (bytes->size() != out.bytes.size()) {
        return fail(code, {}, "not 32 bytes");
    }
    std::copy(bytes->begin(), bytes->end(), out.bytes.begin());
    return out;
}
}  // namespace

Result<Hash> hash_from_hex(std::string_view text) {
    return hash_of(from_hex(text), "hex.syntax");
}
Result<Hash> hash_from_base64(std::string_view text) {
    return hash_of(from_base64(text), "json.base64");
}

std::string base32(ByteView bytes) {
    return encode32(bytes, kBase32);
}
Result<Bytes> from_base32(std::string_view text) {
    return decode32(text, kBase32Of, "base32.syntax");
}
std::string crockford32(ByteView bytes) {
    return encode32(bytes, kCrockford);
}

Result<Bytes> from_crockford32(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (char c : text) {
        if (c == '-' || c == ' ') {
            continue;
        }
        if (c >= 'a' && c <= 'z') {
            c = static_cast<char>(c - 'a' + 'A');
        }
        plain += c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    return decode32(plain, kCrockfordOf, "crockford.syntax");
}

namespace {

bool steers(unsigned point) {
    return (point >= 0x7F && point < 0xA0) || (point < 0x20 && point != '\n' && point != '\t') || point == 0x061C ||
           point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

// The character that `text` begins with and its bytes; 1 byte and no point where it is no UTF-8.
std::pair<std::optional<unsigned>, std::size_t> first_character(std::string_view text) {
    const auto c = static_cast<unsigned char>(text[0]);
    if (c < 0x80) {
        return {c, 1};
    }
    const std::size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    const std::string_view one = text.substr(0, n);
    if (!is_valid_utf8(one)) {
        return {std::nullopt, 1};
    }
    unsigned point = c & (0x7FU >> n);
    for (const char next : one.substr(1)) {
        point = (point << 6) | (static_cast<unsigned char>(next) & 0x3F);
    }
    return {point, n};
}

}  // namespace

bool steers_screen(std::string_view text) {
    while (!text.empty()) {
        const auto [point, bytes] = first_character(text);
        if (!point || steers(*point)) {
            return true;
        }
        text.remove_prefix(bytes);
    }
    return false;
}

std::string for_screen(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [point, bytes] = first_character(text);
        if (!point || (steers(*point) && *point < 0x80)) {
            out += "\\x" + hex(as_bytes(text.substr(0, 1)));
        } else if (steers(*point)) {
            char name[16];
            std::snprintf(name, sizeof name, "\\u{%x}", *point);
            out += name;
        } else {
            out += text.substr(0, bytes);
        }
        text.remove_prefix(bytes);
    }
    return out;
}

std::string short_id(const Hash& digest) {
    return base32(digest.view().first(15));
}

}  // namespace zj::codec
