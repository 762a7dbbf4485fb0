// SPDX-License-Identifier: Apache-2.0
// Payroll and budget files. The first sign says what the rest is: a whole file, or one part of a workbook that is
// zipped anew, so that checksums do not keep the parsers of its XML from being reached. Every row is right, wrong or
// skipped; what is right is within the bounds of its rule, and nothing shown holds an ID number. The same bytes as the
// answer of a child that was taken over are refused or a table; an honest answer comes out as it went in.

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/checks.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/intents.hpp"
#include "terminal/tables/read.hpp"
#include "terminal/tables/set_aside.hpp"
#include "terminal/tables/wire.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

const Units& county() {
    static const Units units(test::some_units(4));
    return units;
}

std::string file_of(std::string_view input) {
    constexpr std::string_view kParts[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml",
                                           "xl/workbook.xml", "xl/_rels/workbook.xml.rels"};
    const auto part = static_cast<std::size_t>(static_cast<unsigned char>(input.front()) - '1');
    if (part >= std::size(kParts)) {
        return std::string(input.substr(1));
    }
    test::Parts parts = test::parts_of({{"十月",
                                         {{{"单位"}, {"身份证号"}, {"姓名"}, {"实发合计"}},
                                          {{"u000"}, {test::id_number(1)}, {"张三"}, test::number("5230.4")}}}});
    for (auto& [name, content] : parts) {
        if (name == kParts[part]) {
            content = input.substr(1);
        }
    }
    return test::zip_of(parts, true);
}

void check_reading(const Table& table, const Reading& reading, std::size_t right) {
    ZJ_PROMISE(right + reading.wrong_rows + reading.total_rows.size() + reading.header_rows.size() ==
               table.rows.size());
    for (const RowFault& fault : reading.faults) {
        ZJ_PROMISE(codec::is_valid_utf8(fault.shown));
        const auto digit = [](char c) {
            return c >= '0' && c <= '9';
        };
        std::size_t run = 0;
        for (const char c : fault.shown) {
            run = digit(c) ? run + 1 : 0;
            ZJ_PROMISE(run < 12);
        }
    }
    const std::string list = set_aside(table, reading, [](const RowFault& fault) { return fault.code; });
    const auto again = read_table(as_bytes(list));  // where broken signs are many, the list is refused as no text
    ZJ_PROMISE(reading.wrong_rows == 0 || !again || is_set_aside(*again));
}

void check_intents(const Result<std::vector<codec::Value>>& intents) {
    for (const codec::Value& intent : intents ? *intents : std::vector<codec::Value>()) {
        ZJ_PROMISE(codec::parse_json(codec::write_json(intent), limits::kBodyBytesMax));
        ZJ_PROMISE(intent.find("units")->object().size() <= bounds::kIntentUnitsMax);
    }
}

void check_payroll(const Table& table) {
    auto mapping = guess_columns(table, county(), Kind::payroll);
    if (!mapping || !check(*mapping)) {
        return;
    }
    ZJ_PROMISE(parse_mapping(write_mapping(*mapping)) == *mapping);
    mapping->month = "2026-10";
    const auto sheet = read_payroll(table, *mapping, county());
    if (!sheet) {
        return;
    }
    for (const PayrollRow& row : sheet->rows) {
        ZJ_PROMISE(model::parse_id_number(row.id_no) && row.month == "2026-10");
        ZJ_PROMISE(row.paid >= 0 && row.paid <= bounds::kPaidFenMax);
        ZJ_PROMISE(!row.name.empty() && codec::is_valid_utf8(row.name));
    }
    check_reading(table, sheet->reading, sheet->rows.size());
    check_intents(payroll_intents(*sheet, std::string(64, 'a')));
}

void check_budget(const Table& table) {
    auto mapping = guess_columns(table, county(), Kind::budget);
    if (!mapping || !check(*mapping)) {
        return;
    }
    mapping->year = 2026;
    if (const auto sheet = read_budget(table, *mapping, county())) {
        check_reading(table, sheet->reading, sheet->rows.size());
        check_intents(budget_intents(*sheet, std::string(64, 'a')));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    (void)decode_answer(fuzz::text_of(data, size));
    const std::string file = file_of(fuzz::text_of(data, size));
    const auto table = read_table(as_bytes(file));
    ZJ_PROMISE(encode(decode_answer(encode(table))) == encode(table));
    if (!table) {
        ZJ_PROMISE(!table.error().code.empty());
        return 0;
    }
    std::size_t before = table->header_row;
    for (const Row& row : table->rows) {
        ZJ_PROMISE(row.number > before && row.number <= bounds::kRecordsMax);
        ZJ_PROMISE(!row.cells.empty() && row.cells.size() <= bounds::kColumnsMax);
        ZJ_PROMISE(std::all_of(row.cells.begin(), row.cells.end(), codec::is_valid_utf8));
        before = row.number;
    }
    check_payroll(*table);
    check_budget(*table);
    return 0;
}
