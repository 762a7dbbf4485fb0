// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pictures of the window: made small, compared, kept as PNG. No window and no graphics here.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"

namespace zj::gui {

struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;  // from the top, 3 bytes a pixel

    Picture() = default;
    Picture(int w, int h) : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}
    std::uint8_t* at(int x, int y) { return rgb.data() + offset(x, y); }
    const std::uint8_t* at(int x, int y) const { return rgb.data() + offset(x, y); }
    bool operator==(const Picture&) const = default;

private:
    std::size_t offset(int x, int y) const {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
    }
};

// A kept pixel is the mean of 4 × 4 drawn ones: 339 pictures are then some 2 MB in the repository, and a stroke of text
// or a step of 4 pixels still changes what is kept.
inline constexpr int kShrink = 4;
Picture shrink(const Picture& drawn);
Picture enlarge(const Picture& kept);  // for people to see

// A sheet has 256 colours: plain areas keep theirs exactly, every other pixel is off by at most this in any channel.
// The sheet with the most colours needs 11.
inline constexpr int kPaletteErrorMax = 16;

// What a comparison found; larger is worse.
struct Difference {
    int pixels = 0;     // kept pixels off by more than kPixelMax
    int pixel = 0;      // the largest difference of a channel of a kept pixel
    float tile = 0;     // the largest mean difference of a channel over a tile
    bool size = false;  // the pictures are not of one size
    bool passes() const;
};
// One glyph's stroke changes a kept pixel by 40 and more; the palette takes up to 16, and glyphs drawn by another
// FreeType or Mesa some 10.
inline constexpr int kPixelMax = 28;
// A corner that is rounded differently is a pixel or two; one changed digit of a caption is three and more.
inline constexpr int kPixelsMax = 2;
// Tiles see what is faint but wide, such as another colour. A plain area is kept exactly; in text the palette's errors
// nearly cancel out over a tile, up to 3.3.
inline constexpr int kTile = 8;
inline constexpr float kTileMax = 4.0F;
Difference compare(const Picture& accepted, const Picture& kept);
// The new picture, pale, with what differs in red.
Picture difference(const Picture& accepted, const Picture& drawn);

Picture side_by_side(const std::vector<Picture>& pictures);  // REQUIRES: one size, not empty
Picture part(const Picture& sheet, int x, int width);

Result<Picture> read_png(const std::string& path);
Result<> write_png(const std::string& path, const Picture& picture);
// With at most 256 colours. "picture.colours" where kPaletteErrorMax does not do.
Result<> write_small_png(const std::string& path, const Picture& picture);

}  // namespace zj::gui
