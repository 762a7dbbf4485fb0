// SPDX-License-Identifier: Apache-2.0
#include "terminal/preview/raster.hpp"

#include <algorithm>
#include <cmath>

#include "terminal/preview/bounds.hpp"

namespace zj::preview {

namespace {

constexpr int kChannels = 4;

// What one pixel of the smaller picture covers of the larger: from a fraction of the first to a fraction of the last.
struct Span {
    int first, last;
    float first_weight, last_weight, scale;
    float weight(int at) const { return (at == first ? first_weight : at == last ? last_weight : 1.0F) * scale; }
};

std::vector<Span> spans(int from, int to) {
    std::vector<Span> out;
    const double ratio = double(from) / to;
    for (int i = 0; i < to; ++i) {
        const double begin = i * ratio, end = std::min<double>((i + 1) * ratio, from);
        const int first = static_cast<int>(begin);
        const int last = std::clamp(static_cast<int>(std::ceil(end)) - 1, first, from - 1);
        const double head = first == last ? end - begin : first + 1 - begin;
        out.push_back({first, last, float(head), float(end - last), float(1 / (end - begin))});
    }
    return out;
}

void add_row(const std::uint8_t* row, const std::vector<Span>& columns, float weight, std::vector<float>& sum) {
    float* out = sum.data();
    for (const Span& span : columns) {
        for (int x = span.first; x <= span.last; ++x) {
            const float by = span.weight(x) * weight;
            for (int c = 0; c < kChannels; ++c) {
                out[c] += by * float(row[std::size_t(x) * kChannels + std::size_t(c)]);
            }
        }
        out += kChannels;
    }
}

const std::uint8_t* pixel(const Raster& raster, int x, int y) {
    return raster.rgba.data() + (std::size_t(y) * std::size_t(raster.width) + std::size_t(x)) * kChannels;
}

}  // namespace

bool may_decode(std::int64_t width, std::int64_t height) {
    return width >= 1 && height >= 1 && width <= kPixelsMax && height <= kPixelsMax / width;
}

std::pair<int, int> fitted_size(int width, int height, int width_max, int height_max) {
    const double scale = std::min({1.0, double(width_max) / width, double(height_max) / height});
    return {std::clamp(static_cast<int>(std::lround(width * scale)), 1, width_max),
            std::clamp(static_cast<int>(std::lround(height * scale)), 1, height_max)};
}

Raster shrunk(const Raster& from, int width, int height) {
    const std::vector<Span> columns = spans(from.width, width), rows = spans(from.height, height);
    Raster out{width, height, {}};
    out.rgba.reserve(std::size_t(width) * std::size_t(height) * kChannels);
    std::vector<float> sum(std::size_t(width) * kChannels);
    for (const Span& span : rows) {
        std::fill(sum.begin(), sum.end(), 0.0F);
        for (int y = span.first; y <= span.last; ++y) {
            add_row(pixel(from, 0, y), columns, span.weight(y), sum);
        }
        for (const float value : sum) {
            out.rgba.push_back(static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F)));
        }
    }
    return out;
}

Raster oriented(Raster from, int orientation) {
    if (orientation < 2 || orientation > 8) {
        return from;
    }
    const bool turned = orientation >= 5;
    Raster out{turned ? from.height : from.width, turned ? from.width : from.height, {}};
    out.rgba.reserve(from.rgba.size());
    // Which side of the stored picture is the first row, and which the first column, of the picture as seen.
    const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int column = turned ? y : x, row = turned ? x : y;
            column = from_right ? from.width - 1 - column : column;
            row = from_below ? from.height - 1 - row : row;
            const std::uint8_t* at = pixel(from, column, row);
            out.rgba.insert(out.rgba.end(), at, at + kChannels);
        }
    }
    return out;
}

void put_on_paper(Raster& raster, bool premultiplied) {
    for (std::size_t i = 0; i + kChannels <= raster.rgba.size(); i += kChannels) {
        const unsigned alpha = raster.rgba[i + 3];
        if (alpha == 255) {
            continue;
        }
        for (std::size_t c = i; c < i + 3; ++c) {
            const unsigned colour = premultiplied ? raster.rgba[c] : raster.rgba[c] * alpha / 255;
            raster.rgba[c] = static_cast<std::uint8_t>(std::min(255U, colour + 255 - alpha));
        }
        raster.rgba[i + 3] = 255;
    }
}

}  // namespace zj::preview
