// SPDX-License-Identifier: Apache-2.0
#include <png.h>

#include <new>
#include <string_view>
#include <utility>

#include "terminal/preview/decode.hpp"

namespace zj::preview {

namespace {

struct Image {
    Image() { png.version = PNG_IMAGE_VERSION; }
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;
    ~Image() { png_image_free(&png); }
    png_image png{};
};

Error failure(const Image& image) {
    const std::string_view reason = image.png.message;
    if (reason.find("emory") != reason.npos) {  // "Out of memory", "Insufficient memory to …"
        throw std::bad_alloc();
    }
    return fail("preview.damaged", {}, std::string(reason));
}

constexpr std::uint8_t kFirstByte = 0x89;

// From the first chunk, which every PNG begins with: libpng calls a size beyond its own bounds damaged.
Result<std::pair<std::int64_t, std::int64_t>> said_size(ByteView document) {
    constexpr std::size_t kWidthAt = 16, kHeightAt = 20, kEnd = 24;
    if (document.size() < kEnd || document[0] != kFirstByte) {
        return fail("preview.damaged");
    }
    const auto number = [&](std::size_t at) {
        std::int64_t out = 0;
        for (const std::uint8_t byte : document.subspan(at, 4)) {
            out = out << 8 | byte;
        }
        return out;
    };
    return std::pair(number(kWidthAt), number(kHeightAt));
}

}  // namespace

Result<Page> decode_png(ByteView document) {
    // Before anything is unpacked, so that a bomb is known before it goes off. Image data beyond this size are not
    // unpacked at all.
    ZJ_TRY(const auto said, said_size(document));
    if (!may_decode(said.first, said.second)) {
        return fail("preview.too_large");
    }
    Image image;
    if (png_image_begin_read_from_memory(&image.png, document.data(), document.size()) == 0) {
        return failure(image);
    }
    if (image.png.width != said.first || image.png.height != said.second) {
        return fail("preview.damaged");
    }
    image.png.format = PNG_FORMAT_RGBA;
    Page page{{static_cast<int>(image.png.width), static_cast<int>(image.png.height), {}}};
    page.raster.rgba.resize(PNG_IMAGE_SIZE(image.png));
    if (png_image_finish_read(&image.png, nullptr, page.raster.rgba.data(), 0, nullptr) == 0) {
        return failure(image);
    }
    put_on_paper(page.raster, false);
    return page;
}

}  // namespace zj::preview
