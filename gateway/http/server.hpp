// SPDX-License-Identifier: Apache-2.0
#pragma once
// The listener of devices: HTTP/1.1 over TLS 1.3 with client certificates, and a plain one on loopback for health and
// metrics. Knows nothing of the county: requests come in, a handler answers. No tickets, no resumption, no early data;
// a certificate is asked for and its key handed on, and the handler decides what a peer may do.
//
// Threads: a few for the sockets, `workers` for the handler, so that several pushes wait for one group commit.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/sync/wire.hpp"

namespace zj::http {

// `peer`: the Ed25519 key of the client's certificate; absent where it has none of that kind.
using Handler =
    std::function<sync::Response(const sync::Request& request, const std::optional<crypto::VerifyKey>& peer)>;
// Path → body; absent for 404.
struct Page {
    int status = 200;
    std::string type, body;
};
using OpsHandler = std::function<std::optional<Page>(std::string_view path)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;             // 0: any free one
    std::string certificate_chain_pem;  // the server's first, then the county CA
    crypto::Secret key_pem;
    std::string ops_address = "127.0.0.1";
    std::optional<std::uint16_t> ops_port;  // absent: no such listener
    unsigned io_threads = 2;
    unsigned workers = 24;
    std::size_t connections_max = 1000;  // a county has some 200 terminals; each holds one
    // Silence, not duration: a chunk of 1 MiB may take minutes on a township's line, but bytes keep moving.
    std::chrono::milliseconds handshake_max{10'000}, head_max{15'000}, silence_max{30'000}, idle_max{120'000};
};

struct Traffic {
    std::atomic<std::uint64_t> connections{0}, open{0}, handshakes_failed{0}, requests{0}, gate_refused{0}, errors{0},
        turned_away{0};
};

class Server {
public:
    // "http.listen" where an address cannot be had, "http.tls" for bad keys.
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler, OpsHandler ops);
    ~Server();  // as stop()

    std::uint16_t port() const;
    std::uint16_t ops_port() const;
    const Traffic& traffic() const;
    // No new connections, requests under way are answered (for at most `patience`), then all is closed.
    void stop(std::chrono::milliseconds patience = std::chrono::milliseconds(10'000));

private:
    Server();
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace zj::http
