// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lists, and one case with everything that its people ask: where it is, who has it, how long, what is missing
// (全程可控、可查、可溯). All from the vault; nothing here asks the gateway.

#include <string>

#include "terminal/work/context.hpp"

namespace zj::work {

struct ListQuery {
    std::string what = "cases";  // see list_names()
    std::string state;           // only items in this state
    std::size_t limit = 200;
    std::string after;  // `next` of the page before
};
const std::vector<std::string>& list_names();
// {"items":[…],"next":cursor or ""}.
Result<codec::Value> list(const Context& context, const ListQuery& query);
// A change set of this device, as list and show tell it.
codec::Value sent_line(const vault::Sent& sent);

// {"case":{…},"steps":[…],"holder":{…},"limit":{…},"materials":[…],"thread":[…],"pending":…,"receipts":[…]}.
// Of the document of a batch 划转: batch_shown().
// `proof_file` (may be empty): the receipts of this device for this case are written to this new file.
Result<codec::Value> show(const Context& context, std::string_view reference, const std::string& proof_file);

// Any other record as this device has it, ID numbers masked: {"key","version","record"}. `key` is whole, as lists tell
// it. "record.none".
Result<codec::Value> show_record(const Context& context, std::string_view key);
// Whether a reference names a record of lists rather than a case.
bool names_record(std::string_view reference);

// Half days of work between two times: the 12:00 and 17:00 marks of working days that lie in (from, to].
std::int64_t working_half_days(const model::Catalogue& catalogue, Time from, Time to);

// Places of the index (vault::place_of) where a person of these roles has to act, sign-offs apart.
std::vector<std::string> places_of(const model::Catalogue& catalogue, const std::vector<std::string>& roles);
// Of one place: more than an office decides in a week; what is behind them comes up as they go.
inline constexpr std::size_t kWaitingMax = 2000;

// {"name","phone"} of those who hold the role: of a unit's by their identities, as far as this device may know them, of
// the office's and the departments' (no unit) by what every terminal is told of who is on duty.
codec::Array persons_with(vault::Vault& vault, std::string_view role, std::string_view unit);

// Who has to act on the case now: a role of the catalogue, or empty where nobody does.
std::string role_in_charge(const model::Catalogue& catalogue, const codec::Value& on);

}  // namespace zj::work
