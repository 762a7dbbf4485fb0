// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/package_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/package/layout.hpp"
#include "shared/package/tar.hpp"

namespace zj::verify {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { ::close(fd_); }
    int get() const { return fd_; }

private:
    int fd_;
};

struct Range {
    std::uint64_t at = 0, bytes = 0;
};

class RangeStream final : public Stream {
public:
    RangeStream(std::shared_ptr<const Descriptor> file, Range range) : file_(std::move(file)), range_(range) {}
    std::size_t read(std::span<char> out) override {
        const std::size_t want = std::min<std::uint64_t>(out.size(), range_.bytes);
        const ssize_t got = ::pread(file_->get(), out.data(), want, static_cast<off_t>(range_.at));
        const std::size_t n = got > 0 ? static_cast<std::size_t>(got) : 0;
        range_.at += n;
        range_.bytes -= n;
        return n;
    }

private:
    std::shared_ptr<const Descriptor> file_;
    Range range_;
};

class Tar final : public Files {
public:
    Tar(std::shared_ptr<const Descriptor> file, std::uint64_t bytes) : file_(std::move(file)), bytes_(bytes) {}

    Result<> index() {
        for (std::uint64_t at = 0;;) {
            ZJ_TRY(const std::string block, read_at({at, package::kTarBlock}));
            ZJ_TRY(const auto item, package::read_tar_header(block));
            if (!item) {
                return end_at(at);
            }
            at += package::kTarBlock;
            ZJ_CHECK(add(*item, at));
            ZJ_CHECK(zeros({at + item->bytes, package::tar_padding(item->bytes)}));
            at += item->bytes + package::tar_padding(item->bytes);
        }
    }

    Result<std::vector<std::string>> list() override {
        std::vector<std::string> out;
        for (const auto& [path, range] : files_) {
            out.push_back(path);
        }
        return out;
    }
    Result<std::unique_ptr<Stream>> open(const std::string& path) override {
        ZJ_TRY(const Range range, find(path));
        return std::unique_ptr<Stream>(std::make_unique<RangeStream>(file_, range));
    }
    Result<std::uint64_t> size(const std::string& path) override {
        ZJ_TRY(const Range range, find(path));
        return std::uint64_t{range.bytes};
    }

private:
    Result<Range> find(const std::string& path) const {
        const auto at = files_.find(path);
        if (at == files_.end()) {
            return fail("bundle.missing", path);
        }
        return Range(at->second);
    }

    Result<std::string> read_at(Range range) const {
        std::string out(range.bytes, '\0');
        RangeStream stream(file_, range);
        for (std::size_t done = 0; done < out.size();) {
            const std::size_t n = stream.read(std::span(out).subspan(done));
            if (n == 0) {
                return fail("package.tar", {}, "it ends too early");
            }
            done += n;
        }
        return out;
    }

    Result<> zeros(Range range) const {
        ZJ_TRY(const std::string bytes, read_at(range));
        return bytes.find_first_not_of('\0') == std::string::npos
                   ? Result<>()
                   : Result<>(fail("package.tar", {}, "something stands between its files"));
    }

    Result<> end_at(std::uint64_t at) const {
        const std::uint64_t end = package::kTarEndBlocks * package::kTarBlock;
        if (bytes_ - at != end) {
            return fail("package.tar", {}, "it does not end after its last file");
        }
        return zeros({at, end});
    }

    // Everything stands in one folder, whose name is not looked at further.
    Result<> add(const package::TarItem& item, std::uint64_t at) {
        const std::size_t slash = item.path.find('/');
        const std::string top = item.path.substr(0, std::min(slash, item.path.size()));
        if (slash == std::string::npos || (top_ && *top_ != top)) {
            return fail("package.path", item.path, "not in the one folder of the package");
        }
        if (time_ && *time_ != item.at) {
            return fail("package.tar", item.path, "of another time than the files before it");
        }
        if (files_.size() >= package::kFilesMax || item.bytes > bytes_ || at + item.bytes > bytes_) {
            return fail("package.size", item.path, "more than a package holds");
        }
        top_ = top;
        time_ = item.at;
        if (!files_.emplace(item.path.substr(slash + 1), Range{at, item.bytes}).second) {
            return fail("package.duplicate", item.path, "twice in the package");
        }
        return {};
    }

    std::shared_ptr<const Descriptor> file_;
    std::uint64_t bytes_;
    std::optional<std::string> top_;
    std::optional<Time> time_;
    std::map<std::string, Range> files_;
};

}  // namespace

Result<std::unique_ptr<Files>> open_package(const std::string& path) {
    struct stat st{};
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe would wait for its writer
    if (fd < 0) {
        return fail("package.open", path, std::strerror(errno));
    }
    auto file = std::make_shared<const Descriptor>(fd);
    if (::fstat(fd, &st) != 0 || !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) {
        return fail("package.open", path, "neither a file nor a folder");
    }
    if (S_ISDIR(st.st_mode)) {
        return open_folder(path);
    }
    if (static_cast<std::uint64_t>(st.st_size) > package::kPackageBytesMax) {
        return fail("package.size", path, "larger than a package may be");
    }
    auto tar = std::make_unique<Tar>(std::move(file), static_cast<std::uint64_t>(st.st_size));
    ZJ_CHECK(tar->index());
    return std::unique_ptr<Files>(std::move(tar));
}

}  // namespace zj::verify
