// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/preview_draw.hpp"

#include "terminal/desk/case_draw.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;
using What = PreviewMove::What;

namespace {

std::uint64_t texture_of(const Around& around, const work::Material& one, int page) {
    if (around.textures == nullptr) {
        return 0;
    }
    const auto found = around.textures->find(texture_key(one, page));
    return found == around.textures->end() ? 0 : found->second;
}

std::string page_text(const Ui& ui, const Preview& preview) {
    return ui.tr("cases.preview.page", {std::to_string(preview.page + 1), std::to_string(std::max(1, preview.pages))});
}

void head(Ui& ui, Rect row, const Around& around, const work::CaseView& view, const Preview& preview,
          std::optional<PreviewMove>& out) {
    const work::Material& one = *shown(preview, view);
    if (button_right(ui, "close", row, ui.tr("cases.preview.close"),
                     {Kind::primary, Icon::none, true, false, Chord::ctrl_enter})) {
        out = PreviewMove{What::close, 0};
    }
    if (button_right(ui, "next", row, ui.tr("cases.preview.next"), {Kind::secondary, Icon::chevron_right})) {
        out = PreviewMove{What::page, 1};
    }
    if (button_right(ui, "back", row, ui.tr("cases.preview.back"), {Kind::secondary, Icon::chevron_left})) {
        out = PreviewMove{What::page, -1};
    }
    if (button_right(ui, "zoom", row, ui.tr(preview.zoomed ? "cases.preview.whole" : "cases.preview.zoom"),
                     {Kind::ghost, Icon::zoom_in})) {
        out = PreviewMove{What::zoom, 0};
    }
    const std::string label = slot_label(catalogue_of(around), view.row.matter, one.slot, ui.lang());
    Rect lines = row.middle(row.w, ui.em(3.0F));
    ui.text(lines.cut_top(ui.em(1.7F)), label, kSectionText);
    ui.text(lines, page_text(ui, preview), kMuted);
}

// The picture in the sheet, as large as it fits.
void paper(Ui& ui, const Rect& r, const Preview& preview, std::uint64_t texture) {
    if (preview.width <= 0 || preview.height <= 0) {
        return;
    }
    const float w = static_cast<float>(preview.width), h = static_cast<float>(preview.height);
    if (!preview.zoomed) {
        const float scale = std::min(r.w / w, r.h / h);
        const Rect place = r.middle(w * scale, h * scale);
        ui.picture(place, texture);
        ui.outline(place, Token::line);
        return;
    }
    const float width = r.w - ui.em(1.2F), height = h * width / w;
    const Rect content = ui.begin_scroll("page", r);
    ui.picture({content.x, content.y, width, height}, texture);
    ui.end_scroll(height);
}

void keys(Ui& ui, std::optional<PreviewMove>& out) {
    int direction = 0;
    if (ui.chord(Chord::escape)) {
        out = PreviewMove{What::close, 0};
    } else if (ui.take_key(Key::right)) {
        out = PreviewMove{What::page, 1};
    } else if (ui.take_key(Key::left)) {
        out = PreviewMove{What::page, -1};
    } else if (ui.take_page(direction)) {
        out = PreviewMove{What::page, direction};
    }
}

}  // namespace

std::optional<PreviewMove> draw(Ui& ui, const Around& around, const work::CaseView& view, const Preview& preview) {
    std::optional<PreviewMove> out;
    const work::Material* one = shown(preview, view);
    if (one == nullptr) {
        return out;
    }
    const auto layer = ui.layer();
    const auto scope = ui.scope("preview");
    Rect sheet = dialog(ui, ui.frame().width / ui.frame().em - 3, ui.frame().height - ui.em(2));
    if (ui.in_front() && !preview.zoomed) {
        keys(ui, out);
    } else if (ui.chord(Chord::escape)) {
        out = PreviewMove{What::close, 0};
    }
    head(ui, sheet.cut_top(ui.em(3.2F)), around, view, preview, out);
    sheet.cut_top(ui.em(0.6F));
    ui.fill(sheet, Token::surface_sunken, size::kRadius);
    const Rect inside = sheet.inset(ui.em(0.6F));
    const std::uint64_t texture = texture_of(around, *one, preview.page);
    if (preview.error && preview.error->code == "attachment.missing") {
        if (empty_state(ui, inside, Icon::download, Tone::pending, ui.tr("cases.preview.missing"),
                        ui.tr("cases.preview.missing.why"), ui.tr("ui.again"))) {
            out = PreviewMove{What::again, 0};
        }
    } else if (preview.error) {
        if (error_state(ui, inside, *preview.error, true)) {
            out = PreviewMove{What::again, 0};
        }
    } else if (texture != 0) {
        paper(ui, inside, preview, texture);
    } else if (preview.wait && ui.frame().ticks_ms - preview.wait.since_ms >= kPatienceMs) {
        empty_state(ui, inside, Icon::hourglass, Tone::pending, ui.tr("cases.preview.wait"),
                    ui.tr("cases.preview.wait.why"));
    } else if (preview.wait) {
        ui.want_frame();
    }
    return out;
}

}  // namespace zj::desk
