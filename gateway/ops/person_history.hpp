// SPDX-License-Identifier: Apache-2.0
#pragma once
// One person's way through the registers, as a quota card lists it: a line each time something that the card shows
// became another, from the versions that the log wrote. Over all rows that the ID number has now, and those from
// which and to which their person moved: a move makes a new row, and so does a return.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/county/county.hpp"

namespace zj::ops {

// Members of a person's record that a card shows, in its order: who it is, and what place the person has.
inline constexpr std::array<std::string_view, 8> kCardPerson{"name",   "sex",      "birth", "id_no",
                                                             "ethnic", "politics", "edu",   "work_since"};
inline constexpr std::array<std::string_view, 21> kCardQuota{
    "unit",         "inner",      "status",    "quota_type", "funding",     "quota_doc", "quota_since",
    "entry_mode",   "entered_on", "post_kind", "post_grade", "staff_class", "post_name", "post_since",
    "leader_level", "rank_level", "title",     "off_reason", "exit_mode",   "left_on",   "exit_doc"};

struct PersonChange {
    std::string key;  // of the row
    std::uint64_t entry = 0;
    Time at;
    std::optional<Hash> change_set;  // absent where time itself acted
    codec::Value before, after;      // the row; `before` is empty where it is the first
    std::string case_key;            // what decided it; may be empty
    codec::Value decided;            // that case as this entry left it, else as it is now
    bool reversed = false;           // the case was taken back by this entry
    std::string handler;             // name of who decided it, else of who signed it; empty where time itself acted
};

struct PersonHistory {
    std::string key;                    // of the row that the person is on, or was last
    codec::Value now;                   // its newest version
    std::vector<PersonChange> changes;  // in order, one at least
};

// `who`: person/<id>, the id alone, or an ID number. Reads the whole log some times over: for somebody who asks.
// "card.person": nobody on the registers.
Result<PersonHistory> person_history(county::County& county, const std::string& who);

}  // namespace zj::ops
