// SPDX-License-Identifier: Apache-2.0
#pragma once
// A child process with two descriptors and nothing else of ours: no environment, no other open file, no signal
// settings. Linux only (memfd, pidfd).

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::preview {

// Owns one descriptor, at 3 or above, closed on exec.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor();
    int get() const { return fd_; }

private:
    int fd_;
};

// Memory that nobody can change any more. "preview.program" where the system has none left, as for all of these.
Result<Descriptor> sealed_copy(ByteView bytes);
// Zeroed memory that starts with `head`; its size is fixed, so neither side can make the other read past its end.
Result<Descriptor> shared_memory(std::size_t size, ByteView head);
bool read_at(const Descriptor& from, void* to, std::size_t size, std::size_t offset);

template <class T>
ByteView as_object_bytes(const T& object) {
    return {reinterpret_cast<const std::uint8_t*>(&object), sizeof object};
}

// Runs the program with the two as descriptors 0 and 1 and waits. The child is gone when this returns, whatever it
// says. "preview.program" (cannot be started), "preview.timeout", "preview.cancelled", "preview.stopped" (it did not
// end with 0).
Result<> run(const std::string& program, const Descriptor& input, const Descriptor& shared,
             std::chrono::milliseconds time_max, const std::atomic<bool>* stop);

}  // namespace zj::preview
