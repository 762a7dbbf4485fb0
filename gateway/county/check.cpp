// SPDX-License-Identifier: Apache-2.0
// The walk along the entries: what each of them commits to, and what the tables should hold after it.
#include "gateway/county/check.hpp"

#include "gateway/county/schema.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

constexpr std::size_t kFindingsMax = 50;  // the first ones tell the story
constexpr std::uint64_t kStride = 500;    // entries between two words of progress

Result<log::ChangeSet> change_set_of(const StoredEntry& stored) {
    log::ChangeSet out;
    ZJ_TRY(const codec::Value envelope, codec::parse_json(stored.envelope));
    ZJ_TRY(out.envelope, log::envelope_from(envelope));
    ZJ_TRY(const codec::Value bodies, codec::parse_json(stored.bodies, 2 * limits::kBodiesBytesMax));
    if (!bodies.is_array()) {
        return fail("store.corrupt", "headers");
    }
    for (const codec::Value& item : bodies.array()) {
        log::Body body;
        body.bytes = item.str_or("body");
        ZJ_TRY(const Bytes salt, codec::from_base64(item.str_or("salt")));
        if (salt.size() != body.salt.size()) {
            return fail("store.corrupt", "headers");
        }
        std::copy(salt.begin(), salt.end(), body.salt.begin());
        out.bodies.push_back(std::move(body));
    }
    return out;
}

}  // namespace

void Check::find(std::string what) {
    if (findings_.size() < kFindingsMax) {
        findings_.push_back(std::move(what));
    }
}

void Check::must(bool good, const std::string& otherwise) {
    if (!good) {
        find(otherwise);
    }
}

Result<> Check::verdict() const {
    if (findings_.empty()) {
        return {};
    }
    return fail("county.check", {}, findings_.front(), findings_);
}

Result<> Check::take(const StoredEntry& stored) {
    const std::string at = "entry " + std::to_string(stored.index);
    const auto entry = log::parse_entry(stored.entry);
    if (!entry) {
        find(at + ": " + to_string(entry.error()));
        return {};
    }
    const Hash leaf = log::leaf_hash(as_bytes(stored.entry));
    must(entry->index == stored.index && entry->index == tree_.size(),
         at + ": stands at " + std::to_string(tree_.size()));
    must(leaf == stored.leaf, at + ": leaves holds another hash");
    tree_.append(leaf);
    take_records(stored, *entry, at);
    take_scopes(stored, *entry, at);
    std::optional<log::ChangeSet> change_set;
    if (entry->kind == log::EntryKind::change) {
        auto read = change_set_of(stored);
        if (!read) {
            find(at + ": its change set cannot be read");
            return {};
        }
        change_set = std::move(*read);
        take_change(stored, *entry, *change_set, at);
    }
    if (replay_) {
        judge(stored, *entry, change_set, at);
    }
    if (entry->kind == log::EntryKind::root) {
        take_root(*entry, at);
    }
    return {};
}

void Check::take_records(const StoredEntry& stored, const log::Entry& entry, const std::string& at) {
    std::vector<Hash> commitments;
    records_ += stored.records.size();
    for (std::size_t i = 0; i < stored.records.size(); ++i) {
        commitments.push_back(stored.records[i].commitment());
        const auto record = log::parse_record(stored.records[i].bytes);
        if (!record) {
            find(at + ": record " + std::to_string(i) + " cannot be read");
            continue;
        }
        must(record->version == current_[record->key].version + 1, at + ": " + record->key + " skips a version");
        current_[record->key] = {record->version, stored.index, i};
        for (const Row& row : project_version(*record, stored.index)) {
            rows_[row_key(row.table, row.cells)] = row_hash(row.cells);
        }
        newest_[record->key] = project(*record);
        if (record->key.starts_with("case/")) {
            units_[record->key] = record->value.str_or("unit");
        }
    }
    must(log::root_of(commitments) == entry.effects, at + ": its records are not those it commits to");
}

void Check::take_scopes(const StoredEntry& stored, const log::Entry& entry, const std::string& at) {
    std::vector<Hash> commitments;
    scope_items_ += stored.scopes.size();
    for (const log::ScopeItem& item : stored.scopes) {
        commitments.push_back(item.commitment());
        auto& places = scopes_[item.scope];
        places.push_back(stored.index);
        must(item.n == places.size(), at + ": is not number " + std::to_string(item.n) + " of " + item.scope);
    }
    must(log::root_of(commitments) == entry.scopes, at + ": its scopes are not those it commits to");
}

void Check::take_root(const log::Entry& entry, const std::string& at) {
    must(roots_ < s_.roots.size() && entry.change_set == s_.roots[roots_].envelope.id(),
         at + ": roots holds another statement");
    ++roots_;
}

void Check::take_change(const StoredEntry& stored, const log::Entry& entry, const log::ChangeSet& change_set,
                        const std::string& at) {
    ++changes_;
    must(entry.change_set == change_set.id(), at + ": holds another change set than it names");
    const auto header = log::parse_header(change_set.envelope.payload);
    if (!header) {
        return find(at + ": its header cannot be read");
    }
    Chain& chain = chains_[header->device];
    chain.places.push_back(stored.index);
    chain.last = change_set.id();
    chain.seen_size = std::max(chain.seen_size, header->seen.size);
    must(header->seq == chain.places.size(), at + ": is not number " + std::to_string(header->seq) + " of its device");
    if (header->seq == 1 && entry.verdict == log::Verdict::refused) {
        ++refusals_[header->prev];
    }
    bool whole = change_set.bodies.size() == header->intents.size();
    for (std::size_t i = 0; whole && i < change_set.bodies.size(); ++i) {
        whole = change_set.bodies[i].commitment() == header->intents[i];
    }
    if (entry.verdict != log::Verdict::refused) {  // a refused one may have come with anything
        must(whole, at + ": its bodies are not those its header commits to");
        take_materials(header->device, change_set);
    }
}

void Check::take_materials(std::string_view device, const log::ChangeSet& change_set) {
    std::vector<codec::Value> intents;
    for (const log::Body& body : change_set.bodies) {
        if (auto intent = codec::parse_json(body.bytes, limits::kBodyBytesMax)) {
            intents.push_back(std::move(*intent));
        }
    }
    const auto unit_of_case = [&](std::string_view key) {
        const auto at = units_.find(key);
        return at == units_.end() ? std::string() : at->second;
    };
    for (Material& material : materials_of(device, intents, unit_of_case)) {
        documents_.emplace(BlobKey{material.scope, material.sha256, material.size, material.digests()}, material);
        materials_.emplace(MaterialKey{change_set.id(), material.slot, material.sha256}, std::move(material));
    }
}

void Check::judge(const StoredEntry& stored, const log::Entry& entry, const std::optional<log::ChangeSet>& change_set,
                  const std::string& at) {
    model::Judgement again;
    if (entry.kind == log::EntryKind::root && roots_ < s_.roots.size()) {
        const log::SignedRoot& root = s_.roots[roots_];
        const auto statement = log::parse_root_statement(root.envelope.payload);
        if (!statement) {
            return find(at + ": its root statement cannot be read");
        }
        again = judge_.root(registers_, root, *statement, entry.received_at);
    } else if (entry.kind == log::EntryKind::tick) {
        again = judge_.tick(registers_, entry.received_at);
    } else if (change_set) {
        const model::Checked checked = model::check(*change_set, s_.directory);
        if (model::at_door(checked, registers_).kind != model::DoorAnswer::append) {
            return find(at + ": the door would not let it in");
        }
        again = judge_.change(registers_, checked, entry.received_at);
    }
    bool same = again.verdict == entry.verdict && again.code == entry.code &&
                again.effects.size() == stored.records.size() && again.scopes.size() == stored.scopes.size();
    for (std::size_t i = 0; same && i < stored.records.size(); ++i) {
        same = log::write_record(*again.effects[i]) == stored.records[i].bytes;
    }
    for (std::size_t i = 0; same && i < stored.scopes.size(); ++i) {
        same = again.scopes[i] == stored.scopes[i].scope;
    }
    must(same, at + ": judged again it ends otherwise");
}

Result<> County::check(bool replay, const Progress& progress) {
    const auto told = [&](std::string_view stage, std::uint64_t done, std::uint64_t total) -> Result<> {
        return progress && !progress(stage, done, total) ? Result<>(fail("county.cancelled")) : Result<>();
    };
    ZJ_CHECK(told("pages", 0, 1));
    {
        const std::lock_guard lock(state_->head);
        ZJ_CHECK(state_->db.check());
    }
    Check check(*state_, replay);
    const std::uint64_t total = size();
    auto walked = each_entry(0, total, [&](const StoredEntry& stored) -> Result<> {
        if (stored.index % kStride == 0) {
            ZJ_CHECK(told("entries", stored.index, total));
        }
        return check.take(stored);
    });
    ZJ_CHECK(std::move(walked));
    ZJ_CHECK(told("registers", 0, 1));
    const std::lock_guard lock(state_->head);
    if (state_->tree.size() != total) {
        return fail("county.cancelled", {}, "the log grew meanwhile; check again or stop the gateway");
    }
    if (total > 0) {
        ZJ_CHECK(check.compare());
    }
    return check.verdict();
}

Result<> County::rebuild_projections() {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    return s.write([&]() -> Result<> {
        for (const Table& table : tables()) {
            ZJ_CHECK(s.db.prepare(table.clear).run());
        }
        store::Statement rows = s.db.prepare("SELECT id, bytes FROM records ORDER BY id");
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                return {};
            }
            ZJ_TRY(const log::Record record, log::parse_record(rows.text(1)));
            for (const Row& posting :
                 project_version(record, static_cast<std::uint64_t>(rows.integer(0) / kOrdinals))) {
                ZJ_CHECK(write_row(s.db, posting));
            }
            for (const Row& newest : project(record)) {
                ZJ_CHECK(write_row(s.db, newest));
            }
        }
    });
}

}  // namespace zj::county
