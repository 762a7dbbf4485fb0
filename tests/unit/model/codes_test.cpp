// SPDX-License-Identifier: Apache-2.0
// CODES.md is the whole list: no rule gives a code that it does not explain.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> all(const std::string& text, const char* pattern) {
    const std::regex regex(pattern);
    std::set<std::string> out;
    for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
        out.insert((*at)[1].str());
    }
    return out;
}

}  // namespace

TEST_CASE("every code that a rule gives stands in the table of codes, with its verdict and its way out") {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    if (root == nullptr) {
        SKIP("ZJ_SOURCE_DIR is not set");
    }
    const std::filesystem::path model = std::filesystem::path(root) / "shared/model";
    const std::set<std::string> listed =
        all(read(model / "CODES.md"), R"(\n\| ([DBCGQ][0-9]{1,2}) \| [^|]+ \| [^|]+ \| [^|]+ \|)");
    std::set<std::string> given;
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(model)) {
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
            given.merge(all(read(entry.path()), R"RE("([DBCGQ][0-9]{1,2})")RE"));
            ++files;
        }
    }
    CHECK(files > 20);
    CHECK(given.size() > 40);
    for (const std::string& code : given) {
        INFO(code);
        CHECK(listed.contains(code));
    }
}

TEST_CASE("every code of the table is met by a test") {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    if (root == nullptr) {
        SKIP("ZJ_SOURCE_DIR is not set");
    }
    const std::filesystem::path folder(root);
    std::set<std::string> met;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "tests/unit")) {
        if (entry.path().extension() == ".cpp") {
            met.merge(all(read(entry.path()), R"RE("(?:[a-z]+ )?([DBCGQ][0-9]{1,2})(?: [a-z]+)?")RE"));
        }
    }
    for (const std::string& code :
         all(read(folder / "shared/model/CODES.md"), R"(\n\| ([DBCGQ][0-9]{1,2}) \| (?:refused|held|merged))")) {
        INFO(code);
        CHECK(met.contains(code));
    }
}
