// SPDX-License-Identifier: Apache-2.0
#pragma once
// The network line: HTTP/1.1 over TLS 1.3 with the device's certificate. Requests and responses are plain values to
// everybody else; this is the one file of the terminal that sees sockets (PROTOCOL.md). One thread at a time.
//
// The gateway is who shows a certificate under the CA whose hash the newest root statement states. Its name is not
// compared: that CA signs gateways of this county only, and an address that changed must not end sync. Times of
// certificates are compared with max(own clock, newest entry), so a dead battery does not end it either.
//
// Errors are "net.*" and all mean *unknown*: net.address, net.connect, net.certificate, net.timeout (nothing came for
// half a minute), net.lost, net.answer; and sync.stopped.

#include "terminal/work/context.hpp"

namespace zj::work {

struct NetOptions {
    std::string address;                             // host:port, [v6]:port
    std::optional<crypto::Certificate> certificate;  // absent before enrolment
    std::optional<Hash> tls_ca;                      // absent until pin()
    Time now;                                        // for the certificates
    const std::atomic<bool>* stop = nullptr;         // ends a wait early
};
// Connects with the first request, and again where the connection was closed meanwhile.
Result<std::unique_ptr<Line>> net_line(NetOptions options);

// The line of an enrolled device. `address`: empty for the one on its ticket.
LineMaker line_of(vault::Vault& vault, std::string address, const std::atomic<bool>* stop);

}  // namespace zj::work
