// SPDX-License-Identifier: Apache-2.0
#pragma once
// A founded county with its office, two units and their terminals, and short words for what people do in tests of
// cases. What is signed without being delivered was signed offline.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/county.hpp"

namespace zj::test {

using codec::Array;
using codec::Object;
using codec::Value;
using model::Judgement;

inline const std::string kTown = "421125101", kVillage = "421125102";

class CaseWorld {
public:
    // The town has `persons` and `vacancies` on line 20, the village four and two.
    explicit CaseWorld(int persons = 4, int vacancies = 2);

    County county;

    // A submission by a clerk: clerk-a and clerk-b work for the town at two terminals, clerk-v for the village.
    Value form(std::string_view matter, const std::string& unit, Value fields,
               const std::vector<std::string>& named = {});
    log::ChangeSet submit_offline(const std::string& clerk, Value form);
    // The head's signature at the same terminal, over a submission that the county has not seen.
    log::ChangeSet confirm_offline(const std::string& head, const log::ChangeSet& submission);
    static std::string key_made(const log::ChangeSet& by, std::string_view kind);

    Judgement submit(const std::string& clerk, Value form);  // sets `newest`
    Judgement confirm(const std::string& head);              // of the newest case
    // Submitted and signed off. REQUIRES: both are applied.
    std::string receive(const std::string& clerk, Value form);
    Judgement decide(const std::string& officer, const std::string& key, std::string_view act,
                     std::string_view reason = {}, const std::vector<std::string>& missing = {});
    Value decision(const std::string& key, std::string_view act, std::string_view reason = {},
                   const std::vector<std::string>& missing = {});
    // Passes every layer that is left. REQUIRES: each is applied.
    void pass_all(const std::string& key);
    Judgement withdraw(const std::string& clerk, const std::string& key);
    Value amendment(const std::string& key, Value fields);
    Value answer(const std::string& key, Value fields = {});
    Judgement close_stage(const std::string& officer, const std::string& grant, int stage, const Array& persons);
    // What the owner of the stage signs; to the persons of stage 4 it adds their pay, and stage 5 names none.
    Value closing(const std::string& grant, int stage, const Array& persons);
    // An act of two: proposed by one, confirmed by the other. REQUIRES: both are applied.
    void both(const std::string& proposer, const std::string& approver, Value intent);

    // The catalogue in force with one policy changed; what was filled under the earlier one is still taken.
    void set_policy(const std::string& name, std::int64_t value);
    void change_catalogue(const std::string& mark, const std::function<void(Value&)>& change);

    // A grant of the town for one person, and stage 2 closed for person `n`.
    std::string grant(int count = 1);
    std::string hired(int n, int count = 1);

    std::string text(const std::string& key, std::string_view member);
    std::int64_t number(const std::string& key, std::string_view member);
    std::string ledger(const std::string& unit = kTown);  // "h 6 a 4 r 1 o 0"
    std::string person_of(const std::string& unit, std::size_t i = 0);
    std::string head_of(const std::string& clerk);

    std::string newest;  // the case last submitted
};

Value use_form_fields(const std::string& unit = kTown, int count = 1);
Value entry_fields(const std::string& grant, int n);
Value exit_fields(const std::string& person, std::string_view mode = "05");
Value change_fields(const Value& person, const std::string& key, const std::string& field, const std::string& value);
Value listed(int n);  // {name, id_no} of person n

// "applied", "held C4", "refused G1 (detail)".
std::string told(const Judgement& judgement);

}  // namespace zj::test
