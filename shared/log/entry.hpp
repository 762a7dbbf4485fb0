// SPDX-License-Identifier: Apache-2.0
#pragma once
// Entries of the county log, the record versions they write, and the salted commitments that hide one from readers of
// another (log.md, Entry, effects, verdict). The exact bytes of an entry are the Merkle leaf.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/log/merkle.hpp"

namespace zj::log {

enum class EntryKind { change, tick, seal, root };
enum class Verdict { applied, merged, held, refused };
std::string_view to_text(EntryKind kind);
std::string_view to_text(Verdict verdict);
Result<Verdict> verdict_from(std::string_view text);

struct Entry {
    std::uint64_t index = 0;
    EntryKind kind = EntryKind::change;
    Time received_at;
    std::string via = "net";  // net | usb | simulated | local (ticks and roots)
    std::int64_t rules = 1;
    std::optional<Hash> change_set;  // id of the change set or root statement; absent on ticks
    Verdict verdict = Verdict::applied;
    std::string code;  // empty where applied
    Hash effects;
    Hash scopes;
};
std::string write_entry(const Entry& entry);
Result<Entry> parse_entry(std::string_view bytes);

// One version of one record.
struct Record {
    std::string key;
    std::int64_t version = 1;
    std::int64_t shape = 1;
    std::string owner;  // scope
    codec::Value value;
};
std::string write_record(const Record& record);
Result<Record> parse_record(std::string_view bytes);

struct SaltedRecord {
    Salt salt{};
    std::string bytes;        // canonical
    Hash commitment() const;  // SHA-256("zhijian-record-v1\n" ‖ salt ‖ bytes)
};

// Numbers an entry within one scope that sees it.
struct ScopeItem {
    Salt salt{};
    std::string scope;
    std::uint64_t n = 0;        // from 1, contiguous within the scope
    std::string bytes() const;  // canonical {"n","scope"}
    Hash commitment() const;    // SHA-256("zhijian-scope-v1\n" ‖ salt ‖ bytes)
};

// What a device gets for its change set, at once: the entry, its place in the tree and a signed checkpoint (已收件
// accepted).
struct Receipt {
    std::string entry;  // exact bytes
    std::string proof;  // C2SP tlog-proof text
};
codec::Value to_value(const Receipt& receipt);
Result<Receipt> receipt_from(const codec::Value& value);
// Checks leaf, path and the log key's checkpoint; returns the entry.
Result<Entry> verify_receipt(const Receipt& receipt, const std::string& origin, const crypto::VerifyKey& log_key);

// Last number of a scope at a size, signed by the log key: nothing numbered up to it was withheld.
struct ScopeHead {
    std::uint64_t size = 0;
    Hash root;
    std::string scope;
    std::uint64_t n = 0;
};
std::string sign_scope_head(const std::string& origin, const ScopeHead& head, const crypto::SigningKey& log_key);
Result<ScopeHead> open_scope_head(std::string_view signed_note, const std::string& origin,
                                  const crypto::VerifyKey& log_key);

}  // namespace zj::log
