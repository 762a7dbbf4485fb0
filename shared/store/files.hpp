// SPDX-License-Identifier: Apache-2.0
#pragma once
// The few file operations of a folder that holds a store: small files replaced whole and durably, bounded reads that
// follow no link, and the lock that keeps a second process out. Codes: file.io (with the system's words), file.full,
// file.missing, file.exists, file.size (larger than it can be), file.busy.

#include <string>
#include <utility>

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
// After a rename or a removal in it.
Result<> sync_folder(const std::string& folder);
// Moves a file or folder within one file system, replacing nothing but an empty folder; durable when it returns.
Result<> rename_durably(const std::string& from, const std::string& to);
// Gives a finished file its name, which nothing may have: "file.exists", also for the later of two who do so at a time.
// Durable when it returns; where it fails, `from` is left.
Result<> publish_durably(const std::string& from, const std::string& to);
// Makes a folder with mode 0700, and those above it; existing ones are left as they are.
Result<> make_folder(const std::string& path);

// A new file of any length, mode 0600; it counts only once close() has said so. "file.exists".
class NewFile {
public:
    static Result<NewFile> make(const std::string& path);
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile();
    Result<> append(ByteView bytes);  // gathered; what fails to be written may be told by a later call
    Result<> close();                 // written, fsynced, closed

private:
    NewFile(std::string path, int fd);
    Result<> flush();
    std::string path_;
    int fd_ = -1;
    Bytes waiting_;
};

// An existing file whose bytes are overwritten in place. write() does not wait for the disk, sync() does. After a
// failed sync() nothing more is written: the kernel may have dropped the pages, so a second try could only pretend.
class PatchFile {
public:
    static Result<PatchFile> open(const std::string& path);
    PatchFile(PatchFile&& other) noexcept;
    PatchFile& operator=(PatchFile&& other) noexcept;
    PatchFile(const PatchFile&) = delete;
    PatchFile& operator=(const PatchFile&) = delete;
    ~PatchFile();
    Result<> write(std::size_t offset, ByteView bytes);
    Result<> sync();

private:
    PatchFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
    std::string path_;
    int fd_ = -1;
};

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
