// SPDX-License-Identifier: Apache-2.0
#include "terminal/preview/decode.hpp"

#include <utility>

#include "terminal/preview/exif.hpp"

namespace zj::preview {

namespace {

// Made smaller before it is turned: that way only few pixels are moved.
Page fitted(Page page, const Request& request) {
    const bool turned = page.orientation >= 5 && page.orientation <= 8;
    const int across = turned ? request.height_max : request.width_max;
    const int down = turned ? request.width_max : request.height_max;
    const auto [width, height] = fitted_size(page.raster.width, page.raster.height, across, down);
    if (width != page.raster.width || height != page.raster.height) {
        page.raster = shrunk(page.raster, width, height);
    }
    page.raster = oriented(std::move(page.raster), page.orientation);
    page.orientation = 1;
    return page;
}

}  // namespace

Result<Page> decode(ByteView document, const Request& request) {
    switch (static_cast<Kind>(request.kind)) {
        case Kind::pdf:
            return decode_pdf(document, request.page, request.width_max, request.height_max);
        case Kind::tiff: {
            ZJ_TRY(Page page, decode_tiff(document, request.page));
            return fitted(std::move(page), request);
        }
        case Kind::jpeg:
        case Kind::png: {
            if (request.page != 0) {
                return fail("preview.page");
            }
            ZJ_TRY(Page page, request.kind == static_cast<std::uint32_t>(Kind::jpeg) ? decode_jpeg(document)
                                                                                     : decode_png(document));
            page.orientation = orientation(document);  // 1 for whatever is no JPEG
            return fitted(std::move(page), request);
        }
    }
    return fail("preview.damaged");
}

}  // namespace zj::preview
