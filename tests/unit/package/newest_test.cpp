// SPDX-License-Identifier: Apache-2.0
// The newest version of a record among a file's entries, however many there are.
#include <catch2/catch_test_macros.hpp>

#include "shared/package/layout.hpp"
#include "shared/package/metadata.hpp"

namespace zj::package {
namespace {

log::Record version_of(std::string key, std::int64_t version) {
    return {std::move(key), version, 1, "office", codec::Value(codec::Object{{"n", version}})};
}

CaseEntry wrote(std::vector<log::Record> records) {
    CaseEntry out;
    out.records = std::move(records);
    return out;
}

TEST_CASE("the newest version is the highest, wherever it stands, and what nobody wrote has none") {
    const std::vector<CaseEntry> entries{wrote({version_of("case/a", 1)}),
                                         wrote({version_of("case/a", 3), version_of("pending/p", 1)}),
                                         wrote({version_of("case/a", 2)})};
    Newest newest(entries);
    REQUIRE(newest.of("case/a") != nullptr);
    CHECK(newest.of("case/a")->version == 3);
    CHECK(newest.of("pending/p")->version == 1);
    CHECK(newest.of("case/b") == nullptr);
}

TEST_CASE("entries that come in between two questions are seen, those before them not looked at again") {
    std::vector<CaseEntry> entries;
    Newest newest(entries);
    CHECK(newest.of("case/a") == nullptr);
    entries.push_back(wrote({version_of("case/a", 1)}));
    CHECK(newest.of("case/a")->version == 1);
    entries.push_back(wrote({version_of("case/a", 2)}));
    CHECK(newest.of("case/a")->version == 2);
    CHECK(newest.looked_at() == 2);
}

TEST_CASE("a file of as many entries as a package may hold files is walked with one look at each record") {
    std::vector<CaseEntry> entries;
    Newest newest(entries);
    for (std::size_t i = 0; i <= kFilesMax; ++i) {  // as the auditor walks: each entry is asked about, then taken
        const log::Record* before = newest.of("case/a");
        REQUIRE((before == nullptr ? 0 : before->version) == static_cast<std::int64_t>(i));
        entries.push_back(wrote({version_of("case/a", static_cast<std::int64_t>(i) + 1)}));
    }
    CHECK(newest.of("case/a")->version == static_cast<std::int64_t>(kFilesMax) + 1);
    CHECK(newest.looked_at() == kFilesMax + 1);
}

}  // namespace
}  // namespace zj::package
