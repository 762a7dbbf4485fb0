// SPDX-License-Identifier: Apache-2.0
#pragma once
// Proofs as they stand in messages: base64 of the hashes one after the other, so that a page of 500 entries with all
// their records stays far below the item limit of the JSON reader.

#include <string>
#include <string_view>

#include "shared/codec/reader.hpp"
#include "shared/log/merkle.hpp"

namespace zj::sync {

std::string write_path(const log::Proof& proof);
// At most limits::kProofLinesMax hashes; a fault of the reader otherwise.
log::Proof read_path(codec::Reader& reader, std::string_view key);

}  // namespace zj::sync
