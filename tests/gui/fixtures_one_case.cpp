// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/one_case/one_case_draw.hpp"
#include "tests/gui/fixtures_cases_content.hpp"

namespace zj::gui {

namespace {

using Desk = std::shared_ptr<desk::OneCaseDesk>;

void add(std::vector<Fixture>& out, const char* state, const Desk& desk, const work::HereView& here = clerk()) {
    out.push_back({"case", state, [desk, &here](ui::Ui& ui) {
                       in_shell(ui, desk::Place::one_case, here, [&](ui::Rect page, const desk::Around& around) {
                           static_cast<void>(desk::draw(ui, page, around, *desk));
                       });
                   }});
}

Desk of(work::CaseView&& view) {
    auto out = std::make_shared<desk::OneCaseDesk>();
    out->key = view.row.key;
    out->view.value = std::move(view);
    return out;
}

work::CaseView approved() {
    work::CaseView out = entry_under_review();
    out.row = case_row("07", "USE", "农业技术推广岗", "approved");
    out.fields = use_returned().fields;
    out.before = {};
    out.grant = "grant/1";
    out.grant_no = "浠编办函〔2026〕71号";
    out.can_withdraw = false;
    for (work::Step& step : out.steps) {
        step.state = work::Step::State::done;
        step.at = step.at ? step.at : at("2026-11-22T16:30");
    }
    for (work::Material& one : out.materials) {
        one.state = work::Material::State::county;
        one.chunks = 0;
    }
    out.materials[0].slot = "application";
    out.materials[1].slot = "vacancy";
    out.materials[2].slot = "minutes";
    return out;
}

work::CaseView queued() {
    work::CaseView out = approved();
    out.row = case_row("31", "USE", "农业技术推广岗", "signed");
    out.grant.clear();
    out.receipts.clear();
    out.thread.clear();
    out.own_waits = out.can_withdraw = true;
    out.steps.resize(3);
    out.steps[0].sent_only = true;
    for (std::size_t i = 1; i < out.steps.size(); ++i) {
        out.steps[i].state = work::Step::State::ahead;
        out.steps[i].at.reset();
        out.steps[i].name.clear();
    }
    for (work::Material& one : out.materials) {
        one.state = work::Material::State::queued;
    }
    return out;
}

work::CaseView long_text() {
    work::CaseView out = use_returned();
    out.row.subject = "综合行政执法大队与旅游服务中心合署办公后新设安全生产监督与应急救援综合协调岗（含𠮷㛃䶮）";
    out.row.unit_name = kLongUnit;
    out.fields.set("post_name", out.row.subject);
    out.reason = std::string("空编情况说明没有盖章；班子会议纪要缺第 3 页；") + kLongUnit +
                 "的编制使用申请表上主管部门的意见与会议纪要不一致，请逐项核对后一并补齐，并在理由中说明。";
    out.thread.push_back({"欧阳䶮𠮷㛃阿卜杜拉·买买提", out.reason, "ask", at("2026-11-20T09:20")});
    out.materials.push_back(out.materials[0]);  // a second document of one slot
    out.materials.back().sha256 = std::string(64, 'b');
    return out;
}

}  // namespace

void add_one_case(std::vector<Fixture>& out) {
    add(out, "review", of(entry_under_review()));
    add(out, "returned", of(use_returned()));
    add(out, "approved", of(approved()));
    add(out, "queued", of(queued()));
    auto held = of(entry_under_review());
    held->view.value->row.held = true;
    add(out, "held", held);
    auto confirm = of(queued());
    confirm->view.value->row.local = false;
    confirm->view.value->own_waits = false;
    confirm->view.value->can_confirm = true;
    confirm->view.value->pending = "pending/1";
    add(out, "confirm", confirm);
    auto proof = of(entry_under_review());
    proof->proof = true;
    add(out, "proof", proof);
    auto preview = of(entry_under_review());
    preview->preview.open = true;
    preview->preview.sha256 = preview->view.value->materials[0].sha256;
    preview->preview.pages = 2;
    preview->preview.wait = {3, 0};
    add(out, "preview_loading", preview);
    auto unread = of(entry_under_review());
    unread->preview.open = true;
    unread->preview.sha256 = unread->view.value->materials[0].sha256;
    unread->preview.error = fail("attachment.missing");
    add(out, "preview_error", unread);
    auto loading = std::make_shared<desk::OneCaseDesk>();
    loading->key = "case/12";
    loading->view.wait = {2, 0};
    add(out, "loading", loading);
    auto broken = std::make_shared<desk::OneCaseDesk>();
    broken->view.error = fail("vault.busy", "vault.db", {}, {"4711"});
    add(out, "error", broken);
    auto none = std::make_shared<desk::OneCaseDesk>();
    none->view.error = fail("case.none");
    add(out, "no_permission", none);
    add(out, "long", of(long_text()));
}

}  // namespace zj::gui
