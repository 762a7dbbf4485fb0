// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/picture.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

namespace zj::gui {

namespace {

constexpr int kChannels = 3;

int apart(const std::uint8_t* a, const std::uint8_t* b) {
    int out = 0;
    for (int c = 0; c < kChannels; ++c) {
        out = std::max(out, std::abs(int{a[c]} - int{b[c]}));
    }
    return out;
}

float tile_difference(const Picture& a, const Picture& b, int left, int top) {
    float out = 0;
    const int right = std::min(left + kTile, a.width), bottom = std::min(top + kTile, a.height);
    for (int c = 0; c < kChannels; ++c) {
        int sum = 0;
        for (int y = top; y < bottom; ++y) {
            for (int x = left; x < right; ++x) {
                sum += int{a.at(x, y)[c]} - int{b.at(x, y)[c]};
            }
        }
        out = std::max(out, std::abs(static_cast<float>(sum)) / static_cast<float>((right - left) * (bottom - top)));
    }
    return out;
}

using Key = std::uint32_t;
Key key_of(const std::uint8_t* p) {
    return Key{p[0]} << 16U | Key{p[1]} << 8U | p[2];
}

struct Counted {
    Key key;
    std::size_t count;
    std::uint8_t rgb[kChannels];
    bool plain = false;
};

// The most frequent first; equals by their colour, so that the same picture always makes the same file.
std::vector<Counted> colours_of(const Picture& picture) {
    std::unordered_map<Key, std::size_t> counts;
    for (std::size_t i = 0; i < picture.rgb.size(); i += kChannels) {
        ++counts[key_of(picture.rgb.data() + i)];
    }
    std::vector<Counted> out;
    out.reserve(counts.size());
    for (const auto& [key, count] : counts) {
        out.push_back({key,
                       count,
                       {static_cast<std::uint8_t>(key >> 16U), static_cast<std::uint8_t>(key >> 8U),
                        static_cast<std::uint8_t>(key)}});
    }
    std::sort(out.begin(), out.end(), [](const Counted& a, const Counted& b) {
        return a.count != b.count ? a.count > b.count : a.key < b.key;
    });
    return out;
}

constexpr std::size_t kColoursMax = 256;  // of a PNG with one byte a pixel
// Colours of plain areas: at least a tile of them in the sheet is one colour.
constexpr std::size_t kPlain = static_cast<std::size_t>(kTile) * kTile;
constexpr std::size_t kPlainMax = 64;

// So that every colour is at most `error` from one of them; empty where 256 are too few.
std::vector<Counted> palette_of(const std::vector<Counted>& colours, int error) {
    std::vector<Counted> out;
    for (const Counted& colour : colours) {
        const bool plain = colour.count >= kPlain && out.size() < kPlainMax;
        if (plain || std::none_of(out.begin(), out.end(),
                                  [&](const Counted& one) { return apart(one.rgb, colour.rgb) <= error; })) {
            if (out.size() == kColoursMax) {
                return {};
            }
            out.push_back(colour);
            out.back().plain = plain;
        }
    }
    return out;
}

using Nearest = std::unordered_map<Key, std::uint8_t>;

Nearest nearest_of(const std::vector<Counted>& colours, const std::vector<Counted>& palette) {
    Nearest out;
    for (const Counted& colour : colours) {
        const auto best = std::min_element(palette.begin(), palette.end(), [&](const Counted& a, const Counted& b) {
            return apart(a.rgb, colour.rgb) < apart(b.rgb, colour.rgb);
        });
        out[colour.key] = static_cast<std::uint8_t>(best - palette.begin());
    }
    return out;
}

// Moves every mixed colour into the middle of those it stands for, so that over a tile their errors cancel out.
void centre(const std::vector<Counted>& colours, const Nearest& nearest, std::vector<Counted>& palette) {
    std::vector<std::size_t> count(palette.size()), sums(palette.size() * kChannels);
    for (const Counted& colour : colours) {
        const std::size_t to = nearest.at(colour.key);
        count[to] += colour.count;
        for (std::size_t c = 0; c < kChannels; ++c) {
            sums[to * kChannels + c] += colour.count * colour.rgb[c];
        }
    }
    for (std::size_t i = 0; i < palette.size(); ++i) {
        for (std::size_t c = 0; c < kChannels && !palette[i].plain && count[i] > 0; ++c) {
            palette[i].rgb[c] = static_cast<std::uint8_t>((sums[i * kChannels + c] + count[i] / 2) / count[i]);
        }
    }
}

class Image {
public:
    Image() { png.version = PNG_IMAGE_VERSION; }
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;
    ~Image() { png_image_free(&png); }
    Error failure(const std::string& path) const { return fail("picture.file", path, png.message); }
    png_image png{};
};

}  // namespace

Picture shrink(const Picture& drawn) {
    Picture out(drawn.width / kShrink, drawn.height / kShrink);
    constexpr int kArea = kShrink * kShrink;
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int sum[kChannels] = {kArea / 2, kArea / 2, kArea / 2};
            for (int i = 0; i < kArea; ++i) {
                const std::uint8_t* from = drawn.at(x * kShrink + i % kShrink, y * kShrink + i / kShrink);
                for (int c = 0; c < kChannels; ++c) {
                    sum[c] += from[c];
                }
            }
            for (int c = 0; c < kChannels; ++c) {
                out.at(x, y)[c] = static_cast<std::uint8_t>(sum[c] / kArea);
            }
        }
    }
    return out;
}

Picture enlarge(const Picture& kept) {
    Picture out(kept.width * kShrink, kept.height * kShrink);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            std::copy_n(kept.at(x / kShrink, y / kShrink), kChannels, out.at(x, y));
        }
    }
    return out;
}

bool Difference::passes() const {
    return !size && pixels <= kPixelsMax && tile <= kTileMax;
}

Difference compare(const Picture& accepted, const Picture& kept) {
    Difference out;
    out.size = accepted.width != kept.width || accepted.height != kept.height;
    if (out.size) {
        return out;
    }
    for (int y = 0; y < kept.height; ++y) {
        for (int x = 0; x < kept.width; ++x) {
            const int here = apart(accepted.at(x, y), kept.at(x, y));
            out.pixel = std::max(out.pixel, here);
            out.pixels += here > kPixelMax ? 1 : 0;
        }
    }
    for (int y = 0; y < kept.height; y += kTile) {
        for (int x = 0; x < kept.width; x += kTile) {
            out.tile = std::max(out.tile, tile_difference(accepted, kept, x, y));
        }
    }
    return out;
}

Picture difference(const Picture& accepted, const Picture& drawn) {
    constexpr int kPale = 4;
    Picture out = drawn;
    for (std::uint8_t& one : out.rgb) {
        one = static_cast<std::uint8_t>(255 - (255 - one) / kPale);
    }
    const Picture kept = shrink(drawn);
    if (accepted.width != kept.width || accepted.height != kept.height) {
        return out;
    }
    for (int y = 0; y < kept.height; ++y) {
        for (int x = 0; x < kept.width; ++x) {
            if (apart(accepted.at(x, y), kept.at(x, y)) <= kPixelMax &&
                tile_difference(accepted, kept, x / kTile * kTile, y / kTile * kTile) <= kTileMax) {
                continue;
            }
            for (int i = 0; i < kShrink * kShrink; ++i) {
                std::uint8_t* to = out.at(x * kShrink + i % kShrink, y * kShrink + i / kShrink);
                to[0] = 255;
                to[1] /= 2;
                to[2] /= 2;
            }
        }
    }
    return out;
}

Picture side_by_side(const std::vector<Picture>& pictures) {
    ZJ_ASSERT(!pictures.empty());
    const Picture& first = pictures.front();
    Picture out(first.width * static_cast<int>(pictures.size()), first.height);
    int left = 0;
    for (const Picture& one : pictures) {
        ZJ_ASSERT(one.width == first.width && one.height == first.height);
        for (int y = 0; y < one.height; ++y) {
            std::copy_n(one.at(0, y), one.width * kChannels, out.at(left, y));
        }
        left += one.width;
    }
    return out;
}

Picture part(const Picture& sheet, int x, int width) {
    ZJ_ASSERT(x >= 0 && width >= 0 && x + width <= sheet.width);
    Picture out(width, sheet.height);
    for (int y = 0; y < sheet.height; ++y) {
        std::copy_n(sheet.at(x, y), width * kChannels, out.at(0, y));
    }
    return out;
}

Result<Picture> read_png(const std::string& path) {
    Image image;
    if (png_image_begin_read_from_file(&image.png, path.c_str()) == 0) {
        return image.failure(path);
    }
    image.png.format = PNG_FORMAT_RGB;
    Picture out(static_cast<int>(image.png.width), static_cast<int>(image.png.height));
    if (png_image_finish_read(&image.png, nullptr, out.rgb.data(), 0, nullptr) == 0) {
        return image.failure(path);
    }
    return out;
}

Result<> write_png(const std::string& path, const Picture& picture) {
    Image image;
    image.png.width = static_cast<png_uint_32>(picture.width);
    image.png.height = static_cast<png_uint_32>(picture.height);
    image.png.format = PNG_FORMAT_RGB;
    image.png.flags = PNG_IMAGE_FLAG_FAST;
    if (png_image_write_to_file(&image.png, path.c_str(), 0, picture.rgb.data(), 0, nullptr) == 0) {
        return image.failure(path);
    }
    return {};
}

Result<> write_small_png(const std::string& path, const Picture& picture) {
    const auto colours = colours_of(picture);
    std::vector<Counted> palette;
    constexpr int kStep = 1;
    for (int error = kStep; palette.empty() && error <= kPaletteErrorMax; error += kStep) {
        palette = palette_of(colours, error);
    }
    if (palette.empty()) {
        return fail("picture.colours", path, "256 colours are too few for this sheet");
    }
    auto nearest = nearest_of(colours, palette);
    centre(colours, nearest, palette);
    nearest = nearest_of(colours, palette);
    for (const Counted& colour : colours) {
        if (apart(palette[nearest.at(colour.key)].rgb, colour.rgb) > kPaletteErrorMax) {
            return fail("picture.colours", path, "256 colours are too few for this sheet");
        }
    }
    std::vector<std::uint8_t> indices, map;
    indices.reserve(picture.rgb.size() / kChannels);
    for (std::size_t i = 0; i < picture.rgb.size(); i += kChannels) {
        indices.push_back(nearest.at(key_of(picture.rgb.data() + i)));
    }
    for (const Counted& colour : palette) {
        map.insert(map.end(), colour.rgb, colour.rgb + kChannels);
    }
    Image image;
    image.png.width = static_cast<png_uint_32>(picture.width);
    image.png.height = static_cast<png_uint_32>(picture.height);
    image.png.format = PNG_FORMAT_RGB_COLORMAP;
    image.png.colormap_entries = static_cast<png_uint_32>(palette.size());
    if (png_image_write_to_file(&image.png, path.c_str(), 0, indices.data(), 0, map.data()) == 0) {
        return image.failure(path);
    }
    return {};
}

}  // namespace zj::gui
