// SPDX-License-Identifier: Apache-2.0
// Attachments: sniffed, bounded and hashed at a look, then stored in chunks of 1 MiB; and what is fetched of others.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "terminal/vault/sniff.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

namespace {

// Stored in one transaction, which holds all of them in memory.
constexpr std::size_t kChunksAtOnce = 16;

class Source {
public:
    explicit Source(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    ~Source() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    bool is_open() const { return fd_ >= 0; }
    // A regular file's size; nothing else can be attached.
    std::optional<std::int64_t> size() const {
        struct stat status{};
        if (::fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode)) {
            return std::nullopt;
        }
        return status.st_size;
    }
    // Fills `out` as far as the file goes; nothing on a read error.
    std::optional<std::size_t> read(std::span<std::uint8_t> out) const {
        std::size_t at = 0;
        while (at < out.size()) {
            const ssize_t n = ::read(fd_, out.data() + at, out.size() - at);
            if (n < 0 && errno == EINTR) {
                continue;
            }
            if (n < 0) {
                return std::nullopt;
            }
            if (n == 0) {
                break;
            }
            at += static_cast<std::size_t>(n);
        }
        return at;
    }

private:
    int fd_;
};

Bytes joined(const std::vector<Hash>& hashes) {
    Bytes out;
    for (const Hash& hash : hashes) {
        out.insert(out.end(), hash.bytes.begin(), hash.bytes.end());
    }
    return out;
}

std::vector<Hash> split(ByteView bytes) {
    std::vector<Hash> out(bytes.size() / 32);
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::ranges::copy(bytes.subspan(i * 32, 32), out[i].bytes.begin());
    }
    return out;
}

}  // namespace

Result<Document> Vault::look_at(const std::string& path, const std::string& title) {
    const Source source(path);
    if (!source.is_open()) {
        return fail("attachment.missing", path, std::generic_category().message(errno), {path});
    }
    const auto size = source.size();
    if (!size) {
        return fail("attachment.missing", path, "not a file", {path});
    }
    const auto too_large = [&] {
        const std::string most = std::to_string(limits::kAttachmentBytesMax / (1024 * 1024));
        return fail("attachment.size", path, "larger than " + most + " MiB", {path, most});
    };
    if (*size > limits::kAttachmentBytesMax) {
        return too_large();
    }
    Document out;
    out.title = title;
    crypto::Sha256 whole;
    Bytes buffer(limits::kChunkBytes);
    for (;;) {
        const auto got = source.read(buffer);
        if (!got) {
            return fail("attachment.missing", path, "cannot be read", {path});
        }
        if (*got == 0) {
            break;
        }
        const ByteView chunk = ByteView(buffer).first(*got);
        if (out.chunks.empty()) {
            out.media_type = sniff(chunk);
            if (out.media_type.empty()) {
                return fail("attachment.type", path, "no PDF, JPEG, PNG, TIFF or OFD by its content", {path});
            }
        }
        out.size += static_cast<std::int64_t>(*got);
        if (out.size > limits::kAttachmentBytesMax) {
            return too_large();
        }
        whole.update(chunk);
        out.chunks.push_back(crypto::sha256(chunk));
    }
    if (out.size == 0) {
        return fail("attachment.empty", path, "an empty file", {path});
    }
    out.sha256 = whole.finish();
    return out;
}

Result<> Vault::store_document(const std::string& path, const Document& document) {
    if (this->document(document.sha256)) {
        return {};  // one copy serves every case that names it
    }
    const Source source(path);
    Bytes buffer(limits::kChunkBytes);
    std::size_t n = 0;
    const auto store_some = [&]() -> Result<> {
        ZJ_CHECK(begin_document(document, true));
        for (std::size_t end = std::min(n + kChunksAtOnce, document.chunks.size()); n < end; ++n) {
            const auto got = source.is_open() ? source.read(buffer) : std::nullopt;
            if (!got || crypto::sha256(ByteView(buffer).first(*got)) != document.chunks[n]) {
                return fail("attachment.changed", path, "not what it was when it was looked at", {path});
            }
            ZJ_CHECK(store_chunk(document.sha256, n, ByteView(buffer).first(*got)));
        }
        return {};
    };
    while (n < document.chunks.size()) {
        ZJ_CHECK(transaction(store_some));
    }
    return {};
}

// A row for the document, within a transaction of the caller. Chunks that belong to another list under the same digest
// are of no use to this one: only a whole document is known to have its digest.
Result<> Vault::begin_document(const Document& document, bool loose) {
    {
        Rows row = read("SELECT chunks FROM document WHERE sha256 = ?1", document.sha256.view());
        if (row.next() && split(row.blob(0)) == document.chunks) {
            return {};
        }
    }
    if (is_named(document.sha256)) {
        return fail("blob.hash", codec::hex(document.sha256), "not the chunks of the document that was attached here");
    }
    ZJ_CHECK(forget_document(document.sha256));
    return db_
        ->prepare("INSERT INTO document(sha256, size, media_type, title, chunks, loose) VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(1, document.sha256.view())
        .bind(2, document.size)
        .bind(3, document.media_type)
        .bind(4, document.title)
        .bind(5, joined(document.chunks))
        .bind(6, std::int64_t{loose ? 1 : 0})
        .run();
}

Result<> Vault::store_chunk(const Hash& sha256, std::uint64_t n, ByteView bytes) {
    return db_
        ->prepare("INSERT OR IGNORE INTO chunk(document, n, bytes) SELECT id, ?2, ?3 FROM document WHERE sha256 = ?1")
        .bind(1, sha256.view())
        .bind(2, static_cast<std::int64_t>(n))
        .bind(3, bytes)
        .run();
}

Result<> Vault::forget_document(const Hash& sha256) {
    ZJ_CHECK(db_->prepare("DELETE FROM chunk WHERE document = (SELECT id FROM document WHERE sha256 = ?1)")
                 .bind(1, sha256.view())
                 .run());
    return db_->prepare("DELETE FROM document WHERE sha256 = ?1").bind(1, sha256.view()).run();
}

// By an own change set or a draft: the county may not have it yet.
bool Vault::is_named(const Hash& sha256) {
    return read("SELECT 1 FROM named WHERE sha256 = ?1", sha256.view()).next() ||
           read("SELECT 1 FROM draft_document WHERE sha256 = ?1", sha256.view()).next();
}

Result<> Vault::drop_document(const Hash& sha256) {
    return is_named(sha256) ? Result<>() : transaction([&] { return forget_document(sha256); });
}

Result<> Vault::drop_unnamed() {
#define ZJ_UNNAMED \
    "loose = 1 AND NOT EXISTS (SELECT 1 FROM draft_document WHERE draft_document.sha256 = document.sha256)"
    // A few chunks at a time: what is deleted is overwritten first, and a full disk has no room for all of it at once.
    while (read("SELECT 1 FROM chunk WHERE document IN (SELECT id FROM document WHERE " ZJ_UNNAMED ")").next()) {
        ZJ_CHECK(transaction([&] {
            return db_
                ->prepare(
                    "DELETE FROM chunk WHERE rowid IN (SELECT rowid FROM chunk WHERE document IN (SELECT id FROM "
                    "document WHERE " ZJ_UNNAMED ") LIMIT 4)")
                .run();
        }));
    }
    if (!read("SELECT 1 FROM document WHERE " ZJ_UNNAMED).next()) {
        return {};
    }
    return transaction([&] { return db_->prepare("DELETE FROM document WHERE " ZJ_UNNAMED).run(); });
#undef ZJ_UNNAMED
}

std::optional<Document> Vault::document(const Hash& sha256) {
    Rows row = read(
        "SELECT size, media_type, title, chunks, (SELECT count(*) FROM chunk WHERE document = document.id) FROM "
        "document WHERE sha256 = ?1",
        sha256.view());
    if (!row.next()) {
        return std::nullopt;
    }
    Document out{std::string(row.text(2)), std::string(row.text(1)), row.integer(0), sha256, split(row.blob(3))};
    if (static_cast<std::size_t>(row.integer(4)) != out.chunks.size()) {
        return std::nullopt;  // still being fetched
    }
    return out;
}

Result<> Vault::store_fetched(const Document& document, std::uint64_t n, ByteView bytes) {
    return transaction([&]() -> Result<> {
        ZJ_CHECK(begin_document(document, false));
        return store_chunk(document.sha256, n, bytes);
    });
}

std::vector<std::uint64_t> Vault::missing_chunks(const Document& document) {
    std::vector<bool> here(document.chunks.size());
    Rows row = read(
        "SELECT chunk.n FROM chunk JOIN document ON document.id = chunk.document WHERE document.sha256 = ?1 AND "
        "document.chunks = ?2",
        document.sha256.view(), ByteView(joined(document.chunks)));
    while (row.next()) {
        if (const auto n = static_cast<std::uint64_t>(row.integer(0)); n < here.size()) {
            here[n] = true;
        }
    }
    std::vector<std::uint64_t> out;
    for (std::uint64_t n = 0; n < here.size(); ++n) {
        if (!here[n]) {
            out.push_back(n);
        }
    }
    return out;
}

std::vector<sync::PendingBlob> Vault::blobs_in(Rows rows) {
    std::vector<sync::PendingBlob> out;
    while (rows.next()) {
        sync::PendingBlob blob;
        std::ranges::copy(rows.blob(0), blob.name.change_set.bytes.begin());
        blob.name.slot = rows.text(1);
        std::ranges::copy(rows.blob(2), blob.name.sha256.bytes.begin());
        blob.chunks = static_cast<std::uint64_t>(rows.integer(3));
        out.push_back(std::move(blob));
    }
    return out;
}

std::vector<sync::PendingBlob> Vault::pending_blobs() {
    // Only after the receipt: before it no material of the county names the document.
    return blobs_in(
        read("SELECT named.change_set, named.slot, named.sha256, length(document.chunks) / 32 FROM named INDEXED BY "
             "named_pending JOIN outbox ON outbox.id = named.change_set JOIN document ON document.sha256 = "
             "named.sha256 WHERE named.note IS NULL AND "
             "outbox.receipt IS NOT NULL AND outbox.state != 'refused' ORDER BY outbox.seq, named.slot, named.sha256"));
}

std::vector<sync::PendingBlob> Vault::undelivered_blobs() {
    return blobs_in(
        read("SELECT named.change_set, named.slot, named.sha256, length(document.chunks) / 32 FROM named INDEXED BY "
             "named_pending JOIN outbox ON outbox.id = named.change_set JOIN document ON document.sha256 = "
             "named.sha256 WHERE named.note IS NULL AND "
             "outbox.state != 'refused' ORDER BY outbox.seq, named.slot, named.sha256"));
}

std::int64_t Vault::undelivered_count() {
    Rows row = read(
        "SELECT count(*) FROM named INDEXED BY named_pending JOIN outbox ON outbox.id = named.change_set JOIN document "
        "ON document.sha256 = named.sha256 WHERE named.note IS NULL AND outbox.state != 'refused'");
    return row.next() ? row.integer(0) : 0;
}

std::vector<Delivery> Vault::deliveries(const ChangeSetId& change_set) {
    std::vector<Delivery> out;
    Rows row = read(
        "SELECT named.slot, named.sha256, length(document.chunks) / 32, named.note IS NOT NULL FROM named JOIN "
        "document "
        "ON document.sha256 = named.sha256 WHERE named.change_set = ?1 ORDER BY named.slot, named.sha256",
        change_set.view());
    while (row.next()) {
        Delivery one;
        one.slot = row.text(0);
        std::ranges::copy(row.blob(1), one.sha256.bytes.begin());
        one.chunks = static_cast<std::uint64_t>(row.integer(2));
        one.confirmed = row.integer(3) != 0;
        out.push_back(std::move(one));
    }
    return out;
}

std::optional<ChangeSetId> Vault::source_of_material(std::string_view case_key, std::string_view slot,
                                                     const Hash& sha256) {
    Rows row = read("SELECT change_set FROM source WHERE case_key = ?1 AND slot = ?2 AND sha256 = ?3", case_key, slot,
                    sha256.view());
    if (!row.next()) {
        return std::nullopt;
    }
    ChangeSetId out;
    std::ranges::copy(row.blob(0), out.bytes.begin());
    return out;
}

Result<Bytes> Vault::read_chunk(const sync::BlobName& name, std::uint64_t chunk) {
    Rows row = read(
        "SELECT chunk.bytes FROM chunk JOIN document ON document.id = chunk.document WHERE document.sha256 = ?1 AND "
        "chunk.n = ?2",
        name.sha256.view(), static_cast<std::int64_t>(chunk));
    if (!row.next()) {
        return fail("attachment.missing", codec::hex(name.sha256), "the vault does not hold this chunk");
    }
    const ByteView bytes = row.blob(0);
    return Bytes(bytes.begin(), bytes.end());
}

Result<> Vault::store_blob_note(const sync::BlobName& name, const std::string& note) {
    const auto write = [&]() -> Result<> {
        return db_->prepare("UPDATE named SET note = ?4 WHERE change_set = ?1 AND slot = ?2 AND sha256 = ?3")
            .bind(1, name.change_set.view())
            .bind(2, name.slot)
            .bind(3, name.sha256.view())
            .bind(4, note)
            .run();
    };
    return transaction(write);
}

}  // namespace zj::vault
