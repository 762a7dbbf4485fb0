// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/home/home_draw.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "terminal/desk/case_words.hpp"
#include "terminal/desk/home/home_panels.hpp"
#include "terminal/desk/shell/shell_draw.hpp"
#include "terminal/desk/words.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kRow = 3.5F, kNews = 2.4F, kSectionHead = 2.2F, kTiles = 3.2F;

struct Looks {
    Icon icon;
    Tone tone;
    std::string chip, verb;
    Icon chip_icon;
};

Looks looks_of(const Ui& ui, const work::Waiting& waiting) {
    switch (waiting.ask) {
        case work::Ask::answer:
            return {Icon::undo_2, Tone::warning, ui.tr("state.returned"), ui.tr("home.verb.answer"), Icon::undo_2};
        case work::Ask::confirm:
            return {Icon::pencil, Tone::accent, ui.tr("home.chip.confirm"), ui.tr("home.verb.confirm"), Icon::pencil};
        case work::Ask::decide:
            return {Icon::stamp, Tone::accent, ui.tr("home.chip.decide"), ui.tr("home.verb.decide"), Icon::stamp};
        case work::Ask::draft:
            break;
    }
    return {Icon::file, Tone::neutral, ui.tr("home.chip.draft"), ui.tr("home.verb.draft"), Icon::file};
}

// Whom or what an act of two is about, and who has signed it.
std::string about_act(const Ui& ui, const work::Waiting& waiting) {
    std::string out;
    for (const auto& [key, value] : waiting.content) {
        if (key == "home.act.about" || key == "home.act.by") {
            out += (out.empty() ? "" : ui.zh() ? "，" : ", ") + ui.tr(key) + (ui.zh() ? "：" : ": ") + value;
        }
    }
    return out.empty() ? ui.tr("home.confirm.other") : out;
}

std::string second_line(const Ui& ui, const work::Waiting& waiting) {
    switch (waiting.ask) {
        case work::Ask::answer:
            return waiting.reason;
        case work::Ask::confirm:
            return waiting.on.key.empty() ? about_act(ui, waiting) : ui.tr("home.confirm.why");
        case work::Ask::decide:
            return waiting.on.unit_name;
        case work::Ask::draft:
            break;
    }
    const std::string at = waiting.saved_at ? day_and_time(*waiting.saved_at) : std::string();
    return waiting.faults > 0 ? ui.tr("home.draft.faults", {std::to_string(waiting.faults), at})
                              : ui.tr("home.draft.saved", {at});
}

std::string title_of(const Ui& ui, const work::HereView& here, const work::Waiting& waiting) {
    if (waiting.ask == work::Ask::confirm && waiting.on.key.empty()) {
        return ui.tr("home.act." + waiting.act);
    }
    return home_title(ui, here, waiting.on);
}

void waiting_row(Ui& ui, Rect row, std::size_t i, const work::Waiting& waiting, const work::HereView& here,
                 float verb_width, float due_width, std::optional<HomeIntent>& out) {
    const Looks looks = looks_of(ui, waiting);
    row = row.inset(ui.em(1), 0);
    disc_icon(ui, row.cut_left(ui.em(2.2F)).centre(), looks.icon, looks.tone);
    row.cut_left(ui.em(0.7F));
    const Rect verb = row.cut_right(verb_width);
    if (button(ui, "take." + id_of(waiting), verb.middle(verb.w, ui.em(2.2F)), looks.verb,
               {i == 0 ? Kind::primary : Kind::secondary, Icon::none, true, false,
                i == 0 ? Chord::ctrl_enter : Chord::none})) {
        out = home::Take{id_of(waiting)};
    }
    row.cut_right(ui.em(0.6F));
    if (const StateLook limit = short_limit(waiting.on.limit, ui.lang()); !limit.word.empty()) {
        Rect due = row.cut_right(due_width);
        const bool calm = limit.tone == Tone::neutral || limit.tone == Tone::offline;
        ui.icon_in(due.cut_left(ui.em(1)), limit.icon, 1.0F, calm ? Token::text_muted : strong(limit.tone));
        due.cut_left(ui.em(0.3F));
        ui.text(due, limit.word, calm ? kMuted : coloured(kBold, strong(limit.tone)));
        row.cut_right(ui.em(0.4F));
    }
    Rect lines = row.middle(row.w, ui.em(2.9F));
    Rect first = lines.cut_top(ui.em(1.5F));
    // Where both do not fit, the title stays whole as far as it can: icon and verb say what the chip does.
    const std::string title = title_of(ui, here, waiting);
    const float title_w = ui.width_of(title, kBold) + 1;
    const bool both = title_w + ui.em(0.5F) + chip_width(ui, looks.chip) <= first.w;
    ui.text(both ? first.cut_left(title_w) : first, title, kBold);
    if (both) {
        first.cut_left(ui.em(0.5F));
        chip(ui, first, looks.chip, looks.tone, looks.chip_icon);
    }
    ui.text(lines, second_line(ui, waiting), kMuted);
}

void draw_waiting(Ui& ui, Rect r, const work::HomeView& view, const work::HereView& here,
                  std::optional<HomeIntent>& out) {
    card(ui, r);
    if (view.waiting.empty()) {
        const bool makes = !here.unit.empty();
        if (empty_state(ui, r, Icon::circle_check, Tone::ok, ui.tr("home.waiting.none"), ui.tr("home.waiting.none.why"),
                        makes ? ui.tr("home.new") : std::string())) {
            out = home::NewCase{};
        }
        return;
    }
    float verb_width = 0, due_width = 0;
    for (const work::Waiting& waiting : view.waiting) {
        verb_width = std::max(verb_width, button_width(ui, looks_of(ui, waiting).verb, {}));
        due_width =
            std::max(due_width, ui.width_of(short_limit(waiting.on.limit, ui.lang()).word, kBold) + ui.em(1.4F));
    }
    const Rect inside = r.inset(1);
    Rect at = ui.begin_scroll("waiting", inside);
    for (std::size_t i = 0; i < view.waiting.size(); ++i) {
        const Rect row{at.x, at.y + ui.em(kRow) * static_cast<float>(i), at.w, ui.em(kRow)};
        if (i > 0) {
            divider(ui, row);
        }
        waiting_row(ui, row, i, view.waiting[i], here, verb_width, due_width, out);
    }
    ui.end_scroll(ui.em(kRow) * static_cast<float>(view.waiting.size()));
}

struct NewsLook {
    Icon icon;
    Tone tone;
    std::string text;
};

NewsLook news_look(const Ui& ui, const work::HereView& here, const work::News& news) {
    const std::string title = home_title(ui, here, news.on);
    switch (news.kind) {
        case work::News::Kind::receipts:
            return {Icon::shield_check, Tone::ok, ui.tr("home.news.receipts", {std::to_string(news.count)})};
        case work::News::Kind::closed:
            return {Icon::circle_check, Tone::ok, ui.tr("home.news.closed", {title})};
        case work::News::Kind::refused:
            return {Icon::circle_x, Tone::danger, ui.tr("home.news.refused", {title})};
        case work::News::Kind::returned:
            return {Icon::undo_2, Tone::warning, ui.tr("home.news.returned", {title})};
        case work::News::Kind::grant:
            return {Icon::download, Tone::pending, ui.tr("home.news.grant", {title, news.text})};
        case work::News::Kind::held:
            return {Icon::octagon_pause, Tone::held, ui.tr("home.news.held", {title})};
        case work::News::Kind::moved:
            break;
    }
    const model::Matter* matter = here.catalogue->matter(news.on.matter);
    std::string step = state_of(news.on, ui.lang()).word;
    if (matter != nullptr) {
        for (const model::Layer& layer : matter->layers) {
            step = layer.step == news.on.step ? label(layer.label, ui.lang()) : step;
        }
    }
    return {Icon::circle_play, Tone::accent, ui.tr("home.news.moved", {title, step})};
}

void draw_news(Ui& ui, Rect r, const work::HomeView& view, const work::HereView& here, std::optional<HomeIntent>& out) {
    card(ui, r);
    if (view.news.empty()) {
        ui.text(Rect(r.inset(ui.em(1), 0)).cut_top(ui.em(kNews)), ui.tr("home.news.none"), kMuted);
        return;
    }
    Rect at = ui.begin_scroll("news", r.inset(1));
    // As many as fit share the card's height, so that it ends with a row.
    const auto fit = std::max(1.0F, std::floor(r.h / ui.em(kNews)));
    const float height = static_cast<float>(view.news.size()) >= fit ? (r.h - 2) / fit : ui.em(kNews);
    for (std::size_t i = 0; i < view.news.size(); ++i) {
        const work::News& news = view.news[i];
        Rect line{at.x, at.y + height * static_cast<float>(i), at.w, height};
        if (!news.on.key.empty() && row(ui, "news." + news.on.key, line, false).pressed) {
            out = home::OpenCase{news.on.key};
        }
        if (i > 0) {
            divider(ui, line);
        }
        line = line.inset(ui.em(1), 0);
        const NewsLook look = news_look(ui, here, news);
        ui.icon_in(line.cut_left(ui.em(1.2F)), look.icon, 1.2F, strong(look.tone));
        line.cut_left(ui.em(0.6F));
        ui.text(line.cut_right(ui.em(5.6F)), day_and_time(news.at), aligned(kCaptionText, Align::right));
        line.cut_right(ui.em(0.4F));
        ui.text(line, look.text);
    }
    ui.end_scroll(height * static_cast<float>(view.news.size()));
}

void draw_left(Ui& ui, Rect r, const work::HomeView& view, const work::HereView& here, std::optional<HomeIntent>& out) {
    Rect head = r.cut_top(ui.em(kSectionHead));
    head.cut_left(ui.text(head, ui.tr("home.waiting"), kSectionText) + ui.em(0.8F));
    if (view.waiting_all > 0) {
        ui.text(head, ui.tr("home.waiting.n", {std::to_string(view.waiting_all)}), kMuted);
    }
    // Four rows, or what is said in their place; one or two leave the room to the news.
    const float rows =
        view.waiting.empty() ? 4 : static_cast<float>(std::clamp<std::size_t>(view.waiting.size(), 2, 4));
    draw_waiting(ui, r.cut_top(std::min(r.h * 0.58F, ui.em(kRow) * rows + 2)), view, here, out);
    r.cut_top(ui.em(0.4F));
    head = r.cut_top(ui.em(kSectionHead));
    head.cut_left(ui.text(head, ui.tr("home.news"), kSectionText) + ui.em(0.8F));
    if (view.since) {
        ui.text(head, ui.tr("home.news.since", {day_and_time(*view.since)}), kMuted);
    }
    draw_news(ui, r, view, here, out);
}

std::string greeting(const Ui& ui, const work::HereView& here) {
    const int hour = std::stoi(clock_text(ui.frame().now).substr(0, 2));
    return ui.tr(hour < 12 ? "home.morning" : hour < 18 ? "home.afternoon" : "home.evening", {here.name});
}

void draw_tiles(Ui& ui, const Rect& r, const work::HereView& here, std::optional<HomeIntent>& out) {
    // Each as wide as its words need, the rest shared evenly: names differ much in English.
    const auto matters = here.catalogue->main_matters();
    const auto n = static_cast<float>(matters.size());
    float needed = 0;
    const auto name = [&](const model::Matter& m) {  // English ones are too long for six side by side
        return ui.zh() ? label(m.label, ui.lang()) : ui.tr("cases.short." + m.code);
    };
    const auto need = [&](const model::Matter& m) {
        return ui.width_of(name(m), kBold) + ui.em(2.0F);
    };
    for (const model::Matter* matter : matters) {
        needed += need(*matter);
    }
    const float gap = ui.em(0.6F), spare = (r.w - gap * (n - 1) - needed) / n;
    Rect rest = r;
    for (const model::Matter* one : matters) {
        const model::Matter& matter = *one;
        const Rect tile = rest.cut_left(need(matter) + spare);
        rest.cut_left(gap);
        const Press press = ui.press("matter." + matter.code, tile);
        ui.fill(tile, press.down ? Token::selection : Token::surface_raised, size::kRadiusCard);
        ui.outline(tile, Token::line_strong, press.down ? 2 : 1, size::kRadiusCard);
        if (press.ring) {
            ui.focus_ring(tile, size::kRadiusCard);
        }
        Rect inside = tile;
        inside.cut_left(std::max(ui.em(0.3F), (tile.w - need(matter) + ui.em(0.1F)) / 2));
        ui.icon_in(inside.cut_left(ui.em(1.4F)), matter_icon(matter.code), 1.4F, Token::accent);
        inside.cut_left(ui.em(0.5F));
        ui.text(inside, name(matter), kBold);
        if (press.pressed) {
            out = home::NewCase{matter.code};
        }
    }
}

}  // namespace

std::optional<HomeIntent> draw(Ui& ui, Rect page, const Around& around, HomeDesk& desk) {
    const auto scope = ui.scope("home");
    std::optional<HomeIntent> out;
    const work::HereView& here = *around.here;
    const std::string unit = here.unit_name.empty() ? here.county : here.unit_name;
    static_cast<void>(page_head(ui, page, greeting(ui, here),
                                day_with_weekday(ui.frame().now, ui.lang()) + (ui.zh() ? "·" : ", ") + unit));
    page.cut_bottom(ui.em(0.8F));
    if (!desk.view.value) {
        card(ui, page);
        if (!desk.view.error) {
            loading_rows(ui, page, desk.view.wait.since_ms, 6);
        } else if (error_state(ui, page, *desk.view.error, true)) {
            out = home::Retry{};
        }
        return out;
    }
    const work::HomeView& view = *desk.view.value;
    const bool makes_cases = !here.unit.empty();
    if (std::exchange(desk.take_focus, false) && (!view.waiting.empty() || makes_cases)) {
        ui.focus(ui.full(view.waiting.empty() ? "empty.action" : "take." + id_of(view.waiting[0])));
    }
    if (ui.wide()) {
        if (makes_cases) {
            draw_tiles(ui, page.cut_bottom(ui.em(kTiles)), here, out);
            page.cut_bottom(ui.em(0.6F));
        }
        const Rect right = page.cut_right(ui.em(20));
        page.cut_right(ui.em(1.2F));
        draw_left(ui, page, view, here, out);
        draw_panels(ui, right, view, around, out);
        return out;
    }
    Rect at = ui.begin_scroll("page", page);
    Rect all{at.x, at.y, at.w - ui.em(1), ui.em(60)};
    const float top = all.y;
    draw_left(ui, all.cut_top(ui.em(26)), view, here, out);  // what waits comes before what may be begun
    all.cut_top(ui.em(0.8F));
    if (makes_cases) {
        for (const model::Matter* one : here.catalogue->main_matters()) {
            const model::Matter& matter = *one;
            Rect line = all.cut_top(ui.em(2.8F));
            if (button(ui, "matter." + matter.code, line.inset(0, ui.em(0.2F)), label(matter.label, ui.lang()),
                       {Kind::secondary, matter_icon(matter.code)})) {
                out = home::NewCase{matter.code};
            }
        }
        all.cut_top(ui.em(0.6F));
    }
    draw_panels(ui, all.cut_top(ui.em(30)), view, around, out);
    ui.end_scroll(all.y - top);
    return out;
}

}  // namespace zj::desk
