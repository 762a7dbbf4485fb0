// SPDX-License-Identifier: Apache-2.0
// Sections and their fields: a folded section is one line with what it holds, the open one has a box for every field.
#include <algorithm>

#include "terminal/desk/form/form_boxes.hpp"
#include "terminal/desk/form/form_panels.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk::form {

using namespace ui;
using Kind = FormIntent::Kind;
using model::FieldType;

namespace {

constexpr float kFold = 2.8F, kSectionHead = 2.3F, kInset = 1.0F, kRowGap = 0.3F;
constexpr float kTwoColumns = 28;  // narrower, and fields stand in one column

Field spec_of(const Panel& p, const FormBox& box) {
    Field out;
    out.label = box.field != nullptr ? p.word(box.field->label) : p.ui.tr("form.changes.value");
    out.required = box.required;
    out.state = box.note.state;
    out.message = box.note.code.empty() ? std::string() : told(p.ui, box.note.code, box.note.args);
    if (box.field == nullptr) {
        return out;
    }
    out.lines = box.field->type == FieldType::text || box.field->type == FieldType::map ? 3 : 1;
    switch (box.field->type) {
        case FieldType::date:
            out.placeholder = "2026-11-23";
            break;
        case FieldType::month:
            out.placeholder = "2026-11";
            break;
        case FieldType::doc_no:
            out.placeholder = p.ui.tr("form.hint.doc_no");
            break;
        case FieldType::id_no:
            out.placeholder = p.ui.tr("form.hint.id_no");
            break;
        case FieldType::map:
            out.placeholder = p.ui.tr("form.hint.map");
            break;
        default:
            out.placeholder = box.typed() ? std::string() : p.ui.tr("form.hint.choose");
    }
    if (!box.typed() && box.options[0].empty() && box.field->type != FieldType::boolean) {
        out.placeholder = p.ui.tr("form.hint.no_options");
    }
    return out;
}

void yes_or_no(Panel& p, const std::string& key, const Rect& r, FormBox& box, const Field& spec) {
    Ui& ui = p.ui;
    Rect rest = r;
    Rect label = rest.cut_top(ui.em(1.3F));
    label.cut_left(ui.text(label, spec.label, kMuted) + ui.em(0.4F));
    if (spec.required) {
        ui.text(label, ui.tr("ui.required"), kMuted);
    }
    rest.cut_top(ui.em(0.35F));
    const std::vector<std::string> names{ui.tr("form.yes"), ui.tr("form.no")};
    const Rect row = rest.cut_top(ui.em(size::kControl));
    const int on = box.chosen == "true" ? 0 : box.chosen == "false" || !box.required ? 1 : -1;
    Rect place = row;
    if (const auto pressed =
            segmented(ui, key, place.cut_left(std::min(row.w, segmented_width(ui, names))), names, on)) {
        p.say(Kind::chosen, key, *pressed == 0 ? "true" : "false");
    }
    if (!spec.message.empty()) {
        Rect message = rest.cut_top(ui.em(1.4F));
        ui.icon_in(message.cut_left(ui.em(1)), Icon::circle_x, 1.0F, Token::danger);
        message.cut_left(ui.em(0.3F));
        ui.text(message, spec.message, coloured(kBodyText, Token::danger));
    }
}

// `key` as the update knows it; ids of the UI map are "form.field.<key>".
void draw_box(Panel& p, const std::string& key, const Rect& r, FormBox& box, Field spec) {
    const auto scope = p.ui.scope("field");
    if (box.field != nullptr && box.field->type == FieldType::boolean) {
        return yes_or_no(p, key, r, box, spec);
    }
    // A list without options can still be filled where the vault takes what is typed: a unit by its key.
    if (box.typed() && !(box.field != nullptr && box.field->type == FieldType::changes)) {
        const FieldEvent event = text_field(p.ui, key, r, box.edit, spec);
        if (event.left) {
            p.left = key;
        }
        if (event.entered) {
            p.say(Kind::next, key);
        } else if (event.changed) {
            p.say(Kind::typed, key);
        }
        return;
    }
    const auto& options = box.options[p.ui.zh() ? 0 : 1];
    const ChoiceEvent event = choice_field(p.ui, key, r, box.choice, options, box.chosen, spec);
    if (event.left) {
        p.left = key;
    }
    if (event.chosen) {
        p.say(Kind::chosen, key, *event.chosen);
    }
}

struct Cell {
    FormBox* box = nullptr;
    std::string key;
    Field spec;
    Rect place;
};

float changes_height(const Panel& p) {
    const float line = field_height(p.ui, {}) + p.ui.em(kRowGap);
    return line * static_cast<float>(p.desk.changes.size()) + p.ui.em(size::kTouch + 0.8F);
}

// Fields in one or two columns; long texts take the whole width. The height used, with the places of all.
float lay_out(Panel& p, std::size_t section, const Rect& inside, std::vector<Cell>& cells) {
    Ui& ui = p.ui;
    const int columns = inside.w >= ui.em(kTwoColumns) ? 2 : 1;
    float y = inside.y, row = 0;
    int column = 0;
    const auto end_row = [&] {
        y += row > 0 ? row + ui.em(kRowGap) : 0;
        row = 0;
        column = 0;
    };
    for (FormBox& box : p.desk.boxes) {
        if (!box.placed || box.field->section != p.desk.matter->sections[section].key) {
            continue;
        }
        if (box.field->type == FieldType::changes) {
            end_row();
            const float height = changes_height(p);
            cells.push_back({&box, box.field->key, {}, {inside.x, y, inside.w, height}});
            y += height;
            continue;
        }
        Cell cell{&box, box.field->key, spec_of(p, box), {}};
        const bool whole = cell.spec.lines > 1 || columns == 1;
        const float height = field_height(ui, cell.spec);
        if (whole || column == columns) {
            end_row();
        }
        const Rect line{inside.x, y, inside.w, height};
        cell.place = whole ? line : line.column(column, columns, ui.em(1.2F));
        row = std::max(row, height);
        ++column;
        cells.push_back(std::move(cell));
        if (whole) {
            end_row();
        }
    }
    end_row();
    return y - inside.y;
}

// Every line: which item, its new value, and a way to take the line back.
void draw_changes(Panel& p, Rect r, FormBox& box) {
    Ui& ui = p.ui;
    for (std::size_t i = 0; i < p.desk.changes.size(); ++i) {
        ChangeBox& change = p.desk.changes[i];
        const std::string key = "changes." + std::to_string(i);
        Field item = spec_of(p, change.item), value = spec_of(p, change.value);
        item.label = ui.tr("form.changes.item");
        item.placeholder = ui.tr("form.hint.choose");
        if (change.value.field != nullptr) {
            value.label = ui.tr("form.changes.new", {value.label});
        }
        value.lines = 1;
        Rect line = r.cut_top(field_height(ui, item));
        r.cut_top(ui.em(kRowGap));
        const std::string remove = ui.tr("form.remove");
        const Rect end = line.cut_right(button_width(ui, remove, {ui::Kind::ghost}));
        line.cut_right(ui.em(0.4F));
        draw_box(p, key, line.column(0, 2, ui.em(1.2F)), change.item, item);
        draw_box(p, key + ".new", line.column(1, 2, ui.em(1.2F)), change.value, value);
        if (button(ui, key + ".remove", {end.x, end.y + ui.em(1.65F), end.w, ui.em(size::kControl)}, remove,
                   {ui::Kind::ghost})) {
            p.say(Kind::drop_change, {}, {}, i);
        }
    }
    Rect row = r.cut_top(ui.em(size::kTouch));
    const Button spec{ui::Kind::secondary, Icon::plus};
    const std::string add = ui.tr("form.changes.add");
    if (button(ui, "changes.add", row.cut_left(button_width(ui, add, spec)), add, spec)) {
        p.say(Kind::add_change);
    }
    if (p.desk.changes.empty() && box.faulty && box.note.state == FieldState::error) {
        row.cut_left(ui.em(0.6F));
        ui.icon_in(row.cut_left(ui.em(1)), Icon::circle_x, 1.0F, Token::danger);
        row.cut_left(ui.em(0.3F));
        ui.text(row, told(ui, box.note.code, box.note.args), coloured(kBodyText, Token::danger));
    }
}

std::string numbered(const Panel& p, std::size_t section) {
    return std::to_string(section + 1) + " " + p.word(p.desk.matter->sections[section].label);
}

float draw_folded(Panel& p, const Rect& r, std::size_t section) {
    Ui& ui = p.ui;
    const std::size_t gaps = gaps_in(p.desk, section);
    const std::string title = numbered(p, section);
    const Rect whole{r.x, r.y, r.w, ui.em(kFold)};
    const Press press = ui.press("section." + p.desk.matter->sections[section].key, whole);
    card(ui, whole, press.down);
    if (press.ring) {
        ui.focus_ring(whole, size::kRadiusCard);
    }
    if (press.pressed) {
        p.say(Kind::section, {}, {}, section);
    }
    Rect body = whole.inset(ui.em(kInset), 0);
    ui.icon_in(body.cut_left(ui.em(1.2F)), gaps == 0 ? Icon::circle_check : Icon::circle, 1.2F,
               gaps == 0 ? Token::ok : Token::text_muted);
    body.cut_left(ui.em(0.6F));
    const std::string end =
        gaps == 0 ? ui.tr("form.section.change") : ui.tr("form.section.gaps", {std::to_string(gaps)});
    const Style style = coloured(kBold, gaps == 0 ? Token::accent : Token::warning);
    const Rect last = body.cut_right(ui.width_of(end, style));
    ui.text(last, end, style);
    body.cut_right(ui.em(0.8F));
    body.cut_left(ui.text(body, title, kBold) + ui.em(0.6F));
    ui.text(body, summary_of(p.desk, section, ui.lang()), kMuted);
    return whole.h;
}

}  // namespace

std::string told(const Ui& ui, const std::string& code, const std::vector<std::string>& args) {
    if (code.starts_with("form.note.")) {
        return ui.tr(code, args);
    }
    if (code.starts_with("form.")) {
        const std::string key = "form.note." + code.substr(5);
        const std::string text = ui.tr(key, args);
        if (text != key) {
            return text;
        }
    }
    return texts::explain(fail(code, {}, {}, args), ui.lang()).what;
}

float draw_section(Panel& p, const Rect& r, std::size_t section) {
    Ui& ui = p.ui;
    if (p.desk.open != section) {
        return draw_folded(p, r, section);
    }
    const Rect inside{r.x + ui.em(kInset), r.y + ui.em(kSectionHead), r.w - 2 * ui.em(kInset), 0};
    std::vector<Cell> cells;
    const float fields = lay_out(p, section, inside, cells);
    const Rect whole{r.x, r.y, r.w, ui.em(kSectionHead) + fields + ui.em(0.3F)};
    card(ui, whole);
    Rect head = Rect{r.x, r.y, r.w, ui.em(kSectionHead)}.inset(ui.em(kInset), 0);
    ui.icon_in(head.cut_left(ui.em(1.2F)), Icon::pencil, 1.2F, Token::accent);
    head.cut_left(ui.em(0.6F));
    chip_right(ui, head, ui.tr("form.section.open"), Tone::accent, Icon::pencil);
    ui.text(head, numbered(p, section), kBold);
    for (Cell& cell : cells) {
        if (cell.box->field->type == FieldType::changes) {
            draw_changes(p, cell.place, *cell.box);
        } else {
            draw_box(p, cell.key, cell.place, *cell.box, cell.spec);
        }
    }
    return whole.h;
}

}  // namespace zj::desk::form
