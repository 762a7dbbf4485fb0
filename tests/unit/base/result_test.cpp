// SPDX-License-Identifier: Apache-2.0
#include "shared/base/result.hpp"

#include <csignal>
#include <cstdio>
#include <stdexcept>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch_test_macros.hpp>

#include "shared/base/bytes.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;

namespace {

Result<int> half(int n) {
    if (n % 2 != 0) {
        return fail("half.odd", "/n", std::to_string(n), {"1"});
    }
    return n / 2;
}
Result<int> quarter(int n) {
    ZJ_TRY(const int once, half(n));
    ZJ_TRY(const int twice, half(once));
    return twice;
}
Result<> both(int a, int b) {
    ZJ_CHECK(half(a));
    ZJ_CHECK(half(b));
    return {};
}

}  // namespace

TEST_CASE("an error passes upward unchanged, and a value comes through") {
    CHECK(*quarter(12) == 3);
    const auto failed = quarter(6);
    REQUIRE(!failed);
    CHECK(failed.error() == fail("half.odd", "/n", "3", {"1"}));
    CHECK(both(2, 4).has_value());
    CHECK(both(2, 5).error().detail == "5");
    CHECK(both(1, 5).error().detail == "1");
}

TEST_CASE("an error prints code, place and detail, each where there is one") {
    CHECK(to_string(fail("a.b")) == "a.b");
    CHECK(to_string(fail("a.b", "/x")) == "a.b at /x");
    CHECK(to_string(fail("a.b", {}, "why")) == "a.b: why");
    CHECK(to_string(fail("a.b", "/x", "why")) == "a.b at /x: why");
}

TEST_CASE("taking the value of a failure throws instead of giving rubbish") {
    CHECK_THROWS_AS(half(3).value(), std::runtime_error);
}

TEST_CASE("a broken invariant stops the program") {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        const rlimit none{0, 0};
        (void)::setrlimit(RLIMIT_CORE, &none);
        if (std::freopen("/dev/null", "w", stderr) == nullptr) {
            ::_exit(0);
        }
        ZJ_ASSERT(1 + 1 == 2);
        ZJ_ASSERT(1 + 1 == 3);
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGABRT);
}

TEST_CASE("hashes order by their bytes and are the same bytes in every view") {
    Hash a, b;
    b.bytes[31] = 1;
    CHECK(a < b);
    b.bytes[31] = 0;
    CHECK(a == b);
    b.bytes[0] = 0x80;
    CHECK(a < b);
    CHECK(HashHasher()(a) != HashHasher()(b));
    const std::string text = "a\0b";
    CHECK(as_text(as_bytes(text)) == text);
    CHECK(to_bytes("xyz") == Bytes{'x', 'y', 'z'});
}
