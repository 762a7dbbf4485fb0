// SPDX-License-Identifier: Apache-2.0
#pragma once
// The county as oversight sees it: current records, or those of an earlier day, in an index, and what the rules W01–W24
// find in it. Report and the table warning_finding are made of it.
//
// Found anew each time rather than kept up with every entry: the index of a large county takes 200 MB beside the
// records that the gateway keeps already, most rules look at the day, and what is read of it is a morning's list.

#include <memory>

#include "gateway/county/county.hpp"
#include "gateway/ops/folder.hpp"
#include "gateway/ops/references.hpp"
#include "shared/oversight/warnings.hpp"

namespace zj::ops {

struct Overview {
    std::shared_ptr<const model::Catalogue> catalogue;
    oversight::Index index;
    std::uint64_t size = 0;  // of the log that it shows
    References references;   // what the county's outputs call people by
};

// What the log held at the end of `on`; all of it where it ends before. Rules are those of the catalogue then in force.
Result<Overview> overview(county::County& county, const CountyFacts& facts, Date on);

// [{"record","zh","en"}]: the evidence in both languages, ID numbers masked, and no digest of one.
codec::Array evidence_of(const oversight::Finding& finding, const Overview& overview);

// Looks for the warnings of the morning of `today` and stores them for other systems (county/schema.cpp). How many.
// For whoever writes the county: it alone may.
Result<std::size_t> refresh_findings(county::County& county, const CountyFacts& facts, Date today);

}  // namespace zj::ops
