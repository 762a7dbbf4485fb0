// SPDX-License-Identifier: Apache-2.0
#pragma once
// RFC 6962 Merkle tree hashing (SHA-256), inclusion and consistency proofs. Leaf hash = SHA-256(0x00 ‖ entry), node
// hash = SHA-256(0x01 ‖ left ‖ right). Verification is always against an explicit size, and a proof's length must be
// exact (security.md part 4, Merkle log).

#include <cstdint>
#include <span>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::log {

using Proof = std::vector<Hash>;  // in RFC 6962 order

Hash leaf_hash(ByteView entry);
Hash node_hash(const Hash& left, const Hash& right);
Hash empty_root();  // SHA-256 of nothing

// A growing tree, all its full nodes in memory: 64 bytes an entry, so a county's ten years fit in some 64 MiB. Not
// thread safe.
class Tree {
public:
    std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
    void append(const Hash& leaf);
    void truncate(std::uint64_t size);  // undoes appends whose transaction failed
    Hash leaf(std::uint64_t index) const { return levels_[0][index]; }
    Hash root() const { return root(size()); }
    Hash root(std::uint64_t size) const;                             // REQUIRES: size <= size()
    Proof inclusion(std::uint64_t index, std::uint64_t size) const;  // REQUIRES: index < size <= size()
    Proof consistency(std::uint64_t old_size,
                      std::uint64_t new_size) const;  // REQUIRES: old_size <= new_size <= size()

private:
    Hash subtree(std::uint64_t begin, std::uint64_t end) const;
    std::vector<std::vector<Hash>> levels_;  // levels_[k][i] covers leaves [i·2^k, (i+1)·2^k), complete ones only
};

// The root and one path over a short list, for the effects and scopes of an entry (commitments are the leaves' bytes).
Hash root_of(std::span<const Hash> commitments);
Proof path_in(std::span<const Hash> commitments, std::uint64_t index);

// "merkle.proof" where the proof does not show it.
Result<> verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const Proof& proof,
                          const Hash& root);
Result<> verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root, const Hash& new_root,
                            const Proof& proof);

}  // namespace zj::log
