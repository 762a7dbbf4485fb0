// SPDX-License-Identifier: Apache-2.0
// Everything that is freed is zeroed first, so that what a person typed or saw does not stay in memory that nobody owns
// (terminal.md, Vault: keys gone, screens gone). Sanitizers bring an allocator of their own, which this would hide.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ZJ_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ZJ_SANITIZED 1
#endif
#endif

#ifndef ZJ_SANITIZED

#include <malloc.h>

#include <cstdlib>
#include <new>

#include "shared/crypto/secret.hpp"

namespace {

void* take(std::size_t size) {
    void* out = std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc): this is operator new
    if (out == nullptr) {
        throw std::bad_alloc();
    }
    return out;
}

void give(void* data) noexcept {
    if (data != nullptr) {
        zj::crypto::wipe({static_cast<std::uint8_t*>(data), ::malloc_usable_size(data)});
        std::free(data);  // NOLINT(cppcoreguidelines-no-malloc)
    }
}

}  // namespace

void* operator new(std::size_t size) {
    return take(size);
}
void* operator new[](std::size_t size) {
    return take(size);
}
void operator delete(void* data) noexcept {
    give(data);
}
void operator delete[](void* data) noexcept {
    give(data);
}
void operator delete(void* data, std::size_t /*size*/) noexcept {
    give(data);
}
void operator delete[](void* data, std::size_t /*size*/) noexcept {
    give(data);
}

#endif
