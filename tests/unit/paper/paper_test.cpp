// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "shared/paper/bounds.hpp"
#include "tests/unit/paper/papers.hpp"

using namespace zj;
using namespace zj::paper;
using namespace zj::paper::test;

namespace {

// The hash as people compare it: without the spaces that text_of() leaves out anyway.
std::string hex(int seed) {
    return codec::hex(hash(seed));
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

}  // namespace

TEST_CASE("a receipt is one A4 page that says who handed in what, when, and where the log has it") {
    const auto pdf = receipt(a_receipt());
    REQUIRE(pdf);
    CHECK(has(about(*pdf, "Page size"), "(A4)"));
    CHECK(about(*pdf, "Pages") == "1");
    CHECK(about(*pdf, "Title") == "收件回执");
    CHECK(about(*pdf, "CreationDate") == "2026-11-25T09:00:00+08");
    const std::string text = text_of(*pdf);
    for (const char* part :
         {"中共浠水县委机构编制委员会办公室", "收件回执", "USE-2026-0012", "浠水县巴河镇人民政府", "用编核准", "甲小满",
          "乙大雪", "2026年11月25日08:41", "3个工作日", "0713-0000121", "所附材料（共2件）", "班子会议纪要", "第4788条",
          "4803条，见证2/2", "巴河镇一号机", "第1页共1页"}) {
        INFO(part);
        CHECK(has(text, part));
    }
    CHECK((has(text, hex(1).substr(0, 32)) && has(text, hex(1).substr(32))));
    CHECK((has(text, hex(2).substr(0, 32)) && has(text, hex(2).substr(32))));
    CHECK(has(text, hex(3).substr(0, 16)));
    CHECK_FALSE(has(text, "待同步"));
}

TEST_CASE("a quota-use notice says what was approved, until when and by whom, under its number") {
    const auto pdf = quota_notice(a_notice());
    REQUIRE(pdf);
    CHECK(has(about(*pdf, "Page size"), "(A4)"));
    CHECK(about(*pdf, "Pages") == "1");
    const std::string text = text_of(*pdf);
    for (const char* part : {"编制使用通知单", "浠编用〔2026〕12号", "浠水县巴河镇人民政府：", "12名（大写：壹拾贰名）",
                             "事业招聘", "社会招聘", "全额拨款（财政拨款）", "综合执法", "核定42实有29预占1可用12",
                             "2027年5月24日", "初审丙白露2026年11月24日", "审定己立冬",
                             "抄送：县委组织部、县人力资源和社会保障局、县财政局。", "盖章", "第4788条"}) {
        INFO(part);
        CHECK(has(text, part));
    }
    CHECK_FALSE(has(text, "[2026]"));
}

TEST_CASE("a notice whose quota nobody can tell any more leaves it out") {
    NoticePaper notice = a_notice();
    notice.quota.reset();
    const auto pdf = quota_notice(notice);
    REQUIRE(pdf);
    CHECK(has(text_of(*pdf), "12名（大写：壹拾贰名）"));
    CHECK_FALSE(has(text_of(*pdf), "核定"));
}

TEST_CASE("the QR code says the proof, word for word") {
    const auto pdf = receipt(a_receipt());
    REQUIRE(pdf);
    const std::string proof = proof_text(a_receipt().proof);
    CHECK(proof == "zhijian-paper-v1\nzhijian/421125/1\nchange-set " + hex(1) + "\nentry 4788\ncheckpoint 4803 " +
                       codec::base64(hash(2)) + "\n");
    CHECK(has(qr_of(*pdf, 1), proof));
}

TEST_CASE("a paper before the county's receipt is marked on every page, has the hash, and takes no seal") {
    NoticePaper notice = pending(a_notice());
    notice.number.clear();
    notice.conditions = repeated("条件", 600);
    const auto first = receipt(pending_receipt()), second = quota_notice(notice);
    REQUIRE((first && second));
    const std::string text = text_of(*first);
    CHECK(has(text, "不作为收件凭证"));
    CHECK(has(text, "本机17号"));
    CHECK((has(text, hex(1).substr(0, 32)) && has(text, hex(1).substr(32))));
    CHECK_FALSE((has(text, "第4788条") || has(text, "检查点") || has(text, "（盖章）")));
    CHECK(has(qr_of(*first, 1), "change-set " + hex(1) + "\n"));
    CHECK_FALSE(has(qr_of(*first, 1), "entry"));
    REQUIRE(about(*second, "Pages") == "2");
    for (const int page : {1, 2}) {
        CHECK(count(text_of(*second, page), "待同步") >= 1);
    }
    CHECK(has(text_of(*second), "文号待同步后由县里编定"));
    CHECK(has(text_of(*second), "不作为办理凭据"));
    CHECK_FALSE(has(text_of(*second), "（盖章）"));
}

TEST_CASE("equal input gives equal bytes, and another moment other ones") {
    CHECK(receipt(a_receipt()) == receipt(a_receipt()));
    CHECK(quota_notice(a_notice()) == quota_notice(a_notice()));
    ReceiptPaper later = a_receipt();
    later.proof.made_at.ms += 60'000;
    CHECK(receipt(later) != receipt(a_receipt()));
}

TEST_CASE("long texts go on on further pages and nothing of them is cut") {
    NoticePaper notice = a_notice();
    for (int i = 100; i < 400; ++i) {
        notice.conditions += "第" + std::to_string(i) + "条；";
    }
    notice.unit = repeated("浠水县巴河镇人民政府", 10);
    const auto pdf = quota_notice(notice);
    REQUIRE(pdf);
    REQUIRE(std::stoi(about(*pdf, "Pages")) == 2);
    const std::string text = text_of(*pdf);
    for (int i = 100; i < 400; ++i) {
        INFO(i);
        CHECK(has(text, std::to_string(i)));
    }
    CHECK(count(text, "资格条件") == 2);  // the label stands on both pages
    CHECK(has(text_of(*pdf, 2), "第4788条"));
    CHECK(has(text_of(*pdf, 1), "第1页共2页"));
}

TEST_CASE("forty materials with long names are all listed, under a head on every page") {
    ReceiptPaper paper = a_receipt();
    paper.materials.clear();
    for (int i = 0; i < int(kRowsMax); ++i) {
        paper.materials.push_back({"材料" + std::to_string(1000 + i) + repeated("很长的名称", 20), i, hash(i)});
    }
    const auto pdf = receipt(paper);
    REQUIRE(pdf);
    const std::string text = text_of(*pdf);
    for (int i = 0; i < int(kRowsMax); ++i) {
        CHECK(has(text, std::to_string(1000 + i)));
        CHECK(has(text, hex(i).substr(0, 16)));
    }
    const int pages = std::stoi(about(*pdf, "Pages"));
    CHECK(pages >= 3);
    for (int page = 1; page <= pages; ++page) {
        CHECK(has(text_of(*pdf, page), "材料10") == has(text_of(*pdf, page), "材料名称"));
    }
}

TEST_CASE("a long way of decisions becomes a table, and a long QR text a larger code") {
    NoticePaper notice = a_notice();
    for (int i = 0; i < 12; ++i) {
        notice.decided.push_back({"环节", "签署人" + std::to_string(100 + i), notice.decided_on});
    }
    notice.proof.qr = repeated("proof of the log, 0123456789abcdef ", 45);
    REQUIRE(notice.proof.qr.size() <= kQrBytesMax);
    const auto pdf = quota_notice(notice);
    REQUIRE(pdf);
    CHECK(has(text_of(*pdf), "签署人111"));
    CHECK(has(text_of(*pdf), "审核环节"));
    CHECK(has(qr_of(*pdf, std::stoi(about(*pdf, "Pages"))), notice.proof.qr));
    notice.proof.qr += std::string(kQrBytesMax, 'x');
    CHECK(quota_notice(notice).error().code == "paper.qr");
}

TEST_CASE("of the fullest form every character is on the paper, and what makes no paper any more is refused") {
    NoticePaper notice = a_notice();
    const std::string full = repeated("满", kTextBytesMax / 3);
    for (std::string* text : {&notice.case_no, &notice.quota_type, &notice.entry_mode, &notice.source_scope,
                              &notice.post_kind, &notice.funding, &notice.post_name, &notice.leader_level,
                              &notice.conditions, &notice.person, &notice.plan, &notice.note}) {
        *text = full;
    }
    notice.office = repeated("名", kNameBytesMax / 3);
    notice.proof.device = repeated("机", kNameBytesMax / 3);
    notice.decided.push_back({full, full, notice.decided_on});
    notice.copies.assign(10, full);
    const auto pdf = quota_notice(notice);
    REQUIRE(pdf);
    const std::string text = text_of(*pdf);
    // Twelve fields, three of which the letter above the table names too, two values of a decision, ten copies.
    CHECK(count(text, "满") == (12 + 3 + 2 + 10) * int(kTextBytesMax / 3));
    CHECK(count(text, "名") >= 2 * int(kNameBytesMax / 3));
    CHECK(count(text, "机") >= int(kNameBytesMax / 3));
    notice.decided.assign(kRowsMax, {full, full, notice.decided_on});
    CHECK(quota_notice(notice).error().code == "paper.pages");
}

TEST_CASE("what a paper cannot honestly say is refused") {
    const auto where = [](const Result<Bytes>& result) {
        return result ? std::string("printed") : result.error().code + result.error().where;
    };
    ReceiptPaper paper = a_receipt();
    paper.unit.clear();
    CHECK(where(receipt(paper)) == "paper.content/unit");
    paper = a_receipt();
    paper.note = std::string(kTextBytesMax + 1, 'x');
    CHECK(where(receipt(paper)) == "paper.content/note");
    paper = a_receipt();
    paper.office = std::string(kNameBytesMax + 1, 'x');
    CHECK(where(receipt(paper)) == "paper.content/office");
    paper = a_receipt();
    paper.number = std::string(kNumberBytesMax + 1, 'x');
    CHECK(where(receipt(paper)) == "paper.content/number");
    paper = a_receipt();
    paper.proof.device = std::string(kNameBytesMax + 1, 'x');
    CHECK(where(receipt(paper)) == "paper.content/proof/device");
    paper = a_receipt();
    paper.clerk = "甲\u202e小满";  // turns what follows round
    CHECK(where(receipt(paper)) == "paper.content/clerk");
    paper = a_receipt();
    paper.received_at.reset();
    CHECK(where(receipt(paper)) == "paper.content/received_at");
    paper = pending_receipt();
    paper.received_at = paper.signed_at;
    CHECK(where(receipt(paper)) == "paper.content/received_at");
    paper = a_receipt();
    paper.materials.assign(kRowsMax + 1, {"材料", 1, hash(1)});
    CHECK(where(receipt(paper)) == "paper.content/materials");
    paper = a_receipt();
    paper.proof.entered->checkpoint = paper.proof.entered->entry;
    CHECK(where(receipt(paper)) == "paper.content/proof/entered");

    NoticePaper notice = a_notice();
    for (const int count : {0, kCountMax + 1, -1}) {
        notice.count = count;
        CHECK(where(quota_notice(notice)) == "paper.content/count");
    }
    notice = a_notice();
    notice.valid_until = *parse_date("2026-11-23");
    CHECK(where(quota_notice(notice)) == "paper.content/valid_until");
    for (const char* number : {"", "71号", "浠编用2026-12"}) {
        notice = a_notice();
        notice.number = number;
        CHECK(where(quota_notice(notice)) == "paper.number/number");
    }
}

TEST_CASE("a rare character of a name is printed, and one that no font has is refused rather than boxed") {
    ReceiptPaper paper = a_receipt();
    paper.clerk = "𠮷䶮";
    const auto pdf = receipt(paper);
    REQUIRE(pdf);
    CHECK(has(text_of(*pdf), "𠮷䶮"));
    paper.clerk = "甲\U0010FFFD";
    CHECK(receipt(paper).error().code == "paper.characters");
}

TEST_CASE("counts are written in capitals from one to ninety-nine") {
    NoticePaper notice = a_notice();
    for (const auto& [number, words] : {std::pair(1, "壹名"), std::pair(10, "壹拾名"), std::pair(99, "玖拾玖名")}) {
        notice.count = number;
        const auto pdf = quota_notice(notice);
        REQUIRE(pdf);
        CHECK(has(text_of(*pdf), std::string("大写：") + words));
    }
}
