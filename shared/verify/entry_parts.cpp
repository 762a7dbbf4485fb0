// SPDX-License-Identifier: Apache-2.0
// One entry out of a bundle, for `show` and `prove`.
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/log/note.hpp"
#include "shared/verify/decode.hpp"
#include "shared/verify/verify.hpp"

namespace zj::verify {
namespace {

// Texts inside a line that are JSON themselves, opened for reading.
codec::Value opened(const codec::Value& line, std::string_view list, std::string_view member) {
    codec::Array out;
    for (const codec::Value& item : line.items(list)) {
        codec::Value one = item;
        if (auto inner = codec::parse_json(item.str_or(member), limits::kRecordBytesMax)) {
            one.set(std::string(member), std::move(*inner));
        }
        out.push_back(std::move(one));
    }
    return out;
}

// The tree over the entries' bytes, as the bundle's own checkpoint says.
Result<log::Tree> covered_tree(Files& files, const std::string& checkpoint) {
    ZJ_TRY(const log::Note note, log::parse_note(checkpoint));
    ZJ_TRY(const log::Checkpoint head, log::parse_checkpoint_text(note.text));
    ZJ_TRY(auto stream, files.open("entries.ndjson"));
    Lines lines(std::move(stream), 64 * 1024);
    log::Tree tree;
    std::string line;
    for (;;) {
        ZJ_TRY(const bool more, lines.next(line));
        if (!more) {
            break;
        }
        tree.append(log::leaf_hash(as_bytes(line)));
    }
    if (tree.size() != head.size || tree.root() != head.root) {
        return fail("entry.checkpoint", "entries.ndjson", "the entries are not those of the checkpoint");
    }
    return tree;
}

Error no_entry(std::uint64_t index) {
    return fail("entry.none", "entries.ndjson", "no entry " + std::to_string(index), {std::to_string(index)});
}

Result<std::string> read_checkpoint(Files& files) {
    return files.read("checkpoint", 64 * 1024);
}

}  // namespace

Result<EntryParts> read_entry(Files& files, std::uint64_t index) {
    ZJ_TRY(const std::string checkpoint, read_checkpoint(files));
    ZJ_TRY(const log::Tree tree, covered_tree(files, checkpoint));
    ZJ_TRY(auto reader, BundleReader::open(files));
    RawEntry raw;
    do {
        ZJ_TRY(const bool more, reader.next(raw));
        if (!more) {
            return no_entry(index);
        }
    } while (raw.index != index);
    const auto altered = [&](const std::string& file) {
        return fail("entry.parts", file, "not what entry " + std::to_string(index) + " commits to",
                    {file, std::to_string(index)});
    };
    ZJ_TRY(const log::Entry entry, log::parse_entry(raw.entry));
    EntryParts out;
    out.entry = raw.entry;
    out.bodies = codec::Array{};
    if (raw.is_change()) {
        if (!header_line_good(raw.header, entry)) {
            return altered("headers.ndjson");
        }
        ZJ_TRY(const codec::Value header, codec::parse_json(raw.header));
        if (const codec::Value* envelope = header.find("envelope")) {
            ZJ_TRY(const log::Envelope parsed, log::envelope_from(*envelope));
            out.header = parsed.payload;
        }
        if (bodies_line_good(raw.bodies, raw.header, index)) {
            ZJ_TRY(const codec::Value bodies, codec::parse_json(raw.bodies, 4 * limits::kBodiesBytesMax));
            out.bodies = opened(bodies, "bodies", "body");
        } else if (entry.verdict != log::Verdict::refused || !entry.code.starts_with('D')) {
            return altered(shard_path("bodies", index));
        }
    }
    if (!records_line_good(raw.records, entry)) {
        return altered(shard_path("records", index));
    }
    ZJ_TRY(const codec::Value records, codec::parse_json(raw.records, 64 * 1024 * 1024));
    out.records = opened(records, "records", "record");
    out.scopes = records.items("scopes");
    return out;
}

Result<std::string> prove_entry(Files& files, std::uint64_t index) {
    ZJ_TRY(std::string checkpoint, read_checkpoint(files));
    ZJ_TRY(const log::Tree tree, covered_tree(files, checkpoint));
    if (index >= tree.size()) {
        return no_entry(index);
    }
    return log::write_tlog_proof({index, tree.inclusion(index, tree.size()), std::move(checkpoint)});
}

}  // namespace zj::verify
