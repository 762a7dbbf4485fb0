// SPDX-License-Identifier: Apache-2.0
#pragma once
// One run: the hosts, the network between them and the events in order of simulated time, all on one thread from one
// seed. First trouble, then calm: the faults end, everything starts again, each terminal syncs three times, and the
// checkers look at what is there.

#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "tests/simulation/actors.hpp"
#include "tests/simulation/gateway_host.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/terminal_host.hpp"

namespace zj::sim {

inline constexpr int kSyncsAfterFaults = 3;

struct Outcome {
    std::vector<std::string> faults;  // what the checkers found; empty is good
    Hash trace;
    std::uint64_t lines = 0, entries = 0, messages_hurt = 0;
    std::map<std::string, std::uint64_t> verdicts;  // "held C4": how many, to see that a run reached something
    History history;
};

// `folder` is made from the ground and removed again.
Outcome run_seed(const Ground& ground, const std::string& folder, const Plan& plan, bool verbose);

class World {
public:
    World(const Ground& ground, const std::string& folder, const Plan& plan, Trace& trace, History& history);
    void run();
    GatewayHost& gateway() { return gateway_; }
    TerminalHost& terminal(std::size_t i) { return *terminals_[i]; }
    const Network& network() const { return network_; }
    Time now() const { return env_.now; }

private:
    struct Event {
        Time at;
        std::uint64_t order = 0;
        std::function<void()> what;
        bool operator>(const Event& other) const { return at != other.at ? at > other.at : order > other.order; }
    };
    void after(std::int64_t ms, std::function<void()> what);
    void run_until(Time end);
    void trouble();
    void calm();
    void people_act();
    void crash_something();
    void keep_syncing(TerminalHost& host);
    void keep_ticking();
    void send(std::optional<Packet> packet);
    void deliver(const Packet& packet);

    Env env_;
    Dice dice_, line_dice_;
    Network network_;
    GatewayHost gateway_;
    std::vector<std::unique_ptr<TerminalHost>> terminals_;
    Actors actors_;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    std::uint64_t order_ = 0;
    bool calm_ = false;
    bool still_ = false;  // no ticks any more
};

}  // namespace zj::sim
