// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a session needs of the two sides' stores. The county database (gateway/county) and the vault (terminal/vault)
// implement these; the simulator drives the same ones. Every call that changes something is durable when it returns.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/log/root_statement.hpp"
#include "shared/sync/wire.hpp"

namespace zj::sync {

// --- county side
// ----------------------------------------------------------------------------------------------------------------
struct DeviceStanding {
    std::string device;
    std::string state;  // live, frozen, revoked
    std::vector<std::string> scopes;
    crypto::VerifyKey sign;
    std::uint64_t last_seq = 0;
    std::uint64_t last_session = 0;  // highest hello counter seen
    Hash last_session_random;
};

// Who may send a document: the devices of this scope, and the one that signed the change set that names it, which an
// officer does for a unit (ex officio).
struct BlobOwner {
    std::string scope, device;  // device may be empty: not known any more
};

class CountyPort {
public:
    virtual ~CountyPort() = default;
    virtual std::vector<log::SignedRoot> roots() = 0;
    virtual std::string origin() = 0;
    virtual const crypto::SigningKey& log_key() = 0;
    virtual std::string checkpoint() = 0;  // newest signed note, durable
    virtual std::uint64_t size() = 0;
    virtual Result<log::Proof> consistency(std::uint64_t old_size, std::uint64_t new_size) = 0;
    virtual Result<std::string> proof(std::uint64_t index) = 0;  // tlog-proof text
    // The device whose live record holds this TLS key; absent where none does.
    virtual std::optional<DeviceStanding> device_by_tls(const crypto::VerifyKey& tls) = 0;
    virtual std::optional<DeviceStanding> device(const std::string& id) = 0;
    // Stores the hello counter; freezes the door for this device (durably, with both hellos as an incident) where it
    // was misused.
    virtual Result<> note_session(const std::string& device, std::uint64_t session, const Hash& random) = 0;
    virtual Result<> freeze_door(const std::string& device, const std::string& why, const std::string& evidence) = 0;
    // Judges, appends and commits as one group; answers come only after the commit is durable. Idempotent by id.
    virtual std::vector<PushAnswer> push(const std::vector<log::ChangeSet>& change_sets, std::string_view via) = 0;
    virtual Result<FeedPage> feed(const std::string& scope, std::uint64_t after, std::size_t limit) = 0;
    virtual std::uint64_t last_number(const std::string& scope) = 0;  // 0 where nothing was numbered for it
    virtual std::optional<codec::Value> ticket(
        const Hash& ticket_id) = 0;  // record value of ticket/<id>, open ones only
    // Attachments. The session has checked that the asking device may read or write. It signs the completion note.
    virtual Result<BlobStatus> blob_status(const BlobName& name) = 0;  // "blob.unknown" where no material names it
    virtual Result<> put_chunk(const BlobName& name, std::uint64_t chunk,
                               ByteView bytes) = 0;  // "blob.hash", "blob.size"
    virtual Result<Bytes> get_chunk(const BlobName& name, std::uint64_t chunk) = 0;
    virtual Result<BlobOwner> blob_owner(const BlobName& name) = 0;
    // Whether `scope` may read the case that names it: its owner, or by the catalogue's table of kinds and scopes,
    // which only the county knows; without one nobody but the owner may.
    virtual Result<bool> blob_readable(const BlobName& name, const std::string& scope) {
        ZJ_TRY(const BlobOwner owner, blob_owner(name));
        return owner.scope == scope;
    }
};

// --- terminal side
// -----------------------------------------------------------------------------------------------------------------
struct PendingBlob {
    BlobName name;
    std::uint64_t chunks = 0;
};

class VaultPort {
public:
    virtual ~VaultPort() = default;
    virtual std::string root_fingerprint() = 0;
    virtual std::string device() = 0;
    virtual log::Envelope sign_hello(const Hello& hello) = 0;
    virtual std::vector<log::SignedRoot> roots() = 0;
    virtual Result<> store_roots(const std::vector<log::SignedRoot>& roots) = 0;  // already verified
    virtual std::optional<log::Checkpoint> checkpoint() = 0;
    virtual Result<> store_checkpoint(const log::Checkpoint& checkpoint, const std::string& note) = 0;  // never lower
    virtual Result<Hello> next_hello() = 0;  // counter persisted before it returns
    virtual void outbox_state(const std::string& state,
                              const std::string& cause) = 0;  // shown: sending, waiting, cause, next attempt
    // Signed change sets without a receipt, lowest number first; with all that must be durable before they leave.
    virtual Result<std::vector<log::ChangeSet>> unsent(std::size_t count_max, std::size_t bytes_max) = 0;
    virtual Result<> store_answers(
        const std::vector<PushAnswer>& answers) = 0;  // receipts already verified; one transaction
    virtual std::vector<std::string> scopes() = 0;
    virtual std::uint64_t feed_position(const std::string& scope) = 0;
    virtual Result<> store_feed(const std::string& scope, const FeedPage& page,
                                const std::vector<VerifiedItem>& items) = 0;
    virtual std::vector<PendingBlob> pending_blobs() = 0;  // not yet confirmed by a completion note
    virtual Result<Bytes> read_chunk(const BlobName& name, std::uint64_t chunk) = 0;
    virtual Result<> store_blob_note(const BlobName& name, const std::string& note) = 0;
    // What the gateway answered to `target` does not prove what it should: kept for people to look at, bounded.
    virtual Result<> keep_evidence(const std::string& what, const std::string& target, const std::string& body) = 0;
};

}  // namespace zj::sync
