// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/slots.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "terminal/vault/files.hpp"

namespace zj::vault {

namespace {

constexpr std::size_t kSlotsMax = 64;  // persons of one kiosk
constexpr std::size_t kFileBytesMax = 256 * 1024;

codec::Value about(const Slot& slot) {
    return codec::Object{{"person", slot.person},
                         {"name", slot.name},
                         {"alias", slot.alias},
                         {"key", codec::base64(slot.key.bytes)},
                         {"salt", codec::base64(slot.salt)},
                         {"memory_kib", static_cast<std::int64_t>(slot.cost.memory_kib)},
                         {"passes", static_cast<std::int64_t>(slot.cost.passes)}};
}

Bytes associated(const Slot& slot) {
    return to_bytes("zhijian-slot-v1\n" + codec::write_json(about(slot)));
}

Result<crypto::Secret> key_of(const Slot& slot, const crypto::Secret& passphrase, const crypto::Secret& device_secret) {
    ZJ_TRY(const crypto::Secret stretched, crypto::argon2id(passphrase, slot.salt, slot.cost));
    return crypto::mix(stretched, device_secret, "zhijian-slot-v1");
}

template <std::size_t n>
void take(codec::Reader& r, std::string_view key, std::array<std::uint8_t, n>& out) {
    const Bytes bytes = r.base64(key, n);
    if (bytes.size() == n) {
        std::copy(bytes.begin(), bytes.end(), out.begin());
    } else if (r.ok()) {
        r.fault(key, "json.length");
    }
}

Result<Slot> slot_from(const codec::Value& value, const std::string& pointer, const Cost& cost) {
    codec::Reader r(value, pointer);
    Slot slot;
    slot.person = r.string("person", 64, 1);
    slot.name = r.string("name", 200);
    slot.alias = r.string("alias", 64);
    take(r, "key", slot.key.bytes);
    take(r, "salt", slot.salt);
    // Bounded before use: a hostile slot can neither weaken the derivation nor eat the machine.
    slot.cost.memory_kib =
        static_cast<std::uint32_t>(r.integer("memory_kib", cost.floor.memory_kib, crypto::kArgon2Ceiling.memory_kib));
    slot.cost.passes =
        static_cast<std::uint32_t>(r.integer("passes", cost.floor.passes, crypto::kArgon2Ceiling.passes));
    slot.vault = r.base64("vault", 256);
    slot.sign = r.base64("sign", 256);
    ZJ_CHECK(r.finish());
    return slot;
}

Result<std::vector<Slot>> slots_from(const codec::Array& values, const std::string& pointer, const Cost& cost) {
    std::vector<Slot> out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        ZJ_TRY(Slot slot, slot_from(values[i], pointer + std::to_string(i), cost));
        out.push_back(std::move(slot));
    }
    return out;
}

codec::Array as_array(const std::vector<Slot>& slots) {
    codec::Array out;
    for (const Slot& slot : slots) {
        codec::Value value = about(slot);
        value.set("vault", codec::base64(slot.vault)).set("sign", codec::base64(slot.sign));
        out.push_back(std::move(value));
    }
    return out;
}

const Slot* find_in(const std::vector<Slot>& slots, std::string_view who) {
    const Slot* found = nullptr;
    for (const Slot& slot : slots) {
        if (slot.person == who || (!slot.alias.empty() && slot.alias == who)) {
            return &slot;
        }
        if (slot.name == who) {
            if (found != nullptr) {
                return nullptr;  // two of the same name: the id or an alias decides
            }
            found = &slot;
        }
    }
    return found;
}

}  // namespace

const Slot* SlotFile::find(std::string_view who) const {
    return find_in(slots, who);
}

const Slot* SlotFile::find_joining(std::string_view who) const {
    return find_in(joining, who);
}

Hash secret_check(const crypto::Secret& device_secret) {
    Hash out;
    std::ranges::copy(crypto::derive(device_secret, "zhijian-device-secret-v1").view(), out.bytes.begin());
    return out;
}

Result<SlotFile> read_slots(const std::string& path, const Cost& cost) {
    ZJ_TRY(const Bytes bytes, read_file(path, kFileBytesMax));
    auto read = [&]() -> Result<SlotFile> {
        ZJ_TRY(const codec::Value value, codec::parse_json(as_text(bytes), kFileBytesMax));
        codec::Reader r(value);
        SlotFile file;
        r.integer("v", 1, 1);
        file.county = r.string("county", 64);
        file.device = r.string("device", 64);
        file.secret = r.hash("secret");
        const codec::Array& slots = r.array("slots", kSlotsMax);
        const codec::Array& joining = r.array("joining", kSlotsMax);
        ZJ_CHECK(r.finish());
        ZJ_TRY(file.slots, slots_from(slots, "/slots/", cost));
        ZJ_TRY(file.joining, slots_from(joining, "/joining/", cost));
        return file;
    }();
    if (!read) {
        return fail("vault.corrupt", path, to_string(read.error()), {path});
    }
    return read;
}

Result<> write_slots(const std::string& path, const SlotFile& file) {
    const codec::Value value = codec::Object{{"v", 1},
                                             {"county", file.county},
                                             {"device", file.device},
                                             {"secret", codec::base64(file.secret)},
                                             {"slots", as_array(file.slots)},
                                             {"joining", as_array(file.joining)}};
    return write_file(path, as_bytes(codec::write_json_pretty(value)));
}

Result<Slot> make_slot(Slot about, const crypto::Secret& passphrase, const crypto::Secret& device_secret,
                       const crypto::Secret& vault_key, const crypto::SigningKey& person, const Cost& cost,
                       Random& random) {
    about.key = person.verify_key();
    about.cost = cost.make;
    random.fill(about.salt);
    ZJ_TRY(const crypto::Secret kek, key_of(about, passphrase, device_secret));
    const Bytes ad = associated(about);
    about.vault = crypto::wrap(crypto::derive(kek, "vault"), vault_key.view(), ad, random);
    about.sign = crypto::wrap(crypto::derive(kek, "person"), person.seed().view(), ad, random);
    return about;
}

Result<Opened> open_slot(const Slot& slot, const crypto::Secret& passphrase, const crypto::Secret& device_secret) {
    ZJ_TRY(const crypto::Secret kek, key_of(slot, passphrase, device_secret));
    const Bytes ad = associated(slot);
    auto vault_key = crypto::unwrap(crypto::derive(kek, "vault"), slot.vault, ad);
    auto seed = crypto::unwrap(crypto::derive(kek, "person"), slot.sign, ad);
    if (!vault_key || !seed || vault_key->size() != 32 || seed->size() != 32) {
        return fail("passphrase.wrong", {}, "the slot does not open", {slot.name});
    }
    Opened out{std::move(*vault_key), crypto::SigningKey::from_seed(*seed)};
    if (out.person.verify_key() != slot.key) {
        return fail("vault.corrupt", "slots.json", "the slot holds another key than it names");
    }
    return out;
}

}  // namespace zj::vault
