// SPDX-License-Identifier: Apache-2.0
#pragma once
// Serving a county: the listener of devices over the one writer of its log, ticks each minute, operators' orders,
// health and metrics, and a clean end.

#include <string>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace zj::ops {

struct Serving {
    std::string folder;
    std::string listen = "127.0.0.1:8443";
    std::string port_file;   // "address:port", written once it listens
    std::string ops_listen;  // of /healthz and /metrics; empty: none
    std::string ops_port_file;
};

// Returns after SIGTERM or SIGINT, which the caller has blocked in every thread: requests under way are answered first.
// "gateway.busy" where another process serves the folder; "county.stopped" where the database could not be read back
// after a failed write, and a new start must look at it.
Result<> serve(const Serving& serving, Clock& clock, Random& random);

}  // namespace zj::ops
