// SPDX-License-Identifier: Apache-2.0
// Opening, and everything that is asked of the county. append.cpp writes.
#include "gateway/county/county.hpp"

#include <algorithm>

#include "gateway/county/schema.hpp"
#include "gateway/county/state.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/answers.hpp"

namespace zj::county {

namespace {

constexpr const char* kOpenCases =
    "SELECT count(*) FROM case_file WHERE state NOT IN ('approved', 'refused', 'withdrawn')";
constexpr const char* kHeld = "SELECT count(*) FROM outcome WHERE state = 'held'";
constexpr const char* kIncidents = "SELECT ifnull(sum(n), 0) FROM incident_counts";

Result<> count_all(store::Database& db, std::initializer_list<std::pair<std::uint64_t*, const char*>> counts) {
    for (const auto& [count, sql] : counts) {
        store::Statement row = db.prepare(sql);
        ZJ_TRY(const bool found, row.step());
        *count = found ? static_cast<std::uint64_t>(row.integer(0)) : 0;
    }
    return {};
}

template <class Counts>
void count_devices(const County::State& s, Counts& out) {
    for (const auto& [device, live] : s.devices) {
        ++(live && !s.closed_doors.contains(device) ? out.devices_live : out.devices_frozen);
    }
}

}  // namespace

Result<> County::State::load() {
    ZJ_CHECK(registers.load_chains());
    ZJ_CHECK(scopes.load(db));
    {
        store::Statement rows = db.prepare("SELECT hash FROM leaves ORDER BY idx");
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                break;
            }
            ZJ_TRY(const Hash leaf, hash_in(rows.blob(0), "leaves"));
            tree.append(leaf);
        }
    }
    {
        store::Statement rows = db.prepare("SELECT line, number FROM roots ORDER BY number");
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                break;
            }
            ZJ_TRY(log::SignedRoot root, log::parse_signed_root(rows.text(0)));
            roots.push_back(std::move(root));
            if (rows.integer(1) != static_cast<std::int64_t>(roots.size())) {
                return fail("store.corrupt", "roots", "statements are not numbered from 1 without a gap");
            }
        }
    }
    {
        store::Statement rows = db.prepare("SELECT device FROM doors");
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                break;
            }
            closed_doors.emplace(rows.text(0));
        }
    }
    for (const char* sql :
         {"SELECT r.bytes FROM current c JOIN records r ON r.id = c.idx * 8192 + c.ordinal WHERE c.key "
          ">= 'device/' AND c.key < 'device0'",
          "SELECT r.bytes FROM current c JOIN records r ON r.id = c.idx * 8192 + c.ordinal WHERE c.key "
          ">= 'key/' AND c.key < 'key0'"}) {
        store::Statement rows = db.prepare(sql);
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                break;
            }
            ZJ_TRY(const log::Record record, log::parse_record(rows.text(0)));
            directory.learn(record);
            note_device(record);
        }
    }
    if (tree.size() == 0) {
        return {};
    }
    ZJ_TRY(const std::string bytes, entry_bytes(tree.size() - 1));
    ZJ_TRY(const log::Entry entry, log::parse_entry(bytes));
    last_entry = entry.received_at;
    if (roots.empty()) {
        return fail("store.corrupt", "roots", "no root statement");
    }
    ZJ_TRY(const log::RootStatement first, log::parse_root_statement(roots.front().envelope.payload));
    ZJ_TRY(const log::RootStatement newest, log::parse_root_statement(roots.back().envelope.payload));
    if (newest.log_key != log_key.verify_key()) {
        return fail("county.log_key", {}, "the log key is not the one that the root statement names");
    }
    origin = log::origin_of(newest.county, newest.epoch, first.simulated.has_value());
    store::Statement head_row = db.prepare("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
    ZJ_TRY(const bool any, head_row.step());
    if (!any) {
        return fail("store.corrupt", "checkpoints");
    }
    note = head_row.text(0);
    ZJ_TRY(const log::Checkpoint signed_head, log::open_checkpoint(note, origin, log_key.verify_key()));
    if (signed_head.size != tree.size() || signed_head.root != tree.root()) {
        return fail("store.corrupt", "checkpoints", "the newest checkpoint is not that of the entries");
    }
    return {};
}

std::optional<sync::DeviceStanding> County::State::standing(const std::string& id) {
    const model::Found found = registers.get("device/" + id);
    if (found.presence != model::Presence::present) {
        return std::nullopt;
    }
    const codec::Value& value = found.record->value;
    sync::DeviceStanding out;
    out.device = id;
    out.state = closed_doors.contains(id) ? "frozen" : std::string(value.str_or("state"));
    for (const codec::Value& scope : value.items("scopes")) {
        out.scopes.push_back(scope.string());
    }
    out.scopes.emplace_back("public");  // root, rules and catalogue in force, for every device
    if (const auto sign = codec::hash_from_base64(value.str_or("sign"))) {
        out.sign.bytes = sign->bytes;
    }
    out.last_seq = registers.chain(id).seq;
    store::Statement row = db.prepare("SELECT session, random FROM sessions WHERE device = ?1");
    row.bind(1, std::string_view(id));
    const auto known = row.step();
    if (!known) {
        throw ReadFailed{known.error()};
    }
    if (*known) {
        out.last_session = static_cast<std::uint64_t>(row.integer(0));
        if (const auto told = hash_in(row.blob(1), "sessions")) {
            out.last_session_random = *told;
        } else {
            throw ReadFailed{told.error()};
        }
    }
    return out;
}

Result<std::string> County::State::entry_bytes(std::uint64_t index) {
    store::Statement row = db.prepare("SELECT bytes FROM entries WHERE idx = ?1");
    row.bind(1, static_cast<std::int64_t>(index));
    ZJ_TRY(const bool found, row.step());
    if (!found) {
        return fail("store.corrupt", "entries", "no entry " + std::to_string(index));
    }
    return std::string(row.text(0));
}

Result<log::Receipt> County::State::receipt(std::uint64_t index) {
    ZJ_TRY(std::string bytes, entry_bytes(index));
    log::TlogProof proof{index, tree.inclusion(index, tree.size()), note};
    return log::Receipt{std::move(bytes), log::write_tlog_proof(proof)};
}

Result<std::optional<std::uint64_t>> County::State::place_of(std::string_view device, std::uint64_t seq) {
    store::Statement row = db.prepare("SELECT idx FROM chain_items WHERE device = ?1 AND seq = ?2");
    row.bind(1, device).bind(2, static_cast<std::int64_t>(seq));
    ZJ_TRY(const bool found, row.step());
    return found ? std::optional(static_cast<std::uint64_t>(row.integer(0))) : std::nullopt;
}

const model::Catalogue* County::State::catalogue() {
    const model::Found found = registers.get("system/catalogue");
    if (found.presence != model::Presence::present) {
        return nullptr;
    }
    const std::string_view sha = found.record->value.str_or("sha256");
    if (sha != catalogue_sha_) {
        auto loaded = model::Catalogue::from(*found.record->value.find("catalogue"));
        ZJ_ASSERT(loaded);  // the judge put it in force
        catalogue_ = std::move(*loaded);
        catalogue_sha_ = sha;
    }
    return catalogue_.get();
}

County::County() = default;
County::~County() = default;

Result<std::unique_ptr<County>> County::open(CountyOptions options, const crypto::Secret& key,
                                             crypto::SigningKey log_key, Clock& clock, Random& random) {
    store::OpenOptions how;
    how.create = options.create;
    how.cache_kib = options.page_cache_kib;
    how.full_sync = options.full_sync;
    how.fault = options.fault;
    ZJ_TRY(store::Database db, store::Database::open(options.path, key, migrations(), how));
    std::unique_ptr<County> county(new County);
    county->state_ = std::make_unique<State>(std::move(options), std::move(db), std::move(log_key), clock, random);
    // One state of the whole: `status` and `check` open the database of a gateway that goes on appending.
    State& state = *county->state_;
    ZJ_CHECK(guarded([&] { return state.db.reading([&] { return state.load(); }); }));
    return county;
}

bool County::stopped() const {
    return state_->stopped;
}

std::optional<Error> County::trouble() {
    const std::lock_guard lock(state_->head);
    return state_->trouble;
}

void County::confirm_time() {
    const std::lock_guard lock(state_->head);
    state_->time_confirmed = true;
}

std::vector<log::SignedRoot> County::roots() {
    const std::lock_guard lock(state_->head);
    return state_->roots;
}

std::string County::origin() {
    const std::lock_guard lock(state_->head);
    return state_->origin;
}

const crypto::SigningKey& County::log_key() {
    return state_->log_key;  // never changes
}

std::string County::checkpoint() {
    const std::lock_guard lock(state_->head);
    return state_->note;
}

std::uint64_t County::size() {
    const std::lock_guard lock(state_->head);
    return state_->tree.size();
}

Result<log::Proof> County::consistency(std::uint64_t old_size, std::uint64_t new_size) {
    const std::lock_guard lock(state_->head);
    if (old_size > new_size || new_size > state_->tree.size()) {
        return fail("proof.unknown", {}, "no such sizes");
    }
    return state_->tree.consistency(old_size, new_size);
}

Result<std::string> County::proof(std::uint64_t index) {
    const std::lock_guard lock(state_->head);
    if (index >= state_->tree.size()) {
        return fail("proof.unknown", {}, "no such entry");
    }
    return log::write_tlog_proof({index, state_->tree.inclusion(index, state_->tree.size()), state_->note});
}

std::optional<sync::DeviceStanding> County::device_by_tls(const crypto::VerifyKey& tls) {
    const auto id = state_->directory.device_by_tls(tls);
    return id ? device(*id) : std::nullopt;
}

std::optional<sync::DeviceStanding> County::device(const std::string& id) {
    const std::lock_guard lock(state_->head);
    try {
        return state_->standing(id);
    } catch (const ReadFailed&) {
        return std::nullopt;  // nobody is let in by a store that cannot be read
    }
}

std::optional<codec::Value> County::ticket(const Hash& ticket_id) {
    const model::Found found = record("ticket/" + codec::hex(ticket_id));
    if (found.presence != model::Presence::present || found.record->value.str_or("state") != "open") {
        return std::nullopt;
    }
    return found.record->value;
}

std::vector<std::pair<std::string, std::uint64_t>> County::scopes() {
    const std::lock_guard lock(state_->head);
    std::vector<std::pair<std::string, std::uint64_t>> out;
    for (const auto& [name, scope] : state_->scopes.all()) {
        out.emplace_back(name, scope.last);
    }
    return out;
}

model::Found County::record(std::string_view key) {
    const std::lock_guard lock(state_->head);
    try {
        return state_->registers.get(key);
    } catch (const ReadFailed&) {
        return {model::Presence::not_visible, nullptr};
    }
}

Result<> County::each_record(std::string_view prefix, const std::function<bool(const log::Record&)>& each) {
    const std::lock_guard lock(state_->head);
    std::string end(prefix);
    if (!end.empty()) {
        ++end.back();
    } else {
        end = "\x7f";  // keys are ASCII
    }
    store::Statement rows = state_->db.prepare(
        "SELECT r.bytes FROM current c JOIN records r ON r.id = c.idx * 8192 + c.ordinal WHERE c.key >= "
        "?1 AND c.key < ?2 ORDER BY c.key");
    rows.bind(1, prefix).bind(2, std::string_view(end));
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        ZJ_TRY(const log::Record record, log::parse_record(rows.text(0)));
        if (!each(record)) {
            return {};
        }
    }
}

Result<> County::each_entry(std::uint64_t from, std::uint64_t to,
                            const std::function<Result<>(const StoredEntry&)>& each) {
    const std::lock_guard lock(state_->head);
    store::Statement rows = state_->db.prepare(
        "SELECT e.idx, e.bytes, e.scopes, l.hash, ifnull(h.envelope, ''), ifnull(h.bodies, '') FROM entries e JOIN "
        "leaves l "
        "ON l.idx = e.idx LEFT JOIN headers h ON h.idx = e.idx WHERE e.idx >= ?1 AND e.idx < ?2 ORDER BY e.idx");
    rows.bind(1, static_cast<std::int64_t>(from)).bind(2, static_cast<std::int64_t>(to));
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        StoredEntry out;
        out.index = static_cast<std::uint64_t>(rows.integer(0));
        out.entry = rows.text(1);
        ZJ_TRY(out.scopes, scopes_from_json(rows.text(2)));
        ZJ_TRY(out.leaf, hash_in(rows.blob(3), "leaves"));
        out.envelope = rows.text(4);
        out.bodies = rows.text(5);
        store::Statement records =
            state_->db.prepare("SELECT salt, bytes FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id");
        records.bind(1, row_id(out.index, 0)).bind(2, row_id(out.index + 1, 0));
        for (;;) {
            ZJ_TRY(const bool more, records.step());
            if (!more) {
                break;
            }
            ZJ_TRY(log::SaltedRecord record, salted_in(records.blob(0), records.text(1)));
            out.records.push_back(std::move(record));
        }
        ZJ_CHECK(each(out));
    }
}

Result<Hash> County::register_digest() {
    const std::lock_guard lock(state_->head);
    store::Statement rows = state_->db.prepare(
        "SELECT r.salt, r.bytes FROM current c JOIN records r ON r.id = c.idx * 8192 + c.ordinal ORDER BY c.key");
    std::vector<Hash> commitments;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return model::register_digest(commitments);
        }
        ZJ_TRY(const log::SaltedRecord record, salted_in(rows.blob(0), rows.text(1)));
        commitments.push_back(record.commitment());
    }
}

Result<CountySummary> County::summary() {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    CountySummary out;
    out.size = s.tree.size();
    out.root = s.tree.root();
    out.checkpoint = s.note;
    out.last_entry = s.last_entry;
    ZJ_CHECK(count_all(s.db, {{&out.records, "SELECT count(*) FROM current"},
                              {&out.units, "SELECT count(*) FROM unit"},
                              {&out.persons, "SELECT count(*) FROM person"},
                              {&out.persons_active, "SELECT count(*) FROM person WHERE state = 'active'"},
                              {&out.cases, "SELECT count(*) FROM case_file"},
                              {&out.cases_open, kOpenCases},
                              {&out.grants, "SELECT count(*) FROM grant_file"},
                              {&out.held, kHeld},
                              {&out.blobs, "SELECT count(*) FROM blobs"},
                              {&out.blobs_complete, "SELECT count(*) FROM blobs WHERE complete = 1"},
                              {&out.incidents, kIncidents}}));
    count_devices(s, out);
    return out;
}

Result<CountyPulse> County::pulse() {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    CountyPulse out;
    out.size = s.tree.size();
    out.last_entry = s.last_entry;
    ZJ_CHECK(count_all(s.db, {{&out.cases_open, kOpenCases},
                              {&out.held, kHeld},
                              {&out.blobs_incomplete, "SELECT count(*) FROM blobs WHERE complete = 0"},
                              {&out.incidents, kIncidents}}));
    count_devices(s, out);
    return out;
}

Result<> County::backup(const std::string& path, const crypto::Secret& key,
                        const std::function<bool(int percent)>& progress) {
    const std::lock_guard lock(state_->head);
    return state_->db.backup(path, key, progress);
}

}  // namespace zj::county
