// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/matters/matters_draw.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "terminal/desk/words.hpp"
#include "terminal/ui/flow.hpp"
#include "terminal/ui/gauge.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;
using Intent = MattersIntent;

namespace {

constexpr float kList = 17, kInset = 1.0F;
constexpr float kRing = 0.4F, kBar = 0.8F;  // room for the ring of the focus, and for the bar beside the cards

const std::string& word(const Ui& ui, const model::Text2& text) {
    return ui.zh() ? text.zh : text.en;
}

// Of more values than this a few are named: a box of the flow chart is no list.
constexpr std::size_t kValuesMax = 5, kValuesShown = 3;

// "计划外用编：是" of every term, in the words of the catalogue.
std::string condition_text(const Ui& ui, const model::Catalogue& catalogue, const model::Matter& matter,
                           const model::Condition& condition) {
    std::string out;
    for (const model::Condition::Term& term : condition.terms) {
        const model::Field* field = matter.field(term.field);
        if (field == nullptr) {
            continue;
        }
        const bool all = term.any_of.size() <= kValuesMax;
        const std::size_t shown = all ? term.any_of.size() : kValuesShown;
        std::string values;
        for (const std::string& value : std::span(term.any_of).first(shown)) {
            std::string one = field->list.empty() ? value : code_name(catalogue, field->list, value, ui.lang());
            one = value == "true" ? ui.tr("matters.when.yes") : value.empty() ? ui.tr("matters.when.empty") : one;
            values += (values.empty() ? "" : ui.tr("matters.when.or")) + one;
        }
        if (!all) {
            values = ui.tr("matters.when.more", {values, std::to_string(term.any_of.size() - shown)});
        }
        // "Not empty" is filled in, "not yes" is no.
        const bool filled = term.negate && term.any_of.size() == 1 && term.any_of[0].empty();
        const std::string part =
            filled ? ui.tr("matters.when.filled", {word(ui, field->label)})
                   : ui.tr(term.negate ? "matters.when.is_not" : "matters.when.is", {word(ui, field->label), values});
        out += (out.empty() ? "" : ui.tr(condition.any ? "matters.when.either" : "matters.when.and")) + part;
    }
    return out;
}

std::vector<FlowBox> flow_of(const Ui& ui, const model::Catalogue& catalogue, const model::Matter& matter) {
    std::vector<FlowBox> out;
    out.push_back({Icon::pencil, ui.tr("matters.flow.fill"), ui.tr("matters.flow.fill.note"), {}, true});
    if (!matter.confirm_role.empty()) {
        out.push_back({Icon::user,
                       ui.tr("matters.flow.confirm"),
                       role_name(catalogue, matter.confirm_role, ui.lang()),
                       {},
                       false});
    }
    out.push_back({Icon::download, ui.tr("matters.flow.received"), ui.tr("matters.flow.received.note"), {}, false});
    for (const model::Layer& layer : matter.layers) {
        const std::string note = role_name(catalogue, layer.role, ui.lang()) + "\n" +
                                 ui.tr("matters.flow.limit", {half_days_text(layer.limit_half_days, ui.lang())});
        out.push_back({Icon::stamp, word(ui, layer.label), note,
                       layer.when ? ui.tr("matters.flow.when", {condition_text(ui, catalogue, matter, *layer.when)})
                                  : std::string(),
                       false});
    }
    out.push_back(
        {Icon::circle_check, ui.tr("matters.flow.closed"), ui.tr("matters.flow.closed." + matter.code), {}, false});
    return out;
}

bool may_fill(const model::Matter& matter) {
    return matter.open && !matter.tabular();
}

void draw_tile(Ui& ui, Rect& list, const model::Matter& matter, bool chosen, std::optional<Intent>& out) {
    const bool open = may_fill(matter);
    const float inner = list.w - ui.em(1.6F + 2.0F + 0.8F);
    const std::string name = word(ui, matter.label);
    const std::string second =
        open ? ui.tr("matters.limit", {half_days_text(matter.limit_half_days, ui.lang())}) : ui.tr("matters.closed");
    const float lines = ui.height_of(name, inner, kBold) + ui.height_of(second, inner, kMuted);
    const Rect r = list.cut_top(std::max(ui.em(3.8F), lines + ui.em(1.0F)));
    list.cut_top(ui.em(0.6F));
    const Press press = ui.press(matter.code, r);
    card(ui, r, chosen);
    if (chosen || press.down) {
        ui.fill(r.inset(2), Token::selection, size::kRadiusCard);
    }
    if (press.ring) {
        ui.focus_ring(r, size::kRadiusCard);
    }
    if (press.pressed) {
        out = Intent{press.twice && open ? Intent::Kind::start : Intent::Kind::choose, matter.code};
    }
    Rect body = r.inset(ui.em(0.8F), 0);
    ui.icon_in(body.cut_left(ui.em(2)), matter_icon(matter.code), 1.6F, open ? Token::accent : Token::text_muted);
    body.cut_left(ui.em(0.8F));
    body = body.middle(body.w, lines);
    body.cut_top(ui.paragraph(body, name, open ? kBold : coloured(kBold, Token::text_muted)));
    ui.paragraph(body, second, kMuted);
}

void draw_tiles(Ui& ui, Rect& list, const model::Catalogue& catalogue, const model::Matter& chosen,
                std::optional<Intent>& out) {
    for (const model::Matter* one : catalogue.main_matters()) {
        draw_tile(ui, list, *one, one == &chosen, out);
    }
}

float draw_materials(Ui& ui, const Rect& r, const model::Catalogue& catalogue, const model::Matter& matter) {
    Rect rest = r;
    rest.h = 100'000;
    for (int turn = 0; turn < 3; ++turn) {  // always, under a condition, never required
        for (const model::Slot& slot : matter.materials) {
            const int kind = !slot.required ? 2 : slot.required->terms.empty() ? 0 : 1;
            if (kind != turn) {
                continue;
            }
            Rect row = rest;
            const Rect mark = row.cut_left(ui.em(1.2F));
            const Icon icon = kind == 0 ? Icon::file_text : kind == 1 ? Icon::circle_question_mark : Icon::plus;
            ui.icon(icon, {mark.centre().x, rest.y + ui.line_height() / 2}, 1.1F,
                    kind == 0 ? Token::accent : Token::text_muted);
            row.cut_left(ui.em(0.5F));
            float used = ui.paragraph(row, word(ui, slot.label), kind == 0 ? kBodyText : kMuted);
            if (kind == 1) {
                const std::string when =
                    ui.tr("matters.materials.when", {condition_text(ui, catalogue, matter, *slot.required)});
                used += ui.paragraph({row.x, row.y + used, row.w, 0}, when, kCaptionText);
            }
            rest.cut_top(used + ui.em(0.3F));
        }
    }
    return rest.y - r.y;
}

float draw_seats(Ui& ui, const Rect& r, const Around& around, const MattersDesk& desk) {
    Rect rest{r.x, r.y, r.w, 100'000};
    Rect as_of = rest.cut_top(ui.line_height());
    ui.icon_in(as_of.cut_left(ui.em(1)), Icon::clock, 1.0F, Token::offline);
    as_of.cut_left(ui.em(0.3F));
    const auto& at = around.here->checkpoint_at;
    ui.text(as_of, at ? ui.tr("matters.seats.as_of", {day_and_time(*at)}) : ui.tr("matters.seats.never"),
            coloured(kBodyText, Token::offline));
    if (desk.home.value && desk.home.value->seats.empty()) {
        rest.cut_top(ui.paragraph(rest, ui.tr("matters.seats.none"), kMuted));
    }
    for (const work::Seats& seats : desk.home.value ? desk.home.value->seats : std::vector<work::Seats>()) {
        rest.cut_top(ui.em(0.3F));
        Rect row = rest.cut_top(ui.line_height());
        const std::string free = ui.tr("matters.seats.free", {std::to_string(seats.available())});
        const Style style = coloured(kBold, seats.available() > 0 ? Token::text : Token::warning);
        ui.text(row.cut_right(ui.width_of(free, style)), free, style);
        ui.text(row, code_name(*around.here->catalogue, "quota", seats.quota_type, ui.lang()));
        const SeatParts parts{seats.h, seats.a, seats.o, seats.r, 0};
        rest.cut_top(ui::seats(ui, rest, parts) + ui.em(0.2F));
        seats_legend(ui, rest.cut_top(ui.line_height()), parts, true);
    }
    return rest.y - r.y;
}

// A card whose height is the one of its content in the frame before; another frame follows where it changes.
template <class Draw>
float grown_card(Ui& ui, const Rect& r, const char* id, std::string_view title, Draw&& content) {
    float& kept = ui.kept(id);
    card(ui, {r.x, r.y, r.w, kept});
    Rect body{r.x + ui.em(kInset), r.y + ui.em(0.5F), r.w - 2 * ui.em(kInset), 100'000};
    ui.text(body.cut_top(ui.em(2)), title, kSectionText);
    const float height = ui.em(2.5F) + content(body) + ui.em(0.8F);
    if (kept != height) {
        kept = height;
        ui.want_frame();
    }
    return height;
}

float draw_about(Ui& ui, const Rect& r, const Around& around, const MattersDesk& desk, const model::Matter& matter) {
    const model::Catalogue& catalogue = *around.here->catalogue;
    Rect rest{r.x, r.y, r.w, 100'000};
    if (!may_fill(matter)) {
        rest.cut_top(
            banner(ui, rest, Tone::offline, Icon::circle_pause, ui.tr("matters.closed"), ui.tr("matters.closed.text")) +
            ui.em(0.6F));
    }
    rest.cut_top(ui.paragraph(rest, ui.zh() ? matter.summary_zh : matter.summary_en) + ui.em(0.6F));
    rest.cut_top(
        grown_card(
            ui, rest, "flow.height", ui.tr("matters.flow", {half_days_text(matter.limit_half_days, ui.lang())}),
            [&](const Rect& body) { return flow_chart(ui, body, flow_of(ui, catalogue, matter)) + ui.em(0.2F); }) +
        ui.em(0.6F));
    const bool two = r.w >= ui.em(32);
    const float half = two ? (rest.w - ui.em(0.8F)) / 2 : rest.w;
    const Rect left{rest.x, rest.y, half, 0};
    const float materials = grown_card(ui, left, "materials.height", ui.tr("matters.materials"),
                                       [&](const Rect& body) { return draw_materials(ui, body, catalogue, matter); });
    const Rect right =
        two ? Rect{rest.right() - half, rest.y, half, 0} : Rect{rest.x, rest.y + materials + ui.em(0.6F), half, 0};
    const float seats = grown_card(ui, right, "seats.height", ui.tr("matters.seats"),
                                   [&](const Rect& body) { return draw_seats(ui, body, around, desk); });
    rest.cut_top(two ? std::max(materials, seats) : materials + ui.em(0.6F) + seats);
    return rest.y - r.y;
}

bool may_start(const Around& around) {
    const auto& roles = around.here->roles;
    return std::find(roles.begin(), roles.end(), "unit_clerk") != roles.end();
}

}  // namespace

std::optional<MattersIntent> draw(Ui& ui, Rect page, const Around& around, MattersDesk& desk) {
    const auto scope = ui.scope("matters");
    std::optional<Intent> out;
    if (around.here == nullptr || around.here->catalogue == nullptr) {
        loading_rows(ui, page, desk.home.wait.since_ms, 6);
        return out;
    }
    const model::Catalogue& catalogue = *around.here->catalogue;
    const model::Matter* matter = shown(desk, catalogue);
    if (!may_start(around) || matter == nullptr) {
        const bool none = matter == nullptr;
        static_cast<void>(empty_state(ui, page, none ? Icon::file_plus : Icon::lock, Tone::offline,
                                      ui.tr(none ? "matters.none" : "matters.forbidden"),
                                      ui.tr(none ? "matters.none.text" : "matters.forbidden.text")));
        return out;
    }
    Rect head = page_head(ui, page, ui.tr("matters.title"), ui.wide() ? ui.tr("matters.about") : std::string());
    const Button spec{Kind::primary, Icon::pencil, true, false, Chord::ctrl_enter};
    if (may_fill(*matter) && button_right(ui, "start", head, ui.tr("matters.start"), spec)) {
        out = Intent{Intent::Kind::start, matter->code};
    }
    if (desk.home.error) {
        const texts::Explained e = texts::explain(*desk.home.error, ui.lang());
        page.cut_top(banner(ui, page, Tone::danger, Icon::circle_x, e.what, e.todo) + ui.em(0.6F));
    }
    const bool wide = ui.wide();
    const float ring = ui.em(kRing);
    if (wide) {
        const Rect list = page.cut_left(ui.em(kList));
        page.cut_left(ui.em(1.2F));
        const Rect at = ui.begin_scroll("list", {list.x - ring, list.y, list.w + 2 * ring, list.h});
        Rect tiles{list.x, at.y + 2, list.w, 100'000};
        draw_tiles(ui, tiles, catalogue, *matter, out);
        ui.end_scroll(tiles.y - at.y);
    }
    const Rect at = ui.begin_scroll("about", {page.x - ring, page.y, page.w + ring + ui.em(kBar), page.h});
    Rect body{page.x, at.y + 2, page.w, 100'000};
    if (!wide) {
        draw_tiles(ui, body, catalogue, *matter, out);
    }
    body.cut_top(draw_about(ui, body, around, desk, *matter));
    ui.end_scroll(body.y - at.y + ui.em(0.6F));
    return out;
}

}  // namespace zj::desk
