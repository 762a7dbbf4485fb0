// SPDX-License-Identifier: Apache-2.0
// Segments and EXIF of photographs. What is taken out stays out, and what comes out is a complete JPEG again.

#include "terminal/preview/exif.hpp"
#include "terminal/preview/jpeg.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView jpeg(data, size);
    const int turned = preview::orientation(jpeg);
    ZJ_PROMISE(turned >= 1 && turned <= 8);
    const auto segments = preview::segments_of(jpeg);
    const auto clean = preview::without_location(jpeg);
    ZJ_PROMISE(segments.has_value() == clean.has_value());
    if (!clean) {
        return 0;
    }
    ZJ_PROMISE(clean->size() <= jpeg.size());
    ZJ_PROMISE(preview::segments_of(*clean));
    ZJ_PROMISE(preview::without_location(*clean) == clean);
    for (const preview::Segment& segment : *preview::segments_of(*clean)) {
        ZJ_PROMISE(segment.marker < 0xE3 || segment.marker == preview::kApp14);  // no comments, IPTC or vendors' blocks
    }
    return 0;
}
