// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside of County: what its files share. Everything below `head` is touched under that lock only.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/county/county.hpp"
#include "gateway/county/directory.hpp"
#include "gateway/county/store_registers.hpp"
#include "shared/log/merkle.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/judge.hpp"

namespace zj::county {

// Last numbers given in each scope, and the short numbers that scopes have in the tables. What a group numbered is
// forgotten again where its commit fails.
class Scopes final : public model::ScopeCounters {
public:
    struct Scope {
        std::int64_t id = 0;
        std::uint64_t last = 0;
        bool stored = false;
    };
    Result<> load(store::Database& db);
    std::uint64_t last(std::string_view scope) override;
    void set_last(std::string_view scope, std::uint64_t n) override;
    std::int64_t id(std::string_view scope);
    const std::map<std::string, Scope, std::less<>>& all() const { return scopes_; }
    Result<> store_changed(store::Database& db);
    void keep();    // the commit is durable
    void forget();  // it failed

private:
    std::map<std::string, Scope, std::less<>> scopes_;
    std::map<std::string, std::uint64_t, std::less<>> before_;  // of the scopes changed since keep()
};

// A push that waits for the writer. Where it writes more than one group may hold, it goes on in the next one.
struct Waiting {
    const std::vector<log::ChangeSet>* change_sets = nullptr;
    std::string_view via;
    std::vector<model::Checked> checked;
    std::vector<sync::PushAnswer> answers;  // to the first of `change_sets`, in order
    std::size_t told = 0;                   // of `answers`: what is durable, and said as it is
    std::size_t bytes = 0;
    std::uint64_t generation = 0;  // of the key directory when the signatures were checked
    bool done = false;
    bool finished() const { return answers.size() == change_sets->size(); }
};

// Something noticed at the door, as it is kept for people, and how often each kind was noticed of each device.
struct Noticed {
    std::string kind, device, detail, evidence;
};
using NoticeCounts = std::map<std::pair<std::string, std::string>, std::int64_t>;

// Hash of a blob whose chunks have arrived in order so far.
struct Arriving {
    std::uint64_t next = 0;
    crypto::Sha256 hash;
};

struct County::State {
    State(CountyOptions options_, store::Database db_, crypto::SigningKey key, Clock& clock_, Random& random_)
        : options(std::move(options_)),
          db(std::move(db_)),
          log_key(std::move(key)),
          clock(clock_),
          random(random_),
          registers(db, options.cache_bytes) {}

    CountyOptions options;
    store::Database db;
    crypto::SigningKey log_key;
    Clock& clock;
    Random& random;
    Directory directory;  // any thread

    std::mutex queue_lock;
    std::condition_variable queue_moved;
    std::deque<Waiting*> queue;
    bool writing = false;

    std::mutex head;
    StoreRegisters registers;
    model::Judge judge;
    Scopes scopes;
    log::Tree tree;
    std::string origin, note;  // note: the newest signed checkpoint
    Time last_entry;
    bool appended = false;  // since this process opened the log: decides how long a pause is believed
    bool time_confirmed = false;
    // A commit did not come to a known end, or the disk lost a write: nothing more is signed by this process.
    std::atomic<bool> stopped{false};
    std::optional<Error> trouble;  // of the last write; a page that cannot be read is not forgotten
    std::vector<log::SignedRoot> roots;
    std::map<std::string, bool, std::less<>> devices;  // live by their record
    std::set<std::string, std::less<>> closed_doors;
    std::map<std::int64_t, Arriving> arriving;

    void step(std::string_view name) const {
        if (options.fault) {
            options.fault(name);
        }
    }
    Result<> load();
    void note_device(const log::Record& record);
    // A transaction of its own, remembered where it fails.
    Result<> write(const std::function<Result<>()>& work) { return told(db.transaction(work)); }
    Result<> told(Result<> done);
    // Where the clock is right again, or the store takes a write: trouble is over. What is written is how often that
    // was. People are told by what is tried, not by what devices happen to send.
    Result<> probe();
    std::optional<sync::DeviceStanding> standing(const std::string& id);
    Result<log::Receipt> receipt(std::uint64_t index);
    Result<std::string> entry_bytes(std::uint64_t index);
    Result<std::optional<std::uint64_t>> place_of(std::string_view device, std::uint64_t seq);
    const model::Catalogue* catalogue();
    // Outside the log, committed at once, bounded.
    Result<> close_door(const std::string& device, std::string_view why, std::string_view evidence);
    Result<> note_incidents(const std::vector<Noticed>& kept, const NoticeCounts& counts);
    std::shared_ptr<const model::Catalogue> catalogue_;
    std::string catalogue_sha_;
};

// "store.corrupt" where a column holds no hash.
Result<Hash> hash_in(ByteView blob, std::string_view table);
Result<log::SaltedRecord> salted_in(ByteView salt, std::string_view bytes);

// Reads that serve a caller without an error of its own: a store that cannot be read serves nothing.
template <class F>
auto guarded(F&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const ReadFailed& failed) {
        return failed.error;
    }
}

sync::PushAnswer later(const Hash& id, std::string code);

// What stands beside an entry, to and from the columns of the tables (rows.cpp).
std::string scopes_json(const std::vector<log::ScopeItem>& scopes);
Result<std::vector<log::ScopeItem>> scopes_from_json(std::string_view text);
std::string bodies_json(const std::vector<log::Body>& bodies);

// An attachment that a change set names.
struct Material {
    std::string device;  // that signed the change set; empty where it was stored before this was kept
    std::string slot, scope;
    Hash sha256;
    std::int64_t size = 0;
    Bytes chunks;  // hashes one after the other
    Hash digests() const { return crypto::sha256(chunks); }
};
// `unit_of_case` answers for intents that name their case only.
std::vector<Material> materials_of(std::string_view device, const std::vector<codec::Value>& intents,
                                   const std::function<std::string(std::string_view case_key)>& unit_of_case);

}  // namespace zj::county
