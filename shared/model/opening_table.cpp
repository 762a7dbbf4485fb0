// SPDX-License-Identifier: Apache-2.0
#include "shared/model/opening_table.hpp"

#include <algorithm>
#include <set>

#include "shared/codec/text.hpp"
#include "shared/model/characters.hpp"
#include "shared/model/checks.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Value;
using Kind = OpeningColumn::Kind;

constexpr std::size_t kFaultsMax = 500;  // what a person can work through before trying again

constexpr bool kMust = true;
constexpr bool kMay = false;

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> out;
    while (true) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        out.push_back(trimmed(text.substr(0, end)));
        if (end == text.size()) {
            return out;
        }
        text.remove_prefix(end + 1);
    }
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    const bool digits = !text.empty() && text.size() <= 9 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? std::optional<std::int64_t>(std::stoll(std::string(text))) : std::nullopt;
}

std::vector<std::string> code_args(const OpeningColumn& column, const std::string& code, const std::string& cell) {
    if (code == "form.range") {
        return {std::to_string(column.min), std::to_string(column.max)};
    }
    if (code == "form.length") {
        return {std::to_string(column.max)};
    }
    return {cell.substr(0, 60)};
}

std::optional<Value> read_names(const std::string& cell, std::string& code) {
    code = "opening.value";
    Array names;
    for (std::string& name : split(cell, ";")) {
        if (name.empty() || count_characters(name) > 100 || names.size() == kOpeningOtherNamesMax) {
            return std::nullopt;
        }
        names.push_back(std::move(name));
    }
    return Value(std::move(names));
}

}  // namespace

const std::vector<OpeningColumn>& opening_columns(std::string_view file) {
    static const std::map<std::string, std::vector<OpeningColumn>, std::less<>> kTables{
        {"units.csv",
         {{"unit_code", Kind::key, kMust},
          {"name", Kind::line, kMust},
          {"short_name", Kind::line, kMust, {}, 0, 40},
          {"other_names", Kind::names, kMay},
          {"rank", Kind::code, kMust, "rank"},
          {"nature", Kind::code, kMust, "nature"},
          {"category", Kind::code, kMust, "category"},
          {"system", Kind::code, kMust, "system"},
          {"parent", Kind::key, kMay},
          {"uscc", Kind::uscc, kMay},
          {"division", Kind::code, kMust, "division"},
          {"funding", Kind::code, kMay, "funding"},
          {"inst_class", Kind::code, kMay, "inst_class"},
          {"is_cangong", Kind::boolean, kMay},
          {"cangong_doc", Kind::doc, kMay},
          {"founded_on", Kind::date, kMust},
          {"founded_doc", Kind::doc, kMust},
          {"duties", Kind::line, kMay, {}, 0, 1000},
          {"state", Kind::code, kMust, "unit_state"},
          {"inner", Kind::inner, kMay}}},
        {"quota.csv",
         {{"unit_code", Kind::key, kMust},
          {"quota_type", Kind::code, kMust, "quota"},
          {"h", Kind::integer, kMust, {}, 0, 100'000},
          {"doc", Kind::doc, kMust},
          {"over_quota", Kind::flag, kMay}}},
        {"posts.csv",
         {{"unit_code", Kind::key, kMust},
          {"level", Kind::code, kMust, "staff_class"},
          {"auth", Kind::integer, kMust, {}, 0, 1000},
          {"over_posts", Kind::flag, kMay}}},
        {"persons.csv",
         {{"unit_code", Kind::key, kMust},
          {"name", Kind::line, kMust, {}, 0, 50},
          {"id_no", Kind::id_no, kMust},
          {"sex", Kind::code, kMust, "sex"},
          {"birth", Kind::date, kMust},
          {"birth_doc", Kind::doc, kMay},
          {"ethnic", Kind::code, kMust, "ethnic"},
          {"native_place", Kind::line, kMay},
          {"politics", Kind::code, kMust, "politics"},
          {"edu", Kind::code, kMust, "edu"},
          {"degree", Kind::code, kMust, "degree"},
          {"school", Kind::line, kMay},
          {"major", Kind::line, kMay},
          {"grad_on", Kind::date, kMay},
          {"work_since", Kind::date, kMust},
          {"inner", Kind::line, kMust},
          {"quota_type", Kind::code, kMust, "quota"},
          {"funding", Kind::code, kMust, "funding"},
          {"post_kind", Kind::code, kMay, "post_kind"},
          {"post_grade", Kind::code, kMay, "post_grade"},
          {"staff_class", Kind::code, kMust, "staff_class"},
          {"post_name", Kind::line, kMust},
          {"post_since", Kind::date, kMust},
          {"above_rank", Kind::boolean, kMay},
          {"above_rank_doc", Kind::doc, kMay},
          {"leader_level", Kind::code, kMust, "level"},
          {"rank_level", Kind::code, kMay, "rank_level"},
          {"title", Kind::line, kMay},
          {"cs_registered", Kind::boolean, kMay},
          {"entry_mode", Kind::code, kMust, "entry"},
          {"entry_from", Kind::line, kMay},
          {"entered_on", Kind::date, kMust},
          {"quota_since", Kind::date, kMust},
          {"quota_doc", Kind::doc, kMust},
          {"status", Kind::code, kMust, "roster"},
          {"off_reason", Kind::code, kMay, "off"},
          {"pay_unit", Kind::key, kMay},
          {"fin_funded", Kind::boolean, kMay}}},
        {"plan.csv",
         {{"unit_code", Kind::key, kMust},
          {"year", Kind::integer, kMust, {}, 2000, 2199},
          {"no", Kind::integer, kMust, {}, 1, kPlanLinesMax},
          {"quota_type", Kind::code, kMust, "quota"},
          {"entry_mode", Kind::code, kMust, "entry"},
          {"count", Kind::integer, kMust, {}, 1, 9999},
          {"reason", Kind::line, kMust, {}, 0, 500}}},
        {"grants.csv",
         {{"unit_code", Kind::key, kMust},
          {"grant_no", Kind::doc, kMust},
          {"quota_type", Kind::code, kMust, "quota"},
          {"entry_mode", Kind::code, kMust, "entry"},
          {"count", Kind::integer, kMust, {}, 1, 99},
          {"used", Kind::integer, kMust, {}, 0, 99},
          {"valid_until", Kind::date, kMust},
          {"doc", Kind::doc, kMust}}},
    };
    const auto at = kTables.find(file);
    ZJ_ASSERT(at != kTables.end());
    return at->second;
}

void OpeningReader::add(std::string_view file, std::size_t row, std::string_view column, std::string code,
                        std::vector<std::string> args) {
    if (faults_.size() < kFaultsMax) {
        faults_.push_back({std::string(file), row, std::string(column), std::move(code), std::move(args)});
    }
}

std::vector<OpeningRow> OpeningReader::rows(std::string_view file) {
    std::vector<OpeningRow> rows;
    const auto at = files_.find(file);
    if (at == files_.end()) {
        add(file, 0, "", "opening.file", {std::string(file)});
        return rows;
    }
    CsvTable table = parse_csv(at->second);
    for (const CsvFault& fault : table.faults) {
        add(file, fault.row, "", "opening.csv", {fault.reason});
    }
    const std::vector<std::size_t> places = places_of(file, table);
    if (places.empty()) {
        return rows;
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (!table.rows[i].empty()) {
            rows.push_back(read_row(file, i + 2, places, table.rows[i]));
        }
    }
    return rows;
}

// Where each column stands in the table; empty where the header is wrong.
std::vector<std::size_t> OpeningReader::places_of(std::string_view file, const CsvTable& table) {
    std::vector<std::size_t> places;
    if (!table.faults.empty()) {
        return places;
    }
    const std::vector<OpeningColumn>& columns = opening_columns(file);
    const std::size_t before = faults_.size();
    for (const OpeningColumn& column : columns) {
        const auto at = std::find(table.header.begin(), table.header.end(), column.name);
        if (at == table.header.end()) {
            add(file, 1, column.name, "opening.header", {column.name});
        }
        places.push_back(static_cast<std::size_t>(at - table.header.begin()));
    }
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        const bool known = std::any_of(columns.begin(), columns.end(),
                                       [&](const OpeningColumn& c) { return c.name == table.header[i]; });
        if (!known || std::find(table.header.begin(), table.header.end(), table.header[i]) - table.header.begin() !=
                          static_cast<std::ptrdiff_t>(i)) {
            add(file, 1, table.header[i], "opening.header", {table.header[i].substr(0, 60)});
        }
    }
    return faults_.size() == before ? places : std::vector<std::size_t>{};
}

OpeningRow OpeningReader::read_row(std::string_view file, std::size_t number, const std::vector<std::size_t>& places,
                                   const std::vector<std::string>& cells) {
    OpeningRow row;
    row.number = number;
    const std::vector<OpeningColumn>& columns = opening_columns(file);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const OpeningColumn& column = columns[i];
        const std::string cell = trimmed(cells[places[i]]);
        if (cell.empty()) {
            if (column.required) {
                add(file, number, column.name, "opening.missing");
            } else if (column.kind == Kind::boolean) {
                row.value.set(column.name, false);
            }
            continue;
        }
        std::string code;
        std::optional<Value> value = read_cell(column, cell, code);
        if (!value) {
            add(file, number, column.name, code,
                column.kind == Kind::id_no ? std::vector<std::string>{} : code_args(column, code, cell));
        } else if (column.name == "unit_code") {
            row.unit = value->string();
            if (file == "units.csv") {
                row.value.set(column.name, *value);
            }
        } else if (column.kind != Kind::flag || value->boolean()) {
            row.value.set(column.name, std::move(*value));
        }
    }
    return row;
}

std::optional<Value> OpeningReader::read_cell(const OpeningColumn& column, const std::string& cell,
                                              std::string& code) const {
    switch (column.kind) {
        case Kind::key:
            code = "opening.value";
            return is_unit_code(cell) ? std::optional<Value>(cell) : std::nullopt;
        case Kind::line: {
            const bool control = codec::steers_screen(cell) || cell.find_first_of("\t\n") != std::string::npos;
            code = control ? "form.control" : "form.length";
            return !control && count_characters(cell) <= static_cast<std::size_t>(column.max)
                       ? std::optional<Value>(cell)
                       : std::nullopt;
        }
        case Kind::code: {
            code = "form.code";
            const CodeItem* item = catalogue_.code(column.list, cell);
            return item != nullptr ? std::optional<Value>(cell) : code_by_label(column.list, cell);
        }
        case Kind::integer: {
            code = "form.range";
            const auto number = whole_number(half_width_digits(cell));
            return number && *number >= column.min && *number <= column.max ? std::optional<Value>(*number)
                                                                            : std::nullopt;
        }
        case Kind::boolean:
        case Kind::flag: {
            code = "opening.value";
            const bool yes = cell == "1" || cell == "是" || cell == "true",
                       no = cell == "0" || cell == "否" || cell == "false";
            return yes || no ? std::optional<Value>(yes) : std::nullopt;
        }
        case Kind::date:
            code = "form.date";
            return parse_date(cell) ? std::optional<Value>(cell) : std::nullopt;
        case Kind::doc: {
            code = "form.doc_no";
            std::string number = normalise_doc_number(cell);
            return valid_doc_number(number) ? std::optional<Value>(std::move(number)) : std::nullopt;
        }
        case Kind::id_no: {
            code = "form.id_no";
            std::string number = normalise_id_number(cell);
            return parse_id_number(number) ? std::optional<Value>(std::move(number)) : std::nullopt;
        }
        case Kind::uscc:
            code = "form.uscc";
            return valid_credit_code(cell) ? std::optional<Value>(cell) : std::nullopt;
        case Kind::names:
            return read_names(cell, code);
        case Kind::inner:
            return read_inner(cell, code);
    }
    return std::nullopt;
}

// Spreadsheets of a county hold words rather than codes; either is taken.
std::optional<Value> OpeningReader::code_by_label(const std::string& list, const std::string& cell) const {
    for (const CodeItem& item : *catalogue_.codes(list)) {
        if (item.label.zh == cell) {
            return Value(item.code);
        }
    }
    return std::nullopt;
}

// name|rank|quota|chief|deputy, all but the name optional, items separated by ";".
std::optional<Value> OpeningReader::read_inner(const std::string& cell, std::string& code) const {
    code = "opening.value";
    constexpr std::array<std::string_view, 5> kParts{"name", "rank", "quota", "chief", "deputy"};
    Array organs;
    std::set<std::string> seen;
    for (const std::string& item : split(cell, ";")) {
        const std::vector<std::string> parts = split(item, "|");
        if (parts.size() > kParts.size() || parts[0].empty() || count_characters(parts[0]) > 60 ||
            !seen.insert(parts[0]).second) {
            return std::nullopt;
        }
        Value organ;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].empty()) {
                continue;
            }
            const auto number = whole_number(parts[i]);
            if (i == 1 && catalogue_.code("rank", parts[i]) == nullptr) {
                return std::nullopt;
            }
            if (i > 1 && !number) {
                return std::nullopt;
            }
            organ.set(std::string(kParts[i]), i > 1 ? Value(*number) : Value(parts[i]));
        }
        organs.push_back(std::move(organ));
    }
    return Value(std::move(organs));
}

}  // namespace zj::model
