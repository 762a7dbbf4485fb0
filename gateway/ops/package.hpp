// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes the archive package of one closed file (shared/package/PACKAGE.md) as a tar, under a temporary name that is
// renamed when everything is durable. Equal county and papers give equal bytes, whenever it is run.

#include <string>

#include "gateway/county/county.hpp"
#include "gateway/ops/folder.hpp"

namespace zj::ops {

struct Packing {
    std::string file;         // 档号, case number, case/<id>
    std::string out;          // new file
    std::string papers;       // folder with the office's own papers; may be empty
    bool incomplete = false;  // go on although an item's document is nowhere: the package says so
};

// {"absent","archive_no","case","files","out","title"}. "package.case", "package.none", "package.papers",
// "package.changed", "file.exists", "county.cancelled", paper.*
Result<codec::Value> write_package(county::County& county, const CountyFacts& facts, const Packing& packing,
                                   const county::Progress& progress);

}  // namespace zj::ops
