// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/case_draw.hpp"

#include <algorithm>
#include <cmath>

#include "terminal/ui/field.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

const model::Catalogue* catalogue_of(const Around& around) {
    return around.here == nullptr ? nullptr : around.here->catalogue.get();
}

bool has_role(const work::HereView& here, std::string_view role) {
    return std::find(here.roles.begin(), here.roles.end(), role) != here.roles.end();
}

bool no_business(const Around& around) {
    const model::Catalogue* catalogue = catalogue_of(around);
    return catalogue == nullptr ||
           std::none_of(around.here->roles.begin(), around.here->roles.end(),
                        [&](const std::string& role) { return catalogue->role_business(role); });
}

GrowingCard::GrowingCard(Ui& ui, std::string_view id, const Rect& r)
    : ui_(ui), r_{r.x, r.y, r.w, 0}, kept_(ui.kept(id)) {
    r_.h = kept_;
    if (kept_ > 0) {
        card(ui, r_);
    }
}

Rect GrowingCard::inside() const {
    return {r_.x + ui_.em(1), r_.y + ui_.em(0.6F), r_.w - ui_.em(2), ui_.em(1000)};
}

float GrowingCard::end(float content_bottom) {
    const float height = std::round(content_bottom - r_.y);
    if (height != kept_) {
        kept_ = height;
        ui_.want_frame();
    }
    return r_.y + height;
}

namespace {

bool pressing(const StateLook& limit) {
    return limit.tone == Tone::warning || limit.tone == Tone::danger;
}

}  // namespace

float limit_width(const Ui& ui, const StateLook& limit) {
    return limit.word.empty() ? 0 : ui.width_of(limit.word, pressing(limit) ? kBold : kBodyText) + ui.em(1.3F);
}

void limit_line(Ui& ui, const Rect& row, const StateLook& limit) {
    if (limit.word.empty()) {
        return;
    }
    const Token colour = limit.tone == Tone::neutral ? Token::text_muted : strong(limit.tone);
    Rect place = row;
    place = place.cut_right(std::min(row.w, limit_width(ui, limit)));
    ui.icon_in(place.cut_left(ui.em(1)), limit.icon, 1.0F, colour);
    place.cut_left(ui.em(0.3F));
    ui.text(place, limit.word, coloured(pressing(limit) ? kBold : kBodyText, colour));
}

MatterTabs matter_tabs(const Ui& ui, const Around& around,
                       const std::vector<std::pair<std::string, std::size_t>>& counts, const std::string& chosen) {
    MatterTabs out;
    std::size_t all = 0;
    for (const auto& [code, count] : counts) {
        all += count;
    }
    const auto add = [&](const std::string& code, const std::string& name, std::size_t count) {
        out.on = code == chosen ? out.tabs.size() : out.on;
        out.tabs.push_back({code.empty() ? "all" : code, name + " " + count_text(count)});
        out.codes.push_back(code);
    };
    const model::Catalogue* catalogue = catalogue_of(around);
    const auto name_of = [&](const std::string& code) {  // a short word where there is one
        const std::string key = "cases.short." + code, name = ui.tr(key);
        return name != key || catalogue == nullptr ? name : matter_name(*catalogue, code, ui.lang());
    };
    add({}, ui.tr("cases.all_matters"), all);
    bool there = chosen.empty();
    for (const auto& [code, count] : counts) {
        add(code, name_of(code), count);
        there = there || code == chosen;
    }
    if (!there) {
        add(chosen, name_of(chosen), 0);
    }
    return out;
}

std::optional<std::string> matter_choice(Ui& ui, const Rect& r, const MatterTabs& all, Choice& choice) {
    std::vector<Option> options;
    for (const Tab& tab : all.tabs) {
        options.push_back({tab.id, tab.text, {}, {}});
    }
    Field bare;
    bare.bare = true;
    const auto chosen = choice_field(ui, "matter", r, choice, options, all.tabs[all.on].id, bare).chosen;
    return chosen ? std::optional(*chosen == "all" ? std::string() : *chosen) : std::nullopt;
}

std::string where_text(const Ui& ui, const Around& around, const work::CaseRow& row) {
    std::string out;
    const auto add = [&](const std::string& part) {
        if (!part.empty()) {
            out += (out.empty() ? "" : ui.zh() ? "，" : ", ") + part;
        }
    };
    if (around.here == nullptr || row.unit != around.here->unit) {
        add(row.unit_name);
    }
    if (!closed(row) && !row.step.empty()) {
        add(step_label(catalogue_of(around), row.matter, row.step, ui.lang()));
    }
    if (!closed(row) && !row.role.empty()) {
        add(ui.tr("cases.with",
                  {around.here == nullptr ? row.role : role_name(*around.here->catalogue, row.role, ui.lang())}));
    }
    return out;
}

namespace {

struct Shown {
    std::string label, value, before;
    bool wide = false;  // too long for a column
};

std::vector<Shown> shown_fields(const Ui& ui, const Around& around, const work::CaseView& view) {
    std::vector<Shown> out;
    const model::Catalogue* catalogue = catalogue_of(around);
    const model::Matter* matter = catalogue == nullptr ? nullptr : catalogue->matter(view.row.matter);
    if (matter == nullptr) {
        return out;
    }
    for (const model::Field& field : matter->fields) {
        const codec::Value* value = view.fields.find(field.key);
        const codec::Value* before = view.before.find(field.key);
        if ((value == nullptr && before == nullptr) || field.computed) {
            continue;
        }
        const auto say = [&](const codec::Value* from) {
            if (from == nullptr) {
                return ui.tr("word.none");
            }
            if (field.type == model::FieldType::unit && *from == codec::Value(view.row.unit)) {
                return view.row.unit_name;
            }
            if (field.type == model::FieldType::person && !view.row.subject.empty()) {
                return view.row.subject;
            }
            for (const auto& [key, name] : view.named) {
                if (*from == codec::Value(key)) {
                    return name;
                }
            }
            return value_text(*catalogue, field, *from, ui.lang());
        };
        Shown one{label(field.label, ui.lang()), say(value), before == nullptr ? std::string() : say(before), false};
        one.wide = field.type == model::FieldType::text || field.type == model::FieldType::changes;
        out.push_back(std::move(one));
    }
    return out;
}

// A field that needs the whole width would leave a hole beside a short one before it: the next short one goes there.
void fill_gaps(std::vector<Shown>& all) {
    bool left = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].wide) {
            left = !left;
            continue;
        }
        const auto from = all.begin() + static_cast<std::ptrdiff_t>(i);
        const auto next = std::find_if(from, all.end(), [](const Shown& one) { return !one.wide; });
        if (!left && next != all.end()) {
            std::rotate(from, next, next + 1);
        }
        left = true;
    }
}

// Label, value and, where it was changed, what it was before: the height used. Chinese labels are short and stand
// before the value; English ones stand above it.
float draw_field(Ui& ui, const Rect& r, float label_width, const Shown& one) {
    Rect place = r;
    float label_height = 0;
    if (label_width > 0) {
        label_height = ui.paragraph(place.cut_left(label_width - ui.em(0.8F)), one.label, kMuted);
        place.cut_left(ui.em(0.8F));
    } else {
        ui.text(place.cut_top(ui.em(1.3F)), one.label, kMuted);
    }
    const float above = place.y - r.y;
    const Style style = one.before.empty() ? kBodyText : kBold;
    const float height = std::max(ui.line_height(), ui.paragraph(place, one.value.empty() ? "—" : one.value, style));
    if (one.before.empty()) {
        return std::max(label_height, above + height);
    }
    const Style old = coloured(kBodyText, Token::warning);
    const std::string text = ui.tr("cases.before", {one.before});
    const float value = ui.width_of(one.value, kBold) + ui.em(0.4F);
    const bool beside = height <= ui.line_height() && value + ui.em(1.3F) + ui.width_of(text, old) <= place.w;
    Rect line = beside ? Rect{place.x + value, place.y, place.w - value, ui.line_height()}
                       : Rect{place.x, place.y + height, place.w, ui.em(100)};
    ui.icon_in({line.x, line.y, ui.em(1), ui.line_height()}, Icon::pencil, 1.0F, Token::warning);
    line.cut_left(ui.em(1.3F));
    const float used = ui.paragraph(line, text, old);
    return std::max(label_height, above + height + (beside ? 0 : used));
}

}  // namespace

float fields(Ui& ui, const Rect& r, const Around& around, const work::CaseView& view, std::size_t most) {
    constexpr float kGap = 0.4F;
    auto all = shown_fields(ui, around, view);
    if (most > 0) {
        std::erase_if(all, [](const Shown& one) { return one.wide; });
        all.insert(all.begin(), {ui.tr("cases.unit"), view.row.unit_name, {}, false});
        all.resize(std::min(all.size(), most));
    }
    const bool two = r.w >= ui.em(28);
    const float width = two ? (r.w - ui.em(1)) / 2 : r.w;
    float label = 0;  // 0: above the value
    for (const Shown& one : all) {
        label = ui.zh() ? std::max(label, ui.width_of(one.label, kMuted) + ui.em(0.8F)) : 0;
    }
    label = std::min(label, width * 0.48F);
    for (Shown& one : all) {
        const Style style = one.before.empty() ? kBodyText : kBold;
        one.wide = one.wide || !two || ui.width_of(one.value, style) > width - label;
    }
    fill_gaps(all);
    float y = r.y, row = 0;
    bool left = true;
    for (const Shown& one : all) {
        const bool wide = one.wide;
        if (wide && !left) {
            y += row + ui.em(kGap);
            left = true;
        }
        const float x = left ? r.x : r.x + width + ui.em(1);
        const float height = draw_field(ui, {x, y, wide ? r.w : width, ui.em(100)}, label, one);
        row = left ? height : std::max(row, height);
        if (wide || !left) {
            y += row + ui.em(kGap);
            left = true;
        } else {
            left = false;
        }
    }
    y += left ? 0 : row + ui.em(kGap);
    return std::max(0.0F, y - r.y - ui.em(kGap));
}

namespace {

std::string pages_text(const Ui& ui, const work::Material& one) {
    if (one.pages > 0) {
        return ui.tr(one.pages == 1 ? "cases.page" : "cases.pages", {std::to_string(one.pages)});
    }
    return one.size > 0 ? size_text(one.size) : std::string();
}

void bar(Ui& ui, const Rect& r, double part) {
    ui.fill(r, Token::surface_sunken, 0.2F);
    ui.outline(r, Token::line_strong, 1, 0.2F);
    ui.fill({r.x, r.y, r.w * static_cast<float>(std::clamp(part, 0.0, 1.0)), r.h}, Token::pending, 0.2F);
}

}  // namespace

void material_row(Ui& ui, Rect row, const Around& around, const work::CaseRow& on, const work::Material& one) {
    using State = work::Material::State;
    const bool missing = one.state == State::missing;
    paper_thumb(ui, row.cut_left(ui.em(1.55F)).middle(ui.em(1.55F), ui.em(2)), one.slot.size() % 2 != 0, !missing);
    row.cut_left(ui.em(0.8F));
    const bool moving = one.chunks > 0 && one.chunks_done < one.chunks && !missing;
    if (moving) {
        chip_right(ui, row,
                   ui.tr(one.state == State::queued ? "cases.material.up" : "cases.material.down",
                         {std::to_string(one.chunks_done), std::to_string(one.chunks)}),
                   Tone::pending, one.state == State::queued ? Icon::upload : Icon::download);
        if (row.w > ui.em(18)) {
            const Rect place = row.cut_right(ui.em(5));
            bar(ui, place.middle(place.w, ui.em(0.4F)),
                static_cast<double>(one.chunks_done) / static_cast<double>(one.chunks));
            row.cut_right(ui.em(0.6F));
        }
    } else if (missing) {
        chip_right(ui, row, ui.tr(one.required ? "cases.material.missing" : "cases.material.none"),
                   one.required ? Tone::warning : Tone::neutral, one.required ? Icon::triangle_alert : Icon::minus);
    } else {
        const bool queued = one.state == State::queued, here = one.state == State::here;
        chip_right(ui, row,
                   ui.tr(queued ? "cases.material.queued"
                         : here ? "cases.material.here"
                                : "cases.material.county"),
                   queued ? Tone::pending
                   : here ? Tone::ok
                          : Tone::accent,
                   queued ? Icon::upload
                   : here ? Icon::check
                          : Icon::database);
    }
    const std::string label = slot_label(catalogue_of(around), on.matter, one.slot, ui.lang());
    const std::string pages = missing ? std::string() : pages_text(ui, one);
    const float behind = pages.empty() ? 0 : ui.width_of(pages, kCaptionText) + ui.em(0.4F);
    if (ui.width_of(label) + behind <= row.w) {
        row.cut_left(ui.text(row, label) + ui.em(0.4F));
        ui.text(row, pages, kCaptionText);
        return;
    }
    const float height = ui.height_of(label, row.w, kBodyText, 2);
    ui.paragraph(row.middle(row.w, height), label, kBodyText, 2);
}

std::string material_id(const work::Material& one) {
    constexpr std::size_t kTold = 8;  // digits that tell the documents of a slot apart
    return "material." + one.slot + "." + one.sha256.substr(0, kTold);
}

}  // namespace zj::desk
