// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/evidence.hpp"

#include "shared/codec/json.hpp"
#include "shared/store/files.hpp"

namespace zj::ops {

Result<codec::Value> write_evidence(county::County& county, const std::string& device, const std::string& out) {
    ZJ_TRY(const std::string kept, county.fork_evidence(device));
    const auto envelopes = codec::parse_json(kept);
    if (!envelopes || !envelopes->is_array() || envelopes->array().size() != 2) {
        return fail("evidence.none", device, "no fork of this device is among the incidents", {device});
    }
    const codec::Value file = codec::Object{{"device", device}, {"evidence", *envelopes}};
    ZJ_CHECK(store::write_new_file(out, as_bytes(codec::write_json(file) + "\n")));
    return codec::Value(codec::Object{{"device", device}, {"out", out}});
}

}  // namespace zj::ops
