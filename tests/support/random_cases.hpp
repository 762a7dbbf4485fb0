// SPDX-License-Identifier: Apache-2.0
#pragma once
// A random history of a small county from a seed: clerks and heads of several units at two offline terminals each,
// officers and departments at theirs. They sign on what their terminal saw last, queue up, and sync when they can, so
// that work arrives in any order between devices. The invariants of domain.md 3.2 are checked after every entry from
// the effects alone. The same history can be judged again over any registers.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/log/change_set.hpp"
#include "shared/model/judge.hpp"
#include "tests/support/county.hpp"

namespace zj::test {

struct RandomOptions {
    std::uint64_t seed = 1;
    std::size_t cases = 2000;
    std::size_t units = 6;
    // Real signatures on every change set, for a gateway that checks them. Without, they are taken as good: ids,
    // entries and effects are the same either way.
    bool sign = false;
    // The county freezes its registers from 15 December to 10 January (3.2-11); otherwise nobody ever does.
    bool freeze = false;
};

struct RandomStep {
    log::EntryKind kind = log::EntryKind::change;
    Time at;
    std::optional<log::ChangeSet> change_set;
    model::Checked checked;  // of a change
    // As first judged.
    log::Verdict verdict = log::Verdict::applied;
    std::string code;
    Hash effects;              // SHA-256 over the bytes of every record version, in order
    std::size_t accesses = 0;  // gets and puts of registers
};

struct RandomHistory {
    std::unique_ptr<County> county;       // who takes part
    std::vector<RandomStep> steps;        // from genesis
    std::size_t founded = 0;              // steps before the first random one
    std::size_t submitted = 0;            // cases
    std::map<std::string, int> verdicts;  // "held C4 confirm" → how often
    std::vector<std::string> faults;      // broken invariants; the run stops at the first entry that has any
};
// `registers` replaces the county's own memory and must outlive the history.
RandomHistory random_history(const RandomOptions& options, model::Registers* registers = nullptr);

// Judges the steps again with a judge of its own. The salts come from `salt_seed`, so that two replays of one history
// give the same entry bytes.
struct Replayed {
    std::vector<std::string> entries;      // exact bytes
    std::vector<std::string> differences;  // "entry 17: …", the first few
};
Replayed replay(const RandomHistory& history, model::Registers& registers, std::uint64_t salt_seed = 7);

// The invariants 1–5, 7–9 and 11 of domain.md 3.2, told from record versions as they are written. Of the fourth only
// what this release has data for: the county's ceilings stand in no register yet, but ΣH moves by openings alone, so it
// stays what they made it. 6 waits for 人员异动, and 10 is the log itself.
class Invariants {
public:
    Invariants();
    ~Invariants();
    // What the effects of one entry break; empty where nothing.
    std::vector<std::string> after(const std::vector<model::RecordPtr>& effects);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace zj::test
