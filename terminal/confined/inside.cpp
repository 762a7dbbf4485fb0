// SPDX-License-Identifier: Apache-2.0
#include "terminal/confined/inside.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <csignal>
#include <cstddef>

namespace zj::confined {

namespace {

std::optional<std::span<std::uint8_t>> mapped(int fd, int protection, int flags) {
    struct stat about{};
    if (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size <= 0) {
        return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(about.st_size);
    void* at = ::mmap(nullptr, size, protection, flags, fd, 0);
    if (at == MAP_FAILED) {
        return std::nullopt;
    }
    return std::span(static_cast<std::uint8_t*>(at), size);
}

}  // namespace

void end_with_parent() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

std::optional<std::span<const std::uint8_t>> input() {
    return mapped(kInputFd, PROT_READ, MAP_PRIVATE);
}

std::optional<std::span<std::uint8_t>> shared() {
    return mapped(kSharedFd, PROT_READ | PROT_WRITE, MAP_SHARED);
}

}  // namespace zj::confined
