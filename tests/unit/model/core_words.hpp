// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words for tests of identities, chains and the device layer: tickets that wait for a taker, devices that the county
// does not know yet, and headers bent before they are signed.

#include <string>
#include <vector>

#include "tests/support/county.hpp"

namespace zj::test {

// What a ticket says; by default a device for a new officer.
struct TicketWords {
    std::string kind = "device", person, unit;
    std::vector<std::string> roles{"ob_clerk"}, scopes{"office"};
    std::int64_t term_ms = 5 * kDayMs;
};
codec::Value ticket_intent(County& county, const crypto::VerifyKey& one_time, const TicketWords& words = {});
// Written by one administrator and confirmed by the other. REQUIRES: both are applied.
crypto::SigningKey open_ticket(County& county, const TicketWords& words = {});
std::string ticket_key(const crypto::SigningKey& one_time);
std::string person_on(County& county, const crypto::SigningKey& one_time);

// A device out of the box, with whoever holds the ticket.
struct Newcomer {
    explicit Newcomer(County& county);
    crypto::SigningKey sign, tls, person;
    std::string id() const { return sign.verify_key().id(); }
};
codec::Value enrol_intent(const Newcomer& newcomer, const crypto::SigningKey& one_time);
log::ChangeSet enrolment(County& county, const Newcomer& newcomer, const crypto::SigningKey& one_time,
                         const std::string& person);

// The header that this person's device would sign next. sign_header() takes the number up.
log::Header next_header(County& county, const std::string& alias);
log::ChangeSet sign_header(County& county, const std::string& alias, log::Header header,
                           const std::vector<codec::Value>& intents);

}  // namespace zj::test
