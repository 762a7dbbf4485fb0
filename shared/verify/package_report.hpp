// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the verification of an archive package found, for people and for programs. What a package proves and what only
// the whole bundle of the county does: shared/package/PACKAGE.md.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"

namespace zj::verify {

enum class PackageCheck { bag, roots, entries, headers, contents, file };
inline constexpr std::size_t kPackageChecks = 6;

struct PackageFinding {
    PackageCheck check = PackageCheck::bag;
    std::string path;      // in the package
    std::string rule;      // stable code, explained in assets/i18n
    std::string evidence;  // what stands there, and what should
};

struct PackageReport {
    bool trusted = false;  // the fingerprint was given, not taken from the package
    bool demonstration = false;
    std::string fingerprint, origin, archive_no, case_no, title;
    std::uint64_t size = 0;  // of the log at the checkpoint
    std::uint64_t files = 0, entries = 0, change_sets = 0, signatures = 0, records = 0, attachments = 0;
    std::array<bool, kPackageChecks> done{};
    std::array<std::uint64_t, kPackageChecks> found{};
    std::vector<PackageFinding> findings;  // the first kPackageFindingsMax
    std::uint64_t findings_total = 0;
    std::vector<std::string> absent;  // titles of items whose papers are not in the package: noted, no fault

    // Trusted, nothing found, and every check ran to its end.
    bool passed() const;
    void find(PackageCheck check, std::string path, std::string rule, std::string evidence);
    void find(PackageCheck check, std::string path, const Error& error);
};
inline constexpr std::size_t kPackageFindingsMax = 100;  // a person reads the first few; the total is counted

codec::Value to_value(const PackageReport& report);
std::string to_text(const PackageReport& report);

}  // namespace zj::verify
