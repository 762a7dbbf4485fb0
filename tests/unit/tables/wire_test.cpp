// SPDX-License-Identifier: Apache-2.0
// What an answer of zhijian-tables may hold: every bound of a table is kept by the side that reads it.
#include "terminal/tables/wire.hpp"

#include <functional>

#include <catch2/catch_test_macros.hpp>

#include "terminal/tables/bounds.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

Table whole() {
    Table table;
    table.workbook = true;
    table.sheets = {"封面", "十月"};
    table.sheet = "十月";
    table.broken = 2;
    table.header_row = 3;
    table.header = {"单位", "姓名"};
    table.above = {{1, {"二〇二六年十月工资表"}, {}}};
    table.rows = {{4, {"u000", "张三"}, {}}, {7, {"u001"}, "table.width"}};
    table.empty_rows = 2;
    return table;
}

std::string told(const Result<Table>& answer) {
    const auto out = decode_answer(encode(answer));
    return out ? "a table" : out.error().code;
}

// `whole()` changed into what no table is.
std::string lied(const std::function<void(Table&)>& change) {
    Table table = whole();
    change(table);
    return told(table);
}

}  // namespace

TEST_CASE("a table comes out as it went in, and so does an error") {
    CHECK(encode(decode_answer(encode(Result<Table>(whole())))) == encode(Result<Table>(whole())));
    const Error error{"table.cells", "12", "a fact", {"2000000"}};
    CHECK(decode_answer(encode(Result<Table>(error))).error() == error);
    const Hints hints{"十月", 3, {"到手", "部门"}};
    const auto back = decode_hints(*encode(hints));
    REQUIRE(back.has_value());
    CHECK((back->sheet == hints.sheet && back->header_row == 3 && back->headers == hints.headers));
}

TEST_CASE("a text of an error is shortened between two characters") {
    const auto out = decode_answer(encode(Result<Table>(fail("table.sheet", std::string(1023, 'a') + "月"))));
    CHECK(out.error().where == std::string(1023, 'a'));
}

TEST_CASE("what is no table is not taken for one") {
    CHECK(told(whole()) == "a table");
    CHECK(lied([](Table& t) { t.rows[1].number = 4; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.rows[0].number = 3; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.above[0].number = 3; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.rows[1].number = bounds::kRecordsMax + 1; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.rows[1].fault = "table.approved"; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.rows[0].cells[1] = "\xC3\x28"; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.rows[0].cells[1].assign(bounds::kCellBytesMax + 1, 'a'); }) == "table.stopped");
    CHECK(lied([](Table& t) { t.rows[0].cells.assign(bounds::kColumnsMax + 1, "a"); }) == "table.stopped");
    CHECK(lied([](Table& t) { t.header.assign(bounds::kColumnsMax + 1, "a"); }) == "table.stopped");
    CHECK(lied([](Table& t) { t.sheets.assign(bounds::kSheetsMax + 1, "a"); }) == "table.stopped");
    CHECK(lied([](Table& t) { t.delimiter = 'x'; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.encoding = static_cast<Encoding>(4); }) == "table.stopped");
    CHECK(lied([](Table& t) { t.header_row = 0; }) == "table.stopped");
    CHECK(lied([](Table& t) { t.header.clear(); }) == "table.stopped");
    CHECK(lied([](Table& t) { t = Table{}; }) == "table.stopped");
}

TEST_CASE("rows are counted above and below the header together, and their text too") {
    const auto with_rows = [](std::size_t count, const std::string& cell) {
        return [count, cell](Table& t) {
            t.rows.clear();
            for (std::size_t i = 0; i < count; ++i) {
                t.rows.push_back({4 + i, {cell}, {}});
            }
        };
    };
    CHECK(lied(with_rows(bounds::kRowsMax - 1, "a")) == "a table");
    CHECK(lied(with_rows(bounds::kRowsMax, "a")) == "table.stopped");
    const std::string long_cell(bounds::kCellBytesMax, 'a');
    CHECK(lied(with_rows(bounds::kTextBytesMax / bounds::kCellBytesMax - 1, long_cell)) == "a table");
    CHECK(lied(with_rows(bounds::kTextBytesMax / bounds::kCellBytesMax + 1, long_cell)) == "table.stopped");
}

TEST_CASE("an error that is none of ours is none") {
    for (const char* foreign : {"", "case.approved", "table.<b>", "table.说"}) {
        INFO(foreign);
        CHECK(told(fail(foreign)) == "table.stopped");
    }
    CHECK(told(fail("table.zip")) == "table.zip");
}

TEST_CASE("an answer that is cut anywhere, or goes on, is none") {
    const std::string answer = encode(Result<Table>(whole()));
    for (std::size_t size = 0; size < answer.size(); ++size) {
        CHECK(decode_answer(answer.substr(0, size)).error().code == "table.stopped");
    }
    CHECK(decode_answer(answer + '\0').error().code == "table.stopped");
    CHECK(decode_hints("").error().code == "table.stopped");
}

TEST_CASE("hints longer than those of any mapping are refused") {
    CHECK(encode(Hints{std::string(kRequestBytesMax, 'a'), 0, {}}).error().code == "table.header");
}
