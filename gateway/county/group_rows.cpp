// SPDX-License-Identifier: Apache-2.0
// The rows of one group, in the order in which they stand in the tables, within one transaction.
#include "gateway/county/group.hpp"
#include "gateway/county/projection.hpp"
#include "gateway/county/schema.hpp"
#include "shared/codec/json.hpp"

namespace zj::county {

namespace {

std::int64_t signed_of(std::uint64_t n) {
    return static_cast<std::int64_t>(n);
}

}  // namespace

Result<> Group::write_all(const log::Checkpoint& head, const std::string& note) {
    ZJ_CHECK(head_is_ours());
    for (const Draft& draft : drafts_) {
        ZJ_CHECK(write(draft));
    }
    ZJ_CHECK(write_current());
    ZJ_CHECK(s_.scopes.store_changed(s_.db));
    s_.step("entries");
    ZJ_CHECK(s_.db.prepare("INSERT INTO checkpoints(size, note) VALUES(?1, ?2)")
                 .bind(1, signed_of(head.size))
                 .bind(2, std::string_view(note))
                 .run());
    s_.step("checkpoint");
    return {};
}

// Old size checked in the transaction that stores the new checkpoint: two writers of one file never both go on.
Result<> Group::head_is_ours() {
    store::Statement row = s_.db.prepare("SELECT ifnull(max(size), 0) FROM checkpoints");
    ZJ_TRY(const bool found, row.step());
    if (!found || row.integer(0) != signed_of(size_before_)) {
        return fail("county.head", {}, "another writer has moved the head");
    }
    return {};
}

Result<> Group::write(const Draft& draft) {
    const std::uint64_t index = draft.sealed.entry.index;
    ZJ_CHECK(s_.db.prepare("INSERT INTO entries(idx, bytes, scopes) VALUES(?1, ?2, ?3)")
                 .bind(1, signed_of(index))
                 .bind(2, std::string_view(draft.sealed.entry_bytes))
                 .bind(3, scopes_json(draft.sealed.scopes))
                 .run());
    ZJ_CHECK(s_.db.prepare("INSERT INTO leaves(idx, hash) VALUES(?1, ?2)")
                 .bind(1, signed_of(index))
                 .bind(2, s_.tree.leaf(index).view())
                 .run());
    for (const log::ScopeItem& item : draft.sealed.scopes) {
        ZJ_CHECK(s_.db.prepare("INSERT INTO scope_items(scope, n, idx) VALUES(?1, ?2, ?3)")
                     .bind(1, s_.scopes.id(item.scope))
                     .bind(2, signed_of(item.n))
                     .bind(3, signed_of(index))
                     .run());
    }
    for (std::size_t i = 0; i < draft.sealed.records.size(); ++i) {
        const log::SaltedRecord& record = draft.sealed.records[i];
        ZJ_CHECK(s_.db.prepare("INSERT INTO records(id, salt, bytes) VALUES(?1, ?2, ?3)")
                     .bind(1, row_id(index, i))
                     .bind(2, ByteView(record.salt))
                     .bind(3, std::string_view(record.bytes))
                     .run());
        newest_[draft.effects[i]->key] = {draft.effects[i].get(), index, i};
        for (const Row& row : project_version(*draft.effects[i], index)) {
            ZJ_CHECK(write_row(s_.db, row));
        }
    }
    if (draft.root != nullptr) {
        ZJ_CHECK(s_.db.prepare("INSERT INTO roots(number, line) VALUES(?1, ?2)")
                     .bind(1, draft.root_number)
                     .bind(2, log::write_signed_root(*draft.root))
                     .run());
    }
    return draft.change_set != nullptr ? write_change(draft) : Result<>();
}

Result<> Group::write_change(const Draft& draft) {
    const log::Header& header = draft.checked->header;
    const std::int64_t index = signed_of(draft.sealed.entry.index);
    ZJ_CHECK(s_.db.prepare("INSERT INTO headers(idx, envelope, bodies) VALUES(?1, ?2, ?3)")
                 .bind(1, index)
                 .bind(2, codec::write_json(log::to_value(draft.change_set->envelope)))
                 .bind(3, bodies_json(draft.change_set->bodies))
                 .run());
    ZJ_CHECK(s_.db.prepare("INSERT INTO chain_items(device, seq, idx) VALUES(?1, ?2, ?3)")
                 .bind(1, std::string_view(header.device))
                 .bind(2, signed_of(header.seq))
                 .bind(3, index)
                 .run());
    const model::ChainHead head = overlay_.chain(header.device);
    ZJ_CHECK(s_.db
                 .prepare("INSERT INTO chains(device, seq, id, seen_size) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(device) "
                          "DO UPDATE SET seq = excluded.seq, id = excluded.id, seen_size = excluded.seen_size")
                 .bind(1, std::string_view(header.device))
                 .bind(2, signed_of(head.seq))
                 .bind(3, head.id.view())
                 .bind(4, signed_of(head.seen_size))
                 .run());
    // The documents of a refused one are nobody's.
    return draft.sealed.entry.verdict == log::Verdict::refused ? write_refusals(draft) : write_materials(draft);
}

Result<> Group::write_refusals(const Draft& draft) {
    if (draft.checked->header.seq != 1) {
        return {};
    }
    return s_.db
        .prepare("INSERT INTO ticket_refusals(ticket, n) VALUES(?1, 1) ON CONFLICT(ticket) DO UPDATE SET n = n + 1")
        .bind(1, draft.checked->header.prev.view())
        .run();
}

Result<> Group::write_materials(const Draft& draft) {
    const auto unit_of_case = [&](std::string_view key) {
        const model::Found found = overlay_.get(key);
        return found.record ? std::string(found.record->value.str_or("unit")) : std::string();
    };
    for (const Material& material : materials_of(draft.checked->header.device, draft.checked->intents, unit_of_case)) {
        ZJ_CHECK(s_.db
                     .prepare("INSERT OR IGNORE INTO materials(change_set, slot, sha256, scope, size, chunks, device) "
                              "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                     .bind(1, draft.checked->id.view())
                     .bind(2, std::string_view(material.slot))
                     .bind(3, material.sha256.view())
                     .bind(4, std::string_view(material.scope))
                     .bind(5, material.size)
                     .bind(6, material.chunks)
                     .bind(7, std::string_view(material.device))
                     .run());
    }
    return {};
}

// The newest versions only: a record that a group wrote a hundred times is one row here.
Result<> Group::write_current() {
    for (const auto& [key, place] : newest_) {
        ZJ_CHECK(s_.db
                     .prepare("INSERT INTO current(key, version, idx, ordinal) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(key) "
                              "DO UPDATE SET version = excluded.version, idx = excluded.idx, ordinal = "
                              "excluded.ordinal")
                     .bind(1, key)
                     .bind(2, place.record->version)
                     .bind(3, signed_of(place.index))
                     .bind(4, static_cast<std::int64_t>(place.ordinal))
                     .run());
        for (const Row& row : project(*place.record)) {
            ZJ_CHECK(write_row(s_.db, row));
        }
    }
    return {};
}

}  // namespace zj::county
