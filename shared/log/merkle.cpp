// SPDX-License-Identifier: Apache-2.0
#include "shared/log/merkle.hpp"

#include <bit>

#include "shared/crypto/crypto.hpp"

namespace zj::log {
namespace {

// The largest power of two smaller than n; RFC 6962 splits there. REQUIRES: n > 1.
std::uint64_t split_point(std::uint64_t n) {
    return std::bit_floor(n - 1);
}

Error no_proof(const char* why) {
    return fail("merkle.proof", {}, why);
}

}  // namespace

Hash leaf_hash(ByteView entry) {
    return crypto::sha256(std::string_view("\0", 1), entry);
}
Hash node_hash(const Hash& left, const Hash& right) {
    return crypto::sha256(std::string_view("\1", 1), left.view(), right.view());
}
Hash empty_root() {
    return crypto::sha256(ByteView{});
}

void Tree::append(const Hash& leaf) {
    Hash node = leaf;
    for (std::size_t level = 0;; ++level) {
        if (levels_.size() <= level) {
            levels_.emplace_back();
        }
        levels_[level].push_back(node);
        const std::size_t n = levels_[level].size();
        if (n % 2 != 0) {
            return;
        }
        node = node_hash(levels_[level][n - 2], levels_[level][n - 1]);
    }
}

void Tree::truncate(std::uint64_t size) {
    for (auto& level : levels_) {
        if (level.size() > size) {
            level.resize(size);
        }
        size /= 2;
    }
}

// MTH of the leaves [begin, end); begin is a multiple of the next power of two, so complete parts stand in levels_.
Hash Tree::subtree(std::uint64_t begin, std::uint64_t end) const {
    const std::uint64_t n = end - begin;
    if (std::has_single_bit(n)) {
        const auto level = static_cast<std::size_t>(std::countr_zero(n));
        return levels_[level][begin >> level];
    }
    const std::uint64_t k = split_point(n);
    return node_hash(subtree(begin, begin + k), subtree(begin + k, end));
}

Hash Tree::root(std::uint64_t size) const {
    ZJ_ASSERT(size <= this->size());
    return size == 0 ? empty_root() : subtree(0, size);
}

Proof Tree::inclusion(std::uint64_t index, std::uint64_t size) const {
    ZJ_ASSERT(index < size && size <= this->size());
    Proof out;
    std::uint64_t begin = 0, end = size;
    while (end - begin > 1) {  // from the root down; RFC 6962 wants it from the leaf up
        const std::uint64_t middle = begin + split_point(end - begin);
        if (index < middle) {
            out.push_back(subtree(middle, end));
            end = middle;
        } else {
            out.push_back(subtree(begin, middle));
            begin = middle;
        }
    }
    return {out.rbegin(), out.rend()};
}

Proof Tree::consistency(std::uint64_t old_size, std::uint64_t new_size) const {
    ZJ_ASSERT(old_size <= new_size && new_size <= size());
    Proof out;
    if (old_size == 0 || old_size == new_size) {
        return out;
    }
    // RFC 6962 2.1.2, SUBPROOF(m, D[n], b) with the recursion unrolled from the root down.
    std::uint64_t begin = 0, end = new_size;
    bool whole = true;
    while (end != old_size) {
        const std::uint64_t middle = begin + split_point(end - begin);
        if (old_size <= middle) {
            out.push_back(subtree(middle, end));
            end = middle;
        } else {
            out.push_back(subtree(begin, middle));
            begin = middle;
            whole = false;
        }
    }
    if (!whole) {
        out.push_back(subtree(begin, end));
    }
    return {out.rbegin(), out.rend()};
}

Hash root_of(std::span<const Hash> commitments) {
    Tree tree;
    for (const Hash& c : commitments) {
        tree.append(leaf_hash(c.view()));
    }
    return tree.root();
}

Proof path_in(std::span<const Hash> commitments, std::uint64_t index) {
    Tree tree;
    for (const Hash& c : commitments) {
        tree.append(leaf_hash(c.view()));
    }
    return tree.inclusion(index, commitments.size());
}

// RFC 9162 2.1.3.2.
Result<> verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const Proof& proof,
                          const Hash& root) {
    if (index >= size) {
        return no_proof("the index is not below the size");
    }
    std::uint64_t fn = index, sn = size - 1;
    Hash hash = leaf;
    for (const Hash& p : proof) {
        if (sn == 0) {
            return no_proof("too long");
        }
        if ((fn & 1) != 0 || fn == sn) {
            hash = node_hash(p, hash);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            hash = node_hash(hash, p);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0) {
        return no_proof("too short");
    }
    if (hash != root) {
        return no_proof("leads to another root");
    }
    return {};
}

// RFC 9162 2.1.4.2; from size 0 nothing can be proved, so nothing passes.
Result<> verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root, const Hash& new_root,
                            const Proof& proof) {
    if (old_size > new_size) {
        return no_proof("the tree shrank");
    }
    if (old_size == 0) {
        return no_proof("consistency with the empty tree shows nothing");
    }
    if (old_size == new_size) {
        if (!proof.empty()) {
            return no_proof("too long");
        }
        if (old_root != new_root) {
            return no_proof("two roots of one size");
        }
        return {};
    }
    if (proof.empty()) {
        return no_proof("too short");
    }
    std::uint64_t fn = old_size - 1, sn = new_size - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    const bool power = std::has_single_bit(old_size);
    Hash fr = power ? old_root : proof.front(), sr = fr;
    for (std::size_t i = power ? 0 : 1; i < proof.size(); ++i) {
        if (sn == 0) {
            return no_proof("too long");
        }
        const Hash& c = proof[i];
        if ((fn & 1) != 0 || fn == sn) {
            fr = node_hash(c, fr);
            sr = node_hash(c, sr);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = node_hash(sr, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0) {
        return no_proof("too short");
    }
    if (fr != old_root || sr != new_root) {
        return no_proof("leads to other roots");
    }
    return {};
}

}  // namespace zj::log
