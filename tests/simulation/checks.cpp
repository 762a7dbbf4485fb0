// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/checks.hpp"

#include <map>
#include <set>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/judge.hpp"
#include "tests/simulation/books.hpp"

namespace zj::sim {

using codec::Value;

namespace {

constexpr std::size_t kFaultsMax = 20;  // the first ones tell the story

void fault(Outcome& out, std::string what) {
    if (out.faults.size() < kFaultsMax) {
        out.faults.push_back(std::move(what));
    }
}

#define ZJ_MUST(condition, what) \
    do {                         \
        if (!(condition)) {      \
            fault(out, what);    \
        }                        \
    } while (false)

// The keys that enrolments and joins brought.
class Keys final : public model::KeyFinder {
public:
    void learn(const log::ChangeSet& change_set) {
        for (const log::Body& body : change_set.bodies) {
            const auto intent = codec::parse_json(body.bytes);
            if (!intent || !(intent->str_or("do") == "identity.enrol" || intent->str_or("do") == "identity.join")) {
                continue;
            }
            for (const char* member : {"sign", "person_key", "ticket"}) {
                const auto bytes = codec::from_base64(intent->str_or(member));
                if (bytes && bytes->size() == 32) {
                    crypto::VerifyKey key;
                    std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
                    keys_.emplace(key.id(), key);
                }
            }
        }
    }
    std::optional<crypto::VerifyKey> find(std::string_view id) override {
        const auto at = keys_.find(id);
        return at == keys_.end() ? std::nullopt : std::optional(at->second);
    }

private:
    std::map<std::string, crypto::VerifyKey, std::less<>> keys_;
};

Result<log::ChangeSet> change_set_of(const county::StoredEntry& stored) {
    ZJ_TRY(const Value envelope, codec::parse_json(stored.envelope));
    log::ChangeSet out;
    ZJ_TRY(out.envelope, log::envelope_from(envelope));
    ZJ_TRY(const Value bodies, codec::parse_json(stored.bodies, 2 * limits::kBodiesBytesMax));
    if (!bodies.is_array()) {
        return fail("sim.bodies", {}, stored.bodies.substr(0, 80));
    }
    for (const Value& item : bodies.array()) {
        log::Body body;
        body.bytes = item.str_or("body");
        ZJ_TRY(const Bytes salt, codec::from_base64(item.str_or("salt")));
        if (salt.size() != body.salt.size()) {
            return fail("sim.salt");
        }
        std::copy(salt.begin(), salt.end(), body.salt.begin());
        out.bodies.push_back(std::move(body));
    }
    return out;
}

std::string_view mark_of(const Value& intent) {
    const std::string_view act = intent.str_or("do");
    if (act == "case.submit" || act == "case.answer") {
        return intent.str_or("note");
    }
    if (act == "case.message") {
        return intent.str_or("text");
    }
    return act == "case.withdraw" || act == "case.decide" ? intent.str_or("reason") : std::string_view();
}

// Goes through the log once, from nothing.
class Replay {
public:
    Replay(World& world, Outcome& outcome) : world_(world), out(outcome) {}

    void run(const std::vector<log::SignedRoot>& roots) {
        roots_ = roots;
        county::County& county = world_.gateway().county();
        const auto read = county.each_entry(0, county.size(), [&](const county::StoredEntry& stored) -> Result<> {
            entry(stored);
            return {};
        });
        ZJ_MUST(read, "the log cannot be read: " + to_string(read.error()));
        finish();
    }

private:
    void entry(const county::StoredEntry& stored) {
        const std::string place = "entry " + std::to_string(stored.index) + ": ";
        const auto parsed = log::parse_entry(stored.entry);
        if (!parsed) {
            return fault(out, place + "does not parse: " + to_string(parsed.error()));
        }
        const log::Entry& e = *parsed;
        ZJ_MUST(e.index == tree_.size(), place + "stands at " + std::to_string(tree_.size()));
        ZJ_MUST(e.received_at >= last_, place + "is older than the one before");
        last_ = e.received_at;
        tree_.append(log::leaf_hash(as_bytes(stored.entry)));
        ++out.entries;
        model::Judgement judged;
        if (e.kind == log::EntryKind::root) {
            judged = replay_root(place, e);
        } else if (e.kind == log::EntryKind::tick) {
            judged = judge_.tick(registers_, e.received_at);
        } else {
            judged = replay_change(place, e, stored);
            ++out.verdicts[std::string(log::to_text(e.verdict)) + (e.code.empty() ? "" : " " + e.code)];
        }
        compare(place, e, stored, judged);
        for (const log::SaltedRecord& record : stored.records) {
            if (const auto r = log::parse_record(record.bytes)) {
                commitments_[r->key] = record.commitment();
            }
        }
    }

    model::Judgement replay_root(const std::string& place, const log::Entry& e) {
        for (const log::SignedRoot& root : roots_) {
            if (e.change_set && root.envelope.id() == *e.change_set) {
                const auto statement = log::parse_root_statement(root.envelope.payload);
                ZJ_ASSERT(statement);
                return judge_.root(registers_, root, *statement, e.received_at);
            }
        }
        fault(out, place + "is of a root statement that is not there");
        return {};
    }

    model::Judgement replay_change(const std::string& place, const log::Entry& e, const county::StoredEntry& stored) {
        const auto set = change_set_of(stored);
        if (!set) {
            fault(out, place + "its change set cannot be read: " + to_string(set.error()));
            return {};
        }
        ZJ_MUST(e.change_set && set->id() == *e.change_set, place + "holds another change set than it says");
        ZJ_MUST(ids_.insert(set->id()).second, place + "holds a change set that was there already");
        keys_.learn(*set);
        const model::Checked checked = model::check(*set, keys_);
        const log::Header& header = checked.header;
        auto& [seq, id] = chains_[header.device];
        ZJ_MUST(header.seq == seq + 1,
                place + "number " + std::to_string(header.seq) + " after " + std::to_string(seq));
        ZJ_MUST(seq == 0 || header.prev == id, place + "follows another change set than the one before");
        seq = header.seq;
        id = set->id();
        if (e.verdict == log::Verdict::applied || e.verdict == log::Verdict::merged) {
            for (const Value& intent : checked.intents) {
                if (const std::string_view mark = mark_of(intent); !mark.empty()) {
                    ZJ_MUST(marks_.insert(std::string(mark)).second,
                            place + std::string(mark) + " came to effect twice");
                }
            }
        }
        const model::DoorAnswer door = model::at_door(checked, registers_);
        if (door.kind != model::DoorAnswer::append) {
            fault(out, place + "would not have been let in: " + door.code);
            return {};
        }
        return judge_.change(registers_, checked, e.received_at);
    }

    void compare(const std::string& place, const log::Entry& e, const county::StoredEntry& stored,
                 const model::Judgement& judged) {
        ZJ_MUST(e.verdict == judged.verdict && e.code == judged.code,
                place + std::string(log::to_text(e.verdict)) + " " + e.code + ", replayed " +
                    std::string(log::to_text(judged.verdict)) + " " + judged.code + " " + judged.detail);
        std::vector<Hash> effects, scopes;
        for (const log::SaltedRecord& record : stored.records) {
            effects.push_back(record.commitment());
        }
        for (const log::ScopeItem& item : stored.scopes) {
            scopes.push_back(item.commitment());
            ZJ_MUST(item.n == ++numbers_[item.scope],
                    place + "is number " + std::to_string(item.n) + " of " + item.scope);
        }
        ZJ_MUST(log::root_of(effects) == e.effects, place + "its effects are not those it commits to");
        ZJ_MUST(log::root_of(scopes) == e.scopes, place + "its scopes are not those it commits to");
        bool same = stored.records.size() == judged.effects.size() && stored.scopes.size() == judged.scopes.size();
        for (std::size_t i = 0; same && i < stored.records.size(); ++i) {
            same = stored.records[i].bytes == log::write_record(*judged.effects[i]);
        }
        for (std::size_t i = 0; same && i < stored.scopes.size(); ++i) {
            same = stored.scopes[i].scope == judged.scopes[i];
        }
        ZJ_MUST(same, place + "replayed with other effects");
    }

    void finish() {
        county::County& county = world_.gateway().county();
        std::size_t count = 0;
        const auto read = county.each_record("", [&](const log::Record& record) {
            ++count;
            const auto at = registers_.records().find(record.key);
            ZJ_MUST(at != registers_.records().end() && log::write_record(*at->second) == log::write_record(record),
                    record.key + " in force is not what the log says");
            return true;
        });
        ZJ_MUST(read && count == registers_.records().size(), std::to_string(count) + " records in force, " +
                                                                  std::to_string(registers_.records().size()) +
                                                                  " in the log");
        std::vector<Hash> commitments;
        for (const auto& [key, commitment] : commitments_) {
            commitments.push_back(commitment);
        }
        const auto digest = county.register_digest();
        ZJ_MUST(digest && *digest == model::register_digest(commitments), "the register digest is not that of the log");
        const auto checkpoint =
            log::open_checkpoint(county.checkpoint(), county.origin(), county.log_key().verify_key());
        ZJ_MUST(checkpoint && checkpoint->size == tree_.size() && checkpoint->root == tree_.root(),
                "the checkpoint is not that of the log");
        const auto checked = county.check(true, {});
        ZJ_MUST(checked, "the county's own check: " + to_string(checked.error()));
    }

    World& world_;
    Outcome& out;
    std::vector<log::SignedRoot> roots_;
    model::MemoryRegisters registers_;
    model::Judge judge_;
    Keys keys_;
    log::Tree tree_;
    Time last_;
    std::set<ChangeSetId> ids_;
    std::set<std::string> marks_;
    std::map<std::string, std::pair<std::uint64_t, Hash>> chains_;
    std::map<std::string, std::uint64_t> numbers_;
    std::map<std::string, Hash> commitments_;
};

}  // namespace

void check_county(const Ground&, World& world, Outcome& out) {
    Replay(world, out).run(world.gateway().county().roots());
    const auto incidents = world.gateway().county().incidents(10);
    ZJ_MUST(incidents, "the incidents cannot be read");
    if (incidents) {
        for (const county::Incident& incident : *incidents) {
            fault(out,
                  "an incident among honest devices: " + incident.kind + " " + incident.device + " " + incident.detail);
        }
    }
}

void check_terminal(const Ground& ground, World& world, std::size_t index, Outcome& out) {
    TerminalHost& host = world.terminal(index);
    const std::string place = host.name() + ": ";
    if (!host.up()) {
        return fault(out, place + "is down at the end");
    }
    vault::Vault& vault = host.vault();
    county::County& county = world.gateway().county();
    const auto standing = county.device(vault.device());
    ZJ_MUST(standing && standing->state == "live", place + "is not live");
    for (const vault::Sent& sent : vault.outbox()) {
        const std::string number = place + "number " + std::to_string(sent.seq);
        const auto receipt = vault.receipt(sent.seq);
        if (!receipt) {
            fault(out, number + " has no receipt, " + sent.state);
            continue;
        }
        const auto read = log::receipt_from(*receipt);
        const auto entry = read ? log::verify_receipt(*read, county.origin(), county.log_key().verify_key())
                                : Result<log::Entry>(read.error());
        ZJ_MUST(entry && entry->change_set == sent.id, number + " has a receipt that does not verify");
        // A held one waits for whoever settles it; until then its author's later work counts on it.
        ZJ_MUST(sent.in_feed || sent.state == "held", number + " was not seen in the feed");
        const model::Found outcome = county.record("outcome/" + codec::hex(sent.id));
        const std::string told = outcome.record ? std::string(outcome.record->value.str_or("state"))
                                 : entry        ? std::string(log::to_text(entry->verdict))
                                                : "";
        ZJ_MUST(sent.state == told, number + " is shown as " + sent.state + ", but it is " + told);
    }
    std::map<std::string, std::uint64_t> last;
    for (auto& [scope, n] : county.scopes()) {
        last[scope] = n;
    }
    for (const std::string& scope : vault.scopes()) {
        ZJ_MUST(vault.feed_position(scope) == last[scope], place + scope + " stands at " +
                                                               std::to_string(vault.feed_position(scope)) + " of " +
                                                               std::to_string(last[scope]));
    }
    const auto catalogue = *model::Catalogue::load(ground.catalogue);
    std::map<std::string, std::string> here;
    for (const log::Record& record : vault.records("")) {
        here[record.key] = log::write_record(record);
    }
    const auto compared = county.each_record("", [&](const log::Record& record) {
        bool seen = false;
        for (const std::string& scope : vault.scopes()) {
            seen = seen || model::visible(scope, record, catalogue->scopes());
        }
        const auto at = here.find(record.key);
        if (seen) {
            ZJ_MUST(at != here.end() && at->second == log::write_record(record),
                    place + record.key + (at == here.end() ? " is missing" : " is not the county's"));
        } else {
            ZJ_MUST(at == here.end(), place + record.key + " is not for its eyes");
        }
        here.erase(record.key);
        return true;
    });
    ZJ_MUST(compared, place + "records cannot be compared");
    ZJ_MUST(here.empty(),
            place + "holds a record that the county has not: " + (here.empty() ? "" : here.begin()->first));
}

void check_history(const Ground&, World& world, Outcome& out) {
    county::County& county = world.gateway().county();
    log::Tree tree;
    std::vector<std::string> entries;
    std::set<ChangeSetId> ids;
    static_cast<void>(county.each_entry(0, county.size(), [&](const county::StoredEntry& stored) -> Result<> {
        tree.append(log::leaf_hash(as_bytes(stored.entry)));
        entries.push_back(stored.entry);
        ZJ_TRY(const log::Entry entry, log::parse_entry(stored.entry));
        if (entry.change_set) {
            ids.insert(*entry.change_set);
        }
        return {};
    }));
    for (const Acknowledged& ack : out.history.acknowledged) {
        const std::string what =
            "t" + std::to_string(ack.terminal) + " was told of " + codec::hex(ack.id).substr(0, 12);
        const auto entry = log::verify_receipt(ack.receipt, county.origin(), county.log_key().verify_key());
        if (!entry) {
            fault(out, what + " by a receipt that does not verify");
            continue;
        }
        ZJ_MUST(entry->change_set == ack.id, what + " by another's receipt");
        ZJ_MUST(entry->index < entries.size() && entries[entry->index] == ack.receipt.entry, what + ", and it is lost");
    }
    for (const auto& [id, who] : out.history.signed_) {
        ZJ_MUST(ids.contains(id), who + " signed " + codec::hex(id).substr(0, 12) + ", which the county never got");
    }
    for (const std::string& note : out.history.checkpoints) {
        const auto checkpoint = log::open_checkpoint(note, county.origin(), county.log_key().verify_key());
        ZJ_MUST(checkpoint && checkpoint->size <= tree.size() && checkpoint->root == tree.root(checkpoint->size),
                "a signed checkpoint is contradicted by the log");
    }
}

}  // namespace zj::sim
