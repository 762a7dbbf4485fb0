// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes from the calling process, for good, whatever decoding a document does not need. Whoever takes the process over
// through a bug of a decoder can then compute, draw into the shared memory, and end; no more.
//
//   limits       address space, processor time, open files; no core dumps, no file may grow
//   privileges   none can be gained; nobody may attach
//   Landlock     of the file system only the folders given, and those only to read; no TCP, no abstract sockets, no
//                signals to others where the kernel knows how
//   seccomp      default: the process is killed. No socket, no other process, no executable memory, no write to a file;
//                what libraries try in passing (a lock file of fontconfig, a size of a window) is answered with an
//                error
//
// Where the kernel has no Landlock, seccomp refuses every open instead: fonts of the system cannot be read then, and
// pages that do not bring theirs are drawn without. Call it once, before the first byte of the document is looked at,
// with one thread.

#include <cstdint>
#include <span>

#include "shared/base/result.hpp"

namespace zj::preview {

struct Limits {
    std::uint64_t memory_bytes, processor_seconds, open_files;
};

struct Confined {
    bool reads_folders = false;  // false: no Landlock, so nothing can be opened at all
};
// Folders that do not exist are left out. "preview.sandbox": it does not hold, nothing may be decoded.
Result<Confined> confine(std::span<const char* const> folders, const Limits& limits);

}  // namespace zj::preview
