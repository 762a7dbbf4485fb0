// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the bytes of a file to its table. Pure. Only zhijian-tables does this, in its sandbox: what it stands on
// (libzip, expat, ICU) meets bytes of others. Whoever wants a table calls read_apart().

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "terminal/tables/table.hpp"

namespace zj::tables {

// Found out: the format, the encoding, the delimiter, the sheet (the first visible one with a header) and the header:
// of the first bounds::kHeaderRowMax rows the one in which most cells are known, two at least.
// Errors: "table.size" (the file), "table.empty", "table.old" (XLS or an encrypted workbook), "table.sheet" and
// "table.header_row" (of the hints), those of decode(), Workbook and Grid.
Result<Table> read_table(ByteView bytes, const Hints& hints = {});

}  // namespace zj::tables
