// SPDX-License-Identifier: Apache-2.0
#include <csetjmp>
#include <cstddef>
#include <cstdio>  // jpeglib.h needs it first

#include <jpeglib.h>

#include <jerror.h>

#include <new>

#include "terminal/preview/decode.hpp"

namespace zj::preview {

namespace {

// libjpeg's way to tell: it never returns from an error, so it leaves by longjmp. Nothing with a destructor may live
// between setjmp and what jumps; hence the small functions below, which hold nothing.
struct Trouble {
    jpeg_error_mgr manager;
    std::jmp_buf back;
    int code;
};

[[noreturn]] void leave(j_common_ptr info) {
    Trouble& trouble = *reinterpret_cast<Trouble*>(info->err);  // its first member
    trouble.code = info->err->msg_code;
    std::longjmp(trouble.back, 1);
}

void say_nothing(j_common_ptr) {}

class Reader {
public:
    Reader() {
        info_.err = jpeg_std_error(&trouble_.manager);
        trouble_.manager.error_exit = leave;
        trouble_.manager.output_message = say_nothing;
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() { jpeg_destroy_decompress(&info_); }

    // The size, and whether the colours are those of print.
    bool open(ByteView document) {
        if (setjmp(trouble_.back) != 0) {
            return false;
        }
        jpeg_create_decompress(&info_);
        jpeg_mem_src(&info_, document.data(), document.size());
        jpeg_read_header(&info_, TRUE);
        info_.out_color_space = in_print() ? JCS_CMYK : JCS_EXT_RGBA;
        return true;
    }

    // Into width × height × 4 bytes. A document that ends too early has grey where it is missing.
    bool read(std::uint8_t* pixels) {
        if (setjmp(trouble_.back) != 0) {
            return false;
        }
        jpeg_start_decompress(&info_);
        while (info_.output_scanline < info_.output_height) {
            JSAMPROW row = pixels + std::size_t(info_.output_scanline) * info_.output_width * kRgba;
            jpeg_read_scanlines(&info_, &row, 1);
        }
        return true;
    }

    std::int64_t width() const { return info_.image_width; }
    std::int64_t height() const { return info_.image_height; }
    bool in_print() const { return info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK; }

    Error failure() const {
        if (trouble_.code == JERR_OUT_OF_MEMORY) {
            throw std::bad_alloc();
        }
        return fail("preview.damaged", {}, "libjpeg " + std::to_string(trouble_.code));
    }

    static constexpr std::size_t kRgba = 4;

private:
    jpeg_decompress_struct info_{};
    Trouble trouble_{};
};

static_assert(offsetof(Trouble, manager) == 0);

// Cyan, magenta, yellow and black, each stored as what is left of the light, as all programs that make such do.
void from_print(std::vector<std::uint8_t>& pixels) {
    constexpr unsigned kFull = 255;
    for (std::size_t i = 0; i + 3 < pixels.size(); i += 4) {
        const unsigned light = pixels[i + 3];
        for (std::size_t channel = 0; channel < 3; ++channel) {
            pixels[i + channel] = static_cast<std::uint8_t>(pixels[i + channel] * light / kFull);
        }
        pixels[i + 3] = kFull;
    }
}

}  // namespace

Result<Page> decode_jpeg(ByteView document) {
    Reader reader;
    if (!reader.open(document)) {
        return reader.failure();
    }
    // Only the header was read, so that a bomb is known before it goes off.
    if (!may_decode(reader.width(), reader.height())) {
        return fail("preview.too_large");
    }
    Page page{{static_cast<int>(reader.width()), static_cast<int>(reader.height()), {}}};
    page.raster.rgba.resize(std::size_t(page.raster.width) * std::size_t(page.raster.height) * Reader::kRgba);
    if (!reader.read(page.raster.rgba.data())) {
        return reader.failure();
    }
    if (reader.in_print()) {
        from_print(page.raster.rgba);
    }
    return page;
}

}  // namespace zj::preview
