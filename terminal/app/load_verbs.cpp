// SPDX-License-Identifier: Apache-2.0
// import-payroll and import-budget: files of finance, read, told row by row, and signed as one change set.
#include <memory>

#include "terminal/app/declaring.hpp"
#include "terminal/work/load.hpp"

namespace zj::app {

namespace {

// What a person reads through, or a program takes as one object; all of them stand in the file of --set-aside.
constexpr std::size_t kFaultsToldMax = 1000;

Answer load(Session& session, const work::LoadWish& wish) {
    ZJ_TRY(const work::Context context, session.context());
    std::vector<tables::RowFault> faults;
    Answer answer = work::load_table(context, wish, faults);
    const std::size_t told = std::min(faults.size(), kFaultsToldMax);
    for (std::size_t i = 0; i < told; ++i) {
        session.add_fault(faults[i].error(), faults[i].shown);
    }
    if (answer && !faults.empty()) {
        answer->set("faults", session.faults).set("faults_left", faults.size() - told);
    }
    return answer;
}

void add_load(Declaring& declare, tables::Kind kind, const char* name, const char* text, const char* period,
              const char* period_text) {
    const auto wish = std::make_shared<work::LoadWish>();
    wish->kind = kind;
    CLI::App& verb = declare.verb(name, text, [wish](Session& session) { return load(session, *wish); });
    verb.add_option("file", wish->file, "CSV or XLSX 表格文件")->required();
    verb.add_option(period, wish->period, period_text)->required();
    verb.add_option("--mapping", wish->mapping, "a saved mapping of columns 对照表文件");
    verb.add_option("--save-mapping", wish->save_mapping, "keep the mapping in this new file 保存对照表");
    verb.add_option("--set-aside", wish->set_aside,
                    "sign the right rows, write the wrong ones to this new file 正确的行照签，错误的行另存");
    verb.add_flag("--preview", wish->preview, "read and foretell only 只检查预判");
}

}  // namespace

void add_loads(Declaring& declare) {
    add_load(declare, tables::Kind::payroll, "import-payroll", "a month's payroll from a file 导入工资表", "--month",
             "which month, as 2026-11 月份");
    add_load(declare, tables::Kind::budget, "import-budget", "a year's budget from a file 导入预算表", "--year",
             "which year, as 2026 年度");
}

}  // namespace zj::app
