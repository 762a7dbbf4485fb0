// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/net_line.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>

#include "shared/sync/bounds.hpp"

namespace zj::work {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

// Silence, not duration: a chunk of 1 MiB may take minutes on a township's line, but bytes keep moving.
constexpr auto kSilence = 30s;
constexpr auto kConnect = 15s;
// How soon a Ctrl-C is noticed while waiting.
constexpr auto kSlice = 100ms;
constexpr std::size_t kHeaderBytesMax = 16 * 1024;
constexpr std::size_t kResponseBytesMax =
    std::max({sync::bounds::kFeedPageBytesMax, sync::bounds::kPushResponseBytesMax, sync::bounds::kRootsBytesMax});

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* p) const {
        Free(p);
    }
};
using Store = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;

bool is_the_ca(X509* certificate, const Hash& tls_ca) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate, &der);
    if (size <= 0) {
        return false;
    }
    const bool same = crypto::sha256(ByteView(der, static_cast<std::size_t>(size))) == tls_ca;
    OPENSSL_free(der);
    return same;
}

// The CA travels in the handshake and is known by its hash; nothing else is an anchor.
bool under_the_ca(X509* leaf, STACK_OF(X509) * chain, const Hash& tls_ca, Time now) {
    if (leaf == nullptr || chain == nullptr) {
        return false;
    }
    const Store store(X509_STORE_new());
    bool found = false;
    for (int i = 0; store && i < sk_X509_num(chain); ++i) {
        if (is_the_ca(sk_X509_value(chain, i), tls_ca)) {
            found = X509_STORE_add_cert(store.get(), sk_X509_value(chain, i)) == 1;
        }
    }
    const StoreContext context(X509_STORE_CTX_new());
    if (!found || !context || X509_STORE_CTX_init(context.get(), store.get(), leaf, chain) != 1) {
        return false;
    }
    X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), now.ms / 1000);
    return X509_verify_cert(context.get()) == 1;
}

struct Address {
    std::string host, port;
};

Result<Address> parse_address(const std::string& text) {
    const auto colon = text.rfind(':');
    Address out{text.substr(0, colon), colon == text.npos ? std::string() : text.substr(colon + 1)};
    if (out.host.size() > 2 && out.host.front() == '[' && out.host.back() == ']') {
        out.host = out.host.substr(1, out.host.size() - 2);
    }
    const bool digits =
        !out.port.empty() && out.port.size() <= 5 && out.port.find_first_not_of("0123456789") == std::string::npos;
    if (out.host.empty() || !digits || text.find_first_of(" \t\r\n/@") != text.npos) {
        return fail("net.address", text, "HOST:PORT is needed", {text});
    }
    return out;
}

std::string_view content_type(const sync::Request& request) {
    return request.target.starts_with("/v1/hello")   ? "application/json"
           : request.target.starts_with("/v1/blobs") ? "application/octet-stream"
                                                     : "application/x-ndjson";
}

class NetLine final : public Line {
public:
    NetLine(NetOptions options, Address address) : options_(std::move(options)), address_(std::move(address)) {}
    NetLine(const NetLine&) = delete;
    NetLine& operator=(const NetLine&) = delete;
    ~NetLine() override { hang_up(); }

    Result<> prepare() {
        try {
            SSL_CTX* const tls = tls_.native_handle();
            SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION);
            SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);  // resumption skips certificate checks
            SSL_CTX_set_options(tls, SSL_OP_NO_TICKET);
            tls_.set_verify_mode(asio::ssl::verify_peer);
            SSL_CTX_set_cert_verify_callback(tls, &NetLine::verify, this);
            if (options_.certificate) {
                const auto& [certificate, key] = *options_.certificate;
                tls_.use_certificate_chain(asio::buffer(certificate));
                tls_.use_private_key(asio::buffer(key.view().data(), key.size()), asio::ssl::context::pem);
            }
        } catch (const boost::system::system_error& error) {
            return fail("net.tls", address_.host, error.code().message());
        }
        return {};
    }

    Result<> pin(const Hash& tls_ca) override {
        options_.tls_ca = tls_ca;
        if (!stream_) {
            return {};
        }
        SSL* const ssl = stream_->native_handle();
        const std::unique_ptr<X509, Freer<X509_free>> leaf(SSL_get1_peer_certificate(ssl));
        if (!under_the_ca(leaf.get(), SSL_get_peer_cert_chain(ssl), tls_ca, options_.now)) {
            hang_up();
            return wrong_certificate();
        }
        return {};
    }

    Result<sync::Response> send(const sync::Request& request) override {
        const bool reused = stream_.has_value();
        auto response = exchange(request);
        // A gateway closes connections that are idle. Every request may be repeated (PROTOCOL.md).
        if (!response && reused && response.error().code == "net.lost") {
            response = exchange(request);
        }
        if (!response) {
            hang_up();
        }
        return response;
    }

private:
    using Stream = asio::ssl::stream<asio::ip::tcp::socket>;

    static int verify(X509_STORE_CTX* context, void* self) {
        const auto& options = static_cast<NetLine*>(self)->options_;
        if (!options.tls_ca) {
            return 1;  // a stranger: pin() looks at what was shown, before anything is believed
        }
        const bool good = under_the_ca(X509_STORE_CTX_get0_cert(context), X509_STORE_CTX_get0_untrusted(context),
                                       *options.tls_ca, options.now);
        if (!good) {
            X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_UNTRUSTED);
        }
        return good ? 1 : 0;
    }

    Error wrong_certificate() const {
        return fail("net.certificate", options_.address, "not under the CA of the newest root statement");
    }

    void hang_up() {
        if (stream_) {
            error_code ignored;
            stream_->lowest_layer().close(ignored);
            stream_.reset();
        }
        buffer_.clear();
    }

    // Runs one asynchronous step to its end, or gives it up.
    template <class Start, class GiveUp>
    Result<> run(std::chrono::seconds limit, Start start, GiveUp give_up) {
        bool done = false;
        error_code error;
        start([&](error_code e, auto&&...) {
            error = e;
            done = true;
        });
        io_.restart();
        const auto deadline = steady_clock::now() + limit;
        while (!done) {
            io_.run_one_for(kSlice);
            const bool stopped = options_.stop != nullptr && options_.stop->load();
            if (!done && (stopped || steady_clock::now() > deadline)) {
                give_up();
                while (!done && io_.run_one() > 0) {
                }
                return stopped ? fail("sync.stopped", options_.address, "stopped while waiting")
                               : fail("net.timeout", options_.address, "nothing came in time");
            }
        }
        if (error) {
            return fail("net.lost", options_.address, error.message());
        }
        return {};
    }

    template <class Start>
    Result<> step(Start start) {
        return run(kSilence, std::move(start), [this] {
            error_code ignored;
            stream_->lowest_layer().close(ignored);
        });
    }

    Result<> connect() {
        if (stream_) {
            return {};
        }
        asio::ip::tcp::resolver resolver(io_);
        asio::ip::tcp::resolver::results_type found;
        const auto resolved = run(
            kConnect,
            [&](auto done) {
                resolver.async_resolve(
                    address_.host, address_.port,
                    [&found, done](error_code e, asio::ip::tcp::resolver::results_type results) mutable {
                        found = std::move(results);
                        done(e);
                    });
            },
            [&] { resolver.cancel(); });
        if (!resolved) {
            return unreachable(resolved.error());
        }
        stream_.emplace(io_, tls_);
        const auto close = [this] {
            error_code ignored;
            stream_->lowest_layer().close(ignored);
        };
        const auto connected =
            run(kConnect, [&](auto done) { asio::async_connect(stream_->lowest_layer(), found, done); }, close);
        if (!connected) {
            hang_up();
            return unreachable(connected.error());
        }
        error_code ignored;
        stream_->lowest_layer().set_option(asio::ip::tcp::no_delay(true), ignored);
        const auto shaken =
            run(kConnect, [&](auto done) { stream_->async_handshake(asio::ssl::stream_base::client, done); }, close);
        if (!shaken) {
            const bool refused = SSL_get_verify_result(stream_->native_handle()) != X509_V_OK;
            hang_up();
            return refused ? wrong_certificate() : shaken;
        }
        return {};
    }

    static Error unreachable(Error error) {
        if (error.code == "net.lost") {
            error.code = "net.connect";
        }
        return error;
    }

    Result<sync::Response> exchange(const sync::Request& request) {
        ZJ_CHECK(connect());
        if (auto sent = write(request); !sent) {
            hang_up();
            return sent.error();
        }
        auto response = read();
        if (!response) {
            hang_up();
        }
        return response;
    }

    Result<> write(const sync::Request& request) {
        http::request<http::string_body> message(http::string_to_verb(request.method), request.target, 11);
        message.set(http::field::host, options_.address);
        if (request.method != "GET") {
            const std::string_view type = content_type(request);
            message.set(http::field::content_type, boost::beast::string_view(type.data(), type.size()));
            message.body() = request.body;
            message.prepare_payload();
        }
        http::request_serializer<http::string_body> serializer(message);
        while (!serializer.is_done()) {
            ZJ_CHECK(step([&](auto done) { http::async_write_some(*stream_, serializer, done); }));
        }
        return {};
    }

    Result<sync::Response> read() {
        http::response_parser<http::string_body> parser;
        parser.header_limit(kHeaderBytesMax);
        parser.body_limit(kResponseBytesMax);
        while (!parser.is_done()) {
            auto got = step([&](auto done) { http::async_read_some(*stream_, buffer_, parser, done); });
            if (!got) {
                return got.error();
            }
        }
        auto message = parser.release();
        if (!message.keep_alive()) {
            hang_up();
        }
        return sync::Response{static_cast<int>(message.result_int()), std::move(message.body())};
    }

    NetOptions options_;
    Address address_;
    asio::io_context io_{1};
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    std::optional<Stream> stream_;
    boost::beast::flat_buffer buffer_;
};

}  // namespace

Result<std::unique_ptr<Line>> net_line(NetOptions options) {
    ZJ_TRY(Address address, parse_address(options.address));
    auto line = std::make_unique<NetLine>(std::move(options), std::move(address));
    ZJ_CHECK(line->prepare());
    return std::unique_ptr<Line>(std::move(line));
}

LineMaker line_of(vault::Vault& vault, std::string address, const std::atomic<bool>* stop) {
    return [&vault, address = std::move(address), stop]() -> Result<std::unique_ptr<Line>> {
        NetOptions options;
        options.address = address.empty() ? vault.gateway() : address;
        options.certificate = vault.tls_certificate();
        const auto root = vault.root();
        ZJ_ASSERT(root);
        options.tls_ca = root->tls_ca;
        options.now = vault.now();
        options.stop = stop;
        return net_line(std::move(options));
    };
}

}  // namespace zj::work
