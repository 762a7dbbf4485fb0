// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/one_case/one_case_draw.hpp"

#include "terminal/desk/case_draw.hpp"
#include "terminal/desk/preview_draw.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kRight = 18.8F;

struct Action {
    const char* id;
    const char* key;
    Icon icon;
    OneCaseIntent intent;
};

// From right to left: the filled one first.
std::vector<Action> actions(const work::CaseView& view) {
    using Paper = work::job::Paper::Kind;
    std::vector<Action> out;
    switch (next_step(view)) {
        case NextStep::answer:
            out.push_back({"answer", "one_case.answer", Icon::pencil, one_case_intent::Answer{}});
            break;
        case NextStep::confirm:
            out.push_back({"confirm", "one_case.confirm", Icon::stamp, one_case_intent::Confirm{}});
            break;
        case NextStep::review:
            out.push_back({"review", "one_case.review", Icon::stamp, one_case_intent::Review{}});
            break;
        case NextStep::sync:
            out.push_back({"sync", "one_case.sync", Icon::upload, one_case_intent::SyncNow{}});
            break;
        default:
            break;
    }
    if (gives_notice(view)) {
        out.push_back({"notice", "one_case.notice", Icon::printer, one_case_intent::Print{Paper::notice}});
    }
    if (!view.receipts.empty()) {
        out.push_back({"receipt", "one_case.receipt", Icon::printer, one_case_intent::Print{Paper::receipt}});
    }
    if (view.can_withdraw) {
        out.push_back({"withdraw", "one_case.withdraw", Icon::rotate_ccw, one_case_intent::Withdraw{}});
    }
    return out;
}

void action_row(Ui& ui, Rect& row, const OneCaseDesk& desk, const std::vector<Action>& all,
                std::optional<OneCaseIntent>& out) {
    const bool filled = next_step(*desk.view.value) != NextStep::none;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Button spec{i == 0 && filled ? Kind::primary : Kind::secondary, all[i].icon};
        spec.chord = i == 0 && filled ? Chord::ctrl_enter : Chord::none;
        spec.busy = std::holds_alternative<one_case_intent::Print>(all[i].intent) && desk.printing;
        if (button_right(ui, all[i].id, row, ui.tr(all[i].key), spec)) {
            out = all[i].intent;
        }
    }
}

float actions_width(const Ui& ui, const std::vector<Action>& all) {
    float out = 0;
    for (const Action& action : all) {
        out += button_width(ui, ui.tr(action.key), {Kind::secondary, action.icon}) + ui.em(size::kS3);
    }
    return out;
}

std::string state_text(const Ui& ui, const Around& around, const work::CaseRow& row) {
    const bool under_way = row.state == "in_review" || row.state == "received";
    if (under_way && !row.held && !row.step.empty() && row.step != "intake") {
        return ui.tr("one_case.in_step", {step_label(catalogue_of(around), row.matter, row.step, ui.lang())});
    }
    return state_of(row, ui.lang()).word;
}

// Title, number and state: on one line where they fit, else the title above the two others.
void title(Ui& ui, Rect r, const Around& around, const work::CaseRow& row) {
    const std::string title = case_title(*around.here->catalogue, row, ui.lang()), number = case_number(row, ui.lang());
    const StateLook state = state_of(row, ui.lang());
    const std::string word = state_text(ui, around, row);
    const float gap = ui.em(size::kS4), number_width = ui.width_of(number, kMuted);
    const float whole = ui.width_of(title, kTitleText) + gap + number_width + gap + chip_width(ui, word);
    if (whole <= r.w) {
        r.cut_left(ui.text(r, title, kTitleText) + gap);
        ui.text(r.moved(0, ui.em(0.15F)), number, kMuted);
        r.cut_left(number_width + gap);
        chip(ui, r.moved(0, ui.em(0.1F)), word, state.tone, state.icon);
        return;
    }
    Rect lines = r.middle(r.w, ui.em(3.4F));
    ui.text(lines.cut_top(ui.em(1.8F)), title, kSectionText);
    lines.cut_left(chip(ui, lines, word, state.tone, state.icon) + ui.em(size::kS3));
    ui.text(lines, number, kMuted);
}

void head(Ui& ui, Rect& page, const Around& around, const OneCaseDesk& desk, std::optional<OneCaseIntent>& out) {
    Rect row = page.cut_top(ui.em(size::kHead));
    const Rect back = row.cut_left(ui.em(size::kTouch));
    const bool covered = desk.proof || desk.preview.open;
    if (icon_button(ui, "back", back.middle(back.w, ui.em(size::kTouch)), Icon::chevron_left, true,
                    covered ? Chord::none : Chord::escape)) {
        out = one_case_intent::Back{};
    }
    row.cut_left(ui.em(0.2F));
    if (!desk.view.value) {
        ui.text(row, ui.tr("one_case.title"), kTitleText);
        return;
    }
    const auto all = actions(*desk.view.value);
    if (actions_width(ui, all) + ui.em(18) <= row.w) {
        action_row(ui, row, desk, all, out);
    } else if (!all.empty()) {
        Rect second = page.cut_top(ui.em(3));
        second.cut_right(std::max(0.0F, second.w - actions_width(ui, all) + ui.em(size::kS3)));
        action_row(ui, second, desk, all, out);
    }
    title(ui, row, around, desk.view.value->row);
}

// One at a time, the gravest first.
float why_banner(const CasePart& of, const Rect& r) {
    const work::CaseRow& row = of.view.row;
    const auto say = [&](Tone tone, Icon icon, const std::string& bold, const std::string& text) {
        return r.y + banner(of.ui, r, tone, icon, bold, text) + of.ui.em(size::kS4);
    };
    if (row.held) {
        return say(Tone::held, Icon::octagon_pause, of.ui.tr("one_case.held"), of.ui.tr("one_case.held.why"));
    }
    if (row.state == "returned") {
        const bool told = !of.view.reason.empty();
        return say(Tone::warning, Icon::undo_2, state_of(row, of.ui.lang()).word,
                   told ? of.view.reason : of.ui.tr("one_case.returned.why"));
    }
    if (row.state == "refused") {
        return say(Tone::danger, Icon::circle_x, state_of(row, of.ui.lang()).word, of.view.reason);
    }
    if (row.state == "paused") {
        return say(Tone::offline, Icon::circle_pause, state_of(row, of.ui.lang()).word, of.view.reason);
    }
    if (row.local || of.view.own_waits) {
        return say(Tone::pending, Icon::upload, of.ui.tr("one_case.waits"), of.ui.tr("one_case.waits.why"));
    }
    return r.y;
}

void body(const CasePart& of, const Rect& page, std::optional<OneCaseIntent>& out) {
    Ui& ui = of.ui;
    Rect view = page;
    view.w += ui.em(0.9F);  // the bar stands in the margin
    Rect content = ui.begin_scroll("page", view);
    content.w = page.w;
    const float gap = ui.em(size::kS4);
    Rect at{content.x, content.y + 1, content.w, ui.em(1000)};
    at.y = why_banner(of, at);
    at.y = missing_card(of, at);
    at.y = progress_card(of, at) + gap;
    float bottom = 0;
    if (ui.wide()) {
        Rect left = at;
        Rect right = left.cut_right(ui.em(kRight));
        left.cut_right(ui.em(size::kS5));
        right.y = receipt_card(of, right, out) + gap;
        bottom = thread_card(of, right);
        bottom = std::max(bottom, content_card(of, left, out));
    } else {
        at.y = content_card(of, at, out) + gap;
        at.y = receipt_card(of, at, out) + gap;
        bottom = thread_card(of, at);
    }
    ui.end_scroll(bottom - content.y + gap);
}

}  // namespace

std::optional<OneCaseIntent> draw(Ui& ui, Rect page, const Around& around, OneCaseDesk& desk) {
    std::optional<OneCaseIntent> out;
    const auto scope = ui.scope("case");
    head(ui, page, around, desk, out);
    if (!desk.view.value) {
        page.cut_bottom(ui.em(size::kS4));
        card(ui, page);
        if (!desk.view.error) {
            loading_rows(ui, page, desk.view.wait.since_ms, 8);
        } else if (desk.view.error->code == "case.none") {
            empty_state(ui, page, Icon::lock, Tone::neutral, ui.tr("one_case.not_here"),
                        ui.tr("one_case.not_here.why"));
        } else if (error_state(ui, page, *desk.view.error, true)) {
            out = one_case_intent::Retry{};
        }
        return out;
    }
    const CasePart part{ui, around, *desk.view.value};
    body(part, page, out);
    if (desk.proof) {
        proof_sheet(part, out);
    } else if (const auto move = draw(ui, around, *desk.view.value, desk.preview)) {
        out = one_case_intent::Page{*move};
    }
    return out;
}

}  // namespace zj::desk
