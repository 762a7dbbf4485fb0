// SPDX-License-Identifier: Apache-2.0
// What stands in the county, and what was noticed.
#include <algorithm>

#include "gateway/app/verbs.hpp"
#include "gateway/ops/demo_report.hpp"
#include "gateway/ops/evidence.hpp"
#include "gateway/ops/folder.hpp"
#include "gateway/ops/overview.hpp"
#include "gateway/ops/registers.hpp"
#include "gateway/ops/status.hpp"

namespace zj::app {

namespace {

using codec::Value;
using Opened = std::unique_ptr<county::County>;

// The day that was asked for, today where none was; none that is still to come, for it would be answered by what stands
// now. A demonstration county's log may be ahead of the clock.
Result<Date> day_asked(const Arguments& arguments, county::County& county, Clock& clock) {
    const Date today = date_of(clock.now());
    if (arguments.on.empty()) {
        return today;
    }
    const auto day = parse_date(arguments.on);
    if (!day) {
        return fail(day.error().code, "--on " + arguments.on, day.error().detail);
    }
    ZJ_TRY(const county::CountySummary stands, county.summary());
    const Date last = std::max(today, date_of(stands.last_entry));
    return *day > last ? fail("report.day", "--on", {}, {arguments.on, format_date(last)}) : Result<Date>(*day);
}

Result<Value> told(const Arguments& arguments, Clock& clock, Random& random) {
    ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(arguments.folder));
    ZJ_TRY(const Opened county, open(arguments, clock, random));
    ops::Reporting reporting = arguments.reporting;
    ZJ_TRY(reporting.on, day_asked(arguments, *county, clock));
    ZJ_TRY(Value out, ops::report(*county, facts, reporting));
    // Where nobody serves the folder, today's warnings are written down too.
    if (!arguments.on.empty()) {
        return out;
    }
    if (const auto lock = ops::lock_county(arguments.folder); lock) {
        ZJ_TRY(auto table, ops::open_warnings(arguments.folder));
        ZJ_CHECK(ops::refresh_findings(*county, table, facts, reporting.on));
    }
    return out;
}

Result<Value> stood(const Arguments& arguments, Clock& clock, Random& random) {
    ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(arguments.folder));
    ZJ_TRY(const Opened county, open(arguments, clock, random));
    ops::RegistersAsked asked = arguments.asked;
    ZJ_TRY(asked.on, day_asked(arguments, *county, clock));
    return ops::registers(*county, facts, asked);
}

}  // namespace

void Verbs::reading() {
    CLI::App* status = add("status", "what stands in the county 概况", [this](Clock& c, Random& r) -> Result<Value> {
        ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a_.folder));
        ZJ_TRY(const Opened county, open(a_, c, r));
        return ops::status(*county, facts, a_.registers);
    });
    status->add_flag("--registers", a_.registers, "what stands in the registers too, ID numbers masked 含登记册");
    CLI::App* registers = add("registers", "units with accounts, posts and rosters as of any day 登记册（任一日）",
                              [this](Clock& c, Random& r) { return stood(a_, c, r); });
    registers->add_option("--on", a_.on, "as the log was at the end of this day 2026-12-31 按某日");
    registers->add_option("--unit", a_.asked.unit, "this unit alone, with its persons and history 单位编码");
    registers->add_flag("--persons", a_.asked.persons, "persons of all units too 含全部人员");
    CLI::App* history = add("history", "what the log wrote of a record, newest first 登记沿革",
                            [this](Clock& c, Random& r) -> Result<Value> {
                                ZJ_TRY(const Opened county, open(a_, c, r));
                                return ops::history(*county, a_.key, a_.newest);
                            });
    history->add_option("KEY", a_.key, "unit/…, ledger/…, person/…, case/… 登记编号")->required();
    history->add_option("--newest", a_.newest, "how many versions 版本数")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    CLI::App* report = add("report", "registers, invariants, warnings with evidence, statistics 综合报告",
                           [this](Clock& c, Random& r) { return told(a_, c, r); });
    report->add_option("--on", a_.on, "as the log was at the end of this day 2026-12-31 按某日");
    report->add_option("--period", a_.reporting.period, "day, month, quarter or year up to that day 统计期")
        ->capture_default_str();
    report->add_option("--population", a_.reporting.population, "of the county, for the funded ratio 全县人口");
    report->add_option("--unit", a_.reporting.unit, "figures of this unit alone 单位编码");
    report->add_option("--system", a_.reporting.system, "of the units of this system alone 系统类别代码");
    report->add_option("--matter", a_.reporting.matter, "cases of this matter alone 事项");
    add("demo-report", "the demonstration county as its year ends, held against what was planted 示范县综合报告",
        [this](Clock& c, Random& r) -> Result<Value> {
            ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a_.folder));
            ZJ_TRY(const Opened county, open(a_, c, r));
            return ops::demo_report(*county, facts, a_.folder);
        });
}

void Verbs::noticing() {
    CLI::App* incidents = add("incidents", "what was noticed 事件", [this](Clock& c, Random& r) -> Result<Value> {
        ZJ_TRY(const Opened county, open(a_, c, r));
        return ops::incidents(*county, a_.newest);
    });
    incidents->add_option("--newest", a_.newest, "how many 条数")->capture_default_str();
    CLI::App* evidence = add("evidence", "what proves a device's fork, for an administrator to freeze it 导出分叉证据",
                             [this](Clock& c, Random& r) -> Result<Value> {
                                 ZJ_TRY(const Opened county, open(a_, c, r));
                                 return ops::write_evidence(*county, a_.device, a_.out);
                             });
    evidence->add_option("DEVICE", a_.device, "device id 设备号")->required();
    evidence->add_option("--out", a_.out, "new file 新文件")->required();
}

}  // namespace zj::app
