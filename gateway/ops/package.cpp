// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/package.hpp"

#include <unistd.h>

#include "gateway/ops/archives.hpp"
#include "gateway/ops/documents.hpp"
#include "gateway/ops/file_cover.hpp"
#include "gateway/ops/tar_file.hpp"
#include "gateway/ops/witnessed.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/package/assemble.hpp"
#include "shared/package/layout.hpp"
#include "shared/verify/package.hpp"
#include "shared/verify/package_files.hpp"

namespace zj::ops {

namespace {

using codec::Value;

constexpr std::uint64_t kStride = 500;  // entries between two words of progress

Result<log::ChangeSet> change_set_of(const county::StoredEntry& stored) {
    ZJ_TRY(const Value envelope, codec::parse_json(stored.envelope));
    ZJ_TRY(const Value bodies, codec::parse_json(stored.bodies, 2 * limits::kBodiesBytesMax));
    return log::parse_change_set(codec::write_json(codec::Object{{"bodies", bodies}, {"envelope", envelope}}));
}

// The whole log: no index leads from a case to what was written of it. The store keeps one table by record key, of
// newest versions (reconcile.md, County database: keyed by hash, a log takes a tenth of the change sets), and an entry
// of the case may be somebody else's, which let go of what was held.
Result<package::Collected> collect(county::County& county, const std::string& case_key, const std::string& unit,
                                   const county::Progress& progress) {
    package::Collector collector(case_key, unit);
    const std::uint64_t size = county.size();
    ZJ_CHECK(county.each_entry(0, size, [&](const county::StoredEntry& stored) -> Result<> {
        if (stored.index % kStride == 0 && progress && !progress("entries", stored.index, size)) {
            return fail("county.cancelled");
        }
        package::LogEntry entry{stored.entry, stored.records, {}};
        if (!stored.envelope.empty()) {
            entry.change_set = [&stored] {
                return change_set_of(stored);
            };
        }
        return collector.take(entry);
    }));
    return collector.finish();
}

// Digests of the file's items, and the titles of those that no document was found for.
std::vector<std::string> digests_of(const Value& archive) {
    std::vector<std::string> out;
    for (const Value& item : archive.items("items")) {
        out.emplace_back(item.str_or("sha256"));
    }
    return out;
}

std::vector<std::string> absent_of(const Value& archive, const Documents& documents) {
    std::vector<std::string> out;
    for (const Value& item : archive.items("items")) {
        if (!documents.contains(std::string(item.str_or("sha256")))) {
            out.emplace_back(item.str_or("title"));
        }
    }
    return out;
}

Error papers_missing(const std::string& case_key, const std::vector<std::string>& titles) {
    std::string all;
    for (const std::string& title : titles) {
        all += (all.empty() ? "" : "、") + title;
    }
    return fail("package.papers", case_key, "documents are missing", {all, std::to_string(titles.size())});
}

package::Source source_of(county::County& county, const CountyFacts& facts, const Documents& documents) {
    package::Source out;
    out.fingerprint = facts.fingerprint;
    out.origin = county.origin();
    out.roots = county.roots();
    out.checkpoint = county.checkpoint();
    out.proof = [&county](std::uint64_t index) {
        return county.proof(index);
    };
    for (const auto& [sha256, document] : documents) {
        out.files[sha256] = {document.bytes, document.head};
    }
    return out;
}

Result<Bytes> cover_of(const package::Assembled& made, const package::Collected& collected,
                       const package::Source& source) {
    ZJ_TRY(const Witnessed seen, witnessed(source.roots, source.checkpoint));
    const package::Picked& closing = collected.entries.at(collected.archived);
    return file_cover(made, closing.change_set->envelope.id(), seen.witnesses, seen.quorum);
}

// All that goes into the tar: small files as they are, attachments by their document.
struct Contents {
    std::map<std::string, std::string> tags, files;
    std::map<std::string, std::string> attachments;  // path → sha256 in hex
    Time at;                                         // when the file was closed
    std::string top;
};

Result<Contents> contents_of(const package::Assembled& made, Bytes cover, const Documents& documents,
                             county::County& county) {
    Contents out;
    out.files = made.files;
    out.files[package::kCover] = as_text(cover);
    package::Manifest payload;
    std::uint64_t bytes = 0;
    for (const auto& [path, text] : out.files) {
        payload[path] = crypto::sha256(std::string_view(text));
        bytes += text.size();
    }
    for (const Value& item : made.metadata.items("items")) {
        const std::string path(item.str_or("file")), sha256(item.str_or("sha256"));
        if (!path.empty()) {
            ZJ_TRY(payload[path], codec::hash_from_hex(sha256));
            out.attachments[path] = sha256;
            bytes += documents.at(sha256).bytes;
        }
    }
    out.tags = package::tag_files(payload, bytes, made.metadata, county.origin(), county.log_key());
    ZJ_TRY(out.at, parse_time(made.metadata.find("archived")->str_or("at")));
    out.top = package::folder_name(made.metadata.str_or("archive_no"));
    return out;
}

// The content is hashed once more on its way: what the manifest says is what is written.
Result<> write_document(TarFile& tar, const std::string& path, const std::string& sha256, const Document& document) {
    ZJ_CHECK(tar.begin(path, document.bytes));
    crypto::Sha256 hash;
    ZJ_CHECK(document.read([&](ByteView bytes) {
        hash.update(bytes);
        return tar.append(bytes);
    }));
    return codec::hex(hash.finish()) == sha256 ? Result<>()
                                               : Result<>(fail("package.changed", path, "its content is another now"));
}

Result<> write_tar(const std::string& part, const Contents& contents, const Documents& documents) {
    ZJ_TRY(TarFile tar, TarFile::make(part, contents.top, contents.at));
    for (const auto* some : {&contents.tags, &contents.files}) {
        for (const auto& [path, text] : *some) {
            ZJ_CHECK(tar.whole(path, text));
        }
    }
    for (const auto& [path, sha256] : contents.attachments) {
        ZJ_CHECK(write_document(tar, path, sha256, documents.at(sha256)));
    }
    return tar.close();
}

// As anybody will verify it: what would not pass is never handed out as a package.
Result<> proven(const std::string& part, const std::string& fingerprint) {
    ZJ_TRY(const auto files, verify::open_package(part));
    ZJ_TRY(const verify::PackageReport report, verify::verify_package(*files, {fingerprint}));
    if (report.passed()) {
        return {};
    }
    const std::string rule = report.findings.empty() ? std::string("?") : report.findings.front().rule;
    return fail("package.unproven", report.findings.empty() ? std::string() : report.findings.front().path, rule,
                {rule});
}

// A name beside `out` that no other run has: two exports to one place do not write over each other.
std::string part_beside(const std::string& out) {
    constexpr std::size_t kMarkBytes = 8;
    Bytes mark(kMarkBytes);
    crypto::SystemRandom random;
    random.fill(mark);
    return out + ".part-" + codec::hex(mark);
}

// Written beside its place, durable, verified and only then named: there is never half a package under the name of one,
// and no package in the place of another.
Result<> write_durably(const std::string& out, const std::string& fingerprint, const Contents& contents,
                       const Documents& documents) {
    const std::string part = part_beside(out);
    auto written = write_tar(part, contents, documents);
    if (written) {
        written = proven(part, fingerprint);
    }
    if (written) {
        written = store::publish_durably(part, out);
    }
    if (!written) {
        ::unlink(part.c_str());
    }
    return written;
}

}  // namespace

Result<Value> write_package(county::County& county, const CountyFacts& facts, const Packing& packing,
                            const county::Progress& progress) {
    if (store::exists(packing.out)) {
        return fail("file.exists", packing.out, "a package replaces nothing", {packing.out});
    }
    ZJ_TRY(const std::string case_key, case_of_file(county, packing.file));
    const package::CaseScope scope(case_key);
    const Value archive = county.record(scope.archive_key()).record->value;
    const std::string unit(archive.str_or("unit"));
    ZJ_TRY(const Documents documents, find_documents(county, unit, packing.papers, digests_of(archive)));
    const std::vector<std::string> absent = absent_of(archive, documents);
    if (!absent.empty() && !packing.incomplete) {
        return papers_missing(case_key, absent);
    }
    ZJ_TRY(const package::Collected collected, collect(county, case_key, unit, progress));
    const package::Source source = source_of(county, facts, documents);
    ZJ_TRY(const package::Assembled made, package::assemble(collected, source));
    ZJ_TRY(Bytes cover, cover_of(made, collected, source));
    ZJ_TRY(const Contents contents, contents_of(made, std::move(cover), documents, county));
    ZJ_CHECK(write_durably(packing.out, facts.fingerprint, contents, documents));
    const std::size_t files = contents.tags.size() + contents.files.size() + contents.attachments.size();
    return Value(codec::Object{{"archive_no", made.metadata.str_or("archive_no")},
                               {"case", case_key},
                               {"title", made.metadata.str_or("title")},
                               {"files", files},
                               {"absent", codec::Array(absent.begin(), absent.end())},
                               {"out", packing.out}});
}

}  // namespace zj::ops
