// SPDX-License-Identifier: Apache-2.0
#pragma once
// The chain of a quota-use approval (用编核准 → 人员配备 → 人员上编 → 工资 → 经费): its stages, and closing the one
// that is a department's own (stage 2: 组织部 or 人社局).

#include <string>
#include <vector>

#include "terminal/work/context.hpp"

namespace zj::work {

// `reference`: a grant (key, number, short id) or a case that has one. {"grant":{…},"stages":[…]}.
Result<codec::Value> chain(const Context& context, std::string_view reference);

struct StageClosing {
    std::int64_t stage = 2;
    std::string doc_no, doc_date;
    std::vector<std::string> persons;  // "NAME:ID"
};
// "grant.none", "chain.person", "chain.document".
Result<codec::Value> close_stage(const Context& context, std::string_view reference, const StageClosing& closing);

}  // namespace zj::work
