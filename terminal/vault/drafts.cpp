// SPDX-License-Identifier: Apache-2.0
// Forms being filled. Each is durable when it is saved, is one person's, and goes in the transaction that signs it.

#include <algorithm>

#include "shared/codec/text.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

std::optional<StoredDraft> Vault::draft(std::int64_t id) {
    StoredDraft out;
    {
        Rows row = read("SELECT id, matter, unit, on_case, form, saved_at FROM draft WHERE id = ?1 AND person = ?2", id,
                        std::string_view(person_id_));
        if (!row.next()) {
            return std::nullopt;
        }
        out = {row.integer(0),           std::string(row.text(1)), std::string(row.text(2)),
               std::string(row.text(3)), std::string(row.text(4)), {},
               Time{row.integer(5)}};
    }
    Rows row = read("SELECT sha256 FROM draft_document WHERE draft = ?1", id);
    while (row.next()) {
        out.documents.push_back(codec::hex(row.blob(0)));
    }
    return out;
}

std::vector<StoredDraft> Vault::drafts() {
    std::vector<std::int64_t> ids;
    {
        Rows row = read("SELECT id FROM draft WHERE person = ?1 ORDER BY saved_at DESC, id DESC",
                        std::string_view(person_id_));
        while (row.next()) {
            ids.push_back(row.integer(0));
        }
    }
    std::vector<StoredDraft> out;
    for (const std::int64_t id : ids) {
        if (auto one = draft(id)) {
            out.push_back(std::move(*one));
        }
    }
    return out;
}

std::int64_t Vault::draft_count() {
    Rows row = read("SELECT count(*) FROM draft WHERE person = ?1", std::string_view(person_id_));
    return row.next() ? row.integer(0) : 0;
}

Result<std::int64_t> Vault::save_draft(const StoredDraft& draft) {
    if (draft.form.size() > kDraftBytesMax) {
        return fail("draft.size", {}, "larger than a form may be");
    }
    if (draft.documents.size() > limits::kAttachmentsPerCaseMax) {
        return fail("draft.documents", {}, "more documents than a case may have",
                    {std::to_string(limits::kAttachmentsPerCaseMax)});
    }
    if (draft.id != 0 &&
        !read("SELECT 1 FROM draft WHERE id = ?1 AND person = ?2", draft.id, std::string_view(person_id_)).next()) {
        return fail("draft.none", {}, "no such draft of this person");
    }
    if (draft.id == 0 && draft_count() >= kDraftsMax) {
        return fail("draft.many", {}, "one person's drafts", {std::to_string(kDraftsMax)});
    }
    std::int64_t id = draft.id;
    ZJ_CHECK(transaction([&]() -> Result<> {
        if (id == 0) {
            ZJ_CHECK(db_->prepare("INSERT INTO draft(person, matter, unit, on_case, form, saved_at) VALUES(?1, ?2, ?3, "
                                  "?4, ?5, ?6)")
                         .bind(1, person_id_)
                         .bind(2, draft.matter)
                         .bind(3, draft.unit)
                         .bind(4, draft.on_case)
                         .bind(5, draft.form)
                         .bind(6, now().ms)
                         .run());
            id = db_->last_insert_id();
        } else {
            ZJ_CHECK(db_->prepare("UPDATE draft SET form = ?2, saved_at = ?3, unit = ?4 WHERE id = ?1")
                         .bind(1, id)
                         .bind(2, draft.form)
                         .bind(3, now().ms)
                         .bind(4, draft.unit)
                         .run());
        }
        return keep_documents(id, draft.documents);
    }));
    return id;
}

// Exactly these stay for the draft.
Result<> Vault::keep_documents(std::int64_t id, const std::vector<std::string>& documents) {
    std::vector<std::string> before;
    {
        Rows row = read("SELECT sha256 FROM draft_document WHERE draft = ?1", id);
        while (row.next()) {
            before.push_back(codec::hex(row.blob(0)));
        }
    }
    const auto change = [&](std::string_view sql, const std::string& hex) -> Result<> {
        ZJ_TRY(const Hash sha256, codec::hash_from_hex(hex));
        return db_->prepare(sql).bind(1, id).bind(2, sha256.view()).run();
    };
    for (const std::string& hex : before) {
        if (std::find(documents.begin(), documents.end(), hex) == documents.end()) {
            ZJ_CHECK(change("DELETE FROM draft_document WHERE draft = ?1 AND sha256 = ?2", hex));
        }
    }
    for (const std::string& hex : documents) {
        if (std::find(before.begin(), before.end(), hex) == before.end()) {
            ZJ_CHECK(change("INSERT OR IGNORE INTO draft_document(draft, sha256) VALUES(?1, ?2)", hex));
        }
    }
    return {};
}

// Within a transaction of the caller.
Result<> Vault::forget_draft(std::int64_t id) {
    if (!read("SELECT 1 FROM draft WHERE id = ?1 AND person = ?2", id, std::string_view(person_id_)).next()) {
        return fail("draft.none", {}, "no such draft of this person");
    }
    ZJ_CHECK(db_->prepare("DELETE FROM draft_document WHERE draft = ?1").bind(1, id).run());
    return db_->prepare("DELETE FROM draft WHERE id = ?1").bind(1, id).run();
}

Result<> Vault::drop_draft(std::int64_t id) {
    ZJ_CHECK(transaction([&] { return forget_draft(id); }));
    return drop_unnamed();
}

}  // namespace zj::vault
