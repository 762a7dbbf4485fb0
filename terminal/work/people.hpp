// SPDX-License-Identifier: Apache-2.0
#pragma once
// The administrators' acts: tickets, roles, ends of keys. The first two are acts of two (INTENTS.md).

#include <string>
#include <vector>

#include "terminal/work/context.hpp"

namespace zj::work {

struct TicketWish {
    std::string kind;    // device, person
    std::string person;  // of somebody known; empty for a new one
    std::string name, phone, unit;
    std::vector<std::string> roles, scopes;
    int days = 0;     // 0: the county's policy
    std::string out;  // file for the ticket's text; must not exist
};
// The seed is written to <out>.part before anything is signed and the file takes its name last: run again after an
// interruption, the same ticket is finished; "ticket.begun" where another one is asked for.
// {"pending","out","expires",…}.
Result<codec::Value> ticket(const Context& context, const TicketWish& wish);

// `person`: id, name, or record key. "person.none", "person.several".
Result<codec::Value> grant(const Context& context, const std::string& person, const std::vector<std::string>& roles);

Result<codec::Value> revoke(const Context& context, const std::string& subject, const std::string& reason);

}  // namespace zj::work
