// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the bytes of a text file to UTF-8. Pure. Only zhijian-tables does this.

#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "terminal/tables/encoding.hpp"

namespace zj::tables {

struct Decoded {
    Encoding encoding = Encoding::utf8;
    std::string text;        // valid UTF-8 without mark; kBroken stands where bytes were broken
    std::size_t broken = 0;  // how many of them
};

// A mark at the beginning decides; without one, UTF-8 where it is valid, UTF-16 where every other byte is zero, else
// the reading of UTF-8 and GB18030 with fewer broken places. "table.encoding": broken all over in each of them;
// "table.binary": signs that no text has. REQUIRES: at most bounds::kFileBytesMax.
Result<Decoded> decode(ByteView bytes);

}  // namespace zj::tables
