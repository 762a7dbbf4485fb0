// SPDX-License-Identifier: Apache-2.0
// The witness file by itself: what each crash leaves of it.
#include "terminal/vault/witness.hpp"

#include <algorithm>

#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

namespace {

struct Ground {
    Folder home;
    std::string path = home.file("witness");
    crypto::Secret key{32};

    WitnessFile make() { return WitnessFile::make(path, key).value(); }
    Result<WitnessFile> open() { return WitnessFile::open(path, key); }
    std::uint64_t seq() { return open().value().last().seq; }
    // As a power cut in the middle of a write leaves a slot.
    void tear(std::size_t slot) {
        std::string bytes = read_text(path);
        bytes.replace(slot * WitnessFile::kSlotBytes + 10, 40, std::string(40, '\0'));
        write_text(path, bytes);
    }
};

Witness at(std::uint64_t seq) {
    return {seq, {}, 1, 0, 0};
}

}  // namespace

TEST_CASE("what was written is read again, synced or not") {
    Ground ground;
    CHECK(ground.make().last().seq == 0);
    for (std::uint64_t seq = 1; seq <= 6; ++seq) {
        auto file = ground.open().value();
        REQUIRE(file.write(at(seq)).has_value());
        if (seq % 2 == 0) {
            REQUIRE(file.sync().has_value());
        }
        CHECK(file.last().seq == seq);
        CHECK(ground.seq() == seq);
    }
}

TEST_CASE("a write that was torn leaves what was synced") {
    Ground ground;
    auto file = ground.make();
    REQUIRE(file.write(at(1)).has_value());
    REQUIRE(file.sync().has_value());
    // However often it is written after that, the synced slot stays as it is.
    for (std::uint64_t seq = 2; seq <= 5; ++seq) {
        REQUIRE(file.write(at(seq)).has_value());
    }
    const std::string whole = read_text(ground.path);
    ground.tear(0);
    const auto without_first = ground.open();
    write_text(ground.path, whole);
    ground.tear(1);
    const auto without_second = ground.open();
    REQUIRE(without_first.has_value());
    REQUIRE(without_second.has_value());
    // One of them is the synced slot, the other the last write.
    CHECK(std::min(without_first->last().seq, without_second->last().seq) == 1);
    CHECK(std::max(without_first->last().seq, without_second->last().seq) == 5);
    ground.tear(0);
    CHECK(code_of(ground.open()) == "vault.corrupt");
}

TEST_CASE("a process that writes and ends leaves what the one before it wrote, should its write be torn") {
    Ground ground;
    ground.make();
    for (std::uint64_t seq = 1; seq <= 4; ++seq) {
        REQUIRE(ground.open().value().write(at(seq)).has_value());
        const std::string whole = read_text(ground.path);
        std::vector<std::uint64_t> left;
        for (const std::size_t slot : {0, 1}) {
            ground.tear(slot);
            left.push_back(ground.seq());
            write_text(ground.path, whole);
        }
        CHECK(std::min(left[0], left[1]) == seq - 1);
        CHECK(std::max(left[0], left[1]) == seq);
    }
}

TEST_CASE("another vault's witness is refused") {
    Ground ground;
    ground.make();
    ground.key.bytes()[0] = 1;
    CHECK(code_of(ground.open()) == "vault.corrupt");
    CHECK(code_of(WitnessFile::open(ground.home.file("none"), ground.key)) == "vault.missing");
}
