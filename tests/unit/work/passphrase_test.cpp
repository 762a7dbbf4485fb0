// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/passphrase_input.hpp"

#include <unistd.h>

#include <array>

#include "terminal/vault/passphrase.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

struct Pipe {
    std::array<int, 2> ends{};
    explicit Pipe(std::string_view content) {
        REQUIRE(::pipe(ends.data()) == 0);
        REQUIRE(::write(ends[1], content.data(), content.size()) == static_cast<ssize_t>(content.size()));
        ::close(ends[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() { ::close(ends[0]); }
};

}  // namespace

TEST_CASE("passphrases come one a line, and the next call gets the next") {
    const Pipe pipe("first one\nsecond one\r\nthird");
    CHECK(must(passphrase_from(pipe.ends[0])).text() == "first one");
    CHECK(must(passphrase_from(pipe.ends[0])).text() == "second one");
    CHECK(must(passphrase_from(pipe.ends[0])).text() == "third");
    CHECK(code_of(passphrase_from(pipe.ends[0])) == "passphrase.input");
}

TEST_CASE("a line that is too long and a closed descriptor are told") {
    const Pipe pipe(std::string(vault::kPassphraseBytesMax + 1, 'x') + "\n");
    CHECK(code_of(passphrase_from(pipe.ends[0])) == "passphrase.long");
    const Pipe exact(std::string(vault::kPassphraseBytesMax, 'x') + "\n");
    CHECK(must(passphrase_from(exact.ends[0])).size() == vault::kPassphraseBytesMax);
    CHECK(code_of(passphrase_from(987)) == "passphrase.input");
}
