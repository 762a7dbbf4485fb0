// SPDX-License-Identifier: Apache-2.0
#pragma once
// The chain of the four departments (domain.md 5): of a quota-use approval 用编核准 → 人员配备 → 人员上编 → 工资 →
// 经费, of an exit 下编 → 工资停发 → 经费核减. Its stages, and closing one that is a department's own.

#include <string>
#include <vector>

#include "terminal/work/context.hpp"

namespace zj::work {

// `reference`: a grant (key, number, short id), a case that has one, or an exit (case key or short id; departments,
// which see no cases, go by its stages). {"grant":{…} or "case":key,"stages":[…]}. "grant.none", "grant.several".
Result<codec::Value> chain(const Context& context, std::string_view reference);

// Which of these a stage asks for is data (record and may in assets/matters/chain.json).
struct StageClosing {
    std::int64_t stage = 2;
    std::string doc_no, doc_date;
    std::vector<std::string> persons;  // "NAME:ID" of who is hired, "NAME:ID:GRADE:YUAN:MONTH" of whose pay is approved
    std::string budget_unit, month;    // the month in which pay begins or stops, or funds are cut
    std::string pay_unit;              // code of the unit that pays, where another than theirs
};
// The intent stage.close with its base, unsigned. Also "chain.person", "chain.document", "chain.member" (the stage asks
// for something that is not said), "chain.stage".
Result<codec::Value> stage_intent(const Context& context, std::string_view reference, const StageClosing& closing);
// Signs it. Also the judge's code where it would be refused whatever others do.
Result<codec::Value> close_stage(const Context& context, std::string_view reference, const StageClosing& closing);

}  // namespace zj::work
