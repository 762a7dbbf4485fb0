// SPDX-License-Identifier: Apache-2.0
// A month of the whole county: 30,000 rows, one in a hundred broken in one of ten ways. Right rows are taken exactly,
// each wrong one is named by its number and its reason, within three seconds.
#include <chrono>
#include <cstdio>
#include <map>

#include <catch2/catch_test_macros.hpp>

#include "shared/model/csv.hpp"
#include "terminal/tables/intents.hpp"
#include "terminal/tables/payroll.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

constexpr std::size_t kRows = 30'000;
constexpr std::size_t kUnits = 133;
constexpr std::size_t kBrokenEach = 30;  // of ten ways

struct Line {
    std::string unit, id_no, name, paid, item, paid_on, remark;
    std::size_t delimiters_lost = 0;
    bool broken_bytes = false;
};

struct County {
    std::vector<Line> lines;
    std::vector<PayrollRow> right;
    std::map<std::size_t, std::string> wrong;       // row → code
    std::map<std::size_t, std::size_t> duplicates;  // row → row of the first
    std::size_t full_width = 0, spaces = 0, separators = 0, letter_x = 0;
};

constexpr std::size_t kHeaderRow = 3;

std::string yuan(std::int64_t fen) {
    const std::string cents = std::to_string(100 + fen % 100).substr(1);
    return std::to_string(fen / 100) + "." + cents;
}

std::string name_of_person(SeededRandom& random) {
    static const std::vector<std::string> kFamily{"张", "王", "李", "欧阳", "陈", "𠮷"};
    static const std::vector<std::string> kGiven{"伟", "芳", "秀英", "娜", "㐂", "强", "磊"};
    return kFamily[random.below(kFamily.size())] + kGiven[random.below(kGiven.size())];
}

// Ways 0 to 9; those of a text file that a workbook cannot have are others there.
std::string break_line(Line& line, std::size_t way, bool workbook, const County& county, std::size_t row, County& out) {
    switch (way) {
        case 0:
            line.id_no.back() = line.id_no.back() == '5' ? '6' : '5';
            if (line.id_no == test::id_number(row)) {
                line.id_no.back() = '7';
            }
            return "table.id_no";
        case 1:
            line.id_no = "429099" + line.id_no.substr(8, 9);
            return "table.id_15";
        case 2:
            line.id_no = "4.29099E+17";
            return "form.id_scientific";
        case 3:
            line.paid_on = "2026-02-30";
            return "table.date";
        case 4:
            line.unit = "不存在的局";
            return "table.unit_unknown";
        case 5: {
            const PayrollRow& first = county.right[county.right.size() / 2];
            const Line& original = county.lines[first.row - kHeaderRow - 1];
            line.unit = original.unit;
            line.id_no = test::full_width(first.id_no);
            line.item = original.item;
            out.duplicates[row] = first.row;
            return "table.duplicate";
        }
        case 6:
            line.paid = "-" + line.paid;
            return "table.amount_negative";
        case 7:
            line.paid += "5";
            return "table.amount_decimals";
        case 8:
            line.delimiters_lost = workbook ? 0 : 1;
            line.item = workbook ? "神秘项目" : line.item;
            return workbook ? "table.item" : "table.width";
        default:
            line.broken_bytes = !workbook;
            line.paid = workbook ? "#N/A" : line.paid;
            return workbook ? "table.amount" : "table.bytes";
    }
}

void tidy_up(Line& line, SeededRandom& random, County& county) {
    switch (random.below(12)) {
        case 0:
            line.id_no = test::full_width(line.id_no);
            ++county.full_width;
            break;
        case 1:
            line.name = " " + line.name + "　";
            ++county.spaces;
            break;
        case 2:
            if (line.paid.size() > 6) {
                line.paid.insert(line.paid.size() - 6, ",");
                ++county.separators;
            }
            break;
        case 3:
            if (line.id_no.back() == 'X') {
                line.id_no.back() = 'x';
                ++county.letter_x;
            }
            break;
        default:
            break;
    }
}

County county_of(std::uint64_t seed, bool workbook) {
    SeededRandom random(seed);
    County county;
    std::map<std::size_t, std::size_t> broken;  // line → way
    while (broken.size() < 10 * kBrokenEach) {
        broken.emplace(100 + random.below(kRows - 100), broken.size() % 10);
    }
    for (std::size_t i = 0; i < kRows; ++i) {
        const std::size_t unit = random.below(kUnits - 2);
        const auto fen = static_cast<std::int64_t>(random.below(2'000'000));
        const bool retired = random.below(5) == 0;
        const std::size_t row = i + kHeaderRow + 1;
        const std::string number = std::to_string(1000 + unit).substr(1);
        Line line{"浠水县第" + number + "局",
                  test::id_number(i),
                  name_of_person(random),
                  yuan(fen),
                  retired ? "退休" : "在职",
                  "2026-10-15",
                  "x"};
        if (const auto at = broken.find(i); at != broken.end()) {
            county.wrong[row] = break_line(line, at->second, workbook, county, row, county);
        } else {
            county.right.push_back(
                {row, "2026-10", "u" + number, line.id_no, line.name, fen, retired ? "retired" : "active"});
            tidy_up(line, random, county);
        }
        county.lines.push_back(std::move(line));
    }
    return county;
}

std::string csv_of(const County& county) {
    std::string out =
        "浠水县2026年10月工资发放表,,,,,,\r\n\r\n单位名称,身份证号,姓名,实发合计,人员类别,发放日期,备注\r\n";
    for (const Line& line : county.lines) {
        std::vector<std::string> cells{line.unit, line.id_no,   line.name,  line.paid,
                                       line.item, line.paid_on, line.remark};
        cells.resize(cells.size() - line.delimiters_lost);
        std::string text = model::csv_line(cells);
        if (line.broken_bytes) {
            text.insert(text.find(line.name), "@@");  // becomes half a sign below
        }
        out += text;
    }
    out = test::encoded(out + "合计,,,1,,,\r\n", "gb18030");
    for (std::size_t at = out.find("@@"); at != out.npos; at = out.find("@@", at)) {
        out.replace(at, 2, "\xFF");
    }
    return out;
}

std::string book_of(const County& county) {
    test::Rows rows{{{"浠水县2026年10月工资发放表"}}, {}};
    rows.push_back({{"单位名称"}, {"身份证号"}, {"姓名"}, {"实发合计"}, {"人员类别"}, {"发放日期"}, {"备注"}});
    for (const Line& line : county.lines) {
        test::Cell paid{line.paid};
        double value = 0;
        char rest = 0;
        if (std::sscanf(line.paid.c_str(), "%lf%c", &value, &rest) == 1) {
            char stored[40];
            std::snprintf(stored, sizeof stored, "%.17g", value);  // as a spreadsheet stores it
            paid = test::number(stored);
        }
        const test::Cell day = line.paid_on == "2026-10-15" ? test::day("46310") : test::Cell{line.paid_on};
        rows.push_back({{line.unit}, {line.id_no}, {line.name}, paid, {line.item}, day, {line.remark}});
    }
    rows.push_back({{"合计"}, {}, {}, test::number("1")});
    return test::book_of({{"十月", rows}});
}

void check_file(const std::string& bytes, const County& county) {
    const Units units(test::some_units(kUnits));
    const auto begun = std::chrono::steady_clock::now();
    const auto table = read_table(as_bytes(bytes));
    REQUIRE(table.has_value());
    const auto mapping = guess_mapping(*table, units);
    REQUIRE(mapping.has_value());
    const auto sheet = read_payroll(*table, *mapping, units);
    REQUIRE(sheet.has_value());
    const auto bodies = payroll_intents(*sheet, std::string(64, 'a'));
    const auto took = std::chrono::steady_clock::now() - begun;
    REQUIRE(bodies.has_value());
#if !defined(ZJ_SANITIZED)
    CHECK(took < std::chrono::seconds(3));
#endif
    INFO("milliseconds: " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count());

    std::map<std::size_t, std::string> wrong;
    std::size_t duplicates_wrong = 0;
    for (const RowFault& fault : sheet->reading.faults) {
        wrong[fault.row] += fault.code;
        if (fault.code == "table.duplicate") {
            duplicates_wrong += fault.args != std::vector<std::string>{std::to_string(county.duplicates.at(fault.row))};
        }
    }
    CHECK(wrong == county.wrong);
    CHECK(duplicates_wrong == 0);
    CHECK(sheet->reading.wrong_rows == 10 * kBrokenEach);
    CHECK(sheet->reading.total_rows == std::vector<std::size_t>{kRows + kHeaderRow + 1});

    REQUIRE(sheet->rows.size() == county.right.size());
    std::size_t different = 0;
    std::map<std::string, std::int64_t> totals;
    for (std::size_t i = 0; i < county.right.size(); ++i) {
        const PayrollRow &is = sheet->rows[i], &must = county.right[i];
        different += is.row != must.row || is.month != must.month || is.unit != must.unit || is.id_no != must.id_no ||
                     is.name != must.name || is.paid != must.paid || is.item != must.item;
        totals[must.unit] += must.paid;
    }
    CHECK(different == 0);
    for (const auto& [unit, fen] : totals) {
        CHECK(sheet->totals.at(unit).fen == fen);
    }
    // The later halves of duplicates are written in full width too.
    CHECK(sheet->reading.tidied.full_width == county.full_width + kBrokenEach);
    CHECK(sheet->reading.tidied.spaces == county.spaces);
    CHECK(sheet->reading.tidied.separators == county.separators);
    CHECK(sheet->reading.tidied.letter_x == county.letter_x);
    WARN("30,000 rows: " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms");
}

}  // namespace

TEST_CASE("30,000 rows of GB18030 text with one in a hundred broken are read, and each wrong row is named") {
    const County county = county_of(20261127, false);
    check_file(csv_of(county), county);
}

TEST_CASE("30,000 rows of a workbook with one in a hundred broken are read, and each wrong row is named") {
    const County county = county_of(20261128, true);
    check_file(book_of(county), county);
}
