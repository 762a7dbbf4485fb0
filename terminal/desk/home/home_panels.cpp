// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/home/home_panels.hpp"

#include <algorithm>
#include <array>

#include "terminal/desk/case_words.hpp"
#include "terminal/desk/shell/shell_draw.hpp"
#include "terminal/desk/words.hpp"
#include "terminal/ui/gauge.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kQueueRow = 2.2F;
constexpr std::size_t kQueueShown = 3;

std::string act_title(const Ui& ui, const work::HereView& here, const work::Queued& queued) {
    if (!queued.on.matter.empty()) {
        return home_title(ui, here, queued.on);
    }
    const std::string key = "home.act." + queued.act, word = ui.tr(key);
    return word != key ? word : ui.tr("home.act.other");
}

float queue_height(const Ui& ui, const work::HomeView& view) {
    const auto rows = static_cast<float>(std::min(view.queue.size(), kQueueShown));
    return ui.em(0.8F + 2.6F + 0.6F) + rows * ui.em(kQueueRow) + ui.em(3.4F);
}

void draw_queue(Ui& ui, const Rect& r, const work::HomeView& view, const Around& around,
                std::optional<HomeIntent>& out) {
    const work::HereView& here = *around.here;
    const work::reply::SyncState none, &sync = around.sync == nullptr ? none : *around.sync;
    card(ui, r);
    Rect body = r.inset(ui.em(1), ui.em(0.8F));
    const Safety safety = safety_of(around, ui.lang());
    Rect head = body.cut_top(ui.em(2.6F));
    disc_icon(ui, head.cut_left(ui.em(2.2F)).centre(), Icon::power, safety.safe ? Tone::ok : Tone::warning);
    head.cut_left(ui.em(0.6F));
    ui.text(head.cut_top(ui.em(1.4F)), safety.word, coloured(kSectionText, safety.safe ? Token::ok : Token::warning));
    ui.text(head, here.waiting == 0 ? ui.tr("home.safe.none") : ui.tr("home.safe.n", {std::to_string(here.waiting)}),
            kMuted);
    body.cut_top(ui.em(0.6F));
    for (std::size_t i = 0; i < std::min(view.queue.size(), kQueueShown); ++i) {
        const work::Queued& queued = view.queue[i];
        Rect line = body.cut_top(ui.em(kQueueRow));
        divider(ui, line);
        const bool papers = queued.materials > queued.materials_done;
        const std::string word = papers ? ui.tr("home.queue.materials", {std::to_string(queued.materials_done),
                                                                         std::to_string(queued.materials)})
                                        : ui.tr("home.queue.waits");
        chip_right(ui, line, word, Tone::pending, Icon::upload);
        ui.text(line, act_title(ui, here, queued));
    }
    divider(ui, body);
    body.cut_top(ui.em(0.4F));
    Rect foot = body;
    if (sync.running) {
        if (button_right(ui, "stop", foot, ui.tr("home.stop"), {}, 2.2F)) {
            out = home::StopSync{};
        }
        ui.text(foot, ui.tr("home.syncing"), kMuted);
        return;
    }
    if (button_right(ui, "sync", foot, ui.tr("home.sync"), {Kind::secondary, Icon::refresh_cw}, 2.2F)) {
        out = home::Sync{};
    }
    if (view.queue.size() > kQueueShown) {
        ui.text(foot, ui.tr("home.more", {std::to_string(view.queue.size() - kQueueShown)}), kMuted);
    } else if (sync.next_at) {
        ui.text(foot, ui.tr("home.retry", {clock_text(*sync.next_at)}), kMuted);
    }
}

void draw_seats(Ui& ui, const Rect& r, const work::HomeView& view, const work::HereView& here) {
    card(ui, r);
    Rect body = r.inset(ui.em(1), ui.em(0.8F));
    ui.text(body.cut_top(ui.em(1.6F)), ui.tr("home.seats"), kSectionText);
    if (view.seats.empty()) {
        ui.paragraph(body, ui.tr(here.unit.empty() ? "home.seats.other" : "home.seats.none"), kMuted);
        return;
    }
    Rect as_of = body.cut_top(ui.em(1.4F));
    ui.icon_in(as_of.cut_left(ui.em(1)), Icon::clock, 1.0F, Token::offline);
    as_of.cut_left(ui.em(0.3F));
    ui.text(as_of, ui.tr("home.seats.asof", {here.checkpoint_at ? day_and_time(*here.checkpoint_at) : "—"}),
            coloured(kBodyText, Token::offline));
    SeatParts all;
    Rect legend = body.cut_bottom(ui.em(1.3F));
    const Rect list = body;
    Rect at = ui.begin_scroll("seats", list);
    const float top = at.y;
    for (const work::Seats& one : view.seats) {
        at.h = ui.em(30);
        at.cut_top(ui.em(0.4F));
        Rect line = at.cut_top(ui.em(1.5F));
        const std::string figures =
            ui.tr("home.seats.figures", {std::to_string(one.h), std::to_string(one.available())});
        ui.text(line.cut_right(ui.width_of(figures, kMuted) + 1), figures, aligned(kMuted, Align::right));
        line.cut_right(ui.em(0.3F));
        ui.text(line, code_name(*here.catalogue, "quota", one.quota_type, ui.lang()), kBold);
        const SeatParts parts{one.h, one.a, one.o, one.r, 0};
        Rect cells = at;
        cells.w -= ui.em(0.6F);
        at.cut_top(seats(ui, cells, parts) + ui.em(0.2F));
        all.authorised += parts.authorised;
        all.actual += parts.actual;
        all.leaving += parts.leaving;
        all.reserved += parts.reserved;
    }
    ui.end_scroll(at.y - top);
    seats_legend(ui, legend, all, false);
}

// How urgent what waits is, in an office that has no seats of its own: one bar of all, and a line for each part.
void draw_due(Ui& ui, const Rect& r, const work::Due& due, std::optional<HomeIntent>& out) {
    struct Part {
        const char* key;
        Icon icon;
        Token colour;
        std::size_t n;
    };
    const std::array<Part, 4> parts{{{"home.due.over", Icon::circle_x, Token::danger, due.over},
                                     {"home.due.near", Icon::clock, Token::warning, due.near},
                                     {"home.due.calm", Icon::circle_check, Token::accent, due.calm},
                                     {"home.due.paused", Icon::circle_pause, Token::offline, due.paused}}};
    card(ui, r);
    Rect body = r.inset(ui.em(1), ui.em(0.8F));
    ui.text(body.cut_top(ui.em(1.6F)), ui.tr("home.due"), kSectionText);
    ui.text(body.cut_top(ui.em(1.4F)), ui.tr("home.office"), kMuted);
    body.cut_top(ui.em(0.8F));
    const std::size_t all = due.over + due.near + due.calm + due.paused;
    Rect bar = body.cut_top(ui.em(1));
    ui.fill(bar, Token::surface_sunken, size::kRadius);
    const float width = bar.w;
    for (const Part& part : parts) {
        if (part.n > 0) {
            const Rect piece = bar.cut_left(width * static_cast<float>(part.n) / static_cast<float>(all));
            ui.fill({piece.x, piece.y, std::max(2.0F, piece.w - 2), piece.h}, part.colour, size::kRadius);
        }
    }
    body.cut_top(ui.em(0.6F));
    for (const Part& part : parts) {
        Rect line = body.cut_top(ui.em(kQueueRow));
        divider(ui, line);
        ui.icon_in(line.cut_left(ui.em(1.2F)), part.icon, 1.2F, part.n > 0 ? part.colour : Token::text_muted);
        line.cut_left(ui.em(0.6F));
        ui.text(line.cut_right(ui.em(4)), count_text(part.n), aligned(part.n > 0 ? kBold : kMuted, Align::right));
        ui.text(line, ui.tr(part.key), part.n > 0 ? kBodyText : kMuted);
    }
    divider(ui, body);
    body.cut_top(ui.em(0.6F));
    Rect foot = body.cut_top(ui.em(2.4F));
    if (all > 0 && button_right(ui, "review", foot, ui.tr("home.due.go"), {Kind::secondary, Icon::stamp}, 2.2F)) {
        out = home::Review{};
    }
}

}  // namespace

std::string home_title(const Ui& ui, const work::HereView& here, const work::CaseRow& row) {
    return ui.zh() ? case_title(*here.catalogue, row, ui.lang()) : short_title(*here.catalogue, row, ui.lang());
}

void draw_panels(Ui& ui, Rect r, const work::HomeView& view, const Around& around, std::optional<HomeIntent>& out) {
    draw_queue(ui, r.cut_top(queue_height(ui, view)), view, around, out);
    r.cut_top(ui.em(0.8F));
    if (view.due) {
        draw_due(ui, r, *view.due, out);
    } else {
        draw_seats(ui, r, view, *around.here);
    }
}

}  // namespace zj::desk
