// SPDX-License-Identifier: Apache-2.0
#include "tests/support/package.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/merkle.hpp"
#include "shared/log/note.hpp"
#include "shared/package/layout.hpp"
#include "shared/package/tar.hpp"

namespace zj::test {

namespace {

std::string origin_of(const County& county) {
    const log::RootStatement& statement = county.statement();
    return log::origin_of(statement.county, statement.epoch, statement.simulated.has_value());
}

package::Manifest payload_of(const PackageFiles& files) {
    package::Manifest out;
    for (const auto& [path, text] : files) {
        if (path.starts_with("data/")) {
            out[path] = crypto::sha256(std::string_view(text));
        }
    }
    return out;
}

void put_attachments(const std::vector<std::string>& contents, const codec::Value& metadata, PackageFiles& files) {
    for (const std::string& content : contents) {
        for (const codec::Value& item : metadata.items("items")) {
            if (item.str_or("sha256") == codec::hex(crypto::sha256(content))) {
                files[std::string(item.str_or("file"))] = content;
            }
        }
    }
}

void commit(package::LogEntry& entry) {
    std::vector<Hash> commitments;
    for (const log::SaltedRecord& record : entry.records) {
        commitments.push_back(record.commitment());
    }
    log::Entry read = *log::parse_entry(entry.bytes);
    read.effects = log::root_of(commitments);
    entry.bytes = log::write_entry(read);
}

}  // namespace

package::LogEntry log_entry(const Kept& kept) {
    package::LogEntry out{kept.sealed.entry_bytes, kept.sealed.records, {}};
    if (kept.change_set) {
        out.change_set = [&kept] {
            return Result<log::ChangeSet>(*kept.change_set);
        };
    }
    return out;
}

PackageFiles package_of(County& county, const std::string& case_key, const std::vector<std::string>& contents,
                        const Lie& lie) {
    package::Collector collector(case_key, county.value(case_key)->str_or("unit"));
    log::Tree tree;
    for (const Kept& kept : county.entries()) {
        package::LogEntry entry = log_entry(kept);
        if (lie) {
            lie(tree.size(), entry.records);
            commit(entry);
        }
        tree.append(log::leaf_hash(as_bytes(entry.bytes)));
        ZJ_ASSERT(collector.take(entry).has_value());
    }
    package::Source source;
    source.fingerprint = county.fingerprint();
    source.origin = origin_of(county);
    source.roots = {county.signed_root()};
    source.checkpoint = log::sign_checkpoint({source.origin, tree.size(), tree.root()}, county.log_key());
    source.proof = [&](std::uint64_t index) -> Result<std::string> {
        return log::write_tlog_proof({index, tree.inclusion(index, tree.size()), source.checkpoint});
    };
    for (const std::string& content : contents) {
        source.files[codec::hex(crypto::sha256(content))] = {content.size(), content.substr(0, 8)};
    }
    package::Assembled made = *package::assemble(*collector.finish(), source);
    PackageFiles out = std::move(made.files);
    put_attachments(contents, made.metadata, out);
    out[package::kCover] = "%PDF-1.5\nnot looked at\n";
    seal_anew(out, county);
    return out;
}

void list_anew(PackageFiles& files) {
    files[package::kManifest] = package::manifest_text(payload_of(files));
    package::Manifest tags;
    for (const auto& [path, text] : files) {
        if (!path.starts_with("data/") && path != package::kTagManifest) {
            tags[path] = crypto::sha256(std::string_view(text));
        }
    }
    files[package::kTagManifest] = package::manifest_text(tags);
}

void seal_anew(PackageFiles& files, const County& county) {
    std::uint64_t bytes = 0;
    for (const auto& [path, text] : files) {
        bytes += path.starts_with("data/") ? text.size() : 0;
    }
    const std::string& line = files[package::kMetadata];
    const auto metadata = codec::parse_json(line, package::kPartBytesMax);
    const codec::Value known = metadata ? *metadata : codec::Value();
    for (auto& [path, text] :
         package::tag_files(payload_of(files), bytes, known, origin_of(county), county.log_key())) {
        files[path] = text;
    }
    list_anew(files);
}

verify::MemoryFiles in_memory(const PackageFiles& files) {
    verify::MemoryFiles out;
    for (const auto& [path, text] : files) {
        out.put(path, text);
    }
    return out;
}

std::string tar_of(const PackageFiles& files, const std::string& top) {
    std::string out;
    for (const auto& [path, text] : files) {
        out += *package::tar_header({top + "/" + path, text.size(), *parse_time("2026-11-24T10:00:00.000+08:00")});
        out += text + std::string(package::tar_padding(text.size()), '\0');
    }
    return out + std::string(package::kTarEndBlocks * package::kTarBlock, '\0');
}

}  // namespace zj::test
