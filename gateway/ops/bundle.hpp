// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes an audit bundle as BUNDLE.md says, under a temporary name that is renamed when everything is durable. The log
// may grow meanwhile: the bundle is of the size that it began with.

#include <string>

#include "gateway/county/county.hpp"

namespace zj::ops {

// {"bytes","entries","files","out"}. "file.exists" where `out` is there already; "county.cancelled".
Result<codec::Value> write_bundle(county::County& county, const std::string& out, const county::Progress& progress);

}  // namespace zj::ops
