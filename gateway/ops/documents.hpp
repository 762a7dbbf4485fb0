// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the documents of a closed file are: attachments in the county's database, and the office's own papers in a
// folder that the operator names. Both are known by content alone.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/county/county.hpp"

namespace zj::ops {

// In the papers folder; those of one file are a few, and a folder of a year's scans has some hundreds.
inline constexpr std::size_t kPapersMax = 2'000;

struct Document {
    std::uint64_t bytes = 0;
    std::string head;  // the first eight bytes
    // The whole content in order, in pieces.
    std::function<Result<>(const std::function<Result<>(ByteView)>&)> read;
};
using Documents = std::map<std::string, Document>;  // by sha256 in hex

// Of the wanted digests those that are there: complete attachments that `unit` sent, then files of `papers` (no folder
// where empty; links and what lies deeper are left out). `county` outlives the documents. "package.many" beyond
// kPapersMax, file.*
Result<Documents> find_documents(county::County& county, const std::string& unit, const std::string& papers,
                                 const std::vector<std::string>& wanted);

}  // namespace zj::ops
