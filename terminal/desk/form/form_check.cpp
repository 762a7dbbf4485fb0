// SPDX-License-Identifier: Apache-2.0
// What is wrong with the form as it stands, told at its fields and in one list; and tidying what was typed.
#include <algorithm>
#include <charconv>

#include "shared/base/limits.hpp"
#include "terminal/desk/form/form_boxes.hpp"

namespace zj::desk::form {

namespace {

using codec::Value;
using model::FieldType;
using ui::FieldState;

// The vault knows the chunks and their digests; the check wants to see as many as there are.
Value checked_material(const work::DraftMaterial& one) {
    const auto chunk = static_cast<std::int64_t>(limits::kChunkBytes);
    const auto chunks = static_cast<std::size_t>(std::max<std::int64_t>(0, one.size + chunk - 1) / chunk);
    return codec::Object{{"slot", one.slot},
                         {"title", one.title},
                         {"media_type", one.media_type},
                         {"sha256", one.sha256},
                         {"size", one.size},
                         {"pages", one.pages},
                         {"chunks", codec::Array(chunks, Value(one.sha256))}};
}

bool asked_for(const FormDesk& desk, std::string_view slot) {
    const auto& on = desk.form.value->on;
    return on && std::find(on->missing.begin(), on->missing.end(), slot) != on->missing.end();
}

bool has_document(const FormDesk& desk, std::string_view slot) {
    return std::any_of(desk.documents.begin(), desk.documents.end(),
                       [&](const FormDocument& d) { return d.material.slot == slot; });
}

bool in_county(const FormDesk& desk, std::string_view slot) {
    const auto& on = desk.form.value->on;
    return on && std::any_of(on->materials.begin(), on->materials.end(), [&](const work::Material& m) {
               return m.slot == slot && m.state != work::Material::State::missing;
           });
}

std::vector<FormGap> find_gaps(const FormDesk& desk) {
    codec::Array materials;
    for (const FormDocument& document : desk.documents) {
        materials.push_back(checked_material(document.material));
    }
    std::vector<FormGap> out;
    for (model::FormFault& fault :
         model::check_form(*desk.form.value->catalogue, *desk.matter, desk.fields, materials)) {
        const bool slot = fault.code == "form.slot_missing";
        const std::string_view name = std::string_view(fault.pointer).substr(fault.pointer.rfind('/') + 1);
        if (!slot || !slot_filled(desk, name)) {
            out.push_back({std::move(fault.pointer), std::move(fault.code), std::move(fault.args)});
        }
    }
    // What a return asked for is to be there anew.
    for (const model::Slot& slot : desk.matter->materials) {
        const std::string pointer = "/materials/" + slot.key;
        const bool told = std::any_of(out.begin(), out.end(), [&](const FormGap& g) { return g.pointer == pointer; });
        if (asked_for(desk, slot.key) && !has_document(desk, slot.key) && !told) {
            out.push_back({pointer, "form.slot_missing", {slot.label.zh, slot.label.en}});
        }
    }
    std::stable_sort(out.begin(), out.end(), [&](const FormGap& a, const FormGap& b) {
        return section_of(desk, a.pointer) < section_of(desk, b.pointer);
    });
    return out;
}

// "2/3": so many of a line of the annual plan are free.
void note_plan(FormBox& box, const Value& fields) {
    const auto& options = box.options[0];
    const auto option =
        std::find_if(options.begin(), options.end(), [&](const ui::Option& o) { return o.key == box.chosen; });
    int free = 0;
    if (option == options.end() ||
        std::from_chars(option->note.data(), option->note.data() + option->note.size(), free).ec != std::errc()) {
        return;
    }
    const std::int64_t count = fields.int_or("count", 1);
    box.note = {free >= count ? FieldState::ok : FieldState::warning,
                free >= count ? "form.note.plan" : "form.note.plan_short",
                {std::to_string(free), std::to_string(count)}};
}

void note(FormBox& box, const std::string& pointer, const FormDesk& desk) {
    const bool group = box.field != nullptr && box.field->type == FieldType::changes && box.chosen.empty();
    const auto gap = std::find_if(desk.gaps.begin(), desk.gaps.end(), [&](const FormGap& g) {
        return g.pointer == pointer || (group && g.pointer.starts_with(pointer + "/"));
    });
    box.faulty = gap != desk.gaps.end();
    box.note = {};
    if (box.faulty) {
        if (box.touched || desk.pressed_sign) {
            box.note = {FieldState::error, gap->code, gap->args};
        }
        return;
    }
    if (box.tidied) {
        box.note = {FieldState::normalised, "form.note.tidied", {box.edit.text()}};
    } else if (box.field != nullptr && box.field->type == FieldType::plan) {
        note_plan(box, desk.fields);
    } else if (box.typed() && box.edit.chars() * 5 >= box.edit.chars_max * 4) {
        box.note = {FieldState::rest,
                    "form.note.chars",
                    {std::to_string(box.edit.chars()), std::to_string(box.edit.chars_max)}};
    }
}

// Dates as people write them: 20261123, 2026.11.23, 2026/1/3, 2026年1月3日.
std::string tidy_date(const std::string& text, bool day) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            parts.back() += c;
        } else if (!parts.back().empty()) {
            parts.emplace_back();
        }
    }
    if (parts.back().empty()) {
        parts.pop_back();
    }
    if (parts.size() == 1 && parts[0].size() == (day ? 8u : 6u)) {
        parts = {parts[0].substr(0, 4), parts[0].substr(4, 2), parts[0].substr(6)};
        parts.resize(day ? 3 : 2);
    }
    if (parts.size() != (day ? 3u : 2u) || parts[0].size() != 4) {
        return text;
    }
    std::string out = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) {
        out += (parts[i].size() == 1 ? "-0" : "-") + parts[i];
    }
    return out;
}

}  // namespace

void tidy(FormBox& box) {
    if (!box.typed() || box.field == nullptr || box.field->type == FieldType::map || box.edit.text().empty()) {
        return;
    }
    model::Matter alone;  // the field as the only one of a form
    alone.fields.push_back(*box.field);
    const Value value = model::normalise_form(alone, codec::Object{{box.field->key, Value(box.edit.text())}});
    const Value* normal = value.find(box.field->key);
    std::string text = normal == nullptr     ? std::string()
                       : normal->is_int()    ? std::to_string(normal->integer())
                       : normal->is_string() ? normal->string()
                                             : box.edit.text();
    if (box.field->type == FieldType::date || box.field->type == FieldType::month) {
        text = tidy_date(text, box.field->type == FieldType::date);
    }
    if (text != box.edit.text()) {
        box.edit.set(text);
        box.tidied = true;
    }
}

void tidy_all(FormDesk& desk) {
    for (FormBox& box : desk.boxes) {
        tidy(box);
    }
    for (ChangeBox& change : desk.changes) {
        tidy(change.value);
    }
}

void check(FormDesk& desk) {
    if (desk.matter == nullptr) {
        return;
    }
    desk.fields = model::normalise_form(*desk.matter, draft_of(desk).fields);
    desk.gaps = find_gaps(desk);
    for (FormBox& box : desk.boxes) {
        box.placed = !box.field->only || box.field->only->holds(desk.fields);
        box.required = box.placed && box.field->required && box.field->required->holds(desk.fields);
        note(box, "/fields/" + box.field->key, desk);
    }
    for (std::size_t i = 0; i < desk.changes.size(); ++i) {
        ChangeBox& change = desk.changes[i];
        const std::string pointer = "/fields/changes/" + std::to_string(i);
        change.item.required = change.value.required = true;
        note(change.item, pointer + "/field", desk);
        note(change.value, pointer + "/new", desk);
        const bool whole =
            std::any_of(desk.gaps.begin(), desk.gaps.end(), [&](const FormGap& g) { return g.pointer == pointer; });
        if (whole && (change.value.touched || desk.pressed_sign)) {
            change.value.note = {FieldState::error, "form.missing", {}};
        }
    }
}

bool slot_filled(const FormDesk& desk, std::string_view slot) {
    return has_document(desk, slot) || (in_county(desk, slot) && !asked_for(desk, slot));
}

std::vector<const model::Slot*> slots_shown(const FormDesk& desk) {
    std::vector<const model::Slot*> out;
    for (const model::Slot& slot : desk.matter->materials) {
        const bool needed = slot.required && slot.required->holds(desk.fields);
        if (needed || !slot.required || has_document(desk, slot.key) || in_county(desk, slot.key) ||
            asked_for(desk, slot.key)) {
            out.push_back(&slot);
        }
    }
    return out;
}

std::size_t section_of(const FormDesk& desk, std::string_view pointer) {
    const auto& sections = desk.matter->sections;
    if (!pointer.starts_with("/fields/")) {
        return sections.size();
    }
    std::string_view key = pointer.substr(8);
    key = key.substr(0, key.find('/'));
    const model::Field* field = desk.matter->field(key);
    for (std::size_t i = 0; field != nullptr && i < sections.size(); ++i) {
        if (sections[i].key == field->section) {
            return i;
        }
    }
    return sections.size();
}

std::size_t gaps_in(const FormDesk& desk, std::size_t section) {
    return static_cast<std::size_t>(std::count_if(
        desk.gaps.begin(), desk.gaps.end(), [&](const FormGap& g) { return section_of(desk, g.pointer) == section; }));
}

std::string focus_of(const FormDesk& desk, std::string_view pointer) {
    if (pointer.starts_with("/materials/")) {
        return "form.slot." + std::string(pointer.substr(11)) + ".attach";
    }
    std::string key(pointer.substr(pointer.find('/', 1) + 1));
    const model::Field* field = desk.matter->field(key.substr(0, key.find('/')));
    if (field != nullptr && field->type == FieldType::changes) {
        std::replace(key.begin(), key.end(), '/', '.');
        const bool line = key.size() > field->key.size();
        const std::string wanted = line ? key.substr(0, key.rfind(".field")) : key;
        // A line whose new value is missing is named as a whole.
        const bool bare = line && !wanted.ends_with(".new") && key == wanted;
        return line ? "form.field." + wanted + (bare ? ".new" : "") : "form.changes.add";
    }
    return "form.field." + key + (field != nullptr && field->type == FieldType::boolean ? ".0" : "");
}

}  // namespace zj::desk::form
