// SPDX-License-Identifier: Apache-2.0
#pragma once
// The gateway's machine: the real county database behind the real session, on a disk that keeps what was written when
// it dies.

#include <memory>
#include <optional>
#include <string>

#include "gateway/county/county.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/founding.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/network.hpp"

namespace zj::sim {

class GatewayHost {
public:
    GatewayHost(Env& env, const Ground& ground, std::string folder);

    bool up() const { return county_ != nullptr; }
    void start();
    void power_off();  // a crash between two steps
    void arm(std::uint64_t steps) { fuse_.arm(steps); }
    void tick();
    // Absent where the machine died over it, or was down.
    std::optional<sync::Response> handle(const sync::Request& request, const crypto::VerifyKey& peer);
    county::County& county() { return *county_; }

private:
    void image();  // the disk as it is now becomes what the next start finds
    void died();
    bool guarded(const std::function<void()>& work);

    Env& env_;
    const Ground& ground_;
    std::string folder_;
    HostClock clock_;
    Dice dice_;
    Fuse fuse_;
    std::unique_ptr<county::County> county_;
};

}  // namespace zj::sim
