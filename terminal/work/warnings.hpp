// SPDX-License-Identifier: Apache-2.0
#pragma once
// The warnings W01 to W24 (domain.md 7) that this device's records tell, and the steps of handling one: 核实, 交办,
// 整改, 销号 or 误报.
//
// Found here, without a line, by the county's own rules (shared/oversight) over what this device receives, as of the
// last sync. A rule that lacks records says nothing: of the departments and the inspection, which see no cases, W01,
// W14 and W23; of all but the county itself the use of terminals (W22). The whole is `zhijian-gateway report`.

#include <string>

#include "terminal/work/context.hpp"

namespace zj::work {

struct WarningQuery {
    std::string rule, unit, owner, state, level;  // only these; empty: any
    std::size_t limit = 200;
    std::string after;  // `next` of the page before
};
// {"items":[{"id","rule","zh","en","level","unit","since","due","owner","state","digest","evidence":[{"record","zh",
// "en"}]}…],"next","as_of","on"}. The worst first, then the oldest. "list.cursor".
Result<codec::Value> warnings(const Context& context, const WarningQuery& query);

struct WarningStep {
    std::string id;      // of warnings()
    std::string act;     // verify, assign, rectify, close, false
    std::string reason;  // close and false have one
    std::string owner, due;
};
// Signs warning.act over the evidence that stands now, which closing it is bound to. "warning.none" (nothing is found
// by this id, and nothing was done about it), and the judge's code where it would be refused whatever others do.
Result<codec::Value> handle_warning(const Context& context, const WarningStep& step, bool preview);

}  // namespace zj::work
