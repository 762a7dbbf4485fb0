// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/log/note.hpp"
#include "shared/verify/package_parts.hpp"

namespace zj::verify {
namespace {

using package::Part;

bool there(const PackageBag& bag, const std::string& path) {
    return std::binary_search(bag.paths.begin(), bag.paths.end(), path);
}

Result<log::SignedRoot> read_root(Files& files, const PackageBag& bag, std::size_t n, PackageLog& read) {
    const std::string path = package::root_path(n, ".json"), beside = package::root_path(n, ".catalogue.json");
    ZJ_TRY(const codec::Value value, read_part(files, path));
    log::SignedRoot out;
    ZJ_TRY(out.envelope, log::envelope_from(value));
    read.placed.insert(path);
    if (there(bag, beside)) {
        ZJ_TRY(out.catalogue, files.read(beside, limits::kCatalogueBytesMax));
        read.placed.insert(beside);
    }
    return out;
}

// As many witnesses as the newest statement asks for have cosigned the checkpoint.
void check_quorum(const std::string& note, PackageReport& report, const PackageLog& read) {
    const log::RootStatement& newest = read.statements.back();
    std::vector<log::NoteVerifier> witnesses;
    for (const log::Witness& witness : newest.witnesses) {
        witnesses.push_back({witness.name, witness.key});
    }
    const auto cosigned = log::open_cosignatures(note, witnesses);
    if (!cosigned) {
        report.find(PackageCheck::entries, package::kCheckpoint, "checkpoint.cosignature", to_string(cosigned.error()));
    } else if (static_cast<std::int64_t>(cosigned->size()) < newest.quorum) {
        report.find(PackageCheck::entries, package::kCheckpoint, "checkpoint.quorum",
                    std::to_string(cosigned->size()) + " witnesses have cosigned where the root asks for " +
                        std::to_string(newest.quorum));
    }
}

bool read_checkpoint(Files& files, PackageReport& report, PackageLog& read, std::string& note) {
    auto text = files.read(package::kCheckpoint, package::kNoteBytesMax);
    auto head = text ? log::open_checkpoint(*text, read.origin, read.log_key) : Result<log::Checkpoint>(text.error());
    if (!head) {
        report.find(PackageCheck::entries, package::kCheckpoint, "checkpoint.signature", to_string(head.error()));
        return false;
    }
    note = std::move(*text);
    read.checkpoint = std::move(*head);
    read.placed.insert(package::kCheckpoint);
    report.size = read.checkpoint.size;
    check_quorum(note, report, read);
    return true;
}

// The entry under the package's one checkpoint.
Result<PackageEntry> read_receipt(Files& files, std::uint64_t index, const std::string& checkpoint,
                                  const PackageLog& read) {
    const std::string path = package::part_path(Part::receipt, index);
    ZJ_TRY(const codec::Value value, read_part(files, path));
    ZJ_TRY(const log::Receipt receipt, log::receipt_from(value));
    PackageEntry out;
    ZJ_TRY(out.entry, log::verify_receipt(receipt, read.origin, read.log_key));
    ZJ_TRY(const log::TlogProof proof, log::parse_tlog_proof(receipt.proof));
    if (out.entry.index != index || proof.checkpoint != checkpoint) {
        return fail("receipt.place", path, "of another entry or under another checkpoint");
    }
    out.bytes = receipt.entry;
    return out;
}

Result<> read_records(Files& files, const std::string& path, PackageEntry& out) {
    ZJ_TRY(const codec::Value value, read_part(files, path));
    ZJ_TRY(out.shown, package::records_from(value));
    ZJ_CHECK(package::check_records(out.shown, out.entry));
    for (const package::ShownRecord& one : out.shown.records) {
        ZJ_TRY(log::Record record, log::parse_record(one.record.bytes));
        out.records.push_back(std::move(record));
    }
    return {};
}

Result<> read_change_set(Files& files, const std::string& path, const PackageLog& read, PackageEntry& out) {
    ZJ_TRY(const codec::Value value, read_part(files, path));
    ZJ_TRY(out.change_set, package::change_set_from(value));
    const log::Envelope& envelope = out.change_set->envelope;
    if (out.entry.change_set != envelope.id()) {
        return fail("header.id", path, "the entry names another change set");
    }
    if (envelope.payload_type != log::kChangeSetType) {
        return fail("header.type", path, "not a change set");
    }
    ZJ_TRY(out.header, log::parse_header(envelope.payload));
    if (out.header->county != read.statements.back().county) {
        return fail("header.county", path, "of another county");
    }
    ZJ_CHECK(package::check_bodies(*out.change_set, *out.header));
    for (const package::ShownBody& one : out.change_set->bodies) {
        ZJ_TRY(codec::Value intent, codec::parse_canonical(one.body.bytes, limits::kBodyBytesMax));
        out.intents.push_back(std::move(intent));
    }
    return {};
}

// The parts that stand beside the receipt. Whether they must is check_course()'s to say.
bool read_shown(Files& files, const PackageBag& bag, std::uint64_t index, PackageReport& report, PackageLog& read,
                PackageEntry& out) {
    bool good = true;
    if (const std::string path = package::part_path(Part::records, index); there(bag, path)) {
        read.placed.insert(path);
        if (const auto done = read_records(files, path, out); !done) {
            report.find(PackageCheck::contents, path, done.error());
            good = false;
        }
        report.records += out.records.size();
    }
    if (const std::string path = package::part_path(Part::change_set, index); there(bag, path)) {
        read.placed.insert(path);
        if (const auto done = read_change_set(files, path, read, out); !done) {
            const bool body = done.error().code.starts_with("body.");
            report.find(body ? PackageCheck::contents : PackageCheck::headers, path, done.error());
            good = false;
        }
        ++report.change_sets;
    }
    return good;
}

// Each statement is an entry, in its order: one that the log leaves out was never in force.
void check_root_entries(PackageReport& report, const PackageLog& read) {
    std::size_t n = 0;
    for (const auto& [index, one] : read.entries) {
        if (one.entry.kind != log::EntryKind::root) {
            continue;
        }
        if (n >= read.roots.size() || one.entry.change_set != read.roots[n].envelope.id()) {
            report.find(PackageCheck::roots, package::part_path(Part::receipt, index), "root.id",
                        "the entry names another statement");
        }
        ++n;
    }
    if (n != read.roots.size()) {
        report.find(PackageCheck::roots, package::root_path(1, ".json"), "root.unlogged",
                    std::to_string(n) + " of " + std::to_string(read.roots.size()) + " root statements are entries");
    }
}

}  // namespace

bool check_roots(Files& files, const PackageOptions& options, const PackageBag& bag, PackageReport& report,
                 PackageLog& read) {
    for (std::size_t n = 1; there(bag, package::root_path(n, ".json")); ++n) {
        auto root = read_root(files, bag, n, read);
        if (!root) {
            report.find(PackageCheck::roots, package::root_path(n, ".json"), root.error());
            return false;
        }
        read.roots.push_back(std::move(*root));
    }
    const auto claimed = log::claimed_fingerprint(read.roots);
    auto statements = claimed ? log::verify_roots(read.roots, options.root.value_or(*claimed))
                              : Result<std::vector<log::RootStatement>>(claimed.error());
    if (!statements) {
        report.find(PackageCheck::roots, package::root_path(1, ".json"), statements.error());
        return false;
    }
    read.statements = std::move(*statements);
    const log::RootStatement& newest = read.statements.back();
    report.fingerprint = *claimed;
    report.trusted = options.root.has_value();
    report.demonstration = read.statements.front().simulated.has_value();
    read.origin = log::origin_of(newest.county, newest.epoch, report.demonstration);
    read.log_key = newest.log_key;
    report.origin = read.origin;
    report.done[static_cast<std::size_t>(PackageCheck::roots)] = true;
    return true;
}

std::string check_seal(Files& files, PackageReport& report, PackageLog& read) {
    const auto note = files.read(package::kSeal, package::kNoteBytesMax);
    const auto seal = note ? package::open_seal(*note, read.origin, read.log_key) : Result<package::Seal>(note.error());
    if (!seal) {
        report.find(PackageCheck::bag, package::kSeal, "seal.signature", to_string(seal.error()));
        return {};
    }
    for (const auto& [path, sealed] :
         {std::pair{package::kManifest, seal->manifest}, std::pair{package::kBagInfo, seal->bag_info}}) {
        const auto hash = files.sha256(path);
        if (!hash || *hash != sealed) {
            report.find(PackageCheck::bag, path, "seal.hash", "not what the log key has sealed");
        }
    }
    return seal->archive;
}

bool check_entries(Files& files, const PackageBag& bag, PackageReport& report, PackageLog& read) {
    std::string checkpoint;
    if (!read_checkpoint(files, report, read, checkpoint)) {
        return false;
    }
    bool good = true;
    for (const std::string& path : bag.paths) {
        const auto index = package::part_in(Part::receipt, path);
        if (!index) {
            continue;
        }
        read.placed.insert(path);
        auto entry = read_receipt(files, *index, checkpoint, read);
        if (!entry) {
            report.find(PackageCheck::entries, path, entry.error());
            good = false;
            continue;
        }
        ++report.entries;
        good = read_shown(files, bag, *index, report, read, *entry) && good;
        read.entries.emplace(*index, std::move(*entry));
    }
    check_root_entries(report, read);
    for (const PackageCheck check : {PackageCheck::entries, PackageCheck::contents}) {
        report.done[static_cast<std::size_t>(check)] = true;
    }
    return good;
}

}  // namespace zj::verify
