// SPDX-License-Identifier: Apache-2.0
#pragma once
// A disk without room, as far as this process can tell.

#include <sys/resource.h>

#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <cstdint>

namespace zj::store {

// Files may not grow beyond what they are now.
class FullDisk {
public:
    explicit FullDisk(std::uintmax_t bytes) {
        old_signal_ = std::signal(SIGXFSZ, SIG_IGN);
        REQUIRE(getrlimit(RLIMIT_FSIZE, &old_) == 0);
        rlimit full = old_;
        full.rlim_cur = bytes;
        REQUIRE(setrlimit(RLIMIT_FSIZE, &full) == 0);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_signal_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit old_{};
    void (*old_signal_)(int) = nullptr;
};

}  // namespace zj::store
