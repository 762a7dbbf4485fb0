// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/set_aside.hpp"

#include <catch2/catch_test_macros.hpp>

#include "terminal/tables/payroll.hpp"
#include "terminal/tables/read.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;
using Texts = std::vector<std::string>;

namespace {

std::string code_of(const RowFault& fault) {
    return fault.column + " " + fault.code;
}

std::string list_of(const Table& table) {
    const Units units(test::some_units(3));
    Mapping mapping = *guess_mapping(table, units);
    mapping.month = "2026-10";
    mapping.items = {{"在职", "active"}};
    return set_aside(table, read_payroll(table, mapping, units)->reading, code_of);
}

}  // namespace

TEST_CASE("wrong rows are listed as they stood, each with its number and all of its reasons") {
    const std::string csv = "单位,身份证号,姓名,实发合计,人员类别\nu000," + test::id_number(1) +
                            ",张三,1,在职\nu9,x,李四,1,在职\n\nu000," + test::id_number(2) + ",\"王,五\",-1,在职\n";
    const std::string list = list_of(*read_table(as_bytes(csv)));
    CHECK(list.starts_with("\xEF\xBB\xBF"));
    const auto table = read_table(as_bytes(list));
    REQUIRE(table.has_value());
    CHECK(is_set_aside(*table));
    CHECK(!is_set_aside(*read_table(as_bytes(csv))));
    REQUIRE(table->rows.size() == 2);
    CHECK(table->rows[0].cells ==
          Texts{"3", "u9", "x", "李四", "1", "在职", "单位 table.unit_unknown; 身份证号 table.id_no"});
    CHECK(table->rows[1].cells ==
          Texts{"5", "u000", test::id_number(2), "王,五", "-1", "在职", "实发合计 table.amount_negative"});
}

TEST_CASE("a cell that a spreadsheet would compute is disarmed, and rows of another width stay in their columns") {
    const std::string csv =
        "单位,身份证号,姓名,实发合计,人员类别\n=1+1,@x,+y,-2,在职\nu000,1\nu000,1,a,1,在职,\"=cmd()\"\n";
    const auto table = read_table(as_bytes(list_of(*read_table(as_bytes(csv)))));
    REQUIRE(table.has_value());
    REQUIRE(table->rows.size() == 3);
    const Texts& armed = table->rows[0].cells;
    CHECK(Texts(armed.begin(), armed.begin() + 6) == Texts{"2", "'=1+1", "'@x", "'+y", "-2", "在职"});
    CHECK(table->rows[1].cells == Texts{"3", "u000", "1", "", "", "", " table.width"});
    CHECK(table->rows[2].cells.at(6) == "'=cmd()");
}

TEST_CASE("a list is known as such where one of its rows looks like a header") {
    const std::string csv = "单位,身份证号,姓名,实发合计\nu000,x,张三,1\n单位,身份证号,姓名,人员类别,发放日期\n";
    const auto list = read_table(as_bytes(list_of(*read_table(as_bytes(csv), {{}, 1, {}}))));
    REQUIRE(list.has_value());
    CHECK(list->header_row == 3);
    CHECK(is_set_aside(*list));
}

TEST_CASE("a formula is disarmed in every writing that spreadsheets compute") {
    for (const char* cell : {"＝HYPERLINK(1)", "＋SUM(A1)", "－1+1", "＠x", " =1+1", "\u200B=1", "\u3000=1"}) {
        INFO(cell);
        const std::string csv = std::string("单位,身份证号,姓名,实发合计\nu000,x,") + cell + ",1\n";
        const auto list = read_table(as_bytes(list_of(*read_table(as_bytes(csv)))));
        REQUIRE(list.has_value());
        CHECK(list->rows.at(0).cells.at(3) == std::string("'") + cell);
    }
}
