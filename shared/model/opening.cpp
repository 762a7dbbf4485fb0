// SPDX-License-Identifier: Apache-2.0
#include "shared/model/opening.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/characters.hpp"
#include "shared/model/checks.hpp"
#include "shared/model/csv.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Value;

constexpr std::size_t kFaultsMax = 500;
// Each person writes two records, and the unit itself some dozens (limits::kEffectsMax).
constexpr std::size_t kPersonsPerUnitMax = 1900;
constexpr std::array<std::string_view, 4> kLevels{"chief", "deputy", "inner_chief", "inner_deputy"};

enum class Kind { key, line, code, integer, boolean, flag, date, doc, id_no, uscc, names, inner };

struct Column {
    std::string name;
    Kind kind = Kind::line;
    bool required = false;
    std::string list = {};   // code
    std::int64_t min = 0;    // integer
    std::int64_t max = 100;  // integer: value; line: characters
};

constexpr bool kMust = true;
constexpr bool kMay = false;

// Columns are members of the body's objects but for unit_code outside units.csv, which says where the row belongs.
const std::vector<Column>& columns_of(std::string_view file) {
    static const std::map<std::string, std::vector<Column>, std::less<>> kTables{
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
          {"fin_funded", Kind::boolean, kMay}}},
        {"plan.csv",
         {{"unit_code", Kind::key, kMust},
          {"year", Kind::integer, kMust, {}, 2000, 2199},
          {"no", Kind::integer, kMust, {}, 1, 999},
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

constexpr std::array<std::string_view, 6> kFiles{"units.csv",   "quota.csv", "posts.csv",
                                                 "persons.csv", "plan.csv",  "grants.csv"};

struct Row {
    std::size_t number = 0;
    std::string unit;  // unit_code
    Value value;       // the other columns that hold something
};

struct Unit {
    std::size_t row = 0;
    Value unit, quota, posts;
    Array persons, plan, grants;
    std::set<std::string, std::less<>> inner;  // names a person's `inner` may have
    std::map<std::string, std::int64_t> actual, reserved, leaders;
};

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

bool valid_unit_code(std::string_view text) {
    return !text.empty() && text.size() <= 24 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

class Reading {
public:
    Reading(const Catalogue& catalogue, const std::map<std::string, std::string, std::less<>>& files)
        : catalogue_(catalogue), files_(files) {}

    Opening run() {
        read_units();
        read_quota();
        read_posts();
        read_persons();
        read_plan();
        read_grants();
        check_units();
        if (out_.faults.empty()) {
            write_bodies();
        } else {
            sort_faults();
        }
        return std::move(out_);
    }

private:
    void add(std::string_view file, std::size_t row, std::string_view column, std::string code,
             std::vector<std::string> args = {}) {
        if (out_.faults.size() < kFaultsMax) {
            out_.faults.push_back({std::string(file), row, std::string(column), std::move(code), std::move(args)});
        }
    }

    // ---- one table ----

    std::vector<Row> rows_of(std::string_view file) {
        std::vector<Row> rows;
        const auto at = files_.find(file);
        if (at == files_.end()) {
            add(file, 0, "", "opening.file", {std::string(file)});
            return rows;
        }
        CsvTable table = parse_csv(at->second);
        for (const CsvFault& fault : table.faults) {
            add(file, fault.row, "", "opening.csv", {fault.reason});
        }
        const std::vector<Column>& columns = columns_of(file);
        const std::vector<std::size_t> places = places_of(file, columns, table);
        if (places.empty()) {
            return rows;
        }
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            if (!table.rows[i].empty()) {
                rows.push_back(read_row(file, i + 2, columns, places, table.rows[i]));
            }
        }
        return rows;
    }

    // Where each column stands in the table; empty where the header is wrong.
    std::vector<std::size_t> places_of(std::string_view file, const std::vector<Column>& columns,
                                       const CsvTable& table) {
        std::vector<std::size_t> places;
        if (!table.faults.empty()) {
            return places;
        }
        const std::size_t before = out_.faults.size();
        for (const Column& column : columns) {
            const auto at = std::find(table.header.begin(), table.header.end(), column.name);
            if (at == table.header.end()) {
                add(file, 1, column.name, "opening.header", {column.name});
            }
            places.push_back(static_cast<std::size_t>(at - table.header.begin()));
        }
        for (std::size_t i = 0; i < table.header.size(); ++i) {
            const bool known =
                std::any_of(columns.begin(), columns.end(), [&](const Column& c) { return c.name == table.header[i]; });
            if (!known || std::find(table.header.begin(), table.header.end(), table.header[i]) - table.header.begin() !=
                              static_cast<std::ptrdiff_t>(i)) {
                add(file, 1, table.header[i], "opening.header", {table.header[i].substr(0, 60)});
            }
        }
        return out_.faults.size() == before ? places : std::vector<std::size_t>{};
    }

    Row read_row(std::string_view file, std::size_t number, const std::vector<Column>& columns,
                 const std::vector<std::size_t>& places, const std::vector<std::string>& cells) {
        Row row;
        row.number = number;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Column& column = columns[i];
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

    static std::vector<std::string> code_args(const Column& column, const std::string& code, const std::string& cell) {
        if (code == "form.range") {
            return {std::to_string(column.min), std::to_string(column.max)};
        }
        if (code == "form.length") {
            return {std::to_string(column.max)};
        }
        return {cell.substr(0, 60)};
    }

    std::optional<Value> read_cell(const Column& column, const std::string& cell, std::string& code) const {
        switch (column.kind) {
            case Kind::key:
                code = "opening.value";
                return valid_unit_code(cell) ? std::optional<Value>(cell) : std::nullopt;
            case Kind::line: {
                const bool control =
                    std::any_of(cell.begin(), cell.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
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
    std::optional<Value> code_by_label(const std::string& list, const std::string& cell) const {
        for (const CodeItem& item : *catalogue_.codes(list)) {
            if (item.label.zh == cell) {
                return Value(item.code);
            }
        }
        return std::nullopt;
    }

    static std::optional<Value> read_names(const std::string& cell, std::string& code) {
        code = "opening.value";
        Array names;
        for (std::string& name : split(cell, ";")) {
            if (name.empty() || count_characters(name) > 100) {
                return std::nullopt;
            }
            names.push_back(std::move(name));
        }
        return Value(std::move(names));
    }

    // name|rank|quota|chief|deputy, all but the name optional, items separated by ";".
    std::optional<Value> read_inner(const std::string& cell, std::string& code) const {
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

    // ---- the six tables ----

    void read_units() {
        std::map<std::string, std::size_t> short_names, credit_codes;
        for (Row& row : rows_of("units.csv")) {
            if (row.unit.empty()) {
                continue;
            }
            if (const auto known = units_.find(row.unit); known != units_.end()) {
                add("units.csv", row.number, "unit_code", "opening.duplicate",
                    {row.unit, place("units.csv", known->second.row)});
                continue;
            }
            unique(short_names, row, "units.csv", "short_name");
            unique(credit_codes, row, "units.csv", "uscc");
            const Value& u = row.value;
            if (u.str_or("nature") == "5") {
                require(row, "units.csv", {"funding", "inst_class"});
            }
            if (u.bool_or("is_cangong")) {
                require(row, "units.csv", {"cangong_doc"});
            }
            Unit unit;
            unit.row = row.number;
            unit.inner = {std::string(u.str_or("name")), std::string(u.str_or("short_name"))};
            for (const Value& organ : u.items("inner")) {
                unit.inner.insert(std::string(organ.str_or("name")));
            }
            if (u.find("inner") == nullptr) {
                row.value.set("inner", Array{});
            }
            unit.unit = std::move(row.value);
            order_.push_back(row.unit);
            units_.emplace(row.unit, std::move(unit));
        }
        for (const std::string& code : order_) {
            check_parent(code);
        }
    }

    static std::string place(std::string_view file, std::size_t row) {
        return std::string(file) + ":" + std::to_string(row);
    }

    void unique(std::map<std::string, std::size_t>& seen, const Row& row, std::string_view file,
                std::string_view column) {
        const std::string value(row.value.str_or(column));
        if (value.empty()) {
            return;
        }
        const auto [at, fresh] = seen.emplace(value, row.number);
        if (!fresh) {
            add(file, row.number, column, "opening.duplicate", {value, place(file, at->second)});
        }
    }

    void require(const Row& row, std::string_view file, std::initializer_list<std::string_view> columns) {
        for (const std::string_view column : columns) {
            if (row.value.find(column) == nullptr) {
                add(file, row.number, column, "opening.missing");
            }
        }
    }

    void check_parent(const std::string& code) {
        std::string at = code;
        for (std::size_t steps = 0; steps <= units_.size(); ++steps) {
            const std::string parent(units_.at(at).unit.str_or("parent"));
            if (parent.empty()) {
                return;
            }
            if (!units_.contains(parent)) {
                if (at == code) {
                    add("units.csv", units_.at(code).row, "parent", "opening.parent", {parent});
                }
                return;
            }
            at = parent;
        }
        add("units.csv", units_.at(code).row, "parent", "opening.parent", {code});
    }

    // The unit of a row; null, with a fault, where units.csv has none.
    Unit* unit_of(const Row& row, std::string_view file) {
        if (row.unit.empty()) {
            return nullptr;  // told already
        }
        const auto at = units_.find(row.unit);
        if (at == units_.end()) {
            add(file, row.number, "unit_code", "opening.unit", {row.unit});
            return nullptr;
        }
        return &at->second;
    }

    void read_quota() {
        for (Row& row : rows_of("quota.csv")) {
            Unit* unit = unit_of(row, "quota.csv");
            const std::string type(row.value.str_or("quota_type"));
            if (unit == nullptr || type.empty()) {
                continue;
            }
            if (unit->quota.find(type) != nullptr) {
                add("quota.csv", row.number, "quota_type", "opening.duplicate", {type, row.unit});
            } else if (!catalogue_.quota_allowed(unit->unit.str_or("nature"), unit->unit.str_or("category"), type)) {
                add("quota.csv", row.number, "quota_type", "opening.quota_type", {type});
            }
            row.value.object().erase("quota_type");
            unit->quota.set(type, std::move(row.value));
            quota_rows_[{row.unit, type}] = row.number;
        }
    }

    void read_posts() {
        for (Row& row : rows_of("posts.csv")) {
            Unit* unit = unit_of(row, "posts.csv");
            const std::string level(row.value.str_or("level"));
            if (unit == nullptr || level.empty()) {
                continue;
            }
            if (level == "none") {
                add("posts.csv", row.number, "level", "form.code", {level});
            } else if (unit->posts.find(level) != nullptr) {
                add("posts.csv", row.number, "level", "opening.duplicate", {level, row.unit});
            }
            row.value.object().erase("level");
            unit->posts.set(level, std::move(row.value));
            post_rows_[{row.unit, level}] = row.number;
        }
    }

    void read_persons() {
        constexpr std::string_view kFile = "persons.csv";
        std::map<std::string, std::size_t> numbers;
        for (Row& row : rows_of(kFile)) {
            Unit* unit = unit_of(row, kFile);
            const Value& p = row.value;
            const std::string type(p.str_or("quota_type"));
            check_person(row);
            if (const std::string number(p.str_or("id_no")); !number.empty()) {
                const auto [at, fresh] = numbers.emplace(number, row.number);
                if (!fresh) {
                    add(kFile, row.number, "id_no", "opening.duplicate",
                        {mask_id_number(number), place(kFile, at->second)});
                }
            }
            if (unit == nullptr) {
                continue;
            }
            if (!type.empty() && unit->quota.find(type) == nullptr) {
                add(kFile, row.number, "quota_type", "opening.quota_type", {type});
            }
            if (const std::string_view inner = p.str_or("inner"); !inner.empty() && !unit->inner.contains(inner)) {
                add(kFile, row.number, "inner", "opening.inner", {std::string(inner)});
            }
            if (p.str_or("status") == "1") {
                ++unit->actual[type];
                ++unit->leaders[std::string(p.str_or("staff_class"))];
            }
            unit->persons.push_back(std::move(row.value));
            ++out_.persons;
        }
    }

    // What one row must agree with by itself.
    void check_person(const Row& row) {
        constexpr std::string_view kFile = "persons.csv";
        const Value& p = row.value;
        if (const auto id = parse_id_number(p.str_or("id_no"))) {
            const std::string_view sex = p.str_or("sex"), birth = p.str_or("birth");
            if (!sex.empty() && sex != (id->sex == Sex::male ? "1" : "2")) {
                add(kFile, row.number, "sex", "form.id_sex");
            }
            if (!birth.empty() && birth != format_date(id->birth) && p.find("birth_doc") == nullptr) {
                add(kFile, row.number, "birth", "form.id_birth");
            }
        }
        const auto birth = parse_date(p.str_or("birth")), work = parse_date(p.str_or("work_since")),
                   quota = parse_date(p.str_or("quota_since"));
        if (birth && work && *work < add_months(*birth, 16 * 12)) {
            add(kFile, row.number, "work_since", "form.years_after", {"16", format_date(*birth)});
        }
        if (work && quota && *quota < *work) {
            add(kFile, row.number, "quota_since", "form.order", {format_date(*work)});
        }
        const std::string_view type = p.str_or("quota_type"), name = p.str_or("name");
        if (type == "20" || type == "22") {
            require(row, kFile, {"post_kind", "post_grade"});
        }
        if (p.str_or("status") == "2") {
            require(row, kFile, {"off_reason"});
        }
        const auto characters = decode_characters(name);
        if (characters && std::any_of(characters->begin(), characters->end(), is_space)) {
            add(kFile, row.number, "name", "form.space");
        }
    }

    void read_plan() {
        std::map<std::string, std::size_t> seen;
        for (Row& row : rows_of("plan.csv")) {
            Unit* unit = unit_of(row, "plan.csv");
            const std::string key = row.unit + " " + std::to_string(row.value.int_or("year")) + "-" +
                                    std::to_string(row.value.int_or("no"));
            const auto [at, fresh] = seen.emplace(key, row.number);
            if (!fresh) {
                add("plan.csv", row.number, "no", "opening.duplicate", {key, place("plan.csv", at->second)});
            }
            if (unit != nullptr) {
                check_type_held(*unit, row, "plan.csv");
                unit->plan.push_back(std::move(row.value));
                ++out_.plan_lines;
            }
        }
    }

    void read_grants() {
        std::map<std::string, std::size_t> numbers;
        for (Row& row : rows_of("grants.csv")) {
            Unit* unit = unit_of(row, "grants.csv");
            unique(numbers, row, "grants.csv", "grant_no");
            const std::int64_t left = row.value.int_or("count") - row.value.int_or("used");
            if (left < 0) {
                add("grants.csv", row.number, "used", "form.range", {"0", std::to_string(row.value.int_or("count"))});
            }
            if (unit != nullptr) {
                check_type_held(*unit, row, "grants.csv");
                unit->reserved[std::string(row.value.str_or("quota_type"))] += left;
                unit->grants.push_back(std::move(row.value));
                ++out_.grants;
            }
        }
    }

    void check_type_held(const Unit& unit, const Row& row, std::string_view file) {
        const std::string_view type = row.value.str_or("quota_type");
        if (!type.empty() && unit.quota.find(type) == nullptr) {
            add(file, row.number, "quota_type", "opening.quota_type", {std::string(type)});
        }
    }

    // ---- across the tables ----

    void check_units() {
        if (!out_.faults.empty()) {
            return;  // counts of faulty tables would mislead
        }
        for (const std::string& code : order_) {
            Unit& unit = units_.at(code);
            for (const auto& [type, quota] : unit.quota.object()) {
                const std::int64_t taken = unit.actual[type] + unit.reserved[type];
                if (taken > quota.int_or("h") && !quota.bool_or("over_quota")) {
                    add("quota.csv", quota_rows_.at({code, type}), "h", "opening.over_quota",
                        {std::to_string(taken), std::to_string(quota.int_or("h"))});
                }
            }
            for (const std::string_view level : kLevels) {
                const Value* posts = unit.posts.find(level);
                if (posts == nullptr) {
                    add("posts.csv", 0, "level", "opening.posts", {code + " " + std::string(level)});
                    continue;
                }
                const std::int64_t actual = unit.leaders[std::string(level)];
                if (actual > posts->int_or("auth") && !posts->bool_or("over_posts")) {
                    add("posts.csv", post_rows_.at({code, std::string(level)}), "auth", "opening.over_posts",
                        {std::to_string(actual), std::to_string(posts->int_or("auth"))});
                }
            }
        }
    }

    void write_bodies() {
        for (const std::string& code : order_) {
            Unit& unit = units_.at(code);
            Value body;
            const std::size_t persons = unit.persons.size();
            body.set("do", "register.open")
                .set("base", Value())
                .set("unit", std::move(unit.unit))
                .set("quota", std::move(unit.quota));
            body.set("posts", std::move(unit.posts)).set("persons", std::move(unit.persons));
            body.set("plan", std::move(unit.plan)).set("grants", std::move(unit.grants));
            const std::size_t bytes = codec::write_json(body).size();
            if (bytes > limits::kBodyBytesMax || persons > kPersonsPerUnitMax) {
                add("units.csv", unit.row, "unit_code", "opening.size", {code});
            }
            out_.bodies.push_back(std::move(body));
        }
        if (!out_.faults.empty()) {
            out_.bodies.clear();
        }
    }

    void sort_faults() {
        const auto order = [](const OpeningFault& f) {
            return std::pair(std::find(kFiles.begin(), kFiles.end(), f.file) - kFiles.begin(), f.row);
        };
        std::stable_sort(out_.faults.begin(), out_.faults.end(),
                         [&](const auto& a, const auto& b) { return order(a) < order(b); });
    }

    const Catalogue& catalogue_;
    const std::map<std::string, std::string, std::less<>>& files_;
    Opening out_;
    std::vector<std::string> order_;
    std::map<std::string, Unit> units_;
    std::map<std::pair<std::string, std::string>, std::size_t> quota_rows_, post_rows_;
};

}  // namespace

Error OpeningFault::error() const {
    std::string where = file;
    if (row > 0) {
        where += ":" + std::to_string(row);
    }
    if (!column.empty()) {
        where += ":" + column;
    }
    return fail(code, std::move(where), {}, args);
}

Opening parse_opening(const Catalogue& catalogue, const std::map<std::string, std::string, std::less<>>& files) {
    return Reading(catalogue, files).run();
}

const std::vector<OpeningTable>& opening_tables() {
    static const auto tables = [] {
        std::vector<OpeningTable> out;
        for (const std::string_view file : kFiles) {
            OpeningTable table{std::string(file), {}};
            for (const Column& column : columns_of(file)) {
                table.columns.push_back(column.name);
            }
            out.push_back(std::move(table));
        }
        return out;
    }();
    return tables;
}

}  // namespace zj::model
