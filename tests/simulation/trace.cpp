// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/trace.hpp"

#include <cstdio>

namespace zj::sim {

void Trace::note(Time at, std::string_view who, std::string_view what) {
    std::string line = format_time(at);
    line.append(" ").append(who).append("  ").append(what).append("\n");
    hash_.update(as_bytes(line));
    ++lines_;
    if (verbose_) {
        std::fputs(line.c_str(), stdout);
    }
}

}  // namespace zj::sim
