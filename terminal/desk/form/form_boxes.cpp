// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/form/form_boxes.hpp"

#include <algorithm>

#include "terminal/ui/pinyin.hpp"

namespace zj::desk {

bool FormBox::typed() const {
    if (field == nullptr) {
        return true;
    }
    switch (field->type) {
        case model::FieldType::boolean:
        case model::FieldType::code:
        case model::FieldType::person:
        case model::FieldType::grant:
        case model::FieldType::plan:
        case model::FieldType::unit:
            return false;
        default:
            return true;
    }
}

namespace form {

namespace {

using codec::Value;
using model::FieldType;

std::string lower(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

void add_option(FormBox& box, const std::string& key, const model::Text2& label, const std::string& note) {
    const std::string search = key + " " + ui::pinyin_words(label.zh) + " " + label.zh + " " + lower(label.en);
    box.options[0].push_back({key, label.zh, note, search, true});
    box.options[1].push_back({key, label.en, note, search, true});
}

void set_value(FormBox& box, const Value& value) {
    std::string text;
    if (value.is_string()) {
        text = value.string();
    } else if (value.is_int()) {
        text = std::to_string(value.integer());
    } else if (value.is_bool()) {
        text = value.boolean() ? "true" : "false";
    } else if (value.is_object()) {
        for (const auto& [name, item] : value.object()) {
            text += name + "：" + (item.is_string() ? item.string() : std::string()) + "\n";
        }
    }
    if (box.typed()) {
        box.edit.set(std::move(text));
    } else {
        box.chosen = std::move(text);
    }
}

// Lines "name：value".
Value map_of(const std::string& text) {
    Value out;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.size(), text.find('\n', from));
        const std::string line = text.substr(from, end - from);
        const auto wide = line.find("：");
        const auto colon = wide == line.npos ? line.find(':') : wide;
        if (colon != line.npos) {
            out.set(line.substr(0, colon), line.substr(colon + (wide == line.npos ? 1 : 3)));
        }
        from = end + 1;
    }
    return out;
}

Value value_of(const FormBox& box) {
    const std::string text = box.value();
    if (box.field != nullptr && box.field->type == FieldType::boolean) {
        return text == "true";
    }
    if (box.field != nullptr && box.field->type == FieldType::map) {
        return map_of(text);
    }
    return text;
}

// Absent where nothing was typed; a line of changes that was begun is there, so that it is told.
Value fields_of(const FormDesk& desk) {
    Value out;
    for (const FormBox& box : desk.boxes) {
        if (box.field->type != FieldType::changes && !box.value().empty()) {
            out.set(box.field->key, value_of(box));
        }
    }
    codec::Array changes;
    for (const ChangeBox& change : desk.changes) {
        Value item = codec::Object{{"field", change.item.chosen}};
        if (!change.value.value().empty()) {
            item.set("new", value_of(change.value));
        }
        changes.push_back(std::move(item));
    }
    for (const FormBox& box : desk.boxes) {
        if (box.field->type == FieldType::changes && !changes.empty()) {
            out.set(box.field->key, std::move(changes));
        }
    }
    for (const FormBox& box : desk.boxes) {  // chosen before another kind of case was
        if (box.field->only && !box.field->only->holds(out)) {
            out.object().erase(box.field->key);
        }
    }
    return out;
}

void load_changes(FormDesk& desk, const Value& list) {
    if (!list.is_array()) {
        return;
    }
    for (const Value& one : list.array()) {
        const auto field = std::find_if(desk.boxes.begin(), desk.boxes.end(),
                                        [](const FormBox& b) { return b.field->type == FieldType::changes; });
        if (field == desk.boxes.end()) {
            return;
        }
        desk.changes.push_back({make_box(desk, *field->field), {}});
        choose_item(desk, desk.changes.back(), std::string(one.str_or("field")));
        if (const Value* now = one.find("new")) {
            set_value(desk.changes.back().value, *now);
        }
    }
}

}  // namespace

FormBox make_box(const FormDesk& desk, const model::Field& field) {
    FormBox box;
    box.field = &field;
    box.edit.chars_max = std::max<std::size_t>(field.chars_max, 1);
    box.edit.multiline = field.type == FieldType::text || field.type == FieldType::map;
    const work::FormView& form = *desk.form.value;
    if (field.type == FieldType::code || field.type == FieldType::changes) {
        if (const auto* codes = form.catalogue->codes(field.list)) {
            for (const model::CodeItem& item : *codes) {
                add_option(box, item.code, item.label, {});
            }
        }
    }
    for (const auto& [key, choices] : form.choices) {
        if (key == field.key) {
            for (const work::FormChoice& choice : choices) {
                add_option(box, choice.key, {choice.label, choice.label}, choice.note);
            }
        }
    }
    return box;
}

void choose_item(FormDesk& desk, ChangeBox& change, const std::string& item) {
    change.item.chosen = item;
    const auto list = std::find_if(desk.boxes.begin(), desk.boxes.end(),
                                   [](const FormBox& b) { return b.field->type == FieldType::changes; });
    const model::Field* field =
        list == desk.boxes.end() ? nullptr : desk.form.value->catalogue->changed_field(*list->field, item);
    const bool touched = change.value.touched;
    change.value = field != nullptr ? make_box(desk, *field) : FormBox{};
    change.value.touched = touched;
}

void fill(FormDesk& desk) {
    const work::FormView& form = *desk.form.value;
    desk.matter = form.catalogue->matter(form.draft.matter);
    desk.boxes.clear();
    desk.changes.clear();
    desk.documents.clear();
    if (desk.matter == nullptr) {
        return;
    }
    for (const model::Field& field : desk.matter->fields) {
        if (field.computed) {
            continue;
        }
        desk.boxes.push_back(make_box(desk, field));
        const Value* value = form.draft.fields.find(field.key);
        if (value != nullptr && field.type != FieldType::changes) {
            set_value(desk.boxes.back(), *value);
        } else if (value == nullptr && field.required && field.required->terms.empty() &&
                   desk.boxes.back().options[0].size() == 1) {
            desk.boxes.back().chosen = desk.boxes.back().options[0][0].key;  // there is nothing to choose
        }
    }
    for (const model::Field& field : desk.matter->fields) {
        const Value* value = form.draft.fields.find(field.key);
        if (value != nullptr && field.type == FieldType::changes) {
            load_changes(desk, *value);
        }
    }
    // The quota type of a unit that has one only.
    if (FormBox* quota = find(desk, "quota_type");
        quota != nullptr && quota->chosen.empty() && form.seats.size() == 1) {
        quota->chosen = form.seats[0].quota_type;
    }
    for (const work::DraftMaterial& material : form.draft.materials) {
        desk.documents.push_back({material, {}});
        desk.documents.back().pages.set(std::to_string(material.pages));
    }
}

work::Draft draft_of(const FormDesk& desk) {
    work::Draft out = desk.form.value->draft;
    out.fields = fields_of(desk);
    out.materials.clear();
    for (const FormDocument& document : desk.documents) {
        out.materials.push_back(document.material);
    }
    return out;
}

FormBox* find(FormDesk& desk, std::string_view key) {
    if (key.starts_with("changes.")) {
        const std::string_view rest = key.substr(8);
        const std::size_t at = static_cast<std::size_t>(std::atoi(std::string(rest).c_str()));
        if (at >= desk.changes.size()) {
            return nullptr;
        }
        return rest.ends_with(".new") ? &desk.changes[at].value : &desk.changes[at].item;
    }
    for (FormBox& box : desk.boxes) {
        if (box.field->key == key) {
            return &box;
        }
    }
    return nullptr;
}

std::string summary_of(const FormDesk& desk, std::size_t section, texts::Lang lang) {
    const std::string comma = lang == texts::Lang::zh ? "，" : ", ";
    std::string out;
    const auto add = [&](const std::string& text) {
        out += text.empty() || out.empty() ? text : comma + text;
    };
    const auto shown = [&](const FormBox& box) {
        const auto& options = box.options[lang == texts::Lang::zh ? 0 : 1];
        const auto option =
            std::find_if(options.begin(), options.end(), [&](const ui::Option& o) { return o.key == box.chosen; });
        std::string text = option != options.end() ? option->label : box.value();
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    };
    for (const FormBox& box : desk.boxes) {
        if (box.field->section != desk.matter->sections[section].key) {
            continue;
        }
        const std::string& label = lang == texts::Lang::zh ? box.field->label.zh : box.field->label.en;
        if (box.field->type == FieldType::changes) {
            for (const ChangeBox& change : desk.changes) {
                add(shown(change.item) + " → " + shown(change.value));
            }
        } else if (box.field->type == FieldType::boolean) {
            add(box.chosen == "true" ? label : std::string());
        } else if (box.field->type == FieldType::integer && !box.value().empty()) {
            add(label + " " + box.value());
        } else {
            add(shown(box));
        }
    }
    return out;
}

}  // namespace form

}  // namespace zj::desk
