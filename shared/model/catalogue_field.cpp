// SPDX-License-Identifier: Apache-2.0
#include "shared/model/catalogue_field.hpp"

#include <algorithm>

#include "shared/model/catalogue_read.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Reader;
using codec::Value;

// Several times ours, as the bounds of catalogue_read.hpp.
constexpr std::size_t kColumnsMax = 40;
constexpr std::size_t kRowsMax = 200;
constexpr std::size_t kTermsMax = 10;
constexpr std::size_t kCharsMax = 4000;

constexpr std::pair<std::string_view, FieldType> kFieldTypes[] = {
    {"text", FieldType::text},       {"line", FieldType::line},     {"integer", FieldType::integer},
    {"boolean", FieldType::boolean}, {"date", FieldType::date},     {"month", FieldType::month},
    {"code", FieldType::code},       {"doc_no", FieldType::doc_no}, {"id_no", FieldType::id_no},
    {"uscc", FieldType::uscc},       {"unit", FieldType::unit},     {"person", FieldType::person},
    {"grant", FieldType::grant},     {"plan", FieldType::plan},     {"changes", FieldType::changes},
    {"map", FieldType::map},         {"rows", FieldType::rows},
};

// What a cell of a table may be: one value that stands for itself.
bool scalar(FieldType type) {
    return type != FieldType::changes && type != FieldType::map && type != FieldType::rows;
}

// What a field and a column of a table have in common.
Field read_typed(const Catalogue& so_far, Reader& r) {
    Field f;
    f.key = read_key(r, "key");
    f.label = read_label(r);
    const std::string type = r.string("type", kKeyBytesMax, 1);
    f.list = r.string_if("list", kKeyBytesMax).value_or("");
    f.chars_max = static_cast<std::size_t>(r.integer_if("chars_max", 1, kCharsMax).value_or(100));
    f.min = r.integer_if("min", 0, codec::kIntegerMax).value_or(0);
    f.max = r.integer_if("max", 0, codec::kIntegerMax).value_or(0);
    f.may_end = r.boolean_if("may_end", false);
    if (r.has("required")) {
        r.any("required");
    }
    if (!r.ok()) {
        return f;
    }
    const auto known = std::find_if(std::begin(kFieldTypes), std::end(kFieldTypes),
                                    [&](const auto& entry) { return entry.first == type; });
    if (known == std::end(kFieldTypes)) {
        r.fault("type", "catalogue.type");
        return f;
    }
    f.type = known->second;
    const bool listed = f.type == FieldType::code || f.type == FieldType::changes;
    if (listed != !f.list.empty() || (listed && so_far.codes(f.list) == nullptr)) {
        r.fault("list", "catalogue.list");
    } else if (f.type == FieldType::integer && f.min > f.max) {
        r.fault("max", "json.range");
    }
    return f;
}

Result<> read_column(const Catalogue& so_far, const Value& value, const std::string& at, Field& table) {
    Reader r(value, at);
    Field column = read_typed(so_far, r);
    if (r.ok()) {
        if (!scalar(column.type)) {
            r.fault("type", "catalogue.type");
        } else if (table.column(column.key) != nullptr) {
            r.fault("key", "catalogue.duplicate");
        } else if (r.has("required") && !value.find("required")->is_bool()) {
            r.fault("required", "catalogue.condition");
        }
    }
    ZJ_CHECK(r.finish());
    if (value.bool_or("required")) {
        column.required = Condition{};
    }
    table.columns.push_back(std::move(column));
    return {};
}

}  // namespace

Result<> read_field(const Catalogue& so_far, const Value& value, const std::string& at, Matter& m) {
    Reader r(value, at);
    Field f = read_typed(so_far, r);
    f.section = read_key(r, "section");
    f.locked = r.boolean_if("locked", false);
    f.computed = r.boolean_if("computed", false);
    f.rows_max = static_cast<std::size_t>(r.integer_if("rows_max", 1, kRowsMax).value_or(0));
    if (r.has("only")) {
        r.any("only");
    }
    const Array* columns = r.has("columns") ? &r.array("columns", kColumnsMax) : nullptr;
    if (r.ok()) {
        const bool table = f.type == FieldType::rows;
        if (m.field(f.key) != nullptr) {
            r.fault("key", "catalogue.duplicate");
        } else if (std::none_of(m.sections.begin(), m.sections.end(),
                                [&](const Section& s) { return s.key == f.section; })) {
            r.fault("section", "catalogue.section");
        } else if (table != (f.rows_max > 0) || (table && columns == nullptr) ||
                   (columns != nullptr && !table && f.type != FieldType::changes)) {
            r.fault("columns", "catalogue.columns");
        }
    }
    ZJ_CHECK(r.finish());
    for (std::size_t i = 0; columns != nullptr && i < columns->size(); ++i) {
        ZJ_CHECK(read_column(so_far, (*columns)[i], index_pointer(at + "/columns", i), f));
    }
    m.fields.push_back(std::move(f));
    return {};
}

Result<> read_when(const Catalogue& so_far, const Value& owner, const char* member, const std::string& at,
                   const Matter& m, std::optional<Condition>& into) {
    const Value* value = owner.find(member);
    if (value == nullptr || (value->is_bool() && !value->boolean())) {
        return {};
    }
    if (value->is_bool()) {
        into = Condition{};
        return {};
    }
    Condition condition;
    ZJ_CHECK(read_condition(so_far, *value, at + "/" + member, m, condition));
    into = std::move(condition);
    return {};
}

Result<> read_condition(const Catalogue& so_far, const Value& value, const std::string& at, const Matter& m,
                        Condition& into) {
    const Array* terms = nullptr;
    if (value.is_array()) {
        terms = &value.array();
    } else {
        Reader r(value, at);
        terms = &r.array("any", kTermsMax);
        into.any = true;
        ZJ_CHECK(r.finish());
    }
    if (terms->empty() || terms->size() > kTermsMax) {
        return fail("catalogue.condition", at);
    }
    for (std::size_t i = 0; i < terms->size(); ++i) {
        Reader r((*terms)[i], index_pointer(at, i));
        Condition::Term term;
        term.field = r.string("field", kKeyBytesMax, 1);
        term.negate = r.has("none_of");
        const std::string_view member = term.negate ? "none_of" : "any_of";
        term.any_of = r.strings(member, kItemsMax, kKeyBytesMax);
        ZJ_CHECK(r.finish());
        const Field* field = m.field(term.field);
        if (field == nullptr || term.any_of.empty()) {
            return fail("catalogue.condition", r.pointer("field"));
        }
        if (!field->list.empty()) {
            for (const std::string& code : term.any_of) {
                if (!code.empty() && so_far.code(field->list, code) == nullptr) {
                    return fail("catalogue.code", r.pointer(member), "no " + code + " in list " + field->list);
                }
            }
        }
        into.terms.push_back(std::move(term));
    }
    return {};
}

}  // namespace zj::model
