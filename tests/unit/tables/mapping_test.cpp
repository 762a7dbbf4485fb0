// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/mapping.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/read.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

using Texts = std::vector<std::string>;

Mapping payroll_mapping() {
    Mapping out;
    out.name = "财政一体化导出";
    out.columns = {{Field::unit, {"单位名称"}},
                   {Field::id_no, {"身份证号", "证件号码"}},
                   {Field::name, {"姓名"}},
                   {Field::paid, {"实发合计"}},
                   {Field::item, {"人员类别"}}};
    out.unit_by = UnitBy::name;
    out.items = {{"在职", "active"}, {"退休", "retired"}};
    out.month = "2026-10";
    return out;
}

Mapping guessed(std::string_view csv, const Units& units) {
    const auto table = read_table(as_bytes(csv));
    REQUIRE(table.has_value());
    auto mapping = guess_mapping(*table, units);
    INFO((mapping ? std::string() : to_string(mapping.error())));
    REQUIRE(mapping.has_value());
    return std::move(*mapping);
}

std::string error_of(const Mapping& mapping) {
    const auto checked = check(mapping);
    return checked ? "" : checked.error().code + " " + checked.error().where;
}

}  // namespace

TEST_CASE("a mapping comes back from its JSON as it was") {
    Mapping whole = payroll_mapping();
    whole.sheet = "十月";
    whole.header_row = 3;
    whole.amount_unit = AmountUnit::fen;
    whole.unit = "u000";
    whole.item = "other";
    Mapping budget;
    budget.kind = Kind::budget;
    budget.columns = {{Field::unit, {"单位"}}, {Field::amount, {"预算数"}}, {Field::funded, {"人数"}}};
    budget.amount_unit = AmountUnit::wan;
    budget.unit_by = UnitBy::uscc;
    budget.year = 2026;
    for (const Mapping& mapping : {payroll_mapping(), whole, budget}) {
        const auto again = parse_mapping(write_mapping(mapping));
        INFO((again ? std::string() : to_string(again.error())));
        REQUIRE(again.has_value());
        CHECK(*again == mapping);
    }
}

TEST_CASE("a mapping with anything strange in it is refused") {
    const codec::Value good = to_value(payroll_mapping());
    const auto with = [&good](const std::string& member, codec::Value value) {
        codec::Value changed = good;
        changed.set(member, std::move(value));
        const auto mapping = mapping_from(changed);
        return mapping ? std::string() : mapping.error().code;
    };
    CHECK(with("name", "x").empty());
    CHECK(with("v", 2) == "mapping.version");
    CHECK(with("surprise", 1) == "json.unknown");
    CHECK(with("kind", "photo") == "json.choice");
    CHECK(with("unit_by", "guess") == "json.choice");
    CHECK(with("amount_unit", "dollar") == "json.choice");
    CHECK(with("columns", codec::Object{{"bank", codec::Array{"卡号"}}}) == "mapping.value");
    CHECK(with("columns", codec::Object{{"id_no", "身份证号"}}) == "mapping.value");
    CHECK(with("items", codec::Object{{"在职", "boss"}}) == "mapping.value");
    CHECK(with("items", codec::Object{{"在职", 1}}) == "mapping.value");
    CHECK(with("month", "2026-13") == "mapping.value");
    CHECK(with("header_row", 51) == "json.range");
    CHECK(with("year", 1999) == "json.range");
    CHECK(parse_mapping("[]").error().code == "json.type");
    CHECK(parse_mapping(std::string(bounds::kMappingBytesMax + 1, ' ')).error().code == "json.size");
    CHECK(!parse_mapping("{").has_value());
}

TEST_CASE("a mapping names what it lacks, and each of its bounds holds") {
    CHECK(error_of(payroll_mapping()).empty());
    for (const Field field : {Field::unit, Field::id_no, Field::name, Field::paid, Field::item}) {
        Mapping mapping = payroll_mapping();
        mapping.columns.erase(field);
        CHECK(error_of(mapping) == "mapping.column ");
    }
    Mapping mapping = payroll_mapping();
    mapping.columns[Field::funded] = {"人数"};
    CHECK(error_of(mapping) == "mapping.value /columns/funded");
    mapping = payroll_mapping();
    mapping.columns[Field::name] = Texts(bounds::kMappingTextsMax + 1, "姓名");
    CHECK(error_of(mapping) == "mapping.value /columns/name");
    mapping.columns[Field::name] = {std::string(bounds::kMappingTextBytesMax + 1, 'x')};
    CHECK(error_of(mapping) == "mapping.value /columns/name");
    mapping = payroll_mapping();
    for (std::size_t i = 0; i <= bounds::kMappingItemsMax; ++i) {
        mapping.items["x" + std::to_string(i)] = "other";
    }
    CHECK(error_of(mapping) == "mapping.value /items");
    mapping = payroll_mapping();
    mapping.header_row = bounds::kHeaderRowMax + 1;
    CHECK(error_of(mapping) == "mapping.value /header_row");
    mapping = payroll_mapping();
    mapping.unit = "../x";
    CHECK(error_of(mapping) == "mapping.value /unit");
    mapping = payroll_mapping();
    mapping.name = std::string(bounds::kMappingTextBytesMax + 1, 'x');
    CHECK(error_of(mapping) == "mapping.value /name");
}

TEST_CASE("a payroll's mapping is guessed from its headers, titles and rows") {
    const Units units(test::some_units(5));
    const Mapping mapping = guessed(
        "浠水县 ２０２６年１０月 工资发放表\n序号,单位编码,单位名称,姓名,身份证号码,应发合计,实发合计（元）,人员类别\n"
        "1,99,浠水县第001局,张三,x,2,1,在职\n2,98,浠水县第002局,李四,y,2,1,退休费\n3,98,浠水县第002局,李四,y,2,1,"
        "讲座\n",
        units);
    CHECK(mapping.kind == Kind::payroll);
    CHECK(mapping.month == "2026-10");
    CHECK(mapping.unit_by == UnitBy::name);
    CHECK(mapping.columns.at(Field::unit) == Texts{"单位名称"});
    CHECK(mapping.columns.at(Field::id_no) == Texts{"身份证号码"});
    CHECK(mapping.columns.at(Field::paid) == Texts{"实发合计（元）"});
    CHECK(mapping.items == std::map<std::string, std::string>{{"在职", "active"}, {"退休费", "retired"}});
    CHECK(mapping.amount_unit == AmountUnit::yuan);
    CHECK(guessed("单位,姓名,身份证号,实发数(分),月份\nu001,a,b,1,2026-10\n", units).amount_unit == AmountUnit::fen);
    const Mapping simple = guessed("单位,姓名,身份证号,实发数,月份\nu001,a,b,1,2026-10\n", units);
    CHECK(simple.unit_by == UnitBy::code);
    CHECK(simple.item == "active");
    CHECK(simple.month.empty());
    CHECK(guessed("单位,姓名,身份证号,实发数\n第001局,a,b,1\n", units).unit_by == UnitBy::short_name);
}

TEST_CASE("a budget's mapping is guessed, with its year and ten thousands") {
    const Units units(test::some_units(5));
    const Mapping mapping = guessed(
        "2026年部门预算\n单位：万元\n统一社会信用代码,单位名称,人员经费,供养人数\n11421125XX0000001R,某局,1.5,3\n",
        units);
    CHECK(mapping.kind == Kind::budget);
    CHECK(mapping.year == 2026);
    CHECK(mapping.unit_by == UnitBy::uscc);
    CHECK(mapping.amount_unit == AmountUnit::wan);
    CHECK(guessed("2026年\n单位：万元\n单位,人员经费(元),人数\nu001,1.5,3\n", units).amount_unit == AmountUnit::yuan);
}

TEST_CASE("what cannot be guessed is said") {
    const Units units(test::some_units(5));
    const auto guess = [&units](std::string_view csv) {
        return guess_mapping(*read_table(as_bytes(csv)), units).error().code;
    };
    CHECK(guess("甲,乙\n1,2\n") == "table.header");
    CHECK(guess("单位,身份证号\n1,2\n") == "mapping.column");
}
