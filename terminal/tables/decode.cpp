// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/decode.hpp"

#include <algorithm>
#include <array>

#include <unicode/unistr.h>

#include "shared/codec/json.hpp"

namespace zj::tables {

namespace {

std::size_t count_broken(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = text.find(kBroken); at != text.npos; at = text.find(kBroken, at + 3)) {
        ++count;
    }
    return count;
}

Decoded decode_as(std::string_view bytes, Encoding encoding) {
    constexpr std::array<const char*, 4> kNames{"UTF-8", "UTF-16LE", "UTF-16BE", "gb18030"};
    Decoded out;
    out.encoding = encoding;
    if (encoding == Encoding::utf8 && codec::is_valid_utf8(bytes)) {
        out.text = bytes;
    } else {
        const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                      kNames[static_cast<std::size_t>(encoding)]);
        text.toUTF8String(out.text);
    }
    out.broken = count_broken(out.text);
    return out;
}

// Digits, delimiters and line ends of any table are half of its first bytes in UTF-16, and each has a zero beside it.
bool zeros_at(std::string_view bytes, std::size_t parity) {
    const std::string_view sample = bytes.substr(0, 4096);
    std::size_t zeros = 0;
    for (std::size_t i = parity; i < sample.size(); i += 2) {
        zeros += sample[i] == '\0';
    }
    return zeros * 8 > sample.size();
}

Decoded decode_best(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        return decode_as(bytes.substr(3), Encoding::utf8);
    }
    if (bytes.starts_with("\xFF\xFE")) {
        return decode_as(bytes.substr(2), Encoding::utf16le);
    }
    if (bytes.starts_with("\xFE\xFF")) {
        return decode_as(bytes.substr(2), Encoding::utf16be);
    }
    if (zeros_at(bytes, 1)) {
        return decode_as(bytes, Encoding::utf16le);
    }
    if (zeros_at(bytes, 0)) {
        return decode_as(bytes, Encoding::utf16be);
    }
    Decoded utf8 = decode_as(bytes, Encoding::utf8);
    if (utf8.broken == 0) {
        return utf8;
    }
    Decoded gb18030 = decode_as(bytes, Encoding::gb18030);
    return gb18030.broken <= utf8.broken ? std::move(gb18030) : std::move(utf8);
}

}  // namespace

Result<Decoded> decode(ByteView bytes) {
    Decoded out = decode_best(as_text(bytes));
    // A table with some broken rows is read and the rows are named; one in twenty signs is another encoding.
    constexpr std::size_t kBrokenPart = 20;
    if (out.broken * kBrokenPart > out.text.size()) {
        return fail("table.encoding", {}, std::to_string(out.broken) + " broken places");
    }
    const bool binary = std::any_of(out.text.begin(), out.text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
    });
    if (binary) {
        return fail("table.binary");
    }
    return out;
}

}  // namespace zj::tables
