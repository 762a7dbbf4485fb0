// SPDX-License-Identifier: Apache-2.0
// The simulator's memory holds no secrets. Locked and guarded memory costs some five system calls an allocation, half
// of a run's time; that it is locked is another test's matter. These take the place of the libraries' own in zj_sim, as
// sanitizers do with mlock in their builds.

#include <sodium.h>
#include <sys/mman.h>

#include <cstdlib>

extern "C" {

int mlock(const void*, size_t) noexcept {
    return 0;
}

int munlock(const void*, size_t) noexcept {
    return 0;
}

void* sodium_malloc(size_t size) {
    return std::calloc(1, size == 0 ? 1 : size);
}

void sodium_free(void* memory) {
    std::free(memory);
}

}  // extern "C"
