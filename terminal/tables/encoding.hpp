// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which encoding a text file had. Programs of finance write GB18030 (and its subsets GBK and GB2312); spreadsheets
// write UTF-8 with a mark, or UTF-16 as "Unicode text". Pure.

#include <string_view>

namespace zj::tables {

enum class Encoding { utf8, utf16le, utf16be, gb18030 };
std::string_view name_of(Encoding encoding);  // UTF-8, UTF-16LE, UTF-16BE, GB18030

// U+FFFD, which stands where bytes were broken.
inline constexpr std::string_view kBroken = "\xEF\xBF\xBD";
bool has_broken(std::string_view text);

}  // namespace zj::tables
