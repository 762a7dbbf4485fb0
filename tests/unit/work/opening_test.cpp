// SPDX-License-Identifier: Apache-2.0
// 期初建账 from a folder: every fault by file, row and column, or one change set a unit.

#include "terminal/work/opening.hpp"

#include <map>

#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

// Two townships without persons; rows are spelled by column so that the test follows the tables' order.
void write_tables(const Folder& folder, const std::map<std::string, std::string>& unit_two = {}) {
    const std::map<std::string, std::map<std::string, std::string>> units{
        {"421125101", {{"name", "浠水县巴河镇人民政府"}, {"short_name", "巴河镇"}}},
        {"421125102", {{"name", "浠水县竹瓦镇人民政府"}, {"short_name", "竹瓦镇"}}}};
    for (const model::OpeningTable& table : model::opening_tables()) {
        std::string text;
        for (const std::string& column : table.columns) {
            text += (text.empty() ? "" : ",") + column;
        }
        text += "\r\n";
        const auto row = [&](const std::map<std::string, std::string>& values) {
            std::string line;
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                const auto at = values.find(table.columns[i]);
                line += (i == 0 ? "" : ",") + (at == values.end() ? std::string() : at->second);
            }
            text += line + "\r\n";
        };
        for (const auto& [code, names] : units) {
            if (table.file == "units.csv") {
                std::map<std::string, std::string> values{{"unit_code", code},
                                                          {"name", names.at("name")},
                                                          {"short_name", names.at("short_name")},
                                                          {"rank", "31"},
                                                          {"nature", "3"},
                                                          {"category", "01"},
                                                          {"system", "2"},
                                                          {"division", code},
                                                          {"founded_on", "1987-10-01"},
                                                          {"founded_doc", "浠政发〔1987〕12号"},
                                                          {"state", "1"},
                                                          {"is_cangong", "0"}};
                if (code == "421125102") {
                    for (const auto& [column, value] : unit_two) {
                        values[column] = value;
                    }
                }
                row(values);
            } else if (table.file == "quota.csv") {
                row({{"unit_code", code}, {"quota_type", "10"}, {"h", "20"}, {"doc", "浠编发〔2020〕3号"}});
            } else if (table.file == "posts.csv") {
                for (const char* level : {"chief", "deputy", "inner_chief", "inner_deputy"}) {
                    row({{"unit_code", code}, {"level", level}, {"auth", "2"}});
                }
            }
        }
        folder.write(table.file, text);
    }
}

std::string first_codes(const std::vector<model::OpeningFault>& faults) {
    std::string out;
    for (const model::OpeningFault& fault : faults) {
        out += fault.file + ":" + std::to_string(fault.row) + ":" + fault.column + " " + fault.code + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("each unit of the tables becomes one signed change set, once") {
    Desk desk;
    const Folder tables;
    write_tables(tables);
    std::vector<model::OpeningFault> faults;
    auto answer = import_opening(desk.context(), tables.path.string(), 1, faults);
    INFO(first_codes(faults));
    REQUIRE(answer.has_value());
    CHECK(answer->int_or("signed") == 1);
    CHECK(desk.vault->next_seq() == 3);
    answer = must(import_opening(desk.context(), tables.path.string(), 0, faults));
    CHECK(answer->int_or("signed") == 1);
    CHECK(answer->int_or("skipped") == 1);
    answer = must(import_opening(desk.context(), tables.path.string(), 0, faults));
    CHECK(answer->int_or("signed") == 0);
    CHECK(desk.vault->next_seq() == 4);
    const auto sent = desk.vault->outbox();
    CHECK(sent[1].intents.at(0).str_or("do") == "register.open");
    CHECK(sent[1].intents.at(0).find("unit")->str_or("unit_code") == "421125101");
    CHECK(sent[2].intents.at(0).find("unit")->str_or("unit_code") == "421125102");
}

TEST_CASE("units whose books are open are passed over") {
    Desk desk;
    desk.open_books();
    const Folder tables;
    write_tables(tables);
    std::vector<model::OpeningFault> faults;
    const auto answer = must(import_opening(desk.context(), tables.path.string(), 0, faults));
    CHECK(answer.int_or("signed") == 1);
    CHECK(answer.int_or("skipped") == 1);
}

TEST_CASE("faults are told by file, row and column, and not one unit is signed") {
    Desk desk;
    const Folder tables;
    write_tables(tables, {{"nature", "nonsense"}, {"founded_on", "1987-13-01"}});
    std::vector<model::OpeningFault> faults;
    const auto answer = import_opening(desk.context(), tables.path.string(), 0, faults);
    REQUIRE(code_of(answer) == "opening.faults");
    INFO(first_codes(faults));
    REQUIRE(faults.size() >= 2);
    CHECK(faults[0].file == "units.csv");
    CHECK(faults[0].row == 3);
    CHECK(faults[0].error().where.starts_with("units.csv:3:"));
    CHECK(desk.vault->next_seq() == 2);
}

TEST_CASE("a missing table and a folder that is not there are told") {
    Desk desk;
    const Folder tables;
    write_tables(tables);
    std::filesystem::remove(tables.file("plan.csv"));
    std::vector<model::OpeningFault> faults;
    CHECK(code_of(import_opening(desk.context(), tables.path.string(), 0, faults)) == "opening.faults");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "opening.file");
    CHECK(code_of(import_opening(desk.context(), tables.file("nowhere"), 0, faults)) == "opening.faults");
    CHECK(faults.size() == 6);
}

TEST_CASE("stopped between two units, the next run does the rest") {
    Desk desk;
    const Folder tables;
    write_tables(tables);
    std::vector<model::OpeningFault> faults;
    Context context = desk.context();
    context.progress = [&](const Progress& at) {
        desk.stop = at.stage == "open" && at.done == 0;
    };
    auto answer = must(import_opening(context, tables.path.string(), 0, faults));
    CHECK(answer.int_or("signed") == 1);
    CHECK(answer.int_or("left") == 1);
    desk.stop = false;
    answer = must(import_opening(desk.context(), tables.path.string(), 0, faults));
    CHECK(answer.int_or("signed") == 1);
    CHECK(answer.int_or("left") == 0);
}
