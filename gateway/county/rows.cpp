// SPDX-License-Identifier: Apache-2.0
// What stands beside an entry, to and from the columns of the tables.
#include <algorithm>

#include "gateway/county/state.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

// Digests one after the other, as many as the size asks for; absent where they are not.
std::optional<Bytes> chunks_of(const codec::Array& chunks, std::int64_t size) {
    const auto each = static_cast<std::int64_t>(limits::kChunkBytes);
    if (size < 1 || size > limits::kAttachmentBytesMax ||
        static_cast<std::int64_t>(chunks.size()) != (size + each - 1) / each) {
        return std::nullopt;
    }
    Bytes out;
    for (const codec::Value& chunk : chunks) {
        const auto digest = codec::hash_from_hex(chunk.is_string() ? std::string_view(chunk.string()) : "");
        if (!digest) {
            return std::nullopt;
        }
        out.insert(out.end(), digest->bytes.begin(), digest->bytes.end());
    }
    return out;
}

}  // namespace

Result<Hash> hash_in(ByteView blob, std::string_view table) {
    Hash out;
    if (blob.size() != out.bytes.size()) {
        return fail("store.corrupt", std::string(table), "a hash has 32 bytes");
    }
    std::copy(blob.begin(), blob.end(), out.bytes.begin());
    return out;
}

Result<log::SaltedRecord> salted_in(ByteView salt, std::string_view bytes) {
    log::SaltedRecord out;
    if (salt.size() != out.salt.size()) {
        return fail("store.corrupt", "records", "a salt has 16 bytes");
    }
    std::copy(salt.begin(), salt.end(), out.salt.begin());
    out.bytes = bytes;
    return out;
}

std::string scopes_json(const std::vector<log::ScopeItem>& scopes) {
    codec::Array out;
    for (const log::ScopeItem& item : scopes) {
        out.push_back(codec::Object{
            {"n", static_cast<std::int64_t>(item.n)}, {"salt", codec::base64(item.salt)}, {"scope", item.scope}});
    }
    return codec::write_json(std::move(out));
}

Result<std::vector<log::ScopeItem>> scopes_from_json(std::string_view text) {
    ZJ_TRY(const codec::Value value, codec::parse_json(text));
    std::vector<log::ScopeItem> out;
    if (!value.is_array()) {
        return fail("store.corrupt", "entries", "no list of scopes");
    }
    for (const codec::Value& item : value.array()) {
        log::ScopeItem scope;
        ZJ_TRY(const Bytes salt, codec::from_base64(item.str_or("salt")));
        if (salt.size() != scope.salt.size()) {
            return fail("store.corrupt", "entries", "a salt has 16 bytes");
        }
        std::copy(salt.begin(), salt.end(), scope.salt.begin());
        scope.scope = item.str_or("scope");
        scope.n = static_cast<std::uint64_t>(item.int_or("n"));
        out.push_back(std::move(scope));
    }
    return out;
}

std::string bodies_json(const std::vector<log::Body>& bodies) {
    codec::Array out;
    for (const log::Body& body : bodies) {
        out.push_back(codec::Object{{"body", body.bytes}, {"salt", codec::base64(body.salt)}});
    }
    return codec::write_json(std::move(out));
}

std::vector<Material> materials_of(std::string_view device, const std::vector<codec::Value>& intents,
                                   const std::function<std::string(std::string_view case_key)>& unit_of_case) {
    std::vector<Material> out;
    for (const codec::Value& intent : intents) {
        const std::string_view act = intent.str_or("do");
        if (act != "case.submit" && act != "case.answer") {
            continue;
        }
        const std::string unit =
            act == "case.submit" ? std::string(intent.str_or("unit")) : unit_of_case(intent.str_or("case"));
        for (const codec::Value& item : intent.items("materials")) {
            Material material;
            material.device = device;
            material.slot = item.str_or("slot");
            material.scope = "unit/" + unit;
            material.size = item.int_or("size");
            const auto hash = codec::hash_from_hex(item.str_or("sha256"));
            auto chunks = chunks_of(item.items("chunks"), material.size);
            if (hash && chunks) {  // a held change set may name anything; what is no document is none
                material.sha256 = *hash;
                material.chunks = std::move(*chunks);
                out.push_back(std::move(material));
            }
        }
    }
    return out;
}

}  // namespace zj::county
