// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one preview may cost, each bound with its reason. A picture on screen is a convenience: whoever needs more than
// this opens the original elsewhere.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "shared/base/limits.hpp"

namespace zj::preview {

// The largest attachment there is.
inline constexpr std::int64_t kDocumentBytesMax = limits::kAttachmentBytesMax;
// Of a stored picture, before it is made smaller: an A3 scan at 600 dpi has 70 million.
inline constexpr std::int64_t kPixelsMax = 80'000'000;
// Side of the picture asked for: what every OpenGL 3 texture may have, and a 4K screen shows no more.
inline constexpr int kSideMax = 4096;
// Pages of one document: forty times the 200-page file that the limit of an attachment was made for.
inline constexpr int kPagesMax = 8000;
// Address space of the child: the document, a picture of kPixelsMax as stored and as RGBA, fonts and libraries.
inline constexpr std::uint64_t kMemoryBytesMax = 1536ULL * 1024 * 1024;
// A page that takes longer is not waited for. Processor time is bounded apart, by the kernel, should nobody be waiting
// any more.
inline constexpr std::chrono::milliseconds kTimeMax{20'000};
inline constexpr std::uint64_t kProcessorSecondsMax = 20;
// Files open at once: fontconfig reads its caches one by one, poppler keeps the fonts of a page open.
inline constexpr std::uint64_t kOpenFilesMax = 64;

}  // namespace zj::preview
