// SPDX-License-Identifier: Apache-2.0
#pragma once
// Public keys that the log has introduced, by id, and devices by their TLS key. Any thread. A key's id is a digest of
// it, so knowing one too early (its group failed) misleads nobody: what is in force is judged from the registers, which
// are asked before any signature is (device_layer.cpp).

#include <atomic>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "shared/log/entry.hpp"
#include "shared/model/judge.hpp"

namespace zj::county {

class Directory final : public model::KeyFinder {
public:
    void learn(const log::Record& record);  // device/ and key/; others are ignored
    std::optional<crypto::VerifyKey> find(std::string_view key_id) override;
    std::optional<std::string> device_by_tls(const crypto::VerifyKey& tls) const;
    std::uint64_t generation() const {
        return generation_.load(std::memory_order_acquire);
    }  // grows with every new key

private:
    mutable std::shared_mutex mutex_;
    std::map<std::string, crypto::VerifyKey, std::less<>> keys_;
    std::map<crypto::VerifyKey, std::string> tls_;
    std::atomic<std::uint64_t> generation_{0};
};

}  // namespace zj::county
