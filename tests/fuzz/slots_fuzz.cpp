// SPDX-License-Identifier: Apache-2.0
// slots.json, which lies unprotected on a stolen disk: costs are bounded before anything is derived.

#include <sys/mman.h>
#include <unistd.h>

#include "terminal/vault/slots.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int kFile = ::memfd_create("slots", 0);
    static const std::string kPath = "/proc/self/fd/" + std::to_string(kFile);
    ZJ_ASSERT(::ftruncate(kFile, 0) == 0 && ::pwrite(kFile, data, size, 0) == static_cast<ssize_t>(size));
    const vault::Cost cost;
    const auto file = vault::read_slots(kPath, cost);
    if (!file) {
        ZJ_PROMISE(file.error().code.starts_with("vault."));
        return 0;
    }
    for (const vault::Slot& slot : file->slots) {
        ZJ_PROMISE(slot.cost.memory_kib >= cost.floor.memory_kib &&
                   slot.cost.memory_kib <= crypto::kArgon2Ceiling.memory_kib);
        ZJ_PROMISE(slot.cost.passes >= cost.floor.passes && slot.cost.passes <= crypto::kArgon2Ceiling.passes);
    }
    return 0;
}
