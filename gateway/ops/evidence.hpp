// SPDX-License-Identifier: Apache-2.0
#pragma once
// What was kept when a device's door was closed for a fork, as the file that an administrator's terminal makes a
// device.freeze of (`zhijian-terminal freeze`): so it comes into the log, under the names of two people.

#include <string>

#include "gateway/county/county.hpp"

namespace zj::ops {

// {"device","out"}; the file holds {"device","evidence":[envelope, envelope]}. "evidence.none", "file.exists".
Result<codec::Value> write_evidence(county::County& county, const std::string& device, const std::string& out);

}  // namespace zj::ops
