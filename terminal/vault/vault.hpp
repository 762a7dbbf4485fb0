// SPDX-License-Identifier: Apache-2.0
#pragma once
// One device's encrypted state: its keys, outbox, receipts, feed, current records and documents (terminal.md, Vault).
// The folder:
//
//   vault.db        SQLCipher under a random raw key (store::Database)
//   slots.json      who may open it (slots.hpp); written last at creation, so a folder without it is an enrolment that
//                   was cut off
//   device.secret   32 bytes mixed into every slot (file provider)
//   tries.json      wrong passphrases (tries.hpp)
//   witness         counters against rollback (witness.hpp)
//   lock            the process that holds the vault
//
// Durable order of every piece of work; a crash after any line loses nothing and repeats nothing:
//   1. sign          nothing stored: the number is free again
//   2. commit        the signed set stands in the outbox; it will be sent
//   3. witness       the side file knows the number; an older database is noticed from here on, by the time that
//   anything
//                    leaves also after a power cut
//   4. send          the county may or may not have it: "unknown", so the same bytes are sent again; its id makes that
//   harmless
//   5. verify the receipt
//   6. commit it     no more sending
//
// One thread at a time. A read of the database that fails is thrown by every function here but create() and open(), see
// rows.hpp: nothing may be taken for absent because a page could not be read. Errors: vault.missing, vault.corrupt,
// vault.rolled_back, vault.full, vault_busy, vault.unfinished, passphrase.*, and store.* from below (store.full,
// store.corrupt and store.key come out as vault.full and vault.corrupt).

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/crypto/x509.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/root_statement.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/sync/ports.hpp"
#include "terminal/vault/case_rows.hpp"
#include "terminal/vault/files.hpp"
#include "terminal/vault/rows.hpp"
#include "terminal/vault/slots.hpp"
#include "terminal/vault/witness.hpp"

namespace zj::vault {

struct Settings {
    Clock* clock = nullptr;    // REQUIRED, outlives the vault
    Random* random = nullptr;  // REQUIRED, outlives the vault
    Cost cost{};
    // Milliseconds since the machine started, for elapsed_ms; a lower bound where it restarts.
    std::function<std::int64_t()> uptime_ms;
    // Steps of the durable order above, before each is done: "commit", "committed", "witness", "slots" …
    // (store::FaultSeam).
    store::FaultSeam fault;
};

// What enrolment knows when it makes a vault.
struct Founding {
    std::string county;
    std::string person, name, alias;
    std::string root_fingerprint;
    std::string gateway;  // host:port of the ticket
    bool demo = false;
    std::vector<std::string> scopes;
    std::vector<log::SignedRoot> roots;  // verified
    crypto::SigningKey one_time;
    std::string device_name;
};

// One row of the outbox.
struct Sent {
    std::uint64_t seq = 0;
    ChangeSetId id;
    std::string state;  // signed, sent, applied, merged, held, refused
    std::string code;
    std::string cause;  // why it waits, as the gateway said it last
    std::string person;
    Time signed_at;
    std::uint64_t entry = 0;  // log index, once there is a receipt
    bool receipt = false;
    bool in_feed = false;               // its effects have come back with the feed
    std::vector<codec::Value> intents;  // as signed
    std::vector<Hash> commitments;      // of the intents
    std::vector<std::string> writes;    // record keys it moves
};

// A document that an own change set names.
struct Delivery {
    std::string slot;
    Hash sha256;
    std::uint64_t chunks = 0;
    bool confirmed = false;  // the county has all of it
};

struct OutboxCounts {
    std::int64_t waiting = 0;  // without a receipt
    std::int64_t held = 0;
};

struct Document {
    std::string title, media_type;
    std::int64_t size = 0;
    Hash sha256;
    std::vector<Hash> chunks;
};

inline constexpr std::string_view kCatalogueKey = "system/catalogue";

class Vault final : public sync::VaultPort {
public:
    // Signs seq 1 (identity.enrol) too, so that the one-time key need not be kept. A folder cut off before its slots
    // were written is begun again; a finished one is "vault.exists".
    static Result<std::unique_ptr<Vault>> create(const std::string& folder, Founding founding,
                                                 const crypto::Secret& passphrase, Settings settings);
    // `who` is a person's id, name or alias; empty where the vault has only one ("as.needed").
    static Result<std::unique_ptr<Vault>> open(const std::string& folder, std::string_view who,
                                               const crypto::Secret& passphrase, Settings settings);
    static bool present(const std::string& folder);
    // Ends an enrolment that the county refused: the next create() begins again in this folder. REQUIRES: not enrolled,
    // and nothing but number 1 was signed.
    Result<> abandon();
    ~Vault() override;

    // --- who and what this is
    const std::string& county() const { return slots_.county; }
    const Slot& person() const { return *slots_.find(person_id_); }  // whose key is unlocked in this process
    const SlotFile& slots() const { return slots_; }
    const std::string& folder() const { return folder_; }
    std::string gateway();
    std::string origin();
    bool demonstration();                      // a county with simulated time: whatever is shown says so
    bool enrolled();                           // the county has taken seq 1
    std::optional<log::RootStatement> root();  // the newest
    crypto::Certificate tls_certificate();     // for the client side of mutual TLS
    crypto::BoxKey bundle_key();               // opens bundles that a courier brings to this device
    // Of the record in force, else of the newest root statement that carries one.
    Result<std::shared_ptr<const model::Catalogue>> catalogue();
    // max(clock, newest entry of the county): a clock that was wrong once does not stay so. The highest time that the
    // clock itself has shown is kept apart (clock_high, and in the witness), for leases.
    Time now();
    Clock& clock() { return *settings_.clock; }
    Random& random() { return *settings_.random; }

    // --- signing
    struct Signer {
        std::string person;
        const crypto::SigningKey* key = nullptr;
        const crypto::SigningKey* ticket = nullptr;
        std::optional<Hash> prev;  // seq 1 only
    };
    struct Work {
        std::vector<codec::Value> intents;  // with "do" and "base"
        std::optional<Signer> signer;       // absent: the unlocked person
        std::int64_t ends_draft = 0;        // goes in the same commit: there is the draft or the signature, never both
    };
    // Steps 1 to 3 of the durable order. The number it gets is next_seq(); new cases get the device's next count (本机
    // n 号), and documents that the intents name are queued for the county.
    Result<log::ChangeSet> sign(const Work& work);
    std::uint64_t next_seq();
    // Keeps a slot for another person of this device aside; the caller signs their identity.join with `key`. It counts
    // once the county has applied that, and is dropped where it was refused or never signed.
    Result<> add_slot(const std::string& person, const std::string& name, const std::string& alias,
                      const crypto::Secret& passphrase, const crypto::SigningKey& key);
    // Whether this passphrase opens the slot with this key, counting or kept aside; counted as any other try.
    Result<> try_slot(const crypto::VerifyKey& key, const crypto::Secret& passphrase);

    // --- what is known
    std::optional<log::Record> record(std::string_view key);
    std::vector<log::Record> records(std::string_view prefix);  // by key
    // Those whose bytes have this text somewhere: fewer to be parsed.
    std::vector<log::Record> records(std::string_view prefix, std::string_view containing);
    bool sees(std::string_view key);                         // absent means absent, not hidden
    std::int64_t version_of(std::string_view key);           // 0: not here
    std::vector<Sent> outbox();                              // all, by number: as long as the device is old
    std::vector<Sent> outbox_open();                         // whose effects have not come back with the feed
    std::vector<Sent> outbox_open(std::string_view prefix);  // of these, those that write a key of this kind
    std::vector<Sent> outbox_page(std::uint64_t after, std::string_view state, std::size_t count_max);
    std::vector<Sent> outbox_waiting(std::size_t count_max);  // without a receipt, oldest first
    std::vector<Sent> outbox_refused(std::size_t count_max);  // newest first
    std::vector<Sent> sent_on(std::string_view key);          // that name this record
    std::optional<Sent> sent(std::uint64_t seq);
    std::optional<Sent> sent_by_id(const ChangeSetId& id);
    std::optional<Sent> last_sent();
    std::pair<std::uint64_t, ChangeSetId> last_judged();  // the newest with a receipt; 0 without
    OutboxCounts outbox_counts();
    std::int64_t receipts_since(std::uint64_t entry);  // with entries from this one on
    std::optional<codec::Value> receipt(std::uint64_t seq);
    // Own change sets that move `key` and are not yet part of the record held here.
    std::vector<std::uint64_t> own_unjudged(std::string_view key);
    log::Base base_of(std::string_view key);
    std::optional<std::string> case_by_count(std::int64_t n);
    std::optional<std::int64_t> count_of_case(std::string_view key);
    std::string shown_state();            // last outbox_state with its cause
    std::int64_t positions();             // feed items stored
    std::int64_t evidence();              // answers that did not prove what they should (keep_evidence)
    std::optional<Time> checkpoint_at();  // when the newest checkpoint was stored here
    std::string checkpoint_note();        // the newest one as signed and cosigned; empty without one
    // The county's entry that wrote the version of this record held here.
    std::optional<log::Entry> entry_of(std::string_view key);
    // Size of the log and time when this person left the device last (note_leaving).
    std::optional<std::pair<std::uint64_t, Time>> left_at();
    Result<> note_leaving();

    // --- search, by an index of words that the first search begins (terminal/search; text_index.cpp)
    struct TextHit {
        std::int64_t id = 0;
        std::string key;
    };
    // Records with these words (search::Query::expression), newest written first, with ids above `after` (0: all);
    // `kind` of search::kinds(), or empty. Candidates: the index knows no order of words.
    std::vector<TextHit> text_hits(const std::string& expression, std::string_view kind, std::int64_t after,
                                   std::size_t count_max);
    // Whether all records are in it; from then on it is written with them.
    bool texts_complete() const { return texts_complete_; }
    // Puts in the next records, in one transaction: cut off anywhere, the next call goes on. Returns how many it looked
    // at; 0 when all are in.
    Result<std::size_t> index_texts(std::size_t records_max);
    // Empties it; index_texts() makes it again.
    Result<> forget_texts();

    // --- cases, by an index that is written with what it is made from (case_rows.hpp)
    std::optional<CaseEntry> case_entry(std::string_view key);
    std::vector<CaseEntry> cases(const CaseFilter& filter, std::size_t first, std::size_t count);  // newest first
    std::vector<CaseCount> case_counts();
    std::vector<std::pair<std::string, std::int64_t>> found_by_matter(const CaseFilter& filter);  // its matter apart
    // Waiting at this place for the unlocked person: nothing of this device on it is unanswered, and a layer is open to
    // them. Longest there first.
    std::vector<CaseEntry> cases_at(std::string_view place, std::size_t count_max);
    std::int64_t count_at(std::string_view place);
    std::vector<CaseEntry> cases_since(std::uint64_t entry, std::size_t count_max);  // newest first
    std::vector<CaseEntry> cases_about(std::string_view about, std::size_t count_max);
    std::vector<CaseEntry> cases_numbered(std::string_view case_no);  // two at most
    std::vector<CaseEntry> cases_starting(std::string_view key);      // two at most
    // Own ones first, the newest of them first, then by key: after the one with this count and key.
    std::vector<CaseEntry> own_cases_first(std::int64_t n, std::string_view after, std::string_view state,
                                           std::size_t count_max);
    std::vector<std::string> open_pendings();         // keys of records
    codec::Value first_fields(std::string_view key);  // what it asked for before it was changed; empty if never
    // Makes the index again from records and outbox.
    Result<> rebuild_index();

    // --- drafts of the unlocked person; nobody else's are seen
    std::optional<StoredDraft> draft(std::int64_t id);
    std::vector<StoredDraft> drafts();  // newest first
    std::int64_t draft_count();
    // Durable when it returns, with the documents it names. "draft.many", "draft.size", "draft.documents",
    // "draft.none".
    Result<std::int64_t> save_draft(const StoredDraft& draft);
    Result<> drop_draft(std::int64_t id);  // and the documents that nothing else names
    // More than a clerk could keep apart; a full list asks to finish or drop some.
    static constexpr std::int64_t kDraftsMax = 200;
    // As long as a form may be that is submitted from a file.
    static constexpr std::size_t kDraftBytesMax = 512 * 1024;

    // --- documents, by content
    // Reads the file once: sniffs, bounds and hashes it; nothing is stored. "attachment.missing", "attachment.type",
    // "attachment.size", "attachment.empty".
    Result<Document> look_at(const std::string& path, const std::string& title);
    // Stores in chunks what look_at() saw, unless it is here already. "attachment.changed".
    Result<> store_document(const std::string& path, const Document& document);
    // Documents that were stored for a change set which was then not signed.
    Result<> drop_unnamed();
    std::optional<Document> document(const Hash& sha256);
    // A chunk that came from the county, already hashed by the caller; complete when all are there. Replaces what was
    // fetched by another list of chunks under the same digest.
    Result<> store_fetched(const Document& document, std::uint64_t n, ByteView bytes);
    std::vector<std::uint64_t> missing_chunks(const Document& document);
    // A fetched document that is not what its digest says.
    Result<> drop_document(const Hash& sha256);
    // The change set under which the county knows a material of a case; absent where this device has not seen it come.
    std::optional<ChangeSetId> source_of_material(std::string_view case_key, std::string_view slot, const Hash& sha256);
    // Documents without the county's completion note, whether or not their change set has been received: what a courier
    // carries.
    std::vector<sync::PendingBlob> undelivered_blobs();
    std::int64_t undelivered_count();
    std::vector<Delivery> deliveries(const ChangeSetId& change_set);

    // --- sync::VaultPort
    std::string root_fingerprint() override;
    std::string device() override { return slots_.device; }
    log::Envelope sign_hello(const sync::Hello& hello) override;
    std::vector<log::SignedRoot> roots() override;
    Result<> store_roots(const std::vector<log::SignedRoot>& roots) override;
    std::optional<log::Checkpoint> checkpoint() override;
    Result<> store_checkpoint(const log::Checkpoint& checkpoint, const std::string& note) override;
    Result<sync::Hello> next_hello() override;
    void outbox_state(const std::string& state, const std::string& cause) override;
    Result<std::vector<log::ChangeSet>> unsent(std::size_t count_max, std::size_t bytes_max) override;
    Result<> store_answers(const std::vector<sync::PushAnswer>& answers) override;
    std::vector<std::string> scopes() override;
    std::uint64_t feed_position(const std::string& scope) override;
    Result<> store_feed(const std::string& scope, const sync::FeedPage& page,
                        const std::vector<sync::VerifiedItem>& items) override;
    std::vector<sync::PendingBlob> pending_blobs() override;
    Result<Bytes> read_chunk(const sync::BlobName& name, std::uint64_t chunk) override;
    Result<> store_blob_note(const sync::BlobName& name, const std::string& note) override;
    // The first kEvidenceMax answers are kept, so that later ones cannot push them out.
    Result<> keep_evidence(const std::string& what, const std::string& target, const std::string& body) override;
    static constexpr std::int64_t kEvidenceMax = 32;

private:
    Vault(std::string folder, FolderLock lock, Settings settings);
    static Result<std::unique_ptr<Vault>> take(const std::string& folder, Settings settings);
    Result<> found(const Founding& founding, const crypto::Secret& passphrase);
    Result<> unlock(std::string_view who, const crypto::Secret& passphrase);
    Result<> open_database(bool create);
    Result<> compare_with_witness();
    Result<> write_witness();
    Result<log::Header> next_header(const Signer& signer);
    // What the record in force says; absent without one, or where it says nothing readable.
    std::optional<Hash> catalogue_in_force();
    void step(std::string_view name) const {
        if (settings_.fault) {
            settings_.fault(name);
        }
    }
    std::string path(std::string_view file) const { return folder_ + "/" + std::string(file); }
    // A query with its values bound in order.
    template <class... Values>
    Rows read(std::string_view sql, const Values&... values) {
        store::Statement statement = db_->prepare(sql);
        int position = 0;
        (statement.bind(++position, values), ...);
        return {std::move(statement), folder_};
    }
    // What stands in the database and is not as this vault wrote it.
    [[noreturn]] void damaged(std::string_view what) const;
    // Members of the table `meta`.
    std::int64_t number(std::string_view name, std::int64_t otherwise = 0);
    std::string text(std::string_view name);
    Bytes bytes(std::string_view name);
    Result<> set_number(std::string_view name, std::int64_t value);
    Result<> set_text(std::string_view name, std::string_view value);
    Result<> set_bytes(std::string_view name, ByteView value);
    Result<> transaction(const std::function<Result<>()>& work);
    Result<> store_record(const log::Record& record, const log::Entry& entry);
    Result<> keep_first_fields(const log::Record& next);
    Result<> note_sources(const log::Record& record, const ChangeSetId& change_set);
    Result<> raise_clock(Time seen);
    Result<> note_clock(Time seen);
    Result<> begin_document(const Document& document, bool loose);
    Result<> store_chunk(const Hash& sha256, std::uint64_t n, ByteView bytes);
    Result<> forget_document(const Hash& sha256);
    bool is_named(const Hash& sha256);
    Sent sent_in(const Rows& row) const;
    std::vector<Sent> sent_all(Rows rows);
    static CaseEntry case_in(const Rows& row);
    static std::vector<CaseEntry> cases_in(Rows rows);
    std::string name_at(std::string_view key);
    Result<> write_case_row(const CaseEntry& entry);
    Result<> index_record(const log::Record& record, std::int64_t entry, bool gone);
    Result<> index_case(const log::Record& record, std::int64_t entry);
    Result<> unindex_case(std::string_view key);
    Result<> index_named(std::string_view about);
    Result<> index_submissions(const Sent& sent);
    Result<> index_sent(const Sent& sent);
    Result<> index_records(std::string_view prefix);
    Result<> index_if_needed();
    Result<> open_texts();
    Result<> index_text(const log::Record& record, bool gone);
    Result<> write_text(const log::Record& record);
    Result<> own_seq(std::string_view key, std::uint64_t seq);
    Result<> keep_documents(std::int64_t id, const std::vector<std::string>& documents);
    Result<> forget_draft(std::int64_t id);
    std::vector<sync::PendingBlob> blobs_in(Rows rows);
    Result<> settle(const log::Entry& entry);
    Result<> settle_outcome(const log::Record& record);
    Result<> settle_slots();
    void drop_handed_over(SlotFile& changed);
    Result<> change_slots(SlotFile changed);
    std::optional<crypto::SigningKey> key_of(std::string_view name);

    std::string folder_;
    FolderLock lock_;
    Settings settings_;
    crypto::Secret device_secret_, vault_key_;
    SlotFile slots_;
    std::string person_id_;
    bool handover_seen_ = true;  // records of one may be there that no slot was compared with yet
    crypto::SigningKey person_key_;
    std::optional<crypto::SigningKey> device_key_;
    std::optional<store::Database> db_;
    std::optional<WitnessFile> witness_;
    // As stored: up to which key the index of words has been made.
    bool texts_complete_ = false;
    std::string texts_after_;
    std::map<std::string, std::shared_ptr<const model::Catalogue>, std::less<>>
        catalogues_;                                 // at most one, by its hash
    std::int64_t catalogue_version_ = 0;             // of the record that it is of; 0: of a root statement
    std::optional<log::RootStatement> newest_root_;  // as read; a statement brings a whole catalogue along
    struct InForce {
        std::int64_t version = 0;  // of the record; 0: none
        std::optional<Hash> sha256;
    };
    InForce in_force_;  // as read: a version never changes, and the record brings the catalogue along too
};

// What an intent writes, as its author can tell beforehand: the keys named in `base` that it moves, and those it makes.
std::vector<std::string> written_keys(const codec::Value& intent, std::string_view county, std::string_view device,
                                      std::uint64_t seq, std::size_t index);

}  // namespace zj::vault
