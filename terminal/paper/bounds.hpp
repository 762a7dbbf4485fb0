// SPDX-License-Identifier: Apache-2.0
#pragma once
// How much one paper holds, each bound with its reason.

#include <cstddef>

#include "shared/base/limits.hpp"

namespace zj::paper {

// One value: the longest field of a form has 1,000 characters, of at most four bytes.
inline constexpr std::size_t kTextBytesMax = 4096;
// Rows of one list: what a case may have as attachments. Steps and copies are fewer.
inline constexpr std::size_t kRowsMax = limits::kAttachmentsPerCaseMax;
// The largest count a form of 用编核准 takes.
inline constexpr int kCountMax = 99;
// What the bounds above can fill is some 30 pages; more is a fault of ours, not of the input.
inline constexpr int kPagesMax = 60;
// A QR code of version 33 at correction M holds 1,600 bytes; with modules a telephone can still tell apart, it is as
// wide as the column beside it may become.
inline constexpr std::size_t kQrBytesMax = 1600;

}  // namespace zj::paper
