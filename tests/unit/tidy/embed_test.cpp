// SPDX-License-Identifier: Apache-2.0

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "sample_embed.hpp"

TEST_CASE("an embedded file is the file, and an unknown name is nothing") {
    for (const auto& embedded : zj::embed::sample::files()) {
        std::ifstream file(std::string(ZJ_HERE "/").append(embedded.name), std::ios::binary);
        REQUIRE(file.good());
        const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        CHECK(bytes == embedded.bytes);
    }
    CHECK(zj::embed::sample::files().size() == 2);
    CHECK(zj::embed::sample::find("planted/expected.txt").has_value());
    CHECK_FALSE(zj::embed::sample::find("expected").has_value());
}
