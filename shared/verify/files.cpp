// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/files.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/crypto/crypto.hpp"

namespace zj::verify {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBlock = 256 * 1024;

class FileStream final : public Stream {
public:
    explicit FileStream(int fd) : fd_(fd) {}
    FileStream(const FileStream&) = delete;
    FileStream& operator=(const FileStream&) = delete;
    ~FileStream() override { ::close(fd_); }
    std::size_t read(std::span<char> out) override {
        const ssize_t got = ::read(fd_, out.data(), out.size());
        return got > 0 ? static_cast<std::size_t>(got) : 0;
    }

private:
    int fd_;
};

class MemoryStream final : public Stream {
public:
    explicit MemoryStream(const std::string& bytes) : bytes_(bytes) {}
    std::size_t read(std::span<char> out) override {
        const std::size_t n = std::min(out.size(), bytes_.size() - at_);
        std::memcpy(out.data(), bytes_.data() + at_, n);
        at_ += n;
        return n;
    }

private:
    const std::string& bytes_;
    std::size_t at_ = 0;
};

class Folder final : public Files {
public:
    explicit Folder(std::string root) : root_(std::move(root)) {}

    Result<std::vector<std::string>> list() override {
        std::vector<std::string> out;
        std::error_code ec;
        fs::recursive_directory_iterator it(root_, fs::directory_options::none, ec), end;
        if (ec) {
            return fail("bundle.folder", root_, ec.message());
        }
        for (; it != end; it.increment(ec)) {
            if (ec) {
                return fail("bundle.folder", root_, ec.message());
            }
            const auto path = it->path().lexically_relative(root_).generic_string();
            const auto status = it->symlink_status();
            if (fs::is_directory(status)) {
                continue;
            }
            if (!fs::is_regular_file(status)) {
                return fail("bundle.kind", path, "neither a file nor a folder");
            }
            out.push_back(path);
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    Result<std::unique_ptr<Stream>> open(const std::string& path) override {
        const int fd = ::open((root_ + "/" + path).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
        if (fd < 0) {
            return fail("bundle.missing", path, std::strerror(errno));
        }
        return std::unique_ptr<Stream>(std::make_unique<FileStream>(fd));
    }

    Result<std::uint64_t> size(const std::string& path) override {
        struct stat st{};
        if (::lstat((root_ + "/" + path).c_str(), &st) != 0) {
            return fail("bundle.missing", path, std::strerror(errno));
        }
        return static_cast<std::uint64_t>(st.st_size);
    }

private:
    std::string root_;
};

}  // namespace

Result<Hash> Files::sha256(const std::string& path) {
    ZJ_TRY(auto stream, open(path));
    crypto::Sha256 hash;
    std::string block(kBlock, '\0');
    while (const std::size_t n = stream->read(block)) {
        hash.update(as_bytes({block.data(), n}));
    }
    return hash.finish();
}

Result<std::string> Files::read(const std::string& path, std::size_t bytes_max) {
    ZJ_TRY(const std::uint64_t bytes, size(path));
    if (bytes > bytes_max) {
        return fail("bundle.size", path, "larger than any such file may be");
    }
    ZJ_TRY(auto stream, open(path));
    std::string out(bytes, '\0');
    std::size_t at = 0;
    while (at < out.size()) {
        const std::size_t n = stream->read(std::span(out).subspan(at));
        if (n == 0) {
            return fail("bundle.missing", path, "shorter than it was a moment ago");
        }
        at += n;
    }
    return out;
}

std::unique_ptr<Files> open_folder(const std::string& folder) {
    return std::make_unique<Folder>(folder);
}

void MemoryFiles::put(std::string path, std::string bytes) {
    hashes_.erase(path);
    files_[std::move(path)] = std::move(bytes);
}

std::string& MemoryFiles::at(const std::string& path) {
    hashes_.erase(path);
    return files_.at(path);
}

void MemoryFiles::remove(const std::string& path) {
    hashes_.erase(path);
    files_.erase(path);
}

Result<std::vector<std::string>> MemoryFiles::list() {
    std::vector<std::string> out;
    for (const auto& [path, bytes] : files_) {
        out.push_back(path);
    }
    return out;
}

Result<std::unique_ptr<Stream>> MemoryFiles::open(const std::string& path) {
    const auto it = files_.find(path);
    if (it == files_.end()) {
        return fail("bundle.missing", path);
    }
    return std::unique_ptr<Stream>(std::make_unique<MemoryStream>(it->second));
}

Result<std::uint64_t> MemoryFiles::size(const std::string& path) {
    const auto it = files_.find(path);
    if (it == files_.end()) {
        return fail("bundle.missing", path);
    }
    return std::uint64_t{it->second.size()};
}

Result<Hash> MemoryFiles::sha256(const std::string& path) {
    if (const auto known = hashes_.find(path); known != hashes_.end()) {
        return known->second;
    }
    ZJ_TRY(const Hash hash, Files::sha256(path));
    return hashes_[path] = hash;
}

Lines::Lines(std::unique_ptr<Stream> stream, std::size_t bytes_max)
    : stream_(std::move(stream)), bytes_max_(bytes_max) {}

Result<bool> Lines::next(std::string& line) {
    for (;;) {
        if (const std::size_t newline = buffer_.find('\n', at_); newline != std::string::npos) {
            line.assign(buffer_, at_, newline - at_);
            at_ = newline + 1;
            if (line.size() > bytes_max_) {
                return fail("bundle.line", {}, "a line is longer than any may be");
            }
            return true;
        }
        if (end_) {
            if (at_ < buffer_.size()) {
                return fail("bundle.line", {}, "the last line does not end");
            }
            return false;
        }
        buffer_.erase(0, at_);
        at_ = 0;
        if (buffer_.size() > bytes_max_) {
            return fail("bundle.line", {}, "a line is longer than any may be");
        }
        const std::size_t held = buffer_.size();
        buffer_.resize(held + kBlock);
        const std::size_t n = stream_->read(std::span(buffer_).subspan(held));
        buffer_.resize(held + n);
        end_ = n == 0;
    }
}

}  // namespace zj::verify
