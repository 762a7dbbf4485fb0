// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/preview/documents.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include <catch2/catch_test_macros.hpp>

namespace zj::preview::test {

Folder::Folder() {
    path_ = std::filesystem::temp_directory_path() / ("zj-preview-" + std::to_string(std::random_device()()));
    std::filesystem::create_directory(path_);
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Bytes read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::string& path, ByteView bytes) {
    std::ofstream(path, std::ios::binary).write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
}

Bytes made(std::string command, const std::string& extension) {
    const Folder folder;
    const std::string file = folder.path("made." + extension);
    for (std::size_t at; (at = command.find("FILE")) != command.npos;) {
        command.replace(at, 4, file);
    }
    INFO(command);
    REQUIRE(std::system(command.c_str()) == 0);
    return read(file);
}

Bytes drawn_pdf(const std::string& text) {
    return made("pango-view --no-display --font 'Noto Sans CJK SC 24' --width 420 --margin 48 --output FILE --text '" +
                    text + "'",
                "pdf");
}

Decoder decoder() {
    const char* bin = std::getenv("ZJ_BIN_DIR");
    REQUIRE(bin != nullptr);  // run by ctest
    return {std::string(bin) + "/zhijian-preview"};
}

Result<Picture> seen(ByteView document, std::string_view type, int page, int width, int height) {
    return render_with(decoder(), document, type, page, width, height, nullptr);
}

Colour at(const Picture& picture, int x, int y) {
    const std::size_t i = (std::size_t(y) * std::size_t(picture.width) + std::size_t(x)) * 4;
    return {picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2]};
}

bool near(const Colour& colour, int r, int g, int b) {
    constexpr int kJpegError = 24;
    return std::abs(colour.r - r) < kJpegError && std::abs(colour.g - g) < kJpegError &&
           std::abs(colour.b - b) < kJpegError;
}

std::size_t dark(const Picture& picture) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
        out += picture.rgba[i] + picture.rgba[i + 1] + picture.rgba[i + 2] < 3 * 128 ? 1 : 0;
    }
    return out;
}

}  // namespace zj::preview::test
