// SPDX-License-Identifier: Apache-2.0
#include "shared/log/merkle.hpp"

#include <map>

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::log;

namespace {

// RFC 6962, 2.1, word for word and recursively: what the code under test is held against.
std::size_t split(std::size_t n) {
    std::size_t k = 1;
    while (2 * k < n) {
        k *= 2;
    }
    return k;
}
Hash mth(std::span<const Hash> d) {
    if (d.empty()) {
        return crypto::sha256("");
    }
    if (d.size() == 1) {
        return d[0];
    }
    static std::map<std::pair<const Hash*, std::size_t>, Hash> known;  // the leaves stay where they are
    const auto key = std::pair(d.data(), d.size());
    if (const auto at = known.find(key); at != known.end()) {
        return at->second;
    }
    const std::size_t k = split(d.size());
    Bytes node{1};
    const Hash left = mth(d.first(k)), right = mth(d.subspan(k));
    node.insert(node.end(), left.bytes.begin(), left.bytes.end());
    node.insert(node.end(), right.bytes.begin(), right.bytes.end());
    return known[key] = crypto::sha256(ByteView(node));
}
void append(Proof& to, const Hash& hash) {
    to.push_back(hash);
}
Proof path(std::size_t m, std::span<const Hash> d) {
    if (d.size() <= 1) {
        return {};
    }
    const std::size_t k = split(d.size());
    Proof out = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
    append(out, m < k ? mth(d.subspan(k)) : mth(d.first(k)));
    return out;
}
Proof subproof(std::size_t m, std::span<const Hash> d, bool whole) {
    if (m == d.size()) {
        return whole ? Proof{} : Proof{mth(d)};
    }
    const std::size_t k = split(d.size());
    Proof out = m <= k ? subproof(m, d.first(k), whole) : subproof(m - k, d.subspan(k), false);
    append(out, m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
    return out;
}

struct Forest {
    std::vector<Hash> leaves;
    Tree tree;
    explicit Forest(std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            leaves.push_back(leaf_hash(as_bytes("leaf " + std::to_string(i))));
            tree.append(leaves.back());
        }
    }
    std::span<const Hash> first(std::size_t n) const { return std::span(leaves).first(n); }
};

// Ten ways to spoil a proof, its sizes or its roots; each must be refused.
template <class Verify>
void mutants(const Proof& proof, SeededRandom& random, Verify verify) {
    const auto flipped = [&](Hash hash) {
        const std::uint64_t bit = random.below(256);
        hash.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        return hash;
    };
    const auto refuse = [&](const char* how, const Proof& bad) {
        if (verify(bad)) {
            FAIL(how);
        }
    };
    Proof longer = proof;
    longer.push_back(flipped(Hash{}));
    refuse("one more at the end", longer);
    longer = proof;
    longer.insert(longer.begin(), flipped(Hash{}));
    refuse("one more in front", longer);
    if (proof.empty()) {
        return;
    }
    longer = proof;
    longer.push_back(proof.back());
    refuse("the last twice", longer);
    Proof shorter = proof;
    shorter.pop_back();
    refuse("without the last", shorter);
    shorter = {proof.begin() + 1, proof.end()};
    refuse("without the first", shorter);
    refuse("empty", {});
    for (int i = 0; i < 3; ++i) {
        Proof changed = proof;
        Hash& hash = changed[random.below(changed.size())];
        hash = flipped(hash);
        refuse("a bit", changed);
    }
    if (proof.size() > 1) {
        Proof swapped = proof;
        std::swap(swapped.front(), swapped.back());
        refuse("swapped", swapped);
    }
}

}  // namespace

TEST_CASE("hashes of leaves and nodes are those of RFC 6962") {
    CHECK(codec::hex(empty_root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // The published tree of eight leaves of Certificate Transparency.
    const char* const kLeaves[] = {
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    const char* const kRoots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    Tree tree;
    for (std::size_t i = 0; i < 8; ++i) {
        tree.append(leaf_hash(codec::from_hex(kLeaves[i]).value()));
        CHECK(codec::hex(tree.root()) == kRoots[i]);
    }
}

TEST_CASE("every root and every proof to 256 leaves is that of the recursion, and proves") {
    constexpr std::size_t kMax = 256;
    static const Forest forest(kMax);
    for (std::size_t n = 0; n <= kMax; ++n) {
        const Hash root = mth(forest.first(n));
        if (forest.tree.root(n) != root) {
            FAIL("root of " << n);
        }
        for (std::size_t m = 0; m < n; ++m) {
            const Proof proof = forest.tree.inclusion(m, n);
            if (proof != path(m, forest.first(n)) || !verify_inclusion(forest.leaves[m], m, n, proof, root)) {
                FAIL("inclusion of " << m << " in " << n);
            }
        }
        for (std::size_t m = 1; m <= n; ++m) {
            const Proof proof = forest.tree.consistency(m, n);
            if (proof != subproof(m, forest.first(n), true) ||
                !verify_consistency(m, n, mth(forest.first(m)), root, proof)) {
                FAIL("consistency of " << m << " with " << n);
            }
        }
    }
}

TEST_CASE("no mutant of a proof proves anything") {
    constexpr std::size_t kMax = 96;
    const Forest forest(kMax);
    SeededRandom random(1);
    std::vector<Hash> roots;
    for (std::size_t n = 0; n <= kMax; ++n) {
        roots.push_back(forest.tree.root(n));
    }
    for (std::size_t n = 1; n <= kMax; ++n) {
        for (std::size_t m = 0; m < n; ++m) {
            const Proof proof = forest.tree.inclusion(m, n);
            mutants(proof, random, [&](const Proof& bad) {
                return verify_inclusion(forest.leaves[m], m, n, bad, roots[n]).has_value();
            });
            const std::size_t other = random.below(n);
            const bool refused = !verify_inclusion(forest.leaves[m], n, n, proof, roots[n]) &&
                                 !verify_inclusion(forest.leaves[m], m, 0, proof, roots[0]) &&
                                 (other == m || !verify_inclusion(forest.leaves[m], other, n, proof, roots[n])) &&
                                 (other == m || !verify_inclusion(forest.leaves[other], m, n, proof, roots[n])) &&
                                 !verify_inclusion(forest.leaves[m], m, n, proof, roots[n - 1]);
            if (!refused) {
                FAIL("inclusion of " << m << " in " << n);
            }
        }
        for (std::size_t m = 1; m < n; ++m) {
            const Proof proof = forest.tree.consistency(m, n);
            mutants(proof, random,
                    [&](const Proof& bad) { return verify_consistency(m, n, roots[m], roots[n], bad).has_value(); });
            const bool refused = !verify_consistency(m, n, roots[n], roots[m], proof) &&
                                 !verify_consistency(n, m, roots[n], roots[m], proof) &&
                                 !verify_consistency(0, n, roots[0], roots[n], proof) &&
                                 !verify_consistency(m, n, roots[m - 1], roots[n], proof) &&
                                 !verify_consistency(m, n, roots[m], roots[n - 1], proof);
            if (!refused) {
                FAIL("consistency of " << m << " with " << n);
            }
        }
    }
}

TEST_CASE("sizes beyond the proof's and of the empty tree prove nothing") {
    const Forest forest(7);
    const Hash root = forest.tree.root(), none = empty_root();
    CHECK(verify_consistency(7, 7, root, root, {}));
    CHECK(!verify_consistency(7, 7, root, none, {}));
    CHECK(!verify_consistency(7, 7, root, root, {root}));
    CHECK(!verify_consistency(0, 0, none, none, {}));
    CHECK(!verify_consistency(0, 7, none, root, {}));
    CHECK(!verify_consistency(3, 7, forest.tree.root(3), root, {}));
    const std::uint64_t far = std::uint64_t{1} << 40;
    CHECK(!verify_inclusion(forest.leaves[0], 0, far, forest.tree.inclusion(0, 7), root));
    CHECK(!verify_inclusion(forest.leaves[0], ~std::uint64_t{0}, ~std::uint64_t{0}, {}, root));
    CHECK(!verify_consistency(7, far, root, root, {}));
    CHECK(verify_inclusion(forest.leaves[0], 0, 1, {}, forest.leaves[0]));
    CHECK(verify_inclusion(forest.leaves[0], 0, 0, {}, none).error().code == "merkle.proof");
}

TEST_CASE("a truncated tree is the tree it was, and grows again") {
    const Forest forest(100);
    for (const std::size_t keep : {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65}}) {
        Forest again(100);
        again.tree.truncate(keep);
        CHECK(again.tree.size() == keep);
        CHECK(again.tree.root() == forest.tree.root(keep));
        for (std::size_t i = keep; i < 100; ++i) {
            again.tree.append(forest.leaves[i]);
        }
        CHECK(again.tree.root() == forest.tree.root());
        CHECK(again.tree.inclusion(17, 100) == forest.tree.inclusion(17, 100));
    }
}

TEST_CASE("a short list has a root over its commitments as leaves, and a path to each") {
    CHECK(root_of({}) == empty_root());
    std::vector<Hash> commitments;
    for (std::uint8_t i = 0; i < 9; ++i) {
        Hash one;
        one.bytes[0] = i;
        commitments.push_back(one);
        const Hash root = root_of(commitments);
        for (std::size_t k = 0; k < commitments.size(); ++k) {
            CHECK(verify_inclusion(leaf_hash(commitments[k].view()), k, commitments.size(), path_in(commitments, k),
                                   root));
        }
    }
}
