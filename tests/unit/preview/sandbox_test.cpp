// SPDX-License-Identifier: Apache-2.0
// The sandbox of zhijian-preview holds: sandbox_probe enters it and tries.
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/preview/documents.hpp"

using namespace zj;
using namespace zj::preview;
using namespace zj::preview::test;

namespace {

constexpr int kDone = 0, kRefused = 1, kKilled = 1000;

bool has_landlock() {
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

// From here on the kernel acts as if it had no Landlock, for this process and what it starts.
void forget_landlock() {
    const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
    ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    ::seccomp_load(filter);
}

int status_of(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) {
        return kKilled + WTERMSIG(status);
    }
    return WEXITSTATUS(status);
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
    CHECK(probe("read-passwd") == kRefused);
    CHECK(probe("read-passwd-by-font-folder") == kRefused);
    CHECK(probe("read-self") == kRefused);
    CHECK(probe("list-root") == kRefused);
}

TEST_CASE("no file can be written, made or removed") {
    const Folder folder;
    const std::string victim = folder.path("victim");
    write(victim, as_bytes("kept"));
    CHECK(probe("write-file", victim) == kRefused);
    CHECK(probe("make-file") == kRefused);
    CHECK(probe("remove-file", victim) == kRefused);
    CHECK(probe("mode", victim) == kRefused);
    CHECK(read(victim) == to_bytes("kept"));
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

TEST_CASE("on a kernel without Landlock a page is drawn, and says that the system's fonts are missing") {
    const Bytes pdf = drawn_pdf("通知");
    const Decoder with = decoder();
    const pid_t pid = ::fork();
    if (pid == 0) {
        forget_landlock();
        const auto picture = render_with(with, pdf, "application/pdf", 0, 300, 300, nullptr);
        ::_exit(picture && picture->without_fonts && dark(*picture) > 50 ? 0 : 1);
    }
    CHECK(status_of(pid) == 0);
}
