// SPDX-License-Identifier: Apache-2.0
#include "shared/model/opening.hpp"

#include <algorithm>
#include <array>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/checks.hpp"
#include "shared/model/opening_guards.hpp"
#include "shared/model/opening_table.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Value;

constexpr std::array<std::string_view, 4> kLevels{"chief", "deputy", "inner_chief", "inner_deputy"};

struct Unit {
    std::size_t row = 0;
    Value unit, quota, posts;
    Array persons, plan, grants;
    std::map<std::string, std::int64_t> actual, reserved, leaders;
};

class Reading {
public:
    Reading(const Catalogue& catalogue, const OpeningFiles& files)
        : catalogue_(catalogue), reader_(catalogue, files, out_.faults) {}

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
        reader_.add(file, row, column, std::move(code), std::move(args));
    }

    // ---- the six tables ----

    void read_units() {
        std::map<std::string, std::size_t> short_names, credit_codes;
        for (OpeningRow& row : reader_.rows("units.csv")) {
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
            tell("units.csv", row.number, unit_faults(u));
            Unit unit;
            unit.row = row.number;
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

    void unique(std::map<std::string, std::size_t>& seen, const OpeningRow& row, std::string_view file,
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

    void tell(std::string_view file, std::size_t row, std::vector<GuardFault> faults) {
        for (GuardFault& fault : faults) {
            add(file, row, fault.member, std::move(fault.code), std::move(fault.args));
        }
    }

    void check_parent(const std::string& code) {
        const Unit& unit = units_.at(code);
        const std::string parent(unit.unit.str_or("parent"));
        if (!parent.empty() && !units_.contains(parent)) {
            add("units.csv", unit.row, "parent", "opening.parent", {parent});
            return;
        }
        const bool loop = superiors_loop(code, parent, [&](const std::string& of) {
            const auto above = units_.find(of);
            return above == units_.end() ? std::string{} : std::string(above->second.unit.str_or("parent"));
        });
        if (loop) {
            add("units.csv", unit.row, "parent", "opening.parent", {code});
        }
    }

    // The unit of a row; null, with a fault, where units.csv has none.
    Unit* unit_of(const OpeningRow& row, std::string_view file) {
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
        for (OpeningRow& row : reader_.rows("quota.csv")) {
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
        for (OpeningRow& row : reader_.rows("posts.csv")) {
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
        for (OpeningRow& row : reader_.rows(kFile)) {
            Unit* unit = unit_of(row, kFile);
            const Value& p = row.value;
            const std::string type(p.str_or("quota_type"));
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
            if (const std::string payer(p.str_or("pay_unit")); !payer.empty() && !units_.contains(payer)) {
                add(kFile, row.number, "pay_unit", "opening.unit", {payer});
            }
            tell(kFile, row.number, person_faults(catalogue_, unit->unit, p));
            if (p.str_or("status") == "1") {
                ++unit->actual[type];
                ++unit->leaders[std::string(p.str_or("staff_class"))];
            }
            unit->persons.push_back(std::move(row.value));
            ++out_.persons;
        }
    }

    void read_plan() {
        std::map<std::string, std::size_t> seen;
        for (OpeningRow& row : reader_.rows("plan.csv")) {
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
        for (OpeningRow& row : reader_.rows("grants.csv")) {
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

    void check_type_held(const Unit& unit, const OpeningRow& row, std::string_view file) {
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
            if (bytes > limits::kBodyBytesMax || persons > kOpeningPersonsMax) {
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
            return std::pair(std::find(kOpeningFiles.begin(), kOpeningFiles.end(), f.file) - kOpeningFiles.begin(),
                             f.row);
        };
        std::stable_sort(out_.faults.begin(), out_.faults.end(),
                         [&](const auto& a, const auto& b) { return order(a) < order(b); });
    }

    const Catalogue& catalogue_;
    Opening out_;
    OpeningReader reader_;  // after out_, where its faults go
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

Opening parse_opening(const Catalogue& catalogue, const OpeningFiles& files) {
    return Reading(catalogue, files).run();
}

const std::vector<OpeningTable>& opening_tables() {
    static const auto tables = [] {
        std::vector<OpeningTable> out;
        for (const std::string_view file : kOpeningFiles) {
            OpeningTable table{std::string(file), {}};
            for (const OpeningColumn& column : opening_columns(file)) {
                table.columns.push_back(column.name);
            }
            out.push_back(std::move(table));
        }
        return out;
    }();
    return tables;
}

}  // namespace zj::model
