// SPDX-License-Identifier: Apache-2.0
#pragma once
// The county database and the one writer of its log (log.md; reconcile.md, County database). All calls may come from
// any thread: pushes that wait together are committed together, everything else takes turns at the head lock. A second
// process may read the same file (status, bundle, backup) while one gateway serves it.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/log/root_statement.hpp"
#include "shared/model/registers.hpp"
#include "shared/store/database.hpp"
#include "shared/sync/ports.hpp"

namespace zj::county {

// Codes with `later` answers: clock.behind, clock.ahead (an operator confirms the time), rules.unknown, county.empty
// (no root statement), county.stopped (a write failed; open again), store.*, Q1.

struct CountyOptions {
    std::string path;  // of the database
    bool create = false;
    unsigned threads = 1;                         // for checking signatures; 1 = in the caller's thread
    std::size_t cache_bytes = 192 * 1024 * 1024;  // decoded records
    std::int64_t page_cache_kib = 128 * 1024;
    // What one group commit may write, in bytes of entries and records; it ends with the change set that reaches this.
    // All of it is held in memory, as text and as records, and goes into one transaction. A change set of a few hundred
    // bytes may write eight MiB (limits::kEffectsBytesMax), a push of a thousand of them eight GiB. A thousand ordinary
    // ones write some seven MiB: none of those is cut. Above 0.
    std::size_t group_written_max = 4 * limits::kEffectsBytesMax;
    bool full_sync = true;  // false only in tests that crash nothing
    // Named steps, see group.hpp: verified, locked, judged, begin, entries, checkpoint, commit, committed, published.
    // Throwing stands for a crash: the County must then be dropped. Called under the head lock but for "verified".
    store::FaultSeam fault;
};

struct Incident {
    std::int64_t id = 0;
    Time at;
    std::string kind;  // fork, replayed, unknown_device, bad_signature, bad_header, blob …
    std::string device;
    std::string detail;
    std::string evidence;  // as received
};

struct CountySummary {
    std::uint64_t size = 0;
    Hash root;
    std::string checkpoint;  // signed note
    Time last_entry;
    std::uint64_t records = 0;  // current ones
    std::uint64_t devices_live = 0, devices_frozen = 0;
    std::uint64_t units = 0, persons = 0, persons_active = 0, cases = 0, cases_open = 0, grants = 0, held = 0;
    std::uint64_t blobs = 0, blobs_complete = 0, incidents = 0;
};

// What is asked for every few seconds: as cheap in a county of a million records as in a new one.
struct CountyPulse {
    std::uint64_t size = 0;
    Time last_entry;
    std::uint64_t devices_live = 0, devices_frozen = 0, cases_open = 0, held = 0, blobs_incomplete = 0, incidents = 0;
};

// One entry with all that is stored beside it.
struct StoredEntry {
    std::uint64_t index = 0;
    std::string entry;  // exact bytes
    Hash leaf;
    std::string envelope;  // to_value(Envelope), canonical; empty but for changes
    std::string bodies;    // [{"body":"…","salt":"…"}], canonical; empty but for changes
    std::vector<log::SaltedRecord> records;
    std::vector<log::ScopeItem> scopes;
};

// One document under one list of chunks; the same document may stand under several.
struct StoredBlob {
    std::int64_t id = 0;
    std::string scope;
    Hash sha256;
    std::int64_t bytes = 0;
    bool complete = false;
};

// Called with done and total now and then; returning false cancels ("county.cancelled").
using Progress = std::function<bool(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

class County final : public sync::CountyPort {
public:
    // `key` is the database's raw key. `clock` and `random` outlive the county and are used under the head lock.
    static Result<std::unique_ptr<County>> open(CountyOptions options, const crypto::Secret& key,
                                                crypto::SigningKey log_key, Clock& clock, Random& random);
    ~County() override;

    // Appends a root statement whose chain the caller has verified; number 1 opens the log.
    Result<> append_root(const log::SignedRoot& root);
    // Writes the ticks that are due now; how many. To be called at least each minute by whoever serves.
    Result<std::size_t> advance();
    // Nothing more is signed by this process: it should end, and another open the database.
    bool stopped() const;
    // What kept the last write from being stored, until one is; advance() tries.
    std::optional<Error> trouble();
    // An operator says that the clock is right although it jumped; holds for the next append.
    void confirm_time();

    std::vector<log::SignedRoot> roots() override;
    std::string origin() override;
    const crypto::SigningKey& log_key() override;
    std::string checkpoint() override;
    std::uint64_t size() override;
    Result<log::Proof> consistency(std::uint64_t old_size, std::uint64_t new_size) override;
    Result<std::string> proof(std::uint64_t index) override;
    std::optional<sync::DeviceStanding> device_by_tls(const crypto::VerifyKey& tls) override;
    std::optional<sync::DeviceStanding> device(const std::string& id) override;
    // "door.replayed" where the counter was misused; the door is closed for the device then.
    Result<> note_session(const std::string& device, std::uint64_t session, const Hash& random) override;
    Result<> freeze_door(const std::string& device, const std::string& why, const std::string& evidence) override;
    std::vector<sync::PushAnswer> push(const std::vector<log::ChangeSet>& change_sets, std::string_view via) override;
    Result<sync::FeedPage> feed(const std::string& scope, std::uint64_t after, std::size_t limit) override;
    std::uint64_t last_number(const std::string& scope) override;
    std::optional<codec::Value> ticket(const Hash& ticket_id) override;
    Result<sync::BlobStatus> blob_status(const sync::BlobName& name) override;
    Result<> put_chunk(const sync::BlobName& name, std::uint64_t chunk, ByteView bytes) override;
    Result<Bytes> get_chunk(const sync::BlobName& name, std::uint64_t chunk) override;
    Result<sync::BlobOwner> blob_owner(const sync::BlobName& name) override;
    Result<bool> blob_readable(const sync::BlobName& name, const std::string& scope) override;

    // Operators.
    Result<> open_door(const std::string& device);  // people have looked into it
    void note_incident(std::string_view kind, std::string_view device, std::string_view detail,
                       std::string_view evidence);
    Result<std::vector<Incident>> incidents(std::size_t newest);
    Result<CountySummary> summary();
    Result<CountyPulse> pulse();
    // The newest kept envelopes that prove a fork of this device, as a JSON array; empty where none was noticed.
    Result<std::string> fork_evidence(const std::string& device);
    std::vector<std::pair<std::string, std::uint64_t>> scopes();  // every scope with its last number
    model::Found record(std::string_view key);                    // newest version
    // Current records whose key starts with `prefix`, in key order. `each` returns false to stop.
    Result<> each_record(std::string_view prefix, const std::function<bool(const log::Record&)>& each);
    // Entries from `from` up to but not including `to`, in order.
    Result<> each_entry(std::uint64_t from, std::uint64_t to, const std::function<Result<>(const StoredEntry&)>& each);
    // How many entries the log held at `time`: those received before it.
    Result<std::uint64_t> size_at(Time time);
    // Versions of one record, the newest first, each with the entry that wrote it. Reads the whole log until `each`
    // says stop: for somebody who asks, not for what serves.
    Result<> each_version(std::string_view key, const std::function<bool(const log::Entry&, const log::Record&)>& each);
    // As each_record() of every kind, of the log's first `size` entries; in no order of keys.
    Result<> each_record_at(std::uint64_t size, const std::function<bool(const log::Record&)>& each);
    // When each device last began a session. Not of the log: a device that only asks writes nothing there.
    Result<std::map<std::string, Time>> last_sessions();
    Result<std::vector<StoredBlob>> blobs();
    // The content of a complete blob, chunk by chunk.
    Result<> each_chunk(const StoredBlob& blob, const std::function<Result<>(ByteView)>& each);
    Result<Hash> register_digest();  // model::register_digest over the current records
    Result<> backup(const std::string& path, const crypto::Secret& key,
                    const std::function<bool(int percent)>& progress);
    // Derives everything again from the log and compares (check.cpp). `replay` runs the judge over the whole log too.
    // "county.check" with every finding in `args`.
    Result<> check(bool replay, const Progress& progress);
    // Writes the relational tables anew from the log (after an upgrade that changed them).
    Result<> rebuild_projections();

    struct State;  // inside: state.hpp

private:
    County();
    std::unique_ptr<State> state_;
};

// Names of the seams in order, for tests that crash at each of them.
const std::vector<std::string>& fault_steps();

}  // namespace zj::county
