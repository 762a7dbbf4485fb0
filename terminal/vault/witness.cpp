// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/witness.hpp"

#include <algorithm>
#include <tuple>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "terminal/vault/files.hpp"

namespace zj::vault {

namespace {

codec::Value to_value(const Witness& w) {
    return codec::Object{{"seq", static_cast<std::int64_t>(w.seq)},
                         {"id", codec::base64(w.id)},
                         {"session", static_cast<std::int64_t>(w.session)},
                         {"size", static_cast<std::int64_t>(w.size)},
                         {"clock_ms", w.clock_ms}};
}

std::string check_value(const Witness& witness, const crypto::Secret& key) {
    return codec::hex(crypto::derive(key, "check", as_bytes(codec::write_json(to_value(witness)))).view());
}

bool older(const Witness& a, const Witness& b) {
    return std::tie(a.seq, a.session, a.size, a.clock_ms) < std::tie(b.seq, b.session, b.size, b.clock_ms);
}

crypto::Secret key_from(const crypto::Secret& vault_key) {
    return crypto::derive(vault_key, "zhijian-witness-v1");
}

}  // namespace

std::string WitnessFile::line(const Witness& witness) const {
    codec::Value value = to_value(witness);
    std::string text = codec::write_json(value.set("check", check_value(witness, key_)));
    ZJ_ASSERT(text.size() < kSlotBytes);
    text.resize(kSlotBytes - 1, ' ');
    return text + '\n';
}

Result<Witness> WitnessFile::parse(std::string_view slot) const {
    ZJ_TRY(const codec::Value value, codec::parse_json(slot.substr(0, slot.find_last_not_of(" \n") + 1)));
    codec::Reader r(value);
    Witness w;
    w.seq = static_cast<std::uint64_t>(r.integer("seq", 0, codec::kIntegerMax));
    w.id = r.hash("id");
    w.session = static_cast<std::uint64_t>(r.integer("session", 0, codec::kIntegerMax));
    w.size = static_cast<std::uint64_t>(r.integer("size", 0, codec::kIntegerMax));
    w.clock_ms = r.integer("clock_ms", 0, codec::kIntegerMax);
    const std::string check = r.string("check", 64, 64);
    ZJ_CHECK(r.finish());
    if (check != check_value(w, key_)) {
        return fail("vault.corrupt", {}, "its check value is another's");
    }
    return w;
}

Result<WitnessFile> WitnessFile::make(const std::string& path, const crypto::Secret& vault_key) {
    ZJ_CHECK(write_file(path, Bytes(2 * kSlotBytes, ' ')));
    ZJ_TRY(store::PatchFile file, as_vault(store::PatchFile::open(path)));
    WitnessFile made(std::move(file), key_from(vault_key));
    ZJ_CHECK(made.write({}));
    ZJ_CHECK(made.sync());
    return made;
}

Result<WitnessFile> WitnessFile::open(const std::string& path, const crypto::Secret& vault_key) {
    ZJ_TRY(const Bytes bytes, read_file(path, 2 * kSlotBytes));
    ZJ_TRY(store::PatchFile file, as_vault(store::PatchFile::open(path)));
    WitnessFile opened(std::move(file), key_from(vault_key));
    const std::string_view text = as_text(bytes);
    const auto first = opened.parse(text.substr(0, kSlotBytes));
    const auto second = opened.parse(text.substr(std::min(kSlotBytes, text.size())));
    if (!first && !second) {
        return fail("vault.corrupt", path, to_string(first.error()), {path});
    }
    const bool take_second = !first || (second && older(*first, *second));
    opened.last_ = take_second ? *second : *first;
    // What was read may not have reached the disk before that process ended. From here on it is the synced slot.
    ZJ_CHECK(as_vault(opened.file_.sync()));
    opened.target_ = take_second ? 0 : 1;
    return opened;
}

Result<> WitnessFile::write(const Witness& witness) {
    ZJ_CHECK(as_vault(file_.write(target_ * kSlotBytes, as_bytes(line(witness)))));
    last_ = witness;
    dirty_ = true;
    return {};
}

Result<> WitnessFile::sync() {
    if (!dirty_) {
        return {};
    }
    ZJ_CHECK(as_vault(file_.sync()));
    dirty_ = false;
    target_ = 1 - target_;
    return {};
}

}  // namespace zj::vault
