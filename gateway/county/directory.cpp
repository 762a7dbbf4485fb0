// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/directory.hpp"

#include <mutex>

#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

std::optional<crypto::VerifyKey> key_in(const codec::Value& value, std::string_view member) {
    const auto hash = codec::hash_from_base64(value.str_or(member));
    return hash ? std::optional(crypto::VerifyKey{hash->bytes}) : std::nullopt;
}

}  // namespace

void Directory::learn(const log::Record& record) {
    const bool device = record.key.starts_with("device/");
    if (!device && !record.key.starts_with("key/")) {
        return;
    }
    const std::unique_lock lock(mutex_);
    if (const auto key = key_in(record.value, device ? "sign" : "public")) {
        if (keys_.emplace(key->id(), *key).second) {
            generation_.fetch_add(1, std::memory_order_release);
        }
    }
    if (device) {
        if (const auto tls = key_in(record.value, "tls")) {
            tls_[*tls] = record.key.substr(record.key.find('/') + 1);
        }
    }
}

std::optional<crypto::VerifyKey> Directory::find(std::string_view key_id) {
    const std::shared_lock lock(mutex_);
    const auto found = keys_.find(key_id);
    return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> Directory::device_by_tls(const crypto::VerifyKey& tls) const {
    const std::shared_lock lock(mutex_);
    const auto found = tls_.find(tls);
    return found == tls_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace zj::county
