// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/verify/ground.hpp"

namespace zj::test {

namespace {

std::unique_ptr<CaseWorld> live() {
    auto world = std::make_unique<CaseWorld>(4, 3);
    world->hired(1001);
    const std::string open = world->receive("clerk-v", world->form("USE", kVillage, use_form_fields(kVillage)));
    world->decide("ob-clerk", open, "pass");
    world->county.wait_days(3);
    world->submit("clerk-b", world->form("USE", kTown, use_form_fields()));
    world->withdraw("clerk-b", world->newest);
    world->decide("ob-clerk", open, "pass");  // a layer once more: refused
    // Two terminals ask for the same case with one version: the second is refused or held.
    const log::ChangeSet a = world->submit_offline("clerk-a", world->form("USE", kTown, use_form_fields(kTown, 2)));
    const log::ChangeSet b = world->submit_offline("clerk-b", world->form("USE", kTown, use_form_fields(kTown, 2)));
    const log::ChangeSet head_a = world->confirm_offline("head-a", a), head_b = world->confirm_offline("head-b", b);
    for (const log::ChangeSet* one : {&a, &b, &head_a, &head_b}) {
        world->county.deliver(*one);
    }
    return world;
}

}  // namespace

const CaseWorld& lived() {
    static const std::unique_ptr<CaseWorld> world = live();
    return *world;
}

BundleParts parts_of_lived() {
    return bundle_of(lived().county);
}

verify::Report verified(verify::MemoryFiles& files, const std::string& root) {
    verify::Options options;
    options.root = root;
    options.threads = 1;
    return *verify::verify_bundle(files, options);
}

std::string first_of(const verify::Report& report) {
    if (report.findings.empty()) {
        return "nothing";
    }
    const verify::Finding& first = report.findings.front();
    return first.rule + " " + first.file + (first.entry ? " " + std::to_string(*first.entry) : std::string());
}

bool names(const verify::Report& report, std::string_view rule) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const verify::Finding& finding) { return finding.rule == rule; });
}

}  // namespace zj::test
