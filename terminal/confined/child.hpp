// SPDX-License-Identifier: Apache-2.0
#pragma once
// A child process that reads one file of others for us: it gets two descriptors and nothing else of ours, no
// environment, no other open file, no signal settings. What it gives up by itself is in sandbox.hpp. Linux only (memfd,
// pidfd).

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::confined {

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

struct Work {
    std::string_view area;    // first half of the error codes: what could not be done, as people see it
    std::string program;      // absolute
    ByteView input;           // the file; the child reads a copy that nobody can change
    ByteView request;         // what the shared memory starts with
    std::size_t shared_size;  // of the shared memory, in bytes; the rest is zero, and costs nothing until written
    std::chrono::milliseconds time_max;
    const std::atomic<bool>* stop;  // may be null
};

// Runs the program with input and shared memory as descriptors 0 and 1, waits, and returns the shared memory, whose
// size neither side can change. The child is gone when this returns, whatever it says. Errors, after the area and a
// point: "program" (it cannot be started, or the system has no memory left), "timeout", "cancelled" (`stop` became
// true), "stopped" (it did not end with 0). Any thread; blocks.
Result<Descriptor> run(const Work& work);
bool read_at(const Descriptor& from, void* to, std::size_t size, std::size_t offset);

// The program of this name in the folder of the running one; empty where the system does not tell.
std::string beside_us(std::string_view name);

template <class T>
ByteView as_object_bytes(const T& object) {
    return {reinterpret_cast<const std::uint8_t*>(&object), sizeof object};
}

}  // namespace zj::confined
