// SPDX-License-Identifier: Apache-2.0
#include "shared/log/entry.hpp"

#include <array>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/note.hpp"

namespace zj::log {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"change", "tick", "seal", "root"};
constexpr std::array<std::string_view, 4> kVerdicts{"applied", "merged", "held", "refused"};
constexpr std::size_t kEntryBytesMax = 4096;
constexpr std::size_t kProofBytesMax = 16 * 1024;

template <std::size_t N>
std::size_t index_of(const std::array<std::string_view, N>& names, std::string_view text) {
    std::size_t i = 0;
    while (i < N && names[i] != text) {
        ++i;
    }
    return i;
}

std::int64_t as_int(std::uint64_t n) {
    return static_cast<std::int64_t>(n);
}

}  // namespace

std::string_view to_text(EntryKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}
std::string_view to_text(Verdict verdict) {
    return kVerdicts[static_cast<std::size_t>(verdict)];
}

Result<Verdict> verdict_from(std::string_view text) {
    const std::size_t i = index_of(kVerdicts, text);
    if (i == kVerdicts.size()) {
        return fail("entry.verdict", {}, std::string(text));
    }
    return static_cast<Verdict>(i);
}

// Written by hand in member order, which is canonical; the test holds it against codec::write_json. Verdicts, kinds,
// codes, times and base64 need no escapes.
std::string write_entry(const Entry& e) {
    std::string out;
    out.reserve(512);
    out += "{";
    if (e.change_set) {
        out += "\"change_set\":\"" + codec::base64(*e.change_set) + "\",";
    }
    out += "\"code\":\"" + e.code + "\",\"effects\":\"" + codec::base64(e.effects) +
           "\",\"index\":" + std::to_string(e.index);
    out += ",\"kind\":\"" + std::string(to_text(e.kind)) + "\",\"received_at\":\"" + format_time(e.received_at);
    out += "\",\"rules\":" + std::to_string(e.rules) + ",\"scopes\":\"" + codec::base64(e.scopes);
    out += "\",\"verdict\":\"" + std::string(to_text(e.verdict)) + "\",\"via\":\"" + e.via + "\"}";
    return out;
}

Result<Entry> parse_entry(std::string_view bytes) {
    ZJ_TRY(const codec::Value value, codec::parse_canonical(bytes, kEntryBytesMax));
    codec::Reader reader(value);
    Entry e;
    e.index = static_cast<std::uint64_t>(reader.integer("index", 0, codec::kIntegerMax));
    e.kind = static_cast<EntryKind>(index_of(kKinds, reader.choice("kind", {"change", "tick", "seal", "root"})) %
                                    kKinds.size());
    e.received_at = reader.time("received_at");
    e.via = reader.choice("via", {"net", "usb", "simulated", "local"});
    e.rules = reader.integer("rules", 1, 1'000'000);
    if (reader.has("change_set")) {
        e.change_set = reader.hash("change_set");
    }
    e.verdict = static_cast<Verdict>(
        index_of(kVerdicts, reader.choice("verdict", {"applied", "merged", "held", "refused"})) % kVerdicts.size());
    e.code = reader.string("code", 32);
    e.effects = reader.hash("effects");
    e.scopes = reader.hash("scopes");
    ZJ_CHECK(reader.finish());
    return e;
}

std::string write_record(const Record& record) {
    codec::Value out;
    out.set("key", record.key)
        .set("owner", record.owner)
        .set("shape", record.shape)
        .set("value", record.value)
        .set("version", record.version);
    return codec::write_json(out);
}

Result<Record> parse_record(std::string_view bytes) {
    ZJ_TRY(const codec::Value value, codec::parse_canonical(bytes, limits::kRecordBytesMax));
    codec::Reader reader(value);
    Record out;
    out.key = reader.string("key", limits::kRecordKeyBytesMax, 1);
    out.owner = reader.string("owner", limits::kRecordOwnerBytesMax, 1);
    out.shape = reader.integer("shape", 1, 1'000'000);
    out.version = reader.integer("version", 1, codec::kIntegerMax);
    out.value = reader.object("value");
    ZJ_CHECK(reader.finish());
    return out;
}

Hash SaltedRecord::commitment() const {
    return crypto::sha256("zhijian-record-v1\n", salt, as_bytes(bytes));
}

std::string ScopeItem::bytes() const {
    codec::Value out;
    out.set("n", as_int(n)).set("scope", scope);
    return codec::write_json(out);
}

Hash ScopeItem::commitment() const {
    return crypto::sha256("zhijian-scope-v1\n", salt, as_bytes(bytes()));
}

codec::Value to_value(const Receipt& receipt) {
    codec::Value out;
    out.set("entry", receipt.entry).set("proof", receipt.proof);
    return out;
}

Result<Receipt> receipt_from(const codec::Value& value) {
    codec::Reader reader(value);
    Receipt out{reader.string("entry", kEntryBytesMax), reader.string("proof", kProofBytesMax)};
    ZJ_CHECK(reader.finish());
    return out;
}

Result<Entry> verify_receipt(const Receipt& receipt, const std::string& origin, const crypto::VerifyKey& log_key) {
    ZJ_TRY(Entry entry, parse_entry(receipt.entry));
    ZJ_TRY(const TlogProof proof, parse_tlog_proof(receipt.proof));
    ZJ_TRY(const Checkpoint checkpoint, open_checkpoint(proof.checkpoint, origin, log_key));
    if (proof.index != entry.index) {
        return fail("receipt.index", {}, "the proof is of another entry");
    }
    ZJ_CHECK(verify_inclusion(leaf_hash(as_bytes(receipt.entry)), proof.index, checkpoint.size, proof.path,
                              checkpoint.root));
    return entry;
}

std::string sign_scope_head(const std::string& origin, const ScopeHead& head, const crypto::SigningKey& log_key) {
    codec::Value out;
    out.set("n", as_int(head.n))
        .set("root", codec::base64(head.root))
        .set("scope", head.scope)
        .set("size", as_int(head.size));
    return sign_answer(origin + "/scope", out, log_key);
}

Result<ScopeHead> open_scope_head(std::string_view signed_note, const std::string& origin,
                                  const crypto::VerifyKey& log_key) {
    ZJ_TRY(const codec::Value value, open_answer(signed_note, origin + "/scope", log_key));
    codec::Reader reader(value);
    ScopeHead out;
    out.n = static_cast<std::uint64_t>(reader.integer("n", 0, codec::kIntegerMax));
    out.root = reader.hash("root");
    out.scope = reader.string("scope", 64, 1);
    out.size = static_cast<std::uint64_t>(reader.integer("size", 0, codec::kIntegerMax));
    ZJ_CHECK(reader.finish());
    return out;
}

}  // namespace zj::log
