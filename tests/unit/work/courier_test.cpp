// SPDX-License-Identifier: Apache-2.0
// The sealed file that a courier carries: any change of it is refused, and nothing of it is used.

#include "terminal/work/courier_file.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <catch2/generators/catch_generators.hpp>
#include <cerrno>

#include "terminal/vault/files.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

bool no_flags = false;  // a file system that knows no RENAME_NOREPLACE

}  // namespace

// Every file system of this program is a FAT stick: no hard links.
extern "C" int link(const char*, const char*) noexcept {
    errno = EPERM;
    return -1;
}
extern "C" int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
    if (no_flags) {
        errno = EINVAL;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

namespace {

crypto::BoxKey key(std::uint64_t seed) {
    SeededRandom random(seed);
    return crypto::BoxKey::generate(random);
}

void write_bundle(const std::string& path, const crypto::BoxKey& to, const std::vector<std::string>& messages) {
    auto writer = must(CourierWriter::create(path, to.public_key()));
    for (const std::string& message : messages) {
        REQUIRE(writer.add(message).has_value());
    }
    REQUIRE(writer.finish().has_value());
}

struct Read {
    std::string code;
    std::vector<std::string> messages;
};

Read read_bundle(const std::string& path, const crypto::BoxKey& mine) {
    Read out;
    out.code = code_of(read_courier_file(path, mine, [&](std::string_view message) {
        out.messages.emplace_back(message);
        return Result<>();
    }));
    return out;
}

}  // namespace

TEST_CASE("messages come out as they went in") {
    const Folder home;
    const auto to = key(1);
    const std::vector<std::string> messages{"one", "", std::string(300'000, 'x'), "四"};
    write_bundle(home.file("a.zjb"), to, messages);
    const Read read = read_bundle(home.file("a.zjb"), to);
    CHECK(read.code == "");
    CHECK(read.messages == messages);
}

TEST_CASE("a bundle is for its recipient alone") {
    const Folder home;
    write_bundle(home.file("a.zjb"), key(1), {"one"});
    const Read read = read_bundle(home.file("a.zjb"), key(2));
    CHECK(read.code == "courier.recipient");
    CHECK(read.messages.empty());
    CHECK(read_text(home.file("a.zjb")).find("one") == std::string::npos);
}

TEST_CASE("one flipped bit anywhere is refused before any message is handed out") {
    const Folder home;
    const auto to = key(1);
    write_bundle(home.file("a.zjb"), to, {"first message", "second message"});
    const std::string good = read_text(home.file("a.zjb"));
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = good;
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
            home.write("b.zjb", changed);
            const Read read = read_bundle(home.file("b.zjb"), to);
            INFO("byte " << at << " bit " << bit);
            REQUIRE(read.code.starts_with("courier."));
            REQUIRE(read.messages.empty());
        }
    }
}

TEST_CASE("a bundle that was cut, lengthened, or whose messages were moved is refused") {
    const Folder home;
    const auto to = key(1);
    write_bundle(home.file("a.zjb"), to, {"aaaa", "bbbb"});
    const std::string good = read_text(home.file("a.zjb"));
    for (std::size_t size = 0; size < good.size(); ++size) {
        home.write("b.zjb", std::string_view(good).substr(0, size));
        const Read read = read_bundle(home.file("b.zjb"), to);
        INFO("cut to " << size);
        REQUIRE(read.code.starts_with("courier."));
        REQUIRE(read.messages.empty());
    }
    home.write("b.zjb", good + "x");
    CHECK(read_bundle(home.file("b.zjb"), to).code == "courier.damaged");
    // Two frames of the same length exchanged.
    const std::size_t start = 5 + 32 + 80 + 24, frame = 4 + 4 + 17;
    std::string moved = good;
    moved.replace(start, frame, good.substr(start + frame, frame));
    moved.replace(start + frame, frame, good.substr(start, frame));
    home.write("b.zjb", moved);
    CHECK(read_bundle(home.file("b.zjb"), to).code == "courier.damaged");
    // The frames of one bundle under the head of another.
    write_bundle(home.file("c.zjb"), to, {"cccc", "dddd"});
    home.write("b.zjb", read_text(home.file("c.zjb")).substr(0, start) + good.substr(start));
    CHECK(read_bundle(home.file("b.zjb"), to).code == "courier.damaged");
}

TEST_CASE("a length beyond the limit is refused before memory is asked for") {
    const Folder home;
    const auto to = key(1);
    write_bundle(home.file("a.zjb"), to, {"one"});
    std::string text = read_text(home.file("a.zjb"));
    const std::size_t start = 5 + 32 + 80 + 24;
    text.replace(start, 4, "\xff\xff\xff\xff");
    home.write("b.zjb", text);
    CHECK(read_bundle(home.file("b.zjb"), to).code == "courier.size");
}

TEST_CASE("the writer keeps to its limits, replaces nothing and leaves no part behind") {
    const Folder home;
    const auto to = key(1);
    {
        auto writer = must(CourierWriter::create(home.file("a.zjb"), to.public_key()));
        CHECK(code_of(writer.add(std::string(kCourierFrameMax + 1, 'x'))) == "courier.size");
    }
    CHECK(std::filesystem::is_empty(home.path));
    home.write("b.zjb", "somebody's");
    CHECK(code_of(CourierWriter::create(home.file("b.zjb"), to.public_key())) == "vault.exists");
    CHECK(read_text(home.file("b.zjb")) == "somebody's");
}

TEST_CASE("links, folders and other files are no bundles") {
    const Folder home;
    const auto to = key(1);
    write_bundle(home.file("a.zjb"), to, {"one"});
    std::filesystem::create_symlink(home.file("a.zjb"), home.file("link.zjb"));
    CHECK(read_bundle(home.file("link.zjb"), to).code == "file.read");
    CHECK(read_bundle(home.path.string(), to).code == "file.read");
    CHECK(read_bundle(home.file("nothing.zjb"), to).code == "file.read");
    home.write("text.zjb", "just some text that is long enough to be looked at, but no bundle");
    CHECK(read_bundle(home.file("text.zjb"), to).code == "courier.kind");
}

TEST_CASE("a bundle gets its name on a stick without hard links, and replaces nothing that appeared meanwhile") {
    no_flags = GENERATE(false, true);
    const Folder home;
    const auto to = key(1);
    write_bundle(home.file("a.zjb"), to, {"one"});
    CHECK(read_bundle(home.file("a.zjb"), to).code == "");
    CHECK_FALSE(std::filesystem::exists(home.file("a.zjb.part")));
    auto writer = must(CourierWriter::create(home.file("b.zjb"), to.public_key()));
    home.write("b.zjb", "another's");
    CHECK(code_of(writer.finish()) == "vault.exists");
    CHECK(read_text(home.file("b.zjb")) == "another's");
    CHECK_FALSE(std::filesystem::exists(home.file("b.zjb.part")));
    home.write("part", "mine");
    CHECK(code_of(vault::give_name(home.file("part"), home.file("no-such-folder/c"))) == "file.write");
    CHECK(read_text(home.file("part")) == "mine");
    no_flags = false;
}
