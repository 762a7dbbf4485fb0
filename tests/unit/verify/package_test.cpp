// SPDX-License-Identifier: Apache-2.0
// What a package holds of a case, and what it does not.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/package/layout.hpp"
#include "tests/unit/verify/filed.hpp"

namespace zj::test {
namespace {

using Told = std::vector<std::string>;

TEST_CASE("the package of a closed case is verified by the county's fingerprint alone") {
    Filed& f = filed();
    const verify::PackageReport report = verified(f.package(f.town));
    CHECK(told(report) == Told{});
    CHECK(report.passed());
    CHECK(report.archive_no == "J021-WS·2026-D30-YB-0001");
    CHECK(report.title == "单位421125101用编核准（" + f.world.text(f.town, "case_no") + "）");
    CHECK(report.attachments == 4);
    CHECK(report.absent == Told{"编制使用通知单"});
    CHECK(report.change_sets == 8);  // submitted, signed off, a message, four layers, filed
    CHECK(report.signatures == 16);
    CHECK(verified(f.package(f.village)).passed());
}

TEST_CASE("without a fingerprint given nothing is trusted, and by another one nothing is read") {
    Filed& f = filed();
    const PackageFiles files = f.package(f.town);
    verify::MemoryFiles memory = in_memory(files);
    const verify::PackageReport claimed = *verify::verify_package(memory, {});
    CHECK(claimed.findings_total == 0);
    CHECK(!claimed.passed());
    CHECK(claimed.fingerprint == f.world.county.fingerprint());
    CHECK(told(verified(files, std::string(64, '0'))) == Told{"root.fingerprint data/log/root/000001.json"});
}

TEST_CASE("the same log gives the same package, byte for byte") {
    Filed& f = filed();
    CHECK(f.package(f.town) == f.package(f.town));
}

TEST_CASE("nothing of another unit, another case or another person's number is in the package") {
    Filed& f = filed();
    for (const auto& [path, text] : f.package(f.town)) {
        if (path.ends_with("catalogue.json")) {
            continue;  // public, the same for all
        }
        INFO(path);
        CHECK(text.find(kVillage) == std::string::npos);
        CHECK(text.find(f.village.substr(5)) == std::string::npos);
        CHECK(text.find("请另行说明") == text.rfind("请另行说明"));  // the other of the two messages is hidden
        CHECK(text.find("429099") == std::string::npos);             // ID numbers of the register
        CHECK(text.find("0713-5550100") == std::string::npos);       // telephone of an officer
    }
}

TEST_CASE("the metadata tells the file's catalogue row, its items and who did what when") {
    Filed& f = filed();
    const PackageFiles files = f.package(f.town);
    const Value metadata = *codec::parse_json(files.at(package::kMetadata));
    CHECK(metadata.str_or("format") == "zhijian-package-v1");
    CHECK(metadata.find("retention")->str_or("zh") == "30年");
    CHECK(metadata.find("class")->str_or("zh") == "用编审核");
    CHECK(metadata.str_or("responsible") == "中共浠水县委机构编制委员会办公室");
    CHECK(metadata.str_or("doc_no") == "浠编用〔2026〕1号");
    CHECK(metadata.int_or("pages") == 10);
    CHECK(metadata.find("secrecy")->str_or("zh") == "内部");
    const Array& items = metadata.items("items");
    REQUIRE(items.size() == 5);
    CHECK(items[0].str_or("file") == "data/attachments/001-审批表.pdf");
    CHECK(items[1].find("file") == nullptr);
    CHECK(items[1].find("kind") == nullptr);
    CHECK(items[2].find("kind")->str_or("zh") == "附件");
    CHECK(items[2].str_or("responsible") == "单位421125101");
    CHECK(items[2].str_or("file") == "data/attachments/003-application.bin");
    Told course;
    for (const Value& one : metadata.items("course")) {
        course.push_back(one.items("acts").front().string() + " " + std::string(one.str_or("name")) + " " +
                         std::string(one.str_or("step")) + std::string(one.str_or("act")));
    }
    CHECK(course == Told{"case.submit 某clerk-a ", "confirm 某head-a ", "case.message 某ob-clerk ",
                         "case.decide 某ob-clerk first_reviewpass", "case.decide 某ob-section second_reviewpass",
                         "case.decide 某ob-deputy third_reviewpass", "case.decide 某ob-head final_reviewpass",
                         "archive.close 某ob-clerk "});
}

TEST_CASE("a case whose file is open has no package") {
    Filed& f = filed();
    package::Collector collector("case/none", kTown);
    for (const Kept& kept : f.world.county.entries()) {
        REQUIRE(collector.take(log_entry(kept)).has_value());
    }
    const auto nothing = collector.finish();
    REQUIRE(!nothing);
    CHECK(nothing.error().code == "package.none");
}

}  // namespace
}  // namespace zj::test
