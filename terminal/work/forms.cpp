// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/forms.hpp"

#include <algorithm>
#include <map>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

constexpr std::size_t kFormBytesMax = 512 * 1024;

struct Filled {
    std::string matter, unit, note;
    bool urgent = false;
    codec::Value fields;
    codec::Array
        materials;  // {slot, file, title, doc_no, doc_date, pages} or, to keep one that was sent, {slot, sha256}
};

// People's JSON tools write null where there is no value; ours has none. Only outside of texts, where `null` can be
// nothing else.
std::string without_nulls(std::string_view text) {
    std::string out;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (inside && text[i] == '\\' && i + 1 < text.size()) {
            out += text[i++];
        } else if (text[i] == '"') {
            inside = !inside;
        } else if (!inside && text.substr(i, 4) == "null") {
            out += "\"\"";
            i += 3;
            continue;
        }
        out += text[i];
    }
    return out;
}

// Other systems end lines with a carriage return too.
std::string with_line_ends(std::string text) {
    std::erase(text, '\r');
    return text;
}

Result<Filled> read_form(const std::string& text) {
    ZJ_TRY(const codec::Value value, codec::parse_json(without_nulls(text), kFormBytesMax));
    codec::Reader r(value);
    Filled out;
    out.matter = r.string("matter", 16);
    const codec::Value& fields = r.object("fields");
    out.materials = r.array("materials", limits::kAttachmentsPerCaseMax);
    out.unit = r.string_if("unit", 32).value_or("");
    out.note = with_line_ends(r.string_if("note", 2000).value_or(""));
    out.urgent = r.boolean_if("urgent", false);
    for (const char* shown : {"choices", "about", "ok"}) {
        if (r.has(shown)) {
            r.any(shown);
        }
    }
    ZJ_CHECK(r.finish());
    for (const auto& [key, field] : fields.object()) {
        if (!(field.is_string() && field.string().empty()) && !(field.is_array() && field.array().empty())) {
            out.fields.set(key, field);
        }
    }
    std::erase_if(out.materials, [](const codec::Value& m) {
        return m.is_object() && m.str_or("file").empty() && m.str_or("sha256").empty();
    });
    return out;
}

std::string joined(const std::string& folder, std::string_view file) {
    return file.starts_with('/') || folder.empty() ? std::string(file) : folder + "/" + std::string(file);
}

codec::Value material_for(const codec::Value& asked, const vault::Document& document) {
    codec::Array chunks;
    for (const Hash& chunk : document.chunks) {
        chunks.emplace_back(codec::hex(chunk));
    }
    codec::Value out = codec::Object{{"slot", asked.str_or("slot")},          {"title", document.title},
                                     {"media_type", document.media_type},     {"size", document.size},
                                     {"sha256", codec::hex(document.sha256)}, {"chunks", std::move(chunks)}};
    for (const char* text : {"doc_no", "doc_date"}) {
        if (!asked.str_or(text).empty()) {
            out.set(text, asked.str_or(text));
        }
    }
    // A clerk who says nothing has scanned one sheet.
    return out.set("pages", std::max<std::int64_t>(1, asked.int_or("pages")));
}

struct Attached {
    codec::Array materials;
    std::map<std::string, vault::Document> files;  // by path: what is to be stored before the materials are signed
};

// A material without a file: one that was sent before, or a document that was attached to a draft.
std::optional<codec::Value> kept_material(vault::Vault& vault, const codec::Value& asked,
                                          const codec::Array& sent_before, bool stored) {
    const auto kept = std::find_if(sent_before.begin(), sent_before.end(), [&](const codec::Value& m) {
        return m.str_or("sha256") == asked.str_or("sha256") && m.str_or("slot") == asked.str_or("slot");
    });
    if (kept != sent_before.end()) {
        return *kept;
    }
    const auto sha256 = codec::hash_from_hex(asked.str_or("sha256"));
    auto document = stored && sha256 ? vault.document(*sha256) : std::nullopt;
    if (!document) {
        return std::nullopt;
    }
    if (!asked.str_or("title").empty()) {
        document->title = asked.str_or("title");
    }
    return material_for(asked, *document);
}

// Every file is read, sniffed and hashed; faults are collected, so that the clerk is told all of them at once.
Attached attach(const Context& context, const Filled& filled, const Submission& submission,
                const codec::Array& sent_before, std::vector<model::FormFault>& faults) {
    Attached out;
    for (std::size_t i = 0; i < filled.materials.size(); ++i) {
        const codec::Value& asked = filled.materials[i];
        const std::string pointer = "/materials/" + std::to_string(i);
        const std::string file(asked.str_or("file"));
        if (file.empty()) {
            if (auto kept = kept_material(context.vault, asked, sent_before, submission.stored)) {
                out.materials.push_back(std::move(*kept));
            } else {
                faults.push_back({pointer, "attachment.missing", {std::string(asked.str_or("sha256"))}});
            }
            continue;
        }
        context.tell("attach", i, filled.materials.size());
        const auto slash = file.rfind('/');
        const std::string name = slash == file.npos ? file : file.substr(slash + 1);
        const std::string title(asked.str_or("title").empty() ? std::string_view(name) : asked.str_or("title"));
        const std::string path = joined(submission.folder, file);
        if (!out.files.contains(path)) {
            auto seen = context.vault.look_at(path, title);
            if (!seen) {
                faults.push_back({pointer, seen.error().code, seen.error().args});
                continue;
            }
            out.files[path] = std::move(*seen);
        }
        vault::Document document = out.files[path];
        document.title = title;
        out.materials.push_back(material_for(asked, document));
    }
    return out;
}

// Stores the documents and signs; what was stored for nothing is dropped, here or where an attempt was cut off by the
// next.
Result<codec::Value> sign_with(const Context& context, const Attached& attached, const codec::Value& intent,
                               std::int64_t draft) {
    vault::Vault& vault = context.vault;
    const auto store = [&]() -> Result<> {
        ZJ_CHECK(vault.drop_unnamed());
        std::uint64_t done = 0;
        for (const auto& [path, document] : attached.files) {
            context.tell("attach", done++, attached.files.size());
            ZJ_CHECK(vault.store_document(path, document));
        }
        return {};
    };
    if (!signed_before(vault, {intent})) {
        if (auto stored = store(); !stored) {
            static_cast<void>(vault.drop_unnamed());
            return stored.error();
        }
    }
    auto out = sign(vault, {intent}, draft);
    if (!out) {
        static_cast<void>(vault.drop_unnamed());
    }
    return out;
}

// The form's own faults. A slot whose file was refused is not missing as well: its fault is told already.
void check(const model::Catalogue& catalogue, const model::Matter& matter, const Filled& filled,
           const codec::Value& fields, const codec::Array& materials, std::vector<model::FormFault>& faults) {
    if (codec::steers_screen(filled.note)) {
        faults.push_back({"/note", "form.control", {}});
    }
    const auto named = [&](const std::string& pointer) {
        return std::any_of(filled.materials.begin(), filled.materials.end(), [&](const codec::Value& m) {
            return pointer == "/materials/" + std::string(m.str_or("slot"));
        });
    };
    for (model::FormFault& fault : model::check_form(catalogue, matter, fields, materials)) {
        if (fault.code != "form.slot_missing" || !named(fault.pointer)) {
            faults.push_back(std::move(fault));
        }
    }
}

Error faulty(const FormFaults& faults) {
    return fail(faults.faults.size() == 1 ? faults.faults[0].code : "form.faults",
                faults.faults.size() == 1 ? faults.faults[0].pointer : std::string(),
                std::to_string(faults.faults.size()) + " faults",
                faults.faults.size() == 1 ? faults.faults[0].args : std::vector{std::to_string(faults.faults.size())});
}

// References inside the fields that the rules make an intent name.
std::vector<std::string> named_records(const model::Matter& matter, const codec::Value& fields) {
    std::vector<std::string> out;
    for (const model::Field& field : matter.fields) {
        const std::string_view key = fields.str_or(field.key);
        if ((field.type == model::FieldType::person && key.starts_with("person/")) ||
            (field.type == model::FieldType::grant && key.starts_with("grant/"))) {
            out.emplace_back(key);
        }
    }
    return out;
}

Result<const model::Matter*> matter_of(const model::Catalogue& catalogue, std::string_view code) {
    const model::Matter* matter = catalogue.matter(code);
    if (matter == nullptr) {
        return fail("matter.unknown", std::string(code), "the catalogue has no such matter", {std::string(code)});
    }
    return matter;
}

// Fields whose value differs from the case's.
codec::Value changed_fields(const codec::Value& before, const codec::Value& after) {
    codec::Value out;
    for (const auto& [key, value] : after.object()) {
        const codec::Value* old = before.find(key);
        if (old == nullptr || !(*old == value)) {
            out.set(key, value);
        }
    }
    return out;
}

}  // namespace

Result<codec::Value> submit(const Context& context, const Submission& submission, FormFaults& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(Filled filled, read_form(submission.text));
    ZJ_TRY(const model::Matter* matter, matter_of(*catalogue, filled.matter));
    filled.fields = model::normalise_form(*matter, std::move(filled.fields));
    const Attached attached = attach(context, filled, submission, {}, faults.faults);
    check(*catalogue, *matter, filled, filled.fields, attached.materials, faults.faults);
    if (!faults.faults.empty()) {
        return faulty(faults);
    }
    if (!matter->open && !submission.preview) {
        return fail("matter.closed", filled.matter, "not open for submission", {filled.matter});
    }
    const std::string unit = filled.unit.empty() ? my_unit(vault) : filled.unit;
    if (unit.empty()) {
        return fail("form.missing", "/unit", "the person has no unit, and the form names none");
    }
    std::vector<std::string> named = named_records(*matter, filled.fields);
    named.push_back("unit/" + unit);
    const codec::Value intent =
        codec::Object{{"do", "case.submit"},     {"matter", filled.matter},         {"unit", unit},
                      {"fields", filled.fields}, {"materials", attached.materials}, {"note", filled.note},
                      {"urgent", filled.urgent}, {"base", base_for(vault, named)}};
    context.tell("preview");
    const bool again = !submission.preview && signed_before(vault, {intent});
    const Foretold foretold = again ? Foretold() : foretell(vault, {intent});
    if (submission.preview) {
        return codec::Value(
            codec::Object{{"matter", filled.matter}, {"preview", to_value(foretold)}, {"fields", filled.fields}});
    }
    ZJ_CHECK(worth_signing(foretold, "unit/" + unit));
    ZJ_TRY(codec::Value out, sign_with(context, attached, intent, submission.draft));
    const std::string key = record_of(vault, out, "case");
    if (!again) {
        out.set("preview", to_value(foretold));
    }
    return out.set("case", key)
        .set("n", vault.count_of_case(key).value_or(0))
        .set("matter", filled.matter)
        .set("waits_for", matter->confirm_role);
}

// A held amendment is settled by one that writes all that it writes, also what the case says already.
void add_held_fields(vault::Vault& vault, const Case& on, const codec::Value& all, codec::Value& changed) {
    const codec::Value* mark = on.value.find("held");
    const auto held = mark != nullptr ? vault.record(mark->str_or("outcome")) : std::nullopt;
    if (!held) {
        return;
    }
    for (const codec::Value& intent : held->value.items("intents")) {
        const codec::Value* fields = intent.find("fields");
        if (intent.str_or("do") != "case.amend" || intent.str_or("case") != on.key || fields == nullptr ||
            !fields->is_object()) {
            continue;
        }
        for (const auto& [key, value] : fields->object()) {
            if (const codec::Value* stands = all.find(key)) {
                changed.set(key, *stands);
            }
        }
    }
}

Result<codec::Value> amend(const Context& context, std::string_view reference, const Submission& submission,
                           FormFaults& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(const Case on, find_case(vault, reference));
    ZJ_TRY(Filled filled, read_form(submission.text));
    ZJ_TRY(const model::Matter* matter, matter_of(*catalogue, on.value.str_or("matter")));
    const codec::Value* before = on.value.find("fields");
    const codec::Value old = before == nullptr ? codec::Value() : *before;
    codec::Value changed = changed_fields(old, model::normalise_form(*matter, std::move(filled.fields)));
    codec::Value all = old;
    for (const auto& [key, value] : changed.object()) {
        all.set(key, value);
    }
    add_held_fields(vault, on, all, changed);
    faults.faults = model::check_form(*catalogue, *matter, all, on.value.items("materials"));
    if (!faults.faults.empty()) {
        return faulty(faults);
    }
    if (changed.object().empty()) {
        return fail("form.same", on.key, "no field differs from the case's");
    }
    const codec::Value intent =
        codec::Object{{"do", "case.amend"}, {"case", on.key}, {"fields", changed}, {"base", base_for(vault, {on.key})}};
    const Foretold foretold = signed_before(vault, {intent}) ? Foretold() : foretell(vault, {intent});
    ZJ_TRY(codec::Value out, sign(vault, {intent}));
    return out.set("case", on.key).set("fields", changed).set("preview", to_value(foretold));
}

Result<codec::Value> answer(const Context& context, std::string_view reference, const Submission& submission,
                            FormFaults& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(const Case on, find_case(vault, reference));
    ZJ_TRY(Filled filled, read_form(submission.text));
    ZJ_TRY(const model::Matter* matter, matter_of(*catalogue, on.value.str_or("matter")));
    const codec::Array& sent = on.value.items("materials");
    const Attached attached = attach(context, filled, submission, sent, faults.faults);
    codec::Array materials = attached.materials;
    // A slot that the answer does not mention keeps what was sent.
    for (const codec::Value& old : sent) {
        if (std::none_of(materials.begin(), materials.end(),
                         [&](const codec::Value& m) { return m.str_or("slot") == old.str_or("slot"); })) {
            materials.push_back(old);
        }
    }
    const codec::Value* before = on.value.find("fields");
    codec::Value all = before == nullptr ? codec::Value() : *before;
    const codec::Value changed = changed_fields(all, model::normalise_form(*matter, std::move(filled.fields)));
    for (const auto& [key, value] : changed.object()) {
        all.set(key, value);
    }
    check(*catalogue, *matter, filled, all, materials, faults.faults);
    if (!faults.faults.empty()) {
        return faulty(faults);
    }
    const codec::Value intent = codec::Object{{"do", "case.answer"}, {"case", on.key},
                                              {"fields", changed},   {"materials", std::move(materials)},
                                              {"note", filled.note}, {"base", base_for(vault, {on.key})}};
    if (submission.preview) {
        return codec::Value(codec::Object{{"case", on.key}, {"preview", to_value(foretell(vault, {intent}))}});
    }
    if (!on.local && !signed_before(vault, {intent})) {
        ZJ_CHECK(worth_signing(foretell(vault, {intent}), on.key));
    }
    ZJ_TRY(codec::Value out, sign_with(context, attached, intent, submission.draft));
    return out.set("case", on.key);
}

Result<codec::Value> withdraw(const Context& context, std::string_view reference, const std::string& reason) {
    ZJ_TRY(const Case on, find_case(context.vault, reference));
    const codec::Value intent =
        codec::Object{{"do", "case.withdraw"}, {"case", on.key}, {"reason", reason}, {"base", codec::Object{}}};
    if (!on.local && !signed_before(context.vault, {intent})) {
        ZJ_CHECK(worth_signing(foretell(context.vault, {intent}), on.key));
    }
    ZJ_TRY(codec::Value out, sign(context.vault, {intent}));
    return out.set("case", on.key);
}

}  // namespace zj::work
