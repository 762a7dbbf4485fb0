// SPDX-License-Identifier: Apache-2.0
// Which entry a damaged file's damage belongs to. Reads that file and the few others that commit to it, never
// everything.
#include <optional>
#include <string>

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "shared/verify/decode.hpp"
#include "shared/verify/manifest.hpp"

namespace zj::verify {
namespace {

constexpr std::size_t kLineMax = 64 * 1024 * 1024;

std::optional<Lines> open_lines(Files& files, const std::string& path) {
    auto stream = files.open(path);
    if (!stream) {
        return std::nullopt;
    }
    return Lines(std::move(*stream), kLineMax);
}

bool next(std::optional<Lines>& lines, std::string& out) {
    if (!lines) {
        return false;
    }
    const auto more = lines->next(out);
    return more && *more;
}

std::optional<std::uint64_t> locate_entry(Files& files) {
    auto entries = open_lines(files, "entries.ndjson"), leaves = open_lines(files, "vouchers/leaves");
    std::string entry, leaf;
    for (std::uint64_t index = 0; next(leaves, leaf); ++index) {
        if (!next(entries, entry) || codec::hex(log::leaf_hash(as_bytes(entry))) != leaf) {
            return index;
        }
    }
    return std::nullopt;
}

// Entries whose parts stand in `path`: all of them for headers, one shard of the others.
bool stands_in(const std::string& path, std::string_view folder, std::uint64_t index) {
    return path == "headers.ndjson" || path == shard_path(folder, index);
}

std::optional<std::uint64_t> locate_line(Files& files, const std::string& path) {
    const bool records = path.starts_with("records/"), bodies = path.starts_with("bodies/");
    auto entries = open_lines(files, "entries.ndjson"), headers = open_lines(files, "headers.ndjson"),
         lines = open_lines(files, path);
    std::string entry_text, header, line;
    while (next(entries, entry_text)) {
        const auto entry = log::parse_entry(entry_text);
        if (!entry) {
            return std::nullopt;
        }
        const bool change = entry->kind == log::EntryKind::change;
        if (change && !records) {
            next(headers, header);
        }
        if ((!records && !change) || !stands_in(path, records ? "records" : "bodies", entry->index)) {
            continue;
        }
        if (!records && !bodies) {
            line = header;
        } else if (!next(lines, line)) {
            return entry->index;
        }
        const bool good = records  ? records_line_good(line, *entry)
                          : bodies ? bodies_line_good(line, header, entry->index)
                                   : header_line_good(line, *entry);
        if (!good) {
            return entry->index;
        }
    }
    return std::nullopt;
}

// A signature or key id damaged within the envelope leaves the id alone: the full decoding finds it.
std::optional<std::uint64_t> locate_signature(Files& files) {
    auto reader = BundleReader::open(files);
    KnownKeys keys;
    RawEntry raw;
    while (reader) {
        const auto more = reader->next(raw);
        if (!more) {
            return raw.index + 1;
        }
        if (!*more) {
            return std::nullopt;
        }
        keys.learn(raw);
        for (const Finding& finding : decode(raw, keys).findings) {
            if (finding.file == "headers.ndjson") {
                return raw.index;
            }
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> locate_blob(Files& files, const std::string& sha256) {
    auto entries = open_lines(files, "entries.ndjson");
    std::optional<Lines> bodies;
    std::string path, entry_text, line;
    while (next(entries, entry_text)) {
        const auto entry = log::parse_entry(entry_text);
        if (!entry) {
            return std::nullopt;
        }
        if (entry->kind != log::EntryKind::change) {
            continue;
        }
        if (const std::string shard = shard_path("bodies", entry->index); shard != path) {
            bodies = open_lines(files, path = shard);
        }
        if (next(bodies, line) && line.find(sha256) != std::string::npos) {
            return entry->index;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> locate_damage(Files& files, const std::string& path) {
    if (path == "entries.ndjson") {
        return locate_entry(files);
    }
    if (path.starts_with("blobs/")) {
        return locate_blob(files, path.substr(6));
    }
    if (path.starts_with("root/000001.")) {
        return 0;
    }
    if (path == "headers.ndjson") {
        const auto found = locate_line(files, path);
        return found ? found : locate_signature(files);
    }
    if (path.starts_with("bodies/") || path.starts_with("records/")) {
        return locate_line(files, path);
    }
    return std::nullopt;
}

}  // namespace zj::verify
