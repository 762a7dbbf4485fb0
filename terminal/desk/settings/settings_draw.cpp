// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/settings/settings_draw.hpp"

#include <algorithm>

#include "terminal/desk/words.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr int kScaleStep = 10, kScaleLeast = 80, kScaleMost = 200;
constexpr float kRow = 3.4F, kLabel = 8;

Rect labelled(Ui& ui, Rect& card, const char* key) {
    Rect row = card.cut_top(ui.em(kRow));
    ui.text(row.cut_left(ui.em(kLabel)), ui.tr(key), kMuted);
    return row;
}

std::optional<int> choose(Ui& ui, Rect row, std::string_view id, const std::vector<std::string>& names, int on) {
    const Rect place = row.cut_left(std::min(row.w, segmented_width(ui, names)));
    return segmented(ui, id, place.middle(place.w, ui.em(2.2F)), names, on);
}

void draw_look(Ui& ui, const Rect& r, int scale, std::optional<SettingsIntent>& out) {
    card(ui, r);
    Rect body = r.inset(ui.em(1), ui.em(0.6F));
    if (const auto i =
            choose(ui, labelled(ui, body, "settings.language"), "lang", {"中文", "English"}, ui.zh() ? 0 : 1)) {
        out = settings::Wish{{*i == 0 ? "zh" : "en", {}, 0}};
    }
    const std::vector<std::string> looks{ui.tr("settings.look.light"), ui.tr("settings.look.dark"),
                                         ui.tr("settings.look.contrast")};
    if (const auto i =
            choose(ui, labelled(ui, body, "settings.look"), "mode", looks, static_cast<int>(ui.frame().mode))) {
        out = settings::Wish{{{}, std::string(name_of(static_cast<Mode>(*i))), 0}};
    }
    Rect row = labelled(ui, body, "settings.size");
    const auto step = [&](const char* id, const char* word, int to) {
        const std::string text = ui.tr(word);
        const Rect place = row.cut_left(button_width(ui, text, {}));
        row.cut_left(ui.em(0.6F));
        if (button(ui, id, place.middle(place.w, ui.em(2.2F)), text, {Kind::secondary, Icon::none, to != scale})) {
            out = settings::Wish{{{}, {}, to}};
        }
    };
    step("smaller", "settings.smaller", std::max(kScaleLeast, scale - kScaleStep));
    ui.text(row.cut_left(ui.em(3.4F)), ui.tr("settings.size.value", {std::to_string(scale)}),
            aligned(kBold, Align::centre));
    row.cut_left(ui.em(0.6F));
    step("larger", "settings.larger", std::min(kScaleMost, scale + kScaleStep));
    ui.text(body.cut_top(ui.em(2)), ui.tr("settings.sample"));
}

// The error of the last sync, or nothing.
texts::Explained sync_error(const Ui& ui, const Around& around) {
    const bool shown = around.sync != nullptr && !around.sync->running && around.sync->error;
    return shown ? texts::explain(*around.sync->error, ui.lang()) : texts::Explained{};
}

float line_height(const Ui& ui, const Around& around, float width) {
    const texts::Explained e = sync_error(ui, around);
    const float banner =
        e.what.empty() ? ui.em(1.4F) : banner_height(ui, width - ui.em(2), e.what, e.means + " " + e.todo);
    return ui.em(kRow + 2 * 0.6F) + banner;
}

void draw_line(Ui& ui, const Rect& r, const Around& around, std::optional<SettingsIntent>& out) {
    const work::reply::SyncState none, &sync = around.sync == nullptr ? none : *around.sync;
    card(ui, r);
    Rect body = r.inset(ui.em(1), ui.em(0.6F));
    Rect row = body.cut_top(ui.em(kRow));
    if (sync.running) {
        if (button_right(ui, "stop", row, ui.tr("settings.stop"), {}, 2.2F)) {
            out = settings::StopSync{};
        }
    } else if (button_right(ui, "sync", row, ui.tr("settings.sync"), {Kind::secondary, Icon::refresh_cw}, 2.2F)) {
        out = settings::Sync{};
    }
    ui.text(row.cut_left(ui.em(kLabel)), ui.tr("settings.last"), kMuted);
    ui.text(row, around.here->checkpoint_at ? day_and_time(*around.here->checkpoint_at) : ui.tr("settings.never"));
    if (sync.running) {
        ui.text(body, ui.tr("settings.syncing", {ui.tr("progress." + sync.stage)}),
                coloured(kBodyText, Token::pending));
    } else if (const texts::Explained e = sync_error(ui, around); !e.what.empty()) {
        banner(ui, body, Tone::offline, Icon::link_2_off, e.what, e.means + " " + e.todo);
    }
}

void draw_device(Ui& ui, const Rect& r, const work::HereView& here) {
    card(ui, r);
    Rect body = r.inset(ui.em(1), ui.em(0.8F));
    std::string roles;
    for (const std::string& role : here.roles) {
        roles += (roles.empty() ? "" : ui.zh() ? "、" : ", ") + role_name(*here.catalogue, role, ui.lang());
    }
    const auto line = [&](const char* key, const std::string& value) {
        body.cut_top(key_value(ui, body, ui.em(kLabel), ui.tr(key), value) + ui.em(0.5F));
    };
    line("settings.person", here.name);
    line("settings.roles", roles);
    line("settings.unit", here.unit_name);
    line("settings.device", here.device_name);
    line("settings.county", here.county);
    line("settings.checkpoint", std::to_string(here.checkpoint));
    line("settings.version", ZJ_VERSION);
}

}  // namespace

std::optional<SettingsIntent> draw(Ui& ui, Rect page, const Around& around, SettingsDesk& /*desk*/, int scale) {
    const auto scope = ui.scope("settings");
    std::optional<SettingsIntent> out;
    static_cast<void>(page_head(ui, page, ui.tr("place.settings"), {}));
    page.cut_bottom(ui.em(0.8F));
    const float look = ui.em(3 * kRow + 3.2F), gap = ui.em(0.8F);
    if (ui.wide()) {
        Rect left = page.column(0, 2, ui.em(1.2F));
        const float line = line_height(ui, around, left.w);
        draw_look(ui, left.cut_top(look), scale, out);
        left.cut_top(gap);
        draw_line(ui, left.cut_top(line), around, out);
        draw_device(ui, page.column(1, 2, ui.em(1.2F)).cut_top(look + gap + line), *around.here);
        return out;
    }
    Rect at = ui.begin_scroll("page", page);
    Rect all{at.x, at.y, at.w - ui.em(1), ui.em(80)};
    draw_look(ui, all.cut_top(look), scale, out);
    all.cut_top(gap);
    draw_line(ui, all.cut_top(line_height(ui, around, all.w)), around, out);
    all.cut_top(gap);
    draw_device(ui, all.cut_top(ui.em(18)), *around.here);
    ui.end_scroll(all.y - at.y);
    return out;
}

}  // namespace zj::desk
