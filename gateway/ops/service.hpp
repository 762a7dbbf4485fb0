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
    Service(county::County& county, Journal& journal) : county_(county), journal_(journal) {}

    // Any thread.
    http::Answer answer(const sync::Request& request, const std::optional<crypto::VerifyKey>& peer);
    bool known(const crypto::VerifyKey& peer) { return county_.device_by_tls(peer).has_value(); }
    // /healthz and /metrics.
    std::optional<http::Answer> ops(std::string_view path, const http::Traffic& traffic);

    // Ticks that are due.
    Result<> advance();
    // To be called each second. What keeps the log from moving, or a device's work from being stored, is said once, and
    // by /healthz until it is over. "county.stopped" where nothing more can be signed.
    Result<> look();

private:
    http::Answer health();
    http::Answer metrics(const http::Traffic& traffic);

    county::County& county_;
    Journal& journal_;
    std::mutex lock_;
    std::string trouble_;  // code of what /healthz tells
};

}  // namespace zj::ops
