// SPDX-License-Identifier: Apache-2.0
#pragma once
// The county as oversight sees it: current records, or those of an earlier day, in an index, and what the rules W01–W24
// find in it, from scratch. Report is made of it, and the table warning_finding is compared with it, or written anew
// where nobody serves; while a gateway serves, kept_findings.hpp keeps the table up with the same result.

#include <memory>

#include "gateway/county/county.hpp"
#include "gateway/county/warning_table.hpp"
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

// Of the record system/catalogue: all that is read of what was put besides the index.
Result<std::shared_ptr<const model::Catalogue>> catalogue_of(const log::Record& record);

// What the log held at the end of `on`; all of it where it ends before. Rules are those of the catalogue then in force.
Result<Overview> overview(county::County& county, const CountyFacts& facts, Date on);

// The log's first `size` entries, and devices last here on the days of `uses`.
Result<Overview> overview_at(county::County& county, const CountyFacts& facts, std::uint64_t size,
                             const county::DeviceDays& uses);

// [{"record","zh","en"}]: the evidence in both languages, ID numbers masked, and no digest of one.
codec::Array evidence_of(const oversight::Finding& finding, const Overview& overview);

// A finding as other systems read it (county/schema.cpp).
county::FindingRow row_of(const oversight::Shown& one, const Overview& seen);

// Looks for the warnings of the whole log on the morning of `today` and stores what differs. How many there are. For
// whoever holds the folder's lock.
Result<std::size_t> refresh_findings(county::County& county, county::WarningTable& table, const CountyFacts& facts,
                                     Date today);
// Where the stored warnings are not what the log gives for the entries and the day that they say they show: a sentence
// a row.
Result<std::vector<std::string>> findings_astray(county::County& county, county::WarningTable& table,
                                                 const CountyFacts& facts);

}  // namespace zj::ops
