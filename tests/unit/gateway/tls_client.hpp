// SPDX-License-Identifier: Apache-2.0
#pragma once
// A client that can say anything: raw bytes over TLS, with or without a certificate. Blocking, with a limit on every
// read.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/crypto/x509.hpp"

namespace zj::test {

struct Reply {
    int status = 0;
    std::string head, body;
};

class TlsClient {
public:
    struct How {
        const crypto::Certificate* certificate = nullptr;
        int version_max = 0;  // OpenSSL's constant; 0: any
    };
    // Absent where no connection or no handshake came about.
    static std::optional<TlsClient> connect(std::uint16_t port, How how);
    static std::optional<TlsClient> connect(std::uint16_t port) { return connect(port, How()); }
    TlsClient(TlsClient&&) noexcept;
    ~TlsClient();

    bool send(std::string_view bytes);
    // One response by its Content-Length; absent where the connection ends first or `patience` passes.
    std::optional<Reply> reply(std::chrono::milliseconds patience = std::chrono::milliseconds(5'000));
    // True once the peer has closed; false where it has not after `patience`.
    bool closed(std::chrono::milliseconds patience = std::chrono::milliseconds(5'000));
    bool has_session() const;  // a ticket or session to resume
    int version() const;
    std::string certificate_pem() const;  // the server's

private:
    TlsClient();
    bool fill(std::chrono::milliseconds patience);  // reads some more; false at the end
    struct State;
    std::unique_ptr<State> state_;
};

// A TCP connection that says nothing.
class Silent {
public:
    Silent() = default;
    Silent(const Silent&) = delete;
    Silent& operator=(const Silent&) = delete;
    ~Silent();
    bool connect(std::uint16_t port, const std::string& from = "127.0.0.1");
    bool closed(std::chrono::milliseconds patience);

private:
    int fd_ = -1;
};

// Plain text over TCP, until the peer closes.
std::string plain_exchange(std::uint16_t port, std::string_view request);

}  // namespace zj::test
