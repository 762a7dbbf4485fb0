// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/report.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/text.hpp"

namespace zj::verify {
namespace {

constexpr std::array<const char*, kChecks> kNames{"files",    "roots",  "entries", "headers",
                                                  "contents", "replay", "times"};
constexpr std::array<const char*, kChecks> kTexts{
    "files: manifest signed, every hash and size as listed, nothing unlisted 清单与文件",
    "roots: statements chain from the fingerprint 根声明",
    "entries: every entry under the signed checkpoint 记录与检查点",
    "headers: ids, signatures, keys, roles, sequence 变更集签名与编号",
    "contents: bodies, records, attachments against their commitments 正文、登记与附件",
    "replay: verdicts, effects, scopes and register digest recomputed 裁决重演",
    "times: rollbacks, jumps, delays 时间",
};

codec::Value to_value(const Finding& finding) {
    codec::Value out;
    out.set("check", kNames[static_cast<std::size_t>(finding.check)])
        .set("file", finding.file)
        .set("rule", finding.rule);
    out.set("evidence", finding.evidence);
    if (finding.entry) {
        out.set("entry", static_cast<std::int64_t>(*finding.entry));
    }
    return out;
}

codec::Array to_array(const std::vector<Finding>& findings) {
    codec::Array out;
    for (const Finding& finding : findings) {
        out.push_back(to_value(finding));
    }
    return out;
}

// Names of files and evidence come from whoever made the bundle.
std::string line(const Finding& finding) {
    std::string out = "  " + finding.rule + "  " + finding.file;
    if (finding.entry) {
        out += "  entry " + std::to_string(*finding.entry);
    }
    out += "  " + finding.evidence;
    std::ranges::replace(out, '\n', ' ');
    return codec::for_screen(out) + "\n";
}

}  // namespace

bool Report::passed() const {
    return trusted && findings_total == 0 && std::all_of(done.begin(), done.end(), [](bool one) { return one; });
}

void Report::find(Check check, std::string file, std::optional<std::uint64_t> entry, std::string rule,
                  std::string evidence) {
    ++findings_total;
    ++found[static_cast<std::size_t>(check)];
    if (findings.size() < kFindingsMax) {
        findings.push_back({check, std::move(file), entry, std::move(rule), std::move(evidence)});
    }
}

void Report::note(std::optional<std::uint64_t> entry, std::string rule, std::string evidence) {
    ++notes_total;
    if (notes.size() < kFindingsMax) {
        notes.push_back(
            {Check::times, entry ? "headers.ndjson" : "checkpoint", entry, std::move(rule), std::move(evidence)});
    }
}

codec::Value to_value(const Report& report) {
    const auto count = [](std::uint64_t n) {
        return codec::Value(static_cast<std::int64_t>(n));
    };
    codec::Value checks, verdicts, out;
    for (std::size_t i = 0; i < kChecks; ++i) {
        codec::Value one;
        one.set("done", report.done[i]).set("checked", count(report.checked[i])).set("found", count(report.found[i]));
        checks.set(kNames[i], one);
    }
    for (const auto& [verdict, n] : report.verdicts) {
        verdicts.set(verdict, count(n));
    }
    codec::Array absent(report.absent.begin(), report.absent.end());
    out.set("ok", report.passed())
        .set("trusted", report.trusted)
        .set("demonstration", report.demonstration)
        .set("fingerprint", report.fingerprint)
        .set("origin", report.origin);
    out.set("entries", count(report.entries))
        .set("changes", count(report.changes))
        .set("signatures", count(report.signatures));
    out.set("records", count(report.records))
        .set("blobs", count(report.blobs))
        .set("checks", checks)
        .set("verdicts", verdicts);
    out.set("findings", to_array(report.findings)).set("findings_total", count(report.findings_total));
    out.set("notes", to_array(report.notes))
        .set("notes_total", count(report.notes_total))
        .set("absent", absent)
        .set("ms", static_cast<std::int64_t>(report.seconds * 1000));
    if (report.simulated_until) {
        out.set("simulated_until", count(*report.simulated_until));
    }
    return out;
}

std::string to_text(const Report& report) {
    std::string out;
    for (std::size_t i = 0; i < kChecks; ++i) {
        out += report.found[i] > 0 ? "[FAIL 不通过] " : report.done[i] ? "[ok   通过]   " : "[--   未做]   ";
        out += std::string(kTexts[i]) + " (" + std::to_string(report.checked[i]) + ")\n";
    }
    for (const Finding& finding : report.findings) {
        out += line(finding);
    }
    if (report.findings_total > report.findings.size()) {
        out += "  … and " + std::to_string(report.findings_total - report.findings.size()) + " more\n";
    }
    if (!report.absent.empty()) {
        out += std::to_string(report.absent.size()) + " attachments are named but not in this bundle 附件未随包\n";
    }
    if (report.notes_total > 0) {
        out += std::to_string(report.notes_total) + " things worth a look 提示\n";
    }
    for (std::size_t i = 0; i < report.notes.size() && i < 10; ++i) {
        out += line(report.notes[i]);
    }
    if (report.demonstration) {
        const std::uint64_t n = report.simulated_until.value_or(0);
        out += "DEMONSTRATION COUNTY 演示县: no county's business, its keys may be anybody's 非真实业务\n";
        out += n == 0
                   ? "no entry has simulated time 没有模拟时间的记录\n"
                   : "entries 1–" + std::to_string(n) + ": simulated time, vouched for by nobody 模拟时间,无人担保\n";
    }
    out += std::to_string(report.entries) + " entries, " + std::to_string(report.changes) + " change sets, " +
           std::to_string(report.signatures) + " signatures, " + std::to_string(report.records) + " records, " +
           std::to_string(report.blobs) + " attachments\n";
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
