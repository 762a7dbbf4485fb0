// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the outside world saw of a run; the checkers hold it against what the stores say afterwards.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "shared/log/entry.hpp"
#include "tests/simulation/plan.hpp"
#include "tests/simulation/trace.hpp"

namespace zj::sim {

struct Acknowledged {
    std::size_t terminal = 0;
    ChangeSetId id;
    log::Receipt receipt;
};

struct History {
    std::vector<Acknowledged> acknowledged;      // receipts that a vault stored
    std::set<std::string> checkpoints;           // signed notes that a vault stored
    std::map<ChangeSetId, std::string> signed_;  // every change set that sign() returned → who
    std::vector<std::string> alarms;             // what must not happen in an honest county
    std::uint64_t crashes = 0, sessions = 0, sessions_done = 0, acts = 0;

    void alarm(std::string what) { alarms.push_back(std::move(what)); }
};

// Shared by everything in a run.
struct Env {
    const Plan& plan;
    Trace& trace;
    History& history;
    Time now;
};

// A machine's clock: the world's time, put wrong by so much.
class HostClock final : public Clock {
public:
    HostClock(const Env& env, std::int64_t skew_ms) : env_(env), skew_ms_(skew_ms) {}
    Time now() override { return env_.now + skew_ms_; }

private:
    const Env& env_;
    std::int64_t skew_ms_;
};

}  // namespace zj::sim
