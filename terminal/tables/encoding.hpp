// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which encoding a text file has, and its text as UTF-8. Programs of finance write GB18030 (and its subsets GBK and
// GB2312); spreadsheets write UTF-8 with a mark, or UTF-16 as "Unicode text". Pure.

#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::tables {

enum class Encoding { utf8, utf16le, utf16be, gb18030 };
std::string_view name_of(Encoding encoding);  // UTF-8, UTF-16LE, UTF-16BE, GB18030

struct Decoded {
    Encoding encoding = Encoding::utf8;
    std::string text;        // valid UTF-8 without mark; U+FFFD stands where bytes were broken
    std::size_t broken = 0;  // how many of them
};

// A mark at the beginning decides; without one, UTF-8 where it is valid, UTF-16 where every other byte is zero, else
// the reading of UTF-8 and GB18030 with fewer broken places. "table.encoding": broken all over in each of them;
// "table.binary": signs that no text has. REQUIRES: at most bounds::kFileBytesMax.
Result<Decoded> decode(ByteView bytes);

// Whether broken bytes stood in it.
bool has_broken(std::string_view text);

}  // namespace zj::tables
