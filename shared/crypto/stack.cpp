// SPDX-License-Identifier: Apache-2.0
#include "shared/crypto/stack.hpp"

#include <sodium.h>

#include <cstddef>

namespace zj::crypto {

namespace {

// The deepest calls, through JSON and SQLite, use less than 100 KiB; threads have 8 MiB.
constexpr std::size_t kStackWiped = std::size_t{256} * 1024;

}  // namespace

void wipe_stack() {
    sodium_stackzero(kStackWiped);
}

}  // namespace zj::crypto
