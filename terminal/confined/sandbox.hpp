// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes from the calling process, for good, whatever reading a file of others does not need. Whoever takes the process
// over through a bug of a decoder or parser can then compute, write into the shared memory, and end; no more.
//
//   limits       address space, processor time, open files; no core dumps, no file may grow
//   privileges   none can be gained; nobody may attach
//   Landlock     of the file system only the folders given, and those only to read; no TCP, no abstract sockets, no
//                signals to others where the kernel knows how
//   seccomp      default: the process is killed. No socket, no other process, no executable memory, no write to a file;
//                what libraries try in passing (a lock file of fontconfig, a size of a window) is answered with an
//                error
//
// Where the kernel has no Landlock, seccomp refuses every open instead. Call it once, before the first byte of the file
// is looked at, with one thread.

#include <cstdint>
#include <span>

#include "shared/base/result.hpp"

namespace zj::confined {

struct Limits {
    std::uint64_t memory_bytes, processor_seconds, open_files;
};

struct Confined {
    bool reads_folders = false;  // false: no Landlock, so nothing can be opened at all
};
// Folders that do not exist are left out. "sandbox", before which a caller puts its area: it does not hold,
// nothing may be read.
Result<Confined> confine(std::span<const char* const> folders, const Limits& limits);

}  // namespace zj::confined
