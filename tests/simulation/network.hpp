// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lines between the terminals and the gateway. Messages are values; each may be lost, doubled, late (so overtaken) or,
// on the way back, damaged. A late request reaches the gateway long after its terminal has given up. One thing a line
// cannot do, because TLS runs over one connection at a time: bring the hello of a connection after the hello of a later
// one.

#include <cstdint>
#include <string>
#include <vector>

#include "shared/sync/wire.hpp"
#include "tests/simulation/plan.hpp"

namespace zj::sim {

struct Packet {
    bool to_gateway = true;
    std::size_t terminal = 0;
    std::uint64_t connection = 0, number = 0;  // which session of the terminal, which request of the session
    sync::Request request;
    sync::Response response;
};

struct Delivery {
    std::int64_t after_ms = 0;
    Packet packet;
};

class Network {
public:
    Network(const Plan& plan, Dice& dice) : plan_(plan), dice_(dice) {}
    void calm() { calm_ = true; }  // from now on every message arrives once and soon
    std::vector<Delivery> send(const Packet& packet);
    std::uint64_t faults() const { return faults_; }

private:
    const Plan& plan_;
    Dice& dice_;
    bool calm_ = false;
    std::uint64_t faults_ = 0;
};

bool is_hello(const sync::Request& request);

}  // namespace zj::sim
