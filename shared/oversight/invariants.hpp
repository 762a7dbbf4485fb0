// SPDX-License-Identifier: Apache-2.0
#pragma once
// The invariants of domain.md 3.2 asked of the records as they are: the registers counted again from people, grants and
// open cases, and what differs. The judge holds them at every posting; this is for those who want to see it.

#include <vector>

#include "shared/codec/value.hpp"
#include "shared/oversight/finding.hpp"
#include "shared/oversight/index.hpp"

namespace zj::oversight {

struct Invariant {
    int n = 0;            // in domain.md 3.2; its name is the text invariant.<n>
    bool checked = true;  // false: not told by records alone but by the log, which `check --replay` goes through
    std::int64_t differences = 0;
    std::vector<Evidence> evidence;  // of the first kEvidenceMax of them
    bool holds() const { return differences == 0; }
};

// All eleven, in order.
std::vector<Invariant> invariants(const Index& index, const model::Catalogue& catalogue, Date today);

}  // namespace zj::oversight
