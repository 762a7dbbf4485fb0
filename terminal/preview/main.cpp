// SPDX-License-Identifier: Apache-2.0
// zhijian-preview: draws one page of one document for zhijian-terminal, from inside a sandbox. The document and the
// memory for the picture come as descriptors (wire.hpp); it has no options, reads no environment and knows no path but
// those of fonts. Exit 0: there is an answer; 2: not started by a terminal.
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <span>

#include "terminal/preview/bounds.hpp"
#include "terminal/preview/decode.hpp"
#include "terminal/preview/sandbox.hpp"
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

// A whole descriptor as memory; it stays mapped for as long as the process lives.
std::optional<std::span<std::uint8_t>> mapped(int fd, int protection, int flags) {
    struct stat about{};
    if (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size <= 0) {
        return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(about.st_size);
    void* at = ::mmap(nullptr, size, protection, flags, fd, 0);
    if (at == MAP_FAILED) {
        return std::nullopt;
    }
    return std::span(static_cast<std::uint8_t*>(at), size);
}

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
    const auto confined = confine(kReadable, {kMemoryBytesMax, kProcessorSecondsMax, kOpenFilesMax});
    const auto page = confined ? decoded(document, request) : Result<Page>(confined.error());
    if (!page) {
        answer(shared, {.status = status_of(page.error())}, nullptr);
        return;
    }
    const Raster& raster = page->raster;
    ZJ_ASSERT(raster.rgba.size() == std::size_t(raster.width) * std::size_t(raster.height) * 4);
    ZJ_ASSERT(sizeof(Shared) + raster.rgba.size() <= shared.size());
    const std::uint32_t without_fonts = confined->reads_folders ? 0 : 1;
    answer(shared,
           {.pages = page->pages, .width = raster.width, .height = raster.height, .without_fonts = without_fonts},
           &raster);
}

}  // namespace

int main(int argc, char**) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);  // nobody is left to look at the picture
    const auto shared = mapped(kSharedFd, PROT_READ | PROT_WRITE, MAP_SHARED);
    if (argc != 1 || !shared || shared->size() < sizeof(Shared)) {
        std::fputs("zhijian-preview is started by zhijian-terminal, which hands it a document; it has no options.\n",
                   stderr);
        return 2;
    }
    if (const auto document = mapped(kDocumentFd, PROT_READ, MAP_PRIVATE)) {
        serve(*document, *shared);
    } else {
        answer(*shared, {.status = status_of(fail("preview.damaged"))}, nullptr);  // an empty document
    }
    // Ends at once: what libraries would do on the way out, the sandbox would not let them.
    ::_exit(0);
}
