// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/server.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/http/guests.hpp"
#include "shared/sync/answers.hpp"

namespace zj::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Tls = asio::ssl::stream<beast::tcp_stream>;
using Peer = std::optional<crypto::VerifyKey>;

constexpr auto kQuiet = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kPiece = 16 * 1024;        // a TLS record
constexpr std::size_t kWritePiece = 256 * 1024;  // between two looks at the clock
constexpr std::size_t kOpsConnectionsMax = 32;   // a scraper and some people
constexpr milliseconds kGoodbye{2'000};          // for a client that is still sending when it has been refused
constexpr milliseconds kAcceptPause{50};
constexpr long kPeerChainBytesMax = 16 * 1024;  // a device shows one small certificate

// Counts one of something for as long as it lives.
class Counted {
public:
    explicit Counted(std::atomic<std::uint64_t>& count) : count_(&count) { ++*count_; }
    Counted(Counted&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    Counted& operator=(Counted&&) = delete;
    ~Counted() {
        if (count_ != nullptr) {
            --*count_;
        }
    }

private:
    std::atomic<std::uint64_t>* count_;
};

// The bytes of one connection's request in memory, of all that may be held at once.
class Held {
public:
    Held(std::atomic<std::size_t>& all, std::size_t max) : all_(all), max_(max) {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { all_ -= mine_; }
    bool set(std::size_t bytes) {
        all_ += bytes - mine_;  // wraps back where it shrinks
        mine_ = bytes;
        return all_ <= max_;
    }

private:
    std::atomic<std::size_t>& all_;
    const std::size_t max_;
    std::size_t mine_ = 0;
};

// Until when so many bytes must have moved, and how long may be waited for the next of them.
class Pace {
public:
    Pace(const ServerOptions& options, std::size_t bytes)
        : silence_(options.silence_max),
          end_(steady_clock::now() + options.silence_max +
               milliseconds(static_cast<std::int64_t>(bytes * 1000 / options.bytes_per_second_min))) {}
    void next(beast::tcp_stream& stream) const { stream.expires_at(std::min(end_, steady_clock::now() + silence_)); }

private:
    milliseconds silence_;
    steady_clock::time_point end_;
};

std::string head_of(const Answer& answer, bool close) {
    std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " ";
    out += beast::http::obsolete_reason(static_cast<beast::http::status>(answer.status));
    out += "\r\nContent-Type: " + answer.type + "\r\nContent-Length: " + std::to_string(answer.body.size()) +
           "\r\nCache-Control: no-store\r\n";
    out += close ? "Connection: close\r\n\r\n" : "\r\n";
    return out;
}

Answer error_answer(int status, const Error& error) {
    return {status, "application/json", sync::write_error(error)};
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
        SSL_CTX_set_max_cert_list(raw, kPeerChainBytesMax);
        // A device's certificate is its own: its key is looked up in the log, request by request. Who enrols has none
        // yet, so nobody is turned away for lack of one.
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
        return fail("http.listen", address, error.message(), {address, error.message()});
    }
    tcp::acceptor out(asio::make_strand(io));
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
    if (error) {
        const std::string where = address + ":" + std::to_string(port);
        return fail("http.listen", where, error.message(), {where, error.message()});
    }
    return out;
}

}  // namespace

bool beast_agrees(std::string_view head_bytes, const Head& head) {
    beast::http::request_parser<beast::http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(kHeadBytesMax));
    parser.body_limit(kBodyBytesMax);
    error_code error;
    const std::size_t taken = parser.put(asio::buffer(head_bytes.data(), head_bytes.size()), error);
    if ((error && error != beast::http::error::need_more) || !parser.is_header_done() || taken != head_bytes.size()) {
        return false;
    }
    const auto& message = parser.get();
    const auto length = parser.content_length();
    return message.method_string() == beast::string_view(head.method) &&
           message.target() == beast::string_view(head.target) && message.version() == 11 && !parser.chunked() &&
           (length ? *length : 0) == head.body_bytes && parser.keep_alive() == !head.close;
}

namespace {

// An accepted connection. What it holds ends in reverse order: nobody closes a stream that is gone.
struct Connection {
    Connection(tcp::socket socket, std::string from, asio::ssl::context& tls, Guests& guests,
               std::atomic<std::uint64_t>& open)
        : counted(open),
          stream(beast::tcp_stream(std::move(socket)), tls),
          guest(
              guests, std::move(from),
              [executor = stream.get_executor()](std::function<void()> job) { asio::post(executor, std::move(job)); },
              [this] { beast::get_lowest_layer(stream).close(); }) {}
    Counted counted;
    Tls stream;
    Guest guest;
};

}  // namespace

// Closing needs no peer: each session ends at its next step.
constexpr milliseconds kClosing{2000};

struct Server::State {
    State(ServerOptions options_, Callbacks callbacks_)
        : options(std::move(options_)), callbacks(std::move(callbacks_)) {}

    // What connections count and register in stands before `io`, whose end destroys those that are left.
    ServerOptions options;
    Callbacks callbacks;
    Traffic traffic;
    std::atomic<bool> stopping{false};
    std::atomic<std::uint64_t> busy{0};  // requests being answered
    std::atomic<std::uint64_t> ops_open{0};
    std::atomic<std::size_t> held{0}, stranger_held{0};
    Guests guests;
    asio::io_context io;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    std::optional<tcp::acceptor> devices, health;
    std::uint16_t port = 0, ops_port = 0;
    std::unique_ptr<asio::thread_pool> workers;
    std::vector<std::thread> threads;

    // One connection, from its handshake to its end.
    struct Line {
        Tls& stream;
        Guest& guest;
        Peer peer;
        bool stranger = true;
        std::string buffer;  // read and not yet used
        beast::tcp_stream& socket() { return beast::get_lowest_layer(stream); }
    };

    asio::awaitable<void> accept_devices();
    asio::awaitable<void> session(std::unique_ptr<Connection> connection);
    asio::awaitable<void> serve(Connection& connection);
    asio::awaitable<bool> admit(Line& line, std::optional<Counted>& counted);
    asio::awaitable<void> refuse(Line& line, Answer answer);
    asio::awaitable<bool> one_request(Line& line);
    asio::awaitable<std::optional<Verdict>> read_head(Line& line);
    asio::awaitable<std::optional<std::string>> read_body(Line& line, std::size_t size, Held& memory);
    asio::awaitable<Answer> ask(const sync::Request& request, const Peer& peer);
    template <class Work>
    asio::awaitable<std::invoke_result_t<Work>> on_worker(Work work);
    template <class Stream>
    asio::awaitable<bool> send(Stream& stream, const Answer& answer, bool close);
    asio::awaitable<void> accept_health();
    asio::awaitable<void> health_request(beast::tcp_stream stream, Counted open);
};

template <class Work>
asio::awaitable<std::invoke_result_t<Work>> Server::State::on_worker(Work work) {
    co_return co_await asio::co_spawn(
        workers->get_executor(),
        [](Work job) -> asio::awaitable<std::invoke_result_t<Work>> {
            co_return job();
        }(std::move(work)),
        asio::use_awaitable);
}

template <class Stream>
asio::awaitable<bool> Server::State::send(Stream& stream, const Answer& answer, bool close) {
    const std::string head = head_of(answer, close);
    beast::tcp_stream& socket = beast::get_lowest_layer(stream);
    const Pace pace(options, head.size() + answer.body.size());
    const std::size_t first = std::min(answer.body.size(), kWritePiece);
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(answer.body.data(), first)};
    pace.next(socket);
    if (const auto [error, bytes] = co_await asio::async_write(stream, parts, kQuiet); error) {
        co_return false;
    }
    for (std::size_t at = first; at < answer.body.size();) {
        const std::size_t piece = std::min(answer.body.size() - at, kWritePiece);
        pace.next(socket);
        const auto [error, bytes] =
            co_await asio::async_write(stream, asio::buffer(answer.body.data() + at, piece), kQuiet);
        if (error) {
            co_return false;
        }
        at += piece;
    }
    co_return true;
}

// Absent: the client went away, or was refused and told so.
asio::awaitable<std::optional<Verdict>> Server::State::read_head(Line& line) {
    std::array<char, kPiece> piece;
    Verdict verdict;
    bool begun = !line.buffer.empty();
    line.socket().expires_after(begun           ? options.head_max
                                : line.stranger ? options.stranger_idle_max
                                                : options.idle_max);
    while ((verdict = look(line.buffer)).kind == Verdict::more) {
        const auto [error, bytes] = co_await line.stream.async_read_some(asio::buffer(piece), kQuiet);
        if (error) {
            co_return std::nullopt;
        }
        line.buffer.append(piece.data(), bytes);
        if (!begun) {  // the whole head within head_max of its first byte
            begun = true;
            line.socket().expires_after(options.head_max);
        }
    }
    if (verdict.kind == Verdict::head &&
        !beast_agrees(std::string_view(line.buffer).substr(0, verdict.head_bytes), verdict.request)) {
        verdict.kind = Verdict::refused;
        verdict.status = 400;
        verdict.why = "readings differ";
    }
    if (verdict.kind == Verdict::refused) {
        ++traffic.gate_refused;
        co_await refuse(line, error_answer(verdict.status, fail("http.gate", {}, std::string(verdict.why))));
        co_return std::nullopt;
    }
    line.buffer.erase(0, verdict.head_bytes);
    co_return verdict;
}

asio::awaitable<std::optional<std::string>> Server::State::read_body(Line& line, std::size_t size, Held& memory) {
    std::array<char, kPiece> piece;
    const Pace pace(options, size);
    while (line.buffer.size() < size) {
        if (!memory.set(line.buffer.size())) {
            ++traffic.turned_away;
            line.buffer = {};
            memory.set(0);
            co_await refuse(line, error_answer(503, fail("http.busy", {}, "too much is coming in at once")));
            co_return std::nullopt;
        }
        pace.next(line.socket());
        const std::size_t wanted = std::min(piece.size(), size - line.buffer.size());
        const auto [error, bytes] = co_await line.stream.async_read_some(asio::buffer(piece.data(), wanted), kQuiet);
        if (error) {
            co_return std::nullopt;
        }
        line.buffer.append(piece.data(), bytes);
    }
    std::string body = std::move(line.buffer);
    line.buffer = body.substr(size);  // a next request that came along
    body.resize(size);
    co_return body;
}

asio::awaitable<Answer> Server::State::ask(const sync::Request& request, const Peer& peer) {
    try {
        co_return co_await on_worker([&] { return callbacks.answer(request, peer); });
    } catch (const std::exception&) {  // out of memory: this request's trouble, not the gateway's
        co_return error_answer(503, fail("http.failed", {}, "the request could not be answered"));
    }
}

asio::awaitable<bool> Server::State::one_request(Line& line) {
    const auto verdict = co_await read_head(line);
    if (!verdict) {
        co_return false;
    }
    if (line.stranger && line.peer) {  // it may have enrolled on this very line
        line.stranger = !co_await on_worker([&] { return callbacks.known(*line.peer); });
    }
    if (line.stranger && verdict->request.body_bytes > options.stranger_body_max) {
        ++traffic.turned_away;
        co_await refuse(line, error_answer(413, fail("http.size", {}, "more than an enrolment has")));
        co_return false;
    }
    const Counted under_way(busy);
    // Until it is answered.
    Held memory(line.stranger ? stranger_held : held, line.stranger ? options.stranger_memory_max : options.memory_max);
    auto body = co_await read_body(line, verdict->request.body_bytes, memory);
    if (!body) {
        co_return false;
    }
    line.socket().expires_never();
    const sync::Request request{verdict->request.method, verdict->request.target, std::move(*body)};
    const Answer answer = co_await ask(request, line.peer);
    ++traffic.requests;
    if (answer.status >= 500) {
        ++traffic.errors;
    }
    const bool close = verdict->request.close || stopping;
    co_return co_await send(line.stream, answer, close) && !close;
}

// What was answered must reach a client that is still sending: closing over unread bytes would reset the connection.
asio::awaitable<void> Server::State::refuse(Line& line, Answer answer) {
    if (!co_await send(line.stream, answer, true)) {
        co_return;
    }
    line.socket().expires_after(kGoodbye);
    co_await line.stream.async_shutdown(kQuiet);
    error_code ignored;
    line.socket().socket().shutdown(tcp::socket::shutdown_send, ignored);
    std::array<char, kPiece> bin;
    for (;;) {
        if (const auto [error, bytes] = co_await line.socket().async_read_some(asio::buffer(bin), kQuiet); error) {
            co_return;
        }
    }
}

// Counts the peer among devices or strangers; one too many is told so, and stays as easily closed as when it arrived.
asio::awaitable<bool> Server::State::admit(Line& line, std::optional<Counted>& counted) {
    line.peer = peer_key(line.stream.native_handle());
    if (line.peer) {
        line.stranger = !co_await on_worker([&] { return callbacks.known(*line.peer); });
    }
    std::atomic<std::uint64_t>& count = line.stranger ? traffic.strangers : traffic.devices;
    counted.emplace(count);
    if (count <= (line.stranger ? options.strangers_max : options.connections_max)) {
        line.guest.arrived();
        co_return true;
    }
    counted.reset();
    ++traffic.turned_away;
    const char* const whom = line.stranger ? "too many strangers at once" : "too many devices at once";
    Answer answer = error_answer(line.stranger ? 429 : 503, fail("http.busy", {}, whom));
    co_await refuse(line, std::move(answer));
    co_return false;
}

asio::awaitable<void> Server::State::serve(Connection& connection) {
    Line line{connection.stream, connection.guest, {}, true, {}};
    line.socket().expires_after(options.handshake_max);
    if (const auto [error] = co_await line.stream.async_handshake(asio::ssl::stream_base::server, kQuiet); error) {
        ++traffic.handshakes_failed;
        co_return;
    }
    std::optional<Counted> counted;
    if (!co_await admit(line, counted)) {
        co_return;
    }
    while (co_await one_request(line)) {
    }
    line.socket().expires_after(kGoodbye);
    co_await line.stream.async_shutdown(kQuiet);
}

asio::awaitable<void> Server::State::session(std::unique_ptr<Connection> connection) {
    try {
        co_await serve(*connection);
    } catch (const std::exception&) {  // a connection's trouble ends with the connection
        ++traffic.errors;
    }
}

asio::awaitable<void> Server::State::accept_devices() {
    while (!stopping) {
        auto [error, socket] = co_await devices->async_accept(asio::make_strand(io), kQuiet);
        if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) {
            co_return;
        }
        if (error) {
            // Out of descriptors, for example: wait for some to be closed rather than spin.
            asio::steady_timer pause(devices->get_executor(), kAcceptPause);
            co_await pause.async_wait(kQuiet);
            continue;
        }
        ++traffic.connections;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        std::string from = socket.remote_endpoint(ignored).address().to_string();
        if (guests.make_room(options.arriving_max)) {
            ++traffic.turned_away;
        }
        const auto executor = socket.get_executor();
        auto connection = std::make_unique<Connection>(std::move(socket), std::move(from), tls, guests, traffic.open);
        asio::co_spawn(executor, session(std::move(connection)), asio::detached);
    }
}

asio::awaitable<void> Server::State::health_request(beast::tcp_stream stream, Counted) {
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
    std::optional<Answer> page;
    if (verdict.kind == Verdict::head && verdict.request.method == "GET") {
        page = co_await on_worker([&] { return callbacks.ops(verdict.request.target, traffic); });
    }
    if (!page) {
        page =
            Answer{verdict.kind == Verdict::refused ? verdict.status : 404, "text/plain; charset=utf-8", "not here\n"};
    }
    co_await send(stream, *page, true);
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> Server::State::accept_health() {
    while (!stopping) {
        auto [error, socket] = co_await health->async_accept(asio::make_strand(io), kQuiet);
        if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) {
            co_return;
        }
        if (error || ops_open >= kOpsConnectionsMax) {
            asio::steady_timer pause(health->get_executor(), kAcceptPause);
            co_await pause.async_wait(kQuiet);
            continue;
        }
        const auto executor = socket.get_executor();
        asio::co_spawn(executor, health_request(beast::tcp_stream(std::move(socket)), Counted(ops_open)),
                       asio::detached);
    }
}

Server::Server() = default;

Server::~Server() {
    stop();
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Callbacks callbacks) {
    std::unique_ptr<Server> server(new Server);
    server->state_ = std::make_unique<State>(std::move(options), std::move(callbacks));
    State& s = *server->state_;
    ZJ_CHECK(set_up(s.tls, s.options));
    ZJ_TRY(s.devices, listen(s.io, s.options.address, s.options.port));
    s.port = s.devices->local_endpoint().port();
    if (s.options.ops_port) {
        ZJ_TRY(s.health, listen(s.io, s.options.ops_address, *s.options.ops_port));
        s.ops_port = s.health->local_endpoint().port();
        asio::co_spawn(s.health->get_executor(), s.accept_health(), asio::detached);
    }
    asio::co_spawn(s.devices->get_executor(), s.accept_devices(), asio::detached);
    s.workers = std::make_unique<asio::thread_pool>(s.options.workers);
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

void Server::stop(milliseconds patience) {
    State& s = *state_;
    if (s.stopping.exchange(true)) {
        return;
    }
    for (auto* acceptor : {&s.devices, &s.health}) {
        if (*acceptor) {
            asio::post((*acceptor)->get_executor(), [acceptor] {
                error_code ignored;
                (*acceptor)->close(ignored);
            });
        }
    }
    const auto wait_for_none = [](const std::atomic<std::uint64_t>& count, milliseconds longest) {
        const auto end = steady_clock::now() + longest;
        while (count > 0 && steady_clock::now() < end) {
            std::this_thread::sleep_for(milliseconds(2));
        }
    };
    wait_for_none(s.busy, patience);
    s.guests.close_all();
    wait_for_none(s.traffic.open, kClosing);
    if (s.workers) {
        s.workers->join();
    }
    s.io.stop();
    for (std::thread& thread : s.threads) {
        thread.join();
    }
}

}  // namespace zj::http
