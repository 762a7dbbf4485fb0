// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/paths.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"

namespace zj::sync {

namespace {

constexpr std::size_t kHashBytes = sizeof(Hash::bytes);

}  // namespace

std::string write_path(const log::Proof& proof) {
    Bytes joined;
    joined.reserve(proof.size() * kHashBytes);
    for (const Hash& hash : proof) {
        joined.insert(joined.end(), hash.bytes.begin(), hash.bytes.end());
    }
    return codec::base64(joined);
}

log::Proof read_path(codec::Reader& reader, std::string_view key) {
    const Bytes joined = reader.base64(key, limits::kProofLinesMax * kHashBytes);
    if (joined.size() % kHashBytes != 0) {
        reader.fault(key, "json.length", "whole hashes are needed");
        return {};
    }
    log::Proof out(joined.size() / kHashBytes);
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::copy_n(joined.begin() + static_cast<std::ptrdiff_t>(i * kHashBytes), kHashBytes, out[i].bytes.begin());
    }
    return out;
}

}  // namespace zj::sync
