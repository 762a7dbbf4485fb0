// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/filled.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"

namespace zj::work {

namespace {

constexpr std::size_t kFormBytesMax = 512 * 1024;

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

}  // namespace

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
    if (r.has("persons")) {
        out.persons = r.any("persons");
    }
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

Result<codec::Value> sign_with(const Context& context, const Attached& attached,
                               const std::vector<codec::Value>& intents, std::int64_t draft) {
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
    if (!signed_before(vault, intents)) {
        if (auto stored = store(); !stored) {
            static_cast<void>(vault.drop_unnamed());
            return stored.error();
        }
    }
    auto out = sign(vault, intents, draft);
    if (!out) {
        static_cast<void>(vault.drop_unnamed());
    }
    return out;
}

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

}  // namespace zj::work
