// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/payroll.hpp"

#include <catch2/catch_test_macros.hpp>

#include "terminal/tables/read.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;
using test::id_number;

namespace {

const std::string kHeader = "单位,身份证号,姓名,实发合计,人员类别\n";

const Units& county() {
    static const Units kUnits(test::some_units(9));
    return kUnits;
}

Mapping mapping_for(const Table& table) {
    auto mapping = guess_mapping(table, county());
    REQUIRE(mapping.has_value());
    mapping->unit_by = UnitBy::code;
    if (!mapping->columns.contains(Field::month)) {
        mapping->month = "2026-10";
    }
    mapping->items = {{"在职", "active"}, {"退休", "retired"}};
    return std::move(*mapping);
}

PayrollSheet read(const std::string& csv) {
    const auto table = read_table(as_bytes(csv));
    REQUIRE(table.has_value());
    auto sheet = read_payroll(*table, mapping_for(*table), county());
    INFO((sheet ? std::string() : to_string(sheet.error())));
    REQUIRE(sheet.has_value());
    return std::move(*sheet);
}

// "3 身份证号 table.duplicate" a line.
std::string told(const Reading& reading) {
    std::string out;
    for (const RowFault& fault : reading.faults) {
        out += std::to_string(fault.row) + " " + fault.column + " " + fault.code;
        for (const std::string& arg : fault.args) {
            out += " " + arg;
        }
        out += "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("right rows are read exactly, with totals by unit") {
    const PayrollSheet sheet = read(kHeader + "u000," + id_number(1) + ",张三,5230.40,在职\nu001," + id_number(2) +
                                    ",李四,\"4,000\",退休\nu000," + id_number(3) + ",王 五,0.01,在职\n");
    CHECK(sheet.reading.faults.empty());
    REQUIRE(sheet.rows.size() == 3);
    CHECK(sheet.rows[2].row == 4);
    CHECK(sheet.rows[2].name == "王五");
    CHECK(sheet.rows[1].paid == 400000);
    CHECK(sheet.rows[1].item == "retired");
    CHECK(sheet.rows[1].month == "2026-10");
    CHECK(sheet.totals.at("u000").fen == 523041);
    CHECK(sheet.totals.at("u000").rows == 2);
    CHECK(sheet.reading.tidied == Tidied{0, 1, 1, 0});
}

TEST_CASE("every fault of a wrong row is told, and nothing of the row is taken") {
    const PayrollSheet sheet =
        read(kHeader + "u999,429099900307001,张3,-1,临时\nu000," + id_number(1) + ",李四,1,在职\n");
    CHECK(told(sheet.reading) ==
          "2 单位 table.unit_unknown\n2 身份证号 table.id_15\n2 姓名 table.name 50\n2 实发合计 table.amount_negative\n"
          "2 人员类别 table.item\n");
    CHECK(sheet.reading.wrong_rows == 1);
    REQUIRE(sheet.rows.size() == 1);
    CHECK(sheet.rows[0].row == 3);
    CHECK(sheet.totals.size() == 1);
}

TEST_CASE("a fault shows what stands there, an ID number masked, and names its place") {
    const PayrollSheet sheet =
        read(kHeader + "u000,429099197001010018,张三,1,在职\nu000," + id_number(1) + "," + id_number(1) + ",1,在职\n");
    REQUIRE(sheet.reading.faults.size() == 2);
    CHECK(sheet.reading.faults[0].shown == "429099********0018");
    CHECK(sheet.reading.faults[1].shown == id_number(1).substr(0, 6) + "********" + id_number(1).substr(14));
    CHECK(sheet.reading.faults[0].error() == fail("table.id_no", "2 身份证号", "429099********0018"));
}

TEST_CASE("of two rows of one person, item and unit the later is the fault") {
    const std::string one = id_number(1);
    const PayrollSheet sheet =
        read(kHeader + "u000," + one + ",张三,x,在职\nu000," + one + ",张三,1,在职\nu000," + one +
             ",张三,2,退休\nu001," + one + ",张三,3,在职\nu000," + test::full_width(one) + ",张三,4,在职\n");
    CHECK(told(sheet.reading) == "2 实发合计 table.amount\n6 身份证号 table.duplicate 3\n");
    CHECK(sheet.rows.size() == 3);
}

TEST_CASE("months may stand in a column, and the same person is paid in each") {
    const std::string one = id_number(1);
    const PayrollSheet sheet = read("单位,身份证号,姓名,实发合计,月份,发放日期\nu000," + one +
                                    ",张三,1,2026年10月,2026-10-15\nu000," + one + ",张三,1,202611,20261115\nu000," +
                                    one + ",张三,1,2026-11,2026-11-31\nu000," + one + ",张三,1,十二月,2026-12-15\n");
    CHECK(told(sheet.reading) == "4 发放日期 table.date\n4 身份证号 table.duplicate 3\n5 月份 table.month_cell\n");
    REQUIRE(sheet.rows.size() == 2);
    CHECK(sheet.rows[1].month == "2026-11");
}

TEST_CASE("empty rows, totals and repeated headers are skipped and told") {
    const PayrollSheet sheet = read(kHeader + "u000," + id_number(1) + ",张三,1,在职\n\n小 计,,,1\n" + kHeader +
                                    ",,,,\nu000," + id_number(2) + ",李四,1,在职\n合计：,,,2,\n");
    CHECK(sheet.reading.faults.empty());
    CHECK(sheet.rows.size() == 2);
    CHECK(sheet.reading.total_rows == std::vector<std::size_t>{4, 8});
    CHECK(sheet.reading.header_rows == std::vector<std::size_t>{5});
    CHECK(sheet.reading.empty_rows == 2);
}

TEST_CASE("a unit is found by code, name, short name or credit code, and never guessed among several") {
    const Units& units = county();
    using State = Units::Found::State;
    CHECK(units.find(UnitBy::code, " Ｕ００１").code == "u001");
    CHECK(units.find(UnitBy::name, "浠水县 第001局").code == "u001");
    CHECK(units.find(UnitBy::short_name, "第001局").code == "u001");
    CHECK(units.find(UnitBy::uscc, "11421125xx0000001r").code == "u001");
    CHECK(units.find(UnitBy::short_name, "同名局").state == State::several);
    CHECK(units.find(UnitBy::name, "同名局").state == State::none);
    CHECK(units.find(UnitBy::name, "").state == State::none);
    const std::string csv = kHeader + "同名局," + id_number(1) + ",张三,1,在职\n";
    const auto table = read_table(as_bytes(csv));
    Mapping mapping = mapping_for(*table);
    mapping.unit_by = UnitBy::short_name;
    CHECK(told(read_payroll(*table, mapping, units)->reading) == "2 单位 table.unit_several\n");
}

TEST_CASE("one unit for the whole file stands in the mapping, and must exist") {
    const std::string csv = "身份证号,姓名,实发合计\n" + id_number(1) + ",张三,1\n";
    const auto table = read_table(as_bytes(csv));
    Mapping mapping;
    mapping.columns = {{Field::id_no, {"身份证号"}}, {Field::name, {"人名", "姓名"}}, {Field::paid, {"实发合计"}}};
    mapping.unit = "u003";
    mapping.item = "active";
    mapping.month = "2026-10";
    CHECK(read_payroll(*table, mapping, county())->rows.at(0).unit == "u003");
    mapping.unit = "u999";
    CHECK(read_payroll(*table, mapping, county()).error().code == "mapping.unit");
    mapping.unit = "u003";
    mapping.month = "";
    CHECK(read_payroll(*table, mapping, county()).error().code == "mapping.month");
    mapping.month = "2026-10";
    mapping.columns[Field::paid] = {"实发"};
    CHECK(read_payroll(*table, mapping, county()).error().code == "table.column");
    mapping.kind = Kind::budget;
    CHECK(read_payroll(*table, mapping, county()).error().code == "mapping.kind");
}

TEST_CASE("a mapping that fits two columns, or a table without header, reads nothing") {
    const auto twice = read_table(as_bytes("单位,身份证号,姓名,实发合计,实发合计(元)\nu000,1,a,1,2\n"));
    Mapping mapping;
    mapping.columns = {
        {Field::unit, {"单位"}}, {Field::id_no, {"身份证号"}}, {Field::name, {"姓名"}}, {Field::paid, {"实发合计"}}};
    mapping.item = "active";
    mapping.month = "2026-10";
    CHECK(read_payroll(*twice, mapping, county()).error().code == "table.column_twice");
    CHECK(read_payroll(*read_table(as_bytes("a,b\n1,2\n")), mapping, county()).error().code == "table.header");
}

TEST_CASE("a person whose name is that of a total is a person, where the ID number is right") {
    const PayrollSheet sheet = read(kHeader + "u000," + id_number(1) + ",合计,1,在职\nu000," + id_number(2) +
                                    ",小计,2,在职\n合计,,,3,\n合计," + id_number(3).substr(0, 17) + ",,3,\n");
    CHECK(sheet.reading.faults.empty());
    REQUIRE(sheet.rows.size() == 2);
    CHECK(sheet.rows[0].name == "合计");
    CHECK(sheet.reading.total_rows == std::vector<std::size_t>{4, 5});
}

TEST_CASE("where both the loader and a column say the month, rows of another are faults") {
    const std::string csv = "单位,身份证号,姓名,实发合计,月份\nu000," + id_number(1) + ",张三,1,2026年10月\nu000," +
                            id_number(2) + ",李四,1,2026-09\n";
    const auto table = read_table(as_bytes(csv));
    Mapping mapping = mapping_for(*table);
    mapping.month = "2026-10";
    const PayrollSheet sheet = *read_payroll(*table, mapping, county());
    CHECK(told(sheet.reading) == "3 月份 table.period 2026-10\n");
    CHECK(sheet.rows.size() == 1);
}
