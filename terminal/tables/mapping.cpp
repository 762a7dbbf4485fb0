// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/mapping.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "shared/base/time.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/model/checks.hpp"
#include "terminal/tables/bounds.hpp"

namespace zj::tables {

namespace {

using codec::Array;
using codec::Object;
using codec::Reader;
using codec::Value;

constexpr std::int64_t kVersion = 1;
constexpr std::array<std::string_view, 3> kAmountUnits{"yuan", "fen", "wan"};

bool is_item(std::string_view text) {
    return text == "active" || text == "retired" || text == "other";
}

bool is_text(std::string_view text) {
    return !text.empty() && text.size() <= bounds::kMappingTextBytesMax;
}

Error wrong(std::string member) {
    return fail("mapping.value", std::move(member));
}

Result<void> check_columns(const Mapping& mapping) {
    const std::vector<Field>& fields = fields_of(mapping.kind);
    for (const auto& [field, headers] : mapping.columns) {
        const bool right = std::find(fields.begin(), fields.end(), field) != fields.end() && !headers.empty() &&
                           headers.size() <= bounds::kMappingTextsMax &&
                           std::all_of(headers.begin(), headers.end(), is_text);
        if (!right) {
            return wrong("/columns/" + std::string(name_of(field)));
        }
    }
    return {};
}

Result<void> check_required(const Mapping& mapping) {
    const auto need = [&mapping](Field field, bool otherwise) -> Result<void> {
        if (!otherwise && !mapping.columns.contains(field)) {
            return fail("mapping.column", {}, {}, {headers_of(field).front()});
        }
        return {};
    };
    ZJ_CHECK(need(Field::unit, !mapping.unit.empty()));
    if (mapping.kind == Kind::budget) {
        ZJ_CHECK(need(Field::amount, false));
        return need(Field::funded, false);
    }
    ZJ_CHECK(need(Field::id_no, false));
    ZJ_CHECK(need(Field::name, false));
    ZJ_CHECK(need(Field::paid, false));
    return need(Field::item, !mapping.item.empty());
}

Result<void> check_items(const Mapping& mapping) {
    if (mapping.items.size() > bounds::kMappingItemsMax) {
        return wrong("/items");
    }
    for (const auto& [text, item] : mapping.items) {
        if (!is_text(text) || !is_item(item)) {
            return wrong("/items/" + text.substr(0, bounds::kMappingTextBytesMax));
        }
    }
    return {};
}

// One of `names`, by its place.
template <std::size_t N>
std::size_t place_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

void read_columns(Reader& reader, Mapping& out) {
    const Value& columns = reader.object("columns");
    for (const auto& [name, headers] : columns.object()) {
        const auto field = field_named(name);
        if (!field) {
            reader.fault("columns", "mapping.value", name);
            return;
        }
        Reader inner(columns, reader.pointer("columns"));
        out.columns[*field] = inner.strings(name, bounds::kMappingTextsMax, bounds::kMappingTextBytesMax);
        if (!inner.ok()) {
            reader.fault("columns", "mapping.value", name);
            return;
        }
    }
}

void read_items(Reader& reader, Mapping& out) {
    const Value* items = reader.object_if("items");
    if (items == nullptr) {
        return;
    }
    for (const auto& [text, item] : items->object()) {
        if (!item.is_string()) {
            reader.fault("items", "mapping.value", text);
            return;
        }
        out.items[text] = item.string();
    }
}

}  // namespace

std::string_view name_of(AmountUnit unit) {
    return kAmountUnits[static_cast<std::size_t>(unit)];
}

Result<void> check(const Mapping& mapping) {
    if (mapping.name.size() > bounds::kMappingTextBytesMax) {
        return wrong("/name");
    }
    if (mapping.sheet.size() > bounds::kMappingTextBytesMax) {
        return wrong("/sheet");
    }
    if (mapping.header_row > bounds::kHeaderRowMax) {
        return wrong("/header_row");
    }
    if (!mapping.month.empty() && !parse_date(mapping.month + "-01")) {
        return wrong("/month");
    }
    if (mapping.year != 0 && (mapping.year < 2000 || mapping.year > 2199)) {
        return wrong("/year");
    }
    if (!mapping.item.empty() && !is_item(mapping.item)) {
        return wrong("/item");
    }
    if (!mapping.unit.empty() && !model::is_unit_code(mapping.unit)) {
        return wrong("/unit");
    }
    ZJ_CHECK(check_columns(mapping));
    ZJ_CHECK(check_items(mapping));
    return check_required(mapping);
}

Value to_value(const Mapping& mapping) {
    Value columns;
    for (const auto& [field, headers] : mapping.columns) {
        columns.set(std::string(name_of(field)), Array(headers.begin(), headers.end()));
    }
    Value out;
    out.set("v", kVersion).set("name", mapping.name).set("kind", name_of(mapping.kind));
    out.set("columns", std::move(columns)).set("unit_by", name_of(mapping.unit_by));
    out.set("amount_unit", name_of(mapping.amount_unit));
    const std::array<std::pair<const char*, const std::string*>, 4> texts{
        {{"sheet", &mapping.sheet}, {"unit", &mapping.unit}, {"month", &mapping.month}, {"item", &mapping.item}}};
    for (const auto& [member, text] : texts) {
        if (!text->empty()) {
            out.set(member, *text);
        }
    }
    if (mapping.header_row != 0) {
        out.set("header_row", mapping.header_row);
    }
    if (mapping.year != 0) {
        out.set("year", mapping.year);
    }
    if (!mapping.items.empty()) {
        Value items;
        for (const auto& [text, item] : mapping.items) {
            items.set(text, item);
        }
        out.set("items", std::move(items));
    }
    return out;
}

Result<Mapping> mapping_from(const Value& value) {
    if (value.is_object() && value.int_or("v") != kVersion) {
        return fail("mapping.version", {}, {}, {std::to_string(value.int_or("v"))});
    }
    Reader reader(value);
    Mapping out;
    constexpr std::size_t kText = bounds::kMappingTextBytesMax;
    reader.integer("v", kVersion, kVersion);
    out.name = reader.string("name", kText);
    out.kind = reader.choice("kind", {"payroll", "budget"}) == "budget" ? Kind::budget : Kind::payroll;
    constexpr std::array<std::string_view, 4> kUnitBy{"code", "name", "short_name", "uscc"};
    const std::string by = reader.choice("unit_by", {"code", "name", "short_name", "uscc"});
    const std::string amounts = reader.choice("amount_unit", {"yuan", "fen", "wan"});
    read_columns(reader, out);
    read_items(reader, out);
    out.sheet = reader.string_if("sheet", kText).value_or("");
    out.unit = reader.string_if("unit", kText).value_or("");
    out.month = reader.string_if("month", kText).value_or("");
    out.item = reader.string_if("item", kText).value_or("");
    out.header_row = static_cast<std::size_t>(
        reader.integer_if("header_row", 1, static_cast<std::int64_t>(bounds::kHeaderRowMax)).value_or(0));
    out.year = static_cast<int>(reader.integer_if("year", 2000, 2199).value_or(0));
    ZJ_CHECK(reader.finish());
    out.unit_by = static_cast<UnitBy>(place_of(by, kUnitBy));
    out.amount_unit = static_cast<AmountUnit>(place_of(amounts, kAmountUnits));
    ZJ_CHECK(check(out));
    return out;
}

std::string write_mapping(const Mapping& mapping) {
    return codec::write_json_pretty(to_value(mapping));
}

Result<Mapping> parse_mapping(std::string_view text) {
    ZJ_TRY(const Value value, codec::parse_json(text, bounds::kMappingBytesMax));
    return mapping_from(value);
}

Hints hints_of(const Mapping& mapping) {
    Hints out{mapping.sheet, mapping.header_row, {}};
    for (const auto& [field, headers] : mapping.columns) {
        out.headers.insert(out.headers.end(), headers.begin(), headers.end());
    }
    return out;
}

}  // namespace zj::tables
