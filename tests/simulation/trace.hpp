// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happened in a run, in order, as one hash: the same seed must give the same hash. With --verbose every line is
// printed.

#include <string>
#include <string_view>

#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::sim {

class Trace {
public:
    explicit Trace(bool verbose) : verbose_(verbose) {}
    void note(Time at, std::string_view who, std::string_view what);
    Hash finish() { return hash_.finish(); }
    std::uint64_t lines() const { return lines_; }

private:
    bool verbose_;
    std::uint64_t lines_ = 0;
    crypto::Sha256 hash_;
};

}  // namespace zj::sim
