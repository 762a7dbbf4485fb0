// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a photograph says about itself: how it is to be turned, and where it was taken. Pure; every offset is compared
// with the block it points into before it is followed.

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::preview {

// EXIF orientation, 1 to 8; 1 where the bytes do not say, or are no JPEG.
int orientation(ByteView jpeg);

// The same picture, bit for bit, without what could tell where it was taken. Of EXIF only tags stay that are known to
// hold no place (orientation, camera, exposure, dates); GPS, maker notes, comments and the small picture go, and so do
// bytes of the block that no remaining tag leads to. Of other blocks JFIF, ICC profile and Adobe's colour mark stay;
// XMP, IPTC, comments and whatever stands behind the picture (a film, a second picture) go. An EXIF block that cannot
// be read goes as a whole. "preview.damaged": not a complete JPEG.
Result<Bytes> without_location(ByteView jpeg);

}  // namespace zj::preview
