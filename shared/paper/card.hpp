// SPDX-License-Identifier: Apache-2.0
#pragma once
// 编制卡, the quota card of one person (domain.md, glossary: Hubei's card per person; its register notes object, date,
// quota nature, handler): who it is, what place of which quota the person has by which document, and every change of
// that. Plain values in, bytes out, errors as paper.hpp says.

#include <cstdint>
#include <string>
#include <vector>

#include "shared/paper/paper.hpp"

namespace zj::paper {

// A member of the register by its name on the form. Without a value it is left out.
struct CardFact {
    std::string label, value;
    bool wide = false;
};

// One line of the register of changes.
struct CardChange {
    Date on;             // entered in the county's log
    std::string matter;  // 人员下编
    std::string change;  // what became what; may be empty
    std::string unit, quota_type;
    std::string doc_no, case_no;  // may be empty
    std::string handler;          // empty where time itself acted
};

struct QuotaCard {
    std::string office;  // 中共浠水县委机构编制委员会办公室
    std::string number;  // at the head and at the foot of every page
    std::string name;    // whose card it is
    std::vector<CardFact> person, quota;
    std::vector<CardChange> changes;  // in order, one at least; of more than kCardRowsMax the newest stand on the card
    std::string note;                 // may be empty
    Proof proof;                      // of the entry of the last change; REQUIRES: entered
};
Result<Bytes> quota_card(const QuotaCard& card);

}  // namespace zj::paper
