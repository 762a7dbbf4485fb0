// SPDX-License-Identifier: Apache-2.0
#include <climits>
#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>

#include "terminal/preview/decode.hpp"

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

struct Free {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

}  // namespace

Result<Page> decode_picture(ByteView document) {
    if (document.size() > INT_MAX) {
        return fail("preview.too_large");
    }
    const int size = static_cast<int>(document.size());
    int width = 0, height = 0, channels = 0;
    // Only the header, so that a bomb is known before it goes off.
    if (stbi_info_from_memory(document.data(), size, &width, &height, &channels) == 0) {
        const char* reason = stbi_failure_reason();
        return fail(reason != nullptr && std::string_view(reason) == "too large" ? "preview.too_large"
                                                                                 : "preview.damaged");
    }
    if (!may_decode(width, height)) {
        return fail("preview.too_large");
    }
    const std::unique_ptr<stbi_uc, Free> pixels(
        stbi_load_from_memory(document.data(), size, &width, &height, &channels, kRgba));
    if (pixels == nullptr) {
        return failure();
    }
    if (!may_decode(width, height)) {
        return fail("preview.damaged");
    }
    const std::size_t bytes = std::size_t(width) * std::size_t(height) * kRgba;
    Page page{{width, height, {pixels.get(), pixels.get() + bytes}}, 1};
    put_on_paper(page.raster, false);
    return page;
}

}  // namespace zj::preview
