// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/confined/kernel.hpp"
#include "tests/unit/preview/documents.hpp"

using namespace zj;
using namespace zj::preview;
using namespace zj::preview::test;

namespace {

// A red quarter above left, a green one above right, blue below left, yellow below right.
const char* const kQuarters =
    "convert -size 40x30 xc:red xc:lime +append '(' xc:blue xc:yellow +append ')' -append -quality 95 ";

void check_quarters(const Picture& picture, bool upright = true) {
    const int left = picture.width / 4, right = 3 * left, top = picture.height / 4, bottom = 3 * top;
    CHECK(near(at(picture, left, top), 255, 0, 0));
    CHECK(near(at(picture, right, bottom), 255, 255, 0));
    CHECK(near(at(picture, right, top), 0, upright ? 255 : 0, upright ? 0 : 255));
    CHECK(near(at(picture, left, bottom), 0, upright ? 0 : 255, upright ? 255 : 0));
}

// A PDF that names its font instead of bringing it, as many office programs of the county write them.
std::string pdf_without_fonts(const std::string& page_extra) {
    return "%PDF-1.4\n"
           "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
           "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
           "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]" +
           page_extra +
           "/Contents 4 0 R"
           "/Resources<</Font<</F1 5 0 R>>>>>> endobj\n"
           "4 0 obj <</Length 47>>\nstream\nBT /F1 48 Tf 30 100 Td <B1E0D6C6CAB9D3C3> Tj ET\nendstream endobj\n"
           "5 0 obj <</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>> "
           "endobj\n"
           "6 0 obj <</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
           "/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>> endobj\n"
           "7 0 obj <</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
           "/Ascent 800/Descent -200/CapHeight 700/StemV 80>> endobj\n"
           "trailer <</Root 1 0 R>>\n";
}

}  // namespace

TEST_CASE("photographs of all three kinds are seen in their colours, and never enlarged") {
    for (const auto& [extension, type] :
         {std::pair("jpg", "image/jpeg"), std::pair("png", "image/png"), std::pair("tif", "image/tiff")}) {
        INFO(extension);
        const auto picture = seen(made(std::string(kQuarters) + "FILE", extension), type);
        REQUIRE(picture);
        CHECK((picture->width == 80 && picture->height == 60 && picture->pages == 1));
        CHECK(picture->rgba.size() == 80 * 60 * 4);
        CHECK_FALSE(picture->without_fonts);
        check_quarters(*picture);
    }
}

TEST_CASE("a large photograph is made as small as it must be, in its own shape") {
    const Bytes photo = made("convert -size 3000x2000 gradient:red-blue FILE", "jpg");
    const auto picture = seen(photo, "image/jpeg", 0, 300, 300);
    REQUIRE(picture);
    CHECK((picture->width == 300 && picture->height == 200));
    CHECK(near(at(*picture, 150, 1), 254, 0, 1));
    CHECK(near(at(*picture, 150, 198), 1, 0, 254));
    const auto tiny = seen(photo, "image/jpeg", 0, 1, 1);
    REQUIRE(tiny);
    CHECK((tiny->width == 1 && tiny->height == 1));
    CHECK(near(at(*tiny, 0, 0), 128, 0, 127));
}

TEST_CASE("photographs in the colours of print, in grey and in progressive scans are seen as others") {
    for (const char* how : {"-colorspace CMYK", "-interlace Plane", "-sampling-factor 4x1"}) {
        INFO(how);
        const auto picture = seen(made(std::string(kQuarters) + how + " FILE", "jpg"), "image/jpeg");
        REQUIRE(picture);
        check_quarters(*picture);
    }
    const auto grey = seen(made("convert -size 20x20 xc:gray50 -colorspace Gray FILE", "jpg"), "image/jpeg");
    REQUIRE(grey);
    CHECK(near(at(*grey, 10, 10), 127, 127, 127));
}

TEST_CASE("pictures of screens of every depth, interlaced or not, are seen as others") {
    for (const char* how : {"-interlace PNG", "-depth 16", "-type Palette"}) {
        INFO(how);
        const auto picture = seen(made(std::string(kQuarters) + how + " FILE", "png"), "image/png");
        REQUIRE(picture);
        check_quarters(*picture);
    }
}

TEST_CASE("transparent parts of a picture are paper") {
    const auto picture = seen(made("convert -size 20x20 xc:none FILE", "png"), "image/png");
    REQUIRE(picture);
    CHECK(near(at(*picture, 10, 10), 255, 255, 255));
    CHECK(picture->rgba[3] == 255);
}

TEST_CASE("a photograph and a scan are turned the right way up, as they say themselves") {
    for (const char* extension : {"jpg", "tif"}) {
        const char* type = extension[0] == 'j' ? "image/jpeg" : "image/tiff";
        // Stored turned to the left: seen right after a turn to the right, which is what orientation 6 says.
        const Bytes plain = made(std::string(kQuarters) + "-rotate -90 -orient RightTop FILE", extension);
        Bytes photo = plain;
        if (extension[0] == 'j') {  // ImageMagick writes no EXIF of its own
            const Bytes exif{0xFF, 0xE1, 0,    34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                             0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   6,   0, 0,  0, 0, 0, 0};
            photo.insert(photo.begin() + 2, exif.begin(), exif.end());
        }
        INFO(extension);
        const auto picture = seen(photo, type, 0, 40, 400);
        REQUIRE(picture);
        CHECK((picture->width == 40 && picture->height == 30));
        check_quarters(*picture);
    }
}

TEST_CASE("every page of a scan of several pages is seen, and none beyond") {
    const Bytes scan = made("convert -size 60x80 xc:red xc:lime xc:blue -compress Group4 -compress LZW FILE", "tif");
    const auto second = seen(scan, "image/tiff", 1), third = seen(scan, "image/tiff", 2);
    REQUIRE((second && third));
    CHECK(second->pages == 3);
    CHECK(near(at(*second, 30, 40), 0, 255, 0));
    CHECK(near(at(*third, 30, 40), 0, 0, 255));
    CHECK(seen(scan, "image/tiff", 3).error().code == "preview.page");
    CHECK(seen(scan, "image/tiff", -1).error().code == "preview.page");
    CHECK(seen(scan, "image/tiff", kPagesMax).error().code == "preview.page");
}

TEST_CASE("black and white scans as fax machines write them are seen") {
    const auto picture = seen(made("convert -size 400x300 xc:white -fill black -draw 'rectangle 100,100 300,200' "
                                   "-monochrome -compress Group4 FILE",
                                   "tif"),
                              "image/tiff");
    REQUIRE(picture);
    CHECK(near(at(*picture, 200, 150), 0, 0, 0));
    CHECK(near(at(*picture, 20, 20), 255, 255, 255));
}

TEST_CASE("a PDF is drawn to the size asked for") {
    const Bytes pdf = drawn_pdf("编制使用申请表");
    const auto small = seen(pdf, "application/pdf", 0, 300, 300), large = seen(pdf, "application/pdf", 0, 1200, 1200);
    REQUIRE((small && large));
    CHECK(small->width == 300);
    CHECK(large->width == 1200);
    CHECK(large->height > 3 * small->height);
    CHECK(dark(*large) > 8 * dark(*small));
    CHECK(dark(*small) > 50);
    CHECK(seen(pdf, "application/pdf", 1).error().code == "preview.page");
}

TEST_CASE("a PDF that brings no Chinese font is drawn with the system's") {
    const auto picture = seen(to_bytes(pdf_without_fonts("")), "application/pdf");
    REQUIRE(picture);
    CHECK((picture->width == 400 && picture->height == 267));
    CHECK(dark(*picture) > 2000);
    CHECK_FALSE(picture->without_fonts);
}

TEST_CASE("a page that is turned in its PDF is seen turned") {
    const auto picture = seen(to_bytes(pdf_without_fonts("/Rotate 90")), "application/pdf");
    REQUIRE(picture);
    CHECK((picture->width == 267 && picture->height == 400));
}

TEST_CASE("what has no preview says so, and nothing is started for it") {
    const Decoder nowhere{"/nonexistent"};
    for (const char* type : {"application/ofd", "", "text/plain"}) {
        CHECK(render_with(nowhere, Bytes{1, 2, 3}, type, 0, 100, 100, nullptr).error().code == "preview.none");
    }
    CHECK(render_with(nowhere, Bytes{1, 2, 3}, "image/png", 0, 100, 100, nullptr).error().code == "preview.program");
}

TEST_CASE("the decoder is looked for beside the running program") {
    CHECK(decoder_beside_us().program.ends_with("/tests/bin/zhijian-preview"));
}

TEST_CASE("on a kernel without Landlock a page is drawn, and says that the system's fonts are missing") {
    const Bytes pdf = drawn_pdf("通知");
    const Decoder with = decoder();
    const pid_t pid = ::fork();
    if (pid == 0) {
        confined::test::forget_landlock();
        const auto picture = render_with(with, pdf, "application/pdf", 0, 300, 300, nullptr);
        ::_exit(picture && picture->without_fonts && dark(*picture) > 50 ? 0 : 1);
    }
    CHECK(confined::test::status_of(pid) == 0);
}
