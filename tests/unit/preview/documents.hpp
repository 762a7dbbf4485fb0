// SPDX-License-Identifier: Apache-2.0
#pragma once
// Documents for the tests of previews, made by public tools (ImageMagick, pango-view) as a clerk's scanner and office
// programs would, and the decoder that was built.

#include <filesystem>
#include <string>

#include "shared/base/bytes.hpp"
#include "terminal/preview/preview.hpp"
#include "tests/support/show_result.hpp"

namespace zj::preview::test {

// A folder of its own, gone at the end.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

Bytes read(const std::string& path);
void write(const std::string& path, ByteView bytes);
// What the command writes to FILE, where FILE in it stands for a new file with that extension.
Bytes made(std::string command, const std::string& extension);
// As made(), but skips nothing: fails the test where the tool is missing.
Bytes drawn_pdf(const std::string& text);

// zhijian-preview of this build.
Decoder decoder();
Result<Picture> seen(ByteView document, std::string_view type, int page = 0, int width = 400, int height = 400);

struct Colour {
    int r, g, b;
};
Colour at(const Picture& picture, int x, int y);
bool near(const Colour& colour, int r, int g, int b);
// Pixels darker than middle grey.
std::size_t dark(const Picture& picture);

}  // namespace zj::preview::test
