// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/oversight/books.hpp"

#include <catch2/catch_test_macros.hpp>

#include "assets/assets.hpp"
#include "shared/model/catalogue_assemble.hpp"

namespace zj::test {

Date day(std::string_view text) {
    const auto parsed = parse_date(text);
    ZJ_ASSERT(parsed.has_value());  // also used before any test runs
    return *parsed;
}

std::shared_ptr<const model::Catalogue> shipped_catalogue() {
    static const auto kCatalogue = [] {
        const auto text = model::assemble_catalogue(assets::all());
        ZJ_ASSERT(text.has_value());
        return *model::Catalogue::load(*text);
    }();
    return kCatalogue;
}

std::string id_number(std::string_view birth, int sequence) {
    constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    std::string text = "429099" + std::string(birth.substr(0, 4)) + std::string(birth.substr(5, 2)) +
                       std::string(birth.substr(8, 2)) + std::to_string(1000 + sequence).substr(1);
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
        sum += (text[i] - '0') * kWeights[i];
    }
    return text + "10X98765432"[sum % 11];
}

Value with(Value value, std::initializer_list<std::pair<const char*, Value>> members) {
    for (const auto& [key, member] : members) {
        value.set(key, member);
    }
    return value;
}

Value without(Value value, std::string_view member) {
    value.object().erase(std::string(member));
    return value;
}

Value person_record(int n, const std::string& unit) {
    return Object{{"name", "甲" + std::to_string(n)},
                  {"id_no", id_number("1985-03-07", 2 * n + 1)},
                  {"sex", "1"},
                  {"birth", "1985-03-07"},
                  {"ethnic", "01"},
                  {"native_place", "湖北浠水"},
                  {"politics", "01"},
                  {"edu", "21"},
                  {"degree", "4"},
                  {"work_since", "2008-07-01"},
                  {"inner", "党政综合办公室"},
                  {"quota_type", "10"},
                  {"funding", "1"},
                  {"staff_class", "none"},
                  {"post_name", "科员"},
                  {"post_since", "2010-01-01"},
                  {"above_rank", false},
                  {"leader_level", "150"},
                  {"cs_registered", true},
                  {"entry_mode", "01"},
                  {"entry_from", "公务员招录"},
                  {"entered_on", "2010-01-01"},
                  {"quota_since", "2010-01-01"},
                  {"quota_doc", "浠编发〔2010〕1号"},
                  {"status", "1"},
                  {"state", "active"},
                  {"fin_funded", true},
                  {"retire_on", "2048-03-01"},
                  {"unit", unit}};
}

Value unit_record(const std::string& name, std::string_view nature, std::string_view category) {
    return Object{{"unit_code", "421125101"},
                  {"name", name},
                  {"short_name", "简称"},
                  {"division", "421125101"},
                  {"founded_on", "1987-05-01"},
                  {"founded_doc", "浠编发〔1987〕3号"},
                  {"funding", "1"},
                  {"inst_class", "1"},
                  {"rank", "31"},
                  {"nature", nature},
                  {"category", category},
                  {"system", "3"},
                  {"state", "1"},
                  {"opened_at", "2026-01-05T09:00:00.000+08:00"}};
}

Value ledger_record(std::int64_t h, std::int64_t a, std::int64_t r) {
    return Object{{"h", h},
                  {"a", a},
                  {"r", r},
                  {"o", 0},
                  {"posted", Array{Object{{"what", "opening"},
                                          {"moves", Array{Value(Array{"pool", "free", h})}},
                                          {"at", "2026-01-05T09:00:00.000+08:00"},
                                          {"doc", "浠编发〔2026〕1号"}}}}};
}

Value pay_record(const std::vector<Value>& rows) {
    std::int64_t total = 0;
    for (const Value& row : rows) {
        total += row.array()[2].integer();
    }
    return Object{{"rows", Array(rows.begin(), rows.end())}, {"count", rows.size()}, {"total", total}};
}

Value pay_row(const Value& person, std::int64_t paid, std::string_view item) {
    return Array{*person.find("id_no"), *person.find("name"), paid, item};
}

Books::Books() {
    put("unit/" + kTown, unit_record("浠水县巴河镇人民政府"));
    put("unit/" + kVillage, unit_record("浠水县竹瓦镇人民政府"));
    put("ledger/" + kTown + "/10", ledger_record(10, 8));
    put("ledger/" + kVillage + "/10", ledger_record(10, 8));
}

log::Record Books::put(const std::string& key, Value value) {
    log::Record record{key, ++versions[key], 1, "office", std::move(value)};
    index.put(record);
    return record;
}

std::string Books::pay_subject(const Value& person) const {
    const std::string masked =
        std::string(person.str_or("id_no").substr(0, 6)) + "********" + std::string(person.str_or("id_no").substr(14));
    for (const auto& [id, number] : index.tables().numbers) {
        if (number.masked == masked) {
            return "pay/" + std::string(id);
        }
    }
    FAIL("nobody has this number");
    return {};
}

std::vector<Finding> Books::found(std::string_view rule, std::string_view subject) const {
    std::vector<Finding> out = oversight::evaluate(index, *catalogue, subject, today);
    std::erase_if(out, [&](const Finding& finding) { return finding.rule != rule; });
    return out;
}

std::vector<Finding> Books::found(std::string_view rule, std::string_view subject, std::string_view on) const {
    std::vector<Finding> out = oversight::evaluate(index, *catalogue, subject, day(on));
    std::erase_if(out, [&](const Finding& finding) { return finding.rule != rule; });
    return out;
}

std::string told(const std::vector<Finding>& findings) {
    if (findings.size() != 1) {
        return findings.empty() ? "none" : std::to_string(findings.size()) + " findings";
    }
    return std::string(level_name(findings[0].level)) + " " + format_date(findings[0].since);
}

}  // namespace zj::test
