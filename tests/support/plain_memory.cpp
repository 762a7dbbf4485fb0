// SPDX-License-Identifier: Apache-2.0
// Memory for programs whose secrets are made up: the simulator, and the unit tests of what stands on the stores. Locked
// and guarded memory costs some five system calls an allocation, half of their time; that it is locked is for
// unit_crypto and store to test. These take the place of the libraries' own, as sanitizers do with mlock in their
// builds.

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
