// SPDX-License-Identifier: Apache-2.0
// The quota card of one person, as other programs read it.
#include "shared/paper/card.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>

#include "shared/paper/bounds.hpp"
#include "tests/unit/paper/papers.hpp"

using namespace zj;
using namespace zj::paper;
using namespace zj::paper::test;

namespace {

QuotaCard a_card() {
    QuotaCard out;
    out.office = "中共浠水县委机构编制委员会办公室";
    out.number = "第 bewrblnzryekulfo4gf26ed5 号";
    out.name = "毛轩明";
    out.person = {{"姓名", "毛轩明"}, {"性别", "男"}, {"公民身份号码", "429099************"}, {"政治面貌", ""}};
    out.quota = {{"单位", "中共浠水县委政策研究室", true},
                 {"编制类型", "行政编制"},
                 {"入编文号", "浠编办函〔2003〕139号"},
                 {"职务", "股长"}};
    out.changes = {{Date{date_from({2025, 11, 1})}, "建账登记", "", "中共浠水县委政策研究室", "行政编制",
                    "浠编办函〔2003〕139号", "", "甲小满"},
                   {Date{date_from({2026, 7, 1})}, "人员下编", "人员状态：在编 → 退休", "中共浠水县委政策研究室",
                    "行政编制", "浠人社函〔2026〕108号", "OUT-2026-0031", "己立冬"},
                   {Date{date_from({2026, 8, 1})}, "登记变更", "", "中共浠水县委政策研究室", "行政编制", "", "", ""}};
    out.note = "公民身份号码部分隐去。";
    out.proof = a_receipt().proof;
    return out;
}

}  // namespace

TEST_CASE("a card tells who it is, the person's place and document, every change with its handler, and its proof") {
    const auto pdf = quota_card(a_card());
    INFO((pdf ? std::string() : to_string(pdf.error())));
    REQUIRE(pdf);
    if (const char* keep = std::getenv("ZJ_KEEP_CARD")) {  // for a person to look at
        std::ofstream(keep, std::ios::binary) << as_text(*pdf);
    }
    CHECK(has(about(*pdf, "Page size"), "(A4)"));
    CHECK(about(*pdf, "Pages") == "1");
    CHECK(about(*pdf, "Title") == "编制卡 毛轩明");
    const std::string text = text_of(*pdf);
    for (const char* part : {"编制卡", "第bewrblnzryekulfo4gf26ed5号", "姓名毛轩明", "公民身份号码429099************",
                             "人员情况", "编制情况", "编制类型行政编制", "入编文号浠编办函〔2003〕139号", "职务股长",
                             "变动登记（共3次）", "2025-11-01", "建账登记", "2026-07-01", "人员状态：在编",
                             "OUT-2026-0031", "己立冬", "公民身份号码部分隐去。", "核验信息"}) {
        INFO(part);
        CHECK(has(text, part));
    }
    CHECK_FALSE(has(text, "政治面貌"));
    CHECK(count(text, "—") == 1);  // whom time moved
    CHECK(has(qr_of(*pdf, 1), proof_text(a_card().proof)));
    CHECK(quota_card(a_card()) == pdf);
}

TEST_CASE("a card lists as many changes as a working life has, and beyond them the newest") {
    QuotaCard card = a_card();
    const auto listed = [&](std::size_t changes) {
        card.changes.assign(changes, a_card().changes[1]);
        for (std::size_t i = 0; i < changes; ++i) {
            card.changes[i].case_no = "OUT-2026-" + std::to_string(10'000 + i);
        }
        const auto pdf = quota_card(card);
        REQUIRE(pdf);
        return text_of(*pdf);
    };
    const std::string whole = listed(kCardRowsMax);
    for (std::size_t i = 0; i < kCardRowsMax; ++i) {
        INFO(i);
        REQUIRE(count(whole, "OUT-2026-" + std::to_string(10'000 + i)) == 1);
    }
    CHECK_FALSE(has(whole, "更早的"));
    const std::string newest = listed(kCardRowsMax + 3);
    CHECK(has(newest, "更早的3次从略"));
    CHECK(has(newest, "变动登记（共203次）"));
    CHECK_FALSE(has(newest, "OUT-2026-10002"));
    CHECK(has(newest, "OUT-2026-10003"));
    CHECK(has(newest, "OUT-2026-10202"));
}

TEST_CASE("a card without a name, a change or the log's entry is not printed") {
    const auto fault = [](auto change) {
        QuotaCard card = a_card();
        change(card);
        const auto pdf = quota_card(card);
        return pdf ? std::string() : pdf.error().code + " " + pdf.error().where;
    };
    CHECK(fault([](QuotaCard& c) { c.name.clear(); }) == "paper.content /name");
    CHECK(fault([](QuotaCard& c) { c.changes.clear(); }) == "paper.content /changes");
    CHECK(fault([](QuotaCard& c) { c.changes[0].matter.clear(); }) == "paper.content /changes");
    CHECK(fault([](QuotaCard& c) { c.quota[0].value = "a\x1b[2J"; }) == "paper.content /facts");
    CHECK(fault([](QuotaCard& c) { c.proof.entered.reset(); }) == "paper.content /proof/entered");
    CHECK(fault([](QuotaCard& c) { c.note.clear(); }).empty());
}
