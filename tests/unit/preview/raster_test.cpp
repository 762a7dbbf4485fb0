// SPDX-License-Identifier: Apache-2.0
#include "terminal/preview/raster.hpp"

#include <catch2/catch_test_macros.hpp>

#include "terminal/preview/bounds.hpp"

using namespace zj::preview;

namespace {

// Opaque grey pixels.
Raster greys(int width, int height, const std::vector<int>& values) {
    Raster out{width, height, {}};
    for (const int value : values) {
        const auto grey = static_cast<std::uint8_t>(value);
        out.rgba.insert(out.rgba.end(), {grey, grey, grey, 255});
    }
    return out;
}

std::vector<int> values_of(const Raster& raster) {
    std::vector<int> out;
    for (std::size_t i = 0; i < raster.rgba.size(); i += 4) {
        out.push_back(raster.rgba[i]);
    }
    return out;
}

}  // namespace

TEST_CASE("each of the eight orientations turns the stored picture as EXIF says") {
    const Raster stored = greys(3, 2, {1, 2, 3, 4, 5, 6});
    const std::vector<std::vector<int>> seen{{1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1},
                                             {4, 5, 6, 1, 2, 3}, {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3},
                                             {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        INFO(orientation);
        const Raster turned = oriented(stored, orientation);
        CHECK(turned.width == (orientation < 5 ? 3 : 2));
        CHECK(turned.height == (orientation < 5 ? 2 : 3));
        CHECK(values_of(turned) == seen[std::size_t(orientation) - 1]);
    }
    CHECK(values_of(oriented(stored, 0)) == values_of(stored));
    CHECK(values_of(oriented(stored, 9)) == values_of(stored));
}

TEST_CASE("a smaller picture holds the mean of the larger, also where sizes do not divide") {
    CHECK(values_of(shrunk(greys(4, 2, {0, 100, 200, 100, 100, 200, 0, 100}), 2, 1)) == std::vector{100, 100});
    CHECK(values_of(shrunk(greys(3, 1, {0, 90, 240}), 2, 1)) == std::vector{30, 190});
    CHECK(values_of(shrunk(greys(2, 1, {7, 9}), 2, 1)) == std::vector{7, 9});
    const Raster even = greys(701, 1, std::vector<int>(701, 200));
    CHECK(values_of(shrunk(even, 699, 1)) == std::vector<int>(699, 200));
}

TEST_CASE("a picture fits into what is asked for, in its shape, at least one pixel, never larger") {
    CHECK(fitted_size(400, 300, 200, 200) == std::pair(200, 150));
    CHECK(fitted_size(300, 400, 200, 200) == std::pair(150, 200));
    CHECK(fitted_size(40, 30, 200, 200) == std::pair(40, 30));
    CHECK(fitted_size(100000, 1, 200, 200) == std::pair(200, 1));
}

TEST_CASE("no more pixels are decoded than the bound, however they are arranged") {
    CHECK(may_decode(10000, 8000));
    CHECK_FALSE(may_decode(10000, 8001));
    CHECK_FALSE(may_decode(60000, 60000));
    CHECK_FALSE(may_decode(0, 5));
    CHECK_FALSE(may_decode(-4, -4));
    CHECK_FALSE(may_decode(std::int64_t(1) << 40, std::int64_t(1) << 40));
}

TEST_CASE("half transparent colours are mixed with paper, however they are stored") {
    Raster plain{1, 1, {100, 0, 0, 128}}, weighted{1, 1, {50, 0, 0, 128}};
    put_on_paper(plain, false);
    put_on_paper(weighted, true);
    CHECK(plain.rgba == std::vector<std::uint8_t>{177, 127, 127, 255});
    CHECK(weighted.rgba == plain.rgba);
}
