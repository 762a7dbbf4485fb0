// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/flow.hpp"

#include <algorithm>
#include <cmath>

namespace zj::ui {

namespace {

constexpr float kDot = 1.6F, kLeast = 4.4F, kMost = 9.0F, kCardLeast = 17.0F, kGap = 0.6F;

bool is_card(const ProgressStep& step) {
    return step.state != ProgressStep::done && step.state != ProgressStep::ahead;
}

Tone tone_of(const ProgressStep& step) {
    return step.state == ProgressStep::returned ? Tone::warning
           : step.state == ProgressStep::paused ? Tone::offline
                                                : Tone::accent;
}

Token limit_colour(float used) {
    return used >= 1 ? Token::danger : used >= kNearLimit ? Token::warning : Token::text;
}

void dot(Ui& ui, Vec centre, const ProgressStep& step) {
    const float radius = ui.em(kDot) / 2;
    switch (step.state) {
        case ProgressStep::done:
            ui.disc(centre, radius, Token::accent);
            ui.icon(Icon::check, centre, 1.0F, Token::on_accent);
            return;
        case ProgressStep::ahead:
            ui.disc(centre, radius, Token::surface_raised);
            ui.ring(centre, radius, Token::line_strong, 2);
            return;
        case ProgressStep::current:
            ui.disc(centre, radius, Token::surface_raised);
            ui.ring(centre, radius, Token::accent, ui.em(0.2F));
            return;
        default:
            ui.disc(centre, radius, soft(tone_of(step)));
            ui.ring(centre, radius, strong(tone_of(step)), 2);
            ui.icon(step.state == ProgressStep::returned ? Icon::undo_2 : Icon::circle_pause, centre, 1.0F,
                    strong(tone_of(step)));
    }
}

// The step in the words of its state: title, who, when.
struct Words {
    const ProgressStep& step;
    float height(const Ui& ui, float width) const {
        float out = ui.height_of(step.title, width, kBold, 2);
        out += step.who.empty() ? 0 : ui.height_of(step.who, width, kMuted, 2);
        return out + (step.when.empty() ? 0 : ui.height_of(step.when, width, kCaptionText, 2));
    }
    void draw(Ui& ui, Rect r) const {
        r.h = 10'000;  // it goes down as far as it takes
        r.cut_top(ui.paragraph(r, step.title, kBold, 2));
        if (!step.who.empty()) {
            r.cut_top(ui.paragraph(r, step.who, kMuted, 2));
        }
        if (!step.when.empty()) {
            ui.paragraph(r, step.when, kCaptionText, 2);
        }
    }
    float natural(const Ui& ui) const {
        return std::max(
            {ui.width_of(step.title, kBold), ui.width_of(step.who, kMuted), ui.width_of(step.when, kCaptionText)});
    }
};

// The card of the step that somebody has: measured and drawn by the same walk.
class Card {
public:
    Card(Ui& ui, const ProgressStep& step) : ui_(ui), step_(step) {}
    float height(float width) { return walk({0, 0, width, 0}, false); }
    void draw(const Rect& r) {
        ui_.fill(r, soft(tone_of(step_)), size::kRadiusCard);
        ui_.outline(r, strong(tone_of(step_)), 2, size::kRadiusCard);
        walk(r, true);
    }

private:
    float walk(const Rect& whole, bool drawing) {
        const float top = ui_.em(0.4F);
        Rect r{whole.x + ui_.em(0.8F), whole.y + top, whole.w - ui_.em(1.6F), 10'000};
        const std::string head = step_.who.empty() ? step_.title : step_.title + (ui_.zh() ? "·" : ": ") + step_.who;
        const float head_width = ui_.width_of(head, kBold);
        const float phone_width = step_.phone.empty() ? 0 : ui_.width_of(step_.phone) + ui_.em(1.3F + 0.8F);
        const Style note =
            coloured(kBold, step_.state == ProgressStep::current ? limit_colour(step_.used) : strong(tone_of(step_)));
        const float note_width = step_.note.empty() ? 0 : ui_.width_of(step_.note, note) + ui_.em(0.8F);
        const bool phone_beside = head_width + phone_width <= r.w;
        const bool note_beside = head_width + (phone_beside ? phone_width : 0) + note_width <= r.w;
        Rect first = r.cut_top(phone_beside || note_beside ? ui_.line_height() : ui_.height_of(head, r.w, kBold, 2));
        if (drawing && note_beside && !step_.note.empty()) {
            ui_.text(first, step_.note, aligned(note, Align::right));
        }
        if (drawing) {
            ui_.paragraph(first, head, kBold, 2);
        }
        if (!step_.phone.empty()) {
            Rect row = first;
            row.cut_left(head_width + ui_.em(0.8F));
            phone(phone_beside ? row : r.cut_top(ui_.line_height()), drawing);
        }
        if (!note_beside) {
            r.cut_top(drawing ? ui_.paragraph(r, step_.note, note) : ui_.height_of(step_.note, r.w, note));
        }
        limit(r, drawing);
        return r.y - whole.y + top;
    }

    void phone(Rect row, bool drawing) {
        if (drawing) {
            ui_.icon_in(row.cut_left(ui_.em(1)), Icon::phone, 1.0F, Token::text);
            row.cut_left(ui_.em(0.3F));
            ui_.text(row, step_.phone);
        }
    }

    void limit(Rect& r, bool drawing) {
        if (step_.used_text.empty()) {
            return;
        }
        const Style style = coloured(kBold, limit_colour(step_.used));
        const float text_width = ui_.width_of(step_.used_text, style) + ui_.em(1.3F);
        const bool beside = text_width + ui_.em(5 + 0.8F) <= r.w;
        Rect row = r.cut_top(ui_.line_height());
        if (drawing) {
            Rect words = beside ? row.cut_right(text_width) : row;
            ui_.icon_in(words.cut_left(ui_.em(1)), Icon::clock, 1.0F, style.colour);
            words.cut_left(ui_.em(0.3F));
            ui_.text(words, step_.used_text, style);
        }
        row.cut_right(beside ? ui_.em(0.8F) : 0);
        const Rect track = beside ? row : r.cut_top(ui_.em(0.8F));
        if (drawing) {
            const Rect bar = track.middle(track.w, ui_.em(0.6F));
            ui_.fill(bar, Token::surface_raised, 0.3F);
            Rect fill = bar;
            ui_.fill(fill.cut_left(std::max(bar.h, bar.w * std::min(1.0F, step_.used))), style.colour, 0.3F);
            ui_.outline(bar, Token::line_strong, 1, 0.3F);
        }
    }

    Ui& ui_;
    const ProgressStep& step_;
};

void join(Ui& ui, Vec from, Vec to, bool done) {
    const float thick = done ? ui.em(0.1F) : 1;
    const bool along = from.y == to.y;
    ui.line({from.x - (along ? 0 : thick / 2), from.y - (along ? thick / 2 : 0)},
            {to.x - (along ? 0 : thick / 2), to.y - (along ? thick / 2 : 0)}, done ? Token::accent : Token::line_strong,
            thick);
}

// A width for every step, or none where a line along would be too narrow to read.
std::vector<float> widths_along(const Ui& ui, float whole, const std::vector<ProgressStep>& steps) {
    std::vector<float> out;
    float natural = 0, cards = 0;
    for (const ProgressStep& step : steps) {
        const float w = std::clamp(Words{step}.natural(ui) + ui.em(kGap), ui.em(kLeast), ui.em(kMost));
        out.push_back(is_card(step) ? 0 : w);
        natural += out.back();
        cards += is_card(step) ? 1 : 0;
    }
    const float room = whole - cards * ui.em(kCardLeast);
    const float least = ui.em(kLeast) * (static_cast<float>(steps.size()) - cards);
    if (room < least) {
        return {};
    }
    const float squeeze = natural > room ? (room - least) / std::max(1.0F, natural - least) : 1;
    const float wider = cards == 0 && natural < room ? (room - natural) / static_cast<float>(steps.size()) : 0;
    float used = 0;
    for (float& w : out) {
        w = w == 0 ? 0 : std::floor(ui.em(kLeast) + (w - ui.em(kLeast)) * squeeze + wider);
        used += w;
    }
    for (float& w : out) {
        w = w == 0 ? std::floor((whole - used) / cards) : w;
    }
    return out;
}

float draw_along(Ui& ui, const Rect& r, const std::vector<ProgressStep>& steps, const std::vector<float>& widths) {
    const float under = r.y + ui.em(kDot + 0.3F), middle = r.y + ui.em(kDot) / 2;
    float height = 0, x = r.x;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool last = i + 1 == steps.size();
        if (!last) {
            join(ui, {x + ui.em(kDot), middle}, {x + widths[i], middle}, steps[i].state == ProgressStep::done);
        }
        dot(ui, {x + ui.em(kDot) / 2, middle}, steps[i]);
        const float inner = widths[i] - (last ? 0 : ui.em(kGap));
        if (is_card(steps[i])) {
            Card card(ui, steps[i]);
            const float h = card.height(inner);
            card.draw({x, under, inner, h});
            height = std::max(height, h);
        } else {
            const Words words{steps[i]};
            words.draw(ui, {x, under, inner, words.height(ui, inner)});
            height = std::max(height, words.height(ui, inner));
        }
        x += widths[i];
    }
    return under - r.y + height;
}

float draw_down(Ui& ui, const Rect& r, const std::vector<ProgressStep>& steps) {
    Rect rest = r;
    rest.cut_left(ui.em(kDot + kGap));
    const float x = r.x + ui.em(kDot) / 2;
    float y = r.y;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        Card card(ui, steps[i]);
        const Words words{steps[i]};
        const float h = std::max(ui.em(kDot), is_card(steps[i]) ? card.height(rest.w) : words.height(ui, rest.w));
        const float next = y + h + ui.em(kGap);
        if (i + 1 < steps.size()) {
            join(ui, {x, y + ui.em(kDot)}, {x, next}, steps[i].state == ProgressStep::done);
        }
        dot(ui, {x, y + ui.em(kDot) / 2}, steps[i]);
        if (is_card(steps[i])) {
            card.draw({rest.x, y, rest.w, h});
        } else {
            words.draw(ui, {rest.x, y, rest.w, h});
        }
        y = next;
    }
    return y - ui.em(kGap) - r.y;
}

}  // namespace

float progress_line(Ui& ui, const Rect& r, const std::vector<ProgressStep>& steps) {
    if (steps.empty()) {
        return 0;
    }
    const std::vector<float> widths = widths_along(ui, r.w, steps);
    return widths.empty() ? draw_down(ui, r, steps) : draw_along(ui, r, steps, widths);
}

// --- flow chart

namespace {

constexpr float kBoxLeast = 8.2F, kBoxInset = 0.6F, kArrow = 1.6F, kRowGap = 1.4F;

struct ChartGrid {
    std::size_t columns = 1;
    float width = 0;
};

ChartGrid grid_of(const Ui& ui, float whole, std::size_t n) {
    const float gap = ui.em(kArrow);
    const auto most = static_cast<std::size_t>(std::max(1.0F, (whole + gap) / (ui.em(kBoxLeast) + gap)));
    const std::size_t rows = (n + most - 1) / most;
    const std::size_t columns = (n + rows - 1) / rows;  // rows of like length
    return {columns, std::floor((whole - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns))};
}

float box_height(const Ui& ui, const FlowBox& box, float width) {
    const float inner = width - 2 * ui.em(kBoxInset);
    const float title = ui.height_of(box.title, inner - (box.icon == Icon::none ? 0 : ui.em(1.6F)), kBold);
    const float note = box.note.empty() ? 0 : ui.height_of(box.note, inner, kMuted);
    return title + note + (box.condition.empty() ? 0 : ui.height_of(box.condition, inner, kCaptionText)) +
           2 * ui.em(0.4F);
}

void draw_box(Ui& ui, const Rect& r, const FlowBox& box) {
    const bool dashed = !box.condition.empty();
    ui.fill(r, box.mine ? Token::accent_soft : Token::surface_raised, size::kRadius);
    const Token edge = box.mine ? Token::accent : Token::line_strong;
    if (dashed) {
        ui.dashed({r.x, r.y}, {r.right(), r.y}, edge);
        ui.dashed({r.x, r.bottom() - 1}, {r.right(), r.bottom() - 1}, edge);
        ui.dashed({r.x, r.y}, {r.x, r.bottom()}, edge);
        ui.dashed({r.right() - 1, r.y}, {r.right() - 1, r.bottom()}, edge);
    } else {
        ui.outline(r, edge, 1, size::kRadius);
    }
    Rect body = r.inset(ui.em(kBoxInset), ui.em(0.4F));
    Rect head = body;
    if (box.icon != Icon::none) {
        const Rect place = head.cut_left(ui.em(1.2F));
        ui.icon_in({place.x, place.y, place.w, ui.line_height()}, box.icon, 1.1F,
                   box.mine ? Token::accent : Token::text_muted);
        head.cut_left(ui.em(0.4F));
    }
    body.cut_top(ui.paragraph(head, box.title, kBold));
    if (!box.note.empty()) {
        body.cut_top(ui.paragraph(body, box.note, kMuted));
    }
    if (dashed) {
        ui.paragraph(body, box.condition, kCaptionText);
    }
}

void arrow_head(Ui& ui, Vec tip, bool down) {
    const float n = ui.em(0.35F);
    if (down) {
        ui.triangle({tip.x - n, tip.y - 1.4F * n}, {tip.x + n, tip.y - 1.4F * n}, tip, Token::line_strong);
    } else {
        ui.triangle({tip.x - 1.4F * n, tip.y - n}, tip, {tip.x - 1.4F * n, tip.y + n}, Token::line_strong);
    }
}

// From the last box of a row, down and back, to the first of the next.
void turn(Ui& ui, const Rect& from, float bottom, const Rect& to) {
    const float x = from.centre().x, back = to.x + ui.em(1.2F), middle = bottom + ui.em(kRowGap) / 2;
    ui.line({x, from.bottom()}, {x, middle}, Token::line_strong);
    ui.line({x, middle}, {back, middle}, Token::line_strong);
    ui.line({back, middle}, {back, to.y}, Token::line_strong);
    arrow_head(ui, {back, to.y}, true);
}

}  // namespace

float flow_chart(Ui& ui, const Rect& r, const std::vector<FlowBox>& boxes) {
    if (boxes.empty()) {
        return 0;
    }
    const ChartGrid grid = grid_of(ui, r.w, boxes.size());
    float y = r.y, bottom = r.y;
    Rect before;
    for (std::size_t i = 0; i < boxes.size(); i += grid.columns) {
        const std::size_t end = std::min(boxes.size(), i + grid.columns);
        float height = 0;
        for (std::size_t k = i; k < end; ++k) {
            height = std::max(height, box_height(ui, boxes[k], grid.width));
        }
        for (std::size_t k = i; k < end; ++k) {
            const Rect box{r.x + static_cast<float>(k - i) * (grid.width + ui.em(kArrow)), y, grid.width, height};
            if (k > i) {
                const float middle = y + std::min(height / 2, ui.em(1.6F));
                ui.line({before.right() + 2, middle}, {box.x - 3, middle}, Token::line_strong);
                arrow_head(ui, {box.x - 2, middle}, false);
            } else if (i > 0) {
                turn(ui, before, bottom, box);
            }
            draw_box(ui, box, boxes[k]);
            before = box;
        }
        bottom = y + height;
        y = bottom + ui.em(kRowGap);
    }
    return bottom - r.y;
}

}  // namespace zj::ui
