// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/shell/shell_draw.hpp"

#include <array>

#include "terminal/desk/words.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kItem = 3.3F, kBottomBar = 3.4F;
constexpr float kNarrow = 44;  // ems: below it the rail is a bar at the foot

struct Look {
    Icon icon;
    const char* word;
};

Look look_of(Place place) {
    switch (place) {
        case Place::home:
            return {Icon::house, "place.home"};
        case Place::matters:
        case Place::form:
            return {Icon::file_plus, "place.matters"};
        case Place::cases:
        case Place::one_case:
            return {Icon::folder, "place.cases"};
        case Place::review:
            return {Icon::stamp, "place.review"};
        default:
            return {Icon::sliders_horizontal, "place.settings"};
    }
}

bool same(Place item, Place on) {
    return item == on || (item == Place::matters && on == Place::form) ||
           (item == Place::cases && on == Place::one_case);
}

void badge(Ui& ui, Vec centre, std::int64_t n) {
    if (n <= 0) {
        return;
    }
    const std::string text = n > 99 ? "99+" : std::to_string(n);
    const Style style{size::kCaption, true, Token::rail_bg, Align::centre};
    const float w = std::max(ui.em(1.2F), ui.width_of(text, style) + ui.em(0.5F));
    const Rect r{centre.x - w / 2, centre.y - ui.em(0.6F), w, ui.em(1.2F)};
    ui.fill(r, Token::on_rail, 0.6F);
    ui.text(r, text, style);
}

bool rail_item(Ui& ui, std::string_view id, const Rect& r, const Look& look, bool on, std::int64_t n, Chord chord) {
    const Press press = ui.press(id, r, {true, false, chord, true});
    if (on) {
        ui.fill(r, Token::rail_selected, size::kRadius);
        ui.fill({r.x - ui.em(0.3F), r.y, ui.em(0.2F), r.h}, Token::on_rail, 0.1F);
    } else if (press.down) {
        ui.outline(r, Token::on_rail_muted, 2, size::kRadius);
    }
    if (press.ring) {
        ui.outline(r, Token::focus, 3, size::kRadius);
    }
    const Token colour = on ? Token::on_rail : Token::on_rail_muted;
    ui.icon(look.icon, {r.centre().x, r.y + r.h * 0.3F}, 1.3F, colour);
    ui.text({r.x, r.y + r.h * 0.5F, r.w, r.h * 0.42F}, ui.tr(look.word), {size::kBody, on, colour, Align::centre});
    badge(ui, {r.x + ui.em(3.6F), r.y + ui.em(0.75F)}, n);
    return press.pressed;
}

void draw_rail(Ui& ui, Rect rail, const std::vector<RailItem>& items, Place on, const Around& around,
               ShellPressed& out) {
    const auto scope = ui.scope("rail");
    ui.fill(rail, Token::rail_bg);
    if (ui.frame().mode == Mode::contrast) {
        ui.line({rail.right() - 1, rail.y}, {rail.right() - 1, rail.bottom()}, Token::line_strong);
    }
    rail = rail.inset(ui.em(0.3F), 0);
    rail.cut_top(ui.em(0.8F));
    seal_mark(ui, rail.cut_top(ui.em(2.4F)).middle(ui.em(2.4F), ui.em(2.4F)));
    rail.cut_top(ui.em(0.8F));
    Rect foot = rail.cut_bottom(ui.em(8.0F));
    int n = 0;
    for (const RailItem& item : items) {
        const Rect r = rail.cut_top(ui.em(kItem));
        rail.cut_top(ui.em(0.2F));
        const auto chord = static_cast<Chord>(static_cast<int>(Chord::f1) + n++);
        if (rail_item(ui, name_of(item.place), r, look_of(item.place), same(item.place, on), item.badge, chord)) {
            out.go = item.place;
        }
    }
    if (around.here != nullptr) {
        const std::string& name = around.here->name;
        const Rect disc = foot.cut_top(ui.em(2.2F));
        ui.disc(disc.centre(), ui.em(1.1F), Token::rail_selected);
        ui.text(disc, name.substr(0, next_character(name, 0)), {size::kBody, true, Token::on_rail, Align::centre});
        ui.text(foot.cut_top(ui.em(1.4F)), name, {size::kBody, false, Token::on_rail, Align::centre});
    }
    foot.cut_top(ui.em(0.5F));
    if (rail_item(ui, "lock", foot.cut_top(ui.em(kItem)), {Icon::lock, "place.lock"}, false, 0, Chord::none)) {
        out.lock = true;
    }
}

void draw_bottom_bar(Ui& ui, const Rect& bar, const std::vector<RailItem>& items, Place on, ShellPressed& out) {
    const auto scope = ui.scope("rail");
    ui.fill(bar, Token::rail_bg);
    const int n = static_cast<int>(items.size()) + 1;
    for (int i = 0; i < n; ++i) {
        const Rect r = bar.column(i, n, 0);
        if (i + 1 == n) {
            out.lock = rail_item(ui, "lock", r, {Icon::lock, "place.lock"}, false, 0, Chord::none) || out.lock;
        } else {
            const RailItem& item = items[static_cast<std::size_t>(i)];
            if (rail_item(ui, name_of(item.place), r, look_of(item.place), same(item.place, on), item.badge,
                          static_cast<Chord>(static_cast<int>(Chord::f1) + i))) {
                out.go = item.place;
            }
        }
    }
}

float segment_width(const Ui& ui, std::string_view text, const Style& style) {
    return ui.width_of(text, style) + 2 * ui.em(0.8F) + ui.em(1) + ui.em(0.4F);
}

// One part of the strip: icon and words; the width it takes.
float segment(Ui& ui, Rect& strip, Icon icon, std::string_view text, Tone tone, bool soft_fill, bool bold) {
    const Token colour = tone == Tone::neutral ? Token::text : strong(tone);
    const Style style{size::kBody, bold, colour, Align::left};
    Rect r = strip.cut_left(segment_width(ui, text, style));
    if (soft_fill) {
        ui.fill(r, soft(tone));
    }
    ui.line({r.right(), r.y}, {r.right(), r.bottom()}, Token::line);
    r = r.inset(ui.em(0.8F), 0);
    ui.icon_in(r.cut_left(ui.em(1)), icon, 1.0F, colour);
    r.cut_left(ui.em(0.4F));
    return ui.text(r, text, style);
}

void draw_strip(Ui& ui, Rect strip, const Around& around, ShellPressed& out) {
    const work::HereView& here = *around.here;
    const work::reply::SyncState none, &sync = around.sync == nullptr ? none : *around.sync;
    ui.fill(strip, Token::surface_raised);
    ui.line({strip.x, strip.y}, {strip.right(), strip.y}, Token::line);
    const Time now = ui.frame().now;
    if (ui.press("strip.sync", {strip.x, strip.y, ui.em(9), strip.h}, {true, false, Chord::f9, false}).pressed) {
        out.sync = true;
    }
    if (sync.running) {
        segment(ui, strip, Icon::refresh_cw, ui.tr("strip.syncing"), Tone::pending, true, true);
    } else if (sync.error) {
        const std::int64_t since = here.checkpoint_at ? now - *here.checkpoint_at : 0;
        segment(
            ui, strip, Icon::link_2_off,
            here.checkpoint_at ? ui.tr("strip.offline.since", {span_text(since, ui.lang())}) : ui.tr("strip.offline"),
            Tone::offline, true, true);
    } else if (sync.at) {
        segment(ui, strip, Icon::link_2, ui.tr("strip.online", {span_text(now - *sync.at, ui.lang())}), Tone::ok, false,
                true);
    } else {
        segment(ui, strip, Icon::link_2_off, ui.tr("strip.untried"), Tone::offline, true, true);
    }
    const Safety safety = safety_of(around, ui.lang());
    Rect clock = strip.cut_right(ui.em(4.2F));
    ui.line({clock.x, clock.y}, {clock.x, clock.bottom()}, Token::line);
    ui.text(clock, clock_text(now), {size::kBody, true, Token::text, Align::centre});
    const Tone tone = safety.safe ? Tone::ok : Tone::warning;
    const Style safe_style = coloured(kBold, strong(tone));
    Rect safe = strip.cut_right(segment_width(ui, safety.word, safe_style));
    ui.fill(safe, soft(tone));
    safe = safe.inset(ui.em(0.8F), 0);
    ui.icon_in(safe.cut_left(ui.em(1)), Icon::power, 1.0F, strong(tone));
    safe.cut_left(ui.em(0.4F));
    ui.text(safe, safety.word, safe_style);
    // What matters most keeps its place where there is not room for all.
    struct Part {
        Icon icon;
        std::string text;
        Tone tone;
        bool shown = false;
    };
    const std::size_t n = here.waiting;
    std::string at = std::to_string(here.checkpoint);
    if (here.checkpoint_at) {
        at += (ui.zh() ? "·" : ", ") + day_and_time(*here.checkpoint_at);
    }
    std::array<Part, 3> parts{
        {{Icon::upload, n == 0 ? ui.tr("strip.queue.none") : ui.tr("strip.queue", {std::to_string(n)}), Tone::neutral},
         {Icon::shield_check, here.checkpoint > 0 ? ui.tr("strip.checkpoint", {at}) : std::string(), Tone::neutral},
         {Icon::info, here.demonstration ? ui.tr("strip.demonstration") : std::string(), Tone::warning}}};
    float room = strip.w;
    for (const std::size_t i : {2U, 0U, 1U}) {
        const float width = segment_width(ui, parts[i].text, kBodyText);
        parts[i].shown = !parts[i].text.empty() && width <= room;
        room -= parts[i].shown ? width : 0;
    }
    for (const Part& part : parts) {
        if (part.shown) {
            segment(ui, strip, part.icon, part.text, part.tone, false, false);
        }
    }
}

}  // namespace

Safety safety_of(const Around& around, texts::Lang lang) {
    // What is signed is on the disk before anything says so; switching off loses nothing, and sending goes on later.
    if (around.busy_signing) {
        return {false, texts::term("strip.unsafe.signing", lang)};
    }
    if (around.unsaved) {
        return {false, texts::term("strip.unsafe.unsaved", lang)};
    }
    if (around.sync != nullptr && around.sync->running && around.here->materials_waiting > 0) {
        return {true, texts::term("strip.safe.resumes", lang)};
    }
    return {true, texts::term("strip.safe", lang)};
}

ShellPressed draw_surroundings(Ui& ui, const std::vector<RailItem>& rail, Place on, const Around& around, Rect& page) {
    ShellPressed out;
    if (around.here == nullptr) {
        return out;
    }
    out.lock = ui.chord_anywhere(Chord::ctrl_l);  // whatever is open
    if (ui.frame().width < ui.em(kNarrow)) {
        draw_bottom_bar(ui, page.cut_bottom(ui.em(kBottomBar)), rail, on, out);
    } else {
        draw_rail(ui, page.cut_left(ui.em(size::kRail)), rail, on, around, out);
    }
    draw_strip(ui, page.cut_bottom(ui.em(size::kStrip)), around, out);
    page = page.inset(ui.em(size::kS5), 0);
    return out;
}

}  // namespace zj::desk
