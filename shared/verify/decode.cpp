// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/decode.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"

namespace zj::verify {
namespace {

constexpr std::size_t kEntryLineMax = 64 * 1024;
constexpr std::size_t kHeaderLineMax = 8 * limits::kHeaderBytesMax;
constexpr std::size_t kBodiesLineMax = 4 * limits::kBodiesBytesMax;
// Every record of the largest change set, escaped.
constexpr std::size_t kRecordsLineMax = 64 * 1024 * 1024;

Salt salt_of(codec::Reader& reader, std::string_view key) {
    Salt salt{};
    const Bytes bytes = reader.base64(key, salt.size());
    if (bytes.size() == salt.size()) {
        std::copy(bytes.begin(), bytes.end(), salt.begin());
    } else {
        reader.fault(key, "json.length");
    }
    return salt;
}

Result<std::vector<log::Body>> parse_bodies(std::string_view line, std::uint64_t index) {
    ZJ_TRY(const codec::Value value, codec::parse_json(line, kBodiesLineMax));
    codec::Reader reader(value);
    reader.integer("index", static_cast<std::int64_t>(index), static_cast<std::int64_t>(index));
    std::vector<log::Body> out;
    for (const codec::Value& item : reader.array("bodies", limits::kIntentsMax)) {
        codec::Reader body(item, "/bodies");
        log::Body one;
        one.salt = salt_of(body, "salt");
        one.bytes = body.string("body", limits::kBodiesBytesMax);
        ZJ_CHECK(body.finish());
        out.push_back(std::move(one));
    }
    ZJ_CHECK(reader.finish());
    return out;
}

Result<log::Envelope> parse_header_line(std::string_view line, std::uint64_t index) {
    ZJ_TRY(const codec::Value value, codec::parse_json(line, kHeaderLineMax));
    codec::Reader reader(value);
    reader.integer("index", static_cast<std::int64_t>(index), static_cast<std::int64_t>(index));
    const codec::Value& envelope = reader.object("envelope");
    ZJ_CHECK(reader.finish());
    return log::envelope_from(envelope);
}

Result<> parse_records(std::string_view line, Decoded& out) {
    ZJ_TRY(const codec::Value value, codec::parse_json(line, kRecordsLineMax));
    codec::Reader reader(value);
    reader.integer("index", static_cast<std::int64_t>(out.index), static_cast<std::int64_t>(out.index));
    for (const codec::Value& item : reader.array("records", limits::kEffectsMax)) {
        codec::Reader one(item, "/records");
        log::SaltedRecord record;
        record.salt = salt_of(one, "salt");
        record.bytes = one.string("record", limits::kRecordBytesMax);
        ZJ_CHECK(one.finish());
        out.commitments.push_back(record.commitment());
        out.records.push_back(std::move(record));
    }
    for (const codec::Value& item : reader.array("scopes", limits::kEffectsMax)) {
        codec::Reader one(item, "/scopes");
        log::ScopeItem scope;
        scope.salt = salt_of(one, "salt");
        scope.scope = one.string("scope", 64);
        scope.n = static_cast<std::uint64_t>(one.integer("n", 1, codec::kIntegerMax));
        ZJ_CHECK(one.finish());
        out.scopes.push_back(std::move(scope));
    }
    return reader.finish();
}

// Intents whose `materials` are attachments name them by hash and chunks.
void collect_blobs(const codec::Value& intent, std::vector<std::string>& out) {
    for (const codec::Value& material : intent.items("materials")) {
        if (const std::string_view sha = material.str_or("sha256"); sha.size() == 64) {
            out.emplace_back(sha);
        }
    }
}

void decode_change(const RawEntry& raw, KnownKeys& keys, Decoded& out) {
    const auto find = [&](Check check, std::string file, const Error& error) {
        out.findings.push_back({check, std::move(file), raw.index, error.code, to_string(error)});
    };
    auto envelope = parse_header_line(raw.header, raw.index);
    if (!envelope) {
        return find(Check::headers, "headers.ndjson", envelope.error());
    }
    log::ChangeSet change_set{std::move(*envelope), {}};
    const std::string bodies_path = shard_path("bodies", raw.index);
    auto bodies = parse_bodies(raw.bodies, raw.index);
    if (!bodies) {
        find(Check::contents, bodies_path, bodies.error());
    } else {
        change_set.bodies = std::move(*bodies);
    }

    model::Checked checked = model::check(change_set, keys);
    if (checked.id != out.entry->change_set) {
        find(Check::headers, "headers.ndjson", fail("header.id", {}, "the entry names another change set"));
    }
    if (!checked.header_ok) {
        find(Check::headers, "headers.ndjson", checked.header_fault);
    }
    if (!checked.device_signed) {
        find(Check::headers, "headers.ndjson", fail("header.device_signature", {}, "not signed by its device"));
    }
    const bool refused_by_device_layer =
        out.entry->verdict == log::Verdict::refused && out.entry->code.starts_with('D');
    if (!checked.person_signed && !refused_by_device_layer) {
        find(Check::headers, "headers.ndjson", fail("header.person_signature", {}, "not signed by its person"));
    }
    const bool by_ticket = std::any_of(checked.intents.begin(), checked.intents.end(), [](const codec::Value& intent) {
        return intent.str_or("do") == "identity.enrol" || intent.str_or("do") == "identity.join";
    });
    if (by_ticket && !checked.ticket_signed && out.entry->verdict != log::Verdict::refused) {
        find(Check::headers, "headers.ndjson", fail("header.ticket_signature", {}, "not signed by its one-time key"));
    }
    if (checked.body_fault && !refused_by_device_layer) {
        find(Check::contents, bodies_path, *checked.body_fault);
    }
    out.signatures =
        unsigned{checked.device_signed} + unsigned{checked.person_signed} + unsigned{checked.ticket_signed};
    for (const codec::Value& intent : checked.intents) {
        collect_blobs(intent, out.blobs);
    }
    out.checked = std::move(checked);
}

bool commitments_agree(const Decoded& parts, const log::Entry& entry) {
    std::vector<Hash> scopes;
    for (const log::ScopeItem& scope : parts.scopes) {
        scopes.push_back(scope.commitment());
    }
    return log::root_of(parts.commitments) == entry.effects && log::root_of(scopes) == entry.scopes;
}

}  // namespace

bool records_line_good(std::string_view line, const log::Entry& entry) {
    Decoded parts;
    parts.index = entry.index;
    return parse_records(line, parts) && commitments_agree(parts, entry);
}

bool header_line_good(std::string_view line, const log::Entry& entry) {
    const auto envelope = parse_header_line(line, entry.index);
    return envelope && envelope->id() == entry.change_set;
}

bool bodies_line_good(std::string_view line, std::string_view header_line, std::uint64_t index) {
    const auto bodies = parse_bodies(line, index);
    const auto envelope = parse_header_line(header_line, index);
    const auto header = envelope ? log::parse_header(envelope->payload) : Result<log::Header>(envelope.error());
    if (!bodies || !header || bodies->size() != header->intents.size()) {
        return false;
    }
    for (std::size_t i = 0; i < bodies->size(); ++i) {
        if ((*bodies)[i].commitment() != header->intents[i]) {
            return false;
        }
    }
    return true;
}

std::string shard_path(std::string_view folder, std::uint64_t index) {
    const std::string digits = std::to_string(index / kShard);
    return std::string(folder) + "/" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + ".ndjson";
}

bool RawEntry::is_change() const {
    // Canonical bytes: quotes inside strings are escaped, so this text can only be the member itself.
    return entry.find(R"("kind":"change")") != std::string::npos;
}

Result<BundleReader> BundleReader::open(Files& files) {
    BundleReader out(files);
    ZJ_TRY(auto entries, files.open("entries.ndjson"));
    ZJ_TRY(auto headers, files.open("headers.ndjson"));
    out.entries_ = std::make_unique<Lines>(std::move(entries), kEntryLineMax);
    out.headers_ = std::make_unique<Lines>(std::move(headers), kHeaderLineMax);
    return out;
}

Result<bool> BundleReader::line(Lines& lines, const std::string& path, std::string& out) {
    auto more = lines.next(out);
    if (more) {
        return *more;
    }
    Error error = more.error();
    error.where = path;
    return error;
}

Result<> BundleReader::shard_line(Sharded& sharded, std::string& out) {
    const std::string path = shard_path(sharded.folder, index_);
    if (path != sharded.path) {
        if (sharded.lines) {
            std::string rest;
            ZJ_TRY(const bool more, line(*sharded.lines, sharded.path, rest));
            if (more) {
                return fail("bundle.extra", sharded.path, "lines after the last entry of this file");
            }
        }
        ZJ_TRY(auto stream, files_->open(path));
        sharded.lines = std::make_unique<Lines>(std::move(stream), kRecordsLineMax);
        sharded.path = path;
        opened_.insert(path);
    }
    ZJ_TRY(const bool more, line(*sharded.lines, path, out));
    if (!more) {
        return fail("bundle.short", path, "no line for entry " + std::to_string(index_));
    }
    return {};
}

Result<bool> BundleReader::next(RawEntry& out) {
    ZJ_TRY(const bool more, line(*entries_, "entries.ndjson", out.entry));
    if (!more) {
        return false;
    }
    out.index = index_;
    out.header.clear();
    out.bodies.clear();
    if (out.is_change()) {
        ZJ_TRY(const bool header, line(*headers_, "headers.ndjson", out.header));
        if (!header) {
            return fail("bundle.short", "headers.ndjson", "no line for entry " + std::to_string(index_));
        }
        ZJ_CHECK(shard_line(bodies_, out.bodies));
    }
    ZJ_CHECK(shard_line(records_, out.records));
    ++index_;
    return true;
}

Result<> BundleReader::finish() {
    std::string rest;
    ZJ_TRY(const bool header, line(*headers_, "headers.ndjson", rest));
    if (header) {
        return fail("bundle.extra", "headers.ndjson", "lines after the last entry");
    }
    for (Sharded* sharded : {&bodies_, &records_}) {
        if (!sharded->lines) {
            continue;
        }
        ZJ_TRY(const bool more, line(*sharded->lines, sharded->path, rest));
        if (more) {
            return fail("bundle.extra", sharded->path, "lines after the last entry");
        }
    }
    return {};
}

void KnownKeys::learn(const RawEntry& raw) {
    if (raw.bodies.find("identity.enrol") == std::string::npos &&
        raw.bodies.find("identity.join") == std::string::npos) {
        return;
    }
    const auto bodies = parse_bodies(raw.bodies, raw.index);
    if (!bodies) {
        return;
    }
    for (const log::Body& body : *bodies) {
        const auto intent = codec::parse_json(body.bytes);
        if (!intent) {
            continue;
        }
        for (const char* member : {"sign", "person_key"}) {
            const auto bytes = codec::from_base64(intent->str_or(member));
            crypto::VerifyKey key;
            if (!bytes || bytes->size() != key.bytes.size()) {
                continue;
            }
            std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
            keys_.emplace(key.id(), key);
        }
    }
}

std::optional<crypto::VerifyKey> KnownKeys::find(std::string_view key_id) {
    const auto it = keys_.find(key_id);
    return it == keys_.end() ? std::nullopt : std::optional(it->second);
}

Decoded decode(const RawEntry& raw, KnownKeys& keys) {
    Decoded out;
    out.index = raw.index;
    out.leaf = log::leaf_hash(as_bytes(raw.entry));
    const auto find = [&](Check check, std::string file, std::string rule, std::string evidence) {
        out.findings.push_back({check, std::move(file), raw.index, std::move(rule), std::move(evidence)});
    };
    auto entry = log::parse_entry(raw.entry);
    if (!entry) {
        find(Check::entries, "entries.ndjson", entry.error().code, to_string(entry.error()));
        return out;
    }
    out.entry = std::move(*entry);
    if (out.entry->index != raw.index) {
        find(Check::entries, "entries.ndjson", "entry.index", "says " + std::to_string(out.entry->index));
    }

    const std::string records_path = shard_path("records", raw.index);
    if (auto parsed = parse_records(raw.records, out); !parsed) {
        find(Check::contents, records_path, parsed.error().code, to_string(parsed.error()));
    } else {
        if (log::root_of(out.commitments) != out.entry->effects) {
            find(Check::contents, records_path, "records.commitment", "the records are not those the entry commits to");
        }
        std::vector<Hash> scopes;
        for (const log::ScopeItem& scope : out.scopes) {
            scopes.push_back(scope.commitment());
        }
        if (log::root_of(scopes) != out.entry->scopes) {
            find(Check::contents, records_path, "scopes.commitment",
                 "the scope numbers are not those the entry commits to");
        }
    }
    if (out.entry->kind == log::EntryKind::change) {
        decode_change(raw, keys, out);
    }
    return out;
}

}  // namespace zj::verify
