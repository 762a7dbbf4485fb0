// SPDX-License-Identifier: Apache-2.0
#pragma once
// When the terminal tries the line by itself. Pure: times in, a time out.

#include <cstdint>

namespace zj::work {

struct SyncPast {
    std::int64_t ended_ms = 0;  // monotonic, when the last attempt ended; 0: none since the unlock
    int failures = 0;           // in a row
    bool has_waiting = false;   // something signed has no receipt
};
// Monotonic time of the next attempt. `jitter` is 0 to 999 and spreads the terminals of a county.
//   after the unlock: at once; while all is well: every minute, every 10 s while something waits for its receipt;
//   after failures: 5 s, doubled each time up to 5 minutes, so that a line that comes back is noticed soon and a dead
//   one costs nothing.
std::int64_t next_sync_ms(const SyncPast& past, int jitter);

}  // namespace zj::work
