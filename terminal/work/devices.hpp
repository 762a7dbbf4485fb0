// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a device and its persons come into being: enrol makes the vault and signs the device's number 1; join adds a
// person to a device (log.md, Tickets and enrolment). Both may be killed at any step and run again: what was signed is
// sent, what was not is made anew, and no ticket is taken twice.
//
// Order of an enrolment: ask for the ticket (nothing secret is sent) → verify the root statements from the ticket's
// fingerprint → check the gateway's certificate against the newest of them → make the vault, number 1 in its outbox →
// sync. Nothing on the line is believed before the second step.

#include <memory>
#include <string>

#include "terminal/work/context.hpp"

namespace zj::work {

struct Enrolling {
    std::string folder;
    const log::Ticket* ticket = nullptr;
    std::string alias, device_name;
    const crypto::Secret* passphrase = nullptr;
    bool demo = false;  // a county with simulated time is accepted
    vault::Settings settings;
    LineMaker stranger;                             // a line without a device certificate, not pinned
    std::function<LineMaker(vault::Vault&)> line;   // the new device's own
    std::function<void(const Progress&)> progress;  // may be empty
    const std::atomic<bool>* stop = nullptr;
};
// {"device","county","person","name","alias","scopes","demonstration","sync"}. "ticket.unknown", "ticket.expired",
// "ticket.used", "ticket.kind", "vault.exists", "root.demo".
Result<codec::Value> enrol(const Enrolling& enrolling);

struct Joining {
    const log::Ticket* ticket = nullptr;
    std::string alias;
    const crypto::Secret* passphrase = nullptr;  // the new person's
};
// The new slot counts when the county has applied the join; until then, and for ever where it is refused, what opened
// the vault before does. Run again, it takes the passphrase of the first time only ("passphrase.wrong").
Result<codec::Value> join(const Context& context, const Joining& joining);

}  // namespace zj::work
