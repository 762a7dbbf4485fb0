// SPDX-License-Identifier: Apache-2.0
#include "shared/crypto/secret.hpp"

#include <cerrno>
#include <cstring>

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace zj::crypto {

// sodium_malloc guards, locks and zeroes; it hides a failed mlock, which harden_process() has made room for and
// reports.
Secret::Secret(std::size_t size)
    : data_(static_cast<std::uint8_t*>(size == 0 ? nullptr : sodium_malloc(size))), size_(size) {
    ZJ_ASSERT(size == 0 || data_ != nullptr);
    if (size != 0) {
        sodium_memzero(data_, size_);
    }
}

Secret Secret::from(ByteView bytes) {
    Secret out(bytes.size());
    if (!bytes.empty()) {
        std::memcpy(out.data_, bytes.data(), bytes.size());
    }
    return out;
}

Secret Secret::random(std::size_t size) {
    Secret out(size);
    if (size != 0) {
        randombytes_buf(out.data_, size);
    }
    return out;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

void Secret::wipe() {
    if (data_ != nullptr) {
        sodium_free(data_);  // zeroes first
    }
    data_ = nullptr;
    size_ = 0;
}

bool Secret::equals(const Secret& other) const {
    return size_ == other.size_ && (size_ == 0 || sodium_memcmp(data_, other.data_, size_) == 0);
}

void wipe(std::span<std::uint8_t> bytes) {
    if (!bytes.empty()) {
        sodium_memzero(bytes.data(), bytes.size());
    }
}

Result<> harden_process() {
    std::string missing;
    rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0) {
        missing += "core dumps stay on; ";
    }
    if (::prctl(PR_SET_DUMPABLE, 0) != 0) {
        missing += "ptrace stays on; ";
    }
    rlimit lock{};
    if (::getrlimit(RLIMIT_MEMLOCK, &lock) == 0 && lock.rlim_cur != lock.rlim_max) {
        lock.rlim_cur = lock.rlim_max;
        ::setrlimit(RLIMIT_MEMLOCK, &lock);
    }
    // One page locked shows whether secrets can be.
    auto* probe = static_cast<std::uint8_t*>(sodium_malloc(4096));
    if (probe == nullptr || ::sodium_mlock(probe, 4096) != 0) {
        missing += "memory cannot be locked; ";
    }
    sodium_free(probe);
    if (!missing.empty()) {
        return fail("process.harden", {}, missing);
    }
    return {};
}

}  // namespace zj::crypto
