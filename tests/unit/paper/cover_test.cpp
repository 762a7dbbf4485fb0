// SPDX-License-Identifier: Apache-2.0
// The cover of an archived file, as other programs read it.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>

#include "shared/codec/text.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/paper/bounds.hpp"
#include "shared/paper/cover.hpp"
#include "tests/unit/paper/papers.hpp"

using namespace zj;
using namespace zj::paper;
using namespace zj::paper::test;

namespace {

CoverStep step(const char* at, const char* what, const char* who, const char* result, std::uint64_t entry) {
    return {*parse_time("2026-11-" + std::string(at) + ":00.000+08:00"), what, who, result, entry};
}

ArchiveCover a_cover() {
    ArchiveCover out;
    out.office = "中共浠水县委机构编制委员会办公室";
    out.archive_no = "J021-WS·2026-D30-YB-0007";
    out.title = "浠水县巴河镇人民政府用编核准（USE-2026-0012）";
    out.unit = "浠水县巴河镇人民政府";
    out.matter = "用编核准";
    out.case_no = "USE-2026-0012";
    out.fonds = "J021";
    out.file_class = "用编审核";
    out.retention = "30年";
    out.secrecy = "内部";
    out.year = "2026";
    out.doc_no = "浠编用〔2026〕12号";
    out.from = *parse_time("2026-11-23T08:41:07.000+08:00");
    out.to = *parse_time("2026-11-24T16:20:00.000+08:00");
    out.items = {{"审批表", out.office, "", "", 2, hash(3), true},
                 {"编制使用通知单", out.office, "浠编用〔2026〕123号", "2026-11-24", 1, hash(4), false},
                 {"班子会议纪要", out.unit, "", "2026-11-10", 3, hash(5), true, "附件"}};
    out.course = {step("23T08:41", "报送", "甲小满", "已生效", 4788),
                  step("23T09:02", "单位签署", "乙大雪", "已生效", 4790),
                  step("24T10:15", "初审", "丙白露", "通过", 4801), step("24T16:20", "审定", "己立冬", "通过", 4812)};
    out.fingerprint = codec::hex(hash(9));
    out.proof = a_receipt().proof;
    return out;
}

}  // namespace

TEST_CASE("a cover tells what the file is on its outside, and inside its contents, its course and its proof") {
    const auto pdf = archive_cover(a_cover());
    REQUIRE(pdf);
    if (const char* keep = std::getenv("ZJ_KEEP_COVER")) {  // for a person to look at
        std::ofstream(keep, std::ios::binary) << as_text(*pdf);
    }
    CHECK(has(about(*pdf, "Page size"), "(A4)"));
    CHECK(about(*pdf, "Pages") == "2");
    CHECK(about(*pdf, "Title") == "归档文件 J021-WS·2026-D30-YB-0007");
    const std::string outside = text_of(*pdf, 1), inside = text_of(*pdf, 2);
    for (const char* part : {"归档文件", "J021-WS·2026-D30-YB-0007", "浠水县巴河镇人民政府用编核准（USE-2026-0012）",
                             "责任者中共浠水县委", "全宗号J021", "年度2026", "类别用编审核", "保管期限30年", "密级内部",
                             "浠编用〔2026〕12号", "2026年11月23日至2026年11月24日", "件内材料3份", "总页数6页"}) {
        INFO(part);
        CHECK(has(outside, part));
    }
    for (const char* part :
         {"卷内目录（共3份）", "编制使用通知单", "（仅有纸质件）", "浠编用〔2026〕123号", "班子会议纪要", "附件",
          "办理过程", "2026年11月24日10:15", "己立冬", "4812", "第4788条", "zhijian-auditpackage"}) {
        INFO(part);
        CHECK(has(inside, part));
    }
    CHECK(has(inside, codec::hex(hash(9))));
    CHECK(has(inside, codec::hex(hash(5)).substr(0, 8)));
    CHECK(count(inside, "（仅有纸质件）") == 1);
    CHECK(has(qr_of(*pdf, 2), proof_text(a_cover().proof)));
    CHECK(archive_cover(a_cover()) == pdf);
}

TEST_CASE("as many items as a file may have are all listed, and one more is refused") {
    ArchiveCover cover = a_cover();
    cover.items.clear();
    for (std::size_t i = 0; i < kFileRowsMax; ++i) {
        cover.items.push_back(
            {"材料" + std::to_string(1000 + i), cover.unit, "", "", 9, hash(static_cast<int>(i)), true});
    }
    cover.course.resize(1);
    const auto pdf = archive_cover(cover);
    REQUIRE(pdf);
    const std::string text = text_of(*pdf);
    for (std::size_t i = 0; i < kFileRowsMax; ++i) {
        INFO(i);
        CHECK(count(text, "材料" + std::to_string(1000 + i)) == 1);
    }
    cover.items.push_back(cover.items.front());
    CHECK(archive_cover(cover).error().where == "/items");
}

TEST_CASE("a course is listed whole as far as people work through a case, and beyond by its two ends") {
    static_assert(kCourseRowsMax >= model::rules1::kThreadMax + model::rules1::kStepsMax + 32 + 100);
    ArchiveCover cover = a_cover();
    const auto listed = [&](std::size_t entries) {
        cover.course.clear();
        for (std::size_t i = 0; i < entries; ++i) {
            cover.course.push_back(step("23T09:02", "沟通", "乙大雪", "已生效", 7'000'000 + i));
        }
        const auto pdf = archive_cover(cover);
        REQUIRE(pdf);
        return text_of(*pdf);
    };
    const std::string whole = listed(kCourseRowsMax);
    for (std::size_t i = 0; i < kCourseRowsMax; ++i) {
        INFO(i);
        REQUIRE(count(whole, std::to_string(7'000'000 + i)) == 1);
    }
    CHECK_FALSE(has(whole, "其间"));
    const std::string ends = listed(kCourseRowsMax + 7);
    CHECK(has(ends, "其间7条"));
    CHECK(has(ends, std::to_string(7'000'000 + kCourseRowsMax / 2 - 1)));
    CHECK_FALSE(has(ends, std::to_string(7'000'000 + kCourseRowsMax / 2)));
    CHECK_FALSE(has(ends, std::to_string(7'000'000 + kCourseRowsMax / 2 + 6)));
    CHECK(has(ends, std::to_string(7'000'000 + kCourseRowsMax / 2 + 7)));
    CHECK(has(ends, std::to_string(7'000'000 + kCourseRowsMax + 6)));
}

TEST_CASE("the fullest file that the rules let close has a cover") {
    ArchiveCover cover = a_cover();
    std::string title;
    for (std::size_t i = 0; i < 200; ++i) {
        title += "件";  // 600 bytes
    }
    cover.items.assign(kFileRowsMax, {title, cover.office, "浠编用〔2026〕123号", "2026-11-24", 10'000, hash(3), true});
    cover.course.assign(kCourseRowsMax + 1, cover.course.front());
    for (CoverStep& one : cover.course) {
        one.step = "报送、修改、补正、沟通、催办、撤回、联办环节办结、征求意见、冲正、归档、单位签署";
    }
    const auto pdf = archive_cover(cover);
    REQUIRE(pdf);
    CHECK(std::stoi(about(*pdf, "Pages")) <= kCoverPagesMax);
}

TEST_CASE("a character that no font has stands as its code, and the cover says so") {
    ArchiveCover cover = a_cover();
    const std::string plain = text_of(*archive_cover(cover));
    CHECK_FALSE(has(plain, "metadata.json"));
    cover.unit = "浠水县\U000F0000河镇";
    cover.items[0].title = "\U0010FFFD\U000F0001表";
    const auto pdf = archive_cover(cover);
    REQUIRE(pdf);
    const std::string text = text_of(*pdf);
    CHECK(has(text, "浠水县[U+F0000]河镇"));
    CHECK(has(text, "[U+10FFFD]"));
    CHECK(has(text, "原字见包内metadata.json"));
    CHECK(archive_cover(cover) == pdf);
}

TEST_CASE("a cover without a value or without the log's entry is not printed") {
    const auto fault = [](auto change) {
        ArchiveCover cover = a_cover();
        change(cover);
        const auto pdf = archive_cover(cover);
        return pdf ? std::string() : pdf.error().code + " " + pdf.error().where;
    };
    CHECK(fault([](ArchiveCover& c) { c.title.clear(); }) == "paper.content /title");
    CHECK(fault([](ArchiveCover& c) { c.archive_no = std::string(65, 'x'); }) == "paper.content /archive_no");
    CHECK(fault([](ArchiveCover& c) { c.proof.entered.reset(); }) == "paper.content /proof/entered");
    CHECK(fault([](ArchiveCover& c) { c.items[0].title = "a\x1b[2J"; }) == "paper.content /items");
    CHECK(fault([](ArchiveCover& c) { c.doc_no.clear(); }).empty());
}
