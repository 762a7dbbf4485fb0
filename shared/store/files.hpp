// SPDX-License-Identifier: Apache-2.0
#pragma once
// The few file operations of a folder that holds a store: small files replaced whole and durably, bounded reads that
// follow no link, and the lock that keeps a second process out. Codes: file.io (with the system's words), file.full,
// file.missing, file.exists, file.size (larger than it can be), file.busy.

#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::store {

// Temporary name, mode 0600, fsync, rename, fsync of the folder: after a crash the old file or the new one is there,
// never a part.
Result<> write_file(const std::string& path, ByteView bytes);
// Like write_file, but refuses to replace what is there ("file.exists"): for files that hold a secret a person waits
// for.
Result<> write_new_file(const std::string& path, ByteView bytes);
Result<Bytes> read_file(const std::string& path, std::size_t bytes_max);
bool exists(const std::string& path);
// Makes one folder with mode 0700; an existing one is left as it is.
Result<> make_folder(const std::string& path);

// The lock of a folder, released with the process. The file holds the owner's process id in decimal.
class FolderLock {
public:
    static Result<FolderLock> take(const std::string& path);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int fd) : fd_(fd) {}
    int fd_ = -1;
};

}  // namespace zj::store
