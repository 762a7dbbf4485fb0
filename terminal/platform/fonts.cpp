// SPDX-License-Identifier: Apache-2.0
#include "terminal/platform/fonts.hpp"

#include <fcntl.h>
#include <imgui.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <string>

#include "icons_embed.hpp"

namespace zj::platform {

namespace {

constexpr int kSimplifiedChinese = 2;  // face of the collection; the others prefer Japanese or Korean shapes
// Glyphs come on demand. Beyond this the atlas would not fit on old graphics chips; ImGui then starts it anew.
constexpr int kAtlasWidthMax = 2048, kAtlasHeightMax = 4096, kAtlasSide = 1024;

struct Mapping {
    void* data = MAP_FAILED;
    std::size_t size = 0;
};

Mapping map_file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return {};
    }
    Mapping out;
    struct stat status{};
    if (::fstat(fd, &status) == 0 && status.st_size > 0) {
        out.size = static_cast<std::size_t>(status.st_size);
        out.data = ::mmap(nullptr, out.size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    ::close(fd);
    return out;
}

ImFont* add(const Mapping& file, int face) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.FontNo = static_cast<ImU32>(face);
    config.PixelSnapH = true;
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(file.data, static_cast<int>(file.size), 20.0F, &config);
}

}  // namespace

Result<ui::Fonts> load_fonts() {
    constexpr std::array<const char*, 2> kFolders{"/usr/share/fonts/opentype/noto/", "/usr/share/fonts/noto-cjk/"};
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.TexMaxWidth = kAtlasWidthMax;
    atlas.TexMaxHeight = kAtlasHeightMax;
    atlas.TexMinWidth = atlas.TexMinHeight = kAtlasSide;
    const auto face = [&](const char* file) -> ImFont* {
        for (const char* folder : kFolders) {
            const Mapping mapping = map_file(std::string(folder) + file);
            if (mapping.data != MAP_FAILED) {
                return add(mapping, kSimplifiedChinese);
            }
        }
        return nullptr;
    };
    ui::Fonts out;
    out.regular = face("NotoSansCJK-Regular.ttc");
    out.bold = face("NotoSansCJK-Bold.ttc");
    const std::string_view icons = embed::icons::files()[0].bytes;
    // ImGui takes it as writable and does not write to it.
    out.icons = add({const_cast<char*>(icons.data()), icons.size()}, 0);
    if (out.regular == nullptr || out.bold == nullptr || out.icons == nullptr) {
        return fail("font.missing", "fonts-noto-cjk", "Noto Sans CJK SC, regular and bold, is not installed",
                    {"fonts-noto-cjk"});
    }
    return out;
}

}  // namespace zj::platform
