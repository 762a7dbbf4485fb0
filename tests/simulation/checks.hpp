// SPDX-License-Identifier: Apache-2.0
#pragma once
// The judges of a run, apart from what they judge: they read the stores and the history, and write what is wrong into
// Outcome::faults.

#include "tests/simulation/world.hpp"

namespace zj::sim {

// The log is one chain of whole entries; each device's chain is whole; every change set and every act stands in it
// once; replaying it from nothing gives the same verdicts, effects, scopes and registers; the invariants hold after
// each entry.
void check_county(const Ground& ground, World& world, Outcome& out);
// The terminal has everything that the county has for its scopes, nothing else, and a receipt for all that it signed.
void check_terminal(const Ground& ground, World& world, std::size_t index, Outcome& out);
// Nothing that was acknowledged is lost, and no signed checkpoint is contradicted.
void check_history(const Ground& ground, World& world, Outcome& out);

}  // namespace zj::sim
