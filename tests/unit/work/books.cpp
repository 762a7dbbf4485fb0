// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/work/books.hpp"

#include "shared/codec/json.hpp"
#include "shared/model/opening.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/decide.hpp"
#include "terminal/work/opening.hpp"

namespace zj::work::test {

using codec::Object;
using codec::Value;

namespace {

Books own_books() {
    return {{"units.csv",
             {{{"unit_code", kUnit},
               {"name", "浠水县巴河镇人民政府"},
               {"short_name", "巴河镇"},
               {"rank", "31"},
               {"nature", "1"},
               {"category", "01"},
               {"system", "2"},
               {"division", kUnit},
               {"founded_on", "1987-10-01"},
               {"founded_doc", "浠政发〔1987〕12号"},
               {"state", "1"},
               {"is_cangong", "0"},
               {"inner", "综合执法中心"}}}},
            {"quota.csv", {{{"unit_code", kUnit}, {"quota_type", "10"}, {"h", "20"}, {"doc", "浠编发〔2020〕3号"}}}},
            {"posts.csv",
             {{{"unit_code", kUnit}, {"level", "chief"}, {"auth", "2"}},
              {{"unit_code", kUnit}, {"level", "deputy"}, {"auth", "2"}},
              {{"unit_code", kUnit}, {"level", "inner_chief"}, {"auth", "2"}},
              {{"unit_code", kUnit}, {"level", "inner_deputy"}, {"auth", "2"}}}},
            {"plan.csv",
             {{{"unit_code", kUnit},
               {"year", "2026"},
               {"no", "1"},
               {"quota_type", "10"},
               {"entry_mode", "03"},
               {"count", "2"},
               {"reason", "补充力量"}}}},
            {"persons.csv", {}},
            {"grants.csv", {}}};
}

void write_books(const Folder& folder, const Books& rows) {
    for (const model::OpeningTable& table : model::opening_tables()) {
        std::string text;
        for (const std::string& column : table.columns) {
            text += (text.empty() ? "" : ",") + column;
        }
        text += "\r\n";
        const auto at = rows.find(table.file);
        for (const auto& row : at == rows.end() ? Rows() : at->second) {
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                const auto cell = row.find(table.columns[i]);
                text += (i == 0 ? "" : ",") + (cell == row.end() ? std::string() : cell->second);
            }
            text += "\r\n";
        }
        folder.write(table.file, text);
    }
}

}  // namespace

void open_books(Town& town, const Books& tables) {
    const Folder books;
    write_books(books, tables);
    town.sync("ob-clerk");
    town.as("ob-clerk", [&](const Context& context) -> Result<Value> {
        std::vector<model::OpeningFault> faults;
        auto done = import_opening(context, books.path.string(), 0, faults);
        INFO((faults.empty() ? std::string() : to_string(faults[0].error())));
        REQUIRE(done.has_value());
        return done;
    });
    town.sync("ob-clerk");
    town.as("ob-section", [](const Context& context) { return confirm_all(context); });
    town.sync("ob-section");
}

void people_and_books(Town& town) {
    town.enrol("admin-1", town.root_tickets[0]);
    town.enrol("admin-2", town.root_tickets[1]);
    town.enrol("clerk", town.ticket("clerk", "田小满", "unit_clerk", kUnit, {kScope}));
    town.join("clerk", "head", town.ticket("head", "夏立新", "unit_head", kUnit, {}));
    town.enrol("ob-clerk", town.ticket("ob-clerk", "郑文澜", "ob_clerk", "", {"office"}));
    town.join("ob-clerk", "ob-section", town.ticket("ob-section", "许思远", "ob_section", "", {}));
    town.join("ob-clerk", "ob-deputy", town.ticket("ob-deputy", "沈明川", "ob_deputy", "", {}));
    town.join("ob-clerk", "ob-head", town.ticket("ob-head", "顾长河", "ob_head", "", {}));
    town.enrol("org", town.ticket("org", "梁知秋", "org", "", {"org"}));
    open_books(town, own_books());
    town.sync("clerk");
}

Result<Value> submit_form(const Context& context, const Folder& folder, const Value& form) {
    FormFaults faults;
    auto answer = submit(
        context, {.text = codec::write_json(form), .folder = folder.path.string(), .reader = tables_program()}, faults);
    for (const model::FormFault& fault : faults.faults) {
        UNSCOPED_INFO(fault.pointer << " " << fault.code);
    }
    return answer;
}

Value material(const Folder& folder, const char* slot) {
    const std::string name = std::string(slot) + ".pdf";
    folder.write(name, std::string("%PDF-1.4 ") + slot);
    return Object{{"slot", slot}, {"file", name}};
}

void pass(Town& town, const std::string& alias, const std::string& on) {
    town.sync(alias);
    town.as(alias, [&](const Context& context) { return decide(context, on, {"pass", "", {}}); });
    town.sync(alias);
}

Value use_case() {
    return Object{{"quota_type", "10"},
                  {"count", 1},
                  {"entry_mode", "03"},
                  {"source_scope", "open"},
                  {"funding", "1"},
                  {"post_kind", "1"},
                  {"staff_class", "none"},
                  {"plan_line", "plan/421125101/2026-1"},
                  {"meeting_on", "2026-11-20"},
                  {"meeting_no", "第12次"},
                  {"reason", "综合执法中心空缺一名工作人员。"}};
}

}  // namespace zj::work::test
