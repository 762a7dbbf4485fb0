// SPDX-License-Identifier: Apache-2.0
#pragma once
// The judge: from a change set, tick or root statement to verdict, code, effects and scopes. Pure, total and
// deterministic: the gateway, the simulator and the auditor call the same code and must get the same bytes
// (reconcile.md, admit(): the judge).
//
// Order of use by a writer of the log:
//     Checked c = check(change_set, keys);          // any thread: parsing and signatures, no registers
//     DoorAnswer a = at_door(c, registers);         // under the head lock
//     if (a.kind == DoorAnswer::append) {
//         Judgement j = judge.change(registers, c, received_at);   // writes its effects into `registers`
//         Sealed s = seal(...);                     // entry bytes, salts, commitments
//     }

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"
#include "shared/log/root_statement.hpp"
#include "shared/model/registers.hpp"

namespace zj::model {

// The newest rules that this build judges by. A county under newer ones is not written by it (log.md, Entry).
inline constexpr std::int64_t kNewestRules = 1;

// Public keys by their id. Ids are digests of keys, so a wrong key cannot be returned unnoticed; whether a key is *in
// force* is judged from the registers, never here.
class KeyFinder {
public:
    virtual ~KeyFinder() = default;
    virtual std::optional<crypto::VerifyKey> find(std::string_view key_id) = 0;
};

// What parsing and signature checks found out; holds everything the later steps need of the change set.
struct Checked {
    ChangeSetId id;
    bool header_ok = false;
    Error header_fault;  // where !header_ok
    log::Header header;
    bool device_signed = false;         // good signature by the key whose id is header.device
    bool person_signed = false;         // good signature by the key header.key
    bool ticket_signed = false;         // good signature by the one-time key named in an enrol or join intent
    std::optional<Error> body_fault;    // missing, mismatching, oversize or malformed bodies: D4, D6
    std::vector<codec::Value> intents;  // parsed bodies, in order
    std::vector<Hash> commitments;
};
Checked check(const log::ChangeSet& change_set, KeyFinder& keys);

// The device layer's decision whether a number is consumed (log.md, "The device layer decides the number").
struct DoorAnswer {
    enum Kind { append, expected, fork, refused } kind = refused;
    std::uint64_t expected_seq = 0;  // with `expected`
    std::string code;  // with `refused`: door.header, door.county, door.device, door.signature, door.frozen
};
DoorAnswer at_door(const Checked& checked, Registers& registers);

struct Judgement {
    log::Verdict verdict = log::Verdict::applied;
    std::string code;                 // D, B, C, G or Q code; empty where applied
    std::string detail;               // English, for logs and tests; not part of the entry
    std::string competitor;           // with held: who has what was asked for, as far as the author may see
    bool foretold = true;             // false in a preview that needed a record the vault cannot see
    std::vector<RecordPtr> effects;   // record versions in order of writing
    std::vector<std::string> scopes;  // sorted: every scope that sees this entry
};

class Judge {
public:
    Judge();
    ~Judge();

    // REQUIRES: at_door() said append. Writes effects and the chain head into `registers`.
    Judgement change(Registers& registers, const Checked& checked, Time received_at);
    // REQUIRES: boundary = next_tick_boundary(last entry's time), or the last entry's own time while tick_again() says
    // so.
    Judgement tick(Registers& registers, Time boundary);
    // Genesis and later statements. The caller has verified the chain.
    Judgement root(Registers& registers, const log::SignedRoot& signed_root, const log::RootStatement& statement,
                   Time received_at);

    // True while a tick at `boundary` must be written again before anything else (more than kTickItemsMax were due, or
    // releases wait).
    bool tick_again(Registers& registers, Time boundary);

private:
    struct Cache;  // the catalogue in force, parsed once per version
    std::unique_ptr<Cache> cache_;
};

// Next number per scope.
class ScopeCounters {
public:
    virtual ~ScopeCounters() = default;
    virtual std::uint64_t last(std::string_view scope) = 0;
    virtual void set_last(std::string_view scope, std::uint64_t n) = 0;
};

// An entry with all that is stored beside it.
struct Sealed {
    log::Entry entry;
    std::string entry_bytes;
    std::vector<log::SaltedRecord> records;
    std::vector<log::ScopeItem> scopes;
};
// Numbers the scopes, draws one salt per record and scope item, computes both roots and writes the entry's bytes.
Sealed seal(const Judgement& judgement, log::EntryKind kind, std::uint64_t index, std::int64_t rules, Time received_at,
            std::string_view via, std::optional<Hash> change_set, ScopeCounters& counters, Random& salts);

// Whether `scope` may read `record` (the owner, audit, and the catalogue's table of kinds). `table` is
// Catalogue::scopes.
bool visible(std::string_view scope, const log::Record& record, const codec::Value& scope_table);

// SHA-256 over the commitments of the current records in key order (log.md, register digest).
Hash register_digest(const std::vector<Hash>& commitments_in_key_order);

}  // namespace zj::model
