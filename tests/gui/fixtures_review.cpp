// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <memory>

#include "terminal/desk/review/review_draw.hpp"
#include "tests/gui/fixtures_cases_content.hpp"

namespace zj::gui {

namespace {

using Desk = std::shared_ptr<desk::ReviewDesk>;

void add(std::vector<Fixture>& out, const char* state, const Desk& desk, const work::HereView& here = reviewer()) {
    out.push_back({"review", state, [desk, &here](ui::Ui& ui) {
                       in_shell(ui, desk::Place::review, here, [&](ui::Rect page, const desk::Around& around) {
                           static_cast<void>(desk::draw(ui, page, around, *desk));
                       });
                   }});
}

std::vector<work::CaseRow> queue() {
    struct One {
        const char *unit, *subject;
        std::int64_t used;
    };
    constexpr std::array<One, 9> kQueue{{{"洗马镇卫生院", "己小寒", 7},
                                         {"丁司垱镇综合执法中心", "癸夏至", 5},
                                         {"团陂镇中心小学", "甲谷雨", 5},
                                         {"县图书馆", "乙惊蛰", 4},
                                         {"关口镇人民政府", "丙春分", 3},
                                         {"县融媒体中心", "丁清明", 3},
                                         {"蔡河镇财政所", "戊立夏", 2},
                                         {"绿杨乡人民政府", "己芒种", 1},
                                         {"县水利和湖泊局", "庚大暑", 1}}};
    std::vector<work::CaseRow> out;
    for (const One& one : kQueue) {
        work::CaseRow row = case_row("4" + std::to_string(out.size()), "OUT", one.subject, "in_review");
        row.unit_name = one.unit;
        row.unit = "u" + std::to_string(out.size());
        row.limit = limit(one.used, 6);
        out.push_back(row);
    }
    out.back().state = "paused";
    out.back().limit.paused = true;
    return out;
}

Desk at_row(std::size_t at) {
    auto out = std::make_shared<desk::ReviewDesk>();
    auto rows = queue();
    out->list.at = at;
    out->list.show = out->list.take_focus = true;
    out->current = rows[at].key;
    out->view.value = exit_to_review(rows[at]);
    out->by_matter = {{"OUT", 11}, {"IN", 6}, {"USE", 9}, {"MOVE", 5}, {"MOD", 7}};
    out->matter = "OUT";
    out->pages.put(0, rows.size(), std::move(rows));
    return out;
}

Desk deciding(const char* act, bool tried) {
    Desk out = at_row(1);
    out->draft.emplace();
    out->draft->act = act;
    out->draft->tried = tried;
    if (!tried) {
        out->draft->missing = {"retirement"};
        out->draft->reason.set("退休审批表缺主管部门盖章页，请补扫第 2 页。");
    }
    return out;
}

Desk long_text() {
    auto out = std::make_shared<desk::ReviewDesk>();
    work::CaseView view = use_returned();
    view.row.state = "in_review";
    view.row.subject = "综合行政执法大队与旅游服务中心合署办公后新设安全生产监督与应急救援综合协调岗（含𠮷㛃䶮）";
    view.row.unit_name = kLongUnit;
    view.row.limit = limit(9, 6);
    view.can_decide = true;
    work::CaseView like = exit_to_review(view.row);
    view.effect = like.effect;
    view.effect[0].now = {"20", 310, 299, 2, 0, 0};
    view.effect[0].then = {"20", 310, 299, 3, 0, 0};
    view.facts = like.facts;
    out->current = view.row.key;
    std::vector<work::CaseRow> rows(9, view.row);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        rows[i].key += std::to_string(i);
    }
    out->view.value = std::move(view);
    out->by_matter = {{"USE", 9}};
    out->pages.put(0, rows.size(), std::move(rows));
    return out;
}

}  // namespace

void add_review(std::vector<Fixture>& out) {
    add(out, "one", at_row(1));
    Desk batch = at_row(1);
    const auto rows = queue();
    batch->ticked = {rows[1].key, rows[2].key, rows[4].key, rows[6].key, rows[7].key};
    add(out, "batch", batch);
    add(out, "return", deciding("return", false));
    add(out, "refuse", deciding("refuse", true));
    Desk paused = at_row(8);
    paused->view.value->row.state = "paused";
    add(out, "paused", paused);
    Desk decided = at_row(2);
    decided->view.value->can_decide = false;
    decided->view.value->own_waits = true;
    add(out, "decided", decided);
    auto empty = std::make_shared<desk::ReviewDesk>();
    empty->pages.put(0, 0, {});
    add(out, "empty", empty);
    auto loading = std::make_shared<desk::ReviewDesk>();
    loading->wait = {4, 0};
    add(out, "loading", loading);
    Desk case_loading = at_row(3);
    case_loading->view.value.reset();
    case_loading->view.wait = {5, 0};
    add(out, "case_loading", case_loading);
    auto broken = std::make_shared<desk::ReviewDesk>();
    broken->error = fail("vault.busy", "vault.db", {}, {"4711"});
    add(out, "error", broken);
    add(out, "no_role", std::make_shared<desk::ReviewDesk>(), clerk());
    static const work::HereView offline = [] {
        work::HereView here = reviewer();
        here.waiting = 2;
        return here;
    }();
    add(out, "offline", at_row(0), offline);
    add(out, "long", long_text());
}

}  // namespace zj::gui
