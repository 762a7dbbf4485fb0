// SPDX-License-Identifier: Apache-2.0
// Finished files get their names.
#include "shared/store/files.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/store/folder.hpp"

namespace zj::store {

TEST_CASE("a finished file gets a name that is free, and takes none from another") {
    const Folder folder;
    const std::string a = folder.file("a"), b = folder.file("b"), name = folder.file("name");
    REQUIRE(write_file(a, as_bytes("of a")).has_value());
    REQUIRE(write_file(b, as_bytes("of b")).has_value());
    REQUIRE(publish_durably(a, name).has_value());
    CHECK_FALSE(exists(a));
    const auto taken = publish_durably(b, name);
    REQUIRE_FALSE(taken.has_value());
    CHECK(taken.error().code == "file.exists");
    CHECK(as_text(*read_file(name, 10)) == "of a");
    CHECK(as_text(*read_file(b, 10)) == "of b");
    // A link that leads nowhere is something too.
    std::filesystem::create_symlink("nowhere", folder.path / "link");
    CHECK(publish_durably(b, folder.file("link")).error().code == "file.exists");
    CHECK(publish_durably(folder.file("none"), folder.file("new")).error().code == "file.missing");
    CHECK(publish_durably(b, folder.file("no/such/place")).error().code == "file.missing");
}

}  // namespace zj::store
