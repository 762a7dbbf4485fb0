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

}  // namespace

Result<EntryParts> read_entry(Files& files, std::uint64_t index) {
    ZJ_TRY(auto reader, BundleReader::open(files));
    RawEntry raw;
    do {
        ZJ_TRY(const bool more, reader.next(raw));
        if (!more) {
            return fail("entry.none", "entries.ndjson", "no entry " + std::to_string(index), {std::to_string(index)});
        }
    } while (raw.index != index);
    EntryParts out;
    out.entry = raw.entry;
    if (raw.is_change()) {
        ZJ_TRY(const codec::Value header, codec::parse_json(raw.header));
        if (const codec::Value* envelope = header.find("envelope")) {
            ZJ_TRY(const log::Envelope parsed, log::envelope_from(*envelope));
            out.header = parsed.payload;
        }
        ZJ_TRY(const codec::Value bodies, codec::parse_json(raw.bodies, 4 * limits::kBodiesBytesMax));
        out.bodies = opened(bodies, "bodies", "body");
    }
    ZJ_TRY(const codec::Value records, codec::parse_json(raw.records, 64 * 1024 * 1024));
    out.records = opened(records, "records", "record");
    out.scopes = records.items("scopes");
    return out;
}

Result<std::string> prove_entry(Files& files, std::uint64_t index) {
    ZJ_TRY(auto stream, files.open("entries.ndjson"));
    ZJ_TRY(std::string checkpoint, files.read("checkpoint", 64 * 1024));
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
    if (index >= tree.size()) {
        return fail("entry.none", "entries.ndjson", "no entry " + std::to_string(index), {std::to_string(index)});
    }
    return log::write_tlog_proof({index, tree.inclusion(index, tree.size()), std::move(checkpoint)});
}

}  // namespace zj::verify
