// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/http/gate.hpp"
#include "shared/sync/answers.hpp"

namespace zj::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using Tls = asio::ssl::stream<beast::tcp_stream>;
constexpr auto kQuiet = asio::as_tuple(use_awaitable);

std::string_view reason(int status) {
    return beast::http::obsolete_reason(static_cast<beast::http::status>(status));
}

std::string_view type_of(const sync::Response& response) {
    if (response.body.starts_with('{')) {
        return "application/json";
    }
    return response.status == 200 ? "application/octet-stream" : "text/plain; charset=utf-8";
}

std::string head_of(int status, std::string_view type, std::size_t bytes, bool close) {
    std::string out = "HTTP/1.1 " + std::to_string(status) + " ";
    out += reason(status);
    out += "\r\nContent-Type: ";
    out += type;
    out += "\r\nContent-Length: " + std::to_string(bytes) + "\r\nCache-Control: no-store\r\n";
    out += close ? "Connection: close\r\n\r\n" : "\r\n";
    return out;
}

// Beast must read the same request out of the same bytes; where it does not, nobody acts on either reading.
bool beast_agrees(std::string_view head, const Head& expected) {
    beast::http::request_parser<beast::http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(kHeadBytesMax));
    parser.body_limit(kBodyBytesMax);
    error_code error;
    const std::size_t taken = parser.put(asio::buffer(head.data(), head.size()), error);
    if ((error && error != beast::http::error::need_more) || !parser.is_header_done() || taken != head.size()) {
        return false;
    }
    const auto& message = parser.get();
    const auto length = parser.content_length();
    return message.method_string() == beast::string_view(expected.method) &&
           message.target() == beast::string_view(expected.target) && message.version() == 11 && !parser.chunked() &&
           (length ? *length : 0) == expected.body_bytes;
}

std::optional<crypto::VerifyKey> peer_key(SSL* ssl) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl), &X509_free);
    EVP_PKEY* const key = certificate ? X509_get0_pubkey(certificate.get()) : nullptr;
    crypto::VerifyKey out;
    std::size_t size = out.bytes.size();
    if (key == nullptr || EVP_PKEY_get_id(key) != EVP_PKEY_ED25519 ||
        EVP_PKEY_get_raw_public_key(key, out.bytes.data(), &size) != 1 || size != out.bytes.size()) {
        return std::nullopt;
    }
    return out;
}

Result<> set_up(asio::ssl::context& tls, const ServerOptions& options) {
    try {
        SSL_CTX* const raw = tls.native_handle();
        SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION);
        SSL_CTX_set_options(raw, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
        SSL_CTX_set_num_tickets(raw, 0);
        SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);  // resumption skips certificate checks
        SSL_CTX_set_max_early_data(raw, 0);
        // A device's certificate is its own: its key is looked up in the log, request by request. Enrolment has none
        // yet.
        SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
        tls.use_certificate_chain(asio::buffer(options.certificate_chain_pem));
        tls.use_private_key(asio::buffer(options.key_pem.view().data(), options.key_pem.size()),
                            asio::ssl::context::pem);
    } catch (const boost::system::system_error& error) {
        return fail("http.tls", {}, error.code().message());
    }
    return {};
}

Result<tcp::acceptor> listen(asio::io_context& io, const std::string& address, std::uint16_t port) {
    error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error) {
        return fail("http.listen", address, error.message(), {address});
    }
    tcp::acceptor out(io);
    const tcp::endpoint at(ip, port);
    out.open(at.protocol(), error);
    if (!error) {
        out.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) {
        out.bind(at, error);
    }
    if (!error) {
        out.listen(asio::socket_base::max_listen_connections, error);
    }
    const std::string where = address + ":" + std::to_string(port);
    return error ? Result<tcp::acceptor>(fail("http.listen", where, error.message(), {where})) : std::move(out);
}

// On a worker's thread.
asio::awaitable<sync::Response> answer(const Handler& handler, const sync::Request& request,
                                       const std::optional<crypto::VerifyKey>& peer) {
    co_return handler(request, peer);
}

}  // namespace

struct Server::State {
    State(ServerOptions options_, Handler handler_, OpsHandler ops_)
        : options(std::move(options_)), handler(std::move(handler_)), ops(std::move(ops_)) {}

    ServerOptions options;
    Handler handler;
    OpsHandler ops;
    Traffic traffic;
    asio::io_context io;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    std::optional<tcp::acceptor> devices, health;
    std::uint16_t port = 0, ops_port = 0;
    std::unique_ptr<asio::thread_pool> workers;
    std::vector<std::thread> threads;
    std::atomic<bool> stopping{false};
    std::atomic<std::uint64_t> busy{0};  // requests being answered
    std::mutex sockets_lock;
    std::list<beast::tcp_stream*> sockets;  // open ones, to be closed by stop()

    asio::awaitable<void> accept_devices();
    asio::awaitable<void> accept_health();
    asio::awaitable<void> session(beast::tcp_stream stream);
    asio::awaitable<void> serve(Tls& stream);
    asio::awaitable<bool> one_request(Tls& stream, std::string& buffer, const std::optional<crypto::VerifyKey>& peer);
    asio::awaitable<void> health_request(beast::tcp_stream stream);
    template <class Stream>
    asio::awaitable<bool> send(Stream& stream, int status, std::string_view type, std::string_view body, bool close);
    void close_all();
};

template <class Stream>
asio::awaitable<bool> Server::State::send(Stream& stream, int status, std::string_view type, std::string_view body,
                                          bool close) {
    const std::string head = head_of(status, type, body.size(), close);
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body.data(), body.size())};
    beast::get_lowest_layer(stream).expires_after(options.silence_max);
    if (body.size() <= 64 * 1024) {
        const auto [error, bytes] = co_await asio::async_write(stream, parts, kQuiet);
        co_return !error;
    }
    // Large ones in pieces, so that the deadline is one of silence.
    if (const auto [error, bytes] = co_await asio::async_write(stream, asio::buffer(head), kQuiet); error) {
        co_return false;
    }
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t piece = std::min<std::size_t>(body.size() - at, 256 * 1024);
        beast::get_lowest_layer(stream).expires_after(options.silence_max);
        const auto [error, bytes] = co_await asio::async_write(stream, asio::buffer(body.data() + at, piece), kQuiet);
        if (error) {
            co_return false;
        }
        at += piece;
    }
    co_return true;
}

asio::awaitable<bool> Server::State::one_request(Tls& stream, std::string& buffer,
                                                 const std::optional<crypto::VerifyKey>& peer) {
    auto& socket = beast::get_lowest_layer(stream);
    std::array<char, 16 * 1024> piece;
    Verdict verdict;
    bool begun = !buffer.empty();
    socket.expires_after(begun ? options.head_max : options.idle_max);
    while ((verdict = look(buffer)).kind == Verdict::more) {
        const auto [error, bytes] = co_await stream.async_read_some(asio::buffer(piece), kQuiet);
        if (error) {
            co_return false;
        }
        buffer.append(piece.data(), bytes);
        if (!begun) {  // the whole head within head_max of its first byte
            begun = true;
            socket.expires_after(options.head_max);
        }
    }
    if (verdict.kind == Verdict::head &&
        !beast_agrees(std::string_view(buffer).substr(0, verdict.head_bytes), verdict.request)) {
        verdict.kind = Verdict::refused;
        verdict.status = 400;
        verdict.why = "readings differ";
    }
    if (verdict.kind == Verdict::refused) {
        ++traffic.gate_refused;
        const std::string body = sync::write_error(fail("http.gate", {}, std::string(verdict.why)));
        co_await send(stream, verdict.status, "application/json", body, true);
        co_return false;
    }
    sync::Request request{std::move(verdict.request.method), std::move(verdict.request.target), {}};
    buffer.erase(0, verdict.head_bytes);
    while (buffer.size() < verdict.request.body_bytes) {
        socket.expires_after(options.silence_max);
        const auto [error, bytes] = co_await stream.async_read_some(asio::buffer(piece), kQuiet);
        if (error) {
            co_return false;
        }
        buffer.append(piece.data(), bytes);
    }
    request.body = buffer.substr(0, verdict.request.body_bytes);
    buffer.erase(0, verdict.request.body_bytes);

    ++traffic.requests;
    ++busy;
    socket.expires_never();
    const auto executor = co_await asio::this_coro::executor;
    const sync::Response response =
        co_await asio::co_spawn(workers->get_executor(), answer(handler, request, peer), use_awaitable);
    co_await asio::post(executor, use_awaitable);
    if (response.status >= 500) {
        ++traffic.errors;
    }
    const bool close = verdict.request.close || stopping;
    const bool sent = co_await send(stream, response.status, type_of(response), response.body, close);
    --busy;
    co_return sent && !close;
}

asio::awaitable<void> Server::State::serve(Tls& stream) {
    auto& socket = beast::get_lowest_layer(stream);
    socket.expires_after(options.handshake_max);
    if (const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kQuiet); error) {
        ++traffic.handshakes_failed;
        co_return;
    }
    const auto peer = peer_key(stream.native_handle());
    std::string buffer;
    while (co_await one_request(stream, buffer, peer)) {
    }
    socket.expires_after(options.handshake_max);
    co_await stream.async_shutdown(kQuiet);
}

asio::awaitable<void> Server::State::session(beast::tcp_stream plain) {
    Tls stream(std::move(plain), tls);
    std::list<beast::tcp_stream*>::iterator place;
    {
        const std::lock_guard lock(sockets_lock);
        sockets.push_front(&beast::get_lowest_layer(stream));
        place = sockets.begin();
    }
    ++traffic.open;
    try {
        co_await serve(stream);
    } catch (const std::exception&) {  // a connection's trouble ends with the connection
        ++traffic.errors;
    }
    const std::lock_guard lock(sockets_lock);
    sockets.erase(place);
    --traffic.open;
}

asio::awaitable<void> Server::State::accept_devices() {
    for (;;) {
        auto [error, socket] = co_await devices->async_accept(asio::make_strand(io), kQuiet);
        if (error) {
            if (stopping || error == asio::error::operation_aborted) {
                co_return;
            }
            // Out of descriptors, for example: wait for some to be closed rather than spin.
            asio::steady_timer pause(co_await asio::this_coro::executor, std::chrono::milliseconds(50));
            co_await pause.async_wait(kQuiet);
            continue;
        }
        ++traffic.connections;
        if (traffic.open >= options.connections_max) {
            ++traffic.turned_away;
            continue;  // closed at once; the terminal asks again later
        }
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        const auto executor = socket.get_executor();
        asio::co_spawn(executor, session(beast::tcp_stream(std::move(socket))), asio::detached);
    }
}

asio::awaitable<void> Server::State::health_request(beast::tcp_stream stream) {
    std::string buffer;
    std::array<char, 2048> piece;
    Verdict verdict;
    stream.expires_after(options.head_max);
    while ((verdict = look(buffer)).kind == Verdict::more) {
        const auto [error, bytes] = co_await stream.async_read_some(asio::buffer(piece), kQuiet);
        if (error) {
            co_return;
        }
        buffer.append(piece.data(), bytes);
    }
    std::optional<Page> page;
    if (verdict.kind == Verdict::head && verdict.request.method == "GET") {
        page = ops(verdict.request.target);
    }
    if (!page) {
        page = Page{verdict.kind == Verdict::refused ? verdict.status : 404, "text/plain; charset=utf-8", "not here\n"};
    }
    co_await send(stream, page->status, page->type, page->body, true);
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> Server::State::accept_health() {
    for (;;) {
        auto [error, socket] = co_await health->async_accept(asio::make_strand(io), kQuiet);
        if (error) {
            co_return;
        }
        const auto executor = socket.get_executor();
        asio::co_spawn(executor, health_request(beast::tcp_stream(std::move(socket))), asio::detached);
    }
}

void Server::State::close_all() {
    const std::lock_guard lock(sockets_lock);
    for (beast::tcp_stream* stream : sockets) {
        asio::post(stream->get_executor(), [this, stream] {
            const std::lock_guard again(sockets_lock);
            if (std::find(sockets.begin(), sockets.end(), stream) != sockets.end()) {
                stream->cancel();
                stream->close();
            }
        });
    }
}

Server::Server() = default;

Server::~Server() {
    stop();
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler, OpsHandler ops) {
    std::unique_ptr<Server> server(new Server);
    server->state_ = std::make_unique<State>(std::move(options), std::move(handler), std::move(ops));
    State& s = *server->state_;
    ZJ_CHECK(set_up(s.tls, s.options));
    ZJ_TRY(s.devices, listen(s.io, s.options.address, s.options.port));
    s.port = s.devices->local_endpoint().port();
    if (s.options.ops_port) {
        ZJ_TRY(s.health, listen(s.io, s.options.ops_address, *s.options.ops_port));
        s.ops_port = s.health->local_endpoint().port();
        asio::co_spawn(s.io, s.accept_health(), asio::detached);
    }
    s.workers = std::make_unique<asio::thread_pool>(s.options.workers);
    asio::co_spawn(s.io, s.accept_devices(), asio::detached);
    for (unsigned i = 0; i < s.options.io_threads; ++i) {
        s.threads.emplace_back([&s] { s.io.run(); });
    }
    return server;
}

std::uint16_t Server::port() const {
    return state_->port;
}

std::uint16_t Server::ops_port() const {
    return state_->ops_port;
}

const Traffic& Server::traffic() const {
    return state_->traffic;
}

void Server::stop(std::chrono::milliseconds patience) {
    State& s = *state_;
    if (s.stopping.exchange(true)) {
        return;
    }
    asio::post(s.io, [&s] {
        error_code ignored;
        s.devices->close(ignored);
        if (s.health) {
            s.health->close(ignored);
        }
    });
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (s.busy > 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    s.close_all();
    while (s.traffic.open > 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (s.workers) {
        s.workers->join();
    }
    s.io.stop();
    for (std::thread& thread : s.threads) {
        thread.join();
    }
}

}  // namespace zj::http
