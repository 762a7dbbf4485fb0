// SPDX-License-Identifier: Apache-2.0
// Documents: per slot what is there, or a way to attach it.
#include <algorithm>

#include "terminal/desk/form/form_boxes.hpp"
#include "terminal/desk/form/form_panels.hpp"
#include "terminal/desk/words.hpp"
#include "terminal/ui/field.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk::form {

using namespace ui;
using Kind = FormIntent::Kind;

namespace {

constexpr float kHead = 2.3F, kRow = 3.1F, kInset = 1.0F, kThumbW = 1.85F, kThumbH = 2.4F;
constexpr int kLabelLines = 3;

struct Line {
    const model::Slot* slot = nullptr;
    std::size_t document = 0;                // of desk.documents, where there is one
    const work::Material* county = nullptr;  // or of the case that is answered
    bool here = false, last = true, asked = false, required = false;
};

std::vector<Line> lines_of(const Panel& p) {
    std::vector<Line> out;
    const auto& on = p.desk.form.value->on;
    for (const model::Slot* slot : slots_shown(p.desk)) {
        Line line;
        line.slot = slot;
        line.required = slot->required && slot->required->holds(p.desk.fields);
        line.asked = on && std::find(on->missing.begin(), on->missing.end(), slot->key) != on->missing.end();
        const std::size_t before = out.size();
        for (std::size_t i = 0; i < p.desk.documents.size(); ++i) {
            if (p.desk.documents[i].material.slot == slot->key) {
                line.document = i;
                line.here = true;
                line.last = false;
                out.push_back(line);
            }
        }
        if (out.size() > before) {
            out.back().last = true;
            continue;
        }
        if (on) {
            const auto kept = std::find_if(on->materials.begin(), on->materials.end(), [&](const work::Material& m) {
                return m.slot == slot->key && m.state != work::Material::State::missing;
            });
            line.county = kept != on->materials.end() ? &*kept : nullptr;
        }
        out.push_back(line);
    }
    return out;
}

struct Second {
    Icon icon = Icon::none;
    Token colour = Token::text_muted;
    std::string word, rest;
};

Second second_of(const Panel& p, const Line& line) {
    const Ui& ui = p.ui;
    if (line.here) {
        const work::DraftMaterial& m = p.desk.documents[line.document].material;
        return {Icon::check, Token::ok, ui.tr("form.paper.here"),
                size_text(m.size) + (ui.zh() ? "，" : ", ") + m.title};
    }
    if (line.asked) {
        return {Icon::undo_2, Token::warning, ui.tr("form.paper.asked"), {}};
    }
    if (line.county != nullptr) {
        return {Icon::shield_check, Token::ok, ui.tr("form.paper.county"), line.county->title};
    }
    if (line.required) {
        return p.desk.pressed_sign ? Second{Icon::circle_x, Token::danger, ui.tr("form.paper.required"), {}}
                                   : Second{Icon::circle, Token::text_muted, ui.tr("form.paper.required"), {}};
    }
    return {Icon::none, Token::text_muted, ui.tr("form.paper.optional"), {}};
}

// What stands at the right of a row: measured and, with a panel to draw in, drawn.
float actions_width(const Panel& p, const Line& line) {
    const Ui& ui = p.ui;
    const Button ghost{ui::Kind::ghost};
    if (!line.here) {
        const bool first = line.county == nullptr;
        return button_width(ui, ui.tr(first ? "form.attach" : "form.attach.replace"),
                            first ? Button{ui::Kind::secondary, Icon::paperclip} : ghost);
    }
    return ui.em(3.2F + 0.3F) + ui.width_of(ui.tr("form.paper.pages")) + ui.em(0.4F) +
           button_width(ui, ui.tr("form.preview"), ghost) + button_width(ui, ui.tr("form.remove"), ghost) +
           (line.last ? button_width(ui, ui.tr("form.attach.more"), ghost) : 0);
}

void draw_document_actions(Panel& p, Rect row, const Line& line) {
    Ui& ui = p.ui;
    FormDocument& document = p.desk.documents[line.document];
    const std::string id = "doc." + std::to_string(line.document);
    const Button ghost{ui::Kind::ghost};
    const auto one = [&](const std::string& own, const char* key) {
        const std::string text = ui.tr(key);
        const Rect place = row.cut_left(button_width(ui, text, ghost));
        return button(ui, own, place.middle(place.w, ui.em(size::kTouch)), text, ghost);
    };
    Field field;
    field.bare = true;
    field.state = document.material.pages < 1 ? FieldState::error : FieldState::rest;
    document.pages.chars_max = 5;
    const Rect box = row.cut_left(ui.em(3.2F));
    const FieldEvent event =
        text_field(ui, id + ".pages", box.middle(box.w, ui.em(size::kTouch)), document.pages, field);
    if (event.changed || event.entered) {
        p.say(Kind::pages, {}, {}, line.document);
    }
    row.cut_left(ui.em(0.3F));
    row.cut_left(ui.text(row, ui.tr("form.paper.pages"), kMuted) + ui.em(0.4F));
    if (one(id + ".look", "form.preview")) {
        p.say(Kind::look, document.material.sha256);
    }
    if (one(id + ".remove", "form.remove")) {
        p.say(Kind::drop_document, {}, {}, line.document);
    }
    if (line.last && one("slot." + line.slot->key + ".attach", "form.attach.more")) {
        p.say(Kind::attach, line.slot->key);
    }
}

void draw_actions(Panel& p, const Rect& r, const Line& line) {
    Ui& ui = p.ui;
    if (line.here) {
        return draw_document_actions(p, r, line);
    }
    const bool first = line.county == nullptr;
    const Button spec = first ? Button{ui::Kind::secondary, Icon::paperclip} : Button{ui::Kind::ghost};
    if (button(ui, "slot." + line.slot->key + ".attach", r.middle(r.w, ui.em(size::kTouch)),
               ui.tr(first ? "form.attach" : "form.attach.replace"), spec)) {
        p.say(Kind::attach, line.slot->key);
    }
}

void draw_thumb(Panel& p, const Rect& r, const Line& line) {
    Ui& ui = p.ui;
    if (!line.here && line.county == nullptr) {
        const Vec a{r.x, r.y}, b{r.right(), r.y}, c{r.right(), r.bottom()}, d{r.x, r.bottom()};
        ui.dashed(a, b, Token::line_strong);
        ui.dashed(b, c, Token::line_strong);
        ui.dashed(d, c, Token::line_strong);
        ui.dashed(a, d, Token::line_strong);
        return;
    }
    if (line.here && p.around.textures != nullptr) {
        const auto found = p.around.textures->find(p.desk.documents[line.document].material.sha256 + "/0");
        if (found != p.around.textures->end()) {
            ui.picture(r, found->second);
            ui.outline(r, Token::line_strong);
            return;
        }
    }
    paper_thumb(ui, r, false, line.here || line.county != nullptr);
}

float draw_line(Panel& p, const Rect& r, const Line& line) {
    Ui& ui = p.ui;
    const std::string& label = p.word(line.slot->label);
    const float actions = actions_width(p, line), whole = r.w - 2 * ui.em(kInset);
    const float beside = whole - ui.em(kThumbW + 0.8F) - actions - ui.em(0.6F);
    const bool under = beside < ui.em(11);  // actions get a line of their own
    const float width = under ? whole - ui.em(kThumbW + 0.8F) : beside;
    const float words = ui.height_of(label, width, kBodyText, kLabelLines) + ui.line_height();
    const float height = std::max(ui.em(kRow), words + ui.em(0.6F)) + (under ? ui.em(size::kTouch + 0.3F) : 0);
    divider(ui, r);
    Rect row = Rect{r.x, r.y, r.w, height}.inset(ui.em(kInset), 0);
    Rect end = under ? row.cut_bottom(ui.em(size::kTouch + 0.3F)) : row.cut_right(actions);
    if (under) {
        end.cut_left(ui.em(kThumbW + 0.8F));
        end.w = std::min(end.w, actions);
    }
    const Rect thumb = row.cut_left(ui.em(kThumbW));
    draw_thumb(p, thumb.middle(ui.em(kThumbW), ui.em(kThumbH)), line);
    row.cut_left(ui.em(0.8F));
    Rect text = row.middle(row.w, words);
    text.w = width;
    text.cut_top(ui.paragraph(text, label, kBodyText, kLabelLines));
    const Second second = second_of(p, line);
    if (second.icon != Icon::none) {
        ui.icon_in(text.cut_left(ui.em(1)), second.icon, 1.0F, second.colour);
        text.cut_left(ui.em(0.3F));
    }
    text.cut_left(ui.text(text, second.word, coloured(kBodyText, second.colour)) + ui.em(0.6F));
    ui.text(text, second.rest, kMuted);
    draw_actions(p, end, line);
    return height;
}

}  // namespace

float draw_papers(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    const std::vector<Line> lines = lines_of(p);
    std::size_t needed = 0, there = 0;
    for (const Line& line : lines) {
        const bool counts = (line.required || line.asked) && line.last;
        needed += counts ? 1 : 0;
        there += counts && slot_filled(p.desk, line.slot->key) ? 1 : 0;
    }
    // The card lies under its rows: its height is the one of the frame before, and a frame follows where it changes.
    float& kept = ui.kept("papers.height");
    card(ui, {r.x, r.y, r.w, std::max(kept, ui.em(kHead))});
    Rect rest{r.x, r.y, r.w, 100'000};
    Rect head = rest.cut_top(ui.em(kHead)).inset(ui.em(kInset), 0);
    ui.icon_in(head.cut_left(ui.em(1.2F)), Icon::paperclip, 1.2F, Token::text_muted);
    head.cut_left(ui.em(0.6F));
    if (needed > there) {
        chip_right(ui, head, ui.tr("form.section.gaps", {std::to_string(needed - there)}), Tone::warning,
                   Icon::paperclip);
    }
    const std::string title = std::to_string(p.desk.matter->sections.size() + 1) + " " + ui.tr("form.papers");
    head.cut_left(ui.text(head, title, kBold) + ui.em(0.6F));
    ui.text(head, ui.tr("form.papers.count", {std::to_string(needed), std::to_string(there)}), kMuted);
    for (const Line& line : lines) {
        rest.cut_top(draw_line(p, rest, line));
    }
    const float height = rest.y - r.y;
    if (kept != height) {
        kept = height;
        ui.want_frame();
    }
    return height;
}

}  // namespace zj::desk::form
