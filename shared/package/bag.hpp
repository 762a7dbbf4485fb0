// SPDX-License-Identifier: Apache-2.0
#pragma once
// BagIt (RFC 8493) as far as a package needs it: declaration, information, manifests by SHA-256. And the seal, by which
// the log key vouches for the whole: manifest and information. Pure.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::package {

using Manifest = std::map<std::string, Hash>;  // by path

// The whole of bagit.txt.
std::string_view bag_declaration();
// The whole of bag-info.txt, from the metadata and what the payload is (octets and files: Payload-Oxum).
std::string bag_info(const codec::Value& metadata, std::uint64_t bytes, std::size_t files);
std::string manifest_text(const Manifest& manifest);
// Accepts exactly manifest_text() of something: sorted, safe paths. "bag.manifest".
Result<Manifest> parse_manifest(std::string_view text, std::string_view where);

// A signed answer of the gateway under the origin <log origin>/package.
struct Seal {
    std::string archive;  // key of the record: archive/<case id>
    Hash manifest, bag_info;
};
std::string sign_seal(const std::string& origin, const Seal& seal, const crypto::SigningKey& log_key);
// "note.signature", "note.origin", or json.* with the pointer.
Result<Seal> open_seal(std::string_view note, const std::string& origin, const crypto::VerifyKey& log_key);

}  // namespace zj::package
