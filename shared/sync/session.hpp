// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sans-IO sessions of both ends (reconcile.md, Session). The terminal's is a state machine that says which request
// comes next; the gateway's answers one request at a time and keeps nothing between them but what its store holds.
//
//     TerminalSession s(vault, options);
//     while (auto request = s.next()) {
//         auto response = send(*request);                    // network, courier or simulator
//         if (!response) { s.on_lost(); break; }             // unknown, so a later session asks again
//         ZJ_CHECK(s.on_response(*response));
//     }
//     ZJ_CHECK(s.result());                                  // the vault itself may have failed before anything was
//     sent

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/result.hpp"
#include "shared/sync/ports.hpp"
#include "shared/sync/wire.hpp"

namespace zj::sync {

struct Progress {
    std::string stage;  // hello, enrol, checkpoint, push, blobs, feed, done
    std::uint64_t done = 0, total = 0;
};

class TerminalSession {
public:
    struct Options {
        bool blobs = true;
        std::size_t push_count = 1000;  // change sets in one request
        std::size_t feed_limit = 500;
    };
    TerminalSession(VaultPort& vault, Options options);
    ~TerminalSession();

    std::optional<Request> next();  // absent when done or refused
    // Errors end the session: sync.behind, sync.frozen, sync.unknown_device, sync.forged (a signature or proof fails:
    // evidence kept), wire.answer (unreadable), net.later, net.status, door.* where enrolment is refused, and the
    // vault's own. Everything stored before stands.
    Result<> on_response(const Response& response);
    void on_lost();
    // Once next() returned nothing: done, or why not.
    Result<> result() const;
    const Progress& progress() const;
    // Why something signed is still here after a session that came to its end: "later Q1", "expected 7"; empty if not.
    const std::string& held_back() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

// The caller has authenticated the TLS peer; `peer` is its certificate's key (absent before enrolment).
class GatewaySession {
public:
    explicit GatewaySession(CountyPort& county) : county_(county) {}
    Response handle(const Request& request, const std::optional<crypto::VerifyKey>& peer);

private:
    CountyPort& county_;
};

}  // namespace zj::sync
