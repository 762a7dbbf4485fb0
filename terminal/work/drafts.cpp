// SPDX-License-Identifier: Apache-2.0
// Filling a form: drafts that are in the vault as they are typed, with documents that are in it once they are attached.

#include "terminal/work/drafts.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/view_rows.hpp"

namespace zj::work {

namespace {

codec::Array materials_of(const Draft& draft) {
    codec::Array out;
    for (const DraftMaterial& one : draft.materials) {
        out.push_back(codec::Object{{"slot", one.slot},
                                    {"title", one.title},
                                    {"media_type", one.media_type},
                                    {"sha256", one.sha256},
                                    {"size", one.size},
                                    {"pages", one.pages}});
    }
    return out;
}

std::string text_of(const Draft& draft) {
    return codec::write_json(codec::Object{
        {"fields", draft.fields}, {"materials", materials_of(draft)}, {"note", draft.note}, {"urgent", draft.urgent}});
}

// Without what was filled in: "draft.damaged" never looks like an empty form, which would be saved over it.
Draft head_of(vault::Vault& vault, const vault::StoredDraft& stored) {
    Draft out;
    out.id = stored.id;
    out.person = vault.person().person;
    out.matter = stored.matter;
    out.unit = stored.unit;
    out.on = stored.on_case;
    out.saved_at = stored.saved_at;
    return out;
}

Result<Draft> draft_in(vault::Vault& vault, const vault::StoredDraft& stored) {
    Draft out = head_of(vault, stored);
    const auto value = codec::parse_json(stored.form, vault::Vault::kDraftBytesMax);
    if (!value) {
        return fail("draft.damaged", std::to_string(stored.id), value.error().detail);
    }
    if (const codec::Value* fields = value->find("fields"); fields != nullptr && fields->is_object()) {
        out.fields = *fields;
    }
    out.note = value->str_or("note");
    out.urgent = value->bool_or("urgent");
    for (const codec::Value& one : value->items("materials")) {
        out.materials.push_back({std::string(one.str_or("slot")), std::string(one.str_or("title")),
                                 std::string(one.str_or("media_type")), std::string(one.str_or("sha256")),
                                 one.int_or("size"), one.int_or("pages", 1)});
    }
    return out;
}

// The judge holds what a change calls the old value against the register; the window asks for the new one alone.
codec::Value with_old_values(vault::Vault& vault, codec::Value fields) {
    const auto changes = fields.object().find("changes");
    const auto person = vault.record(fields.str_or("person"));
    if (!person || changes == fields.object().end() || !changes->second.is_array()) {
        return fields;
    }
    for (codec::Value& item : changes->second.array()) {
        item.object().erase("old");
        if (const codec::Value* stands = person->value.find(item.str_or("field"))) {
            item.set("old", *stands);
        }
    }
    return fields;
}

// As submit() and answer() take it.
Submission submission_of(vault::Vault& vault, const Draft& draft, bool preview) {
    codec::Array materials;
    for (const DraftMaterial& one : draft.materials) {
        materials.push_back(codec::Object{{"slot", one.slot},
                                          {"sha256", one.sha256},
                                          {"title", one.title},
                                          {"pages", std::max<std::int64_t>(1, one.pages)}});
    }
    Submission out;
    out.text = codec::write_json(codec::Object{{"matter", draft.matter},
                                               {"unit", draft.unit},
                                               {"fields", with_old_values(vault, draft.fields)},
                                               {"materials", std::move(materials)},
                                               {"note", draft.note},
                                               {"urgent", draft.urgent}});
    out.preview = preview;
    out.stored = true;
    out.draft = draft.id;
    return out;
}

Result<codec::Value> hand_in(const Context& context, const Draft& draft, bool preview, FormFaults& faults) {
    const Submission submission = submission_of(context.vault, draft, preview);
    return draft.on.empty() ? submit(context, submission, faults) : answer(context, draft.on, submission, faults);
}

FormChoice choice_of(const codec::Value& item) {
    FormChoice out{std::string(item.str_or("key")), {}, {}};
    if (const std::string_view grant = item.str_or("grant_no"); !grant.empty()) {
        out.label = grant;
        out.note = item.str_or("valid_until");
    } else if (item.find("free") != nullptr) {
        out.label = std::string(item.str_or("reason"));
        out.label = out.label.empty() ? out.key.substr(out.key.rfind('/') + 1) : out.label;
        out.note = std::to_string(item.int_or("free")) + "/" + std::to_string(item.int_or("count"));
    } else {
        out.label = item.str_or("name");
        out.note = item.str_or("post_name");
    }
    return out;
}

Result<FormView> view_of(const Context& context, Draft draft) {
    vault::Vault& vault = context.vault;
    FormView out;
    ZJ_TRY(out.catalogue, vault.catalogue());
    ZJ_TRY(const codec::Value empty, form(context, draft.matter));
    if (const codec::Value* choices = empty.find("choices"); choices != nullptr && choices->is_object()) {
        for (const auto& [field, items] : choices->object()) {
            out.choices.emplace_back(field, std::vector<FormChoice>());
            for (const codec::Value& item : items.array()) {
                out.choices.back().second.push_back(choice_of(item));
            }
        }
    }
    out.seats = seats_of(vault, draft.unit);
    if (!draft.on.empty()) {
        ZJ_TRY(out.on, case_view(context, draft.on));
    }
    out.draft = std::move(draft);
    return out;
}

}  // namespace

std::vector<Draft> my_drafts(vault::Vault& vault) {
    std::vector<Draft> out;
    for (const vault::StoredDraft& stored : vault.drafts()) {
        auto draft = draft_in(vault, stored);
        out.push_back(draft ? std::move(*draft) : head_of(vault, stored));
    }
    return out;
}

std::vector<model::FormFault> faults_of(vault::Vault& vault, const model::Catalogue& catalogue, const Draft& draft) {
    const model::Matter* matter = catalogue.matter(draft.matter);
    if (matter == nullptr) {
        return {};
    }
    codec::Value fields = model::normalise_form(*matter, draft.fields);
    codec::Array materials;
    for (const DraftMaterial& one : draft.materials) {
        // The chunks are the vault's and are right; the check wants to see as many as there are.
        const auto chunk = static_cast<std::int64_t>(limits::kChunkBytes);
        const auto chunks = static_cast<std::size_t>(std::max<std::int64_t>(0, one.size + chunk - 1) / chunk);
        materials.push_back(codec::Object{{"slot", one.slot},
                                          {"title", one.title},
                                          {"media_type", one.media_type},
                                          {"sha256", one.sha256},
                                          {"size", one.size},
                                          {"pages", std::max<std::int64_t>(1, one.pages)},
                                          {"chunks", codec::Array(chunks, codec::Value(one.sha256))}});
    }
    if (const auto on = draft.on.empty() ? Result<Case>(fail("case.none")) : find_case(vault, draft.on)) {
        if (const codec::Value* before = on->value.find("fields"); before != nullptr) {
            codec::Value all = *before;
            for (const auto& [key, value] : fields.object()) {
                all.set(key, value);
            }
            fields = std::move(all);
        }
        for (const codec::Value& old : on->value.items("materials")) {
            if (std::none_of(draft.materials.begin(), draft.materials.end(),
                             [&](const DraftMaterial& one) { return one.slot == old.str_or("slot"); })) {
                materials.push_back(old);
            }
        }
    }
    return model::check_form(catalogue, *matter, fields, materials);
}

std::optional<Foretold> foretell_draft(const Context& context, const Draft& draft, FormFaults& faults) {
    const auto told = hand_in(context, draft, true, faults);
    const codec::Value* preview = told ? told->find("preview") : nullptr;
    if (preview == nullptr) {
        return std::nullopt;
    }
    Foretold out;
    out.known = preview->bool_or("known");
    out.verdict = preview->str_or("verdict");
    out.code = preview->str_or("code");
    out.as_of = static_cast<std::uint64_t>(preview->int_or("as_of"));
    return out;
}

std::string name_of_record(vault::Vault& vault, const std::string& key) {
    const auto record = vault.record(key);
    if (!record) {
        return key;
    }
    codec::Value item = record->value;
    item.set("key", key);
    if (key.starts_with("plan/")) {
        item.set("free", item.int_or("count") - item.int_or("used") - item.int_or("reserved"));
    }
    std::string out = choice_of(item).label;
    return out.empty() ? key : out;
}

Result<FormView> new_form(const Context& context, std::string_view matter) {
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    const model::Matter* known = catalogue->matter(matter);
    if (known == nullptr) {
        return fail("matter.unknown", std::string(matter), "the catalogue has no such matter", {std::string(matter)});
    }
    if (!known->open || known->tabular()) {
        return fail("matter.closed", std::string(matter), "not open for submission", {std::string(matter)});
    }
    Draft draft;
    draft.person = context.vault.person().person;
    draft.matter = matter;
    draft.unit = my_unit(context.vault);
    return view_of(context, std::move(draft));
}

Result<FormView> open_draft(const Context& context, std::int64_t id) {
    const auto stored = context.vault.draft(id);
    if (!stored) {
        return fail("draft.none", {}, "no such draft of this person");
    }
    ZJ_TRY(Draft draft, draft_in(context.vault, *stored));
    return view_of(context, std::move(draft));
}

Result<FormView> answer_form(const Context& context, std::string_view reference) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const Case on, find_case(vault, reference));
    for (const vault::StoredDraft& stored : vault.drafts()) {
        if (stored.on_case == on.key) {
            ZJ_TRY(Draft draft, draft_in(vault, stored));
            return view_of(context, std::move(draft));
        }
    }
    Draft draft;
    draft.person = vault.person().person;
    draft.matter = on.value.str_or("matter");
    draft.unit = on.value.str_or("unit");
    draft.on = on.key;
    if (const codec::Value* fields = on.value.find("fields"); fields != nullptr) {
        draft.fields = *fields;
    }
    return view_of(context, std::move(draft));
}

Result<std::int64_t> save_draft(const Context& context, const Draft& draft) {
    if (!draft.person.empty() && draft.person != context.vault.person().person) {
        return fail("draft.none", {}, "another person's draft");
    }
    vault::StoredDraft stored;
    stored.id = draft.id;
    stored.matter = draft.matter;
    stored.unit = draft.unit;
    stored.on_case = draft.on;
    stored.form = text_of(draft);
    // What could not be opened again is not stored over what can; the vault tells what is too large.
    if (stored.form.size() <= vault::Vault::kDraftBytesMax) {
        ZJ_CHECK(codec::parse_json(stored.form, vault::Vault::kDraftBytesMax));
    }
    for (const DraftMaterial& one : draft.materials) {
        stored.documents.push_back(one.sha256);
    }
    return context.vault.save_draft(stored);
}

Result<> drop_draft(const Context& context, std::int64_t id) {
    return context.vault.drop_draft(id);
}

// Stored, then named by the draft: a crash between the two leaves a document that the next submission drops.
Result<DraftMaterial> attach_to_draft(const Context& context, Draft& draft, const std::string& slot,
                                      const std::string& path) {
    vault::Vault& vault = context.vault;
    // Names on old sticks may be in another encoding.
    const std::string title = codec::for_screen(path.substr(path.rfind('/') + 1));
    ZJ_TRY(const vault::Document document, vault.look_at(path, title));
    ZJ_CHECK(vault.store_document(path, document));
    const DraftMaterial made{slot, title, document.media_type, codec::hex(document.sha256), document.size, 1};
    Draft with = draft;
    std::erase_if(with.materials,
                  [&](const DraftMaterial& one) { return one.slot == slot && one.sha256 == made.sha256; });
    with.materials.push_back(made);
    const auto saved = save_draft(context, with);
    if (!saved) {
        static_cast<void>(vault.drop_unnamed());
        return saved.error();
    }
    draft = std::move(with);
    draft.id = *saved;
    return made;
}

Result<Bytes> document_bytes(const Context& context, std::string_view sha256) {
    vault::Vault& vault = context.vault;
    const auto hash = codec::hash_from_hex(sha256);
    const auto document = hash ? vault.document(*hash) : std::nullopt;
    if (!document) {
        return fail("attachment.missing", std::string(sha256), "not held here", {std::string(sha256)});
    }
    Bytes out;
    out.reserve(static_cast<std::size_t>(document->size));
    sync::BlobName name;
    name.sha256 = *hash;
    for (std::uint64_t n = 0; n < document->chunks.size(); ++n) {
        ZJ_TRY(const Bytes chunk, vault.read_chunk(name, n));
        out.insert(out.end(), chunk.begin(), chunk.end());
    }
    return out;
}

Result<codec::Value> sign_draft(const Context& context, std::int64_t id, FormFaults& faults) {
    const auto stored = context.vault.draft(id);
    if (!stored) {
        return fail("draft.none", {}, "no such draft of this person");
    }
    ZJ_TRY(const Draft draft, draft_in(context.vault, *stored));
    return hand_in(context, draft, false, faults);
}

}  // namespace zj::work
