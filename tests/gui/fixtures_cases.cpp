// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/cases/cases_draw.hpp"
#include "tests/gui/fixtures_cases_content.hpp"

namespace zj::gui {

namespace {

using Desk = std::shared_ptr<desk::CasesDesk>;

void add(std::vector<Fixture>& out, const char* state, const Desk& desk, const work::HereView& here) {
    out.push_back({"cases", state, [desk, &here](ui::Ui& ui) {
                       in_shell(ui, desk::Place::cases, here, [&](ui::Rect page, const desk::Around& around) {
                           static_cast<void>(desk::draw(ui, page, around, *desk));
                       });
                   }});
}

Desk filled(std::vector<work::CaseRow>&& rows, std::size_t total) {
    auto out = std::make_shared<desk::CasesDesk>();
    out->by_matter = {{"USE", 34'120}, {"IN", 21'004}, {"OUT", 19'512}, {"MOVE", 9'120}, {"MOD", 15'800}, {"ORG", 444}};
    out->pages.put(0, total, std::move(rows));
    return out;
}

const work::HereView& unsynced() {
    static const work::HereView out = [] {
        work::HereView here = clerk();
        here.checkpoint = 0;
        here.checkpoint_at.reset();
        return here;
    }();
    return out;
}

const work::HereView& administrator() {
    static const work::HereView out = [] {
        work::HereView here = reviewer();
        here.name = "庚立冬";
        here.roles = {"sysadmin"};
        return here;
    }();
    return out;
}

}  // namespace

void add_cases(std::vector<Fixture>& out) {
    const Desk full = filled(case_rows(200), 100'000);
    full->list.at = 1;
    full->list.take_focus = true;
    add(out, "full", full, clerk());
    add(out, "office", filled(case_rows(200), 100'000), reviewer());
    const Desk none = filled({}, 0);
    none->by_matter.clear();
    add(out, "empty", none, clerk());
    const Desk searched = filled({}, 0);
    searched->search.set("没有这个人");
    searched->searched = searched->search.revision();
    searched->query.text = "没有这个人";
    searched->by_matter.clear();
    add(out, "nothing_found", searched, clerk());
    const Desk offline = filled({}, 0);
    offline->by_matter.clear();
    add(out, "offline", offline, unsynced());
    const auto loading = std::make_shared<desk::CasesDesk>();
    loading->wait = {7, 0};
    add(out, "loading", loading, clerk());
    const auto broken = std::make_shared<desk::CasesDesk>();
    broken->error = fail("vault.busy", "vault.db", {}, {"4711"});
    add(out, "error", broken, clerk());
    add(out, "no_role", std::make_shared<desk::CasesDesk>(), administrator());
    const Desk waiting = filled(case_rows(4), 600);
    waiting->wait = {9, 0};
    add(out, "placeholders", waiting, clerk());
    auto rows = case_rows(12);
    for (work::CaseRow& row : rows) {
        row.unit = "421125401";
        row.unit_name = kLongUnit;
        row.subject = "综合行政执法大队与旅游服务中心合署办公后新设安全生产监督与应急救援综合协调岗（含𠮷㛃䶮）";
    }
    add(out, "long", filled(std::move(rows), 12), clerk());
}

}  // namespace zj::gui
