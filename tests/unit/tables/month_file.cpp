// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/tables/month_file.hpp"

#include <cstdio>

#include "shared/model/csv.hpp"
#include "tests/unit/tables/files.hpp"

namespace zj::tables::test {

namespace {

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
std::string break_line(MonthLine& line, std::size_t way, bool workbook, const Month& month, std::size_t row,
                       Month& out) {
    switch (way) {
        case 0:
            line.id_no.back() = line.id_no.back() == '5' ? '6' : '5';
            if (line.id_no == id_number(row)) {
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
            const PayrollRow& first = month.right[month.right.size() / 2];
            const MonthLine& original = month.lines[first.row - kMonthHeaderRow - 1];
            line.unit = original.unit;
            line.id_no = full_width(first.id_no);
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

void tidy_up(MonthLine& line, SeededRandom& random, Month& month) {
    switch (random.below(12)) {
        case 0:
            line.id_no = full_width(line.id_no);
            ++month.full_width;
            break;
        case 1:
            line.name = " " + line.name + "　";
            ++month.spaces;
            break;
        case 2:
            if (line.paid.size() > 6) {
                line.paid.insert(line.paid.size() - 6, ",");
                ++month.separators;
            }
            break;
        case 3:
            if (line.id_no.back() == 'X') {
                line.id_no.back() = 'x';
                ++month.letter_x;
            }
            break;
        default:
            break;
    }
}

}  // namespace

Month month_of(std::uint64_t seed, bool workbook) {
    SeededRandom random(seed);
    Month month;
    std::map<std::size_t, std::size_t> broken;  // line → way
    while (broken.size() < 10 * kBrokenEach) {
        broken.emplace(100 + random.below(kMonthRows - 100), broken.size() % 10);
    }
    for (std::size_t i = 0; i < kMonthRows; ++i) {
        const std::size_t unit = random.below(kMonthUnits);
        const auto fen = static_cast<std::int64_t>(random.below(2'000'000));
        const bool retired = random.below(5) == 0;
        const std::size_t row = i + kMonthHeaderRow + 1;
        const std::string number = std::to_string(1000 + unit).substr(1);
        MonthLine line{"浠水县第" + number + "局",
                       id_number(i),
                       name_of_person(random),
                       yuan(fen),
                       retired ? "退休" : "在职",
                       "2026-10-15",
                       "x"};
        if (const auto at = broken.find(i); at != broken.end()) {
            month.wrong[row] = break_line(line, at->second, workbook, month, row, month);
        } else {
            month.right.push_back(
                {row, "2026-10", "u" + number, line.id_no, line.name, fen, retired ? "retired" : "active"});
            tidy_up(line, random, month);
        }
        month.lines.push_back(std::move(line));
    }
    return month;
}

std::string csv_of(const Month& month) {
    std::string out =
        "浠水县2026年10月工资发放表,,,,,,\r\n\r\n单位名称,身份证号,姓名,实发合计,人员类别,发放日期,备注\r\n";
    for (const MonthLine& line : month.lines) {
        std::vector<std::string> cells{line.unit, line.id_no,   line.name,  line.paid,
                                       line.item, line.paid_on, line.remark};
        cells.resize(cells.size() - line.delimiters_lost);
        std::string text = model::csv_line(cells);
        if (line.broken_bytes) {
            text.insert(text.find(line.name), "@@");  // becomes half a sign below
        }
        out += text;
    }
    out = encoded(out + "合计,,,1,,,\r\n", "gb18030");
    for (std::size_t at = out.find("@@"); at != out.npos; at = out.find("@@", at)) {
        out.replace(at, 2, "\xFF");
    }
    return out;
}

std::string book_of(const Month& month) {
    Rows rows{{{"浠水县2026年10月工资发放表"}}, {}};
    rows.push_back({{"单位名称"}, {"身份证号"}, {"姓名"}, {"实发合计"}, {"人员类别"}, {"发放日期"}, {"备注"}});
    for (const MonthLine& line : month.lines) {
        Cell paid{line.paid};
        double value = 0;
        char rest = 0;
        if (std::sscanf(line.paid.c_str(), "%lf%c", &value, &rest) == 1) {
            char stored[40];
            std::snprintf(stored, sizeof stored, "%.17g", value);  // as a spreadsheet stores it
            paid = number(stored);
        }
        const Cell paid_on = line.paid_on == "2026-10-15" ? day("46310") : Cell{line.paid_on};
        rows.push_back({{line.unit}, {line.id_no}, {line.name}, paid, {line.item}, paid_on, {line.remark}});
    }
    rows.push_back({{"合计"}, {}, {}, number("1")});
    return book_of({{"十月", rows}});
}

}  // namespace zj::tables::test
