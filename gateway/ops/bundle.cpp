// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/bundle.hpp"

#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

#include "gateway/ops/folder.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/model/judge.hpp"
#include "shared/store/files.hpp"

namespace zj::ops {

namespace {

constexpr std::uint64_t kShard = 10'000;  // BUNDLE.md
constexpr std::uint64_t kStride = 500;    // entries between two words of progress

std::string numbered(std::string_view folder, std::uint64_t n, std::string_view end) {
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06llu", static_cast<unsigned long long>(n));
    return std::string(folder) + "/" + digits + std::string(end);
}

struct Written {
    Hash sha256;
    std::uint64_t bytes = 0;
};

// Files below the bundle's folder, hashed while they are written and durable when closed.
class Writer {
public:
    explicit Writer(std::string folder) : folder_(std::move(folder)) {}

    Result<> append(const std::string& path, std::string_view bytes) {
        auto at = open_.find(path);
        if (at == open_.end()) {
            if (const auto slash = path.find('/'); slash != std::string::npos) {
                ZJ_CHECK(store::make_folder(folder_ + "/" + path.substr(0, slash)));
            }
            ZJ_TRY(store::NewFile file, store::NewFile::make(folder_ + "/" + path));
            at = open_.emplace(path, Open{std::move(file), {}, 0}).first;
        }
        at->second.hash.update(as_bytes(bytes));
        at->second.bytes += bytes.size();
        return at->second.file.append(as_bytes(bytes));
    }

    Result<> whole(const std::string& path, std::string_view bytes) {
        ZJ_CHECK(append(path, bytes));
        return close(path);
    }

    Result<> close(const std::string& path) {
        const auto at = open_.find(path);
        if (at == open_.end()) {
            return {};
        }
        ZJ_CHECK(at->second.file.close());
        written_[path] = {at->second.hash.finish(), at->second.bytes};
        open_.erase(at);
        return {};
    }

    Result<> close_all() {
        while (!open_.empty()) {
            ZJ_CHECK(close(open_.begin()->first));
        }
        return {};
    }

    const std::map<std::string, Written>& written() const { return written_; }

private:
    struct Open {
        store::NewFile file;
        crypto::Sha256 hash;
        std::uint64_t bytes;
    };
    std::string folder_;
    std::map<std::string, Open> open_;
    std::map<std::string, Written> written_;
};

class Bundle {
public:
    Bundle(county::County& county, Writer& writer, const county::Progress& progress)
        : county_(county), writer_(writer), progress_(progress) {}

    Result<> write() {
        ZJ_CHECK(pin());
        ZJ_CHECK(roots());
        ZJ_CHECK(entries());
        ZJ_CHECK(blobs());
        ZJ_CHECK(vouchers());
        return writer_.close_all();
    }

    std::uint64_t size() const { return head_.size; }

private:
    // The bundle is of one size, whatever is appended meanwhile.
    Result<> pin() {
        const std::string note = county_.checkpoint();
        ZJ_TRY(head_, log::open_checkpoint(note, county_.origin(), county_.log_key().verify_key()));
        return writer_.whole("checkpoint", note);
    }

    Result<> roots() {
        std::uint64_t n = 0;
        for (const log::SignedRoot& root : county_.roots()) {
            ++n;
            ZJ_CHECK(
                writer_.whole(numbered("root", n, ".json"), codec::write_json(log::to_value(root.envelope)) + "\n"));
            if (!root.catalogue.empty()) {
                ZJ_CHECK(writer_.whole(numbered("root", n, ".catalogue.json"), root.catalogue));
            }
        }
        return {};
    }

    Result<> entries() {
        ZJ_CHECK(writer_.append("headers.ndjson", {}));  // there even where nobody has signed anything yet
        for (std::uint64_t from = 0; from < head_.size; from += kShard) {
            const std::uint64_t to = std::min(from + kShard, head_.size);
            auto walked = county_.each_entry(from, to, [&](const county::StoredEntry& stored) {
                if (stored.index % kStride == 0 && progress_ && !progress_("entries", stored.index, head_.size)) {
                    return Result<>(fail("county.cancelled"));
                }
                return entry(stored);
            });
            ZJ_CHECK(std::move(walked));
            ZJ_CHECK(writer_.close(numbered("bodies", from / kShard, ".ndjson")));
            ZJ_CHECK(writer_.close(numbered("records", from / kShard, ".ndjson")));
        }
        return {};
    }

    Result<> entry(const county::StoredEntry& stored) {
        const auto index = static_cast<std::int64_t>(stored.index);
        ZJ_CHECK(writer_.append("entries.ndjson", stored.entry + "\n"));
        ZJ_CHECK(writer_.append("vouchers/leaves", codec::hex(stored.leaf) + "\n"));
        if (!stored.envelope.empty()) {
            ZJ_TRY(const codec::Value envelope, codec::parse_json(stored.envelope));
            ZJ_TRY(const codec::Value bodies, codec::parse_json(stored.bodies, 2 * limits::kBodiesBytesMax));
            ZJ_CHECK(writer_.append("headers.ndjson", line({{"envelope", envelope}, {"index", index}})));
            ZJ_CHECK(writer_.append(numbered("bodies", stored.index / kShard, ".ndjson"),
                                    line({{"bodies", bodies}, {"index", index}})));
            note_blobs(bodies);
        }
        codec::Array records, scopes;
        for (const log::SaltedRecord& record : stored.records) {
            records.push_back(codec::Object{{"record", record.bytes}, {"salt", codec::base64(record.salt)}});
            ZJ_TRY(const log::Record parsed, log::parse_record(record.bytes));
            current_[parsed.key] = record.commitment();
        }
        for (const log::ScopeItem& item : stored.scopes) {
            scopes.push_back(codec::Object{
                {"n", static_cast<std::int64_t>(item.n)}, {"salt", codec::base64(item.salt)}, {"scope", item.scope}});
            last_[item.scope] = item.n;
        }
        return writer_.append(numbered("records", stored.index / kShard, ".ndjson"),
                              line({{"index", index}, {"records", std::move(records)}, {"scopes", std::move(scopes)}}));
    }

    static std::string line(codec::Object object) { return codec::write_json(std::move(object)) + "\n"; }

    void note_blobs(const codec::Value& bodies) {
        for (const codec::Value& body : bodies.array()) {
            const auto intent = codec::parse_json(body.str_or("body"));
            if (!intent) {
                continue;
            }
            for (const codec::Value& material : intent->items("materials")) {
                named_.insert(std::string(material.str_or("sha256")));
            }
        }
    }

    Result<> blobs() {
        ZJ_TRY(const auto all, county_.blobs());
        std::uint64_t done = 0;
        std::set<std::string> written;
        for (const county::StoredBlob& blob : all) {
            if (progress_ && !progress_("blobs", done++, all.size())) {
                return fail("county.cancelled");
            }
            const std::string name = codec::hex(blob.sha256);
            if (!blob.complete || !named_.contains(name) || !written.insert(name).second) {
                continue;
            }
            const std::string path = "blobs/" + name;
            ZJ_CHECK(writer_.append(path, {}));
            ZJ_CHECK(county_.each_chunk(blob, [&](ByteView bytes) { return writer_.append(path, as_text(bytes)); }));
            ZJ_CHECK(writer_.close(path));
        }
        return {};
    }

    // Statements about the checkpoint's size, counted in the bundle: entries may have come since.
    Result<> vouchers() {
        for (const auto& [scope, n] : last_) {
            const std::string head =
                log::sign_scope_head(county_.origin(), {head_.size, head_.root, scope, n}, county_.log_key());
            ZJ_CHECK(writer_.append("vouchers/scope-heads.ndjson", line({{"head", head}})));
        }
        std::vector<Hash> commitments;
        for (const auto& [key, commitment] : current_) {
            commitments.push_back(commitment);
        }
        const codec::Value stated = codec::Object{{"digest", codec::base64(model::register_digest(commitments))},
                                                  {"records", current_.size()},
                                                  {"size", static_cast<std::int64_t>(head_.size)}};
        const std::string note = log::sign_answer(county_.origin() + "/bundle", stated, county_.log_key());
        return writer_.whole("vouchers/registers.json", line({{"note", note}}));
    }

    county::County& county_;
    Writer& writer_;
    const county::Progress& progress_;
    log::Checkpoint head_;
    std::set<std::string> named_;                // attachments that a body names
    std::map<std::string, std::uint64_t> last_;  // scope → its last number
    std::map<std::string, Hash> current_;        // record key → commitment of its newest version
};

std::string manifest_of(const std::map<std::string, Written>& files, const std::string& origin) {
    std::string text = origin + "\nzhijian-bundle-v1\n";
    for (const auto& [path, file] : files) {
        text += codec::hex(file.sha256) + " " + std::to_string(file.bytes) + " " + path + "\n";
    }
    return text;
}

Result<> sync_folders(const std::string& folder) {
    std::error_code error;
    for (const auto& item : std::filesystem::directory_iterator(folder, error)) {
        if (item.is_directory()) {
            ZJ_CHECK(store::sync_folder(item.path().string()));
        }
    }
    return store::sync_folder(folder);
}

Result<codec::Value> write_into(const std::string& part, county::County& county, const county::Progress& progress) {
    ZJ_CHECK(store::make_folder(part));
    Writer writer(part);
    Bundle bundle(county, writer, progress);
    ZJ_CHECK(bundle.write());
    const std::string origin = county.origin() + "/bundle";
    const std::string text = manifest_of(writer.written(), origin);
    ZJ_CHECK(writer.whole("manifest", log::sign_note(text, origin, county.log_key())));
    ZJ_CHECK(sync_folders(part));
    std::uint64_t bytes = 0;
    for (const auto& [path, file] : writer.written()) {
        bytes += file.bytes;
    }
    return codec::Value(codec::Object{{"entries", static_cast<std::int64_t>(bundle.size())},
                                      {"files", writer.written().size()},
                                      {"bytes", static_cast<std::int64_t>(bytes)}});
}

}  // namespace

Result<codec::Value> write_bundle(county::County& county, const std::string& folder, const county::Progress& progress) {
    const std::string out = without_slash(folder);
    if (store::exists(out)) {
        return fail("file.exists", out, "a bundle replaces nothing", {out});
    }
    const std::string part = out + ".part";
    std::error_code ignored;
    std::filesystem::remove_all(part, ignored);  // of an earlier run that was cut off
    auto told = write_into(part, county, progress);
    if (!told) {
        std::filesystem::remove_all(part, ignored);
        return told;
    }
    ZJ_CHECK(store::rename_durably(part, out));
    told->set("out", out);
    return told;
}

}  // namespace zj::ops
