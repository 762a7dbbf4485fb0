// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/settings/settings_draw.hpp"
#include "terminal/desk/sign/sign_draw.hpp"
#include "terminal/desk/words.hpp"
#include "tests/gui/fixtures.hpp"

namespace zj::gui {

namespace {

// What the form asks for, in whichever language is drawn.
std::vector<std::pair<std::string, std::string>> to_be_signed(texts::Lang lang) {
    const auto& catalogue = *clerk().catalogue;
    const auto code = [&](const char* list, const char* value) {
        return desk::code_name(catalogue, list, value, lang);
    };
    const auto& sections = catalogue.matter("USE")->sections;
    const std::string comma = lang == texts::Lang::zh ? "，" : ", ";
    return {{"form.sign.matter", desk::matter_name(catalogue, "USE", lang)},
            {desk::label(sections[0].label, lang), code("quota", "20") + comma + code("funding", "1")},
            {desk::label(sections[1].label, lang), "农业技术推广岗"},
            {desk::label(sections[2].label, lang), "2026-事-03 农业技术" + comma + "2026-11-12"},
            {"form.sign.materials", texts::term("form.sign.documents", lang, {"3", "7"})},
            {"form.sign.basis", texts::term("form.sign.basis_at", lang, {"4711", "11-20 17:35"})}};
}

std::shared_ptr<desk::SignDialog> signing() {
    desk::AskToSign ask;
    ask.title = "sign.title";
    ask.question = "form.sign.question";
    ask.job = work::job::SignDraft{1, {}};
    return std::make_shared<desk::SignDialog>(std::move(ask));
}

void add_sign(std::vector<Fixture>& out, const char* state, const std::shared_ptr<desk::SignDialog>& dialog) {
    out.push_back({"sign", state, [dialog](ui::Ui& ui) {
                       dialog->ask.lines = to_be_signed(ui.lang());
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
    reason->ask.job = work::job::Withdraw{"case/1", {}, {}};
    reason->reason.set("与年度用编计划不符");
    add_sign(out, "reason", reason);
    auto busy = signing();
    busy->ask.job = work::job::Decide{{{"case/1", 1}}, {"pass", "", {}}, {}};
    busy->signing = {3, 0};
    busy->done = 4;
    busy->total = 20;
    add_sign(out, "busy", busy);
}

}  // namespace zj::gui
