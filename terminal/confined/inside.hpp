// SPDX-License-Identifier: Apache-2.0
#pragma once
// The child's side of child.hpp: its two descriptors, as memory. Only for programs that run() starts.

#include <cstdint>
#include <optional>
#include <span>

namespace zj::confined {

inline constexpr int kInputFd = 0;
inline constexpr int kSharedFd = 1;  // 2 is /dev/null

// The child ends with whoever started it: nobody is left to look at its answer. Call it first.
void end_with_parent();
// Whole descriptors as memory, mapped for as long as the process lives; nothing where they are no memory or empty.
std::optional<std::span<const std::uint8_t>> input();
std::optional<std::span<std::uint8_t>> shared();

}  // namespace zj::confined
