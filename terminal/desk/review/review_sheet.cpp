// SPDX-License-Identifier: Apache-2.0
// The case beside the queue: what is asked, what it does to the ledger, what the register says, its documents, and what
// can be decided. The first three need no scrolling.
#include <algorithm>

#include "terminal/desk/case_draw.hpp"
#include "terminal/desk/review/review_draw.hpp"
#include "terminal/ui/gauge.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr std::size_t kFirstFields = 6, kFirstStacked = 4;  // what a reviewer compares first

struct Sheet {
    const ReviewPart& of;
    const work::CaseView& view;
    Rect at;  // what is left of the content, as wide as the text
    Rect card;

    Ui& ui() const { return of.ui; }
    void rule() {
        at.cut_top(ui().em(0.6F));
        ui().line({card.x, at.y}, {card.right(), at.y}, Token::line);
        at.cut_top(ui().em(0.5F));
    }
};

void title(Sheet& sheet) {
    Ui& ui = sheet.ui();
    const work::CaseRow& row = sheet.view.row;
    const std::string title = case_title(*sheet.of.around.here->catalogue, row, ui.lang());
    const std::string number = case_number(row, ui.lang());
    const StateLook state = state_of(row, ui.lang());
    Rect head = sheet.at.cut_top(ui.em(2));
    const float number_width = ui.width_of(number, kMuted);
    // That it is under review is plain here; what is not, stands behind the title.
    const bool plain = row.state == "in_review" || row.state == "received";
    const float chip_room = plain && !row.held ? 0 : chip_width(ui, state.word) + ui.em(0.6F);
    const bool fits = ui.width_of(title, kSectionText) + number_width + chip_room + ui.em(1.0F) <= head.w;
    Rect second = fits ? head : sheet.at.cut_top(ui.em(1.7F));
    ui.text(second, number, aligned(kMuted, Align::right));
    if (fits) {
        second.cut_left(ui.width_of(title, kSectionText) + ui.em(0.6F));
    }
    if (chip_room > 0) {
        chip(ui, second, state.word, state.tone, state.icon);
    }
    ui.text(head, title, kSectionText);
    sheet.at.cut_top(ui.em(0.4F));
}

void first_fields(Sheet& sheet) {
    Ui& ui = sheet.ui();
    sheet.at.cut_top(fields(ui, sheet.at, sheet.of.around, sheet.view, ui.zh() ? kFirstFields : kFirstStacked));
}

struct Column {
    const char* key;
    std::int64_t now, then;
};

void effect_table(Sheet& sheet, const work::SeatsChange& change) {
    Ui& ui = sheet.ui();
    const auto &now = change.now, &then = change.then;
    const std::vector<Column> columns{{"ledger.h", now.h, then.h},
                                      {"ledger.a", now.a, then.a},
                                      {"ledger.o", now.o, then.o},
                                      {"ledger.r", now.r, then.r},
                                      {"ledger.u", now.available(), then.available()}};
    const float label =
        std::max({ui.em(4.4F), ui.width_of(ui.tr("review.now")), ui.width_of(ui.tr("review.after"), kBold)});
    Rect table = sheet.at.cut_top(ui.em(3 * 1.8F));
    const auto row = [&](const std::string& name, bool bold, const auto& text, const auto& changed) {
        Rect line = table.cut_top(ui.em(1.8F));
        ui.text(line.cut_left(label), name, bold ? kBold : kMuted);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Rect cell = line.column(static_cast<int>(i), static_cast<int>(columns.size()), 0);
            ui.text(cell, text(columns[i]),
                    aligned(changed(columns[i]) ? kBold
                            : name.empty()      ? kMuted
                                                : kBodyText,
                            Align::right));
        }
    };
    const auto never = [](const Column&) {
        return false;
    };
    row({}, false, [&](const Column& c) { return ui.tr(c.key); }, never);
    row(ui.tr("review.now"), false, [](const Column& c) { return std::to_string(c.now); }, never);
    row(
        ui.tr("review.after"), true, [](const Column& c) { return std::to_string(c.then); },
        [](const Column& c) { return c.now != c.then; });
}

SeatParts parts(const work::Seats& seats) {
    return {seats.h, seats.a, std::min(seats.o, seats.a), seats.r, 0};
}

void gauges(Sheet& sheet, const work::SeatsChange& change) {
    Ui& ui = sheet.ui();
    sheet.at.cut_top(ui.em(0.4F));
    Rect row = sheet.at;
    const float half = (row.w - ui.em(3.2F)) / 2;
    const Rect left = row.cut_left(half), arrow = row.cut_left(ui.em(3.2F));
    const float used = std::max(seats(ui, left, parts(change.now)), seats(ui, row, parts(change.then)));
    ui.icon_in({arrow.x, arrow.y, arrow.w, used}, Icon::chevron_right, 1.2F, Token::text_muted);
    sheet.at.cut_top(used + ui.em(0.3F));
    SeatParts both = parts(change.now);  // what occurs before or after
    const SeatParts then = parts(change.then);
    both.leaving = std::max(both.leaving, then.leaving);
    both.reserved = std::max(both.reserved, then.reserved);
    both.authorised =
        std::max(both.authorised, both.actual + both.reserved + std::max<std::int64_t>(0, change.then.available()));
    seats_legend(ui, sheet.at.cut_top(ui.em(1.4F)), both, false);
}

void effect(Sheet& sheet) {
    Ui& ui = sheet.ui();
    if (sheet.view.effect.empty()) {
        return;
    }
    sheet.rule();
    bool first = true;
    for (const work::SeatsChange& change : sheet.view.effect) {
        if (!first) {
            sheet.at.cut_top(ui.em(0.6F));
        }
        Rect head = sheet.at.cut_top(ui.em(1.7F));
        if (first) {
            head.cut_left(ui.text(head, ui.tr("review.effect"), kBold) + ui.em(0.6F));
        }
        const auto& catalogue = *sheet.of.around.here->catalogue;
        const std::string type = code_name(catalogue, "quota", change.now.quota_type, ui.lang());
        const bool other = !change.unit.empty() && change.unit != sheet.view.row.unit_name;
        ui.text(head, ui.tr(other ? "review.effect.of" : "review.effect.when", {type, change.unit}), kMuted);
        effect_table(sheet, change);
        gauges(sheet, change);
        first = false;
    }
}

void facts(Sheet& sheet) {
    Ui& ui = sheet.ui();
    if (sheet.view.facts.empty()) {
        return;
    }
    sheet.rule();
    using Mark = work::Fact::Mark;
    for (const work::Fact& fact : sheet.view.facts) {
        const Icon icon = fact.mark == Mark::good   ? Icon::circle_check
                          : fact.mark == Mark::bad  ? Icon::circle_x
                          : fact.mark == Mark::note ? Icon::info
                                                    : Icon::circle_question_mark;
        const Token colour = fact.mark == Mark::good   ? Token::ok
                             : fact.mark == Mark::bad  ? Token::danger
                             : fact.mark == Mark::note ? Token::text_muted
                                                       : Token::warning;
        const std::string text = ui.tr(fact.key, fact.args);
        Rect row = sheet.at.cut_top(ui.height_of(text, sheet.at.w - ui.em(1.8F)) + ui.em(0.2F));
        ui.icon_in(row.cut_left(ui.em(1.2F)).cut_top(ui.line_height()), icon, 1.2F, colour);
        row.cut_left(ui.em(0.6F));
        ui.paragraph(row, text);
    }
}

void materials(Sheet& sheet) {
    Ui& ui = sheet.ui();
    sheet.rule();
    const auto& all = sheet.view.materials;
    const auto there = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), can_preview));
    Rect head = sheet.at.cut_top(ui.em(size::kTouch));
    if (there > 0 && button_right(ui, "look", head, ui.tr("review.look"), {Kind::secondary, Icon::eye}, size::kTouch)) {
        sheet.of.out = review_intent::Page{{PreviewMove::What::open, 0}};
    }
    head.cut_left(ui.text(head, ui.tr("review.materials"), kBold) + ui.em(0.6F));
    ui.text(head, ui.tr(there == 1 ? "review.materials.one" : "review.materials.count", {std::to_string(there)}),
            kMuted);
    sheet.at.cut_top(ui.em(0.3F));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Rect row = sheet.at.cut_top(ui.em(2.9F));
        if (can_preview(all[i])) {
            const Press press = ui.press(material_id(all[i]), row);
            if (press.ring) {
                ui.outline(row.grown(2), Token::focus, 3, size::kRadius);
            }
            if (press.pressed) {
                sheet.of.out = review_intent::Page{{PreviewMove::What::open, static_cast<int>(i)}};
            }
        }
        material_row(ui, row, sheet.of.around, sheet.view.row, all[i]);
    }
}

void all_fields(Sheet& sheet) {
    Ui& ui = sheet.ui();
    sheet.rule();
    ui.text(sheet.at.cut_top(ui.em(1.8F)), ui.tr("review.fields"), kBold);
    sheet.at.cut_top(ui.em(0.2F));
    sheet.at.cut_top(fields(ui, sheet.at, sheet.of.around, sheet.view));
}

struct Verdict {
    const char* id;
    const char* key;
    Icon icon;
    Kind kind;
    ReviewIntent intent;
};

std::vector<Verdict> verdicts(const work::CaseView& view, bool batch) {
    const Kind next = batch ? Kind::secondary : Kind::primary;
    if (view.row.state == "paused") {
        return {{"resume", "review.resume", Icon::circle_play, next, review_intent::Resume{}}};
    }
    return {{"pass", "review.pass", Icon::check, next, review_intent::Pass{}},
            {"return", "review.return", Icon::undo_2, Kind::secondary, review_intent::Draft{"return"}},
            {"pause", "review.pause", Icon::circle_pause, Kind::secondary, review_intent::Draft{"pause"}},
            {"refuse", "review.refuse", Icon::x, Kind::danger, review_intent::Draft{"refuse"}}};
}

// Side by side where they fit, the first as wide as what is left; else two and two.
void draw_verdicts(const ReviewPart& of, Rect bar, const std::vector<Verdict>& all) {
    Ui& ui = of.ui;
    const bool batch = !of.desk.ticked.empty();
    const float gap = ui.em(size::kS3);
    float others = 0;
    const auto spec = [&](const Verdict& one) {
        Button out{one.kind, one.icon};
        out.chord = &one == &all.front() && !batch ? Chord::ctrl_enter : Chord::none;
        out.busy = of.around.busy_signing;
        return out;
    };
    for (const Verdict& one : all) {
        others += &one == &all.front() ? 0 : button_width(ui, ui.tr(one.key), spec(one)) + gap;
    }
    const bool fits = others + button_width(ui, ui.tr(all[0].key), spec(all[0])) <= bar.w;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Rect place;
        if (fits) {
            place = bar.cut_left(i == 0 ? bar.w - others : button_width(ui, ui.tr(all[i].key), spec(all[i])));
            bar.cut_left(gap);
        } else {
            Rect rows = bar;
            Rect row = i < 2 ? rows.cut_top(ui.em(size::kControl)) : rows.cut_bottom(ui.em(size::kControl));
            place = row.column(static_cast<int>(i % 2), 2, gap);
        }
        if (button(ui, all[i].id, place.middle(place.w, ui.em(size::kControl)), ui.tr(all[i].key), spec(all[i]))) {
            of.out = all[i].intent;
        }
    }
}

float verdicts_height(const Ui& ui, float width, const std::vector<Verdict>& all) {
    float whole = 0;
    for (const Verdict& one : all) {
        whole += button_width(ui, ui.tr(one.key), {one.kind, one.icon}) + ui.em(size::kS3);
    }
    return ui.em(whole - ui.em(size::kS3) <= width ? size::kControl : 2 * size::kControl + size::kS3);
}

const char* why_not(const work::CaseView& view) {
    return view.own_waits ? "review.decided" : view.row.held ? "review.held" : "review.not_yours";
}

float decision_height(const ReviewPart& of, float width, const work::CaseView& view) {
    const Ui& ui = of.ui;
    const float inside = width - ui.em(2);
    return ui.em(1.2F) + (view.can_decide ? verdicts_height(ui, inside, verdicts(view, !of.desk.ticked.empty()))
                                          : ui.height_of(ui.tr(why_not(view)), inside - ui.em(1.8F)));
}

void decision_bar(const ReviewPart& of, Rect& card, const work::CaseView& view) {
    Ui& ui = of.ui;
    Rect bar = card.cut_bottom(decision_height(of, card.w, view));
    divider(ui, bar);
    if (!view.can_decide) {
        const char* why = why_not(view);
        bar = bar.inset(ui.em(1), ui.em(0.6F));
        ui.icon_in(bar.cut_left(ui.em(1.2F)).cut_top(ui.line_height()), Icon::info, 1.2F, Token::text_muted);
        bar.cut_left(ui.em(0.6F));
        ui.paragraph(bar, ui.tr(why), kMuted);
        return;
    }
    draw_verdicts(of, bar.inset(ui.em(1), ui.em(0.6F)), verdicts(view, !of.desk.ticked.empty()));
}

}  // namespace

void review_sheet(const ReviewPart& of, const Rect& area) {
    Ui& ui = of.ui;
    ReviewDesk& desk = of.desk;
    card(ui, area);
    const work::CaseView* view = current_view(desk);
    if (view == nullptr) {
        if (desk.view.error) {
            if (error_state(ui, area, *desk.view.error, true)) {
                of.out = review_intent::Retry{};
            }
        } else if (desk.view.wait || desk.wait) {
            loading_rows(ui, area.inset(1), desk.view.wait ? desk.view.wait.since_ms : desk.wait.since_ms, 5);
        }
        return;
    }
    Rect inside = area.inset(1);
    // Where there is little height, what can be decided stands at the end of what is read.
    const bool low = area.h < ui.em(14);
    if (!low) {
        decision_bar(of, inside, *view);
    }
    const Rect content = ui.begin_scroll("sheet." + desk.current, inside);
    Sheet sheet{of, *view, {content.x + ui.em(1), content.y + ui.em(0.6F), content.w - ui.em(2), ui.em(1000)}, content};
    title(sheet);
    first_fields(sheet);
    effect(sheet);
    facts(sheet);
    materials(sheet);
    all_fields(sheet);
    sheet.at.cut_top(ui.em(0.6F));
    if (low) {
        Rect rest{content.x, sheet.at.y, content.w, decision_height(of, content.w, *view)};
        sheet.at.y += rest.h;
        decision_bar(of, rest, *view);
    }
    ui.end_scroll(sheet.at.y - content.y);
}

}  // namespace zj::desk
