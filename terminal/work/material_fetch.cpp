// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/material_fetch.hpp"

#include "shared/codec/text.hpp"
#include "shared/sync/fetch.hpp"

namespace zj::work {

namespace {

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

}  // namespace

// The whole must have the digest that the case names too: a wrong list of chunks would else go unnoticed.
Result<bool> MaterialFetch::is_whole(const Wanted& one) const {
    const auto here = vault_->document(one.name.sha256);
    if (!here) {
        return false;
    }
    crypto::Sha256 whole;
    std::int64_t size = 0;
    for (std::uint64_t n = 0; n < here->chunks.size(); ++n) {
        ZJ_TRY(const Bytes bytes, vault_->read_chunk(one.name, n));
        whole.update(bytes);
        size += static_cast<std::int64_t>(bytes.size());
    }
    return whole.finish() == one.name.sha256 && size == one.document.size;
}

// What another case's list of chunks brought under the same digest, and is not the document, gives way.
Result<> MaterialFetch::want(const Case& on, const codec::Value& material) {
    Wanted one;
    one.name.slot = material.str_or("slot");
    ZJ_TRY(one.name.sha256, codec::hash_from_hex(material.str_or("sha256")));
    one.document = {{}, std::string(material.str_or("media_type")), material.int_or("size"), one.name.sha256, {}};
    ZJ_TRY(const bool here, is_whole(one));
    if (here) {
        return {};
    }
    const auto source = vault_->source_of_material(on.key, one.name.slot, one.name.sha256);
    if (!source) {
        return fail("blob.unknown", one.name.slot, "this device has not seen the change set that brought it");
    }
    one.name.change_set = *source;
    ZJ_TRY(one.document.chunks, digests_in(material.items("chunks"), one.name.slot));
    if (vault_->document(one.name.sha256)) {
        ZJ_CHECK(vault_->drop_document(one.name.sha256));
    }
    one.missing = vault_->missing_chunks(one.document);
    total_ += one.missing.size();
    wanted_.push_back(std::move(one));
    return {};
}

Result<MaterialFetch> MaterialFetch::begin(vault::Vault& vault, const Case& on) {
    MaterialFetch out(vault);
    for (const codec::Value& material : on.value.items("materials")) {
        ZJ_CHECK(out.want(on, material));
    }
    // All its chunks are here under its list, and they are not the document.
    for (const Wanted& one : out.wanted_) {
        if (one.missing.empty()) {
            ZJ_CHECK(out.finish(one));
        }
    }
    return out;
}

std::string MaterialFetch::slot() const {
    return at_ < wanted_.size() ? wanted_[at_].name.slot : std::string();
}

std::optional<sync::Request> MaterialFetch::next() const {
    if (at_ == wanted_.size()) {
        return std::nullopt;
    }
    return sync::ask_chunk(wanted_[at_].name, wanted_[at_].missing[chunk_]);
}

Result<> MaterialFetch::finish(const Wanted& one) {
    ZJ_TRY(const bool whole, is_whole(one));
    if (whole) {
        return {};
    }
    ZJ_CHECK(vault_->drop_document(one.name.sha256));
    return fail("blob.hash", one.name.slot, "the chunks do not make the document that the case names");
}

Result<> MaterialFetch::on_response(const sync::Response& response) {
    ZJ_ASSERT(at_ < wanted_.size());
    const Wanted& one = wanted_[at_];
    const std::uint64_t n = one.missing[chunk_];
    auto bytes = sync::chunk_of(response, one.document.chunks[n]);
    if (!bytes) {
        Error error = std::move(bytes).error();
        error.where = one.name.slot;
        return error;
    }
    ZJ_CHECK(vault_->store_fetched(one.document, n, *bytes));
    ++done_;
    if (++chunk_ < one.missing.size()) {
        return {};
    }
    chunk_ = 0;
    ++at_;
    return finish(one);
}

Result<std::size_t> fetch_materials(const Context& context, const Case& on) {
    ZJ_TRY(MaterialFetch fetch, MaterialFetch::begin(context.vault, on));
    std::unique_ptr<Line> line;
    while (const auto request = fetch.next()) {
        if (context.stopped()) {
            return fail("sync.stopped", fetch.slot(), "stopped between two requests");
        }
        context.tell("fetch", fetch.done(), fetch.total());
        if (line == nullptr) {
            ZJ_TRY(line, context.line());
        }
        ZJ_TRY(const sync::Response response, line->send(*request));
        ZJ_CHECK(fetch.on_response(response));
    }
    return fetch.done();
}

}  // namespace zj::work
