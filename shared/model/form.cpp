// SPDX-License-Identifier: Apache-2.0
// Checks a filled form against the catalogue, completely and at once, and tidies what people type before it is signed.
#include <algorithm>
#include <set>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/characters.hpp"
#include "shared/model/checks.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Value;

constexpr std::size_t kChangesMax = 40;    // more than the form has fields
constexpr std::size_t kMapItemsMax = 200;  // an organ's fields, or the persons of a removed inner organ
constexpr std::int64_t kPagesMax = 10'000;
constexpr std::string_view kMediaTypes[] = {"application/pdf", "image/jpeg", "image/png", "image/tiff",
                                            "application/ofd"};

// Members of an unknown form are shown as they came, but for their length.
std::string pointer_to(std::string_view head, std::string_view key) {
    static const Value kObject = codec::Object{};
    return codec::Reader(kObject, std::string(head)).pointer(key.substr(0, 100));
}

bool has_control(std::string_view text, bool lines) {
    return codec::steers_screen(text) || text.find_first_of(lines ? "\t" : "\t\n") != std::string_view::npos;
}

bool is_hex_digest(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(),
                                            [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string_view key_prefix(FieldType type) {
    switch (type) {
        case FieldType::unit:
            return "unit/";
        case FieldType::person:
            return "person/";
        case FieldType::grant:
            return "grant/";
        case FieldType::plan:
            return "plan/";
        default:
            return {};
    }
}

bool valid_reference(std::string_view text, std::string_view prefix) {
    return text.size() > prefix.size() && text.size() <= 100 && text.substr(0, prefix.size()) == prefix &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                      c == '-' || c == '_';
           });
}

class FormCheck {
public:
    FormCheck(const Catalogue& catalogue, const Matter& matter) : catalogue_(catalogue), matter_(matter) {}

    std::vector<FormFault> run(const Value& fields, const Array& materials) {
        if (!fields.is_object()) {
            add("/fields", "form.type");
            return std::move(faults_);
        }
        for (const auto& [key, value] : fields.object()) {
            if (matter_.field(key) == nullptr) {
                add(pointer_to("/fields", key), "form.unknown");
            }
        }
        for (const Field& field : matter_.fields) {
            check_field(field, fields);
        }
        for (const FormRule& rule : matter_.rules) {
            for (FormFault& fault : check_rule(rule, fields)) {
                faults_.push_back(std::move(fault));
            }
        }
        check_materials(fields, materials);
        return std::move(faults_);
    }

private:
    void add(std::string pointer, std::string code, std::vector<std::string> args = {}) {
        faults_.push_back({std::move(pointer), std::move(code), std::move(args)});
    }

    void check_field(const Field& field, const Value& fields) {
        const std::string at = "/fields/" + field.key;
        const Value* value = fields.find(field.key);
        if (value == nullptr) {
            const bool placed = !field.only || field.only->holds(fields);
            if (placed && field.required && field.required->holds(fields)) {
                add(at, "form.missing");
            }
        } else if (field.computed) {
            add(at, "form.computed");
        } else if (field.only && !field.only->holds(fields)) {
            add(at, "form.not_here");
        } else {
            check_value(field, *value, at);
        }
    }

    void check_value(const Field& field, const Value& value, const std::string& at) {
        switch (field.type) {
            case FieldType::integer:
                return check_integer(field, value, at);
            case FieldType::boolean:
                if (!value.is_bool()) {
                    add(at, "form.type");
                }
                return;
            case FieldType::changes:
                return check_changes(field, value, at);
            case FieldType::map:
                return check_map(field, value, at);
            case FieldType::rows:
                return check_rows(field, value, at);
            default:
                return check_string(field, value, at);
        }
    }

    void check_integer(const Field& field, const Value& value, const std::string& at) {
        if (!value.is_int()) {
            add(at, "form.type");
        } else if (value.integer() < field.min || value.integer() > field.max) {
            add(at, "form.range", {std::to_string(field.min), std::to_string(field.max)});
        }
    }

    void check_string(const Field& field, const Value& value, const std::string& at) {
        if (!value.is_string()) {
            add(at, "form.type");
            return;
        }
        const std::string& text = value.string();
        if (!codec::is_valid_utf8(text) || has_control(text, field.type == FieldType::text)) {
            add(at, "form.control");
        } else if (text.empty() || trimmed(text) != text) {
            add(at, "form.blank");
        } else if (count_characters(text) > field.chars_max) {
            add(at, "form.length", {std::to_string(field.chars_max)});
        } else if (const std::string code = shape_fault(field, text); !code.empty()) {
            add(at, code);
        }
    }

    // The code of what is wrong with a tidy text of this type; empty where nothing is.
    std::string shape_fault(const Field& field, const std::string& text) const {
        switch (field.type) {
            case FieldType::date:
                return parse_date(text) ? "" : "form.date";
            case FieldType::month:
                return valid_month(text) ? "" : "form.month";
            case FieldType::code:
                return catalogue_.code(field.list, text) != nullptr ? "" : "form.code";
            case FieldType::doc_no:
                return valid_doc_number(text) ? "" : "form.doc_no";
            case FieldType::id_no:
                return parse_id_number(text) ? "" : "form.id_no";
            case FieldType::uscc:
                return valid_credit_code(text) ? "" : "form.uscc";
            case FieldType::unit:
            case FieldType::person:
            case FieldType::grant:
            case FieldType::plan:
                return valid_reference(text, key_prefix(field.type)) ? "" : "form.reference";
            default:
                return "";
        }
    }

    // [{field, old, new}]: one item per field, a new value that the person form would take and that differs from the
    // old one.
    void check_changes(const Field& field, const Value& value, const std::string& at) {
        if (!value.is_array() || value.array().empty() || value.array().size() > kChangesMax) {
            add(at, "form.changes");
            return;
        }
        std::set<std::string, std::less<>> seen;
        for (std::size_t i = 0; i < value.array().size(); ++i) {
            const Value& item = value.array()[i];
            const std::string item_at = at + "/" + std::to_string(i);
            const std::string_view name = item.str_or("field");
            const Value* new_value = item.find("new");
            const Value* old_value = item.find("old");
            const std::size_t members = 1u + (new_value != nullptr ? 1u : 0u) + (old_value != nullptr ? 1u : 0u);
            const Field* column = field.column(name);
            const bool ends = new_value == nullptr && old_value != nullptr && column != nullptr && column->may_end;
            if (!item.is_object() || (new_value == nullptr && !ends) || item.object().size() != members) {
                add(item_at, "form.changes");
            } else if (catalogue_.code(field.list, name) == nullptr || !seen.insert(std::string(name)).second) {
                add(item_at + "/field", "form.code");
            } else if (ends) {
                continue;
            } else if (old_value != nullptr && *old_value == *new_value) {
                add(item_at + "/new", "form.unchanged");
            } else if (const Field* changed = catalogue_.changed_field(field, name)) {
                check_value(*changed, *new_value, item_at + "/new");
            }
        }
    }

    // A table: at least one row, each with its required columns and nothing else.
    void check_rows(const Field& field, const Value& value, const std::string& at) {
        if (!value.is_array() || value.array().empty() || value.array().size() > field.rows_max) {
            add(at, "form.rows", {std::to_string(field.rows_max)});
            return;
        }
        for (std::size_t i = 0; i < value.array().size(); ++i) {
            const Value& row = value.array()[i];
            const std::string row_at = at + "/" + std::to_string(i);
            if (!row.is_object()) {
                add(row_at, "form.type");
                continue;
            }
            for (const auto& [key, cell] : row.object()) {
                if (field.column(key) == nullptr) {
                    add(pointer_to(row_at, key), "form.unknown");
                }
            }
            for (const Field& column : field.columns) {
                if (const Value* cell = row.find(column.key)) {
                    check_value(column, *cell, row_at + "/" + column.key);
                } else if (column.required) {
                    add(row_at + "/" + column.key, "form.missing");
                }
            }
        }
    }

    void check_map(const Field& field, const Value& value, const std::string& at) {
        if (!value.is_object() || value.object().empty() || value.object().size() > kMapItemsMax) {
            add(at, "form.map");
            return;
        }
        for (const auto& [key, item] : value.object()) {
            const bool plain = item.is_int() || item.is_bool() ||
                               (item.is_string() && !item.string().empty() && !has_control(item.string(), true) &&
                                count_characters(item.string()) <= field.chars_max);
            if (key.empty() || key.size() > 100 || has_control(key, false) || !plain) {
                add(pointer_to(at, key), "form.map");
            }
        }
    }

    void check_materials(const Value& fields, const Array& materials) {
        if (materials.size() > limits::kAttachmentsPerCaseMax) {
            add("/materials", "form.attachments", {std::to_string(limits::kAttachmentsPerCaseMax)});
            return;
        }
        std::set<std::string, std::less<>> given;
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i < materials.size(); ++i) {
            bytes += std::clamp<std::int64_t>(materials[i].int_or("size"), 0, limits::kAttachmentBytesMax);
            const std::string_view slot = materials[i].str_or("slot");
            if (matter_.slot(slot) == nullptr) {
                add("/materials/" + std::to_string(i), "form.slot_unknown");
                continue;
            }
            given.insert(std::string(slot));
            check_material(materials[i], "/materials/" + std::string(slot));
        }
        if (bytes > limits::kCaseAttachmentsBytesMax) {
            add("/materials", "form.attachments_size",
                {std::to_string(limits::kCaseAttachmentsBytesMax / (1024 * 1024))});
        }
        for (const Slot* slot : matter_.required_slots(fields)) {
            if (!given.contains(slot->key)) {
                add("/materials/" + slot->key, "form.slot_missing", {slot->label.zh, slot->label.en});
            }
        }
    }

    // {slot, title, doc_no?, doc_date?, pages, media_type, size, sha256, chunks}
    void check_material(const Value& m, const std::string& at) {
        static const std::set<std::string_view> kMembers{"slot",       "title", "doc_no", "doc_date", "pages",
                                                         "media_type", "size",  "sha256", "chunks"};
        for (const auto& [key, value] : m.object()) {
            if (!kMembers.contains(key)) {
                add(at, "form.material", {key.substr(0, 40)});
                return;
            }
        }
        const std::string_view type = m.str_or("media_type");
        const std::int64_t size = m.int_or("size"), pages = m.int_or("pages");
        if (size > limits::kAttachmentBytesMax) {
            add(at, "form.attachment_size", {std::to_string(limits::kAttachmentBytesMax / (1024 * 1024))});
        } else if (size < 1) {
            add(at, "form.attachment_empty");
        } else if (std::find(std::begin(kMediaTypes), std::end(kMediaTypes), type) == std::end(kMediaTypes)) {
            add(at, "form.attachment_type");
        } else if (!line_or_absent(m, "title", 100, true)) {
            add(at, "form.material", {"title"});
        } else if (!line_or_absent(m, "doc_no", 60, false)) {
            add(at, "form.material", {"doc_no"});
        } else if (m.find("doc_date") != nullptr && !parse_date(m.str_or("doc_date"))) {
            add(at, "form.material", {"doc_date"});
        } else if (pages < 1 || pages > kPagesMax) {
            add(at, "form.material", {"pages"});
        } else if (!is_hex_digest(m.str_or("sha256")) || !whole_chunks(m, size)) {
            add(at, "form.material", {"sha256"});
        }
    }

    static bool line_or_absent(const Value& m, std::string_view key, std::size_t chars_max, bool required) {
        const Value* value = m.find(key);
        if (value == nullptr) {
            return !required;
        }
        return value->is_string() && codec::is_valid_utf8(value->string()) && !value->string().empty() &&
               !has_control(value->string(), false) && count_characters(value->string()) <= chars_max;
    }

    static bool whole_chunks(const Value& m, std::int64_t size) {
        const auto bytes = static_cast<std::int64_t>(limits::kChunkBytes);
        const Array& chunks = m.items("chunks");
        return static_cast<std::int64_t>(chunks.size()) == (size + bytes - 1) / bytes &&
               std::all_of(chunks.begin(), chunks.end(),
                           [](const Value& c) { return c.is_string() && is_hex_digest(c.string()); });
    }

    const Catalogue& catalogue_;
    const Matter& matter_;
    std::vector<FormFault> faults_;
};

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') {
            c = static_cast<char>(c - 'a' + 'A');
        }
    }
    return text;
}

std::string normalise_text(FieldType type, const std::string& text) {
    switch (type) {
        case FieldType::doc_no:
            return normalise_doc_number(text);
        case FieldType::id_no:
            return normalise_id_number(text);
        case FieldType::uscc:
            return upper(normalise_id_number(text));
        case FieldType::text:
            return trimmed(text);
        default:
            return trimmed(half_width_digits(text));
    }
}

// "12" typed into an integer field; anything else is left for the check to tell.
Value integer_or_text(const std::string& text) {
    const bool digits = !text.empty() && text.size() <= 9 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? Value(std::int64_t{std::stoll(text)}) : Value(text);
}

// An empty cell is an absent one.
void normalise_row(const Field& table, Value& row) {
    if (!row.is_object()) {
        return;
    }
    codec::Object out;
    for (auto& [key, cell] : row.object()) {
        const Field* column = table.column(key);
        if (column == nullptr || !cell.is_string()) {
            out[key] = std::move(cell);
        } else if (const std::string text = normalise_text(column->type, cell.string()); !text.empty()) {
            out[key] = column->type == FieldType::integer ? integer_or_text(text) : Value(text);
        }
    }
    row = Value(std::move(out));
}

void normalise_change(Value& item) {
    if (const Value* now = item.find("new"); now != nullptr && now->is_string()) {
        const std::string_view field = item.str_or("field");
        const FieldType type = field == "id_no"          ? FieldType::id_no
                               : field.ends_with("_doc") ? FieldType::doc_no
                                                         : FieldType::line;
        item.set("new", normalise_text(type, now->string()));
    }
}

}  // namespace

std::vector<FormFault> check_form(const Catalogue& catalogue, const Matter& matter, const Value& fields,
                                  const Array& materials) {
    return FormCheck(catalogue, matter).run(fields, materials);
}

Value normalise_form(const Matter& matter, Value fields) {
    if (!fields.is_object()) {
        return fields;
    }
    codec::Object out;
    for (auto& [key, value] : fields.object()) {
        const Field* field = matter.field(key);
        if (field != nullptr && value.is_string()) {
            const std::string text = normalise_text(field->type, value.string());
            if (!text.empty()) {  // an empty box is an absent field
                out[key] = field->type == FieldType::integer ? integer_or_text(text) : Value(text);
            }
            continue;
        }
        if (field != nullptr && field->type == FieldType::changes && value.is_array()) {
            for (Value& item : value.array()) {
                normalise_change(item);
            }
        }
        if (field != nullptr && field->type == FieldType::rows && value.is_array()) {
            for (Value& row : value.array()) {
                normalise_row(*field, row);
            }
        }
        out[key] = std::move(value);
    }
    return Value(std::move(out));
}

}  // namespace zj::model
