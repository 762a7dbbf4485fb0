// SPDX-License-Identifier: Apache-2.0
#pragma once
// The first signature of freezing a device that signed two histories: the county's evidence goes into the log with it.

#include <string>

#include "terminal/work/context.hpp"

namespace zj::work {

// Signs device.freeze over a file of `zhijian-gateway evidence`; somebody else confirms. {"seq","change_set","state",
// "device","pending"}. "evidence.file" where it is none, "subject.none" where the device is not known here.
Result<codec::Value> freeze(const Context& context, const std::string& file);

}  // namespace zj::work
