// SPDX-License-Identifier: Apache-2.0
#pragma once
// The public keys that a package's records show; inside of verify only. Read once: a package may hold thousands of
// change sets, each with two signatures, and as many records (package::kFilesMax).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shared/crypto/crypto.hpp"
#include "shared/log/entry.hpp"

namespace zj::verify {

class ShownKeys {
public:
    // A record that shows no key of its own name is passed over.
    void take(const log::Record& record);
    // By the id that the key goes by. Ids are digests of keys, so a wrong one cannot be told.
    std::optional<crypto::VerifyKey> device(const std::string& id) const { return find("device/" + id, {}); }
    // As this person's.
    std::optional<crypto::VerifyKey> person(const std::string& id, const std::string& holder) const {
        return find("key/" + id, holder);
    }

private:
    std::optional<crypto::VerifyKey> find(const std::string& record_key, const std::string& holder) const;

    std::map<std::pair<std::string, std::string>, crypto::VerifyKey> keys_;  // by record key and person
};

}  // namespace zj::verify
