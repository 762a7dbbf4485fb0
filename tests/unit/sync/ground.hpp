// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two ends in memory for tests of the sessions: a county that appends whatever comes in order, really signed and
// proved, and a vault whose every durable step can fail, stored or not stored; and a line between them that can lose
// and forge.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/sync/answers.hpp"
#include "shared/sync/session.hpp"
#include "shared/sync/target.hpp"

namespace zj::sync::test {

inline constexpr const char* kUnitScope = "unit/421125101";
inline const Time kNow{1'795'392'000'000};

struct Person {
    crypto::SigningKey sign, tls, person;
    explicit Person(std::uint64_t seed);
    std::string id() const { return sign.verify_key().id(); }
};

class ToyCounty final : public CountyPort {
public:
    ToyCounty();

    struct Stored {
        log::Entry entry;
        std::string bytes;
        std::vector<log::SaltedRecord> records;
        std::vector<log::ScopeItem> scopes;
        std::optional<Hash> change_set;
    };
    struct Blob {
        std::string scope;
        std::vector<std::string> chunks;  // as they must be
        std::set<std::uint64_t> have;
        std::string device = {};  // that signed for it
    };

    // Appends an entry that `scopes` see, with one record of each.
    void append(std::optional<Hash> change_set, const std::vector<std::string>& scopes,
                log::Verdict verdict = log::Verdict::applied, const std::string& code = "C4");
    void add_root();  // a further statement with a new log key
    void admit(const Person& who, std::vector<std::string> scopes);
    log::Receipt receipt(std::uint64_t index, std::optional<std::uint64_t> size = std::nullopt);
    FeedPage page(const std::string& scope, std::uint64_t after, std::size_t limit);
    std::string signed_checkpoint(std::uint64_t size);

    std::vector<log::SignedRoot> roots() override { return roots_; }
    std::string origin() override { return "zhijian/421125/1"; }
    const crypto::SigningKey& log_key() override { return *log_key_; }
    std::string checkpoint() override { return signed_checkpoint(tree.size()); }
    std::uint64_t size() override { return tree.size(); }
    Result<log::Proof> consistency(std::uint64_t old_size, std::uint64_t new_size) override;
    Result<std::string> proof(std::uint64_t index) override { return receipt(index).proof; }
    std::optional<DeviceStanding> device_by_tls(const crypto::VerifyKey& tls) override;
    std::optional<DeviceStanding> device(const std::string& id) override;
    Result<> note_session(const std::string& device, std::uint64_t session, const Hash& random) override;
    Result<> freeze_door(const std::string& device, const std::string& why, const std::string& evidence) override;
    std::vector<PushAnswer> push(const std::vector<log::ChangeSet>& change_sets, std::string_view via) override;
    Result<FeedPage> feed(const std::string& scope, std::uint64_t after, std::size_t limit) override;
    std::uint64_t last_number(const std::string& scope) override { return numbered[scope].size(); }
    std::optional<codec::Value> ticket(const Hash& ticket_id) override;
    Result<BlobStatus> blob_status(const BlobName& name) override;
    Result<> put_chunk(const BlobName& name, std::uint64_t chunk, ByteView bytes) override;
    Result<Bytes> get_chunk(const BlobName& name, std::uint64_t chunk) override;
    Result<BlobOwner> blob_owner(const BlobName& name) override;
    Result<bool> blob_readable(const BlobName& name, const std::string& scope) override;

    std::string fingerprint;
    log::Tree tree;
    std::vector<Stored> entries;
    std::map<std::string, std::vector<std::uint64_t>> numbered;  // scope → entries, in order
    std::map<std::string, DeviceStanding> devices;
    std::map<crypto::VerifyKey, std::string> by_tls;
    std::map<BlobName, Blob> attachments;
    std::map<Hash, codec::Value> tickets;
    std::map<ChangeSetId, PushAnswer> answer_with;  // instead of appending
    std::string refuse_with;                        // the code of what is appended from now on; empty: applied
    std::vector<std::string> closed_doors;
    bool down = false;  // feed() fails

private:
    const Blob* find(const BlobName& name) const;
    SeededRandom random_{77};
    std::shared_ptr<const crypto::SigningKey> root_key_, log_key_;  // shared, so that a county can be copied
    std::vector<log::SignedRoot> roots_;
    std::map<ChangeSetId, std::uint64_t> known_;
};

struct Fault {
    enum Kind { none, before, after } kind = none;  // `after`: stored, and the answer is an error all the same
    std::uint64_t at = 0;                           // the at-th durable step, from 1
};

class ToyVault final : public VaultPort {
public:
    ToyVault(const ToyCounty& county, const Person& who, std::vector<std::string> scopes);

    log::ChangeSet sign(const std::string& text);
    void attach(const log::ChangeSet& change_set, const std::string& slot, std::vector<std::string> chunks);
    std::size_t receipts() const;

    std::string root_fingerprint() override { return fingerprint; }
    std::string device() override { return who_.id(); }
    log::Envelope sign_hello(const Hello& hello) override;
    std::vector<log::SignedRoot> roots() override { return held_roots; }
    Result<> store_roots(const std::vector<log::SignedRoot>& roots) override;
    std::optional<log::Checkpoint> checkpoint() override { return held; }
    Result<> store_checkpoint(const log::Checkpoint& checkpoint, const std::string& note) override;
    Result<Hello> next_hello() override;
    void outbox_state(const std::string& state, const std::string& cause) override;
    Result<std::vector<log::ChangeSet>> unsent(std::size_t count_max, std::size_t bytes_max) override;
    Result<> store_answers(const std::vector<PushAnswer>& answers) override;
    std::vector<std::string> scopes() override { return scopes_; }
    std::uint64_t feed_position(const std::string& scope) override { return positions[scope]; }
    Result<> store_feed(const std::string& scope, const FeedPage& page,
                        const std::vector<VerifiedItem>& items) override;
    std::vector<PendingBlob> pending_blobs() override;
    Result<Bytes> read_chunk(const BlobName& name, std::uint64_t chunk) override;
    Result<> store_blob_note(const BlobName& name, const std::string& note) override;
    Result<> keep_evidence(const std::string& what, const std::string& target, const std::string& body) override;

    struct Own {
        log::ChangeSet change_set;
        std::optional<log::Receipt> receipt;
        std::string cause;
    };
    std::string fingerprint;
    std::vector<log::SignedRoot> held_roots;
    std::optional<log::Checkpoint> held;
    std::vector<Own> outbox;
    std::map<std::string, std::uint64_t> positions;
    std::map<std::string, std::vector<std::string>> stored;  // scope → record keys, in order
    std::map<BlobName, std::vector<std::string>> documents;
    std::map<BlobName, std::string> notes;
    std::vector<std::string> evidence;
    std::string shown;
    std::uint64_t session = 0, steps = 0;
    Fault fault;
    SeededRandom random{5};

private:
    Result<> durable(const std::function<void()>& store);
    const Person& who_;
    std::vector<std::string> scopes_;
};

// Carries requests to the gateway. A hook sees each request with its number (from 1) and may change what comes back;
// where it returns nothing the answer is lost.
class Line {
public:
    using Hook =
        std::function<std::optional<Response>(std::uint64_t number, const Request& request, Response response)>;
    Line(ToyCounty& county, const Person& who) : county_(county), who_(who) {}

    // The whole session; what ended it, if anything did.
    Result<> run(ToyVault& vault, TerminalSession::Options options = {});

    Hook hook;
    std::function<bool(std::uint64_t number)> lose_before;  // true: the request never arrives
    std::vector<std::string> asked;                         // "GET /v1/feed", in order
    std::string stage;                                      // of the last session
    std::string held_back;

private:
    ToyCounty& county_;
    const Person& who_;
};

// Everything that both sides should have in the end.
bool converged(ToyCounty& county, ToyVault& vault);

}  // namespace zj::sync::test
