// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reform analysis at the office's terminal (domain.md 8): a draft plan against the records here, as of the last sync.
// Without a line; nothing is signed.

#include <string_view>

#include "terminal/work/context.hpp"

namespace zj::work {

// `text`: the draft as JSON (shared/oversight/reform.hpp). {"title","moves","movers","ledger","posts","totals",
// "obstacles":[{"what","record","zh","en"}],"as_of"}. json.*, reform.*.
Result<codec::Value> analyse_draft(const Context& context, std::string_view text);

}  // namespace zj::work
