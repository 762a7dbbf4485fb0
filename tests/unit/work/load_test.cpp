// SPDX-License-Identifier: Apache-2.0
// Payroll and budget files by the finance bureau's own terminal, over the real judge and county database: right rows
// in, each wrong row named with its reason, nothing half done.
#include "terminal/work/load.hpp"

#include <sys/stat.h>

#include <map>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/opening.hpp"
#include "terminal/tables/read.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/opening.hpp"
#include "tests/unit/tables/files.hpp"
#include "tests/unit/tables/month_file.hpp"
#include "tests/unit/work/county.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;
namespace files = zj::tables::test;

namespace {

using codec::Value;
using Faults = std::vector<tables::RowFault>;

const std::string kHeader = "单位代码,身份证号,姓名,实发合计,人员类别\n";
const std::string kRight =
    "u000," + files::id_number(1) + ",张三,5230.40,在职\nu001," + files::id_number(2) + ",李四,4000,退休\n";
const std::string kWrong = "u001," + files::id_number(3) + "0,王五,1,在职\n";

// The opened books of units without persons: names and codes are what a payroll needs of them.
void write_units(const Folder& folder, std::size_t count) {
    std::map<std::string, std::vector<std::map<std::string, std::string>>> rows;
    std::vector<tables::Unit> units = files::some_units(count + 2);
    units.resize(count);  // the last two share a short name
    for (const tables::Unit& unit : units) {
        rows["units.csv"].push_back({{"unit_code", unit.code},
                                     {"name", unit.name},
                                     {"short_name", unit.short_name},
                                     {"rank", "31"},
                                     {"nature", "1"},
                                     {"category", "01"},
                                     {"system", "2"},
                                     {"division", kUnit},
                                     {"founded_on", "1987-10-01"},
                                     {"founded_doc", "浠政发〔1987〕12号"},
                                     {"state", "1"},
                                     {"is_cangong", "0"}});
        rows["quota.csv"].push_back(
            {{"unit_code", unit.code}, {"quota_type", "10"}, {"h", "20"}, {"doc", "浠编发〔2020〕3号"}});
        for (const char* level : {"chief", "deputy", "inner_chief", "inner_deputy"}) {
            rows["posts.csv"].push_back({{"unit_code", unit.code}, {"level", level}, {"auth", "2"}});
        }
    }
    for (const model::OpeningTable& table : model::opening_tables()) {
        std::string text;
        for (const std::string& column : table.columns) {
            text += (text.empty() ? "" : ",") + column;
        }
        text += "\r\n";
        for (const auto& row : rows[table.file]) {
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                const auto at = row.find(table.columns[i]);
                text += (i == 0 ? "" : ",") + (at == row.end() ? std::string() : at->second);
            }
            text += "\r\n";
        }
        folder.write(table.file, text);
    }
}

// A county with its finance bureau ("fin") and so many units.
void found(Town& town, std::size_t units) {
    town.enrol("admin-1", town.root_tickets[0]);
    town.enrol("admin-2", town.root_tickets[1]);
    town.enrol("ob-clerk", town.ticket("ob-clerk", "郑文澜", "ob_clerk", "", {"office"}));
    town.join("ob-clerk", "ob-section", town.ticket("ob-section", "许思远", "ob_section", "", {}));
    town.enrol("fin", town.ticket("fin", "毕成林", "fin", "", {"fin"}));
    const Folder books;
    write_units(books, units);
    town.as("ob-clerk", [&](const Context& context) -> Result<Value> {
        std::vector<model::OpeningFault> faults;
        return import_opening(context, books.path.string(), 0, faults);
    });
    town.sync("ob-clerk");
    town.as("ob-section", [](const Context& context) { return confirm_all(context); });
    town.sync("ob-section");
    town.sync("fin");
}

LoadWish payroll(const std::string& file, const std::string& month = "2026-10") {
    LoadWish wish;
    wish.file = file;
    wish.period = month;
    wish.reader = tables_program();
    return wish;
}

Result<Value> try_load(Town& town, const LoadWish& wish, Faults& faults, const std::string& who = "fin") {
    return town.try_as(who, [&](const Context& context) { return load_table(context, wish, faults); });
}
std::string code_of_load(Town& town, const LoadWish& wish, const std::string& who = "fin") {
    Faults faults;
    return code_of(try_load(town, wish, faults, who));
}
Value load(Town& town, const LoadWish& wish) {
    Faults faults;
    return must(try_load(town, wish, faults));
}

std::int64_t signed_so_far(Town& town) {
    const Value out = town.as("fin", [](const Context& context) -> Result<Value> {
        return Value(codec::Object{{"next", static_cast<std::int64_t>(context.vault.next_seq())}});
    });
    return out.int_or("next") - 1;
}

Value record(Town& town, const std::string& who, const std::string& key) {
    return town.as(who, [&](const Context& context) -> Result<Value> {
        const auto known = context.vault.record(key);
        return known ? known->value : Value();
    });
}

}  // namespace

TEST_CASE("30,000 rows with one in a hundred broken: right rows in, each wrong row named, nothing half done") {
    Town town;
    found(town, files::kMonthUnits);
    const files::Month month = files::month_of(20261127, false);
    const Folder desk;
    LoadWish wish = payroll(desk.write("工资 2026-10.csv", files::csv_of(month)));

    const std::int64_t before = signed_so_far(town);
    Faults faults;
    const auto refused = try_load(town, wish, faults);
    CHECK(code_of(refused) == "load.wrong_rows");
    CHECK(refused.error().args == std::vector<std::string>{"300", "29700"});
    std::map<std::size_t, std::string> wrong;
    for (const tables::RowFault& fault : faults) {
        wrong[fault.row] += fault.code;
    }
    CHECK(wrong == month.wrong);
    CHECK(signed_so_far(town) == before);

    wish.set_aside = desk.file("错误行.csv");
    const Value done = must(try_load(town, wish, faults));
    CHECK(done.find("rows")->int_or("right") == 29'700);
    CHECK(done.find("rows")->int_or("wrong") == 300);
    CHECK(done.find("preview")->str_or("verdict") == "applied");
    CHECK(done.find("file")->str_or("encoding") == "GB18030");
    CHECK(signed_so_far(town) == before + 1);  // several intents, one change set

    town.sync("fin");
    std::map<std::string, tables::UnitTotal> expected;
    for (const tables::PayrollRow& row : month.right) {
        ++expected[row.unit].rows;
        expected[row.unit].fen += row.paid;
    }
    REQUIRE(expected.size() == files::kMonthUnits);
    town.sync("ob-clerk");
    std::size_t different = 0;
    town.as("ob-clerk", [&](const Context& context) -> Result<Value> {
        for (const auto& [unit, total] : expected) {
            const auto pay = context.vault.record("pay/2026-10/" + unit);
            different += !pay || pay->value.items("rows").size() != total.rows ||
                         pay->value.int_or("total") != total.fen ||
                         pay->value.str_or("source") != done.str_or("source");
        }
        return Value();
    });
    CHECK(different == 0);  // at another office's terminal, as the county sealed it

    struct stat about{};
    REQUIRE(::stat(wish.set_aside.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    const auto list = must(tables::read_table(as_bytes(read_text(wish.set_aside))));
    std::map<std::size_t, std::string> listed;
    for (const tables::Row& row : list.rows) {
        listed[std::stoul(row.cells.front())] = row.cells.back();
    }
    CHECK(listed.size() == month.wrong.size());
    for (const auto& [row, code] : month.wrong) {
        CHECK(!listed[row].empty());
    }
}

TEST_CASE("a month that is loaded again says what it replaces, and a verb that was cut off signs nothing twice") {
    Town town;
    found(town, 3);
    const Folder desk;
    LoadWish wish = payroll(desk.write("a.csv", kHeader + kRight + kWrong));
    wish.set_aside = desk.file("wrong.csv");
    const Value first = load(town, wish), again = load(town, wish);
    CHECK(again.bool_or("again"));
    CHECK(again.int_or("seq") == first.int_or("seq"));
    CHECK(first.items("units").front().find("before_rows") == nullptr);
    town.sync("fin");

    const std::string whole = kHeader + kRight + "u001," + files::id_number(3) + ",王五,1,在职\n";
    const Value preview = [&] {
        LoadWish corrected = payroll(desk.write("b.csv", whole));
        corrected.preview = true;
        return load(town, corrected);
    }();
    const Value& unit = preview.items("units").at(1);
    CHECK(unit.str_or("unit") == "u001");
    CHECK(unit.int_or("rows") == 2);
    CHECK(unit.int_or("before_rows") == 1);
    CHECK(unit.int_or("before_fen") == 400'000);
    CHECK(preview.find("seq") == nullptr);
    load(town, payroll(desk.file("b.csv")));
    town.sync("fin");
    CHECK(record(town, "fin", "pay/2026-10/u001").int_or("count") == 2);
}

TEST_CASE("the list of wrong rows is refused as a file to load, and never replaces another file") {
    Town town;
    found(town, 3);
    const Folder desk;
    LoadWish wish = payroll(desk.write("a.csv", kHeader + kRight + kWrong));
    wish.set_aside = desk.write("wrong.csv", "somebody's notes");
    const std::int64_t before = signed_so_far(town);
    CHECK(code_of_load(town, wish) == "load.exists");
    CHECK(read_text(wish.set_aside) == "somebody's notes");
    wish.set_aside = desk.file("no/such/folder.csv");
    CHECK(code_of_load(town, wish) == "file.write");
    CHECK(signed_so_far(town) == before);
    wish.set_aside = desk.file("list.csv");
    load(town, wish);
    CHECK(code_of_load(town, payroll(wish.set_aside)) == "load.list");
}

TEST_CASE("a mapping is saved without its month, corrected by hand and used again") {
    Town town;
    found(town, 3);
    const Folder desk;
    LoadWish wish = payroll(desk.write("a.csv", "2026年10月工资表,,,,\n部门,身份证号,姓名,到手,人员类别\n" + kRight));
    wish.save_mapping = desk.file("map.json");
    wish.preview = true;
    CHECK(code_of_load(town, wish) == "mapping.column");  // and what was guessed is kept
    Value mapping = must(codec::parse_json(read_text(wish.save_mapping)));
    CHECK(mapping.find("month") == nullptr);
    Value columns = *mapping.find("columns");
    columns.set("unit", codec::Array{"部门"}).set("paid", codec::Array{"到手"});
    mapping.set("columns", columns);
    LoadWish next = payroll(wish.file);
    next.mapping = desk.write("own.json", codec::write_json(mapping));
    next.save_mapping = desk.file("again.json");
    CHECK(load(town, next).find("rows")->int_or("right") == 2);
    LoadWish other = payroll(wish.file, "2026-09");
    other.mapping = next.save_mapping;
    CHECK(code_of_load(town, other) == "load.period");
    other.file = desk.write("c.csv", "部门,身份证号,姓名,到手,人员类别\n" + kRight);
    CHECK(load(town, other).str_or("period") == "2026-09");
    other.kind = tables::Kind::budget;
    other.period = "2026";
    CHECK(code_of_load(town, other) == "mapping.kind");
    other.mapping = desk.write("huge.json", std::string(100'000, ' '));
    CHECK(code_of_load(town, other) == "json.size");
}

TEST_CASE("rows of another month, a month to come, and people without the role sign nothing") {
    Town town;
    found(town, 3);
    const Folder desk;
    const std::string mixed = "单位代码,身份证号,姓名,实发合计,人员类别,月份\nu000," + files::id_number(1) +
                              ",张三,1,在职,2026-10\nu000," + files::id_number(1) + ",张三,1,在职,2026-09\n";
    LoadWish wish = payroll(desk.write("mixed.csv", mixed));
    Faults faults;
    CHECK(code_of(try_load(town, wish, faults)) == "load.wrong_rows");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "table.period");
    CHECK(faults[0].args == std::vector<std::string>{"2026-10"});

    const std::string right = desk.write("right.csv", kHeader + kRight);
    const std::int64_t before = signed_so_far(town);
    CHECK(code_of_load(town, payroll(right, "2027-01")) == "G17");
    CHECK(code_of_load(town, payroll(right, "2026-13")) == "load.month");
    CHECK(code_of_load(town, payroll(right, "2026-10-01")) == "load.month");
    CHECK(code_of_load(town, payroll(right), "ob-clerk") == "B5");
    CHECK(code_of_load(town, payroll(desk.file("nowhere.csv"))) == "file.read");
    CHECK(code_of_load(town, payroll(desk.write("none.csv", kHeader + kWrong))) == "load.wrong_rows");
    CHECK(signed_so_far(town) == before);
}

TEST_CASE("a year's budget goes the same way") {
    Town town;
    found(town, 3);
    const Folder desk;
    LoadWish wish = payroll(desk.write("budget.csv",
                                       "浠水县2026年预算（单位:万元）,,\n单位名称,人员经费预算,财政供养人数\n"
                                       "浠水县第000局,120.5,12\n浠水县第001局,80,八\n"),
                            "2026");
    wish.kind = tables::Kind::budget;
    Faults faults;
    CHECK(code_of(try_load(town, wish, faults)) == "load.wrong_rows");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "table.count");
    wish.set_aside = desk.file("wrong.csv");
    load(town, wish);
    town.sync("fin");
    const Value budget = record(town, "fin", "budget/2026/u000");
    CHECK(budget.int_or("amount") == 120'500'000);
    CHECK(budget.int_or("funded") == 12);
    wish.period = "26";
    CHECK(code_of_load(town, wish) == "load.year");
}

TEST_CASE("60,000 rows travel in one change set, and more than one carries are refused whole") {
    Town town;
    found(town, files::kMonthUnits);
    const Folder desk;
    const auto file_of = [&](std::size_t rows) {
        std::string text = kHeader;
        for (std::size_t i = 0; i < rows; ++i) {
            text += "u" + std::to_string(1000 + i % files::kMonthUnits).substr(1) + "," + files::id_number(i) +
                    ",欧阳张三,12345.67,在职\n";
        }
        return desk.write(std::to_string(rows) + ".csv", text);
    };
    const std::int64_t before = signed_so_far(town);
    CHECK(code_of_load(town, payroll(file_of(100'000))) == "table.halves");
    CHECK(signed_so_far(town) == before);
    const Value done = load(town, payroll(file_of(60'000)));
    CHECK(signed_so_far(town) == before + 1);
    town.sync("fin");
    town.sync("ob-clerk");
    std::size_t rows = 0;
    for (const Value& unit : done.items("units")) {
        const Value pay = record(town, "ob-clerk", "pay/2026-10/" + std::string(unit.str_or("unit")));
        rows += static_cast<std::size_t>(pay.int_or("count"));
        CHECK(pay.int_or("total") == unit.int_or("fen"));
    }
    CHECK(rows == 60'000);
}
