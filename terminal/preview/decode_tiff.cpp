// SPDX-License-Identifier: Apache-2.0
#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "terminal/preview/bounds.hpp"
#include "terminal/preview/decode.hpp"

namespace zj::preview {

namespace {

// libtiff reads through these; the document is never written to.
struct Source {
    ByteView bytes;
    toff_t at = 0;
};

tmsize_t read(thandle_t handle, void* to, tmsize_t size) {
    Source& source = *static_cast<Source*>(handle);
    const toff_t left = source.at < source.bytes.size() ? source.bytes.size() - source.at : 0;
    const std::size_t take = static_cast<std::size_t>(std::min<toff_t>(left, static_cast<toff_t>(size)));
    std::memcpy(to, source.bytes.data() + (take == 0 ? 0 : source.at), take);
    source.at += take;
    return static_cast<tmsize_t>(take);
}

tmsize_t write(thandle_t, void*, tmsize_t) {
    return 0;
}

toff_t seek(thandle_t handle, toff_t to, int whence) {
    Source& source = *static_cast<Source*>(handle);
    source.at = whence == SEEK_SET ? to : whence == SEEK_CUR ? source.at + to : source.bytes.size() + to;
    return source.at;
}

int close(thandle_t) {
    return 0;
}

toff_t size_of(thandle_t handle) {
    return static_cast<Source*>(handle)->bytes.size();
}

int map(thandle_t handle, void** base, toff_t* size) {
    const ByteView bytes = static_cast<Source*>(handle)->bytes;
    *base = const_cast<std::uint8_t*>(bytes.data());
    *size = bytes.size();
    return 1;
}

void unmap(thandle_t, void*, toff_t) {}

struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

// libtiff itself notices directories that lead back to earlier ones.
Result<int> count_pages(TIFF* tiff) {
    int pages = 1;
    while (TIFFReadDirectory(tiff) != 0) {
        if (++pages > kPagesMax) {
            return fail("preview.too_large");
        }
    }
    return pages;
}

}  // namespace

Result<Page> decode_tiff(ByteView document, int page) {
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    Source source{document};
    const Tiff tiff(TIFFClientOpen("document", "r", &source, read, write, seek, close, size_of, map, unmap));
    if (tiff == nullptr) {
        return fail("preview.damaged");
    }
    ZJ_TRY(const int pages, count_pages(tiff.get()));
    if (page >= pages) {
        return fail("preview.page");
    }
    std::uint32_t width = 0, height = 0;
    std::uint16_t orientation = ORIENTATION_TOPLEFT;
    if (TIFFSetDirectory(tiff.get(), static_cast<tdir_t>(page)) == 0 ||
        TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width) == 0 ||
        TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height) == 0) {
        return fail("preview.damaged");
    }
    if (!may_decode(width, height)) {
        return fail("preview.too_large");
    }
    // libtiff mirrors but does not turn; so it is told that nothing is to be done, and both are left to us.
    TIFFGetField(tiff.get(), TIFFTAG_ORIENTATION, &orientation);
    TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    Page out{{static_cast<int>(width), static_cast<int>(height), {}}, pages, orientation};
    out.raster.rgba.resize(std::size_t(width) * height * 4);
    constexpr int kStopOnError = 1;
    if (TIFFReadRGBAImageOriented(tiff.get(), width, height, reinterpret_cast<std::uint32_t*>(out.raster.rgba.data()),
                                  ORIENTATION_TOPLEFT, kStopOnError) == 0) {
        return fail("preview.damaged");
    }
    put_on_paper(out.raster, true);
    return out;
}

}  // namespace zj::preview
