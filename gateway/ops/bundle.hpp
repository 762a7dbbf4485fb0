// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes an audit bundle as BUNDLE.md says, under a temporary name that is renamed when everything is durable.

#include <string>

#include "gateway/county/county.hpp"

namespace zj::ops {

// {"entries","files","bytes"}. "file.exists" where `out` is there already.
Result<codec::Value> write_bundle(county::County& county, const std::string& out, const county::Progress& progress);

}  // namespace zj::ops
