// SPDX-License-Identifier: Apache-2.0
#pragma once
// Serving a county: the listener of devices over the one writer of its log, ticks each minute, health and metrics, and
// a clean end. Logs are JSON lines on stderr: no bodies, no names, no numbers of persons, no secrets.

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace zj::ops {

struct Serving {
    std::string folder;
    std::string listen = "127.0.0.1:8443";
    std::string port_file;                  // "address:port", written once it listens
    std::optional<std::string> ops_listen;  // "127.0.0.1:9443"
    std::string ops_port_file;
};

// Returns after SIGTERM or SIGINT, which the caller has blocked in every thread. "gateway.busy" where another process
// serves the folder.
Result<> serve(const Serving& serving, Clock& clock, Random& random);

}  // namespace zj::ops
