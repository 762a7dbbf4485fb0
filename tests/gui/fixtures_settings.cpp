// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/settings/settings_draw.hpp"
#include "terminal/desk/sign/sign_draw.hpp"
#include "tests/gui/fixtures.hpp"

namespace zj::gui {

namespace {

std::shared_ptr<desk::SignDialog> signing() {
    desk::AskToSign ask;
    ask.title = "sign.title";
    ask.lines = {{"事项", "用编核准"},
                 {"申请", "事业编制，专业技术岗 1 人，农业技术推广岗"},
                 {"方式", "事业招聘，面向社会，计划行 2026-事-03"},
                 {"会议", "2026-11-12 巴党办纪〔2026〕21号"},
                 {"材料", "3 件，共 7 页"},
                 {"依据", "检查点 4711 的台账，截至 11-20 17:35"}};
    ask.job = work::job::SignDraft{1, {}};
    return std::make_shared<desk::SignDialog>(std::move(ask));
}

void add_sign(std::vector<Fixture>& out, const char* state, const std::shared_ptr<desk::SignDialog>& dialog) {
    out.push_back({"sign", state, [dialog](ui::Ui& ui) {
                       in_shell(ui, desk::Place::form, clerk(), [&](ui::Rect, const desk::Around& around) {
                           static_cast<void>(desk::draw(ui, around, *dialog));
                       });
                       ui.focus("sign.passphrase");
                   }});
}

}  // namespace

void add_settings(std::vector<Fixture>& out) {
    for (const auto* who : {&clerk(), &reviewer()}) {
        out.push_back({"settings", who->unit.empty() ? "online" : "offline", [who](ui::Ui& ui) {
                           in_shell(ui, desk::Place::settings, *who, [&](ui::Rect page, const desk::Around& around) {
                               desk::SettingsDesk desk;
                               static_cast<void>(desk::draw(ui, page, around, desk, 100));
                           });
                       }});
    }
    auto ready = signing();
    for (int i = 0; i < 6; ++i) {
        ready->passphrase.insert(U'x');
    }
    add_sign(out, "ready", ready);
    auto wrong = signing();
    wrong->error = fail("passphrase.wrong");
    add_sign(out, "error", wrong);
    auto reason = signing();
    reason->ask.wants_reason = true;
    reason->ask.job = work::job::Decide{{"case/1"}, {"refuse", "", {}}, {}};
    reason->reason.set("与年度用编计划不符");
    add_sign(out, "reason", reason);
    auto busy = signing();
    busy->signing = {3, 0};
    busy->done = 4;
    busy->total = 20;
    add_sign(out, "busy", busy);
}

}  // namespace zj::gui
