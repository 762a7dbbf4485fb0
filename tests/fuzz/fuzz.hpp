// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every target needs: its input as text, and a way to say that a promise of a parser does not hold.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/base/result.hpp"

namespace zj::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// Crashes with the place, which is how a target reports.
#define ZJ_PROMISE(x) ZJ_ASSERT(x)

}  // namespace zj::fuzz
