// SPDX-License-Identifier: Apache-2.0
// The sandbox of our children holds: sandbox_probe enters it and tries.
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/confined/kernel.hpp"

using namespace zj::confined::test;

namespace {

constexpr int kDone = 0, kRefused = 1;

bool has_landlock() {
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

int probe(const std::string& action, const std::string& victim = {}, bool without_landlock = false) {
    const std::string program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "sandbox_probe";
    const pid_t pid = ::fork();
    if (pid == 0) {
        if (without_landlock) {
            forget_landlock();
        }
        ::execl(program.c_str(), "sandbox_probe", action.c_str(), victim.c_str(), nullptr);
        ::_exit(99);
    }
    return status_of(pid);
}

}  // namespace

TEST_CASE("the sandbox lets work go on and fonts be read") {
    CHECK(probe("nothing") == kDone);
    CHECK(probe("read-fonts") == (has_landlock() ? kDone : kRefused));
}

TEST_CASE("no other file can be read, by no way round") {
    CHECK(probe("look") == kRefused);
    CHECK(probe("read-passwd") == kRefused);
    CHECK(probe("read-passwd-by-font-folder") == kRefused);
    CHECK(probe("read-self") == kRefused);
    CHECK(probe("list-root") == kRefused);
}

TEST_CASE("no file can be written, made or removed") {
    std::string victim = std::filesystem::temp_directory_path() / "zj-confined-XXXXXX";
    REQUIRE(::mkstemp(victim.data()) >= 0);
    std::ofstream(victim) << "kept";
    CHECK(probe("write-file", victim) == kRefused);
    CHECK(probe("make-file") == kRefused);
    CHECK(probe("remove-file", victim) == kRefused);
    CHECK(probe("mode", victim) == kRefused);
    std::ifstream kept(victim);
    CHECK(std::string(std::istreambuf_iterator<char>(kept), {}) == "kept");
    std::filesystem::remove(victim);
    CHECK(probe("write-stdout") == kKilled + SIGSYS);
}

TEST_CASE("nobody can be reached, started or touched: whoever tries is killed") {
    for (const char* action : {"socket", "local-socket", "fork", "exec", "kill-parent", "trace-parent"}) {
        INFO(action);
        CHECK(probe(action) == kKilled + SIGSYS);
    }
    CHECK(probe("run-memory") == kRefused);
    CHECK(probe("raise-limit") == kRefused);
}

TEST_CASE("memory and processor time end") {
#if !defined(__SANITIZE_ADDRESS__) && !defined(ZJ_SANITIZED)
    CHECK(probe("take-memory") == kRefused);
#endif
    const int ended = probe("take-time");
    CHECK((ended == kKilled + SIGXCPU || ended == kKilled + SIGKILL));
}

TEST_CASE("on a kernel without Landlock nothing can be opened at all, and all the rest holds") {
    CHECK(probe("nothing", {}, true) == kDone);
    CHECK(probe("read-fonts", {}, true) == kRefused);
    CHECK(probe("read-passwd", {}, true) == kRefused);
    CHECK(probe("socket", {}, true) == kKilled + SIGSYS);
}
