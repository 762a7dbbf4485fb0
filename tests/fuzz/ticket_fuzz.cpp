// SPDX-License-Identifier: Apache-2.0
// Ticket texts, which people type.

#include "shared/log/root_statement.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool kStarted = crypto::start().has_value();
    ZJ_ASSERT(kStarted);
    const auto ticket = log::parse_ticket(fuzz::text_of(data, size));
    if (!ticket) {
        ZJ_PROMISE(ticket.error().code.starts_with("ticket."));
        return 0;
    }
    ZJ_PROMISE(ticket->seed.size() == 32);
    const crypto::Secret text = log::write_ticket(*ticket);
    const auto again = log::parse_ticket(text.text());
    ZJ_PROMISE(again && again->seed.equals(ticket->seed) && again->gateway == ticket->gateway &&
               again->expires == ticket->expires && again->root_fingerprint == ticket->root_fingerprint);
    return 0;
}
