// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/load.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "assets/texts.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/intents.hpp"
#include "terminal/tables/set_aside.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;
using tables::Kind;

struct UnitRows {
    std::size_t rows = 0;
    std::int64_t fen = 0;
};

// What a file became: the two kinds look alike from here on.
struct Read {
    std::size_t right = 0;
    tables::Reading reading;
    std::map<std::string, UnitRows> units;
    Result<std::vector<Value>> intents = fail("table.nothing");
};

Result<Bytes> file_bytes(const std::string& path) {
    auto bytes = store::read_file(path, tables::bounds::kFileBytesMax);
    if (!bytes && bytes.error().code == "file.size") {
        return fail("table.size", path, {}, {std::to_string(tables::bounds::kFileBytesMax / (1024 * 1024))});
    }
    if (!bytes) {
        return fail("file.read", path, bytes.error().detail);
    }
    return bytes;
}

// A new file, or one that says the same already: a verb that was cut off, or a preview, may have written it.
Result<> write_once(const std::string& path, std::string_view content) {
    const auto written = store::write_new_file(path, as_bytes(content));
    if (written || written.error().code != "file.exists") {
        return written ? Result<>() : fail("file.write", path, written.error().detail);
    }
    const auto there = store::read_file(path, content.size());
    return there && as_text(*there) == content ? Result<>() : fail("load.exists", path, {}, {path});
}

tables::Units units_of(vault::Vault& vault) {
    std::vector<tables::Unit> out;
    for (const log::Record& record : vault.records("unit/")) {
        const Value& unit = record.value;
        out.push_back({record.key.substr(std::string_view("unit/").size()), std::string(unit.str_or("name")),
                       std::string(unit.str_or("short_name")), std::string(unit.str_or("uscc"))});
    }
    return tables::Units(out);
}

Result<> set_period(const LoadWish& wish, tables::Mapping& mapping) {
    if (wish.kind == Kind::payroll) {
        if (wish.period.size() != 7 || !parse_date(wish.period + "-01")) {
            return fail("load.month", {}, {}, {wish.period});
        }
        mapping.month = wish.period;
        return {};
    }
    tables::Tidied unused;
    const auto year = tables::read_year(wish.period, unused);
    if (!year || wish.period.size() != 4) {
        return fail("load.year", {}, {}, {wish.period});
    }
    mapping.year = *year;
    return {};
}

Result<std::optional<tables::Mapping>> saved_mapping(const LoadWish& wish) {
    if (wish.mapping.empty()) {
        return std::optional<tables::Mapping>();
    }
    ZJ_TRY(const Bytes text, file_bytes(wish.mapping));
    ZJ_TRY(tables::Mapping mapping, tables::parse_mapping(as_text(text)));
    return std::optional(std::move(mapping));
}

// The mapping as it is used now; kept first, so that somebody may complete by hand what could not be guessed.
Result<tables::Mapping> mapping_for(const LoadWish& wish, const tables::Table& table, const tables::Units& units,
                                    std::optional<tables::Mapping> saved) {
    tables::Mapping mapping;
    if (saved) {
        mapping = std::move(*saved);
    } else {
        ZJ_TRY(mapping, tables::guess_columns(table, units, wish.kind));
        mapping.name = wish.file.substr(wish.file.rfind('/') + 1).substr(0, tables::bounds::kMappingTextBytesMax);
        mapping.name = codec::is_valid_utf8(mapping.name) ? mapping.name : std::string();
    }
    mapping.month.clear();
    mapping.year = 0;
    if (!wish.save_mapping.empty()) {
        ZJ_CHECK(write_once(wish.save_mapping, tables::write_mapping(mapping)));
    }
    ZJ_CHECK(tables::check(mapping));
    ZJ_CHECK(set_period(wish, mapping));
    return mapping;
}

Result<Read> read_rows(const LoadWish& wish, const tables::Table& table, const tables::Mapping& mapping,
                       const tables::Units& units, const std::string& source) {
    Read out;
    if (wish.kind == Kind::payroll) {
        ZJ_TRY(tables::PayrollSheet sheet, tables::read_payroll(table, mapping, units));
        for (const auto& [unit, total] : sheet.totals) {
            out.units[unit] = {total.rows, total.fen};
        }
        out.right = sheet.rows.size();
        out.intents = tables::payroll_intents(sheet, source);
        out.reading = std::move(sheet.reading);
    } else {
        ZJ_TRY(tables::BudgetSheet sheet, tables::read_budget(table, mapping, units));
        for (const tables::BudgetRow& row : sheet.rows) {
            out.units[row.unit] = {1, row.amount};
        }
        out.right = sheet.rows.size();
        out.intents = tables::budget_intents(sheet, source);
        out.reading = std::move(sheet.reading);
    }
    return out;
}

Value to_value(const tables::Table& table) {
    Value out = Object{{"header_row", table.header_row}};
    if (table.workbook) {
        return out.set("sheet", table.sheet).set("sheets", to_array(table.sheets));
    }
    return out.set("encoding", tables::name_of(table.encoding))
        .set("delimiter", table.delimiter == '\t' ? "tab" : std::string(1, table.delimiter))
        .set("broken", table.broken);
}

Value to_value(const tables::Tidied& tidied) {
    return Object{{"full_width", tidied.full_width},
                  {"spaces", tidied.spaces},
                  {"separators", tidied.separators},
                  {"letter_x", tidied.letter_x}};
}

Array units_told(const Context& context, const LoadWish& wish, const Read& read) {
    const bool payroll = wish.kind == Kind::payroll;
    Array out;
    for (const auto& [unit, sum] : read.units) {
        const auto known = context.vault.record("unit/" + unit);
        Value one = Object{{"unit", unit}, {"rows", sum.rows}, {"fen", sum.fen}};
        one.set("name", known ? known->value.str_or("name") : std::string_view());
        if (const auto before = context.vault.record((payroll ? "pay/" : "budget/") + wish.period + "/" + unit)) {
            one.set("before_rows", payroll ? before->value.int_or("count") : 1);
            one.set("before_fen", before->value.int_or(payroll ? "total" : "amount"));
        }
        out.push_back(std::move(one));
    }
    return out;
}

std::string reason_of(const tables::RowFault& fault) {
    const Error error = fault.error();
    return texts::explain(error, texts::Lang::zh).what + " / " + texts::explain(error, texts::Lang::en).what;
}

Value told(const Context& context, const LoadWish& wish, const tables::Table& table, const tables::Mapping& mapping,
           const Read& read, const std::string& source) {
    const tables::Reading& reading = read.reading;
    Value rows = Object{{"right", read.right},
                        {"wrong", reading.wrong_rows},
                        {"totals", reading.total_rows.size()},
                        {"headers", reading.header_rows.size()},
                        {"empty", reading.empty_rows}};
    return Object{{"kind", tables::name_of(wish.kind)},
                  {"period", wish.period},
                  {"source", source},
                  {"file", to_value(table)},
                  {"rows", std::move(rows)},
                  {"tidied", to_value(reading.tidied)},
                  {"units", units_told(context, wish, read)},
                  {"mapping", tables::to_value(mapping)}};
}

// Nothing in these intents hangs on what others do meanwhile, so what would be refused now helps nobody as a signature.
Result<> would_stand(const Foretold& foretold) {
    return foretold.known && foretold.verdict == "refused" ? Result<>(fail(foretold.code, {}, foretold.detail))
                                                           : Result<>();
}

}  // namespace

Result<Value> load_table(const Context& context, const LoadWish& wish, std::vector<tables::RowFault>& faults) {
    context.tell("read");
    ZJ_TRY(std::optional<tables::Mapping> saved, saved_mapping(wish));
    ZJ_TRY(const Bytes bytes, file_bytes(wish.file));
    const std::string source = codec::hex(crypto::sha256(bytes));
    ZJ_TRY(const tables::Table table,
           tables::read_apart(wish.reader, bytes, saved ? tables::hints_of(*saved) : tables::Hints{}, context.stop));
    if (tables::is_set_aside(table)) {
        return fail("load.list", wish.file);
    }
    const tables::Units units = units_of(context.vault);
    ZJ_TRY(const tables::Mapping mapping, mapping_for(wish, table, units, std::move(saved)));
    const std::string title = tables::period_of_titles(table, wish.kind);
    if (!title.empty() && title != wish.period) {
        return fail("load.period", wish.file, {}, {title, wish.period});
    }
    ZJ_TRY(const Read read, read_rows(wish, table, mapping, units, source));
    faults = read.reading.faults;
    const std::string wrong = std::to_string(read.reading.wrong_rows);
    if (!faults.empty() && !wish.preview && wish.set_aside.empty()) {
        return fail("load.wrong_rows", wish.file, {}, {wrong, std::to_string(read.right)});
    }
    Value out = told(context, wish, table, mapping, read, source);
    if (wish.preview && read.right == 0) {
        return out;
    }
    ZJ_TRY(std::vector<Value> intents, read.intents);
    for (Value& intent : intents) {
        intent.set("base", Object{});
    }
    context.tell("preview");
    const Foretold foretold = foretell(context.vault, intents);
    out.set("preview", to_value(foretold));
    if (wish.preview) {
        return out;
    }
    ZJ_CHECK(would_stand(foretold));
    if (!faults.empty()) {
        ZJ_CHECK(write_once(wish.set_aside, tables::set_aside(table, read.reading, reason_of)));
        out.set("set_aside", wish.set_aside);
    }
    ZJ_TRY(Value made, sign(context.vault, std::move(intents)));
    for (const auto& [member, value] : made.object()) {
        out.set(member, value);
    }
    return out;
}

}  // namespace zj::work
