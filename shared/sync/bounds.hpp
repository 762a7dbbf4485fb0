// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bounds of the messages beside those in base/limits.hpp, each with its reason; a test goes beyond each of them.

#include <cstddef>

#include "shared/base/limits.hpp"

namespace zj::sync::bounds {

// An envelope over six small members, and a door note over up to kDeviceScopesMax scopes.
inline constexpr std::size_t kHelloBytesMax = 4 * 1024;
inline constexpr std::size_t kNoteBytesMax = 8 * 1024;
// One change set with number 1, of some 4 KiB: whoever sends it is not known yet, so they get little room.
inline constexpr std::size_t kEnrolBytesMax = 64 * 1024;
// Root statements that a device has missed, each of which may bring a new catalogue.
inline constexpr std::size_t kRootsMax = 1000;
inline constexpr std::size_t kRootsBytesMax = 8 * limits::kCatalogueBytesMax;
// A receipt, and where the change set was held the newest outcome record.
inline constexpr std::size_t kPushAnswerBytesMax = limits::kRecordBytesMax;
// A receipt is some 1.5 KiB; as many as a push has, and a few outcomes.
inline constexpr std::size_t kPushResponseBytesMax = 32 * 1024 * 1024;
// The county cuts a page at kFeedBytesMax of what it reads, but never within an entry; escapes and paths add to it.
inline constexpr std::size_t kFeedPageBytesMax = 4 * limits::kFeedBytesMax;
// {"error":{…}}: a longer one is only shown shortened.
inline constexpr std::size_t kErrorBytesMax = 4 * 1024;

}  // namespace zj::sync::bounds
