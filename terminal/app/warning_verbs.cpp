// SPDX-License-Identifier: Apache-2.0
// warnings and warning: what the rules find in the records here, and the steps of handling it.
#include <memory>

#include "terminal/app/declaring.hpp"
#include "terminal/work/warnings.hpp"

namespace zj::app {

namespace {

void add_list(Declaring& declare) {
    const auto query = std::make_shared<work::WarningQuery>();
    CLI::App& verb = declare.verb("warnings", "what the rules W01 to W24 find here 预警", [query](Session& session) {
        const auto context = session.context();
        return context ? work::warnings(*context, *query) : Answer(context.error());
    });
    verb.add_option("--rule", query->rule, "as W05 规则");
    verb.add_option("--unit", query->unit, "unit code 单位编码");
    verb.add_option("--owner", query->owner, "the role that is to act 责任岗位");
    verb.add_option("--level", query->level, "级别")->check(CLI::IsMember({"notice", "yellow", "red"}));
    verb.add_option("--state", query->state, "状态")
        ->check(CLI::IsMember({"new", "verified", "rectifying", "closed", "false"}));
    verb.add_option("--limit", query->limit, "at most so many 条数")->check(CLI::Range(1, 10'000));
    verb.add_option("--after", query->after, "go on after this one 续页");
}

void add_step(Declaring& declare) {
    struct Options {
        work::WarningStep step;
        bool preview = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App& verb = declare.verb("warning", "a step of handling a warning 处置预警", [options](Session& session) {
        const auto context = session.context();
        return context ? work::handle_warning(*context, options->step, options->preview) : Answer(context.error());
    });
    verb.add_option("id", options->step.id, "of warnings 编号")->required();
    verb.add_option("act", options->step.act, "verify assign rectify close false 核实 交办 整改 销号 误报")
        ->required()
        ->check(CLI::IsMember({"verify", "assign", "rectify", "close", "false"}));
    verb.add_option("--reason", options->step.reason, "what was found or done 说明");
    verb.add_option("--owner", options->step.owner, "the role that is to act 责任岗位");
    verb.add_option("--due", options->step.due, "until when 期限");
    verb.add_flag("--preview", options->preview, "foretell only 只预判");
}

}  // namespace

void add_warnings(Declaring& declare) {
    add_list(declare);
    add_step(declare);
}

}  // namespace zj::app
