// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bytes, views of them, and the 32-byte digest that ids are made of.

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zj {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;  // never kept: valid while its source is unchanged

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(std::string_view text) {
    const ByteView v = as_bytes(text);
    return {v.begin(), v.end()};
}

// A SHA-256 value. Change-set ids, record commitments, tree nodes and key fingerprints are all of this type.
struct Hash {
    std::array<std::uint8_t, 32> bytes{};

    auto operator<=>(const Hash&) const = default;
    ByteView view() const { return bytes; }
};

using ChangeSetId = Hash;  // SHA-256 over the PAE bytes of a header (log.md, Change set)
using Salt = std::array<std::uint8_t, 16>;

// Ids and keys are uniformly distributed, so their first bytes serve as a hash.
struct HashHasher {
    std::size_t operator()(const Hash& h) const {
        std::size_t out;
        std::memcpy(&out, h.bytes.data(), sizeof out);
        return out;
    }
};

}  // namespace zj
