// SPDX-License-Identifier: Apache-2.0
// The tar of a package, and the folder that it unpacks into.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>

#include "shared/package/layout.hpp"
#include "shared/package/tar.hpp"
#include "shared/verify/package_files.hpp"
#include "tests/unit/verify/filed.hpp"

namespace zj::test {
namespace {

using package::kTarBlock;

struct Place {
    std::filesystem::path path;
    Place() {
        std::string name = (std::filesystem::temp_directory_path() / "zj-package-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Place() { std::filesystem::remove_all(path); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    std::string write(const std::string& name, const std::string& bytes) const {
        std::filesystem::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << bytes;
        return (path / name).string();
    }
};

// "good", or the code that opening or verifying gives first.
std::string opened(const std::string& path) {
    const auto files = verify::open_package(path);
    if (!files) {
        return files.error().code;
    }
    const auto report = verify::verify_package(**files, {filed().world.county.fingerprint()});
    return !report ? report.error().code : report->findings.empty() ? "good" : report->findings.front().rule;
}

// One header, with a right checksum, over what `change` makes of a good one.
template <class Change>
std::string header(Change change) {
    std::string block = *package::tar_header({"top/x", 0, Time{}});
    change(block);
    std::uint64_t sum = 0;
    block.replace(148, 8, "        ");
    for (const char c : block) {
        sum += static_cast<unsigned char>(c);
    }
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", static_cast<unsigned>(sum));
    block.replace(148, 7, std::string(digits, 7));
    return block;
}

std::string named(const std::string& name) {
    return header([&](std::string& block) { block.replace(0, 100, name + std::string(100 - name.size(), '\0')); });
}

const std::string kEnd(2 * kTarBlock, '\0');

TEST_CASE("a package is verified as the tar it was exported as, and as the folder it unpacks into") {
    const Place place;
    const PackageFiles files = filed().package(filed().town);
    CHECK(opened(place.write("a.tar", tar_of(files))) == "good");
    for (const auto& [path, text] : files) {
        place.write("unpacked/" + path, text);
    }
    CHECK(opened((place.path / "unpacked").string()) == "good");
    std::filesystem::create_symlink("bagit.txt", place.path / "unpacked" / "link");
    CHECK(opened((place.path / "unpacked").string()) == "bundle.kind");
    CHECK(opened((place.path / "nothing").string()) == "package.open");
    CHECK(opened("/dev/null") == "package.open");
}

TEST_CASE("no byte of the tar can be changed unnoticed") {
    const Place place;
    PackageFiles files = filed().package(filed().town);
    const std::string tar = tar_of(files);
    constexpr std::size_t kStride = 1009;  // a prime: every kind of place comes up
    for (std::size_t at = 0; at < tar.size(); at += kStride) {
        std::string spoilt = tar;
        spoilt[at] ^= 1;
        INFO(at);
        CHECK(opened(place.write("a.tar", spoilt)) != "good");
    }
    for (const std::size_t cut : {std::size_t{1}, kTarBlock, 2 * kTarBlock, tar.size()}) {
        CHECK(opened(place.write("a.tar", tar.substr(0, tar.size() - cut))) == "package.tar");
    }
    CHECK(opened(place.write("a.tar", tar.substr(0, tar.size() / 2))) == "package.size");
    CHECK(opened(place.write("a.tar", tar + "x")) == "package.tar");
    CHECK(opened(place.write("a.tar", tar + std::string(kTarBlock, '\0'))) == "package.tar");
}

TEST_CASE("what could lead out of the package's folder is refused while it is read") {
    const Place place;
    const auto told = [&](const std::string& blocks) {
        return opened(place.write("a.tar", blocks + kEnd));
    };
    for (const char* path : {"/etc/passwd", "top/../../x", "../x", "top/./x", "top//x", "top/", "top/.profile",
                             "top/-rf", "top/a\\b", "top/c:x", "top/\xe2\x80\xae.pdf", "top/\xff", "top/a\nb"}) {
        INFO(path);
        CHECK(told(named(path)) == "package.path");
    }
    CHECK(told(named("top")) == "package.path");  // not in a folder
    CHECK(told(named("top/a") + named("other/b")) == "package.path");
    CHECK(told(named("top/a") + named("top/a")) == "package.duplicate");
    for (const char kind : {'1', '2', '3', '4', '5', '6', '7', 'x', 'g', 'L', '\0'}) {
        CHECK(told(header([&](std::string& block) { block[156] = kind; })) == "package.kind");
    }
    const auto sized = [&](const std::string& size) {
        return told(header([&](std::string& block) { block.replace(124, size.size(), size); }));
    };
    CHECK(sized("77777777777") == "package.size");  // more than the file has
    CHECK(sized(std::string("\x80\0\0\0\0\0\0\0\0\0\1", 11)) == "package.size");
    CHECK(sized("00000000x00") == "package.size");
    CHECK(told(header([](std::string& block) { block.replace(100, 7, "0004755"); })) == "package.tar");
    CHECK(told(header([](std::string& block) { block.replace(265, 4, "root"); })) == "package.tar");
    CHECK(told(header([](std::string& block) { block.replace(136, 11, "00000000012"); }) + named("top/b")) ==
          "package.tar");
    std::string many;
    for (std::size_t i = 0; i <= package::kFilesMax; ++i) {
        many += named("top/" + std::to_string(i));
    }
    CHECK(told(many) == "package.size");
}

TEST_CASE("a package larger than any may be is not read") {
    const Place place;
    const std::string path = place.write("huge.tar", "");
    REQUIRE(::truncate(path.c_str(), static_cast<off_t>(package::kPackageBytesMax + 1)) == 0);
    CHECK(opened(path) == "package.size");
    place.write("unpacked/bagit.txt", "");
    const std::string endless = place.write("unpacked/data/endless", "");
    REQUIRE(::truncate(endless.c_str(), static_cast<off_t>(package::kPackageBytesMax + 1)) == 0);
    CHECK(opened((place.path / "unpacked").string()) == "package.size");
}

TEST_CASE("without a fingerprint too, no more is read into memory than the log's part of a package may be") {
    const Place place;
    place.write("unpacked/bagit.txt", "");
    const std::size_t files = 20;  // each of them as large as a part may be
    for (std::size_t i = 1; i <= files; ++i) {
        const std::string path = place.write("unpacked/" + package::root_path(i, ".json"), "");
        REQUIRE(::truncate(path.c_str(), static_cast<off_t>(package::kPartBytesMax)) == 0);
    }
    static_assert(20 * package::kPartBytesMax > package::kLogBytesMax);
    const auto folder = verify::open_package((place.path / "unpacked").string());
    REQUIRE(folder.has_value());
    const auto report = verify::verify_package(**folder, {});
    REQUIRE(report.has_value());
    REQUIRE(report->findings_total == 1);
    CHECK(report->findings.front().rule == "package.size");
}

}  // namespace
}  // namespace zj::test
