// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/courier_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "terminal/vault/files.hpp"

namespace zj::work {

namespace {

constexpr std::string_view kMagic = "zjb1\n";
constexpr std::size_t kSealedKey = 80, kStreamHeader = 24, kOverhead = 17;
constexpr std::size_t kStart = kMagic.size() + 32 + kSealedKey + kStreamHeader;

Error system_error(const char* code, const std::string& path) {
    const std::string what = std::generic_category().message(errno);
    return fail(errno == ENOSPC || errno == EDQUOT ? "vault.full" : code, path, what, {path, what});
}

std::array<std::uint8_t, 4> length_bytes(std::size_t n) {
    return {static_cast<std::uint8_t>(n), static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n >> 16),
            static_cast<std::uint8_t>(n >> 24)};
}

class File {
public:
    explicit File(const std::string& path)
        : path_(path), fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    Result<> check() {
        struct stat status{};
        if (fd_ < 0 || ::fstat(fd_, &status) != 0) {
            return system_error("file.read", path_);
        }
        if (!S_ISREG(status.st_mode)) {
            return fail("file.read", path_, "not a file", {path_, "not a file"});
        }
        if (status.st_size > kCourierBytesMax) {
            return fail("courier.size", path_, "larger than any bundle");
        }
        return {};
    }
    Result<> rewind() {
        return ::lseek(fd_, 0, SEEK_SET) == 0 ? Result<>() : Result<>(system_error("file.read", path_));
    }
    // Fills `out` as far as the file goes.
    Result<std::size_t> read(std::span<std::uint8_t> out) {
        std::size_t at = 0;
        while (at < out.size()) {
            const ssize_t n = ::read(fd_, out.data() + at, out.size() - at);
            if (n < 0 && errno == EINTR) {
                continue;
            }
            if (n < 0) {
                return system_error("file.read", path_);
            }
            if (n == 0) {
                break;
            }
            at += static_cast<std::size_t>(n);
        }
        return at;
    }
    const std::string& path() const { return path_; }

private:
    std::string path_;
    int fd_;
};

Error damaged(const File& file, const char* why) {
    return fail("courier.damaged", file.path(), why);
}

Result<> pass(File& file, const crypto::BoxKey& mine, const std::function<Result<>(std::string_view)>* each) {
    ZJ_CHECK(file.rewind());
    Bytes start(kStart);
    ZJ_TRY(const std::size_t got, file.read(start));
    const ByteView view(start);
    if (got < kMagic.size() || as_text(view.first(kMagic.size())) != kMagic) {
        return fail("courier.kind", file.path(), "not a bundle of this kind");
    }
    if (got < kStart) {
        return damaged(file, "cut off");
    }
    if (!std::ranges::equal(view.subspan(kMagic.size(), 32), mine.public_key().bytes)) {
        return fail("courier.recipient", file.path(), "sealed to another recipient");
    }
    const auto key = mine.open(view.subspan(kMagic.size() + 32, kSealedKey));
    if (!key || key->size() != 32) {
        return damaged(file, "its key does not open");
    }
    auto stream = crypto::StreamReader::open(*key, view.subspan(kStart - kStreamHeader));
    if (!stream) {
        return damaged(file, "its stream does not open");
    }
    const Hash binding = crypto::sha256(view);
    Bytes cipher;
    for (std::size_t frames = 0;; ++frames) {
        std::array<std::uint8_t, 4> length{};
        ZJ_TRY(const std::size_t head, file.read(length));
        const std::size_t size =
            length[0] | std::size_t{length[1]} << 8 | std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
        if (head != length.size() || size < kOverhead) {
            return damaged(file, "cut off");
        }
        if (size > kCourierFrameMax + kOverhead || frames > kCourierFramesMax) {
            return fail("courier.size", file.path(), "a message larger, or more messages, than a bundle may have");
        }
        cipher.resize(size);
        ZJ_TRY(const std::size_t body, file.read(cipher));
        if (body != size) {
            return damaged(file, "cut off");
        }
        auto part = stream->pull(cipher, binding.view());
        if (!part) {
            return damaged(file, "a message was changed, moved or left out");
        }
        if (part->last) {
            std::array<std::uint8_t, 1> more{};
            ZJ_TRY(const std::size_t rest, file.read(more));
            return part->plain.empty() && rest == 0 ? Result<>() : Result<>(damaged(file, "more follows its end"));
        }
        if (each != nullptr) {
            ZJ_CHECK((*each)(as_text(part->plain)));
        }
    }
}

}  // namespace

CourierWriter::CourierWriter(std::string path, int fd, crypto::StreamWriter stream, Hash binding)
    : path_(std::move(path)), fd_(fd), stream_(std::move(stream)), binding_(binding) {}

CourierWriter::CourierWriter(CourierWriter&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      stream_(std::move(other.stream_)),
      binding_(other.binding_),
      bytes_(other.bytes_),
      frames_(other.frames_) {}

CourierWriter::~CourierWriter() {
    if (fd_ >= 0) {
        ::close(fd_);
        ::unlink((path_ + ".part").c_str());
    }
}

Result<CourierWriter> CourierWriter::create(const std::string& path, const crypto::BoxPublicKey& to) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) == 0) {
        return fail("vault.exists", path, "the file is there already", {path});
    }
    // What an interrupted run left goes; what another name of it holds stays as it is.
    const std::string part = path + ".part";
    ::unlink(part.c_str());
    const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return system_error("file.write", path);
    }
    const crypto::Secret key = crypto::Secret::random(32);
    crypto::StreamWriter stream(key);
    Bytes start = to_bytes(kMagic);
    start.insert(start.end(), to.bytes.begin(), to.bytes.end());
    const Bytes sealed = crypto::seal(to, key.view());
    start.insert(start.end(), sealed.begin(), sealed.end());
    start.insert(start.end(), stream.header().begin(), stream.header().end());
    ZJ_ASSERT(start.size() == kStart);
    CourierWriter writer(path, fd, std::move(stream), crypto::sha256(start));
    ZJ_CHECK(writer.write(start));
    return writer;
}

Result<> CourierWriter::write(ByteView bytes) {
    bytes_ += static_cast<std::int64_t>(bytes.size());
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return system_error("file.write", path_);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return {};
}

Result<> CourierWriter::frame(std::string_view message, bool last) {
    const Bytes cipher = stream_.push(as_bytes(message), last, binding_.view());
    ZJ_CHECK(write(length_bytes(cipher.size())));
    return write(cipher);
}

Result<> CourierWriter::add(std::string_view message) {
    if (message.size() > kCourierFrameMax || ++frames_ > kCourierFramesMax ||
        bytes_ + static_cast<std::int64_t>(message.size()) > kCourierBytesMax - 1024) {
        return fail("courier.size", path_, "more than one bundle may carry");
    }
    return frame(message, false);
}

Result<> CourierWriter::finish() {
    ZJ_CHECK(frame({}, true));
    const std::string part = path_ + ".part";
    // A failed fsync is never tried again.
    auto done = ::fsync(fd_) == 0 && ::close(std::exchange(fd_, -1)) == 0 ? vault::give_name(part, path_)
                                                                          : system_error("file.write", path_);
    if (!done) {
        ::unlink(part.c_str());
    }
    return done;
}

Result<> read_courier_file(const std::string& path, const crypto::BoxKey& mine,
                           const std::function<Result<>(std::string_view message)>& each) {
    File file(path);
    ZJ_CHECK(file.check());
    ZJ_CHECK(pass(file, mine, nullptr));
    return pass(file, mine, &each);
}

}  // namespace zj::work
