// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/table.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/model/csv.hpp"
#include "terminal/tables/read.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;
using test::book_of;
using test::encoded;

namespace {

using Texts = std::vector<std::string>;

const std::string kCsv =
    "浠水县2026年10月工资发放表,,,\r\n单位,身份证号,姓名,实发合计\r\nu000,429099197001010016,张三,5230.40\r\n";

Table table_of(std::string_view bytes, const Hints& hints = {}) {
    auto table = read_table(as_bytes(bytes), hints);
    INFO((table ? std::string() : to_string(table.error())));
    REQUIRE(table.has_value());
    return std::move(*table);
}

std::string error_of(std::string_view bytes, const Hints& hints = {}) {
    const auto table = read_table(as_bytes(bytes), hints);
    return table ? "" : table.error().code;
}

}  // namespace

TEST_CASE("the encodings in use are told apart, with and without a mark") {
    const auto check = [](const std::string& bytes, Encoding encoding) {
        const Table table = table_of(bytes);
        CHECK(table.encoding == encoding);
        CHECK(table.header == Texts{"单位", "身份证号", "姓名", "实发合计"});
        REQUIRE(table.rows.size() == 1);
        CHECK(table.rows[0].number == 3);
        CHECK(table.rows[0].cells == Texts{"u000", "429099197001010016", "张三", "5230.40"});
        CHECK(table.broken == 0);
    };
    check(kCsv, Encoding::utf8);
    check("\xEF\xBB\xBF" + kCsv, Encoding::utf8);
    check("\xFF\xFE" + encoded(kCsv, "UTF-16LE"), Encoding::utf16le);
    check("\xFE\xFF" + encoded(kCsv, "UTF-16BE"), Encoding::utf16be);
    check(encoded(kCsv, "UTF-16LE"), Encoding::utf16le);
    check(encoded(kCsv, "UTF-16BE"), Encoding::utf16be);
    check(encoded(kCsv, "gb18030"), Encoding::gb18030);
    CHECK(name_of(Encoding::gb18030) == "GB18030");
}

TEST_CASE("a rare name of four bytes in GB18030 is read") {
    const Table table = table_of(encoded("姓名,身份证号\n𠮷野,1\n㐂,2\n", "gb18030"));
    CHECK(table.rows[0].cells[0] == "𠮷野");
    CHECK(table.rows[1].cells[0] == "㐂");
}

TEST_CASE("broken bytes cost their cell, not the file") {
    std::string text = encoded("姓名,身份证号\n张三,1\n李四,2\n王五,3\n", "gb18030");
    text.replace(text.find(encoded("李", "gb18030")) + 1, 1, "");  // half a sign is lost
    const Table table = table_of(text);
    CHECK(table.encoding == Encoding::gb18030);
    CHECK(table.broken >= 1);
    CHECK(has_broken(table.rows[1].cells[0]));
    CHECK(table.rows[2].cells == Texts{"王五", "3"});
}

TEST_CASE("bytes that are no text are refused") {
    std::string noise = "a,b\n";
    for (int i = 0; i < 1000; ++i) {
        noise += static_cast<char>(0x80 + i * 7 % 128);
        noise += "\xFF\n";
    }
    CHECK(error_of(noise) == "table.encoding");
    CHECK(error_of(std::string("a,b\n1,\x01\n", 8)) == "table.binary");
    CHECK(error_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") == "table.old");
    CHECK(error_of("") == "table.empty");
    CHECK(error_of("\n\n \n") == "table.empty");
}

TEST_CASE("the delimiter is the one under which headers are known") {
    CHECK(table_of("单位\t身份证号\nu0\t1,2;3\n").delimiter == '\t');
    CHECK(table_of("单位;身份证号\nu0;1,2\n").delimiter == ';');
    CHECK(table_of("单位,身份证号\nu0,1;2\n").delimiter == ',');
    CHECK(table_of("x;y;z\n1;2;3\n").delimiter == ';');
}

TEST_CASE("the header is the row in which most columns are known, titles stand above it") {
    const Table table = table_of(
        "浠水县工资表\n单位,县财政局,月份,2026-10\n序号,单 "
        "位,姓名,身份证号,实发合计（元）\n1,u0,张三,1,2\n\n,,,,\n2,u0,李四,2,3\n");
    CHECK(table.header_row == 3);
    CHECK(table.above.size() == 2);
    CHECK(table.rows.size() == 2);
    CHECK(table.rows[1].number == 7);
    CHECK(table.empty_rows == 2);
    const Table named = table_of("甲,乙,丙\n1,2,3\n", {{}, 0, {"乙", "丙"}});
    CHECK(named.header_row == 1);
    const Table none = table_of("甲,乙,丙\n1,2,3\n");
    CHECK(none.header_row == 0);
    CHECK(none.rows.size() == 2);
    CHECK(table_of("甲,乙\n单位,姓名\n1,2\n", {{}, 1, {}}).header == Texts{"甲", "乙"});
    CHECK(error_of("甲,乙\n\n1,2\n", {{}, 2, {}}) == "table.header_row");
}

TEST_CASE("a stray quote or a lost delimiter costs its row and no other") {
    const Table table = table_of(
        "单位,姓名,身份证号\nu0,\"张三,1\nu0,李\"四,2\nu0,\"王,五\",3\nu0,赵六\nu0,钱七,5,6\nu0,孙八,7,,\nu0,周九,\n");
    REQUIRE(table.rows.size() == 7);
    const Texts faults{"table.quote", "table.quote", "", "table.width", "table.width", "", ""};
    for (std::size_t i = 0; i < faults.size(); ++i) {
        INFO(i);
        CHECK(table.rows[i].number == i + 2);
        CHECK(table.rows[i].fault == faults[i]);
    }
    CHECK(table.rows[2].cells[1] == "王,五");
}

TEST_CASE("a quote that opens far above another costs its own row") {
    std::string text = "单位,姓名\n\"u0,张三\n";
    for (int i = 0; i < 40; ++i) {
        text += "u0,李四\n";
    }
    const Table table = table_of(text + "u0,\"王五\"\n");
    CHECK(table.rows.size() == 42);
    CHECK(table.rows[0].fault == "table.quote");
    CHECK(table.rows[41].cells[1] == "王五");
    CHECK(model::parse_csv(text).faults.size() == 1);
}

TEST_CASE("a workbook gives text as a person sees it") {
    const test::Rows rows{
        {{"工资表"}},
        {},
        {{"单位"}, {"身份证号"}, {"姓名\n(全名)"}, {"实发合计"}, {"发放日期"}, {"备注"}},
        {{"u0"},
         test::inline_text("429099197001010016"),
         {"张 & 三"},
         test::number("5230.3999999999996"),
         test::day("46331"),
         {}},
        {},
        {{"u1"},
         test::number("4.2909919900307E+17"),
         {"李四"},
         test::number("429099199003070012"),
         test::day("46331", 2),
         {{}, " t=\"b\"", "<v>1</v>"}},
        {{"u2"},
         {{}, " t=\"e\"", "<v>#N/A</v>"},
         {{}, " t=\"str\"", "<f>A1</f><v>王五</v>"},
         test::day("12.5", 3),
         {{}, " t=\"d\"", "<v>2026-11-05T00:00:00</v>"},
         test::number("")},
    };
    const Table table = table_of(book_of({{"十月", rows}}));
    CHECK(table.workbook);
    CHECK(table.header_row == 3);
    CHECK(table.header == Texts{"单位", "身份证号", "姓名 (全名)", "实发合计", "发放日期", "备注"});
    REQUIRE(table.rows.size() == 3);
    CHECK(table.empty_rows == 1);
    CHECK(table.rows[0].number == 4);
    CHECK(table.rows[0].cells == Texts{"u0", "429099197001010016", "张 & 三", "5230.4", "2026-11-05"});
    CHECK(table.rows[1].cells ==
          Texts{"u1", "4.2909919900307E+17", "李四", "4.2909919900307E+17", "2026-11-05", "TRUE"});
    CHECK(table.rows[2].cells == Texts{"u2", "#N/A", "王五", "12.5", "2026-11-05"});
}

TEST_CASE("days of a workbook from 1904 are counted from there") {
    const test::Rows rows{{{"单位"}, {"姓名"}, {"日期"}}, {{"u0"}, {"张三"}, test::day("44869")}};
    CHECK(table_of(book_of({{"a", rows}}, {true})).rows[0].cells[2] == "2026-11-05");
    CHECK(table_of(book_of({{"a", rows}}, {false})).rows[0].cells[2] == "2022-11-04");
}

TEST_CASE("of several sheets the first visible one with a header is read, or the one named") {
    const test::Rows cover{{{"说明"}}}, nine{{{"单位"}, {"姓名"}}, {{"u9"}, {"九"}}},
        ten{{{"单位"}, {"姓名"}}, {{"u10"}, {"十"}}};
    const std::string book = book_of({{"封面", cover}, {"九月", nine, {}, "hidden"}, {"十月", ten}});
    const Table table = table_of(book);
    CHECK(table.sheets == Texts{"封面", "九月", "十月"});
    CHECK(table.sheet == "十月");
    CHECK(table_of(book, {"九月", 0, {}}).rows[0].cells[0] == "u9");
    CHECK(error_of(book, {"八月", 0, {}}) == "table.sheet");
    CHECK(table_of(book_of({{"封面", cover}})).header_row == 0);
}

TEST_CASE("a column merged over rows is filled as it is seen, also in a header of two lines") {
    const test::Rows rows{{{"单位"}, {"姓名"}, {"身份证号"}, {"工资"}, {}},
                          {{}, {}, {}, {"应发合计"}, {"实发合计"}},
                          {{"u0"}, {"张三"}, {"1"}, {"2"}, {"3"}},
                          {{}, {"李四"}, {"2"}, {"2"}, {"3"}}};
    const std::string merged =
        "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/><mergeCell ref=\"C1:C2\"/>"
        "<mergeCell ref=\"D1:E1\"/><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"A9\"/><mergeCell "
        "ref=\"A9:ZZZZ1\"/></mergeCells>";
    const Table table = table_of(book_of({{"a", rows, merged}}));
    CHECK(table.header_row == 2);
    CHECK(table.header == Texts{"单位", "姓名", "身份证号", "应发合计", "实发合计"});
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[1].cells[0] == "u0");
}

TEST_CASE("a preview shows titles, header and rows, and no ID number in full") {
    const Table table =
        table_of("表\n单位,姓名,身份证号\nu0,张三,429099197001010016\nu0,李四,４２９０９９１９７００１０１００１６\n");
    const auto rows = preview(table, 3);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].cells == Texts{"表"});
    CHECK(rows[1].number == 2);
    CHECK(rows[2].cells == Texts{"u0", "张三", "429099********0016"});
    CHECK(preview(table, 100).size() == 4);
    CHECK(shown("6222020000001234567890") == "622202****************");
    CHECK(shown("42909919700101001") == "429099***********");
    CHECK(shown("5230.40") == "5230.40");
    CHECK(shown("0713-5550100") == "0713-5550100");
    CHECK(shown("2026-11-23") == "2026-11-23");
    CHECK(shown(std::string(50, 'a')) == std::string(40, 'a') + "…");
    CHECK(shown("a\nb") == "a b");
}

TEST_CASE("an ID number written in groups is masked whatever stands between them, and wherever the cell is cut") {
    CHECK(shown("421125-19900101-1234") == "421125-********-1234");
    CHECK(shown("421125 1990 0101 1234") == "421125 **** **** 1234");
    CHECK(shown("421125\u301019900101") == "421125\u301019900101");  // a bracket is no part of a number
    CHECK(shown("421125－１９９００１０１－12３x") == "421125－********－12３x");
    CHECK(shown("421125\u201319900101\u20131234") == "421125\u2013********\u20131234");
    CHECK(shown("421125.19900101.1234") == "421125.********.1234");
    CHECK(shown("421125\u300019900101\n123") == "421125\u3000******** ***");
    CHECK(shown("4 2 1 1 2 5 1 9 9 0 0 1 0 1") == "4 2 1 1 2 5 * * * * * * * *");
    CHECK(shown(std::string(30, 'a') + "421125199001011234") == std::string(30, 'a') + "421125****…");
}
