// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one form of tar that a package is written in: POSIX ustar (IEEE Std 1003.1-1988), plain files only, mode 0644,
// no owner, no extension. Reading accepts exactly what writing makes, so nothing that unpacks elsewhere than its
// package can be told as verified. Pure: headers in and out, blocks are the caller's.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace zj::package {

inline constexpr std::size_t kTarBlock = 512;
inline constexpr std::size_t kTarEndBlocks = 2;  // of zeros, at the end

struct TarItem {
    std::string path;
    std::uint64_t bytes = 0;
    Time at;  // whole seconds
};

// One block. "package.path" where the path is unsafe or does not fit, "package.size".
Result<std::string> tar_header(const TarItem& item);
// Absent for a block of zeros. "package.kind" for links, folders, devices and extensions, "package.path",
// "package.size", "package.tar" for anything else that tar_header() does not write. REQUIRES: one block.
Result<std::optional<TarItem>> read_tar_header(std::string_view block);
// Zeros after a file's bytes, up to a whole block.
std::size_t tar_padding(std::uint64_t bytes);

}  // namespace zj::package
