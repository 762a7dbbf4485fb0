// SPDX-License-Identifier: Apache-2.0
#pragma once
// read_table() in another program, zhijian-tables, which can open nothing and reach nobody (terminal/confined): a
// workbook is an archive of XML, and whoever takes such a parser over has not taken the terminal.

#include <atomic>
#include <chrono>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "terminal/tables/table.hpp"

namespace zj::tables {

// Reading 200,000 rows takes some seconds, and on a slow terminal some more; processor time is bounded apart.
inline constexpr std::chrono::milliseconds kReadTimeMax{120'000};

struct Program {
    std::string path;  // absolute
    std::chrono::milliseconds time_max = kReadTimeMax;
};
// zhijian-tables in the folder of the running program.
Program program_beside_us();

// Errors: those of read_table(); "table.memory", "table.stopped" (the child died, or said what no table gives),
// "table.timeout", "table.cancelled" (`stop` became true; it may be null), "table.program" and "table.sandbox" (this
// installation cannot). Any thread; blocks.
Result<Table> read_apart(const Program& program, ByteView bytes, const Hints& hints, const std::atomic<bool>* stop);

}  // namespace zj::tables
