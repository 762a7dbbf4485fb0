// SPDX-License-Identifier: Apache-2.0
// What a clerk is shown before filling: the matters and an empty form with the choices this device knows.

#include <algorithm>
#include <array>

#include "terminal/work/forms.hpp"

namespace zj::work {

namespace {

constexpr std::array<std::pair<model::FieldType, std::string_view>, 17> kTypes{{{model::FieldType::text, "text"},
                                                                                {model::FieldType::line, "line"},
                                                                                {model::FieldType::integer, "integer"},
                                                                                {model::FieldType::boolean, "boolean"},
                                                                                {model::FieldType::date, "date"},
                                                                                {model::FieldType::month, "month"},
                                                                                {model::FieldType::code, "code"},
                                                                                {model::FieldType::doc_no, "doc_no"},
                                                                                {model::FieldType::id_no, "id_no"},
                                                                                {model::FieldType::uscc, "uscc"},
                                                                                {model::FieldType::unit, "unit"},
                                                                                {model::FieldType::person, "person"},
                                                                                {model::FieldType::grant, "grant"},
                                                                                {model::FieldType::plan, "plan"},
                                                                                {model::FieldType::changes, "changes"},
                                                                                {model::FieldType::map, "map"},
                                                                                {model::FieldType::rows, "rows"}}};

std::string_view type_name(model::FieldType type) {
    for (const auto& [known, name] : kTypes) {
        if (known == type) {
            return name;
        }
    }
    return {};
}

codec::Value text2(const model::Text2& text) {
    return codec::Object{{"zh", text.zh}, {"en", text.en}};
}

std::string need(const std::optional<model::Condition>& required) {
    return !required ? "no" : required->terms.empty() ? "yes" : "depends";
}

codec::Array code_items(const model::Catalogue& catalogue, const std::string& list) {
    codec::Array out;
    if (const auto* items = catalogue.codes(list)) {
        for (const model::CodeItem& item : *items) {
            out.push_back(codec::Object{{"code", item.code}, {"zh", item.label.zh}, {"en", item.label.en}});
        }
    }
    return out;
}

codec::Value about(const model::Catalogue& catalogue, const model::Field& field) {
    codec::Value out = codec::Object{{"key", field.key},
                                     {"label", text2(field.label)},
                                     {"section", field.section},
                                     {"type", type_name(field.type)},
                                     {"required", need(field.required)},
                                     {"locked", field.locked}};
    if (field.type == model::FieldType::code) {
        out.set("codes", code_items(catalogue, field.list));
    }
    if (field.type == model::FieldType::rows) {
        codec::Array columns;
        for (const model::Field& column : field.columns) {
            columns.push_back(about(catalogue, column));
        }
        out.set("columns", std::move(columns)).set("rows_max", field.rows_max);
    }
    return out;
}

// Values with the key of their record, as of the last sync.
codec::Array keyed(vault::Vault& vault, std::string_view prefix, const std::function<bool(const codec::Value&)>& keep) {
    codec::Array out;
    for (const log::Record& record : vault.records(prefix)) {
        if (keep(record.value)) {
            codec::Value item = record.value;
            item.set("key", record.key);
            out.push_back(std::move(item));
        }
    }
    return out;
}

codec::Array plan_lines(vault::Vault& vault, const std::string& unit) {
    const std::int64_t year = std::stoll(format_date(date_of(vault.now())).substr(0, 4));  // a line serves its own
    codec::Array out =
        keyed(vault, "plan/" + unit + "/", [&](const codec::Value& line) { return line.int_or("year") == year; });
    for (codec::Value& line : out) {
        line.set("free", line.int_or("count") - line.int_or("used") - line.int_or("reserved"));
    }
    return out;
}

// Whom a form of this matter may name: those on the register of the unit, and for a change of data also those whom it
// keeps on a roster beside the quota.
bool may_be_named(const codec::Value& person, const model::Matter& matter, const std::string& unit) {
    return person.str_or("unit") == unit &&
           (person.str_or("state") == "active" || (matter.code == "MOD" && !person.str_or("status").empty()));
}

codec::Value choices(vault::Vault& vault, const model::Matter& matter, const std::string& unit) {
    codec::Value out;
    for (const model::Field& field : matter.fields) {
        if (field.type == model::FieldType::plan) {
            out.set(field.key, plan_lines(vault, unit));
        } else if (field.type == model::FieldType::grant) {
            out.set(field.key, keyed(vault, "grant/", [&](const codec::Value& v) {
                        return v.str_or("unit") == unit && v.str_or("state") == "open";
                    }));
        } else if (field.type == model::FieldType::person) {
            codec::Array persons;
            for (const log::Record& record : vault.records("person/")) {
                if (may_be_named(record.value, matter, unit)) {
                    persons.push_back(codec::Object{{"key", record.key},
                                                    {"name", record.value.str_or("name")},
                                                    {"post_name", record.value.str_or("post_name")},
                                                    {"status", record.value.str_or("status")},
                                                    {"quota_type", record.value.str_or("quota_type")}});
                }
            }
            out.set(field.key, std::move(persons));
        }
    }
    return out;
}

}  // namespace

Result<codec::Value> matters(const Context& context) {
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    codec::Array items;
    for (const model::Matter& matter : catalogue->matters()) {
        codec::Array slots, layers;
        for (const model::Slot& slot : matter.materials) {
            slots.push_back(
                codec::Object{{"slot", slot.key}, {"label", text2(slot.label)}, {"required", need(slot.required)}});
        }
        for (const model::Layer& layer : matter.layers) {
            layers.push_back(codec::Object{{"step", layer.step},
                                           {"label", text2(layer.label)},
                                           {"role", layer.role},
                                           {"limit_half_days", layer.limit_half_days},
                                           {"always", !layer.when.has_value()}});
        }
        items.push_back(codec::Object{{"matter", matter.code},
                                      {"label", text2(matter.label)},
                                      {"summary", codec::Object{{"zh", matter.summary_zh}, {"en", matter.summary_en}}},
                                      {"open", matter.open},
                                      {"confirm_role", matter.confirm_role},
                                      {"limit_half_days", matter.limit_half_days},
                                      {"materials", std::move(slots)},
                                      {"layers", std::move(layers)}});
    }
    return codec::Value(codec::Object{{"items", std::move(items)}});
}

Result<codec::Value> form(const Context& context, std::string_view code) {
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    const model::Matter* matter = catalogue->matter(code);
    if (matter == nullptr) {
        return fail("matter.unknown", std::string(code), "the catalogue has no such matter", {std::string(code)});
    }
    const std::string unit = my_unit(context.vault);
    codec::Value fields;
    codec::Array explained, slots;
    for (const model::Field& field : matter->fields) {
        if (field.computed) {
            continue;
        }
        const bool table = field.type == model::FieldType::changes || field.type == model::FieldType::rows;
        fields.set(field.key, table ? codec::Value(codec::Array{}) : codec::Value(""));
        explained.push_back(about(*catalogue, field));
    }
    for (const model::Slot& slot : matter->materials) {
        slots.push_back(codec::Object{{"slot", slot.key}, {"file", ""}});
    }
    return codec::Value(codec::Object{{"matter", matter->code},
                                      {"unit", unit},
                                      {"fields", std::move(fields)},
                                      {"materials", std::move(slots)},
                                      {"choices", choices(context.vault, *matter, unit)},
                                      {"about", std::move(explained)}});
}

}  // namespace zj::work
