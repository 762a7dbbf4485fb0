// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/witness.hpp"

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

std::string check_value(const Witness& witness, const crypto::Secret& vault_key) {
    const crypto::Secret tag = crypto::derive(crypto::derive(vault_key, "zhijian-witness-v1"), "check",
                                              as_bytes(codec::write_json(to_value(witness))));
    return codec::hex(tag.view());
}

Result<Witness> parse(std::string_view text, const crypto::Secret& vault_key) {
    ZJ_TRY(const codec::Value value, codec::parse_json(text, 4096));
    codec::Reader r(value);
    Witness w;
    w.seq = static_cast<std::uint64_t>(r.integer("seq", 0, codec::kIntegerMax));
    w.id = r.hash("id");
    w.session = static_cast<std::uint64_t>(r.integer("session", 0, codec::kIntegerMax));
    w.size = static_cast<std::uint64_t>(r.integer("size", 0, codec::kIntegerMax));
    w.clock_ms = r.integer("clock_ms", 0, codec::kIntegerMax);
    const std::string check = r.string("check", 64, 64);
    ZJ_CHECK(r.finish());
    if (check != check_value(w, vault_key)) {
        return fail("vault.corrupt", {}, "its check value is another's");
    }
    return w;
}

}  // namespace

Result<> write_witness(const std::string& path, const Witness& witness, const crypto::Secret& vault_key) {
    codec::Value value = to_value(witness);
    value.set("check", check_value(witness, vault_key));
    return write_file(path, as_bytes(codec::write_json(value)));
}

Result<Witness> read_witness(const std::string& path, const crypto::Secret& vault_key) {
    ZJ_TRY(const Bytes bytes, read_file(path, 4096));
    auto read = parse(as_text(bytes), vault_key);
    if (!read) {
        return fail("vault.corrupt", path, to_string(read.error()), {path});
    }
    return read;
}

}  // namespace zj::vault
