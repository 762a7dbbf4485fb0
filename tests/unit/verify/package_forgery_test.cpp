// SPDX-License-Identifier: Apache-2.0
// A package that somebody changed who has no key of the county: by one byte, by files more or fewer, with its lists
// written anew, with parts of another package.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/verify/forged.hpp"

namespace zj::test {
namespace {

TEST_CASE("one byte of any file is found without looking into it") {
    Forged g;
    for (const auto& [path, text] : PackageFiles(g.files)) {
        PackageFiles spoilt = g.files;
        spoil(spoilt, path);
        INFO(path);
        const verify::PackageReport report = verified(spoilt);
        CHECK(!report.passed());
        CHECK((names(report, "bag.hash") || names(report, "bag.manifest") || names(report, "bag.missing")));
    }
}

TEST_CASE("a missing and an added file are named") {
    Forged g;
    PackageFiles more = g.files;
    for (const auto& [path, text] : g.files) {
        PackageFiles fewer = g.files;
        fewer.erase(path);
        INFO(path);
        CHECK(!verified(fewer).passed());
    }
    more["data/attachments/999-x.pdf"] = "%PDF-";
    CHECK(names(verified(more), "bag.unlisted"));
    more = g.files;
    more["note.txt"] = "x";
    CHECK(names(verified(more), "bag.unlisted"));
    list_anew(more);
    CHECK(told(verified(more)) == std::vector<std::string>{"package.stranger note.txt"});
}

TEST_CASE("whoever lists a changed package anew has no seal for it") {
    Forged g;
    for (const auto& [path, text] : PackageFiles(g.files)) {
        if (!path.starts_with("data/")) {
            continue;
        }
        PackageFiles spoilt = g.files;
        spoil(spoilt, path);
        list_anew(spoilt);
        INFO(path);
        const verify::PackageReport report = verified(spoilt);
        CHECK(!names(report, "bag.hash"));
        CHECK((names(report, "seal.hash") || report.found[1] > 0));  // without the roots no seal is read
    }
    spoil(g.files, package::kSeal);
    list_anew(g.files);
    CHECK(told(verified(g.files)) == std::vector<std::string>{"seal.signature seal.txt"});
    g.files = g.f.package(g.f.town);
    replace(g.files[package::kBagInfo], "J021-WS", "J022-WS");
    list_anew(g.files);
    CHECK(names(verified(g.files), "seal.hash"));
}

TEST_CASE("a package is of one county and one case: parts of another have no place in it") {
    Forged g;
    const PackageFiles village = g.f.package(g.f.village);
    PackageFiles swapped = g.files;
    swapped[package::kSeal] = village.at(package::kSeal);
    list_anew(swapped);
    CHECK(names(verified(swapped), "seal.hash"));
    const Value theirs = *codec::parse_json(village.at(package::kMetadata));
    const auto their_submit = static_cast<std::uint64_t>(theirs.items("course")[0].int_or("entry"));
    for (const auto& [part, rule] :
         {std::pair{Part::receipt, "receipt.place"}, std::pair{Part::change_set, "header.id"},
          std::pair{Part::records, "records.commitment"}}) {
        Forged one;
        one.files[part_path(part, one.submit)] = village.at(part_path(part, their_submit));
        INFO(rule);
        CHECK(names(one.sealed(), rule));
    }
    for (const auto& [path, text] : village) {  // all of theirs beside all of ours
        g.files.emplace(path, text);
    }
    CHECK(names(g.sealed(), "package.scope"));
    County other(2);
    const verify::PackageReport foreign = verified(Forged().files, other.fingerprint());
    CHECK(told(foreign) == std::vector<std::string>{"root.fingerprint data/log/root/000001.json"});
}

}  // namespace
}  // namespace zj::test
