// SPDX-License-Identifier: Apache-2.0
// Beside the form: seats before and after this request, what is missing, and the filled button.
#include <algorithm>

#include "terminal/desk/form/form_boxes.hpp"
#include "terminal/desk/form/form_panels.hpp"
#include "terminal/desk/words.hpp"
#include "terminal/ui/gauge.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk::form {

using namespace ui;
using Kind = FormIntent::Kind;

namespace {

constexpr float kInsetX = 1.0F, kInsetY = 0.7F, kGauge = 1.9F;
constexpr std::size_t kGapsShown = 4;  // as many as stand there without scrolling; the rest is a number

// Seats of the quota type that the form is about; none where it does not say, or the unit has no such line.
const work::Seats* seats_of(const FormDesk& desk) {
    const auto& all = desk.form.value->seats;
    const std::string_view type = desk.fields.str_or("quota_type");
    const auto found = std::find_if(all.begin(), all.end(), [&](const work::Seats& s) { return s.quota_type == type; });
    return found != all.end() ? &*found : nullptr;
}

std::string quota_name(const Panel& p, std::string_view type) {
    return code_name(*p.desk.form.value->catalogue, "quota", type, p.ui.lang());
}

float as_of(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    Rect row{r.x, r.y, r.w, ui.line_height()};
    ui.icon_in(row.cut_left(ui.em(1)), Icon::clock, 1.0F, Token::offline);
    row.cut_left(ui.em(0.3F));
    const auto& here = p.around.here;
    ui.text(row,
            here != nullptr && here->checkpoint_at ? ui.tr("form.seats.as_of", {day_and_time(*here->checkpoint_at)})
                                                   : ui.tr("form.seats.never"),
            coloured(kBodyText, Token::offline));
    return ui.line_height();
}

// Which lines there are, while the form does not name one.
float draw_seats_list(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    const auto& all = p.desk.form.value->seats;
    const bool chooses = p.desk.matter->field("quota_type") != nullptr;
    const std::string hint = all.empty() ? ui.tr("form.seats.none")
                             : chooses   ? ui.tr("form.seats.choose")
                                         : std::string();
    const float inner = r.w - 2 * ui.em(kInsetX);
    const float hints = hint.empty() ? 0 : ui.height_of(hint, inner, kMuted) + ui.em(0.3F);
    const float height = ui.em(2 * kInsetY + 1.7F) + ui.line_height() * static_cast<float>(all.size() + 1) + hints;
    card(ui, {r.x, r.y, r.w, height});
    Rect body = Rect{r.x, r.y, r.w, height}.inset(ui.em(kInsetX), ui.em(kInsetY));
    ui.text(body.cut_top(ui.em(1.7F)), ui.tr("form.seats"), kSectionText);
    body.cut_top(as_of(p, body));
    for (const work::Seats& seats : all) {
        Rect row = body.cut_top(ui.line_height());
        const std::string free = ui.tr("form.seats.free", {std::to_string(seats.available())});
        ui.text(row.cut_right(ui.width_of(free, kBold)), free, kBold);
        ui.text(row, quota_name(p, seats.quota_type), kMuted);
    }
    body.cut_top(ui.em(0.3F));
    ui.paragraph(body, hint, kMuted);
    return height;
}

struct Figures {
    std::int64_t before = 0, after = 0;
    SeatParts parts;
    std::string word;
};

Figures figures_of(const Panel& p, const work::Seats& seats) {
    const std::string& matter = p.desk.matter->code;
    Figures out;
    out.before = out.after = seats.available();
    out.parts = {seats.h, seats.a, seats.o, seats.r, 0};
    if (matter == "USE") {
        const std::int64_t count = p.desk.fields.int_or("count");
        out.after -= count;
        out.parts.asked = count;
        out.word = p.ui.tr("form.seats.asks", {std::to_string(count)});
    } else if (matter == "IN" && seats.r > 0) {
        // The seat was reserved when the use was approved: it becomes an actual one.
        out.parts.reserved -= 1;
        out.parts.asked = 1;
        out.word = p.ui.tr("form.seats.takes");
    }
    return out;
}

void draw_figures(Panel& p, Rect row, const Figures& f) {
    Ui& ui = p.ui;
    const Style figure{size::kFigure, true, Token::text, Align::left};
    const Style after = coloured(figure, f.after < 0 ? Token::danger : Token::text);
    const Rect small = row.moved(0, ui.em(0.4F));
    float x = small.x;
    x += ui.text({x, small.y, small.w, small.h}, ui.tr("form.seats.available"), kMuted) + ui.em(0.6F);
    x += ui.text({x, row.y, row.right() - x, row.h}, std::to_string(f.before), figure) + ui.em(0.4F);
    ui.icon(Icon::chevron_right, {x + ui.em(0.6F), row.centre().y}, 1.2F, Token::text);
    x += ui.em(1.6F);
    x += ui.text({x, row.y, row.right() - x, row.h}, std::to_string(f.after), after) + ui.em(0.6F);
    ui.text({x, small.y, row.right() - x, small.h}, f.word, kMuted);
}

struct Check {
    Icon icon = Icon::none;
    Token colour = Token::text;
    std::string text, pointer;
};

std::string gap_text(const Panel& p, const FormGap& gap) {
    const std::string note = told(p.ui, gap.code, gap.args);
    std::string label;
    std::string_view key = std::string_view(gap.pointer).substr(gap.pointer.find('/', 1) + 1);
    key = key.substr(0, key.find('/'));
    if (gap.pointer.starts_with("/fields/")) {
        const model::Field* field = p.desk.matter->field(key);
        label = field != nullptr ? p.word(field->label) : std::string(key);
    } else if (const model::Slot* slot = p.desk.matter->slot(key)) {
        label = p.word(slot->label);
    }
    if (gap.code == "form.missing" && !label.empty()) {
        return p.ui.tr("form.check.empty", {label});
    }
    return label.empty() ? note : p.ui.tr("form.check.line", {label, note});
}

// What the judge would say is a code, told in the words of the errors.
std::string fact_text(const Panel& p, const work::Fact& fact) {
    std::vector<std::string> args = fact.args;
    if (fact.key.starts_with("fact.foretold_") && !args.empty()) {
        args[0] = texts::explain(fail(args[0]), p.ui.lang()).what;
    }
    return p.ui.tr(fact.key, args);
}

std::vector<Check> checks_of(const Panel& p) {
    std::vector<Check> out;
    for (const FormGap& gap : p.desk.gaps) {
        if (out.size() == kGapsShown) {
            out.push_back({Icon::none,
                           Token::text_muted,
                           p.ui.tr("form.check.more", {std::to_string(p.desk.gaps.size() - kGapsShown)}),
                           {}});
            return out;
        }
        const bool missing = gap.code == "form.missing" || gap.code == "form.slot_missing";
        out.push_back({missing ? Icon::circle : Icon::circle_x, missing ? Token::warning : Token::danger,
                       gap_text(p, gap), gap.pointer});
    }
    if (!out.empty()) {
        return out;
    }
    out.push_back({Icon::circle_check, Token::ok, p.ui.tr("form.check.whole"), {}});
    if (!p.desk.facts_known) {
        out.push_back({Icon::hourglass, Token::pending, p.ui.tr("form.check.asking"), {}});
        return out;
    }
    for (const work::Fact& fact : p.desk.facts) {
        const bool good = fact.mark == work::Fact::Mark::good, bad = fact.mark == work::Fact::Mark::bad;
        out.push_back({good  ? Icon::circle_check
                       : bad ? Icon::circle_x
                             : Icon::info,
                       good  ? Token::ok
                       : bad ? Token::danger
                             : Token::text_muted,
                       fact_text(p, fact),
                       {}});
    }
    return out;
}

void draw_check(Panel& p, const Rect& r, const Check& check, std::size_t i) {
    Ui& ui = p.ui;
    Rect row = r;
    if (!check.pointer.empty()) {
        const Press press = ui.press("check." + std::to_string(i), r.grown(2));
        if (press.down) {
            ui.fill(r.grown(2), Token::selection, size::kRadius);
        }
        if (press.ring) {
            ui.outline(r.grown(3), Token::focus, 3, size::kRadius);
        }
        if (press.pressed) {
            p.say(Kind::go_to, check.pointer);
        }
    }
    const Rect icon = row.cut_left(ui.em(1.2F));
    ui.icon(check.icon, {icon.centre().x, r.y + ui.em(0.4F) + ui.line_height() / 2}, 1.2F, check.colour);
    row.cut_left(ui.em(0.5F));
    ui.paragraph({row.x, row.y + ui.em(0.4F), row.w, row.h}, check.text, check.icon == Icon::none ? kMuted : kBodyText,
                 3);
}

}  // namespace

float draw_seats(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    const work::Seats* seats = seats_of(p.desk);
    const std::string& code = p.desk.matter->code;
    if (seats == nullptr && p.desk.matter->field("quota_type") == nullptr && code != "OUT") {
        return 0;  // it is about nobody's seat
    }
    if (seats == nullptr) {
        return draw_seats_list(p, r);
    }
    const Figures f = figures_of(p, *seats);
    const float inner = r.w - 2 * ui.em(kInsetX);
    const std::string title = ui.tr("form.seats.of", {quota_name(p, seats->quota_type)});
    const std::string foot = ui.tr(f.after < 0 ? "form.seats.short" : "form.seats.no_promise");
    const Style foot_style = f.after < 0 ? coloured(kBodyText, Token::danger) : kMuted;
    const float titles = ui.height_of(title, inner, kSectionText), feet = ui.height_of(foot, inner, foot_style);
    const float legend = seats_legend_height(ui, inner, f.parts, true) + ui.em(0.2F);
    const float height =
        2 * ui.em(kInsetY) + titles + ui.line_height() + ui.em(2.8F) + ui.em(kGauge) + legend + ui.em(0.8F) + feet;
    card(ui, {r.x, r.y, r.w, height});
    Rect body = Rect{r.x, r.y, r.w, height}.inset(ui.em(kInsetX), ui.em(kInsetY));
    ui.paragraph(body.cut_top(titles), title, kSectionText);
    body.cut_top(as_of(p, body));
    draw_figures(p, body.cut_top(ui.em(2.8F)), f);
    ui::seats(ui, body.cut_top(ui.em(kGauge)), f.parts);
    seats_legend(ui, body.cut_top(legend), f.parts, true);
    body.cut_top(ui.em(0.4F));
    divider(ui, body);
    body.cut_top(ui.em(0.4F));
    ui.paragraph(body, foot, foot_style);
    return height;
}

float draw_checks(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    const std::vector<Check> checks = checks_of(p);
    const float text = r.w - ui.em(2 * kInsetX + 1.7F);
    const auto height_of = [&](const Check& check) {
        return std::max(ui.em(size::kTouch), ui.height_of(check.text, text, kBodyText, 3) + ui.em(0.8F));
    };
    float height = ui.em(2 + 1.0F);
    for (const Check& check : checks) {
        height += height_of(check);
    }
    card(ui, {r.x, r.y, r.w, height});
    Rect body = Rect{r.x, r.y, r.w, height}.inset(ui.em(kInsetX), ui.em(0.5F));
    Rect head = body.cut_top(ui.em(2));
    const std::size_t n = p.desk.gaps.size();
    const std::string count = n == 0 ? ui.tr("form.check.ready") : ui.tr("form.section.gaps", {std::to_string(n)});
    const Style style = coloured(kBold, n == 0 ? Token::ok : Token::warning);
    ui.text(head.cut_right(ui.width_of(count, style)), count, style);
    ui.text(head, ui.tr("form.check"), kSectionText);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        draw_check(p, body.cut_top(height_of(checks[i])), checks[i], i);
    }
    return height;
}

float sign_height(const Ui& ui) {
    return ui.em(0.4F + size::kPrimary + 0.2F + 1.4F + 0.6F);
}

void draw_sign(Panel& p, Rect r) {
    Ui& ui = p.ui;
    const bool answer = !p.desk.form.value->draft.on.empty();
    const bool busy = p.desk.signs_next || p.around.busy_signing;
    r.cut_top(ui.em(0.4F));
    if (button(ui, "sign", r.cut_top(ui.em(size::kPrimary)), ui.tr(answer ? "form.sign.answer" : "form.sign"),
               {ui::Kind::primary, Icon::pencil, true, busy, Chord::ctrl_enter})) {
        const auto* here = p.around.here;
        std::string basis;
        if (here != nullptr && here->checkpoint > 0) {
            basis = ui.tr("form.sign.basis_at",
                          {std::to_string(here->checkpoint),
                           here->checkpoint_at ? day_and_time(*here->checkpoint_at) : std::string("—")});
        }
        p.say(Kind::sign, {}, basis);
    }
    r.cut_top(ui.em(0.2F));
    ui.text(r.cut_top(ui.line_height()), ui.tr(p.desk.gaps.empty() ? "form.sign.ready" : "form.sign.leads"),
            aligned(kMuted, Align::centre));
}

}  // namespace zj::desk::form
