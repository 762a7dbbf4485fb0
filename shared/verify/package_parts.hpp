// SPDX-License-Identifier: Apache-2.0
#pragma once
// The steps of verify_package(), in order; inside of verify only. Each puts what it finds into the report and says
// whether the next one has anything to stand on.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/log/root_statement.hpp"
#include "shared/package/assemble.hpp"
#include "shared/package/layout.hpp"
#include "shared/verify/package.hpp"

namespace zj::verify {

// package_bag.cpp: declaration, manifests, every hash, nothing unlisted.
struct PackageBag {
    std::vector<std::string> paths;  // sorted, safe
    package::Manifest payload;       // each seen to have this hash
    std::uint64_t payload_bytes = 0;
};
Result<bool> check_bag(Files& files, PackageReport& report, PackageBag& bag);

// package_log.cpp: roots, checkpoint, entries with what is shown of them.
struct PackageEntry {
    std::string bytes;
    log::Entry entry;
    std::optional<package::ShownChangeSet> change_set;
    std::optional<log::Header> header;
    std::vector<codec::Value> intents;  // of the shown bodies
    package::ShownRecords shown;
    std::vector<log::Record> records;  // the shown ones, read
};
struct PackageLog {
    std::vector<log::SignedRoot> roots;
    std::vector<log::RootStatement> statements;
    std::string origin;
    crypto::VerifyKey log_key;
    log::Checkpoint checkpoint;
    std::map<std::uint64_t, PackageEntry> entries;
    std::set<std::string> placed;  // files that have had their place so far
};
bool check_roots(Files& files, const PackageOptions& options, const PackageBag& bag, PackageReport& report,
                 PackageLog& read);
// The log key's word for manifest and information; returns the key of the archive record that it names.
std::string check_seal(Files& files, PackageReport& report, PackageLog& read);
bool check_entries(Files& files, const PackageBag& bag, PackageReport& report, PackageLog& read);
// package_keys.cpp: who signed.
void check_signatures(PackageReport& report, const PackageLog& read);

// package_course.cpp: what is shown is the case's, all of it up to the closing, and says who signed what.
struct PackageCase {
    package::CaseScope scope;
    std::vector<package::CaseEntry> entries;  // in order
};
std::optional<PackageCase> check_course(const std::string& archive_key, PackageReport& report, const PackageLog& read);

// package_content.cpp: items, attachments, metadata, information, cover; and nothing else in the package.
void check_content(Files& files, const PackageBag& bag, const PackageCase& file, PackageReport& report,
                   PackageLog& read);

// A part of a package: one line of canonical JSON.
Result<codec::Value> read_part(Files& files, const std::string& path);

}  // namespace zj::verify
