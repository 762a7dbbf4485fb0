// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the lock desk may say without a key: who can unlock (slots.json), and what was known when the vault was locked,
// kept beside it as lock.json. Names, counts and times only; it decides nothing, and one that was edited misleads only
// whoever looks at the lock desk.

#include <string>

#include "terminal/work/jobs.hpp"

namespace zj::work {

reply::People read_lock_note(const std::string& folder, const vault::Cost& cost);
Result<> write_lock_note(vault::Vault& vault);

}  // namespace zj::work
