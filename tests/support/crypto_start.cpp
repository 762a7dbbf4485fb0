// SPDX-License-Identifier: Apache-2.0
// Listed by every Catch2 program that touches keys: initialises the libraries before the first test, as a program's
// main() does.
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>

#include "shared/crypto/crypto.hpp"

namespace {

class CryptoStart final : public Catch::EventListenerBase {
public:
    using EventListenerBase::EventListenerBase;
    void testRunStarting(const Catch::TestRunInfo&) override { ZJ_ASSERT(zj::crypto::start().has_value()); }
};

}  // namespace

CATCH_REGISTER_LISTENER(CryptoStart)
