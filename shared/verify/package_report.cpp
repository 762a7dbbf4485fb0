// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/package_report.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/text.hpp"

namespace zj::verify {
namespace {

constexpr std::array<const char*, kPackageChecks> kNames{"bag", "roots", "entries", "headers", "contents", "file"};
constexpr std::array<const char*, kPackageChecks> kTexts{
    "bag: every file as listed and sealed, nothing unlisted 文件与封印",
    "roots: statements chain from the fingerprint 根声明",
    "entries: every entry under the signed checkpoint 记录与检查点",
    "headers: ids, signatures, keys 变更集签名与钥匙",
    "contents: bodies, records, attachments against their commitments 正文、登记与附件",
    "file: course without a gap, items, metadata, nothing of others 案卷完整、目录与元数据",
};

std::string line(const PackageFinding& finding) {
    std::string out = "  " + finding.rule + "  " + finding.path + "  " + finding.evidence;
    std::ranges::replace(out, '\n', ' ');
    return codec::for_screen(out) + "\n";
}

}  // namespace

bool PackageReport::passed() const {
    return trusted && findings_total == 0 && std::all_of(done.begin(), done.end(), [](bool one) { return one; });
}

void PackageReport::find(PackageCheck check, std::string path, std::string rule, std::string evidence) {
    ++findings_total;
    ++found[static_cast<std::size_t>(check)];
    if (findings.size() < kPackageFindingsMax) {
        findings.push_back({check, std::move(path), std::move(rule), std::move(evidence)});
    }
}

void PackageReport::find(PackageCheck check, std::string path, const Error& error) {
    find(check, std::move(path), error.code, to_string(error));
}

codec::Value to_value(const PackageReport& report) {
    const auto count = [](std::uint64_t n) {
        return codec::Value(static_cast<std::int64_t>(n));
    };
    codec::Value checks, out;
    for (std::size_t i = 0; i < kPackageChecks; ++i) {
        checks.set(kNames[i], codec::Object{{"done", report.done[i]}, {"found", count(report.found[i])}});
    }
    codec::Array findings;
    for (const PackageFinding& one : report.findings) {
        findings.push_back(codec::Object{{"check", kNames[static_cast<std::size_t>(one.check)]},
                                         {"file", one.path},
                                         {"rule", one.rule},
                                         {"evidence", one.evidence}});
    }
    out.set("ok", report.passed())
        .set("trusted", report.trusted)
        .set("demonstration", report.demonstration)
        .set("fingerprint", report.fingerprint)
        .set("origin", report.origin)
        .set("size", count(report.size))
        .set("archive_no", report.archive_no)
        .set("case_no", report.case_no)
        .set("title", report.title);
    out.set("files", count(report.files))
        .set("entries", count(report.entries))
        .set("change_sets", count(report.change_sets))
        .set("signatures", count(report.signatures))
        .set("records", count(report.records))
        .set("attachments", count(report.attachments));
    return out.set("checks", std::move(checks))
        .set("findings", std::move(findings))
        .set("findings_total", count(report.findings_total))
        .set("absent", codec::Array(report.absent.begin(), report.absent.end()));
}

// What the package says of itself stays on its own line: a title with a line break could speak for the auditor.
std::string on_one_line(std::string text) {
    for (char& c : text) {
        c = c == '\n' || c == '\t' ? ' ' : c;
    }
    return codec::for_screen(text);
}

std::string to_text(const PackageReport& report) {
    std::string out;
    if (!report.archive_no.empty()) {
        out += on_one_line(report.archive_no + "  " + report.title) + "\n";
    }
    for (std::size_t i = 0; i < kPackageChecks; ++i) {
        out += report.found[i] > 0 ? "[FAIL 不通过] " : report.done[i] ? "[ok   通过]   " : "[--   未做]   ";
        out += std::string(kTexts[i]) + "\n";
    }
    for (const PackageFinding& finding : report.findings) {
        out += line(finding);
    }
    if (report.findings_total > report.findings.size()) {
        out += "  … and " + std::to_string(report.findings_total - report.findings.size()) + " more\n";
    }
    for (const std::string& title : report.absent) {
        out += on_one_line("only on paper, not in this package 仅有纸质件: " + title) + "\n";
    }
    if (report.demonstration) {
        out += "DEMONSTRATION COUNTY 演示县: no county's business, its keys may be anybody's 非真实业务\n";
    }
    out += std::to_string(report.files) + " files, " + std::to_string(report.entries) + " entries, " +
           std::to_string(report.change_sets) + " change sets, " + std::to_string(report.signatures) + " signatures, " +
           std::to_string(report.records) + " records, " + std::to_string(report.attachments) + " attachments\n";
    out += "log of " + std::to_string(report.size) + " entries 县日志  " + on_one_line(report.origin) + "\n";
    out += "root fingerprint 根指纹 " + report.fingerprint + "\n";
    if (!report.trusted) {
        out +=
            "TRUST IS NOT ESTABLISHED 未建立信任: give --root the fingerprint that you hold on paper 请用 --root "
            "给出手中的根指纹\n";
    }
    out += report.passed() ? "VERIFIED 核验通过\n" : "NOT VERIFIED 核验未通过\n";
    return out;
}

}  // namespace zj::verify
