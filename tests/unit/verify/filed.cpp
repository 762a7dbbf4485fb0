// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/verify/filed.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/model/checks.hpp"

namespace zj::test {

namespace {

constexpr const char* kForm = "%PDF-1.5 approval form";

Value item(std::string_view title, std::string_view sha256) {
    return Object{{"title", title}, {"pages", 2}, {"sha256", sha256}};
}

}  // namespace

Filed::Filed() : world(4, 3) {
    for (const char* slot : {"application", "vacancy", "minutes"}) {
        contents.push_back(std::string(slot) + " paper");
    }
    contents.emplace_back(kForm);
    contents.emplace_back("no item of any file");
    other = world.receive("clerk-b", world.form("USE", kTown, use_form_fields()));
    town = world.receive("clerk-a", world.form("USE", kTown, use_form_fields()));
    Value message = world.county.intent("case.message").set("case", other).set("text", "请另行说明");
    Value second = message;
    second.set("case", town);
    ZJ_ASSERT(world.county.act("ob-clerk", {message, second}).verdict == log::Verdict::applied);
    talk = world.county.entries().size() - 1;
    village = world.receive("clerk-v", world.form("USE", kVillage, use_form_fields(kVillage)));
    world.county.wait_days(1);
    world.pass_all(town);
    world.pass_all(village);
    close_file(world, town);
    close_file(world, village);
    world.county.hire("inspector", {"inspector"}, "");
    const std::string sanction = suspend_town(world);
    ZJ_ASSERT(told(world.submit("clerk-a", world.form("USE", kTown, use_form_fields()))) == "applied");
    waited = world.newest;
    ZJ_ASSERT(told(world.confirm("head-a")) == "held C8");
    lift(world, sanction);
    world.pass_all(waited);
    close_file(world, waited);
    world.county.wait_days(1);
}

std::string suspend_town(CaseWorld& world) {
    world.both("inspector", "ob-head",
               world.county.intent("sanction.impose", {"unit/" + kTown})
                   .set("unit", kTown)
                   .set("measure", "suspend")
                   .set("ground", "late_data")
                   .set("evidence", "十月三件下编逾期")
                   .set("from", format_date(date_of(world.county.now())))
                   .set("lift_when", "补报完毕"));
    return world.county.made("ob-head", "sanction");
}

void lift(CaseWorld& world, const std::string& sanction) {
    world.both("inspector", "ob-head",
               world.county.intent("sanction.lift", {sanction}).set("sanction", sanction).set("reason", "已补报"));
}

void close_file(CaseWorld& world, const std::string& key) {
    Array items;
    const std::string state = world.text(key, "state"), result = world.text(key, "result");
    for (const model::ArchiveClass::Paper& paper :
         world.county.catalogue().archive().of(world.text(key, "matter"))->papers) {
        const bool form = paper.zh == "审批表";
        if (std::find(paper.results.begin(), paper.results.end(), state) == paper.results.end()) {
            continue;
        }
        items.push_back(
            item(paper.zh, form ? codec::hex(crypto::sha256(std::string_view(kForm))) : std::string(64, '2')));
        if (!form && model::valid_doc_number(result)) {
            items.back().set("doc_no", result);
        }
    }
    for (const Value& material : world.county.value(key)->items("materials")) {
        items.push_back(item(material.str_or("title"), material.str_or("sha256")).set("kind", "attachment"));
    }
    const Value close = world.county.intent("archive.close", {key})
                            .set("case", key)
                            .set("fonds_year", ymd_of(date_of(world.county.now())).year)
                            .set("secrecy", "1")
                            .set("items", std::move(items));
    ZJ_ASSERT(world.county.act("ob-clerk", {close}).verdict == log::Verdict::applied);
}

Filed& filed() {
    static Filed made;
    return made;
}

verify::PackageReport verified(const PackageFiles& files, const std::string& root) {
    verify::MemoryFiles memory = in_memory(files);
    return *verify::verify_package(memory, {root});
}

std::vector<std::string> told(const verify::PackageReport& report) {
    std::vector<std::string> out;
    for (const verify::PackageFinding& finding : report.findings) {
        out.push_back(finding.rule + " " + finding.path);
    }
    std::sort(out.begin(), out.end());
    return out;
}

bool names(const verify::PackageReport& report, std::string_view rule) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const verify::PackageFinding& finding) { return finding.rule == rule; });
}

std::string path_of(const PackageFiles& files, std::string_view begins) {
    const auto at = files.lower_bound(std::string(begins));
    ZJ_ASSERT(at != files.end() && at->first.starts_with(begins));
    return at->first;
}

}  // namespace zj::test
