// SPDX-License-Identifier: Apache-2.0
#pragma once
// A JPEG file as the row of its segments (ITU-T T.81, annex B). Nothing is decoded; views are into the file. Pure.

#include <cstdint>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::preview {

// Markers that are told apart here.
inline constexpr std::uint8_t kSoi = 0xD8, kEoi = 0xD9, kSos = 0xDA, kApp0 = 0xE0, kApp1 = 0xE1, kApp2 = 0xE2,
                              kApp14 = 0xEE;

struct Segment {
    std::uint8_t marker;
    ByteView whole;    // with its marker, and for SOS with the coded data that follows
    ByteView payload;  // after the length; empty for SOI and EOI
};
// From SOI to the first EOI; what stands behind that is no part of the picture. "preview.damaged" for anything else
// than a complete JPEG, and beyond kSegmentsMax.
Result<std::vector<Segment>> segments_of(ByteView jpeg);
// The same up to the first scan, and as far as it can be read: for looking at a picture that may be cut off.
std::vector<Segment> first_segments_of(ByteView jpeg);

// An ICC profile takes up to 255, EXIF and XMP a few; a progressive picture has some ten scans with tables each.
inline constexpr std::size_t kSegmentsMax = 4096;

}  // namespace zj::preview
