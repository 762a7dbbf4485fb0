// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/cases/cases_draw.hpp"

#include <array>

#include "terminal/desk/case_draw.hpp"
#include "terminal/ui/field.hpp"
#include "terminal/ui/list_view.hpp"
#include "terminal/ui/tabs.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;
using Which = work::CasesQuery::Which;

namespace {

constexpr float kRow = 3.5F;

struct Filter {
    Which which;
    const char* id;
    const char* key;
};
constexpr std::array kFilters{
    Filter{Which::all, "all", "cases.which.all"},    Filter{Which::open, "open", "cases.which.open"},
    Filter{Which::mine, "mine", "cases.which.mine"}, Filter{Which::returned, "returned", "cases.which.returned"},
    Filter{Which::held, "held", "cases.which.held"}, Filter{Which::closed, "closed", "cases.which.closed"}};

bool is(const Around& around, std::string_view role) {
    return around.here != nullptr && has_role(*around.here, role);
}

void head(Ui& ui, Rect& page, const Around& around, CasesDesk& desk, std::optional<CasesIntent>& out) {
    const std::string count =
        desk.pages.known() ? ui.tr("cases.count", {count_text(desk.pages.total())}) : std::string();
    Rect head = page_head(ui, page, ui.tr("cases.title"), count);
    if (is(around, "unit_clerk") && button_right(ui, "new", head, ui.tr("cases.new"),
                                                 {Kind::primary, Icon::file_plus, true, false, Chord::ctrl_enter})) {
        out = cases_intent::NewCase{};
    }
    Rect place = head.cut_right(std::min(head.w, ui.em(16)));
    place = place.middle(place.w, ui.em(size::kControl));
    Field field;
    field.bare = true;
    field.placeholder = ui.tr("cases.search");
    if (ui.chord(Chord::ctrl_f)) {
        ui.focus(ui.full("search"));
    }
    const FieldEvent event = text_field(ui, "search", place, desk.search, field);
    if (desk.search.revision() != desk.searched) {
        out = cases_intent::Search{};
    }
    if (event.entered) {
        desk.list.take_focus = true;
    }
}

// Below this height of the page the filters drop down, so that there is room for rows.
constexpr float kLow = 20;

void low_filters(Ui& ui, Rect& page, const Around& around, CasesDesk& desk, std::optional<CasesIntent>& out) {
    const Rect row = page.cut_top(ui.em(size::kControl));
    page.cut_top(ui.em(size::kS3));
    Field bare;
    bare.bare = true;
    std::vector<Option> options;
    std::string on;
    for (const Filter& filter : kFilters) {
        options.push_back({filter.id, ui.tr(filter.key), {}, {}});
        on = filter.which == desk.query.which ? filter.id : on;
    }
    if (const auto chosen =
            choice_field(ui, "which", row.column(0, 2, ui.em(size::kS3)), desk.which, options, on, bare).chosen) {
        for (const Filter& filter : kFilters) {
            out = *chosen == filter.id ? std::optional<CasesIntent>(cases_intent::Which{filter.which}) : out;
        }
    }
    const MatterTabs all = matter_tabs(ui, around, desk.by_matter, desk.query.matter);
    if (const auto chosen = matter_choice(ui, row.column(1, 2, ui.em(size::kS3)), all, desk.matter)) {
        out = cases_intent::Matter{*chosen};
    }
}

void filters(Ui& ui, Rect& page, const Around& around, CasesDesk& desk, std::optional<CasesIntent>& out) {
    std::vector<std::string> names;
    std::vector<Tab> folded;
    std::size_t on = 0;
    for (std::size_t i = 0; i < kFilters.size(); ++i) {
        names.push_back(ui.tr(kFilters[i].key));
        folded.push_back({kFilters[i].id, names.back()});
        on = kFilters[i].which == desk.query.which ? i : on;
    }
    const auto choose = [&](std::size_t i) {
        out = cases_intent::Which{kFilters[i].which};
    };
    if (segmented_width(ui, names) <= page.w) {
        const Rect row = page.cut_top(ui.em(size::kControl));
        const Rect place{row.x, row.y, segmented_width(ui, names), row.h};
        if (const auto chosen = segmented(ui, "which", place, names, static_cast<int>(on))) {
            choose(static_cast<std::size_t>(*chosen));
        }
    } else if (const auto chosen = tabs(ui, "which", page.cut_top(tabs_height(ui, page.w, folded, on)), folded, on)) {
        choose(*chosen);
    }
    page.cut_top(ui.em(size::kS3));
    const auto all = matter_tabs(ui, around, desk.by_matter, desk.query.matter);
    if (all.tabs.size() > 2 || !desk.query.matter.empty()) {
        if (const auto chosen =
                tabs(ui, "matter", page.cut_top(tabs_height(ui, page.w, all.tabs, all.on)), all.tabs, all.on)) {
            out = cases_intent::Matter{all.codes[*chosen]};
        }
        page.cut_top(ui.em(size::kS3));
    }
}

// Right column: what is left of the limit, or when it last changed; below, the number.
void right_column(Ui& ui, Rect column, const work::CaseRow& row) {
    Rect inside = column.middle(column.w, ui.em(2.7F));
    Rect above = inside.cut_top(ui.em(1.4F));
    const StateLook limit = short_limit(row.limit, ui.lang());
    if (!closed(row) && !limit.word.empty()) {
        limit_line(ui, above, limit);
    } else if (row.changed_at) {
        ui.text(above, when_text(*row.changed_at, ui.frame().now), aligned(kCaptionText, Align::right));
    }
    ui.text(inside, case_number(row, ui.lang()), aligned(kCaptionText, Align::right));
}

void draw_row(Ui& ui, Rect r, const Around& around, const work::CaseRow& row) {
    r = r.inset(ui.em(1), 0);
    const bool narrow = r.w < ui.em(34);
    const StateLook state = state_of(row, ui.lang());
    disc_icon(ui, r.cut_left(ui.em(2.2F)).centre(), matter_icon(row.matter), Tone::neutral);
    r.cut_left(ui.em(0.7F));
    right_column(ui, r.cut_right(ui.em(narrow ? 9.2F : 9.5F)), row);
    r.cut_right(ui.em(0.6F));
    const std::string title = case_title(*around.here->catalogue, row, ui.lang());
    if (narrow) {
        Rect lines = r.middle(r.w, ui.em(2.9F));
        ui.text(lines.cut_top(ui.em(1.4F)), title, kBold);
        chip(ui, lines, state.word, state.tone, state.icon);
        return;
    }
    Rect chips = r.cut_right(ui.em(ui.zh() ? 7.4F : 9.2F));
    chip(ui, chips, state.word, state.tone, state.icon);
    r.cut_right(ui.em(0.6F));
    const std::string second = where_text(ui, around, row);
    if (second.empty() || ui.width_of(title, kBold) > r.w) {
        const float height = ui.height_of(title, r.w, kBold, 2);
        ui.paragraph(r.middle(r.w, height), title, kBold, 2);
        return;
    }
    Rect lines = r.middle(r.w, ui.em(2.7F));
    ui.text(lines.cut_top(ui.em(1.4F)), title, kBold);
    ui.text(lines, second, kMuted);
}

void placeholder(Ui& ui, Rect r) {
    r = r.inset(ui.em(1), 0);
    ui.disc(r.cut_left(ui.em(2.2F)).centre(), ui.em(1.1F), Token::surface_sunken);
    r.cut_left(ui.em(0.7F));
    const Rect bar = r.middle(r.w, ui.em(0.9F));
    ui.fill({bar.x, bar.y, std::min(bar.w * 0.5F, ui.em(12)), bar.h}, Token::surface_sunken, size::kRadius);
    ui.fill({bar.right() - ui.em(5), bar.y, ui.em(5), bar.h}, Token::surface_sunken, size::kRadius);
}

void rows(Ui& ui, const Rect& area, const Around& around, CasesDesk& desk, std::optional<CasesIntent>& out) {
    card(ui, area);
    ListView list(ui, "list", area.inset(1), desk.list, desk.pages.total(), ui.em(kRow));
    for (std::size_t i = list.rows().first; i < list.rows().last; ++i) {
        const work::CaseRow* row = desk.pages.at(i);
        if (row == nullptr) {
            list.row(i, "row.#" + std::to_string(i));
            placeholder(ui, list.place(i));
            continue;
        }
        if (list.row(i, "row." + row->key).pressed) {
            out = cases_intent::Open{row->key};
        }
        draw_row(ui, list.place(i), around, *row);
    }
    if (!out && desk.pages.wanted(list.rows().first, list.rows().last) && !desk.wait && !desk.error) {
        out = cases_intent::Seen{list.rows().first, list.rows().last};
    }
}

void nothing(Ui& ui, const Rect& area, const Around& around, const CasesDesk& desk, std::optional<CasesIntent>& out) {
    card(ui, area);
    const work::CasesQuery& query = desk.query;
    if (query.which != Which::all || !query.matter.empty() || !query.text.empty()) {
        if (empty_state(ui, area, Icon::search, Tone::neutral, ui.tr("cases.none_found"), ui.tr("cases.none_found.why"),
                        ui.tr("cases.show_all"))) {
            out = cases_intent::All{};
        }
    } else if (around.here != nullptr && around.here->checkpoint == 0) {
        if (empty_state(ui, area, Icon::link_2_off, Tone::offline, ui.tr("cases.not_synced"),
                        ui.tr("cases.not_synced.why"), ui.tr("cases.sync"))) {
            out = cases_intent::SyncNow{};
        }
    } else if (empty_state(ui, area, Icon::folder_open, Tone::neutral, ui.tr("cases.empty"),
                           ui.tr("cases.empty.why"))) {
        out = cases_intent::NewCase{};
    }
}

}  // namespace

std::optional<CasesIntent> draw(Ui& ui, Rect page, const Around& around, CasesDesk& desk) {
    std::optional<CasesIntent> out;
    const auto scope = ui.scope("cases");
    if (no_business(around)) {
        page_head(ui, page, ui.tr("cases.title"), {});
        empty_state(ui, page, Icon::lock, Tone::neutral, ui.tr("cases.no_role"), ui.tr("cases.no_role.why"));
        return out;
    }
    head(ui, page, around, desk, out);
    if (page.h < ui.em(kLow)) {
        low_filters(ui, page, around, desk, out);
    } else {
        filters(ui, page, around, desk, out);
    }
    page.cut_bottom(ui.em(size::kS4));
    if (desk.error && desk.pages.total() == 0) {
        card(ui, page);
        if (error_state(ui, page, *desk.error, true)) {
            out = cases_intent::Retry{};
        }
    } else if (!desk.pages.known()) {
        card(ui, page);
        loading_rows(ui, page, desk.wait.since_ms, 12);
    } else if (desk.pages.total() == 0) {
        nothing(ui, page, around, desk, out);
    } else {
        rows(ui, page, around, desk, out);
    }
    return out;
}

}  // namespace zj::desk
