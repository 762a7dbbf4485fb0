// SPDX-License-Identifier: Apache-2.0
#include "shared/store/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace zj::store {

namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    int get() const { return fd_; }
    // The error of close() matters: a file system may report a full disk only here.
    int close() { return ::close(std::exchange(fd_, -1)); }

private:
    int fd_;
};

Error system_error(const std::string& path, int error) {
    const std::string what = std::generic_category().message(error);
    if (error == ENOSPC || error == EDQUOT) {
        return fail("file.full", path, what);
    }
    return fail(error == ENOENT ? "file.missing" : "file.io", path, what, {path, what});
}

Result<> write_all(int fd, ByteView bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return system_error(path, n == 0 ? ENOSPC : errno);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return {};
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) {
        return ".";
    }
    return slash == 0 ? "/" : path.substr(0, slash);
}

Result<> write_at(const std::string& path, int flags, ByteView bytes) {
    Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | flags, 0600));
    if (fd.get() < 0) {
        return errno == EEXIST ? fail("file.exists", path, "the file is there already", {path})
                               : system_error(path, errno);
    }
    ZJ_CHECK(write_all(fd.get(), bytes, path));
    // A failed fsync is never tried again: the kernel may have dropped the pages.
    if (::fsync(fd.get()) != 0 || fd.close() != 0) {
        return system_error(path, errno);
    }
    return {};
}

constexpr std::size_t kGathered = 256 * 1024;  // bytes of a NewFile that go to the system at once

}  // namespace

Result<> sync_folder(const std::string& folder) {
    Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0) {
        return system_error(folder, errno);
    }
    return {};
}

Result<> rename_durably(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return errno == EEXIST || errno == ENOTEMPTY ? fail("file.exists", to, "something is there already", {to})
                                                     : system_error(to, errno);
    }
    ZJ_CHECK(sync_folder(folder_of(from)));
    return sync_folder(folder_of(to));
}

Result<> publish_durably(const std::string& from, const std::string& to) {
    int done = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
    if (done != 0 && (errno == EINVAL || errno == ENOSYS)) {  // a file system that cannot tell
        done = ::link(from.c_str(), to.c_str());
        if (done == 0) {
            ::unlink(from.c_str());
        }
    }
    if (done != 0) {
        return errno == EEXIST ? fail("file.exists", to, "something is there already", {to}) : system_error(to, errno);
    }
    ZJ_CHECK(sync_folder(folder_of(from)));
    return sync_folder(folder_of(to));
}

Result<> write_file(const std::string& path, ByteView bytes) {
    const std::string part = path + ".part";
    if (auto written = write_at(part, O_TRUNC, bytes); !written) {
        ::unlink(part.c_str());
        return written;
    }
    if (::rename(part.c_str(), path.c_str()) != 0) {
        return system_error(path, errno);
    }
    return sync_folder(folder_of(path));
}

Result<> write_new_file(const std::string& path, ByteView bytes) {
    ZJ_CHECK(write_at(path, O_EXCL, bytes));
    return sync_folder(folder_of(path));
}

Result<Bytes> read_file(const std::string& path, std::size_t bytes_max) {
    Descriptor fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (fd.get() < 0) {
        return system_error(path, errno);
    }
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0) {
        return system_error(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail("file.io", path, "not a file", {path, "not a file"});
    }
    if (static_cast<std::size_t>(status.st_size) > bytes_max) {
        return fail("file.size", path, "larger than it can be");
    }
    Bytes out(static_cast<std::size_t>(status.st_size));
    std::size_t at = 0;
    while (at < out.size()) {
        const ssize_t n = ::read(fd.get(), out.data() + at, out.size() - at);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return system_error(path, errno);
        }
        if (n == 0) {
            break;
        }
        at += static_cast<std::size_t>(n);
    }
    out.resize(at);
    return out;
}

bool exists(const std::string& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0;
}

Result<> make_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) {
        return {};
    }
    const int error = errno;
    const std::string above = folder_of(path);
    if (error != ENOENT || above == path || above == ".") {
        return system_error(path, error);
    }
    ZJ_CHECK(make_folder(above));
    return ::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST ? Result<>() : Result<>(system_error(path, errno));
}

NewFile::NewFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), waiting_(std::move(other.waiting_)) {}

NewFile::~NewFile() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Result<NewFile> NewFile::make(const std::string& path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno == EEXIST ? fail("file.exists", path, "the file is there already", {path})
                               : system_error(path, errno);
    }
    return NewFile(path, fd);
}

Result<> NewFile::append(ByteView bytes) {
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
    return waiting_.size() < kGathered ? Result<>() : flush();
}

Result<> NewFile::flush() {
    auto written = write_all(fd_, waiting_, path_);
    waiting_.clear();
    return written;
}

Result<> NewFile::close() {
    ZJ_CHECK(flush());
    // A failed fsync is never tried again: the kernel may have dropped the pages.
    if (::fsync(fd_) != 0 || ::close(std::exchange(fd_, -1)) != 0) {
        return system_error(path_, errno);
    }
    return {};
}

PatchFile::PatchFile(PatchFile&& other) noexcept : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

PatchFile& PatchFile::operator=(PatchFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(fd_, other.fd_);
    return *this;
}

PatchFile::~PatchFile() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Result<PatchFile> PatchFile::open(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return system_error(path, errno);
    }
    return PatchFile(path, fd);
}

Result<> PatchFile::write(std::size_t offset, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return system_error(path_, n == 0 ? ENOSPC : errno);
        }
        offset += static_cast<std::size_t>(n);
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return {};
}

Result<> PatchFile::sync() {
    if (::fdatasync(fd_) != 0) {
        const int error = errno;
        ::close(std::exchange(fd_, -1));
        return system_error(path_, error);
    }
    return {};
}

Result<FolderLock> FolderLock::take(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return system_error(path, errno);
    }
    FolderLock lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        char text[24] = {};
        const ssize_t n = ::pread(fd, text, sizeof text - 1, 0);
        const std::string pid = std::to_string(n > 0 ? std::strtol(text, nullptr, 10) : 0);
        return fail("file.busy", path, "held by process " + pid, {pid});
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, pid.data(), pid.size(), 0) < 0) {
        return system_error(path, errno);
    }
    return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock::~FolderLock() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

}  // namespace zj::store
