// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/verify/package_parts.hpp"

namespace zj::verify {
namespace {

using codec::Value;

constexpr std::size_t kHeadBytes = 8;  // package::extension_of()

Result<std::string> head_of(Files& files, const std::string& path) {
    ZJ_TRY(auto stream, files.open(path));
    std::string out(kHeadBytes, '\0');
    std::size_t done = 0;
    while (done < out.size()) {
        const std::size_t n = stream->read(std::span(out).subspan(done));
        if (n == 0) {
            break;
        }
        done += n;
    }
    out.resize(done);
    return out;
}

// The record lists what the office signed, and every material of the case is among it.
void check_items(const Value& archive, const Value& file_case, const package::CaseEntry& closing,
                 PackageReport& report) {
    const auto find = [&](std::string rule, std::string evidence) {
        report.find(PackageCheck::file, package::part_path(package::Part::records, closing.entry.index),
                    std::move(rule), std::move(evidence));
    };
    codec::Array signed_items;
    for (const Value& intent : closing.intents) {
        if (intent.str_or("do") == "archive.close") {
            signed_items = intent.items("items");
        }
    }
    codec::Array listed = archive.items("items");
    std::set<std::string, std::less<>> digests;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const bool numbered = listed[i].int_or("n") == static_cast<std::int64_t>(i) + 1;
        listed[i].object().erase("n");
        digests.emplace(listed[i].str_or("sha256"));
        if (!numbered || i >= signed_items.size() || listed[i] != signed_items[i]) {
            find("archive.items", "item " + std::to_string(i + 1) + " is not what the office signed");
        }
    }
    if (listed.size() != signed_items.size()) {
        find("archive.items",
             std::to_string(listed.size()) + " items where " + std::to_string(signed_items.size()) + " were signed");
    }
    for (const Value& material : file_case.items("materials")) {
        if (!digests.contains(material.str_or("sha256"))) {
            find("archive.materials",
                 "a material of the case is no item of the file: " + std::string(material.str_or("slot")));
        }
    }
}

// What lies in data/attachments, by content.
std::map<std::string, package::ItemFile> read_attachments(Files& files, const PackageBag& bag, const Value& archive,
                                                          PackageReport& report) {
    std::set<std::string, std::less<>> items;
    for (const Value& item : archive.items("items")) {
        items.emplace(item.str_or("sha256"));
    }
    std::map<std::string, package::ItemFile> out;
    for (const auto& [path, hash] : bag.payload) {
        if (!path.starts_with(package::kAttachments)) {
            continue;
        }
        const std::string sha256 = codec::hex(hash);
        const auto bytes = files.size(path);
        const auto head = head_of(files, path);
        if (!items.contains(sha256)) {
            report.find(PackageCheck::contents, path, "attachment.unknown", "no item of the file has this content");
        } else if (bytes && head) {
            out[sha256] = {*bytes, *head};
            ++report.attachments;
        }
    }
    return out;
}

// The package says of the file what its records say, byte for byte.
std::optional<Value> check_metadata(Files& files, const PackageCase& file, const package::Facts& facts,
                                    PackageReport& report) {
    const auto expected = package::metadata_of(file.scope, facts);
    const auto text = files.read(package::kMetadata, package::kPartBytesMax);
    if (!expected || !text || *text != codec::write_json(*expected) + "\n") {
        report.find(PackageCheck::file, package::kMetadata, "package.metadata", "not what the log says of this file");
    }
    return expected ? std::optional(*expected) : std::nullopt;
}

// Every item's file stands under its name; what has none is told.
void check_files(const Value& metadata, const PackageBag& bag, PackageReport& report, PackageLog& read) {
    for (const Value& item : metadata.items("items")) {
        const std::string path(item.str_or("file"));
        if (path.empty()) {
            report.absent.emplace_back(item.str_or("title"));
            continue;
        }
        read.placed.insert(path);
        const auto listed = bag.payload.find(path);
        if (listed == bag.payload.end() || codec::hex(listed->second) != item.str_or("sha256")) {
            report.find(PackageCheck::contents, path, "attachment.hash",
                        "its content is not that of item " + std::to_string(item.int_or("n")));
        }
    }
}

void check_strangers(const PackageBag& bag, const PackageLog& read, PackageReport& report) {
    for (const auto& [path, hash] : bag.payload) {
        if (!read.placed.contains(path)) {
            report.find(PackageCheck::file, path, "package.stranger", "no part of a package");
        }
    }
}

package::Facts facts_of(const PackageCase& file, const model::Catalogue& catalogue, std::size_t roots_before,
                        const PackageReport& report, const PackageLog& read) {
    package::Facts out;
    out.origin = read.origin;
    out.fingerprint = report.fingerprint;
    out.demonstration = report.demonstration;
    out.checkpoint = read.checkpoint;
    out.names.catalogue = &catalogue;
    out.names.county = read.statements[roots_before - 1].county_name;
    for (const auto& [index, one] : read.entries) {
        for (const log::Record& record : one.records) {
            if (record.key.starts_with("unit/")) {
                out.names.unit = record.value.str_or("name");
            }
        }
    }
    out.entries = file.entries;
    return out;
}

}  // namespace

void check_content(Files& files, const PackageBag& bag, const PackageCase& file, PackageReport& report,
                   PackageLog& read) {
    const package::CaseEntry& closing = *package::closing_of(file.scope, file.entries);  // check_course() found it
    const auto roots_before = static_cast<std::size_t>(
        std::count_if(read.entries.begin(), read.entries.lower_bound(closing.entry.index),
                      [](const auto& one) { return one.second.entry.kind == log::EntryKind::root; }));
    const auto catalogue = package::catalogue_after(read.roots, roots_before);
    if (!catalogue || roots_before > read.statements.size()) {
        return report.find(PackageCheck::file, package::root_path(1, ".catalogue.json"), "root.catalogue",
                           "no catalogue was in force");
    }
    package::Newest newest(file.entries);
    const Value archive = newest.of(file.scope.archive_key())->value;
    check_items(archive, newest.of(file.scope.case_key())->value, closing, report);
    package::Facts facts = facts_of(file, **catalogue, roots_before, report, read);
    facts.files = read_attachments(files, bag, archive, report);
    if (const auto metadata = check_metadata(files, file, facts, report)) {
        report.title = metadata->str_or("title");
        check_files(*metadata, bag, report, read);
        const auto info = files.read(package::kBagInfo, package::kNoteBytesMax);
        if (!info || *info != package::bag_info(*metadata, bag.payload_bytes, bag.payload.size())) {
            report.find(PackageCheck::bag, package::kBagInfo, "bag.info", "not what the package holds");
        }
    }
    if (const auto head = head_of(files, package::kCover); !head || !head->starts_with("%PDF-")) {
        report.find(PackageCheck::file, package::kCover, "package.cover", "no PDF");
    }
    read.placed.insert({package::kCover, package::kMetadata});
    check_strangers(bag, read, report);
    report.done[static_cast<std::size_t>(PackageCheck::file)] = true;
}

}  // namespace zj::verify
