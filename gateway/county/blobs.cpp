// SPDX-License-Identifier: Apache-2.0
// Attachments: chunks of 1 MiB, each checked against the digest that its author signed, kept per scope that sent them,
// so that nobody learns what another unit holds (reconcile.md, Session 3), and per signed list of chunks: a list is the
// word of one author, and a false one must not stand in the way of another's document.
#include <algorithm>

#include "gateway/county/schema.hpp"
#include "gateway/county/state.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

// Blobs whose digest is computed while their chunks arrive. Beyond it the oldest, perhaps given up, is forgotten: once
// complete it is read again.
constexpr std::size_t kArrivingMax = 64;

struct Blob {
    Material material;
    std::int64_t id = 0;  // 0: no chunk is here yet
    bool complete = false;

    std::uint64_t chunks() const { return material.chunks.size() / 32; }
    std::int64_t bytes_of(std::uint64_t chunk) const {
        const auto size = static_cast<std::int64_t>(limits::kChunkBytes);
        return std::min(size, material.size - static_cast<std::int64_t>(chunk) * size);
    }
    Hash digest(std::uint64_t chunk) const {
        Hash out;
        std::copy_n(material.chunks.begin() + static_cast<std::ptrdiff_t>(chunk * 32), 32, out.bytes.begin());
        return out;
    }
};

Error unknown_blob() {
    return fail("blob.unknown", {}, "no material of the log names it");
}

Result<Blob> find(County::State& s, const sync::BlobName& name) {
    Blob out;
    {
        store::Statement row = s.db.prepare(
            "SELECT scope, size, chunks, device FROM materials WHERE change_set = ?1 AND slot = ?2 AND sha256 = ?3");
        row.bind(1, name.change_set.view()).bind(2, std::string_view(name.slot)).bind(3, name.sha256.view());
        ZJ_TRY(const bool found, row.step());
        if (!found) {
            return unknown_blob();
        }
        out.material = {std::string(row.text(3)), name.slot,
                        std::string(row.text(0)), name.sha256,
                        row.integer(1),           Bytes(row.blob(2).begin(), row.blob(2).end())};
    }
    store::Statement row =
        s.db.prepare("SELECT id, complete FROM blobs WHERE scope = ?1 AND sha256 = ?2 AND size = ?3 AND digests = ?4");
    row.bind(1, std::string_view(out.material.scope))
        .bind(2, name.sha256.view())
        .bind(3, out.material.size)
        .bind(4, out.material.digests().view());
    ZJ_TRY(const bool found, row.step());
    if (found) {
        out.id = row.integer(0);
        out.complete = row.integer(1) != 0;
    }
    return out;
}

Result<std::vector<std::uint64_t>> missing(County::State& s, const Blob& blob) {
    std::vector<std::uint64_t> out;
    if (blob.complete) {
        return out;
    }
    std::vector<bool> here(blob.chunks(), false);
    store::Statement rows = s.db.prepare("SELECT id FROM blob_chunks WHERE id >= ?1 AND id < ?2");
    rows.bind(1, blob.id * kChunks).bind(2, (blob.id + 1) * kChunks);
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            break;
        }
        const auto chunk = static_cast<std::size_t>(rows.integer(0) % kChunks);
        if (chunk < here.size()) {
            here[chunk] = true;
        }
    }
    for (std::uint64_t i = 0; i < here.size(); ++i) {
        if (!here[i]) {
            out.push_back(i);
        }
    }
    return out;
}

Result<Hash> digest_of_all(County::State& s, std::int64_t id) {
    crypto::Sha256 sum;
    store::Statement rows = s.db.prepare("SELECT bytes FROM blob_chunks WHERE id >= ?1 AND id < ?2 ORDER BY id");
    rows.bind(1, id * kChunks).bind(2, (id + 1) * kChunks);
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return sum.finish();
        }
        sum.update(rows.blob(0));
    }
}

// Follows a blob whose chunks come in order; others are read again once complete.
void follow(County::State& s, std::int64_t id, std::uint64_t chunk, ByteView bytes) {
    auto at = s.arriving.find(id);
    if (at == s.arriving.end() && chunk == 0) {
        if (s.arriving.size() >= kArrivingMax) {
            s.arriving.erase(s.arriving.begin());
        }
        at = s.arriving.emplace(id, Arriving()).first;
    }
    if (at == s.arriving.end()) {
        return;
    }
    if (at->second.next != chunk) {
        s.arriving.erase(at);
        return;
    }
    at->second.hash.update(bytes);
    ++at->second.next;
}

Result<Hash> whole_digest(County::State& s, const Blob& blob) {
    if (auto at = s.arriving.find(blob.id); at != s.arriving.end()) {
        const bool all = at->second.next == blob.chunks();
        Hash digest;
        if (all) {
            digest = at->second.hash.finish();
        }
        s.arriving.erase(at);
        if (all) {
            return digest;
        }
    }
    return digest_of_all(s, blob.id);
}

Result<> insert_chunk(County::State& s, Blob& blob, std::uint64_t chunk, ByteView bytes) {
    if (blob.id == 0) {
        ZJ_CHECK(
            s.db.prepare(
                    "INSERT INTO blobs(scope, sha256, size, digests, chunks, complete) VALUES(?1, ?2, ?3, ?4, ?5, 0)")
                .bind(1, std::string_view(blob.material.scope))
                .bind(2, blob.material.sha256.view())
                .bind(3, blob.material.size)
                .bind(4, blob.material.digests().view())
                .bind(5, static_cast<std::int64_t>(blob.chunks()))
                .run());
        blob.id = s.db.last_insert_id();
    }
    return s.db.prepare("INSERT INTO blob_chunks(id, bytes) VALUES(?1, ?2)")
        .bind(1, blob.id * kChunks + static_cast<std::int64_t>(chunk))
        .bind(2, bytes)
        .run();
}

Result<bool> holds(County::State& s, const Blob& blob, std::uint64_t chunk) {
    store::Statement row = s.db.prepare("SELECT 1 FROM blob_chunks WHERE id = ?1");
    row.bind(1, blob.id * kChunks + static_cast<std::int64_t>(chunk));
    return row.step();
}

}  // namespace

Result<sync::BlobStatus> County::blob_status(const sync::BlobName& name) {
    const std::lock_guard lock(state_->head);
    ZJ_TRY(const Blob blob, find(*state_, name));
    sync::BlobStatus out;
    out.chunks = blob.chunks();
    ZJ_TRY(out.missing, missing(*state_, blob));
    return out;
}

// The chunk, and that the blob is complete, are durable together.
Result<> County::put_chunk(const sync::BlobName& name, std::uint64_t chunk, ByteView bytes) {
    const Hash digest = crypto::sha256(bytes);  // not under the lock: most of the work
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    ZJ_TRY(Blob blob, find(s, name));
    if (chunk >= blob.chunks() || static_cast<std::int64_t>(bytes.size()) != blob.bytes_of(chunk)) {
        return fail("blob.size", std::to_string(chunk), "not the size of this chunk");
    }
    if (blob.complete) {
        return {};
    }
    if (digest != blob.digest(chunk)) {
        return fail("blob.hash", std::to_string(chunk), "not the digest that the change set names");
    }
    ZJ_TRY(const bool here, holds(s, blob, chunk));
    if (here) {
        return {};  // what is hashed on the way is what was stored, so a second copy is not looked at
    }
    bool lied = false;
    const auto write = [&]() -> Result<> {
        ZJ_CHECK(insert_chunk(s, blob, chunk, bytes));
        follow(s, blob.id, chunk, bytes);
        ZJ_TRY(const std::vector<std::uint64_t> left, missing(s, blob));
        if (!left.empty()) {
            return {};
        }
        ZJ_TRY(const Hash whole, whole_digest(s, blob));
        if (whole != blob.material.sha256) {
            // Good chunks that make another whole: the author signed digests that contradict each other.
            lied = true;
            return s.db.prepare("DELETE FROM blob_chunks WHERE id >= ?1 AND id < ?2")
                .bind(1, blob.id * kChunks)
                .bind(2, (blob.id + 1) * kChunks)
                .run();
        }
        return s.db.prepare("UPDATE blobs SET complete = 1 WHERE id = ?1").bind(1, blob.id).run();
    };
    auto done = s.write(write);
    if (!done) {
        s.arriving.erase(blob.id);
        return done;
    }
    if (!lied) {
        return {};
    }
    static_cast<void>(
        s.note_incidents({{"blob",
                           {},
                           "signed digests that contradict each other",
                           codec::hex(name.change_set) + " " + name.slot + " " + codec::hex(name.sha256)}},
                         {{{"blob", {}}, 1}}));
    return fail("blob.hash", {}, "the chunks do not make the document that the change set names");
}

Result<Bytes> County::get_chunk(const sync::BlobName& name, std::uint64_t chunk) {
    const std::lock_guard lock(state_->head);
    ZJ_TRY(const Blob blob, find(*state_, name));
    store::Statement row = state_->db.prepare("SELECT bytes FROM blob_chunks WHERE id = ?1");
    row.bind(1, blob.id * kChunks + static_cast<std::int64_t>(std::min<std::uint64_t>(chunk, kChunks - 1)));
    ZJ_TRY(const bool found, row.step());
    if (!found || chunk >= blob.chunks()) {
        return fail("blob.missing", std::to_string(chunk), "this chunk is not here yet");
    }
    return Bytes(row.blob(0).begin(), row.blob(0).end());
}

Result<sync::BlobOwner> County::blob_owner(const sync::BlobName& name) {
    const std::lock_guard lock(state_->head);
    ZJ_TRY(const Blob blob, find(*state_, name));
    return sync::BlobOwner{blob.material.scope, blob.material.device};
}

Result<bool> County::blob_readable(const sync::BlobName& name, const std::string& scope) {
    const std::lock_guard lock(state_->head);
    ZJ_TRY(const Blob blob, find(*state_, name));
    try {
        const model::Catalogue* catalogue = state_->catalogue();
        log::Record like_a_case;
        like_a_case.key = "case/";
        like_a_case.owner = blob.material.scope;
        return catalogue != nullptr && scope != "public" && model::visible(scope, like_a_case, catalogue->scopes());
    } catch (const ReadFailed& failed) {
        return failed.error;
    }
}

Result<std::vector<StoredBlob>> County::blobs() {
    const std::lock_guard lock(state_->head);
    store::Statement rows = state_->db.prepare("SELECT id, scope, sha256, size, complete FROM blobs ORDER BY id");
    std::vector<StoredBlob> out;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return out;
        }
        StoredBlob blob;
        blob.id = rows.integer(0);
        blob.scope = rows.text(1);
        ZJ_TRY(blob.sha256, hash_in(rows.blob(2), "blobs"));
        blob.bytes = rows.integer(3);
        blob.complete = rows.integer(4) != 0;
        out.push_back(std::move(blob));
    }
}

Result<> County::each_chunk(const StoredBlob& blob, const std::function<Result<>(ByteView)>& each) {
    const std::lock_guard lock(state_->head);
    store::Statement rows = state_->db.prepare("SELECT bytes FROM blob_chunks WHERE id >= ?1 AND id < ?2 ORDER BY id");
    rows.bind(1, blob.id * kChunks).bind(2, (blob.id + 1) * kChunks);
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        ZJ_CHECK(each(rows.blob(0)));
    }
}

}  // namespace zj::county
