// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/matters/matters_draw.hpp"
#include "tests/gui/fixtures.hpp"

namespace zj::gui {

namespace {

using desk::MattersDesk;

void add(std::vector<Fixture>& out, const char* state, const std::shared_ptr<MattersDesk>& desk, const char* focus = "",
         const work::HereView& here = clerk()) {
    out.push_back({"matters", state, [desk, focus = std::string(focus), &here](ui::Ui& ui) {
                       if (!focus.empty()) {
                           ui.focus(focus);
                       }
                       in_shell(ui, desk::Place::matters, here, [&](ui::Rect page, const desk::Around& around) {
                           static_cast<void>(desk::draw(ui, page, around, *desk));
                       });
                   }});
}

std::shared_ptr<MattersDesk> showing(const char* matter) {
    auto out = std::make_shared<MattersDesk>();
    out->chosen = matter;
    out->home.value.emplace();
    out->home.value->seats = {{"20", 58, 54, 2, 0, 0}, {"10", 26, 26, 0, 1, 0}};
    return out;
}

}  // namespace

void add_matters(std::vector<Fixture>& out) {
    add(out, "use", showing("USE"), "matters.start");
    add(out, "in", showing("IN"), "matters.IN");
    add(out, "out", showing("OUT"));
    add(out, "mod", showing("MOD"));
    add(out, "closed", showing("ORG"));
    auto never = std::make_shared<MattersDesk>();
    never->home.value.emplace();
    add(out, "empty", never);
    auto broken = showing("USE");
    broken->home.error = fail("vault.corrupt", "vault.db");
    add(out, "error", broken);
    auto loading = std::make_shared<MattersDesk>();
    loading->home.wait = {1, 0};
    add(out, "loading", loading);
    add(out, "forbidden", showing("USE"), "", reviewer());
}

}  // namespace zj::gui
