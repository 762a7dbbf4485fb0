// SPDX-License-Identifier: Apache-2.0
// The one writer of the log. Pushes that wait together are written as one group.
//
// Durable order, with what a crash after each step leaves:
//   verified    signatures checked, outside of the head lock           nothing happened; the sender asks again
//   locked      the head is ours, the clock was looked at              nothing happened
//   judged      entries made in memory, on top of the registers        nothing happened
//   begin … entries … checkpoint … commit   one transaction: rows of the log, projections, the signed checkpoint
//                                                                       rolled back by the next open: nothing happened
//   committed   durable, answers not sent                              the sender asks again and gets the same receipt
//   published   memory follows: tree, registers, scopes                (memory only)
// Nothing that was signed leaves before the commit, so a checkpoint that anybody saw is one that the database holds.

#include <algorithm>
#include <atomic>
#include <thread>
#include <unordered_map>

#include "gateway/county/projection.hpp"
#include "gateway/county/schema.hpp"
#include "gateway/county/state.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

// Bounds of a group commit: as many as one push has, so that latency stays that of one push.
constexpr std::size_t kGroupMax = limits::kPushCountMax;
// Fewer signatures than this are checked faster here than a thread starts.
constexpr std::size_t kParallelFrom = 64;
// log.md, Time passes by ticks.
constexpr std::int64_t kBehindMs = 2 * 60 * kSecondMs;
constexpr std::int64_t kPauseMs = 36 * kHourMs;
constexpr std::int64_t kStopMs = 30 * kDayMs;
// What a device may do wrong at the door before it is no longer written down in full (only counted).
constexpr std::size_t kEvidencePerGroup = 16;

sync::PushAnswer later(const Hash& id, std::string code) {
    return {id, "later", std::move(code), 0, {}, {}};
}

// One group being written. Lives under the head lock.
class Group {
public:
    explicit Group(County::State& state) : s_(state), overlay_(state.registers), size_before_(state.tree.size()) {}

    // The clock may move the log to now; ticks that are due come first.
    Result<> begin() {
        s_.step("locked");
        if (s_.stopped) {
            return fail("county.stopped", {}, "an earlier commit could not be read back");
        }
        now_ = s_.clock.now();
        if (s_.tree.size() == 0) {
            return {};
        }
        if (now_ - s_.last_entry < -kBehindMs) {
            return fail("clock.behind", {}, format_time(now_) + " is before " + format_time(s_.last_entry));
        }
        const std::int64_t pause = s_.appended ? kPauseMs : kStopMs;
        if (now_ - s_.last_entry > pause && !s_.time_confirmed) {
            return fail("clock.ahead", {}, format_time(now_) + " is long after " + format_time(s_.last_entry));
        }
        at_ = std::max(now_, s_.last_entry);
        last_ = s_.last_entry;
        finish_ticks();
        while (next_tick_boundary(last_) <= at_) {
            tick(next_tick_boundary(last_));
            finish_ticks();
        }
        return {};
    }

    void root(const log::SignedRoot& root, const log::RootStatement& statement) {
        if (size_before_ == 0) {
            at_ = now_;
        }
        const model::Judgement judgement = s_.judge.root(overlay_, root, statement, at_);
        Draft& draft = add(judgement, log::EntryKind::root, at_, "local", root.envelope.id());
        draft.root = &root;
        draft.root_number = statement.number;
        s_.origin = log::origin_of(statement.county, statement.epoch, statement.simulated.has_value());
    }

    void push(Waiting& waiting) {
        for (std::size_t i = 0; i < waiting.change_sets->size(); ++i) {
            waiting.answers.push_back(one(waiting, i));
        }
    }

    bool empty() const { return drafts_.empty(); }

    Result<> commit() {
        s_.step("judged");
        const log::Checkpoint head{s_.origin, s_.tree.size(), s_.tree.root()};
        std::string note = log::sign_checkpoint(head, s_.log_key);
        auto done = s_.db.transaction([&]() -> Result<> {
            ZJ_CHECK(head_is_ours());
            for (const Draft& draft : drafts_) {
                ZJ_CHECK(write(draft));
            }
            ZJ_CHECK(write_current());
            ZJ_CHECK(s_.scopes.store_changed(s_.db));
            s_.step("entries");
            ZJ_CHECK(s_.db.prepare("INSERT INTO checkpoints(size, note) VALUES(?1, ?2)")
                         .bind(1, static_cast<std::int64_t>(head.size))
                         .bind(2, std::string_view(note))
                         .run());
            s_.step("checkpoint");
            return {};
        });
        if (!done) {
            done = read_back(std::move(done).error(), note);
        }
        if (!done) {
            undo();
            return done;
        }
        s_.note = std::move(note);
        s_.last_entry = last_;
        s_.appended = true;
        s_.time_confirmed = false;
        s_.scopes.keep();
        overlay_.apply();
        for (const Draft& draft : drafts_) {
            if (draft.root != nullptr) {
                s_.roots.push_back(*draft.root);
            }
        }
        s_.step("published");
        return {};
    }

    void undo() {
        s_.tree.truncate(size_before_);
        s_.scopes.forget();
        overlay_.discard();
    }

    // After the commit: receipts under the new checkpoint, and what became of held ones.
    void answer(Waiting& waiting) {
        for (sync::PushAnswer& answer : waiting.answers) {
            if (answer.state != "receipt") {
                continue;
            }
            const auto place = places_.find(answer.id);
            ZJ_ASSERT(place != places_.end());
            auto receipt = place->second >= size_before_ ? new_receipt(place->second) : s_.receipt(place->second);
            if (!receipt) {
                answer = later(answer.id, receipt.error().code);
                continue;
            }
            answer.receipt = std::move(*receipt);
            const model::Found outcome = s_.registers.get("outcome/" + codec::hex(answer.id));
            if (outcome.presence == model::Presence::present) {
                answer.outcome = outcome.record->value;
            }
        }
        for (const auto& [kind, device, detail, evidence] : incidents_) {
            static_cast<void>(s_.note_incident(kind, device, detail, evidence));
        }
        incidents_.clear();
    }

private:
    struct Noise {
        std::string kind, device, detail, evidence;
    };

    Result<log::Receipt> new_receipt(std::uint64_t index) {
        const Draft& draft = drafts_[index - size_before_];
        return log::Receipt{draft.sealed.entry_bytes,
                            log::write_tlog_proof({index, s_.tree.inclusion(index, s_.tree.size()), s_.note})};
    }

    Draft& add(const model::Judgement& judgement, log::EntryKind kind, Time at, std::string_view via,
               std::optional<Hash> id) {
        const model::Found rules = overlay_.get("system/rules");
        const std::int64_t number = rules.record ? rules.record->value.int_or("number", 1) : 1;
        Draft draft;
        draft.sealed = model::seal(judgement, kind, s_.tree.size(), number, at, via, id, s_.scopes, s_.random);
        draft.effects = judgement.effects;
        draft.verdict = judgement.verdict;
        for (const model::RecordPtr& record : judgement.effects) {
            s_.directory.learn(*record);
        }
        s_.tree.append(log::leaf_hash(as_bytes(draft.sealed.entry_bytes)));
        last_ = at;
        drafts_.push_back(std::move(draft));
        return drafts_.back();
    }

    void tick(Time boundary) { add(s_.judge.tick(overlay_, boundary), log::EntryKind::tick, boundary, "local", {}); }

    void finish_ticks() {
        while (s_.judge.tick_again(overlay_, last_)) {
            tick(last_);
        }
    }

    void noise(std::string kind, const std::string& device, std::string detail, const log::ChangeSet& change_set) {
        if (incidents_.size() < kEvidencePerGroup) {
            incidents_.push_back(
                {std::move(kind), device, std::move(detail), codec::write_json(log::to_value(change_set.envelope))});
        }
    }

    // Where this change set stands already, in the tables or in this group.
    Result<std::optional<std::uint64_t>> known(const model::Checked& checked) {
        if (const auto here = places_.find(checked.id); here != places_.end()) {
            return std::optional(here->second);
        }
        if (checked.header.seq > s_.registers.chain(checked.header.device).seq) {
            return std::optional<std::uint64_t>();
        }
        ZJ_TRY(const auto place, s_.place_of(checked.header.device, checked.header.seq));
        if (!place) {
            return std::optional<std::uint64_t>();
        }
        ZJ_TRY(const std::string bytes, s_.entry_bytes(*place));
        ZJ_TRY(const log::Entry entry, log::parse_entry(bytes));
        return entry.change_set == checked.id ? place : std::optional<std::uint64_t>();
    }

    sync::PushAnswer one(Waiting& waiting, std::size_t i) {
        const log::ChangeSet& change_set = (*waiting.change_sets)[i];
        model::Checked& checked = waiting.checked[i];
        // Keys that came into the log since, perhaps a line before in this very push.
        if (checked.header_ok && (!checked.device_signed || !checked.person_signed) &&
            waiting.generation != s_.directory.generation()) {
            checked = model::check(change_set, s_.directory);
        }
        if (s_.tree.size() == 0) {
            return later(checked.id, "county.empty");
        }
        if (checked.header_ok) {
            const auto place = known(checked);
            if (!place) {
                return later(checked.id, place.error().code);
            }
            if (*place) {
                places_.emplace(checked.id, **place);
                return {checked.id, "receipt", {}, 0, {}, {}};
            }
        }
        const std::string& device = checked.header.device;
        if (s_.closed_doors.contains(device)) {
            return {checked.id, "refused", "door.frozen", 0, {}, {}};
        }
        const model::DoorAnswer door = model::at_door(checked, overlay_);
        if (door.kind == model::DoorAnswer::expected) {
            return {checked.id, "expected", {}, door.expected_seq, {}, {}};
        }
        if (door.kind == model::DoorAnswer::fork) {
            return fork(change_set, checked);
        }
        if (door.kind == model::DoorAnswer::refused) {
            noise(door.code, device, "refused at the door", change_set);
            return {checked.id, "refused", door.code, 0, {}, {}};
        }
        const model::Judgement judgement = s_.judge.change(overlay_, checked, at_);
        places_.emplace(checked.id, s_.tree.size());
        Draft& draft = add(judgement, log::EntryKind::change, at_, waiting.via, checked.id);
        draft.change_set = &change_set;
        draft.checked = &checked;
        finish_ticks();
        return {checked.id, "receipt", {}, 0, {}, {}};
    }

    // Two change sets of one number: the device is frozen, and both headers are kept for those who freeze it in the
    // log.
    sync::PushAnswer fork(const log::ChangeSet& change_set, const model::Checked& checked) {
        std::string first;
        if (const auto place = s_.place_of(checked.header.device, checked.header.seq); place && *place) {
            store::Statement row = s_.db.prepare("SELECT envelope FROM headers WHERE idx = ?1");
            row.bind(1, static_cast<std::int64_t>(**place));
            if (const auto found = row.step(); found && *found) {
                first = row.text(0);
            }
        }
        const std::string second = codec::write_json(log::to_value(change_set.envelope));
        forks_.push_back({checked.header.device, "[" + (first.empty() ? second : first + "," + second) + "]"});
        return {checked.id, "fork", "door.fork", 0, {}, {}};
    }

public:
    // Closed doors stand outside the log and are durable before anybody is told.
    void close_doors() {
        for (const auto& [device, evidence] : forks_) {
            static_cast<void>(s_.close_door(device, "fork", evidence));
        }
        forks_.clear();
    }

private:
    // Old size checked in the transaction that stores the new checkpoint: two writers of one file never both go on.
    Result<> head_is_ours() {
        store::Statement row = s_.db.prepare("SELECT ifnull(max(size), 0) FROM checkpoints");
        ZJ_TRY(const bool found, row.step());
        if (!found || static_cast<std::uint64_t>(row.integer(0)) != size_before_) {
            return fail("county.head", {}, "another writer has moved the head");
        }
        return {};
    }

    // The outcome of a failed commit is unknown until the head is read back.
    Result<> read_back(Error error, const std::string& note) {
        store::Statement row = s_.db.prepare("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
        const auto found = row.step();
        if (!found) {
            s_.stopped = true;
            return error;
        }
        return *found && row.text(0) == note ? Result<>() : Result<>(std::move(error));
    }

    Result<> write(const Draft& draft) {
        const log::Entry& entry = draft.sealed.entry;
        const auto index = static_cast<std::int64_t>(entry.index);
        ZJ_CHECK(s_.db.prepare("INSERT INTO entries(idx, bytes, scopes) VALUES(?1, ?2, ?3)")
                     .bind(1, index)
                     .bind(2, std::string_view(draft.sealed.entry_bytes))
                     .bind(3, scopes_json(draft.sealed.scopes))
                     .run());
        ZJ_CHECK(s_.db.prepare("INSERT INTO leaves(idx, hash) VALUES(?1, ?2)")
                     .bind(1, index)
                     .bind(2, s_.tree.leaf(entry.index).view())
                     .run());
        for (const log::ScopeItem& item : draft.sealed.scopes) {
            ZJ_CHECK(s_.db.prepare("INSERT INTO scope_items(scope, n, idx) VALUES(?1, ?2, ?3)")
                         .bind(1, s_.scopes.id(item.scope))
                         .bind(2, static_cast<std::int64_t>(item.n))
                         .bind(3, index)
                         .run());
        }
        for (std::size_t i = 0; i < draft.sealed.records.size(); ++i) {
            const log::SaltedRecord& record = draft.sealed.records[i];
            ZJ_CHECK(s_.db.prepare("INSERT INTO records(id, salt, bytes) VALUES(?1, ?2, ?3)")
                         .bind(1, row_id(entry.index, i))
                         .bind(2, ByteView(record.salt))
                         .bind(3, std::string_view(record.bytes))
                         .run());
            newest_[draft.effects[i]->key] = {draft.effects[i].get(), entry.index, i};
            for (const Row& row : project_version(*draft.effects[i], entry.index)) {
                ZJ_CHECK(write_row(s_.db, row));
            }
        }
        if (draft.root != nullptr) {
            ZJ_CHECK(s_.db.prepare("INSERT INTO roots(number, line) VALUES(?1, ?2)")
                         .bind(1, draft.root_number)
                         .bind(2, log::write_signed_root(*draft.root))
                         .run());
        }
        return draft.change_set != nullptr ? write_change(draft, index) : Result<>();
    }

    Result<> write_change(const Draft& draft, std::int64_t index) {
        const log::Header& header = draft.checked->header;
        ZJ_CHECK(s_.db.prepare("INSERT INTO headers(idx, envelope, bodies) VALUES(?1, ?2, ?3)")
                     .bind(1, index)
                     .bind(2, codec::write_json(log::to_value(draft.change_set->envelope)))
                     .bind(3, bodies_json(draft.change_set->bodies))
                     .run());
        ZJ_CHECK(s_.db.prepare("INSERT INTO chain_items(device, seq, idx) VALUES(?1, ?2, ?3)")
                     .bind(1, std::string_view(header.device))
                     .bind(2, static_cast<std::int64_t>(header.seq))
                     .bind(3, index)
                     .run());
        const model::ChainHead head = overlay_.chain(header.device);
        ZJ_CHECK(
            s_.db
                .prepare("INSERT INTO chains(device, seq, id, seen_size) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(device) "
                         "DO UPDATE SET seq = excluded.seq, id = excluded.id, seen_size = excluded.seen_size")
                .bind(1, std::string_view(header.device))
                .bind(2, static_cast<std::int64_t>(head.seq))
                .bind(3, head.id.view())
                .bind(4, static_cast<std::int64_t>(head.seen_size))
                .run());
        if (draft.verdict == log::Verdict::refused) {
            return {};  // its documents are nobody's
        }
        const auto unit_of_case = [&](std::string_view key) {
            const model::Found found = overlay_.get(key);
            return found.record ? std::string(found.record->value.str_or("unit")) : std::string();
        };
        for (const Material& material : materials_of(draft.checked->intents, unit_of_case)) {
            ZJ_CHECK(
                s_.db
                    .prepare("INSERT OR IGNORE INTO materials(change_set, slot, sha256, scope, size, chunks) VALUES("
                             "?1, ?2, ?3, ?4, ?5, ?6)")
                    .bind(1, draft.checked->id.view())
                    .bind(2, std::string_view(material.slot))
                    .bind(3, material.sha256.view())
                    .bind(4, std::string_view(material.scope))
                    .bind(5, material.size)
                    .bind(6, material.chunks)
                    .run());
        }
        return {};
    }

    Result<> write_current() {
        for (const auto& [key, place] : newest_) {
            ZJ_CHECK(
                s_.db
                    .prepare("INSERT INTO current(key, version, idx, ordinal) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(key) "
                             "DO UPDATE SET version = excluded.version, idx = excluded.idx, ordinal = "
                             "excluded.ordinal")
                    .bind(1, std::string_view(key))
                    .bind(2, place.record->version)
                    .bind(3, static_cast<std::int64_t>(place.index))
                    .bind(4, static_cast<std::int64_t>(place.ordinal))
                    .run());
            for (const Row& row : project(*place.record)) {
                ZJ_CHECK(write_row(s_.db, row));
            }
        }
        return {};
    }

    struct Place {
        const log::Record* record = nullptr;
        std::uint64_t index = 0;
        std::size_t ordinal = 0;
    };

    County::State& s_;
    model::Overlay overlay_;
    std::uint64_t size_before_;
    Time now_, at_, last_;
    std::deque<Draft> drafts_;
    std::map<Hash, std::uint64_t> places_;           // change sets of this group's senders → entry
    std::unordered_map<std::string, Place> newest_;  // record versions written by this group
    std::vector<Noise> incidents_;
    std::vector<std::pair<std::string, std::string>> forks_;  // device, evidence
};

void check_some(const std::vector<log::ChangeSet>& change_sets, std::vector<model::Checked>& out,
                std::atomic<std::size_t>& next, Directory& directory) {
    constexpr std::size_t kBite = 16;
    for (std::size_t from = next.fetch_add(kBite); from < change_sets.size(); from = next.fetch_add(kBite)) {
        for (std::size_t i = from; i < std::min(from + kBite, change_sets.size()); ++i) {
            out[i] = model::check(change_sets[i], directory);
        }
    }
}

std::vector<model::Checked> check_all(const std::vector<log::ChangeSet>& change_sets, Directory& directory,
                                      unsigned threads) {
    std::vector<model::Checked> out(change_sets.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> others;
    if (change_sets.size() >= kParallelFrom) {
        for (unsigned i = 1; i < threads; ++i) {
            others.emplace_back([&] { check_some(change_sets, out, next, directory); });
        }
    }
    check_some(change_sets, out, next, directory);
    others.clear();
    return out;
}

void answer_later(Waiting& waiting, const std::string& code) {
    waiting.answers.clear();
    for (const model::Checked& checked : waiting.checked) {
        waiting.answers.push_back(later(checked.id, code));
    }
}

// Writes what waits; every one of `group` has its answers afterwards.
void write_group(County::State& s, const std::vector<Waiting*>& group) {
    const std::lock_guard lock(s.head);
    const auto all_later = [&](const std::string& code) {
        for (Waiting* waiting : group) {
            answer_later(*waiting, code);
        }
    };
    Group writer(s);
    try {
        if (const auto begun = writer.begin(); !begun) {
            writer.undo();
            return all_later(begun.error().code);
        }
        for (Waiting* waiting : group) {
            writer.push(*waiting);
        }
        if (!writer.empty()) {
            if (const auto done = writer.commit(); !done) {
                return all_later(done.error().code);
            }
        }
        writer.close_doors();
        for (Waiting* waiting : group) {
            writer.answer(*waiting);
        }
    } catch (const ReadFailed& failed) {
        writer.undo();
        all_later(failed.error.code);
    }
}

}  // namespace

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

std::vector<Material> materials_of(const std::vector<codec::Value>& intents,
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
            material.slot = item.str_or("slot");
            material.scope = "unit/" + unit;
            material.size = item.int_or("size");
            const auto hash = codec::hash_from_hex(item.str_or("sha256"));
            bool good = hash.has_value();
            for (const codec::Value& chunk : item.items("chunks")) {
                const auto digest = chunk.is_string() ? codec::from_hex(chunk.string()) : Result<Bytes>(fail("hex"));
                good = good && digest && digest->size() == 32;
                if (good) {
                    material.chunks.insert(material.chunks.end(), digest->begin(), digest->end());
                }
            }
            if (good) {  // a held change set may name anything; what is no document is none
                material.sha256 = *hash;
                out.push_back(std::move(material));
            }
        }
    }
    return out;
}

std::vector<sync::PushAnswer> County::push(const std::vector<log::ChangeSet>& change_sets, std::string_view via) {
    State& s = *state_;
    Waiting mine;
    mine.change_sets = &change_sets;
    mine.via = via;
    mine.generation = s.directory.generation();
    mine.checked = check_all(change_sets, s.directory, s.options.threads);
    s.step("verified");

    std::unique_lock lock(s.queue_lock);
    s.queue.push_back(&mine);
    while (!mine.done) {
        if (s.writing) {
            s.queue_moved.wait(lock);
            continue;
        }
        // Whoever finds nobody writing writes for all that wait, in their order.
        s.writing = true;
        std::vector<Waiting*> group;
        for (std::size_t count = 0; !s.queue.empty();) {
            count += s.queue.front()->change_sets->size();
            if (!group.empty() && count > kGroupMax) {
                break;
            }
            group.push_back(s.queue.front());
            s.queue.pop_front();
        }
        lock.unlock();
        const auto finish = [&] {
            lock.lock();
            for (Waiting* waiting : group) {
                waiting->done = true;
            }
            s.writing = false;
            s.queue_moved.notify_all();
        };
        try {
            write_group(s, group);
        } catch (...) {  // a test's crash: the county is dropped, nobody may wait for it
            for (Waiting* waiting : group) {
                answer_later(*waiting, "county.stopped");
            }
            finish();
            throw;
        }
        finish();
    }
    return std::move(mine.answers);
}

Result<> County::append_root(const log::SignedRoot& root) {
    State& s = *state_;
    ZJ_TRY(const log::RootStatement statement, log::parse_root_statement(root.envelope.payload));
    const std::lock_guard lock(s.head);
    if (statement.number != static_cast<std::int64_t>(s.roots.size()) + 1) {
        return fail("root.number", {}, "statement " + std::to_string(s.roots.size() + 1) + " is the next");
    }
    if (statement.log_key != s.log_key.verify_key()) {
        return fail("county.log_key", {}, "the statement names another log key");
    }
    const std::string origin = s.origin;
    Group writer(s);
    try {
        if (const auto begun = writer.begin(); !begun) {
            writer.undo();
            return begun;
        }
        writer.root(root, statement);
        auto done = writer.commit();
        if (!done) {
            s.origin = origin;
        }
        return done;
    } catch (const ReadFailed& failed) {
        writer.undo();
        s.origin = origin;
        return failed.error;
    }
}

Result<std::size_t> County::advance() {
    State& s = *state_;
    const std::lock_guard lock(s.head);
    const std::uint64_t before = s.tree.size();
    if (before == 0) {
        return std::size_t{0};
    }
    Group writer(s);
    try {
        if (const auto begun = writer.begin(); !begun) {
            writer.undo();
            return begun.error();
        }
        if (!writer.empty()) {
            ZJ_CHECK(writer.commit());
        }
        return static_cast<std::size_t>(s.tree.size() - before);
    } catch (const ReadFailed& failed) {
        writer.undo();
        return failed.error;
    }
}

const std::vector<std::string>& fault_steps() {
    static const std::vector<std::string> all{"verified",   "locked", "judged",    "begin",    "entries",
                                              "checkpoint", "commit", "committed", "published"};
    return all;
}

}  // namespace zj::county
