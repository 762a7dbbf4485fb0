// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings all documents of a case into the vault, each checked as a whole (reconcile.md, Session 3). It does no I/O of
// its own beside the vault, so the thread that owns the vault runs it while another one talks to the gateway:
//
//     ZJ_TRY(MaterialFetch fetch, MaterialFetch::begin(vault, on));
//     while (auto request = fetch.next()) {
//         ZJ_TRY(response, send(*request));              // on whatever thread
//         ZJ_CHECK(fetch.on_response(response));
//     }
//
// What is here already is not asked for. It may be dropped between two steps; the next one takes up where it was.

#include <optional>
#include <string>
#include <vector>

#include "terminal/work/context.hpp"

namespace zj::work {

class MaterialFetch {
public:
    // The vault outlives it. "blob.unknown": this device has not seen the change set that brought a document.
    static Result<MaterialFetch> begin(vault::Vault& vault, const Case& on);

    std::optional<sync::Request> next() const;  // absent when all are here; the same until it is answered
    // Checks and stores what came. "blob.hash", "blob.missing" (材料上传中), "net.*", the vault's own.
    Result<> on_response(const sync::Response& response);
    std::size_t done() const { return done_; }  // chunks
    std::size_t total() const { return total_; }
    std::string slot() const;  // of the document that is asked for next

private:
    struct Wanted {
        sync::BlobName name;
        vault::Document document;
        std::vector<std::uint64_t> missing;
    };
    explicit MaterialFetch(vault::Vault& vault) : vault_(&vault) {}
    Result<bool> is_whole(const Wanted& one) const;
    Result<> want(const Case& on, const codec::Value& material);
    Result<> finish(const Wanted& one);

    vault::Vault* vault_;
    std::vector<Wanted> wanted_;  // each lacks something
    std::size_t at_ = 0, chunk_ = 0, done_ = 0, total_ = 0;
};

// The same over the context's line, with progress, until all are here or it is stopped. How many chunks came.
Result<std::size_t> fetch_materials(const Context& context, const Case& on);

}  // namespace zj::work
