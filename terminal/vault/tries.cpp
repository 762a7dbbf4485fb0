// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/tries.hpp"

#include <algorithm>
#include <optional>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "terminal/vault/files.hpp"

namespace zj::vault {

namespace {

constexpr std::int64_t kFree = 3;
constexpr std::int64_t kFirstWaitMs = 5 * kSecondMs;
constexpr std::int64_t kLongestWaitMs = kHourMs;
constexpr std::size_t kFileBytesMax = 64 * 1024;

std::int64_t wait_after(std::int64_t count) {
    if (count < kFree) {
        return 0;
    }
    return std::min(kLongestWaitMs, kFirstWaitMs << std::min<std::int64_t>(count - kFree, 20));
}

std::string check_value(const crypto::Secret& secret, const codec::Value& persons) {
    const crypto::Secret tag = crypto::derive(secret, "zhijian-tries-v1", as_bytes(codec::write_json(persons)));
    return codec::hex(tag.view());
}

// The persons' counts; absent where the file is not as this device wrote it, or is gone.
std::optional<codec::Value> read(const std::string& path, const crypto::Secret& secret) {
    const auto bytes = read_file(path, kFileBytesMax);
    if (!bytes) {
        return std::nullopt;
    }
    const auto value = codec::parse_json(as_text(*bytes), kFileBytesMax);
    const codec::Value* persons = value ? value->find("persons") : nullptr;
    if (persons == nullptr || value->str_or("check") != check_value(secret, *persons)) {
        return std::nullopt;
    }
    return *persons;
}

Result<> write(const std::string& path, const crypto::Secret& secret, const codec::Value& persons) {
    const codec::Value value = codec::Object{{"persons", persons}, {"check", check_value(secret, persons)}};
    return write_file(path, as_bytes(codec::write_json(value)));
}

codec::Value entry(std::int64_t count, std::int64_t at) {
    return codec::Object{{"count", count}, {"at", at}};
}

}  // namespace

Result<> Tries::make() {
    return write(path_, secret_, codec::Object{});
}

Result<> Tries::begin(const std::string& person) {
    const std::int64_t now = clock_.now().ms;
    auto persons = read(path_, secret_);
    if (!persons) {
        // The count is lost, so it is taken to be high; the wait runs from now.
        codec::Value fresh;
        fresh.set(person, entry(kFree + 20, now));
        ZJ_CHECK(write(path_, secret_, fresh));
        const std::string seconds = std::to_string(kLongestWaitMs / 1000);
        return fail("passphrase.wait", path_, "the count of wrong tries was changed", {seconds});
    }
    std::int64_t count = 0;
    if (const codec::Value* known = persons->find(person)) {
        count = known->int_or("count");
        const std::int64_t at = known->int_or("at"), wait = wait_after(count);
        if (wait > 0 && now < at) {
            persons->set(person, entry(count, now));
            ZJ_CHECK(write(path_, secret_, *persons));
        }
        const std::int64_t left = wait - std::max<std::int64_t>(0, now - at);
        if (left > 0) {
            const std::string seconds = std::to_string((left + 999) / 1000);
            return fail("passphrase.wait", {}, seconds + " s left after wrong tries", {seconds});
        }
    }
    persons->set(person, entry(count + 1, now));
    return write(path_, secret_, *persons);
}

Result<> Tries::succeeded(const std::string& person) {
    auto persons = read(path_, secret_);
    if (!persons) {
        return {};
    }
    persons->object().erase(person);
    return write(path_, secret_, *persons);
}

}  // namespace zj::vault
