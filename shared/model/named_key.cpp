// SPDX-License-Identifier: Apache-2.0
#include "shared/model/named_key.hpp"

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::model {

std::string named_key(std::string_view kind, std::string_view text) {
    const std::string label = "zhijian-" + std::string(kind) + "-v1\n";
    return std::string(kind) + "/" + codec::short_id(crypto::sha256(label, as_bytes(text)));
}

}  // namespace zj::model
