// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/sync_policy.hpp"

#include <algorithm>

namespace zj::work {

std::int64_t next_sync_ms(const SyncPast& past, int jitter) {
    constexpr std::int64_t kWell = 60'000, kWaiting = 10'000, kFirstRetry = 5'000, kRetryMax = 300'000;
    if (past.ended_ms == 0) {
        return 0;
    }
    if (past.failures == 0) {
        const std::int64_t pause = past.has_waiting ? kWaiting : kWell;
        return past.ended_ms + pause + pause * jitter / 10'000;
    }
    const std::int64_t pause = std::min(kRetryMax, kFirstRetry << std::min(past.failures - 1, 10));
    return past.ended_ms + pause + pause * jitter / 5'000;
}

}  // namespace zj::work
