// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/decide.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/sync/fetch.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

struct Wanted {
    sync::BlobName name;
    vault::Document document;
    std::vector<std::uint64_t> missing;
};

Result<std::vector<Hash>> digests_in(const codec::Array& texts, const std::string& where) {
    std::vector<Hash> out;
    for (const codec::Value& text : texts) {
        auto hash = text.is_string() ? codec::hash_from_hex(text.string()) : Result<Hash>(fail("blob.hash"));
        if (!hash) {
            return fail("blob.hash", where, "the case names a chunk without a digest");
        }
        out.push_back(*hash);
    }
    return out;
}

// The whole must have the digest that the case names too: a wrong list of chunks would else go unnoticed.
Result<bool> is_whole(vault::Vault& vault, const Wanted& one) {
    const auto here = vault.document(one.name.sha256);
    if (!here) {
        return false;
    }
    crypto::Sha256 whole;
    std::int64_t size = 0;
    for (std::uint64_t n = 0; n < here->chunks.size(); ++n) {
        ZJ_TRY(const Bytes bytes, vault.read_chunk(one.name, n));
        whole.update(bytes);
        size += static_cast<std::int64_t>(bytes.size());
    }
    return whole.finish() == one.name.sha256 && size == one.document.size;
}

// Documents of the case that this vault lacks, or lacks in part. What another case's list of chunks brought under the
// same digest, and is not the document, gives way.
Result<std::vector<Wanted>> wanted_of(vault::Vault& vault, const Case& on) {
    std::vector<Wanted> out;
    for (const codec::Value& material : on.value.items("materials")) {
        Wanted one;
        one.name.slot = material.str_or("slot");
        ZJ_TRY(one.name.sha256, codec::hash_from_hex(material.str_or("sha256")));
        one.document = {{}, std::string(material.str_or("media_type")), material.int_or("size"), one.name.sha256, {}};
        ZJ_TRY(const bool here, is_whole(vault, one));
        if (here) {
            continue;
        }
        const auto source = vault.source_of_material(on.key, one.name.slot, one.name.sha256);
        if (!source) {
            return fail("blob.unknown", one.name.slot, "this device has not seen the change set that brought it");
        }
        one.name.change_set = *source;
        ZJ_TRY(one.document.chunks, digests_in(material.items("chunks"), one.name.slot));
        if (vault.document(one.name.sha256)) {
            ZJ_CHECK(vault.drop_document(one.name.sha256));
        }
        one.missing = vault.missing_chunks(one.document);
        out.push_back(std::move(one));
    }
    return out;
}

Result<> check_decision(const Decision& decision, const model::Matter& matter) {
    if (decision.act != "pass" && decision.act != "resume" && decision.reason.empty()) {
        return fail("decide.reason", "--reason", "the unit is told why");
    }
    if (decision.act != "return" && !decision.missing.empty()) {
        return fail("usage.missing_slots", "--missing");
    }
    for (const std::string& slot : decision.missing) {
        if (matter.slot(slot) == nullptr) {
            return fail("decide.slot", slot, "the matter has no such material", {slot});
        }
    }
    return {};
}

}  // namespace

Result<std::size_t> fetch_materials(const Context& context, const Case& on) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const std::vector<Wanted> wanted, wanted_of(vault, on));
    std::size_t total = 0, done = 0;
    for (const Wanted& one : wanted) {
        total += one.missing.size();
    }
    std::unique_ptr<Line> line;
    for (const Wanted& one : wanted) {
        for (const std::uint64_t n : one.missing) {
            if (context.stopped()) {
                return fail("sync.stopped", one.name.slot, "stopped between two requests");
            }
            context.tell("fetch", done, total);
            if (line == nullptr) {
                ZJ_TRY(line, context.line());
            }
            ZJ_TRY(const sync::Response response, line->send(sync::ask_chunk(one.name, n)));
            auto bytes = sync::chunk_of(response, one.document.chunks[n]);
            if (!bytes) {
                Error error = std::move(bytes).error();
                error.where = one.name.slot;
                return error;
            }
            ZJ_CHECK(vault.store_fetched(one.document, n, *bytes));
            ++done;
        }
        ZJ_TRY(const bool whole, is_whole(vault, one));
        if (!whole) {
            ZJ_CHECK(vault.drop_document(one.name.sha256));
            return fail("blob.hash", one.name.slot, "the chunks do not make the document that the case names");
        }
    }
    return done;
}

Result<codec::Value> decide(const Context& context, std::string_view reference, const Decision& decision) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(const Case on, find_case(vault, reference));
    const model::Matter* matter = catalogue->matter(on.value.str_or("matter"));
    if (matter == nullptr) {
        return fail("matter.unknown", std::string(on.value.str_or("matter")), "the catalogue has no such matter",
                    {std::string(on.value.str_or("matter"))});
    }
    ZJ_CHECK(check_decision(decision, *matter));
    if (on.local) {
        return fail("case.local", on.key, "the county has not received it yet");
    }
    codec::Value intent = codec::Object{{"do", "case.decide"}, {"case", on.key}, {"act", decision.act}};
    std::size_t fetched = 0;
    codec::Array seen;
    if (decision.act == "pass") {
        ZJ_TRY(fetched, fetch_materials(context, on));
        for (const codec::Value& material : on.value.items("materials")) {
            seen.emplace_back(material.str_or("sha256"));
        }
        intent.set("materials", seen);
    }
    if (!decision.reason.empty()) {
        intent.set("reason", decision.reason);
    }
    if (!decision.missing.empty()) {
        intent.set("missing", to_array(decision.missing));
    }
    intent.set("base", base_for(vault, {on.key}));
    context.tell("preview");
    const Foretold foretold = signed_before(vault, {intent}) ? Foretold() : foretell(vault, {intent});
    // A decision is `exact`: what would be refused here and now helps nobody as a signature.
    if (foretold.known && foretold.verdict == "refused") {
        return fail(foretold.code, on.key, foretold.detail);
    }
    ZJ_TRY(codec::Value out, sign(vault, {std::move(intent)}));
    return out.set("case", on.key)
        .set("act", decision.act)
        .set("materials", seen.size())
        .set("chunks_fetched", fetched)
        .set("preview", to_value(foretold));
}

}  // namespace zj::work
