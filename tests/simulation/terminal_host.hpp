// SPDX-License-Identifier: Apache-2.0
#pragma once
// A terminal's machine: the real vault, opened by one of its people at a time, and at most one sync session.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/sync/session.hpp"
#include "terminal/vault/vault.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/founding.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/network.hpp"

namespace zj::sim {

class TerminalHost {
public:
    TerminalHost(Env& env, std::size_t index, std::string folder, std::vector<std::string> people);
    ~TerminalHost();

    std::size_t index() const { return index_; }
    const std::string& name() const { return name_; }
    bool up() const { return vault_ != nullptr; }
    void start();
    void power_off();
    void arm(std::uint64_t steps) { fuse_.arm(steps); }

    // Another person sits down; false where that cannot be now (a sync is running, or the machine died over it).
    bool unlock(const std::string& who);
    vault::Vault& vault() { return *vault_; }
    const crypto::VerifyKey& tls() const { return tls_; }
    // Signs, or dies over it. The refusal of a store is an alarm.
    bool sign(std::vector<codec::Value> intents, std::string_view what);
    // A document of this content in the vault's store.
    std::optional<vault::Document> document(const std::string& content);

    // The session. Each returns the next request, where there is one.
    bool syncing() const { return session_ != nullptr; }
    std::uint64_t connection() const { return connection_; }
    std::uint64_t synced() const { return synced_; }  // sessions that came to their end
    std::optional<Packet> begin();
    std::optional<Packet> on_response(const Packet& packet);
    void on_silence(std::uint64_t connection, std::uint64_t number);
    bool waits_for(std::uint64_t connection, std::uint64_t number) const;

private:
    class Port;  // passes everything on to the vault and notes what it stored
    void image();
    void died();
    bool guarded(const std::function<void()>& work);
    std::optional<Packet> next();
    void end(std::string_view how);
    void sign_again();

    Env& env_;
    std::size_t index_;
    std::string name_, folder_, who_;
    std::vector<std::string> people_;
    HostClock clock_;
    Dice dice_;
    Fuse fuse_;
    crypto::VerifyKey tls_;
    std::unique_ptr<vault::Vault> vault_;
    std::unique_ptr<Port> port_;
    std::unique_ptr<sync::TerminalSession> session_;
    std::uint64_t connection_ = 0, number_ = 0, synced_ = 0;
    bool waiting_ = false;
    sync::Request asked_;
};

}  // namespace zj::sim
