// SPDX-License-Identifier: Apache-2.0
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <memory>

#include "terminal/preview/bounds.hpp"
#include "terminal/preview/decode.hpp"

namespace zj::preview {

namespace {

constexpr double kPointsPerInch = 72;

void say_nothing(const std::string&, void*) {}

// A page's box is in points before the page's own rotation.
std::pair<double, double> size_as_seen(const poppler::page& page) {
    const poppler::rectf box = page.page_rect(poppler::crop_box);
    const auto way = page.orientation();
    const bool turned = way == poppler::page::landscape || way == poppler::page::seascape;
    return turned ? std::pair(box.height(), box.width()) : std::pair(box.width(), box.height());
}

// Rounding up may give one row or column more than asked for; it is cut.
Raster to_raster(const poppler::image& image, int width_max, int height_max) {
    Raster out{std::min(image.width(), width_max), std::min(image.height(), height_max), {}};
    out.rgba.reserve(std::size_t(out.width) * std::size_t(out.height) * 4);
    for (int y = 0; y < out.height; ++y) {
        const char* row = image.const_data() + std::ptrdiff_t(y) * image.bytes_per_row();
        for (int x = 0; x < out.width; ++x) {
            const auto* bgra = reinterpret_cast<const std::uint8_t*>(row) + std::size_t(x) * 4;
            out.rgba.insert(out.rgba.end(), {bgra[2], bgra[1], bgra[0], 255});
        }
    }
    return out;
}

}  // namespace

Result<Page> decode_pdf(ByteView document, int number, int width_max, int height_max) {
    poppler::set_debug_error_function(say_nothing, nullptr);
    if (document.size() > INT_MAX) {
        return fail("preview.too_large");
    }
    const std::unique_ptr<poppler::document> pdf(poppler::document::load_from_raw_data(
        reinterpret_cast<const char*>(document.data()), static_cast<int>(document.size())));
    if (pdf == nullptr) {
        return fail("preview.damaged");
    }
    if (pdf->is_locked()) {
        return fail("preview.locked");
    }
    const int pages = pdf->pages();
    if (pages < 1 || pages > kPagesMax) {
        return fail(pages < 1 ? "preview.damaged" : "preview.too_large");
    }
    if (number >= pages) {
        return fail("preview.page");
    }
    const std::unique_ptr<poppler::page> page(pdf->create_page(number));
    if (page == nullptr) {
        return fail("preview.damaged");
    }
    const auto [width, height] = size_as_seen(*page);
    if (!(width > 0 && height > 0) || !std::isfinite(width) || !std::isfinite(height)) {
        return fail("preview.damaged");
    }
    const double dpi = kPointsPerInch * std::min(width_max / width, height_max / height);
    // Beside a side of kSideMax the other could vanish.
    if (width * dpi < kPointsPerInch || height * dpi < kPointsPerInch) {
        return fail("preview.too_large");
    }
    poppler::page_renderer renderer;
    renderer.set_image_format(poppler::image::format_argb32);
    renderer.set_render_hints(poppler::page_renderer::antialiasing | poppler::page_renderer::text_antialiasing);
    const poppler::image image = renderer.render_page(page.get(), dpi, dpi);
    if (!image.is_valid() || image.width() < 1 || image.height() < 1) {
        return fail("preview.damaged");
    }
    return Page{to_raster(image, width_max, height_max), pages};
}

}  // namespace zj::preview
