// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/verify.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <future>
#include <set>
#include <thread>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/note.hpp"
#include "shared/verify/decode.hpp"
#include "shared/verify/manifest.hpp"
#include "shared/verify/replay.hpp"

namespace zj::verify {
namespace {

constexpr std::size_t kNoteBytesMax = 64 * 1024;
// Entries decoded in parallel while the batch before is replayed: large enough to feed all cores, small enough for
// memory.
constexpr std::size_t kBatch = 2'000;
// A cosignature comes with a session that people have: later than this after the last entry it vouches for little.
constexpr std::int64_t kLateMs = 7 * kDayMs;

std::vector<Decoded> decode_batch(const std::vector<RawEntry>& raw, KnownKeys& keys, unsigned threads) {
    std::vector<Decoded> out(raw.size());
    std::atomic<std::size_t> at{0};
    const auto work = [&] {
        for (std::size_t i; (i = at.fetch_add(1)) < raw.size();) {
            out[i] = decode(raw[i], keys);
        }
    };
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < threads && i * 16 < raw.size(); ++i) {
        helpers.emplace_back(work);
    }
    work();
    for (std::thread& helper : helpers) {
        helper.join();
    }
    return out;
}

Result<std::vector<RawEntry>> read_batch(BundleReader& reader, KnownKeys& keys) {
    std::vector<RawEntry> out;
    out.reserve(kBatch);
    RawEntry raw;
    while (out.size() < kBatch) {
        ZJ_TRY(const bool more, reader.next(raw));
        if (!more) {
            break;
        }
        keys.learn(raw);
        out.push_back(std::move(raw));
    }
    return out;
}

// Reading and decoding of one batch overlaps with replaying the one before. False where it did not come to the end;
// `opened` are the files that were read.
Result<bool> replay_all(Files& files, const Options& options, std::uint64_t total, Replay& replay, Report& report,
                        std::set<std::string>& opened) {
    const unsigned threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    auto reader = BundleReader::open(files);
    const auto damaged = [&](const Error& error) {
        const auto entry = reader ? std::optional(reader->index()) : std::nullopt;
        report.find(Check::entries, error.where, entry, error.code, error.detail);
        return false;
    };
    if (!reader) {
        return damaged(reader.error());
    }
    KnownKeys keys;
    std::future<std::vector<Decoded>> ahead;
    std::vector<RawEntry> raw;  // belongs to `ahead` while that runs
    for (bool more = true; more || ahead.valid();) {
        std::vector<Decoded> decoded;
        if (ahead.valid()) {
            decoded = ahead.get();
        }
        if (more) {
            auto batch = read_batch(*reader, keys);
            if (!batch) {
                for (const Decoded& one : decoded) {
                    replay.take(one);
                }
                return damaged(batch.error());
            }
            raw = std::move(*batch);
            more = !raw.empty();
            if (more) {
                ahead =
                    std::async(std::launch::async, [&raw, &keys, threads] { return decode_batch(raw, keys, threads); });
            }
        }
        for (const Decoded& one : decoded) {
            replay.take(one);
            if (report.entries % 256 == 1 && options.progress && !options.progress("replay", report.entries, total)) {
                if (ahead.valid()) {
                    ahead.wait();
                }
                return fail("verify.cancelled");
            }
        }
        if (report.findings_total >= kFindingsMax) {  // one fault early makes every later entry differ: enough is said
            if (ahead.valid()) {
                ahead.wait();
            }
            return false;
        }
    }
    if (auto end = reader->finish(); !end) {
        return damaged(end.error());
    }
    opened = reader->opened();
    return true;
}

// What nobody reads says nothing, and must not stand in a bundle that is called verified.
void check_strangers(const Anchors& anchors, const std::set<std::string>& opened, Report& report) {
    std::set<std::string> known = opened;
    known.insert({"checkpoint", "vouchers/leaves", "vouchers/scope-heads.ndjson", "vouchers/registers.json"});
    for (std::size_t n = 1; n <= anchors.signed_roots.size(); ++n) {
        known.insert(root_path(n, ".json"));
        if (!anchors.signed_roots[n - 1].catalogue.empty()) {
            known.insert(root_path(n, ".catalogue.json"));
        }
    }
    for (const auto& [path, hash] : anchors.listed) {
        if (!path.starts_with("blobs/") && !known.contains(path)) {  // check_blobs looks at those
            report.find(Check::files, path, std::nullopt, "bundle.stranger", "no part of a bundle");
        }
    }
}

// The cosignatures that the newest root statement asks for, under the newest checkpoint.
void check_quorum(const std::string& note, const Anchors& anchors, Time last_entry, Report& report) {
    const log::RootStatement& newest = anchors.roots.back();
    std::vector<log::NoteVerifier> witnesses;
    for (const log::Witness& witness : newest.witnesses) {
        witnesses.push_back({witness.name, witness.key});
    }
    const auto cosigned = log::open_cosignatures(note, witnesses);
    if (!cosigned) {
        report.find(Check::entries, "checkpoint", std::nullopt, "checkpoint.cosignature", to_string(cosigned.error()));
    } else if (static_cast<std::int64_t>(cosigned->size()) < newest.quorum) {
        report.find(Check::entries, "checkpoint", std::nullopt, "checkpoint.quorum",
                    std::to_string(cosigned->size()) + " witnesses have cosigned where the root asks for " +
                        std::to_string(newest.quorum));
    } else {
        for (const log::Cosignature& one : *cosigned) {
            if (one.at - last_entry > kLateMs) {
                report.note(std::nullopt, "cosignature.late",
                            one.name + " cosigned at " + format_time(one.at) + ", the last entry is of " +
                                format_time(last_entry));
            }
        }
    }
}

// A checkpoint from before may be of an earlier log key or epoch.
Result<log::Checkpoint> open_older(const std::string& note, const Anchors& anchors) {
    const bool demonstration = anchors.roots.front().simulated.has_value();
    Result<log::Checkpoint> out = fail("note.signature", {}, "no log key of the root statements has signed it");
    for (const log::RootStatement& root : anchors.roots) {
        auto opened = log::open_checkpoint(note, log::origin_of(root.county, root.epoch, demonstration), root.log_key);
        if (opened) {
            return opened;
        }
    }
    return out;
}

void check_checkpoint(Files& files, const Options& options, const Anchors& anchors, const Replay& replay,
                      Report& report) {
    const auto note = files.read("checkpoint", kNoteBytesMax);
    if (!note) {
        return report.find(Check::entries, "checkpoint", std::nullopt, note.error().code, note.error().detail);
    }
    const auto checkpoint = log::open_checkpoint(*note, anchors.origin, anchors.log_key);
    if (!checkpoint) {
        return report.find(Check::entries, "checkpoint", std::nullopt, checkpoint.error().code,
                           to_string(checkpoint.error()));
    }
    if (checkpoint->size != replay.tree().size()) {
        return report.find(Check::entries, "entries.ndjson", std::nullopt, "checkpoint.size",
                           std::to_string(replay.tree().size()) + " entries where the checkpoint covers " +
                               std::to_string(checkpoint->size));
    }
    if (checkpoint->root != replay.tree().root()) {
        report.find(Check::entries, "entries.ndjson", std::nullopt, "checkpoint.root",
                    "the entries are not those the log key signed");
    }
    check_quorum(*note, anchors, replay.last_received(), report);
    for (const std::string& older : options.older_checkpoints) {
        const auto held = open_older(older, anchors);
        if (!held) {
            report.find(Check::entries, "checkpoint", std::nullopt, held.error().code,
                        "older checkpoint: " + to_string(held.error()));
        } else if (held->size > replay.tree().size() || replay.tree().root(held->size) != held->root) {
            report.find(Check::entries, "checkpoint", std::nullopt, "checkpoint.consistency",
                        "the log does not continue the checkpoint of size " + std::to_string(held->size));
        }
    }
    report.done[static_cast<std::size_t>(Check::entries)] = true;
}

void check_scope_heads(Files& files, const Anchors& anchors, const Replay& replay, Report& report) {
    const std::string path = "vouchers/scope-heads.ndjson";
    const auto find = [&](std::string rule, std::string evidence) {
        report.find(Check::replay, path, std::nullopt, std::move(rule), std::move(evidence));
    };
    auto stream = files.open(path);
    if (!stream) {
        return find(stream.error().code, "the scope heads are missing");
    }
    Lines lines(std::move(*stream), kNoteBytesMax);
    std::map<std::string, std::uint64_t> heads;
    std::string line;
    for (;;) {
        const auto more = lines.next(line);
        if (!more) {
            return find(more.error().code, more.error().detail);
        }
        if (!*more) {
            break;
        }
        const auto value = codec::parse_json(line);
        const auto head = value ? log::open_scope_head(value->str_or("head"), anchors.origin, anchors.log_key)
                                : Result<log::ScopeHead>(value.error());
        if (!head) {
            return find(head.error().code, to_string(head.error()));
        }
        if (head->size != replay.tree().size() || head->root != replay.tree().root()) {
            return find("scope_head.size", head->scope);
        }
        heads[head->scope] = head->n;
    }
    if (heads != replay.scope_numbers()) {
        find("scope_head.number", "the heads are not the last numbers of the log's scopes");
    }
}

void check_digest(Files& files, const Anchors& anchors, const Replay& replay, Report& report) {
    const std::string path = "vouchers/registers.json";
    const auto find = [&](std::string rule, std::string evidence) {
        report.find(Check::replay, path, std::nullopt, std::move(rule), std::move(evidence));
    };
    const auto text = files.read(path, kNoteBytesMax);
    if (!text) {
        return find(text.error().code, "the register digest is missing");
    }
    const auto value =
        codec::parse_json(text->ends_with('\n') ? std::string_view(*text).substr(0, text->size() - 1) : *text);
    if (!value) {
        return find(value.error().code, to_string(value.error()));
    }
    const auto answer = log::open_answer(value->str_or("note"), anchors.origin + "/bundle", anchors.log_key);
    if (!answer) {
        return find(answer.error().code, to_string(answer.error()));
    }
    if (answer->int_or("size") != static_cast<std::int64_t>(replay.tree().size()) ||
        answer->int_or("records") != static_cast<std::int64_t>(replay.current_records()) ||
        answer->str_or("digest") != codec::base64(replay.digest())) {
        find("registers.digest",
             "the county states other registers than the replay gives: " + codec::base64(replay.digest()));
    }
}

// Every listed file has been hashed by now.
void check_blobs(const Anchors& anchors, const Replay& replay, Report& report) {
    std::set<std::string> there;
    for (const auto& [path, hash] : anchors.listed) {
        if (!path.starts_with("blobs/")) {
            continue;
        }
        const std::string name = path.substr(6);
        there.insert(name);
        if (codec::hex(hash) != name) {
            report.find(Check::contents, path, std::nullopt, "blob.hash", "its content is not what its name says");
        }
        if (!replay.blobs().contains(name)) {
            report.find(Check::contents, path, std::nullopt, "blob.unknown", "no body names it");
        }
        ++report.blobs;
    }
    for (const std::string& name : replay.blobs()) {
        if (!there.contains(name)) {
            report.absent.push_back(name);
        }
    }
    report.checked[static_cast<std::size_t>(Check::contents)] += report.blobs;
}

// Each statement is an entry: one that the log leaves out was never in force.
void check_root_entries(const Anchors& anchors, const Replay& replay, Report& report) {
    if (replay.roots_seen() != anchors.roots.size()) {
        report.find(Check::roots, "entries.ndjson", std::nullopt, "root.unlogged",
                    std::to_string(replay.roots_seen()) + " of " + std::to_string(anchors.roots.size()) +
                        " root statements are entries");
    }
}

}  // namespace

Result<Report> verify_bundle(Files& files, const Options& options) {
    Report report;
    Anchors anchors;
    ZJ_TRY(const bool sound, check_anchors(files, options, report, anchors));
    if (!sound) {
        return report;
    }

    std::uint64_t total = 0;
    if (const auto note = files.read("checkpoint", kNoteBytesMax)) {
        if (const auto checkpoint = log::open_checkpoint(*note, anchors.origin, anchors.log_key)) {
            total = checkpoint->size;
        }
    }
    Replay replay(anchors, report);
    std::set<std::string> opened;
    ZJ_TRY(const bool read_whole, replay_all(files, options, total, replay, report, opened));
    if (!read_whole) {
        return report;
    }
    check_checkpoint(files, options, anchors, replay, report);
    if (report.findings_total == 0) {  // after a difference, what follows from it would only repeat it
        check_scope_heads(files, anchors, replay, report);
        check_digest(files, anchors, replay, report);
    }
    check_strangers(anchors, opened, report);
    check_root_entries(anchors, replay, report);
    check_blobs(anchors, replay, report);
    for (const Check check : {Check::headers, Check::contents, Check::replay, Check::times}) {
        report.done[static_cast<std::size_t>(check)] = true;
    }
    return report;
}

}  // namespace zj::verify
