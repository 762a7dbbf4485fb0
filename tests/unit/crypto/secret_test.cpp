// SPDX-License-Identifier: Apache-2.0
#include "shared/crypto/secret.hpp"

#include <fstream>
#include <string>
#include <type_traits>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch_test_macros.hpp>

#include "shared/crypto/crypto.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using crypto::Secret;

namespace {

// The sanitizers turn mlock() into nothing.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kLocks = false;
#else
constexpr bool kLocks = true;
#endif
#else
constexpr bool kLocks = true;
#endif

long locked_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmLck:")) {
            return std::stol(line.substr(6));
        }
    }
    return -1;
}

// Runs `body` in a child, because what it does cannot be undone; its return value is the exit status.
template <class Body>
int in_child(Body body) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(body());
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a secret cannot be copied by accident") {
    STATIC_CHECK(!std::is_copy_constructible_v<Secret>);
    STATIC_CHECK(!std::is_copy_assignable_v<Secret>);
    STATIC_CHECK(!std::is_copy_constructible_v<crypto::SigningKey>);
    STATIC_CHECK(std::is_nothrow_move_constructible_v<Secret>);
}

TEST_CASE("a secret moves and leaves nothing behind") {
    Secret a = Secret::from(as_bytes("open sesame"));
    Secret b = std::move(a);
    CHECK(a.empty());  // NOLINT(bugprone-use-after-move): that is the question
    CHECK(b.text() == "open sesame");
    Secret c(3);
    c = std::move(b);
    CHECK(b.empty());  // NOLINT(bugprone-use-after-move)
    CHECK(c.text() == "open sesame");
    Secret& self = c;
    c = std::move(self);
    CHECK(c.text() == "open sesame");
    c.wipe();
    CHECK(c.empty());
    CHECK(c.view().data() == nullptr);
    c.wipe();  // twice is once
}

TEST_CASE("a new secret is zeroed, a clone is its own memory, and comparison looks at all bytes") {
    Secret a(5);
    CHECK(a.view()[0] + a.view()[4] == 0);
    a.bytes()[4] = 9;
    Secret b = a.clone();
    CHECK(a.equals(b));
    CHECK(a.view().data() != b.view().data());
    b.bytes()[0] = 1;
    CHECK(!a.equals(b));
    CHECK(!a.equals(Secret(4)));
    CHECK(!Secret(5).equals(a));
    CHECK(Secret().equals(Secret(0)));
    CHECK(!Secret::random(32).equals(Secret::random(32)));
}

TEST_CASE("wiping zeroes a buffer") {
    Bytes bytes{1, 2, 3, 4};
    crypto::wipe(std::span(bytes).first(3));
    CHECK(bytes == Bytes{0, 0, 0, 4});
    crypto::wipe({});
}

TEST_CASE("the memory of secrets is locked") {
    if (!kLocks) {
        SKIP("a sanitizer keeps memory from being locked");
    }
    const long before = locked_kib();
    if (before < 0) {
        SKIP("no /proc/self/status");
    }
    const Secret held(64 * 1024);
    if (locked_kib() == before) {
        SKIP("this user may lock no memory");
    }
    CHECK(locked_kib() >= before + 64);
}

TEST_CASE("hardening turns core dumps and attaching off") {
    CHECK(in_child([] {
              (void)crypto::harden_process();
              rlimit core{1, 1};
              return ::getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0 &&
                             ::prctl(PR_GET_DUMPABLE) == 0
                         ? 7
                         : 1;
          }) == 7);
}

TEST_CASE("hardening says where memory cannot be locked") {
    if (!kLocks) {
        SKIP("a sanitizer keeps memory from being locked");
    }
    const int status = in_child([] {
        const rlimit none{0, 0};
        if (::setrlimit(RLIMIT_MEMLOCK, &none) != 0 || (::geteuid() == 0 && ::setuid(65534) != 0)) {
            return 2;
        }
        const auto hardened = crypto::harden_process();
        return !hardened && hardened.error().code == "process.harden" &&
                       hardened.error().detail.find("memory cannot be locked") != std::string::npos
                   ? 7
                   : 1;
    });
    if (status == 2) {
        SKIP("limits cannot be lowered here");
    }
    CHECK(status == 7);
}
