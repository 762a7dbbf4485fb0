// SPDX-License-Identifier: Apache-2.0
#pragma once
// Change sets out and news in by a courier instead of the network (log.md, Bundles): the same messages, verified the
// same way. Twice, in any order, mixed with network sync: no difference. Messages are JSON objects {"kind":…} but for
// chunks, which follow the message that names them.
//
// To the county (`export`): about {kind, county, device, to: "county"}, hello, changes lines, chunk + its bytes.
// To a device (`import`): about {kind, county, device, to: "device"}, roots, checkpoint {checkpoint, consistency,
// from}, answers, feed. Nothing is done because a bundle says so: every message carries its signatures and proofs.

#include <string>

#include "terminal/work/context.hpp"

namespace zj::work {

// All that the county has not receipted and all documents without its completion note, sealed to the bundle key of the
// newest root statement, in the new file `path`. "courier.nothing". Stopping removes the half-written file.
Result<codec::Value> export_bundle(const Context& context, const std::string& path);

// "courier.other" (for another device or county), "courier.gap" (starts after what this device knows), "sync.forged".
Result<codec::Value> import_bundle(const Context& context, const std::string& path);

}  // namespace zj::work
