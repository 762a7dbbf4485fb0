// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the listener's callbacks do with a county: answer devices, tell devices from strangers, tell how it is.

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/county/county.hpp"
#include "gateway/http/server.hpp"
#include "gateway/ops/journal.hpp"

namespace zj::ops {

// Media type of an answer, as PROTOCOL.md says.
std::string_view content_type(const sync::Request& request, const sync::Response& response);

class Service {
public:
    Service(county::County& county, Clock& clock, Journal& journal)
        : county_(county), clock_(clock), journal_(journal) {}

    // Any thread.
    http::Answer answer(const sync::Request& request, const std::optional<crypto::VerifyKey>& peer);
    bool known(const crypto::VerifyKey& peer) { return county_.device_by_tls(peer).has_value(); }
    // /healthz and /metrics.
    std::optional<http::Answer> ops(std::string_view path, const http::Traffic& traffic);

    // Ticks that are due. What keeps them from being written is told by /healthz until it is over.
    Result<> advance();

private:
    http::Answer health();
    http::Answer metrics(const http::Traffic& traffic);

    county::County& county_;
    Clock& clock_;
    Journal& journal_;
    std::mutex lock_;
    std::string trouble_;  // code of what keeps the log from moving
};

}  // namespace zj::ops
