// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside the views: rows of cases from the vault's index, with what one snapshot looks up only once.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "terminal/work/views.hpp"

namespace zj::work {

class RowMaker {
public:
    static Result<RowMaker> make(vault::Vault& vault);

    const model::Catalogue& catalogue() const { return *catalogue_; }
    const std::shared_ptr<const model::Catalogue>& shared_catalogue() const { return catalogue_; }
    const std::vector<std::string>& roles() const { return roles_; }
    Time now() const { return now_; }
    bool has(std::string_view role) const;
    CaseRow row(const vault::CaseEntry& entry);
    TimeLimit limit(const vault::CaseEntry& entry) const;
    std::string unit_name(const std::string& unit);
    // A submission that is not signed yet.
    CaseRow row_of_draft(std::string_view matter, std::string_view unit, const codec::Value& fields);

private:
    RowMaker(vault::Vault& vault, std::shared_ptr<const model::Catalogue> catalogue);

    vault::Vault& vault_;
    std::shared_ptr<const model::Catalogue> catalogue_;
    std::vector<std::string> roles_;
    Time now_;
    std::map<std::string, std::string> unit_names_;
};

// What waits at these places for the unlocked person, least time left first; of each place the longest waiting
// kWaitingMax.
struct Waits {
    vault::CaseEntry entry;
    TimeLimit limit;
};
std::vector<Waits> waits_at(vault::Vault& vault, const RowMaker& rows, const std::vector<std::string>& places);
// Places of layers alone.
std::vector<std::string> layer_places(const model::Catalogue& catalogue, const std::vector<std::string>& roles);
// Open acts of two that this person may sign and has not.
std::vector<Pending> to_confirm(vault::Vault& vault, const std::vector<std::string>& roles);
bool may_confirm(vault::Vault& vault, const std::vector<std::string>& roles, const Pending& pending);

// Lines of the quota ledger.
Seats seats_in(std::string_view quota_type, const codec::Value& ledger);
std::vector<Seats> seats_of(vault::Vault& vault, const std::string& unit);

// The words of the last decision of this kind, "" without one.
std::string_view last_reason(const codec::Value& on, std::string_view act);

// --- what approval would do (views_effect.cpp)
struct Approval {
    bool known = false;         // nothing hidden from this device was needed
    std::string verdict, code;  // of the first turn that is not applied, else of the last
    std::vector<SeatsChange> effect;
};
// Takes the case through its sign-off and the layers that are left, over what this device knows, each by a stand-in
// with the role: by the judge itself, so that it says what the rules say. Stores nothing.
Approval foretell_approval(vault::Vault& vault, const std::string& key);

// --- facts (views_facts.cpp)
std::vector<Fact> facts_of_case(const Context& context, const RowMaker& rows, const Case& on,
                                const vault::CaseEntry& entry, const Approval& approval);

}  // namespace zj::work
