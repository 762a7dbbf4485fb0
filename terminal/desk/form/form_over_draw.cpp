// SPDX-License-Identifier: Apache-2.0
// What is drawn over the form: files to choose from, the preview of a document, the question before a draft is deleted.
#include <algorithm>

#include "terminal/desk/form/form_panels.hpp"
#include "terminal/desk/words.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk::form {

using namespace ui;
using Kind = FormIntent::Kind;

namespace {

constexpr float kRow = 2.6F, kPickerW = 46, kPickerH = 30;

std::string last_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

void draw_file(Panel& p, const Rect& r, const work::reply::Place& place, std::size_t i) {
    Ui& ui = p.ui;
    const Press press = row(ui, "row." + std::to_string(i), r, false);
    if (press.focused && !press.ring) {
        ui.fill(r, Token::selection);
    }
    if (press.pressed) {
        p.say(Kind::place, {}, {}, i);
    }
    const bool reading = !p.desk.picker.reading.empty() && p.desk.picker.reading == place.path;
    Rect line = r.inset(ui.em(0.6F), 0);
    ui.icon_in(line.cut_left(ui.em(1.2F)),
               reading        ? Icon::hourglass
               : place.folder ? Icon::folder
                              : Icon::file_text,
               1.2F, place.folder ? Token::accent : Token::text_muted);
    line.cut_left(ui.em(0.6F));
    if (place.folder) {
        ui.icon_in(line.cut_right(ui.em(1.2F)), Icon::chevron_right, 1.2F, Token::text_muted);
    } else {
        ui.text(line.cut_right(ui.em(6.4F)), day_and_time(place.changed), aligned(kMuted, Align::right));
        ui.text(line.cut_right(ui.em(5)), reading ? std::string() : size_text(place.size),
                aligned(kMuted, Align::right));
        line.cut_right(ui.em(0.6F));
        if (reading) {
            ui.text(line.cut_right(ui.width_of(ui.tr("form.picker.reading"))), ui.tr("form.picker.reading"),
                    coloured(kBodyText, Token::pending));
            line.cut_right(ui.em(0.6F));
        }
    }
    ui.text(line, place.name);
}

void draw_files(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    FormPicker& picker = p.desk.picker;
    if (picker.places.error) {
        if (error_state(ui, r, *picker.places.error, true)) {
            p.say(Kind::up);
        }
        return;
    }
    if (picker.places.loading() && !picker.places.value) {
        return loading_rows(ui, r, picker.places.wait.since_ms, 6);
    }
    if (picker.rows.empty()) {
        const bool nowhere = picker.folder.empty();
        if (empty_state(ui, r, Icon::usb, Tone::neutral, ui.tr(nowhere ? "form.picker.nowhere" : "form.picker.empty"),
                        ui.tr(nowhere ? "form.picker.nowhere.text" : "form.picker.empty.text"), ui.tr("ui.again"))) {
            p.say(Kind::up);
        }
        return;
    }
    Rect at = ui.begin_scroll("rows", r);
    const float height = ui.em(kRow);
    for (std::size_t i = 0; i < picker.rows.size(); ++i) {
        const Rect line = at.moved(0, height * static_cast<float>(i));
        const Rect place{line.x, line.y, line.w - ui.em(0.8F), height};
        // One more on either side, so that the arrows always have somewhere to go.
        if (place.bottom() < r.y - height || place.y > r.bottom() + height) {
            continue;
        }
        draw_file(p, place, picker.rows[i], i);
    }
    ui.end_scroll(height * static_cast<float>(picker.rows.size()));
}

void draw_page(Panel& p, const Rect& r) {
    Ui& ui = p.ui;
    FormPreview& preview = p.desk.preview;
    if (preview.picture.error) {
        static_cast<void>(error_state(ui, r, *preview.picture.error, false));
        return;
    }
    const auto* textures = p.around.textures;
    const auto found = textures != nullptr ? textures->find(preview.sha256 + "/" + std::to_string(preview.page))
                                           : std::map<std::string, std::uint64_t>::const_iterator{};
    if (!preview.picture.value || textures == nullptr || found == textures->end()) {
        return loading_rows(ui, r, preview.picture.wait.since_ms, 4);
    }
    ui.fill(r, Token::surface_sunken, size::kRadius);
    const auto w = static_cast<float>(preview.picture.value->width),
               h = static_cast<float>(preview.picture.value->height);
    const Rect room = r.inset(ui.em(0.4F));
    const float scale = std::min(room.w / std::max(1.0F, w), room.h / std::max(1.0F, h));
    const Rect place = room.middle(w * scale, h * scale);
    ui.picture(place, found->second);
    ui.outline(place, Token::line_strong);
}

void draw_paging(Panel& p, Rect& row) {
    Ui& ui = p.ui;
    const FormPreview& preview = p.desk.preview;
    const int pages = preview.picture.value ? preview.picture.value->pages : 0;
    if (pages < 2) {
        return;
    }
    if (icon_button(ui, "before", row.cut_left(ui.em(2.4F)), Icon::chevron_left, preview.page > 0)) {
        p.say(Kind::page, {}, {}, static_cast<std::size_t>(preview.page - 1));
    }
    const std::string at = ui.tr("form.preview.page", {std::to_string(preview.page + 1), std::to_string(pages)});
    row.cut_left(ui.text(row, at, kMuted));
    if (icon_button(ui, "after", row.cut_left(ui.em(2.4F)), Icon::chevron_right, preview.page + 1 < pages)) {
        p.say(Kind::page, {}, {}, static_cast<std::size_t>(preview.page + 1));
    }
}

}  // namespace

void draw_picker(Panel& p) {
    Ui& ui = p.ui;
    FormPicker& picker = p.desk.picker;
    const auto layer = ui.layer();
    const auto scope = ui.scope("picker");
    Rect body = dialog(ui, kPickerW, ui.em(kPickerH));
    const model::Slot* slot = p.desk.matter->slot(picker.slot);
    const std::string title = slot != nullptr ? p.word(slot->label) : picker.slot;
    body.cut_top(ui.paragraph(body, title, kSectionText, 2));
    Rect where = body.cut_top(ui.em(1.8F));
    ui.icon_in(where.cut_left(ui.em(1.2F)), Icon::folder_open, 1.0F, Token::text_muted);
    where.cut_left(ui.em(0.4F));
    ui.text(where, picker.folder.empty() ? ui.tr("form.picker.places") : last_name(picker.folder), kMuted);
    Rect foot = body.cut_bottom(ui.em(size::kControl));
    body.cut_bottom(ui.em(0.6F));
    if (picker.error) {
        const texts::Explained e = texts::explain(*picker.error, ui.lang());
        body.cut_top(banner(ui, body, Tone::danger, Icon::circle_x, e.what, e.todo) + ui.em(0.4F));
    }
    divider(ui, body);
    divider(ui, {body.x, body.bottom(), body.w, 0});
    draw_files(p, body);
    if (button_right(ui, "close", foot, ui.tr("form.picker.close"),
                     {ui::Kind::secondary, Icon::none, true, false, Chord::escape})) {
        p.say(Kind::close);
    }
    if (!picker.folder.empty()) {
        const std::string up = ui.tr("form.picker.up");
        const Button spec{ui::Kind::ghost, Icon::usb};
        if (button(ui, "up", foot.cut_left(button_width(ui, up, spec)), up, spec)) {
            p.say(Kind::up);
        }
        foot.cut_left(ui.em(0.6F));
    }
    ui.text(foot, ui.tr("form.picker.hint"), kMuted);
}

void draw_preview(Panel& p) {
    Ui& ui = p.ui;
    const auto layer = ui.layer();
    const auto scope = ui.scope("preview");
    Rect body = dialog(ui, 60, ui.frame().height);
    ui.text(body.cut_top(ui.em(2)), p.desk.preview.title, kSectionText);
    Rect foot = body.cut_bottom(ui.em(size::kControl));
    body.cut_bottom(ui.em(0.6F));
    draw_page(p, body);
    if (button_right(ui, "close", foot, ui.tr("form.preview.close"),
                     {ui::Kind::secondary, Icon::none, true, false, Chord::escape})) {
        p.say(Kind::close);
    }
    draw_paging(p, foot);
}

void draw_question(Panel& p) {
    Ui& ui = p.ui;
    const auto layer = ui.layer();
    const auto scope = ui.scope("question");
    const std::string text = ui.tr("form.drop.text");
    const float inner = std::min(ui.em(30), ui.frame().width - ui.em(1)) - ui.em(2 * size::kS6);
    const float lines = ui.height_of(text, inner, kMuted);
    Rect body = dialog(ui, 30, lines + ui.em(2 * size::kS5 + 2 + 0.8F + size::kControl));
    ui.text(body.cut_top(ui.em(2)), ui.tr("form.drop.title"), kSectionText);
    ui.paragraph(body.cut_top(lines), text, kMuted);
    body.cut_top(ui.em(0.8F));
    Rect foot = body.cut_top(ui.em(size::kControl));
    if (button_right(ui, "drop", foot, ui.tr("form.drop"),
                     {ui::Kind::danger, Icon::trash_2, true, static_cast<bool>(p.desk.drop_wait)})) {
        p.say(Kind::drop);
    }
    if (button_right(ui, "keep", foot, ui.tr("form.drop.keep"),
                     {ui::Kind::secondary, Icon::none, true, false, Chord::escape})) {
        p.say(Kind::keep);
    }
}

}  // namespace zj::desk::form
