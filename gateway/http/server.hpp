// SPDX-License-Identifier: Apache-2.0
#pragma once
// The listener of devices: HTTP/1.1 over TLS 1.3 with client certificates, and a plain one on loopback for health and
// metrics. Knows nothing of the county: requests come in, callbacks answer. No tickets, no resumption, no early data; a
// certificate is asked for and its key handed on, and the callback decides what a peer may do.
//
// Threads: a few for the sockets, `workers` for the callbacks, so that several pushes wait for one group commit. The
// callbacks are called by many threads at once and must outlive the server.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/gate.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/sync/bounds.hpp"
#include "shared/sync/wire.hpp"

namespace zj::http {

struct Answer {
    int status = 200;
    std::string type, body;
};
struct Traffic {
    std::atomic<std::uint64_t> connections{0}, open{0}, devices{0}, strangers{0}, handshakes_failed{0}, requests{0},
        gate_refused{0}, errors{0}, turned_away{0};
};

struct Callbacks {
    // `peer`: the Ed25519 key of the client's certificate; absent where it has none of that kind. Holding the key is
    // proved by the handshake, nothing else is.
    std::function<Answer(const sync::Request& request, const std::optional<crypto::VerifyKey>& peer)> answer;
    // Whether a peer is a device of this county. All others are strangers: few of them at once, and on short time.
    std::function<bool(const crypto::VerifyKey& peer)> known;
    // Of the plain listener; absent for 404.
    std::function<std::optional<Answer>(std::string_view path, const Traffic& traffic)> ops;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;             // 0: any free one
    std::string certificate_chain_pem;  // the server's first, then the county CA
    crypto::Secret key_pem;
    std::string ops_address = "127.0.0.1";
    std::optional<std::uint16_t> ops_port;  // absent: no such listener
    unsigned io_threads = 2;
    unsigned workers = 24;  // pushes that can wait for one commit
    // Three counts apart, so that strangers never keep devices out: a county has some 200 terminals, each holds one.
    std::size_t connections_max = 1000;  // of devices
    std::size_t strangers_max = 100;
    // Who has not yet shown who they are, or is being refused. Beyond it the oldest of the address that has most of
    // them is closed: whoever opens many makes room at their own cost, and a device needs its place for a moment only.
    std::size_t arriving_max = 200;
    // Request bytes held at once; beyond, "later". Of strangers apart: all they may ask for is an enrolment.
    std::size_t memory_max = 256 * 1024 * 1024;
    std::size_t stranger_memory_max = 4 * 1024 * 1024;
    std::size_t stranger_body_max = sync::bounds::kEnrolBytesMax;
    std::chrono::milliseconds handshake_max{10'000}, head_max{15'000}, idle_max{120'000}, stranger_idle_max{15'000};
    // Bytes must keep moving, and not one by one: a chunk of 1 MiB may take minutes on a township's line.
    std::chrono::milliseconds silence_max{30'000};
    std::size_t bytes_per_second_min = 1024;
};

class Server {
public:
    // "http.listen" where an address cannot be had, "http.tls" for bad keys.
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Callbacks callbacks);
    ~Server();  // as stop()

    std::uint16_t port() const;
    std::uint16_t ops_port() const;
    const Traffic& traffic() const;
    // No new connections; requests under way are answered (those still coming in for at most `patience`), then all is
    // closed.
    void stop(std::chrono::milliseconds patience = std::chrono::milliseconds(10'000));

private:
    Server();
    struct State;
    std::unique_ptr<State> state_;
};

// Whether Beast reads the same request out of the same bytes. Asked of every request that the gate lets pass: where the
// two differ, nobody acts on either reading.
bool beast_agrees(std::string_view head_bytes, const Head& head);

}  // namespace zj::http
