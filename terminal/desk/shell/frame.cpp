// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/shell/frame.hpp"

#include <utility>

#include "terminal/desk/cases/cases_draw.hpp"
#include "terminal/desk/first_run/first_run_draw.hpp"
#include "terminal/desk/form/form_draw.hpp"
#include "terminal/desk/home/home_draw.hpp"
#include "terminal/desk/lock/lock_draw.hpp"
#include "terminal/desk/matters/matters_draw.hpp"
#include "terminal/desk/one_case/one_case_draw.hpp"
#include "terminal/desk/review/review_draw.hpp"
#include "terminal/desk/settings/settings_draw.hpp"
#include "terminal/desk/shell/shell_draw.hpp"
#include "terminal/desk/sign/sign_draw.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

namespace {

template <class Desk>
void draw_desk(ui::Ui& ui, Shell& shell, const ui::Rect& page, const Around& around, Desk& desk) {
    if (auto intent = draw(ui, page, around, desk)) {
        perform(shell, update(desk, std::move(*intent)));
        ui.want_frame();
    }
}

void draw_place(ui::Ui& ui, Shell& shell, const ui::Rect& page, const Around& around) {
    Desks& d = shell.desks;
    switch (shell.place) {
        case Place::first_run:
            return draw_desk(ui, shell, page, around, d.first_run);
        case Place::lock:
            return draw_desk(ui, shell, page, around, d.lock);
        case Place::home:
            return draw_desk(ui, shell, page, around, d.home);
        case Place::matters:
            return draw_desk(ui, shell, page, around, d.matters);
        case Place::form:
            return draw_desk(ui, shell, page, around, d.form);
        case Place::cases:
            return draw_desk(ui, shell, page, around, d.cases);
        case Place::one_case:
            return draw_desk(ui, shell, page, around, d.one_case);
        case Place::review:
            return draw_desk(ui, shell, page, around, d.review);
        case Place::settings:
            break;
    }
    if (auto intent = draw(ui, page, around, d.settings, shell.prefs.scale)) {
        perform(shell, update(d.settings, std::move(*intent)));
        ui.want_frame();
    }
}

void draw_toast(ui::Ui& ui, const ToastShown& shown) {
    std::vector<std::string> args = shown.toast.args;
    if (shown.toast.why) {
        args.push_back(texts::explain(*shown.toast.why, ui.lang()).what);
    }
    const std::string text = ui.tr(shown.toast.key, args);
    const bool good = shown.toast.kind == Toast::Kind::good;
    const ui::Tone tone = good ? ui::Tone::ok : ui::Tone::danger;
    const float most = ui.screen().w - ui.em(8);
    const float width = std::min(most, ui.width_of(text) + ui.em(1 + 1.2F + 0.6F + 1));
    const float lines = ui.height_of(text, width - ui.em(3.8F));
    const ui::Rect screen = ui.screen();
    ui::Rect r{screen.x + (screen.w - width) / 2, screen.bottom() - ui.em(3.4F) - lines - ui.em(0.8F), width,
               lines + ui.em(1)};
    ui.fill(r, ui::Token::surface_raised, ui::size::kRadiusCard);
    ui.fill(r, soft(tone), ui::size::kRadiusCard);
    ui.outline(r, strong(tone), 2, ui::size::kRadiusCard);
    ui.mark("toast", r);
    r = r.inset(ui.em(1), ui.em(0.5F));
    ui.icon_in(r.cut_left(ui.em(1.2F)), good ? ui::Icon::circle_check : ui::Icon::circle_x, 1.2F, strong(tone));
    r.cut_left(ui.em(0.6F));
    ui.paragraph(r, text);
}

std::vector<RailItem> rail_of(const work::HereView& here) {
    std::vector<RailItem> out;
    for (const Place place : places_for(here)) {
        const bool counts = place == Place::review || (place == Place::home && !here.unit.empty());
        out.push_back({place, counts ? here.to_do : 0});
    }
    return out;
}

}  // namespace

void draw_frame(ui::Ui& ui, Shell& shell) {
    if (std::exchange(shell.forget, false)) {
        ui.forget();
    }
    if (!shell.focus.empty()) {
        ui.focus(std::exchange(shell.focus, {}));
    }
    Around around;
    around.here = shell.here ? &*shell.here : nullptr;
    around.sync = &shell.sync;
    around.textures = &shell.textures;
    around.busy_signing = shell.sign && shell.sign->signing;
    around.unsaved = shell.desks.form.saving.error.has_value();
    ui::Rect page = ui.screen();
    ShellPressed pressed;
    if (around.here != nullptr) {
        pressed = draw_surroundings(ui, rail_of(*around.here), shell.place, around, page);
    }
    if (shell.locking) {
        // Keys are on their way out: the cover alone, nothing to press.
        static_cast<void>(draw_cover(ui, page, nullptr));
        return;
    }
    draw_place(ui, shell, page, around);
    if (shell.sign && shell.here) {
        around.here = &*shell.here;
        if (auto intent = draw(ui, around, *shell.sign)) {
            bool closes = false;
            Effects effects = update(*shell.sign, std::move(*intent), closes);
            if (closes) {
                shell.sign.reset();
            }
            perform(shell, std::move(effects));
            ui.want_frame();
        }
    }
    if (shell.toast) {
        draw_toast(ui, *shell.toast);
    }
    if (pressed.go && shell.here) {
        go(shell, {*pressed.go, {}, 0});
        ui.want_frame();
    }
    if (pressed.sync && shell.here) {
        perform(shell, effects(Do{work::job::Sync{}, nullptr}));
    }
    if (pressed.lock) {
        lock_up(shell);
        ui.want_frame();
    }
}

}  // namespace zj::desk
