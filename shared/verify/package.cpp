// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/package.hpp"

#include "shared/verify/package_parts.hpp"

namespace zj::verify {
namespace {

// Where the seal cannot be opened, the rest may still be looked at by what the metadata claims.
std::string claimed_archive(Files& files) {
    const auto metadata = read_part(files, package::kMetadata);
    const codec::Value* archived = metadata ? metadata->find("archived") : nullptr;
    return archived == nullptr ? std::string() : std::string(archived->str_or("key"));
}

}  // namespace

Result<PackageReport> verify_package(Files& files, const PackageOptions& options) {
    PackageReport report;
    PackageBag bag;
    ZJ_TRY(const bool bagged, check_bag(files, report, bag));
    PackageLog read;
    if (!bagged || !check_roots(files, options, bag, report, read)) {
        return report;
    }
    std::string archive = check_seal(files, report, read);
    if (archive.empty()) {
        archive = claimed_archive(files);
    }
    if (!check_entries(files, bag, report, read)) {
        return report;
    }
    check_signatures(report, read);
    if (const auto file = check_course(archive, report, read)) {
        check_content(files, bag, *file, report, read);
    }
    return report;
}

}  // namespace zj::verify
