// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tables of the county database. The log tables are written once and never rebuilt; their rows come in order of (index,
// ordinal), so that a group commit appends to the end of each table instead of touching pages all over it.

#include <cstdint>
#include <vector>

#include "shared/store/database.hpp"

namespace zj::county {

const std::vector<store::Migration>& migrations();

// Rows below an entry are numbered index · 8192 + ordinal: an entry has at most 4,096 records (limits.hpp).
inline constexpr std::int64_t kOrdinals = 8192;
inline std::int64_t row_id(std::uint64_t index, std::size_t ordinal) {
    return static_cast<std::int64_t>(index) * kOrdinals + static_cast<std::int64_t>(ordinal);
}
// Chunks of a blob are numbered blob · 1024 + chunk: an attachment has at most 200 (limits.hpp).
inline constexpr std::int64_t kChunks = 1024;

}  // namespace zj::county
