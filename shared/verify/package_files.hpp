// SPDX-License-Identifier: Apache-2.0
#pragma once
// An archive package as files to read: the tar as it was exported, or the folder that it unpacks into. A tar is never
// unpacked: what could lead out of its folder is refused while its headers are read.

#include <memory>
#include <string>

#include "shared/verify/files.hpp"

namespace zj::verify {

// "package.open" where nothing can be read; of a tar package.tar, package.kind, package.path, package.duplicate,
// package.size.
Result<std::unique_ptr<Files>> open_package(const std::string& path);

}  // namespace zj::verify
