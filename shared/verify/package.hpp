// SPDX-License-Identifier: Apache-2.0
#pragma once
// Verifies the archive package of one case (shared/package/PACKAGE.md) with nothing but the package and the county's
// root fingerprint. Verdicts are not judged again: that takes the whole log, and is verify_bundle()'s.

#include <optional>
#include <string>

#include "shared/base/result.hpp"
#include "shared/verify/files.hpp"
#include "shared/verify/package_report.hpp"

namespace zj::verify {

struct PackageOptions {
    std::optional<std::string> root;  // fingerprint in hex; without it trust is not established
};

// An Error only where nothing can be said at all (unreadable folder); everything else is a finding.
Result<PackageReport> verify_package(Files& files, const PackageOptions& options);

}  // namespace zj::verify
