// SPDX-License-Identifier: Apache-2.0
#pragma once
// The records stage/<id>/<n>: opening, listing and closing, whoever moves the chain; inside of rules version 1 only.

#include <string>
#include <string_view>

#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {

// An author, or a tick, which is nobody.
struct Hand {
    Work& work;
    const Catalogue& catalogue;
    Time at;
    std::string_view by;
};
Hand hand_of(const Act& act);

bool listed(const Array& persons, std::string_view id_no);
// Those on the stage's record; empty where there is none.
const Array& persons_of(Work& work, std::string_view subject, std::int64_t stage);
// A stage that was opened again for those who came later stays closed for those before them.
bool closed_once(const Value* stage);
// Opens a stage, or lists one person more in it; one that is closed already opens again for them alone.
void open_in(const Hand& hand, std::string_view subject, std::int64_t stage, std::string_view owner,
             std::string_view unit, const Value* person);
// Closes the stage; what an earlier closing said is kept beside it.
void shut(const Hand& hand, const std::string& key, Object record);
// Takes somebody off, by the key of their row, whose entry was reversed or who has left. A stage that is left with
// nobody is void until somebody is listed again, or closed as it was before it was opened for them.
void strike(Work& work, const std::string& key, std::string_view person_key);

// --- stage_entry.cpp
const ChainStage& hiring(const Catalogue& catalogue);  // 人员配备
// `hire`: org or hr, whose the stages of that owner are.
std::string owner_of(const ChainStage& stage, std::string_view hire);
// What a closing of the stage writes on the row of `one` of its list; `on`: the day of the closing.
void write_person(Value& row, const ChainStage& stage, const Value& record, const Value& one, Date on);
// G6: where pay or funds come before the entry, whoever is on their list already stays hired.
Outcome under_way_stay(Act& act, const std::string& grant, const Array& persons);
// The entry is shut with the last of those who are hired.
void shut_when_whole(const Hand& hand, const std::string& grant);

}  // namespace zj::model::rules1
