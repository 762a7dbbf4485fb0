// SPDX-License-Identifier: Apache-2.0
// The cards of a case: the way it goes, what it says, its documents, receipts and words.
#include <algorithm>

#include "terminal/desk/case_draw.hpp"
#include "terminal/desk/one_case/one_case_draw.hpp"
#include "terminal/ui/flow.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

// A heading with what stands behind it; y below it.
float section(Ui& ui, const Rect& inside, std::string_view title, std::string_view muted) {
    Rect row{inside.x, inside.y, inside.w, ui.em(2)};
    row.cut_left(ui.text(row, title, kSectionText) + ui.em(0.6F));
    ui.text(row, muted, kMuted);
    return inside.y + row.h + ui.em(0.3F);
}

ProgressStep::State state_of_step(work::Step::State state) {
    using S = work::Step::State;
    return state == S::done       ? ProgressStep::done
           : state == S::current  ? ProgressStep::current
           : state == S::returned ? ProgressStep::returned
           : state == S::paused   ? ProgressStep::paused
                                  : ProgressStep::ahead;
}

void say_limit(const Ui& ui, const work::Step& step, ProgressStep& out) {
    if (out.state == ProgressStep::ahead && step.limit_half_days > 0) {
        out.when = ui.tr("cases.limit", {half_days_text(step.limit_half_days, ui.lang())});
    }
    if (out.state != ProgressStep::current || step.limit.limit <= 0) {
        return;
    }
    out.used = static_cast<float>(step.limit.used) / static_cast<float>(step.limit.limit);
    out.used_text = ui.tr("cases.used_of", {days_number(step.limit.used), days_number(step.limit.limit)});
    if (out.used >= kNearLimit) {
        out.note = ui.tr(out.used >= 1 ? "cases.over_limit" : "cases.near_limit");
    }
}

ProgressStep shown_step(const CasePart& of, const work::Step& step) {
    Ui& ui = of.ui;
    ProgressStep out;
    out.title = step_label(catalogue_of(of.around), of.view.row.matter, step.step, ui.lang());
    out.state = state_of_step(step.state);
    out.who = step.name;
    if (out.who.empty() && !step.role.empty() && catalogue_of(of.around) != nullptr) {
        out.who = role_name(*catalogue_of(of.around), step.role, ui.lang());
    }
    out.phone = step.phone;
    out.note = step.reason;
    if (step.at) {
        out.when = when_text(*step.at, ui.frame().now);
    }
    if (step.sent_only) {
        out.when = ui.tr("cases.sent_only");
    }
    say_limit(ui, step, out);
    return out;
}

std::string receipt_note(const CasePart& of) {
    const std::size_t n = of.view.receipts.size();
    return n > 1 ? of.ui.tr("one_case.receipts", {std::to_string(n)}) : std::string();
}

}  // namespace

float progress_card(const CasePart& of, const Rect& r) {
    std::vector<ProgressStep> steps;
    for (const work::Step& step : of.view.steps) {
        steps.push_back(shown_step(of, step));
    }
    if (steps.empty()) {
        return r.y;
    }
    GrowingCard box(of.ui, "progress", r);
    Rect inside = box.inside();
    inside.y = r.y + of.ui.em(1);
    const float height = progress_line(of.ui, inside, steps);
    return box.end(inside.y + height + of.ui.em(0.8F));
}

float missing_card(const CasePart& of, const Rect& r) {
    const auto& missing = of.view.missing;
    if (missing.empty() || of.view.row.state != "returned") {
        return r.y;
    }
    Ui& ui = of.ui;
    GrowingCard box(ui, "missing", r);
    const Rect inside = box.inside();
    float y = section(ui, inside, ui.tr("one_case.missing"), ui.tr("one_case.missing.all"));
    for (const std::string& slot : missing) {
        const std::string label = slot_label(catalogue_of(of.around), of.view.row.matter, slot, ui.lang());
        Rect row{inside.x, y, inside.w, std::max(ui.em(1.8F), ui.height_of(label, inside.w - ui.em(1.8F)))};
        ui.icon_in({row.x, row.y, ui.em(1.2F), ui.em(1.8F)}, Icon::paperclip, 1.0F, Token::warning);
        row.cut_left(ui.em(1.8F));
        const float height = ui.height_of(label, row.w);
        ui.paragraph(row.middle(row.w, height), label);
        y += row.h;
    }
    return box.end(y + ui.em(0.6F)) + ui.em(size::kS4);
}

float content_card(const CasePart& of, const Rect& r, std::optional<OneCaseIntent>& out) {
    Ui& ui = of.ui;
    GrowingCard box(ui, "content", r);
    Rect inside = box.inside();
    const std::size_t changed = of.view.before.is_object() ? of.view.before.object().size() : 0;
    Rect head{inside.x, inside.y, inside.w, ui.em(2)};
    const std::string title = ui.tr("one_case.fields");
    head.cut_left(ui.text(head, title, kSectionText) + ui.em(0.6F));
    if (changed > 0) {
        chip(ui, head, ui.tr(changed == 1 ? "one_case.changed.one" : "one_case.changed", {std::to_string(changed)}),
             Tone::warning, Icon::pencil);
    }
    inside.y += head.h + ui.em(0.4F);
    float y = inside.y + fields(ui, inside, of.around, of.view) + ui.em(0.8F);
    const auto& all = of.view.materials;
    ui.line({r.x, y}, {r.right(), y}, Token::line);
    const auto here = static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [](const work::Material& one) { return one.state != work::Material::State::missing; }));
    y = section(ui, {inside.x, y + ui.em(0.2F), inside.w, 0}, ui.tr("one_case.materials"),
                ui.tr(here == 1 ? "one_case.materials.one" : "one_case.materials.count", {std::to_string(here)}));
    for (std::size_t i = 0; i < all.size(); ++i) {
        Rect row{r.x, y, r.w, ui.em(3.1F)};
        if (can_preview(all[i])) {
            const Press press = ui.press(material_id(all[i]), row);
            if (press.ring) {
                ui.outline(row.inset(2), Token::focus, 3, size::kRadius);
            }
            if (press.pressed) {
                out = one_case_intent::Page{{PreviewMove::What::open, static_cast<int>(i)}};
            }
        }
        divider(ui, row);
        material_row(ui, row.inset(ui.em(1), 0), of.around, of.view.row, all[i]);
        y += row.h;
    }
    return box.end(y + ui.em(0.3F));
}

float receipt_card(const CasePart& of, const Rect& r, std::optional<OneCaseIntent>& out) {
    Ui& ui = of.ui;
    GrowingCard box(ui, "receipt", r);
    Rect inside = box.inside();
    Rect head{inside.x, inside.y, inside.w, ui.em(2)};
    if (of.view.receipts.empty()) {
        ui.text(head, ui.tr("one_case.receipt.title"), kSectionText);
        inside.y += head.h + ui.em(0.3F);
        const std::string why = ui.tr("one_case.receipt.none");
        return box.end(inside.y + ui.paragraph(inside, why, kMuted) + ui.em(0.6F));
    }
    const work::Receipt& last = of.view.receipts.back();
    const std::string word = ui.tr(last.verified ? "one_case.verified" : "one_case.not_verified");
    const std::string title = ui.tr("one_case.receipt.title");
    const bool beside = ui.width_of(title, kSectionText) + chip_width(ui, word) + ui.em(0.6F) <= head.w;
    const auto mark = [&](Rect row) {
        chip(ui, row, word, last.verified ? Tone::ok : Tone::pending,
             last.verified ? Icon::shield_check : Icon::hourglass);
    };
    if (beside) {
        mark(Rect{head}.cut_right(chip_width(ui, word)));
    }
    ui.text(head, title, kSectionText);
    inside.y += head.h + ui.em(0.2F);
    if (!beside) {
        mark({inside.x, inside.y, inside.w, ui.em(1.6F)});
        inside.y += ui.em(1.8F);
    }
    const float label =
        std::max({ui.width_of(ui.tr("one_case.receipt.entry")), ui.width_of(ui.tr("one_case.receipt.at")),
                  ui.width_of(ui.tr("one_case.receipt.checkpoint"))}) +
        ui.em(0.8F);
    const auto line = [&](const char* key, const std::string& value) {
        inside.y += key_value(ui, inside, label, ui.tr(key), value) + ui.em(0.2F);
    };
    line("one_case.receipt.entry",
         last.received_at ? ui.tr("one_case.receipt.nth", {std::to_string(last.entry)}) : std::string("—"));
    line("one_case.receipt.at", last.received_at ? when_text(*last.received_at, ui.frame().now, true) : std::string());
    if (last.checkpoint > 0) {
        line("one_case.receipt.checkpoint", std::to_string(last.checkpoint));
    }
    Rect foot{inside.x, inside.y, inside.w, ui.em(size::kTouch)};
    const std::string note = receipt_note(of);
    if (link(ui, "proof", foot, ui.tr("one_case.proof"), Icon::chevron_right)) {
        out = one_case_intent::Proof{true};
    }
    const float used = ui.width_of(ui.tr("one_case.proof"), kBold) + ui.em(2);
    if (used + ui.width_of(note, kCaptionText) <= foot.w) {
        ui.text(foot, note, aligned(kCaptionText, Align::right));
    }
    return box.end(foot.bottom() + ui.em(0.3F));
}

float thread_card(const CasePart& of, const Rect& r) {
    Ui& ui = of.ui;
    GrowingCard box(ui, "thread", r);
    Rect inside = box.inside();
    const auto& all = of.view.thread;
    Rect head{inside.x, inside.y, inside.w, ui.em(2)};
    ui.text(head, ui.tr("one_case.thread"), kSectionText);
    if (!all.empty()) {
        const std::string count =
            ui.tr(all.size() == 1 ? "one_case.sayings.one" : "one_case.sayings", {std::to_string(all.size())});
        ui.text(head, count, aligned(kCaptionText, Align::right));
    }
    inside.y += head.h + ui.em(0.2F);
    if (all.empty()) {
        inside.y += ui.paragraph(inside, ui.tr("one_case.thread.none"), kMuted);
    }
    for (const work::Saying& one : all) {
        Rect line{inside.x, inside.y, inside.w, ui.em(1.3F)};
        const std::string at = when_text(one.at, ui.frame().now);
        const float time = ui.width_of(at, kCaptionText);
        const Style name{size::kCaption, true, Token::text_muted, Align::left};
        line.cut_left(std::min(line.w - time - ui.em(0.4F), ui.width_of(one.name, name)));
        ui.text({inside.x, line.y, line.x - inside.x, line.h}, one.name, name);
        line.cut_left(ui.em(0.4F));
        ui.text(line, at, kCaptionText);
        inside.y += line.h;
        inside.y += ui.paragraph(inside, one.text) + ui.em(0.5F);
    }
    return box.end(inside.y + ui.em(0.4F));
}

}  // namespace zj::desk
