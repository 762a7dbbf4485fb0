// SPDX-License-Identifier: Apache-2.0
#pragma once
// What terminal and zhijian-tables say to each other, in one piece of shared memory of fixed size: the head, the
// request (hints), then the answer (a table, or why there is none). Both ends are of one build. The terminal believes
// nothing in an answer that it has not compared with its bounds: whoever took the child over can make it say what it
// likes, and so can still show a wrong table, but none beyond what a file could hold.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/table.hpp"

namespace zj::tables {

inline constexpr std::uint32_t kAnswered = 0x5A4A5442;

struct Head {
    std::uint32_t magic;  // kAnswered once everything else is there
    std::uint32_t request_bytes;
    std::uint64_t answer_bytes;
};

// Hints come from a mapping, which is no larger; a count before each text.
inline constexpr std::size_t kRequestBytesMax = 2 * bounds::kMappingBytesMax;
// All texts, a count before each cell, a number, a count and a fault for each row, and the little that is left.
inline constexpr std::size_t kAnswerBytesMax =
    bounds::kTextBytesMax + 4 * bounds::kCellsMax + 32 * bounds::kRowsMax + 8 * 1024 * 1024;
inline constexpr std::size_t kSharedBytes = sizeof(Head) + kRequestBytesMax + kAnswerBytesMax;

// "table.header" where they are too long, which those of a mapping are not.
Result<std::string> encode(const Hints& hints);
Result<Hints> decode_hints(std::string_view bytes);

// A Result<Table> as bytes, and back. A table that decode_answer() returns keeps every bound and promise of
// read_table(); its errors are those of read_table(), or "table.stopped" where the bytes say what no honest child does.
std::string encode(const Result<Table>& answer);
Result<Table> decode_answer(std::string_view bytes);

}  // namespace zj::tables
