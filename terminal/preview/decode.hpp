// SPDX-License-Identifier: Apache-2.0
#pragma once
// The decoders, as the child uses them: everything here looks at bytes that somebody else made, so nothing here is
// linked into the terminal. Errors are those of kStatusCodes; running out of memory is std::bad_alloc.

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "terminal/preview/raster.hpp"
#include "terminal/preview/wire.hpp"

namespace zj::preview {

struct Page {
    Raster raster;
    int pages = 1;
    int orientation = 1;  // EXIF's: how the raster is still to be turned
};

// At most request.width_max × request.height_max, opaque, the right way up.
Result<Page> decode(ByteView document, const Request& request);

// The parts; pictures as they are stored, but for PDF, which is drawn to size.
Result<Page> decode_jpeg(ByteView document);
Result<Page> decode_png(ByteView document);
Result<Page> decode_tiff(ByteView document, int page);
Result<Page> decode_pdf(ByteView document, int page, int width_max, int height_max);

}  // namespace zj::preview
