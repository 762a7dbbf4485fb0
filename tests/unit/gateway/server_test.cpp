// SPDX-License-Identifier: Apache-2.0
// The listener with a handler of the test's own: TLS as it must be, deadlines, caps, and a clean end.
#include "gateway/http/server.hpp"

#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "shared/base/system_time.hpp"
#include "tests/support/show_result.hpp"
#include "tests/unit/gateway/tls_client.hpp"

using namespace zj;
using namespace std::chrono_literals;
using http::Answer;
using http::Server;
using http::ServerOptions;
using test::TlsClient;

namespace {

crypto::SigningKey key_of(std::uint64_t seed) {
    SeededRandom random(seed);
    return crypto::SigningKey::generate(random);
}

const Time kNow = SystemClock().now();

crypto::Certificate device_certificate(std::uint64_t seed) {
    return crypto::make_device_certificate("device", key_of(seed), kNow).value();
}

ServerOptions quick() {
    const crypto::Certificate ca = crypto::make_ca("421125", key_of(1), kNow).value();
    crypto::Certificate own = crypto::make_server_certificate(ca, key_of(2), {"127.0.0.1"}, kNow).value();
    ServerOptions out;
    out.certificate_chain_pem = own.certificate_pem + ca.certificate_pem;
    out.key_pem = std::move(own.key_pem);
    out.handshake_max = out.head_max = out.idle_max = out.stranger_idle_max = out.silence_max = 5'000ms;
    out.workers = 4;
    return out;
}

// A gate that requests wait at until the test opens it.
struct Barrier {
    std::mutex lock;
    std::condition_variable moved;
    int waiting = 0;
    bool open = false;
    void pass() {
        std::unique_lock held(lock);
        ++waiting;
        moved.notify_all();
        moved.wait(held, [&] { return open; });
    }
    bool await(int count) {
        std::unique_lock held(lock);
        return moved.wait_for(held, 10s, [&] { return waiting >= count; });
    }
    void let_go() {
        const std::lock_guard held(lock);
        open = true;
        moved.notify_all();
    }
};

struct Running {
    explicit Running(ServerOptions options = quick()) {
        http::Callbacks callbacks;
        callbacks.answer = [this](const sync::Request& request, const std::optional<crypto::VerifyKey>& peer) {
            if (request.target == "/wait") {
                barrier.pass();
            }
            if (request.target == "/throw") {
                throw std::bad_alloc();
            }
            if (request.target == "/large") {
                return Answer{200, "application/octet-stream", std::string(8 * 1024 * 1024, 'x')};
            }
            return Answer{200, "text/plain",
                          request.method + " " + request.target + " " + std::to_string(request.body.size()) + " " +
                              (peer ? peer->id() : "nobody")};
        };
        callbacks.known = [](const crypto::VerifyKey& peer) {
            return peer == key_of(7).verify_key();
        };
        callbacks.ops = [](std::string_view path, const http::Traffic&) -> std::optional<Answer> {
            return path == "/healthz" ? std::optional(Answer{200, "application/json", "{}"}) : std::nullopt;
        };
        auto started = Server::start(std::move(options), std::move(callbacks));
        REQUIRE(started.has_value());
        server = std::move(*started);
    }
    ~Running() { barrier.let_go(); }
    std::uint16_t port() const { return server->port(); }

    Barrier barrier;
    std::unique_ptr<Server> server;
};

const std::string kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post(std::string_view target, std::size_t bytes) {
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(bytes) +
           "\r\n\r\n";
}

}  // namespace

TEST_CASE("the handler is told the peer's raw key, or that there is none") {
    const Running running;
    auto stranger = TlsClient::connect(running.port());
    REQUIRE(stranger);
    CHECK(stranger->version() == TLS1_3_VERSION);
    REQUIRE(stranger->send(kGet));
    CHECK(stranger->reply()->body == "GET /a 0 nobody");

    const crypto::Certificate certificate = device_certificate(7);
    auto device = TlsClient::connect(running.port(), {&certificate});
    REQUIRE(device);
    REQUIRE(device->send(kGet));
    CHECK(device->reply()->body == "GET /a 0 " + key_of(7).verify_key().id());
}

TEST_CASE("the server shows its certificate and the county's CA") {
    const Running running;
    auto client = TlsClient::connect(running.port());
    REQUIRE(client);
    CHECK(crypto::certificate_key(client->certificate_pem()).value() == key_of(2).verify_key());
}

TEST_CASE("TLS 1.2 is refused") {
    const Running running;
    CHECK_FALSE(TlsClient::connect(running.port(), {nullptr, TLS1_2_VERSION}));
    CHECK(TlsClient::connect(running.port(), {nullptr, TLS1_3_VERSION}));
    CHECK(running.server->traffic().handshakes_failed == 1);
}

TEST_CASE("nothing is given out that a session could be resumed with") {
    const Running running;
    auto client = TlsClient::connect(running.port());
    REQUIRE(client);
    REQUIRE(client->send(kGet));
    REQUIRE(client->reply());  // tickets come before the first answer, if at all
    CHECK_FALSE(client->has_session());
}

TEST_CASE("a connection carries one request after another, also those sent ahead") {
    const Running running;
    auto client = TlsClient::connect(running.port());
    REQUIRE(client);
    REQUIRE(client->send(kGet + post("/b", 3) + "abc" + kGet));
    CHECK(client->reply()->body == "GET /a 0 nobody");
    CHECK(client->reply()->body == "POST /b 3 nobody");
    CHECK(client->reply()->body == "GET /a 0 nobody");
    for (const char c : post("/c", 2) + "xy") {
        REQUIRE(client->send({&c, 1}));
    }
    CHECK(client->reply()->body == "POST /c 2 nobody");
    REQUIRE(client->send("GET /d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    const auto last = client->reply();
    REQUIRE(last);
    CHECK(last->head.find("Connection: close") != std::string::npos);
    CHECK(client->closed());
}

TEST_CASE("what the gate refuses is answered once, and what follows is never read as a request") {
    const Running running;
    auto client = TlsClient::connect(running.port());
    REQUIRE(client);
    REQUIRE(client->send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kGet));
    const auto reply = client->reply();
    REQUIRE(reply);
    CHECK(reply->status == 400);
    CHECK(reply->body.find("http.gate") != std::string::npos);
    CHECK_FALSE(client->reply());
    CHECK(client->closed());
    CHECK(running.server->traffic().requests == 0);
    CHECK(running.server->traffic().gate_refused == 1);
}

TEST_CASE("a body over the cap is refused before it is read, and the refusal arrives") {
    const Running running;
    auto client = TlsClient::connect(running.port());
    REQUIRE(client);
    REQUIRE(client->send(post("/a", http::kBodyBytesMax + 1)));
    client->send(std::string(256 * 1024, 'x'));  // still sending while it is refused
    const auto reply = client->reply();
    REQUIRE(reply);
    CHECK(reply->status == 413);
    CHECK(client->closed());
}

TEST_CASE("the largest body and a large answer come whole") {
    const Running running;
    const crypto::Certificate certificate = device_certificate(7);
    auto client = TlsClient::connect(running.port(), {&certificate});
    REQUIRE(client);
    REQUIRE(client->send(post("/a", http::kBodyBytesMax)));
    const std::string piece(1024 * 1024, 'x');
    for (std::size_t sent = 0; sent < http::kBodyBytesMax;) {
        const std::size_t size = std::min(piece.size(), http::kBodyBytesMax - sent);
        REQUIRE(client->send(std::string_view(piece).substr(0, size)));
        sent += size;
    }
    CHECK(client->reply()->body ==
          "POST /a " + std::to_string(http::kBodyBytesMax) + " " + key_of(7).verify_key().id());
    REQUIRE(client->send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(client->reply()->body == std::string(8 * 1024 * 1024, 'x'));
}

TEST_CASE("more bytes at once than may be held are told to come later") {
    ServerOptions options = quick();
    options.memory_max = 1024 * 1024;
    const Running running(std::move(options));
    const crypto::Certificate certificate = device_certificate(7);
    auto client = TlsClient::connect(running.port(), {&certificate});
    REQUIRE(client);
    REQUIRE(client->send(post("/a", 4 * 1024 * 1024)));
    client->send(std::string(2 * 1024 * 1024, 'x'));
    const auto reply = client->reply();
    REQUIRE(reply);
    CHECK(reply->status == 503);
    CHECK(client->closed());
    // Given back afterwards.
    auto next = TlsClient::connect(running.port(), {&certificate});
    REQUIRE(next);
    REQUIRE(next->send(post("/a", 512 * 1024) + std::string(512 * 1024, 'x')));
    CHECK(next->reply()->status == 200);
}

TEST_CASE("every wait has an end: handshake, head, body, idleness, slow answers") {
    ServerOptions options = quick();
    options.handshake_max = options.head_max = options.silence_max = options.stranger_idle_max = 300ms;
    options.idle_max = 1'200ms;
    options.bytes_per_second_min = 1024;
    const Running running(std::move(options));
    SECTION("nothing is said after connecting") {
        CHECK(test::plain_exchange(running.port(), "").empty());  // closed from there, without a word
        for (int i = 0; running.server->traffic().open > 0 && i < 100; ++i) {
            std::this_thread::sleep_for(20ms);
        }
        CHECK(running.server->traffic().handshakes_failed == 1);
    }
    SECTION("a head that drips") {
        auto client = TlsClient::connect(running.port());
        REQUIRE(client);
        const auto begun = std::chrono::steady_clock::now();
        bool sending = true;
        for (int i = 0; sending && i < 50; ++i) {
            sending = client->send(i == 0 ? "GET /a HTTP/1.1\r\nX: " : "a") && !client->closed(50ms);
        }
        CHECK_FALSE(sending);
        CHECK(std::chrono::steady_clock::now() - begun < 2s);
    }
    SECTION("a body that stands still") {
        auto client = TlsClient::connect(running.port());
        REQUIRE(client);
        REQUIRE(client->send(post("/a", 10) + "abc"));
        CHECK(client->closed(2'000ms));
    }
    SECTION("a body that drips") {
        auto client = TlsClient::connect(running.port());
        REQUIRE(client);
        REQUIRE(client->send(post("/a", 500)));
        const auto begun = std::chrono::steady_clock::now();
        bool sending = true;
        for (int i = 0; sending && i < 100; ++i) {
            sending = client->send("a") && !client->closed(50ms);
        }
        CHECK_FALSE(sending);
        CHECK(std::chrono::steady_clock::now() - begun < 3s);
    }
    SECTION("a stranger that is idle, sooner than a device") {
        const crypto::Certificate certificate = device_certificate(7);
        auto stranger = TlsClient::connect(running.port());
        auto device = TlsClient::connect(running.port(), {&certificate});
        REQUIRE(stranger);
        REQUIRE(device);
        CHECK(stranger->closed(900ms));
        CHECK_FALSE(device->closed(100ms));
        CHECK(device->closed(3'000ms));
    }
    SECTION("an answer that is not fetched") {
        auto client = TlsClient::connect(running.port());
        REQUIRE(client);
        for (int i = 0; i < 8; ++i) {
            client->send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        for (int i = 0; running.server->traffic().open > 0 && i < 100; ++i) {
            std::this_thread::sleep_for(50ms);
        }
        CHECK(running.server->traffic().open == 0);
    }
}

TEST_CASE("a device beyond the cap is told to come later, and there is room again when one ends") {
    ServerOptions options = quick();
    options.connections_max = 3;
    const Running running(std::move(options));
    const crypto::Certificate certificate = device_certificate(7);
    std::vector<TlsClient> held;
    const auto answered = [&]() -> int {
        auto client = TlsClient::connect(running.port(), {&certificate});
        if (!client || !client->send(kGet)) {
            return 0;
        }
        const auto reply = client->reply();
        held.push_back(std::move(*client));
        return reply ? reply->status : 0;
    };
    for (int i = 0; i < 3; ++i) {
        REQUIRE(answered() == 200);
    }
    CHECK(answered() == 503);
    CHECK(running.server->traffic().turned_away == 1);
    held.clear();
    bool again = false;
    for (int i = 0; !again && i < 100; ++i) {
        again = answered() == 200;
    }
    CHECK(again);
}

TEST_CASE("strangers hold little in memory, and only their own share") {
    ServerOptions options = quick();
    options.stranger_memory_max = 100 * 1024;
    const Running running(std::move(options));
    auto greedy = TlsClient::connect(running.port());
    REQUIRE(greedy);
    REQUIRE(greedy->send(post("/v1/enrol", 64 * 1024 + 1)));
    CHECK(greedy->reply()->status == 413);
    CHECK(greedy->closed());
    std::vector<TlsClient> strangers;
    for (int i = 0; i < 2; ++i) {
        auto client = TlsClient::connect(running.port());
        REQUIRE(client);
        REQUIRE(client->send(post("/v1/enrol", 64 * 1024)));
        client->send(std::string(60 * 1024, 'x'));
        strangers.push_back(std::move(*client));
    }
    CHECK((strangers[0].reply(500ms) || strangers[1].reply(500ms)));  // one of them is too much
    const crypto::Certificate certificate = device_certificate(7);
    auto device = TlsClient::connect(running.port(), {&certificate});
    REQUIRE(device);
    REQUIRE(device->send(post("/a", 512 * 1024) + std::string(512 * 1024, 'x')));
    CHECK(device->reply()->status == 200);
}

TEST_CASE("connections that never say who they are make room at their own cost") {
    ServerOptions options = quick();
    options.arriving_max = 5;
    const Running running(std::move(options));
    const crypto::Certificate certificate = device_certificate(7);
    auto before = TlsClient::connect(running.port(), {&certificate});
    REQUIRE(before);
    REQUIRE(before->send(kGet));
    CHECK(before->reply()->status == 200);
    std::vector<test::Silent> silent(20);
    for (test::Silent& one : silent) {
        REQUIRE(one.connect(running.port()));
    }
    auto after = TlsClient::connect(running.port(), {&certificate});
    REQUIRE(after);
    for (auto* device : {&before, &after}) {
        REQUIRE((*device)->send(kGet));
        CHECK((*device)->reply()->status == 200);
    }
    CHECK(silent.front().closed(1'000ms));
    CHECK_FALSE(silent.back().closed(100ms));
    CHECK(running.server->traffic().turned_away >= 15);
}

TEST_CASE("the address with the most silent connections loses its oldest one") {
    ServerOptions options = quick();
    options.arriving_max = 3;
    const Running running(std::move(options));
    std::vector<test::Silent> silent(4);
    REQUIRE(silent[0].connect(running.port(), "127.0.0.2"));
    REQUIRE(silent[1].connect(running.port(), "127.0.0.3"));
    REQUIRE(silent[2].connect(running.port(), "127.0.0.3"));
    REQUIRE(silent[3].connect(running.port(), "127.0.0.4"));
    CHECK(silent[1].closed(1'000ms));
    for (const std::size_t i : {0, 2, 3}) {
        CHECK_FALSE(silent[i].closed(100ms));
    }
}

TEST_CASE("strangers do not keep devices out") {
    ServerOptions options = quick();
    options.strangers_max = 2;
    const Running running(std::move(options));
    const crypto::Certificate known = device_certificate(7), unknown = device_certificate(8);
    std::vector<TlsClient> strangers;
    for (int i = 0; i < 2; ++i) {
        auto client = TlsClient::connect(running.port(), {i == 0 ? nullptr : &unknown});
        REQUIRE(client);
        REQUIRE(client->send(kGet));
        CHECK(client->reply()->status == 200);
        strangers.push_back(std::move(*client));
    }
    auto third = TlsClient::connect(running.port(), {&unknown});
    REQUIRE(third);
    third->send(kGet);
    CHECK(third->reply()->status == 429);
    CHECK(third->closed());
    auto device = TlsClient::connect(running.port(), {&known});
    REQUIRE(device);
    REQUIRE(device->send(kGet));
    CHECK(device->reply()->status == 200);
}

TEST_CASE("two hundred idle connections are carried, and each still answers") {
    const Running running;
    std::vector<TlsClient> clients;
    const crypto::Certificate certificate = device_certificate(7);
    for (int i = 0; i < 200; ++i) {
        auto client = TlsClient::connect(running.port(), {&certificate});
        REQUIRE(client);
        clients.push_back(std::move(*client));
    }
    CHECK(running.server->traffic().open == 200);
    for (TlsClient& client : clients) {
        REQUIRE(client.send(kGet));
        CHECK(client.reply()->status == 200);
    }
}

TEST_CASE("several requests are with the handler at once") {
    Running running;
    std::vector<TlsClient> clients;
    for (int i = 0; i < 4; ++i) {
        auto client = TlsClient::connect(running.port());
        REQUIRE(client);
        REQUIRE(client->send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
        clients.push_back(std::move(*client));
    }
    CHECK(running.barrier.await(4));
    running.barrier.let_go();
    for (TlsClient& client : clients) {
        CHECK(client.reply()->status == 200);
    }
}

TEST_CASE("a handler that fails costs one request and no more") {
    const Running running;
    auto client = TlsClient::connect(running.port());
    REQUIRE(client);
    REQUIRE(client->send("GET /throw HTTP/1.1\r\nHost: a\r\n\r\n" + kGet));
    CHECK(client->reply()->status == 503);
    CHECK(client->reply()->status == 200);
    CHECK(running.server->traffic().errors == 1);
}

TEST_CASE("stopping answers what is under way, closes the rest, and takes nothing new") {
    Running running;
    auto idle = TlsClient::connect(running.port());
    auto busy = TlsClient::connect(running.port());
    REQUIRE(idle);
    REQUIRE(busy);
    REQUIRE(busy->send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
    REQUIRE(running.barrier.await(1));
    const std::uint16_t port = running.port();
    std::thread stopper([&] { running.server->stop(); });
    for (int i = 0; TlsClient::connect(port) && i < 100; ++i) {
    }
    CHECK_FALSE(TlsClient::connect(port));
    running.barrier.let_go();
    const auto reply = busy->reply();
    stopper.join();
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->head.find("Connection: close") != std::string::npos);
    CHECK(busy->closed());
    CHECK(idle->closed());
    CHECK(running.server->traffic().open == 0);
}

TEST_CASE("a body that never comes holds the end up only as long as patience lasts") {
    Running running;
    auto client = TlsClient::connect(running.port());
    REQUIRE(client);
    REQUIRE(client->send(post("/a", 10) + "abc"));
    std::this_thread::sleep_for(50ms);
    const auto begun = std::chrono::steady_clock::now();
    running.server->stop(300ms);
    CHECK(std::chrono::steady_clock::now() - begun < 3s);
    CHECK(client->closed());
}

TEST_CASE("the plain listener serves health, and refuses what the gate refuses") {
    ServerOptions options = quick();
    options.ops_port = 0;
    const Running running(std::move(options));
    const std::uint16_t port = running.server->ops_port();
    CHECK(test::plain_exchange(port, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(test::plain_exchange(port, "GET /v1/hello HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 404"));
    CHECK(test::plain_exchange(port, post("/healthz", 0)).starts_with("HTTP/1.1 404"));
    CHECK(test::plain_exchange(port, "GET /healthz HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 505"));
    // And never speaks to devices, nor the other to scrapers.
    CHECK_FALSE(TlsClient::connect(port));
    CHECK_FALSE(test::plain_exchange(running.port(), kGet).starts_with("HTTP"));
}

TEST_CASE("an address in use and one that is none are told apart from success") {
    const Running running;
    ServerOptions options = quick();
    options.port = running.port();
    const auto taken = Server::start(std::move(options), {});
    REQUIRE_FALSE(taken.has_value());
    CHECK(taken.error().code == "http.listen");
    CHECK(taken.error().where == "127.0.0.1:" + std::to_string(running.port()));
    options = quick();
    options.address = "localhost";
    CHECK(Server::start(std::move(options), {}).error().code == "http.listen");
    options = quick();
    options.key_pem = crypto::Secret::random(32);
    CHECK(Server::start(std::move(options), {}).error().code == "http.tls");
}
