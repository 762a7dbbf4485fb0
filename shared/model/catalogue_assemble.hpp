// SPDX-License-Identifier: Apache-2.0
#pragma once
// One catalogue text out of the files of assets/. Pure and deterministic: the same files in any order give the same
// bytes.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.hpp"

namespace zj::model {

// `files`: names below assets/ with their bytes; what is neither matters/*.json nor codes/*.json is ignored. The result
// is canonical JSON and loads. "catalogue.file" names a missing or unknown file; other faults are those of the JSON
// reader and of Catalogue::load.
Result<std::string> assemble_catalogue(const std::vector<std::pair<std::string, std::string_view>>& files);

}  // namespace zj::model
