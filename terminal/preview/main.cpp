// SPDX-License-Identifier: Apache-2.0
// zhijian-preview: draws one page of one document for zhijian-terminal, from inside a sandbox. The document and the
// memory for the picture come as descriptors (wire.hpp); it has no options, reads no environment and knows no path but
// those of fonts. Exit 0: there is an answer; 2: not started by a terminal.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <new>
#include <span>

#include "terminal/confined/inside.hpp"
#include "terminal/confined/sandbox.hpp"
#include "terminal/preview/bounds.hpp"
#include "terminal/preview/decode.hpp"
#include "terminal/preview/wire.hpp"

namespace {

using namespace zj;
using namespace zj::preview;

// What poppler reads beside the document: fontconfig's settings and caches, fonts, and the tables of CJK encodings.
constexpr const char* kReadable[] = {"/etc/fonts",
                                     "/usr/share/fontconfig",
                                     "/var/cache/fontconfig",
                                     "/usr/share/fonts",
                                     "/usr/local/share/fonts",
                                     "/usr/share/poppler",
                                     "/usr/share/xml/fontconfig"};

Result<Page> decoded(ByteView document, const Request& request) {
    try {
        return decode(document, request);
    } catch (const std::bad_alloc&) {
        return fail("preview.memory");
    } catch (const std::exception&) {
        return fail("preview.damaged");
    }
}

std::uint32_t status_of(const Error& error) {
    const auto at = std::find(kStatusCodes.begin(), kStatusCodes.end(), error.code);
    return static_cast<std::uint32_t>(at == kStatusCodes.end() ? 1 : at - kStatusCodes.begin());
}

void answer(std::span<std::uint8_t> shared, Answer what, const Raster* raster) {
    if (raster != nullptr) {
        std::memcpy(shared.data() + sizeof(Shared), raster->rgba.data(), raster->rgba.size());
    }
    what.magic = kAnswered;
    std::memcpy(shared.data() + offsetof(Shared, answer), &what, sizeof what);
}

void serve(ByteView document, std::span<std::uint8_t> shared) {
    Request request{};
    std::memcpy(&request, shared.data() + offsetof(Shared, request), sizeof request);
    const auto walls = confined::confine(kReadable, {kMemoryBytesMax, kProcessorSecondsMax, kOpenFilesMax});
    const auto page = walls ? decoded(document, request) : Result<Page>(fail("preview.sandbox"));
    if (!page) {
        answer(shared, {.status = status_of(page.error())}, nullptr);
        return;
    }
    const Raster& raster = page->raster;
    ZJ_ASSERT(raster.rgba.size() == std::size_t(raster.width) * std::size_t(raster.height) * 4);
    ZJ_ASSERT(sizeof(Shared) + raster.rgba.size() <= shared.size());
    const std::uint32_t without_fonts = walls->reads_folders ? 0 : 1;
    answer(shared,
           {.pages = page->pages, .width = raster.width, .height = raster.height, .without_fonts = without_fonts},
           &raster);
}

}  // namespace

int main(int argc, char**) {
    confined::end_with_parent();
    const auto shared = confined::shared();
    if (argc != 1 || !shared || shared->size() < sizeof(Shared)) {
        std::fputs("zhijian-preview is started by zhijian-terminal, which hands it a document; it has no options.\n",
                   stderr);
        return 2;
    }
    if (const auto document = confined::input()) {
        serve(*document, *shared);
    } else {
        answer(*shared, {.status = status_of(fail("preview.damaged"))}, nullptr);  // an empty document
    }
    // Ends at once: what libraries would do on the way out, the sandbox would not let them.
    ::_exit(0);
}
