// SPDX-License-Identifier: Apache-2.0
// What is told with a return, a refusal or a pause: reason, and with a return everything that is missing, once.
#include <algorithm>

#include "terminal/desk/case_draw.hpp"
#include "terminal/desk/review/review_draw.hpp"
#include "terminal/ui/field.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kSlot = 2.2F;
constexpr float kSlotsMost = 13.2F;  // six rows of documents; more scroll

const model::Matter* matter_of(const ReviewPart& of, const work::CaseView& view) {
    const model::Catalogue* catalogue = catalogue_of(of.around);
    return catalogue == nullptr ? nullptr : catalogue->matter(view.row.matter);
}

float slots_height(const Ui& ui, const model::Matter& matter, bool two) {
    const std::size_t rows = two ? (matter.materials.size() + 1) / 2 : matter.materials.size();
    return ui.em(kSlot) * static_cast<float>(rows);
}

// Whether every name has room beside its box in half the width.
bool fit_half(const Ui& ui, const model::Matter& matter, float width) {
    return std::all_of(matter.materials.begin(), matter.materials.end(), [&](const model::Slot& slot) {
        return ui.width_of(label(slot.label, ui.lang())) + ui.em(1.8F) <= (width - ui.em(2)) / 2;
    });
}

// Every slot of the matter to tick; a long list scrolls.
void slots(const ReviewPart& of, const Rect& area, const model::Matter& matter, bool two) {
    Ui& ui = of.ui;
    const Rect content = ui.begin_scroll("slots", area);
    const auto scope = ui.scope("slot");
    for (std::size_t i = 0; i < matter.materials.size(); ++i) {
        const model::Slot& slot = matter.materials[i];
        const std::size_t line = two ? i / 2 : i;
        const Rect row{content.x, content.y + ui.em(kSlot) * static_cast<float>(line), content.w - ui.em(1),
                       ui.em(kSlot)};
        const Rect place = two ? row.column(static_cast<int>(i % 2), 2, ui.em(1)) : row;
        if (checkbox(ui, slot.key, place, label(slot.label, ui.lang()), of.desk.draft->missing.contains(slot.key))) {
            of.out = review_intent::Slot{slot.key};
        }
    }
    ui.end_scroll(slots_height(ui, matter, two));
}

// What is ticked as missing, in words.
std::string missing_names(const ReviewPart& of, const work::CaseView& view) {
    std::string out;
    for (const std::string& slot : of.desk.draft->missing) {
        out += (out.empty()  ? ""
                : of.ui.zh() ? "、"
                             : ", ") +
               slot_label(catalogue_of(of.around), view.row.matter, slot, of.ui.lang());
    }
    return out;
}

Field reason_field(const Ui& ui, const DecisionDraft& draft) {
    Field out;
    out.label = ui.tr("review.reason." + draft.act);
    out.required = true;
    out.lines = 3;
    const bool empty = draft.reason.text().empty();
    out.state = draft.tried && empty ? FieldState::error : FieldState::rest;
    out.message = ui.tr(draft.tried && empty ? "review.reason.needed" : "review.reason.told");
    return out;
}

}  // namespace

namespace {

struct Dialog {
    const ReviewPart& of;
    Field field;
    const model::Matter* matter = nullptr;  // with a return
    bool two = false;                       // slots in two columns
    float list = 0;                         // height of the slots

    // From the top of `r`: title, why, slots, reason; the height used.
    float draw(const Rect& r) const {
        Ui& ui = of.ui;
        DecisionDraft& draft = *of.desk.draft;
        Rect at{r.x, r.y, r.w, ui.em(1000)};
        ui.text(at.cut_top(ui.em(2.4F)), ui.tr("review.dialog." + draft.act), kTitleText);
        at.cut_top(ui.paragraph(at, ui.tr("review.dialog." + draft.act + ".why"), kMuted) + ui.em(0.8F));
        if (matter != nullptr) {
            ui.text(at.cut_top(ui.em(1.8F)), ui.tr("review.missing"), kBold);
            slots(of, at.cut_top(list), *matter, two);
            at.cut_top(ui.em(0.8F));
        }
        text_field(ui, "reason", at.cut_top(field_height(ui, field)), draft.reason, field);
        return at.y - r.y;
    }
    float height(float width) const {
        const Ui& ui = of.ui;
        const std::string why = ui.tr("review.dialog." + of.desk.draft->act + ".why");
        return ui.em(2.4F + 0.8F) + ui.height_of(why, width, kMuted) + field_height(ui, field) +
               (matter == nullptr ? 0 : list + ui.em(1.8F + 0.8F));
    }
};

}  // namespace

void review_dialog(const ReviewPart& of, const work::CaseView& view) {
    Ui& ui = of.ui;
    const auto layer = ui.layer();
    const auto scope = ui.scope("dialog");
    const float inner = std::min(ui.em(40), ui.frame().width - ui.em(1)) - ui.em(2 * size::kS6);
    Dialog content{of, reason_field(ui, *of.desk.draft)};
    content.matter = of.desk.draft->act == "return" ? matter_of(of, view) : nullptr;
    if (content.matter != nullptr) {
        content.two = fit_half(ui, *content.matter, inner);
        content.list = std::min(slots_height(ui, *content.matter, content.two), ui.em(kSlotsMost));
    }
    const float around_it = ui.em(2 * size::kS5 + size::kS3 + size::kPrimary);
    const bool low = content.height(inner) + around_it > ui.frame().height - ui.em(1);
    if (low && content.matter != nullptr) {  // the whole dialog scrolls, not the list inside it
        content.list = slots_height(ui, *content.matter, content.two);
    }
    Rect sheet = dialog(ui, 40, content.height(inner) + around_it);
    Rect foot = sheet.cut_bottom(ui.em(size::kPrimary));
    sheet.cut_bottom(ui.em(size::kS3));
    if (low) {
        Rect wide = sheet;
        wide.w += ui.em(1);  // the bar stands in the margin
        Rect at = ui.begin_scroll("body", wide);
        at.w = sheet.w;
        ui.end_scroll(content.draw(at));
    } else {
        content.draw(sheet);
    }
    if (button_right(ui, "sign", foot, ui.tr("review.to_sign"),
                     {Kind::primary, Icon::pencil, true, false, Chord::ctrl_enter}, size::kPrimary)) {
        of.out = review_intent::Sign{missing_names(of, view)};
    }
    if (button_right(ui, "cancel", foot, ui.tr("review.cancel"),
                     {Kind::secondary, Icon::none, true, false, Chord::escape}, size::kPrimary)) {
        of.out = review_intent::Cancel{};
    }
}

}  // namespace zj::desk
