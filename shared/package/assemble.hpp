// SPDX-License-Identifier: Apache-2.0
#pragma once
// From what collect.hpp picked to the files of a package: all but cover and attachments, which are large or drawn and
// so the exporter's to write. Pure; equal input gives equal bytes.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shared/log/root_statement.hpp"
#include "shared/package/bag.hpp"
#include "shared/package/collect.hpp"

namespace zj::package {

// What the county says of itself, and the head that everything is proved under.
struct Source {
    std::string fingerprint, origin;
    std::vector<log::SignedRoot> roots;
    std::string checkpoint;                                         // signed note
    std::function<Result<std::string>(std::uint64_t index)> proof;  // tlog-proof under that very checkpoint
    std::map<std::string, ItemFile> files;                          // by sha256 in hex
};

struct Assembled {
    codec::Value metadata;
    std::map<std::uint64_t, codec::Value> confirmed;  // the acts of two of the case, by the entry that confirms each
    std::map<std::string, std::string> files;         // by path
};
Result<Assembled> assemble(const Collected& collected, const Source& source);

// The catalogue that the first `n` statements leave in force. "catalogue.*", "root.catalogue".
Result<std::shared_ptr<const model::Catalogue>> catalogue_after(const std::vector<log::SignedRoot>& roots,
                                                                std::size_t n);

// bagit.txt, bag-info.txt, both manifests and the seal over a payload of so many bytes.
std::map<std::string, std::string> tag_files(const Manifest& payload, std::uint64_t bytes, const codec::Value& metadata,
                                             const std::string& origin, const crypto::SigningKey& log_key);

}  // namespace zj::package
