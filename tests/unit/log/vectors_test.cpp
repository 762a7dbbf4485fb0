// SPDX-License-Identifier: Apache-2.0
// Vectors that nobody in this project wrote.
#include <algorithm>
#include <map>

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/log/merkle.hpp"
#include "tests/support/vectors.hpp"

using namespace zj;

namespace {

codec::Value read_json(const std::filesystem::path& path) {
    std::string text = test::read_file(path);
    // Ours knows no null, and no integer beyond 2^53-1: 2^64-1 comes as -1 and is turned back below.
    for (const auto& [theirs, ours] : {std::pair("null", "[]"), std::pair("18446744073709551615", "-1")}) {
        if (const std::size_t at = text.find(theirs); at != std::string::npos) {
            text.replace(at, std::string_view(theirs).size(), ours);
        }
    }
    auto value = codec::parse_json(text, 16 * limits::kBodyBytesMax);
    INFO(path.string());
    REQUIRE(value.has_value());
    return std::move(*value);
}

// Some cases have "hashes" of other lengths. A stand-in keeps what matters, whether two of them are equal.
Hash hash_of(const codec::Value& text) {
    const auto hash = codec::hash_from_base64(text.string());
    return hash ? *hash : crypto::sha256("stand-in for " + text.string());
}
log::Proof proof_of(const codec::Value& test) {
    log::Proof out;
    for (const codec::Value& item : test.items("proof")) {
        out.push_back(hash_of(item));
    }
    return out;
}
std::uint64_t number(const codec::Value& test, const char* member) {
    return static_cast<std::uint64_t>(test.find(member)->integer());
}

template <class Accepts>
void run_folder(const char* folder, std::size_t least, Accepts accepts) {
    std::map<bool, std::size_t> count;
    for (const auto& file : std::filesystem::recursive_directory_iterator(test::vectors(folder))) {
        if (file.path().extension() != ".json") {
            continue;
        }
        const codec::Value test = read_json(file.path());
        INFO(file.path().string());
        const bool wanted = !test.bool_or("wantErr");
        CHECK(accepts(test) == wanted);
        ++count[wanted];
    }
    CHECK(count[true] + count[false] >= least);
    CHECK(count[true] > 0);
    CHECK(count[false] > count[true]);
}

}  // namespace

TEST_CASE("Merkle inclusion proofs of transparency-dev/merkle are accepted and refused as published") {
    run_folder("merkle/inclusion", 90, [](const codec::Value& test) {
        const bool said = !test.str_or("leafHash").empty() && !test.str_or("root").empty();  // ours cannot be empty
        return said && log::verify_inclusion(hash_of(*test.find("leafHash")), number(test, "leafIdx"),
                                             number(test, "treeSize"), proof_of(test), hash_of(*test.find("root")))
                           .has_value();
    });
}

TEST_CASE("Merkle consistency proofs of transparency-dev/merkle are accepted and refused as published") {
    run_folder("merkle/consistency", 80, [](const codec::Value& test) {
        return log::verify_consistency(number(test, "size1"), number(test, "size2"), hash_of(*test.find("root1")),
                                       hash_of(*test.find("root2")), proof_of(test))
            .has_value();
    });
}

TEST_CASE("Ed25519 signatures of Wycheproof are accepted and refused as published") {
    const codec::Value file = read_json(test::vectors("wycheproof") / "ed25519_test.json");
    std::int64_t run = 0, valid = 0;
    for (const codec::Value& group : file.items("testGroups")) {
        const auto key_bytes = codec::from_hex(group.find("publicKey")->str_or("pk"));
        REQUIRE(key_bytes.has_value());
        crypto::VerifyKey key;
        REQUIRE(key_bytes->size() == key.bytes.size());
        std::copy(key_bytes->begin(), key_bytes->end(), key.bytes.begin());
        for (const codec::Value& test : group.items("tests")) {
            INFO("tcId " << test.int_or("tcId") << " " << test.str_or("comment"));
            const auto message = codec::from_hex(test.str_or("msg")), sig = codec::from_hex(test.str_or("sig"));
            REQUIRE(message.has_value());
            crypto::Signature signature;
            bool accepted = sig && sig->size() == signature.bytes.size();
            if (accepted) {
                std::copy(sig->begin(), sig->end(), signature.bytes.begin());
                accepted = key.verify(*message, signature);
            }
            CHECK(accepted == (test.str_or("result") == "valid"));
            ++run;
            valid += accepted;
        }
    }
    CHECK(run == file.int_or("numberOfTests"));
    CHECK(valid > 50);
    CHECK(run - valid > 50);
}
