// SPDX-License-Identifier: Apache-2.0
// The network line against the gateway's own listener, on loopback.

#include <thread>

#include "gateway/http/server.hpp"
#include "shared/crypto/x509.hpp"
#include "terminal/work/net_line.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

struct Authority {
    crypto::SigningKey key;
    crypto::Certificate ca, server;
    Hash hash;

    explicit Authority(std::uint64_t seed) {
        SeededRandom random(seed);
        key = crypto::SigningKey::generate(random);
        const auto server_key = crypto::SigningKey::generate(random);
        ca = must(crypto::make_ca("421125", key, kNow));
        server = must(crypto::make_server_certificate(ca, server_key, {"gateway.county"}, kNow));
        hash = must(crypto::certificate_hash(ca.certificate_pem));
    }
};

// Answers with method, target, the peer's key id and the body.
std::unique_ptr<http::Server> serve(const Authority& authority,
                                    std::chrono::milliseconds idle_max = std::chrono::seconds(60),
                                    std::chrono::milliseconds delay = {}) {
    http::ServerOptions options;
    options.certificate_chain_pem = authority.server.certificate_pem + authority.ca.certificate_pem;
    options.key_pem = authority.server.key_pem.clone();
    options.workers = 1;
    options.io_threads = 1;
    options.idle_max = options.stranger_idle_max = idle_max;
    http::Callbacks callbacks;
    callbacks.answer = [delay](const sync::Request& request, const std::optional<crypto::VerifyKey>& peer) {
        std::this_thread::sleep_for(delay);
        return http::Answer{
            200, "text/plain",
            request.method + " " + request.target + " " + (peer ? peer->id() : "nobody") + " " + request.body};
    };
    callbacks.known = [](const crypto::VerifyKey&) {
        return true;
    };
    callbacks.ops = [](std::string_view, const http::Traffic&) {
        return std::optional<http::Answer>();
    };
    return must(http::Server::start(std::move(options), std::move(callbacks)));
}

NetOptions to(const http::Server& server) {
    NetOptions options;
    options.address = "127.0.0.1:" + std::to_string(server.port());
    options.now = kNow;
    return options;
}

}  // namespace

TEST_CASE("a device shows its key and gets answers over one connection") {
    const Authority authority(1);
    const auto server = serve(authority);
    SeededRandom random(9);
    const auto device = crypto::SigningKey::generate(random);
    NetOptions options = to(*server);
    options.certificate = must(crypto::make_device_certificate("device-1", device, kNow));
    options.tls_ca = authority.hash;
    const auto line = must(net_line(std::move(options)));
    CHECK(must(line->send({"GET", "/v1/checkpoint?from=0", ""})).body ==
          "GET /v1/checkpoint?from=0 " + device.verify_key().id() + " ");
    const std::string large(2 * 1024 * 1024, 'x');
    CHECK(must(line->send({"POST", "/v1/changes", large})).body.ends_with(large));
    CHECK(server->traffic().connections == 1);
}

TEST_CASE("a gateway under another authority is refused before anything is sent") {
    const Authority ours(1), other(2);
    const auto server = serve(other);
    NetOptions options = to(*server);
    options.tls_ca = ours.hash;
    const auto line = must(net_line(std::move(options)));
    CHECK(code_of(line->send({"GET", "/v1/checkpoint?from=0", ""})) == "net.certificate");
    CHECK(server->traffic().requests == 0);
}

TEST_CASE("a certificate counts by the time of the newest entry, not by the machine's clock") {
    const Authority authority(1);
    const auto server = serve(authority);
    NetOptions late = to(*server);
    late.tls_ca = authority.hash;
    late.now = kNow + 40 * 365 * kDayMs;
    CHECK(code_of(must(net_line(std::move(late)))->send({"GET", "/", ""})) == "net.certificate");
    NetOptions fitting = to(*server);
    fitting.tls_ca = authority.hash;
    CHECK(must(net_line(std::move(fitting)))->send({"GET", "/", ""}).has_value());
}

TEST_CASE("before enrolment the line is a stranger's until it is pinned") {
    const Authority authority(1), other(2);
    const auto server = serve(authority);
    const auto line = must(net_line(to(*server)));
    CHECK(must(line->send({"GET", "/v1/enrol?ticket=x", ""})).body.find(" nobody ") != std::string::npos);
    CHECK(line->pin(authority.hash).has_value());
    CHECK(line->send({"GET", "/", ""}).has_value());
    const auto deceived = must(net_line(to(*server)));
    CHECK(deceived->send({"GET", "/", ""}).has_value());
    CHECK(code_of(deceived->pin(other.hash)) == "net.certificate");
    CHECK(code_of(deceived->send({"GET", "/", ""})) == "net.certificate");
}

TEST_CASE("a connection that was closed while idle is made again") {
    const Authority authority(1);
    const auto server = serve(authority, std::chrono::milliseconds(50));
    NetOptions options = to(*server);
    options.tls_ca = authority.hash;
    const auto line = must(net_line(std::move(options)));
    CHECK(line->send({"GET", "/one", ""}).has_value());
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK(must(line->send({"GET", "/two", ""})).body.starts_with("GET /two"));
}

TEST_CASE("what cannot be reached is unknown, and a stop ends the wait") {
    const Authority authority(1);
    auto server = serve(authority, std::chrono::seconds(60), std::chrono::milliseconds(1500));
    std::atomic<bool> stop{false};
    NetOptions options = to(*server);
    options.tls_ca = authority.hash;
    options.stop = &stop;
    const auto line = must(net_line(std::move(options)));
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        stop = true;
    });
    CHECK(code_of(line->send({"GET", "/", ""})) == "sync.stopped");
    later.join();
    NetOptions gone = to(*server);
    server.reset();
    CHECK(code_of(must(net_line(std::move(gone)))->send({"GET", "/", ""})) == "net.connect");
    for (const char* address : {"", "host", "host:", "host:x", ":1", "ho st:1", "host:123456"}) {
        CHECK(code_of(net_line(NetOptions{address, std::nullopt, std::nullopt, kNow, nullptr})) == "net.address");
    }
}
