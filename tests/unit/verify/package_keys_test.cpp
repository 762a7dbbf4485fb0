// SPDX-License-Identifier: Apache-2.0
// Whose key a package shows, and whose it does not.
#include "shared/verify/package_keys.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "shared/package/layout.hpp"

namespace zj::verify {
namespace {

using codec::Object;

crypto::VerifyKey a_key(std::size_t n) {
    return {crypto::sha256("key " + std::to_string(n)).bytes};
}

std::string text_of(const crypto::VerifyKey& key) {
    return codec::base64(ByteView(key.bytes));
}

log::Record key_record(const crypto::VerifyKey& key, const std::string& person) {
    return {"key/" + key.id(), 1, 1, "admin", Object{{"public", text_of(key)}, {"person", person}}};
}

log::Record device_record(const crypto::VerifyKey& key, const std::string& under) {
    return {"device/" + under, 1, 1, "admin", Object{{"sign", text_of(key)}}};
}

TEST_CASE("a key is a device's under its own id, and a person's for that person alone") {
    ShownKeys keys;
    const crypto::VerifyKey device = a_key(1), person = a_key(2);
    keys.take(device_record(device, device.id()));
    keys.take(key_record(person, "p1"));
    CHECK(keys.device(device.id()) == device);
    CHECK(keys.person(person.id(), "p1") == person);
    CHECK_FALSE(keys.person(person.id(), "p2").has_value());
    CHECK_FALSE(keys.person(device.id(), "p1").has_value());
    CHECK_FALSE(keys.device(person.id()).has_value());
}

TEST_CASE("a record that shows another key than its name says, or none, is no key") {
    ShownKeys keys;
    const crypto::VerifyKey mine = a_key(1), other = a_key(2);
    keys.take(device_record(other, mine.id()));
    keys.take({"device/" + other.id(), 1, 1, "admin", Object{{"sign", "no key"}}});
    keys.take({"unit/421125101", 1, 1, "admin", Object{{"sign", text_of(mine)}}});
    CHECK_FALSE(keys.device(mine.id()).has_value());
    CHECK_FALSE(keys.device(other.id()).has_value());
}

TEST_CASE("one key is found among more records than a package may hold files, all of them of its own name") {
    ShownKeys keys;
    const crypto::VerifyKey shared = a_key(1);
    for (std::size_t i = 0; i <= package::kFilesMax; ++i) {
        keys.take(key_record(shared, "p" + std::to_string(i)));
    }
    CHECK(keys.person(shared.id(), "p" + std::to_string(package::kFilesMax)) == shared);
    CHECK_FALSE(keys.person(shared.id(), "nobody").has_value());
}

}  // namespace
}  // namespace zj::verify
