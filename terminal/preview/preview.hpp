// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pictures of attachments, for the screen. The document is decoded by another program, zhijian-preview, which can open
// nothing but fonts and reach nobody (terminal/confined); this side hands it the bytes, waits with a deadline, and
// believes only what fits its bounds. Nothing is stored, and the document is only read. Any thread; a call blocks for
// as long as the page takes, so it belongs on a worker.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "terminal/preview/bounds.hpp"

namespace zj::preview {

struct Picture {
    int width = 0, height = 0;  // pixels
    int pages = 0;              // of the whole document
    // The kernel has no Landlock: what the document does not bring along as a font is missing on the page.
    bool without_fonts = false;
    std::vector<std::uint8_t> rgba;  // rows from the top, opaque, width * height * 4
};

// Which program decodes, and how long it may take.
struct Decoder {
    std::string program;  // absolute
    std::chrono::milliseconds time_max = kTimeMax;
};
// zhijian-preview in the folder of the running program.
Decoder decoder_beside_us();

// One page (from 0), as large as fits into width_max × height_max without being stretched; a photograph is never
// enlarged. `media_type` is what vault::sniff() told. REQUIRES: 1 ≤ width_max, height_max ≤ kSideMax.
// Errors: preview.none (a type without previews, OFD among them), preview.damaged, preview.locked (a password),
// preview.page, preview.too_large, preview.memory, preview.stopped (the child died), preview.timeout,
// preview.cancelled (`stop` became true), preview.program and preview.sandbox (this installation cannot).
Result<Picture> render(ByteView document, std::string_view media_type, int page, int width_max, int height_max,
                       const std::atomic<bool>* stop);
Result<Picture> render_with(const Decoder& decoder, ByteView document, std::string_view media_type, int page,
                            int width_max, int height_max, const std::atomic<bool>* stop);

}  // namespace zj::preview
