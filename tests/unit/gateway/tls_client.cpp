// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/gateway/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>

namespace zj::test {

namespace {

int dial(std::uint16_t port, const char* from = "127.0.0.1") {
    std::signal(SIGPIPE, SIG_IGN);  // a peer that closed is a result here
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in own{};
    own.sin_family = AF_INET;
    ::inet_pton(AF_INET, from, &own.sin_addr);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
        ::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

void be_patient(int fd, std::chrono::milliseconds patience) {
    const timeval limit{patience.count() / 1000, (patience.count() % 1000) * 1000};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

X509* to_certificate(std::string_view pem) {
    BIO* const in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* const out = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    return out;
}

EVP_PKEY* to_key(ByteView pem) {
    BIO* const in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    EVP_PKEY* const out = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    return out;
}

}  // namespace

struct TlsClient::State {
    SSL_CTX* context = nullptr;
    SSL* ssl = nullptr;
    int fd = -1;
    bool ended = false;
    std::string buffer;
    ~State() {
        SSL_free(ssl);
        SSL_CTX_free(context);
        if (fd >= 0) {
            ::close(fd);
        }
    }
};

TlsClient::TlsClient() : state_(std::make_unique<State>()) {}
TlsClient::TlsClient(TlsClient&&) noexcept = default;
TlsClient::~TlsClient() = default;

std::optional<TlsClient> TlsClient::connect(std::uint16_t port, How how) {
    TlsClient out;
    State& s = *out.state_;
    s.fd = dial(port);
    if (s.fd < 0) {
        return std::nullopt;
    }
    be_patient(s.fd, std::chrono::seconds(10));
    s.context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_session_cache_mode(s.context, SSL_SESS_CACHE_CLIENT);
    if (how.version_max != 0) {
        SSL_CTX_set_max_proto_version(s.context, how.version_max);
    }
    s.ssl = SSL_new(s.context);
    if (how.certificate != nullptr) {
        X509* const certificate = to_certificate(how.certificate->certificate_pem);
        EVP_PKEY* const key = to_key(how.certificate->key_pem.view());
        SSL_use_certificate(s.ssl, certificate);
        SSL_use_PrivateKey(s.ssl, key);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    SSL_set_fd(s.ssl, s.fd);
    if (SSL_connect(s.ssl) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    return out;
}

bool TlsClient::send(std::string_view bytes) {
    ERR_clear_error();
    return bytes.empty() ||
           SSL_write(state_->ssl, bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

bool TlsClient::fill(std::chrono::milliseconds patience) {
    char piece[16 * 1024];
    be_patient(state_->fd, patience);
    ERR_clear_error();
    const int got = SSL_read(state_->ssl, piece, sizeof piece);
    if (got > 0) {
        state_->buffer.append(piece, static_cast<std::size_t>(got));
        return true;
    }
    const int why = SSL_get_error(state_->ssl, got);
    state_->ended = why == SSL_ERROR_ZERO_RETURN || why == SSL_ERROR_SSL ||
                    (why == SSL_ERROR_SYSCALL && errno != EAGAIN && errno != EWOULDBLOCK);
    return false;
}

std::optional<Reply> TlsClient::reply(std::chrono::milliseconds patience) {
    std::string& buffer = state_->buffer;
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!fill(patience)) {
            return std::nullopt;
        }
    }
    Reply out;
    out.head = buffer.substr(0, end);
    out.status = std::atoi(out.head.c_str() + 9);
    const std::size_t length = out.head.find("Content-Length: ");
    const std::size_t size = length == std::string::npos ? 0 : std::stoul(out.head.substr(length + 16));
    while (buffer.size() < end + 4 + size) {
        if (!fill(patience)) {
            return std::nullopt;
        }
    }
    out.body = buffer.substr(end + 4, size);
    buffer.erase(0, end + 4 + size);
    return out;
}

bool TlsClient::closed(std::chrono::milliseconds patience) {
    while (fill(patience)) {
    }
    return state_->ended;
}

bool TlsClient::has_session() const {
    return SSL_SESSION_is_resumable(SSL_get0_session(state_->ssl)) == 1;
}

int TlsClient::version() const {
    return SSL_version(state_->ssl);
}

std::string TlsClient::certificate_pem() const {
    X509* const certificate = SSL_get1_peer_certificate(state_->ssl);
    BIO* const out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, certificate);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(out);
    X509_free(certificate);
    return pem;
}

Silent::~Silent() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

bool Silent::connect(std::uint16_t port, const std::string& from) {
    fd_ = dial(port, from.c_str());
    return fd_ >= 0;
}

bool Silent::closed(std::chrono::milliseconds patience) {
    be_patient(fd_, patience);
    char piece = 0;
    const ssize_t got = ::recv(fd_, &piece, 1, 0);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

std::string plain_exchange(std::uint16_t port, std::string_view request) {
    const int fd = dial(port);
    if (fd < 0) {
        return {};
    }
    be_patient(fd, std::chrono::seconds(5));
    std::string out;
    if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
        char piece[4096];
        for (ssize_t got = 0; (got = ::recv(fd, piece, sizeof piece, 0)) > 0;) {
            out.append(piece, static_cast<std::size_t>(got));
        }
    }
    ::close(fd);
    return out;
}

}  // namespace zj::test
