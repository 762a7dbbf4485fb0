// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/paper/papers.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include <catch2/catch_test_macros.hpp>

namespace zj::paper::test {

namespace {

// Runs a command over the PDF, FILE in it, and gives what it says.
std::string said(const Bytes& pdf, std::string command) {
    const auto file =
        std::filesystem::temp_directory_path() / ("zj-paper-" + std::to_string(std::random_device()()) + ".pdf");
    std::ofstream(file, std::ios::binary).write(as_text(pdf).data(), static_cast<std::streamsize>(pdf.size()));
    for (std::size_t at; (at = command.find("FILE")) != command.npos;) {
        command.replace(at, 4, file.string());
    }
    INFO(command);
    std::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out;
    char some[4096];
    for (std::size_t n; (n = std::fread(some, 1, sizeof some, pipe)) > 0;) {
        out.append(some, n);
    }
    const int status = ::pclose(pipe);
    std::filesystem::remove(file);
    REQUIRE(status == 0);
    return out;
}

void erase_all(std::string& text, const std::string& part) {
    for (std::size_t at; (at = text.find(part)) != text.npos;) {
        text.erase(at, part.size());
    }
}

}  // namespace

Hash hash(int seed) {
    Hash out;
    for (std::size_t i = 0; i < out.bytes.size(); ++i) {
        out.bytes[i] = static_cast<std::uint8_t>(std::size_t(seed) * 31 + i * 47 + i * i);
    }
    return out;
}

ReceiptPaper a_receipt() {
    ReceiptPaper out;
    out.office = "中共浠水县委机构编制委员会办公室";
    out.number = "USE-2026-0012";
    out.unit = "浠水县巴河镇人民政府";
    out.matter = "用编核准";
    out.subject = "事业编制 1 名，事业招聘";
    out.clerk = "甲小满";
    out.head = "乙大雪";
    out.signed_at = *parse_time("2026-11-24T16:20:00.000+08:00");
    out.received_at = *parse_time("2026-11-25T08:41:07.000+08:00");
    out.limit = "3 个工作日";
    out.phone = "0713-0000121";
    out.materials = {{"编制使用申请表（单位和主管部门盖章）", 2, hash(3)}, {"班子会议纪要", 0, hash(5)}};
    out.proof = {"zhijian/421125/1",
                 hash(1),
                 Entered{4788, 4803, hash(2), 2, 2},
                 "巴河镇一号机",
                 *parse_time("2026-11-25T09:00:00.000+08:00"),
                 {}};
    return out;
}

ReceiptPaper pending_receipt() {
    ReceiptPaper out = pending(a_receipt());
    out.received_at.reset();
    out.number = "本机 17 号";
    return out;
}

NoticePaper a_notice() {
    NoticePaper out;
    out.office = "中共浠水县委机构编制委员会办公室";
    out.number = "浠编用[2026]12号";
    out.unit = "浠水县巴河镇人民政府";
    out.case_no = "USE-2026-0012";
    out.quota_type = "事业编制";
    out.entry_mode = "事业招聘";
    out.source_scope = "社会招聘";
    out.post_kind = "专业技术岗位";
    out.funding = "全额拨款（财政拨款）";
    out.count = 12;
    out.post_name = "综合执法";
    out.conditions = "本科及以上学历，35 周岁以下，具有行政执法资格。";
    out.plan = "2026 年第 3 行";
    out.quota = {42, 29, 1, 12};
    out.decided_on = *parse_date("2026-11-24");
    out.valid_until = *parse_date("2027-05-24");
    out.decided = {{"初审", "丙白露", out.decided_on}, {"审定", "己立冬", out.decided_on}};
    out.copies = {"县委组织部", "县人力资源和社会保障局", "县财政局"};
    out.proof = a_receipt().proof;
    return out;
}

std::string text_of(const Bytes& pdf, int page) {
    const std::string pages = page == 0 ? "" : "-f " + std::to_string(page) + " -l " + std::to_string(page) + " ";
    std::string out = said(pdf, "pdftotext -layout " + pages + "FILE -");
    for (const char* space : {" ", "\n", "\f", "　"}) {
        erase_all(out, space);
    }
    return out;
}

std::string about(const Bytes& pdf, const std::string& what) {
    const std::string all = said(pdf, "pdfinfo -isodates FILE");
    const std::size_t at = all.find(what + ":");
    REQUIRE(at != all.npos);
    const std::size_t from = all.find_first_not_of(' ', at + what.size() + 1);
    return all.substr(from, all.find('\n', from) - from);
}

std::string qr_of(const Bytes& pdf, int page) {
    const std::string number = std::to_string(page);
    return said(pdf, "pdftoppm -r 200 -png -singlefile -f " + number + " -l " + number +
                         " FILE FILE-page && zbarimg --nodbus --raw --quiet FILE-page.png; rm -f FILE-page.png");
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

int count(const std::string& text, const std::string& part) {
    int out = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) {
        ++out;
    }
    return out;
}

}  // namespace zj::paper::test
