// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes 编制卡, the quota card of one person, as a PDF: the person's place as the registers have it and how it came
// about, in the words of the papers and of the catalogue in force.

#include <string>

#include "gateway/ops/folder.hpp"
#include "gateway/ops/person_history.hpp"
#include "shared/paper/card.hpp"

namespace zj::ops {

struct CardAsked {
    std::string person;         // person/<id>, the id alone, or an ID number
    std::string out;            // new file
    bool whole_number = false;  // the ID number as it is: the office's own paper
};

// What stands on the card. The ID number is masked, its last four signs too, since the birth stands beside it, unless
// the whole is asked for. `now`: when it is printed.
Result<paper::QuotaCard> card_of(county::County& county, const CountyFacts& facts, const PersonHistory& history,
                                 bool whole_number, Time now);

// {"changes","out","person"}. "card.person", "file.exists", paper.*
Result<codec::Value> write_card(county::County& county, const CountyFacts& facts, const CardAsked& asked, Time now);

}  // namespace zj::ops
