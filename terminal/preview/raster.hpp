// SPDX-License-Identifier: Apache-2.0
#pragma once
// A decoded picture and what is done to it before it is shown. Pure; used inside the child only.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace zj::preview {

// RGBA, rows from the top, width * height * 4 bytes.
struct Raster {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};

// Whether a stored picture of this size may be decoded at all (kPixelsMax).
bool may_decode(std::int64_t width, std::int64_t height);

// The largest size within width_max × height_max of the same shape, at least 1 × 1, never larger than the picture.
std::pair<int, int> fitted_size(int width, int height, int width_max, int height_max);
// Each pixel the mean of what it covers, so that thin lines of a scan stay visible.
Raster shrunk(const Raster& from, int width, int height);
// Turned and mirrored as EXIF orientation 1 to 8 says; any other value changes nothing.
Raster oriented(Raster from, int orientation);
// Transparent parts become paper. `premultiplied`: whether colours were already weighted by their alpha.
void put_on_paper(Raster& raster, bool premultiplied);

}  // namespace zj::preview
