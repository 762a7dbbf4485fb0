// SPDX-License-Identifier: Apache-2.0
#pragma once
// Search over the records that this device may see: by name, sound, number, 文号, unit and content (terminal/search).

#include <string>

#include "terminal/work/context.hpp"

namespace zj::work {

struct SearchQuery {
    std::string words;
    std::string kind;  // of search::kinds(); empty: all
    std::size_t limit = 50;
    std::string after;  // where the page before ended
};

// Newest written first, own submissions that the county has not answered before all: {"items":[{"key","kind","title",
// "number","unit","unit_name","state","local"?}…],"next","complete"}. An older vault's index is made to its end first,
// in slices that a stop keeps; "complete" is false where it was stopped, and "cut" true where more candidates than
// kCandidatesMax were looked at before the page was full: `next` goes on behind them. Errors: "search.*" of
// search::Query::read, "search.kind" ({0}), "search.after".
Result<codec::Value> search(const Context& context, const SearchQuery& query);

// Records that have the words of the index and turn out not to have them in this order are read for nothing; more of
// them than these would make somebody wait (quality.md P7).
inline constexpr std::size_t kCandidatesMax = 400;

}  // namespace zj::work
