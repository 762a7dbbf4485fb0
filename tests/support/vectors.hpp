// SPDX-License-Identifier: Apache-2.0
#pragma once
// Test vectors that nobody in this project wrote: the folder in ZJ_VECTORS, or ../shared/vectors beside the sources.
// Where it is absent a test is skipped by name; where CI is set that is a failure, so that nobody skips them for ever.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace zj::test {

inline std::filesystem::path vectors(const char* folder) {
    const auto variable = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    };
    std::filesystem::path base = variable("ZJ_VECTORS");
    if (base.empty() && !variable("ZJ_SOURCE_DIR").empty()) {
        base = std::filesystem::path(variable("ZJ_SOURCE_DIR")) / ".." / "shared" / "vectors";
    }
    const std::filesystem::path out = base / folder;
    if (base.empty() || !std::filesystem::is_directory(out)) {
        if (!variable("CI").empty()) {
            FAIL("the published vectors " << folder << " are absent, and CI must not skip them");
        }
        SKIP("the published vectors " << folder << " are absent (ZJ_VECTORS)");
    }
    return out;
}

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace zj::test
