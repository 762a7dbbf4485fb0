// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

#include "terminal/preview/decode.hpp"

namespace {

// What a PNG may unpack to, set from its header before it is: stb_image itself would go on until memory ends.
std::size_t unpacked_bytes_max = 0;

void* grown(void* at, std::size_t size) {
    return size > unpacked_bytes_max ? nullptr : std::realloc(at, size);
}

}  // namespace

#define STBI_MALLOC(size) std::malloc(size)
#define STBI_REALLOC(at, size) grown(at, size)
#define STBI_FREE(at) std::free(at)
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
// Neither format says more in practice, and 65,500 is the most a JPEG can.
#define STBI_MAX_DIMENSIONS 65535
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#endif
#include <stb_image.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace zj::preview {

namespace {

constexpr int kRgba = 4;

Error failure() {
    const char* reason = stbi_failure_reason();
    if (reason != nullptr && std::string_view(reason) == "outofmem") {
        throw std::bad_alloc();
    }
    return fail("preview.damaged", {}, reason == nullptr ? "" : reason);
}

using Size = std::pair<std::int64_t, std::int64_t>;

constexpr std::uint8_t kPngStart = 0x89, kJpegStart = 0xFF;

// From the first chunk, which every PNG begins with: stb_image does not say why it refuses a size.
Result<Size> png_size(ByteView document) {
    constexpr std::size_t kWidthAt = 16, kHeightAt = 20, kEnd = 24;
    if (document.size() < kEnd) {
        return fail("preview.damaged");
    }
    const auto number = [&](std::size_t at) {
        std::int64_t out = 0;
        for (const std::uint8_t byte : document.subspan(at, 4)) {
            out = out << 8 | byte;
        }
        return out;
    };
    return Size{number(kWidthAt), number(kHeightAt)};
}

// Four channels of two bytes, and a filter byte a row in up to seven passes; stb_image doubles what it has until that
// finds room. The packed data grow the same way.
std::size_t most_unpacked(const Size& size, std::size_t document_bytes) {
    constexpr std::int64_t kPixelBytes = 8, kPasses = 7, kFirst = 65536;
    const std::int64_t raw = size.first * size.second * kPixelBytes + size.second * kPasses;
    return 2 * std::max(static_cast<std::size_t>(raw), document_bytes) + kFirst;
}

Result<Size> jpeg_size(ByteView document) {
    int width = 0, height = 0, channels = 0;
    if (stbi_info_from_memory(document.data(), static_cast<int>(document.size()), &width, &height, &channels) == 0) {
        return failure();
    }
    return Size{width, height};
}

struct Free {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

}  // namespace

Result<Page> decode_picture(ByteView document, Kind kind) {
    if (document.size() > INT_MAX) {
        return fail("preview.too_large");
    }
    if (document.empty() || document[0] != (kind == Kind::png ? kPngStart : kJpegStart)) {
        return fail("preview.damaged");
    }
    // Only the header, so that a bomb is known before it goes off.
    ZJ_TRY(const auto said, kind == Kind::png ? png_size(document) : jpeg_size(document));
    if (!may_decode(said.first, said.second)) {
        return fail("preview.too_large");
    }
    unpacked_bytes_max = most_unpacked(said, document.size());
    int width = 0, height = 0, channels = 0;
    const std::unique_ptr<stbi_uc, Free> pixels(
        stbi_load_from_memory(document.data(), static_cast<int>(document.size()), &width, &height, &channels, kRgba));
    if (pixels == nullptr) {
        return failure();
    }
    if (width != said.first || height != said.second) {
        return fail("preview.damaged");
    }
    const std::size_t bytes = std::size_t(width) * std::size_t(height) * kRgba;
    Page page{{width, height, {pixels.get(), pixels.get() + bytes}}};
    put_on_paper(page.raster, false);
    return page;
}

}  // namespace zj::preview
