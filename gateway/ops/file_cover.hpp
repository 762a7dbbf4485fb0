// SPDX-License-Identifier: Apache-2.0
#pragma once
// The cover of a file's package: what the metadata say, in the words of the papers.

#include "shared/package/assemble.hpp"
#include "shared/paper/cover.hpp"

namespace zj::ops {

// `made`: its metadata, and whose word each act of two needed; `closing` is the change set that closed the file,
// `witnesses` who have cosigned the checkpoint of `quorum` that the root asks for. paper.*
Result<Bytes> file_cover(const package::Assembled& made, const Hash& closing, int witnesses, int quorum);

}  // namespace zj::ops
