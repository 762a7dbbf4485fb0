// SPDX-License-Identifier: Apache-2.0
#include "terminal/preview/exif.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/preview/documents.hpp"

using namespace zj;
using namespace zj::preview;
using namespace zj::preview::test;

namespace {

// Writes a TIFF block of directories, in either order of bytes.
class Writer {
public:
    explicit Writer(bool little) : little_(little) {
        text(little ? "II" : "MM");
        number(42, 2);
        number(8, 4);
    }
    void number(std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i) {
            const int shift = 8 * (little_ ? i : size - 1 - i);
            bytes.push_back(static_cast<std::uint8_t>(value >> shift));
        }
    }
    void text(std::string_view value) { bytes.insert(bytes.end(), value.begin(), value.end()); }
    void entry(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
        number(tag, 2);
        number(type, 2);
        number(count, 4);
        if (type == 3 && count == 1) {
            number(value, 2);
            number(0, 2);
        } else {
            number(value, 4);
        }
    }
    Bytes bytes;

private:
    bool little_;
};

// IFD0 at 8: camera, orientation, EXIF, GPS; then its neighbours. 第三 marks what must be gone, "CAMERA" what must
// stay.
Bytes exif_block(bool little) {
    Writer w(little);
    w.number(4, 2);
    w.entry(0x010F, 2, 7, 120);  // make
    w.entry(0x0112, 3, 1, 6);    // orientation
    w.entry(0x8769, 4, 1, 62);   // EXIF directory
    w.entry(0x8825, 4, 1, 128);  // GPS directory
    w.number(200, 4);            // a second directory: the small picture
    CHECK(w.bytes.size() == 62);
    w.number(3, 2);
    w.entry(0x9003, 2, 12, 104);  // date
    w.entry(0x927C, 7, 12, 180);  // maker note
    w.entry(0xA002, 4, 1, 4000);  // width
    w.number(0, 4);
    CHECK(w.bytes.size() == 104);
    w.text("2026:11:23 \0");
    w.bytes.resize(120);
    w.text("CAMERA");
    w.bytes.resize(128);
    w.number(2, 2);
    w.entry(0x0001, 2, 2, 0);
    w.entry(0x0002, 5, 3, 158);  // latitude
    w.number(0, 4);
    CHECK(w.bytes.size() == 158);
    w.text("LATITUDE-LATITUDE-LATI");
    w.text("MAKER-PLACE!");
    w.bytes.resize(200);
    w.number(1, 2);
    w.entry(0x0201, 4, 1, 218);
    w.number(0, 4);
    w.text("SMALL-PICTURE");
    return w.bytes;
}

void put(Bytes& jpeg, std::uint8_t marker, std::string_view mark, ByteView content) {
    const std::size_t length = 2 + mark.size() + content.size();
    Bytes segment{0xFF, marker, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
    segment.insert(segment.end(), mark.begin(), mark.end());
    segment.insert(segment.end(), content.begin(), content.end());
    jpeg.insert(jpeg.begin() + 2, segment.begin(), segment.end());
}

using namespace std::string_view_literals;

Bytes photo_with(ByteView exif) {
    Bytes jpeg = made("convert -size 40x30 gradient:red-blue -strip FILE", "jpg");
    put(jpeg, 0xE1, "Exif\0\0"sv, exif);
    return jpeg;
}

bool has(ByteView bytes, std::string_view text) {
    return as_text(bytes).find(text) != std::string_view::npos;
}

}  // namespace

TEST_CASE("without its location a photograph keeps camera, date and orientation, and every pixel") {
    for (const bool little : {true, false}) {
        const Bytes photo = photo_with(exif_block(little));
        REQUIRE(orientation(photo) == 6);
        REQUIRE((has(photo, "LATITUDE") && has(photo, "MAKER-PLACE") && has(photo, "SMALL-PICTURE")));
        const auto clean = without_location(photo);
        REQUIRE(clean);
        CHECK(orientation(*clean) == 6);
        CHECK((has(*clean, "CAMERA") && has(*clean, "2026:11:23")));
        CHECK_FALSE((has(*clean, "LATI") || has(*clean, "MAKER-PLACE") || has(*clean, "SMALL-PICTURE")));
        const auto before = seen(photo, "image/jpeg"), after = seen(*clean, "image/jpeg");
        REQUIRE((before && after));
        CHECK(before->rgba == after->rgba);
        CHECK(without_location(*clean) == clean);
    }
}

TEST_CASE("another reader finds the date but no place") {
    const Folder folder;
    const Bytes photo = photo_with(exif_block(true));
    const auto clean = without_location(photo);
    REQUIRE(clean);
    write(folder.path("before.jpg"), photo);
    write(folder.path("after.jpg"), *clean);
    const std::string told = folder.path("told");
    const auto tell = [&](const std::string& name) {
        const std::string command = "identify -format '%[EXIF:*]' " + folder.path(name) + " > " + told;
        REQUIRE(std::system(command.c_str()) == 0);
        return read(told);
    };
    CHECK(has(tell("before.jpg"), "GPSInfo"));
    CHECK_FALSE(has(tell("after.jpg"), "GPS"));
    CHECK(has(tell("after.jpg"), "DateTimeOriginal=2026:11:23"));
    CHECK(has(tell("after.jpg"), "Make=CAMERA"));
}

TEST_CASE("places in other blocks, in comments and behind the picture go too") {
    Bytes photo = made("convert -size 40x30 xc:red -strip FILE", "jpg");
    const Bytes stripped = photo;
    put(photo, 0xE1, "http://ns.adobe.com/xap/1.0/\0"sv, to_bytes("<exif:GPSLatitude>30,27N</exif:GPSLatitude>"));
    put(photo, 0xED, "Photoshop 3.0\0"sv, to_bytes("8BIM City Xishui"));
    put(photo, 0xFE, "", to_bytes("taken at Bahe"));
    put(photo, 0xE2, "MPF\0"sv, to_bytes("II*"));
    put(photo, 0xE2, "ICC_PROFILE\0"sv, to_bytes("\1\1 colours"));
    const Bytes second = photo_with(exif_block(true));
    photo.insert(photo.end(), second.begin(), second.end());
    const auto clean = without_location(photo);
    REQUIRE(clean);
    CHECK_FALSE((has(*clean, "GPS") || has(*clean, "Xishui") || has(*clean, "Bahe") || has(*clean, "MPF") ||
                 has(*clean, "LATITUDE")));
    CHECK(has(*clean, "ICC_PROFILE"));
    const auto before = seen(stripped, "image/jpeg"), after = seen(*clean, "image/jpeg");
    REQUIRE((before && after));
    CHECK(before->rgba == after->rgba);
}

TEST_CASE("progressive photographs keep all their scans") {
    const Bytes photo = made("convert -size 200x150 plasma:red-blue -interlace Plane -strip FILE", "jpg");
    const auto clean = without_location(photo);
    REQUIRE(clean);
    CHECK(*clean == photo);
}

TEST_CASE("an EXIF block that points outside itself, or onto itself, goes as far as it cannot be read") {
    SECTION("a first directory outside") {
        Bytes block = exif_block(true);
        block[4] = 0xFF, block[5] = 0xFF;
        const auto clean = without_location(photo_with(block));
        REQUIRE(clean);
        CHECK_FALSE((has(*clean, "LATI") || has(*clean, "Exif")));
    }
    SECTION("more entries than there is room") {
        Bytes block = exif_block(true);
        block[8] = 0xFF, block[9] = 0xFF;
        const Bytes photo = photo_with(block);
        CHECK(orientation(photo) == 1);
        const auto clean = without_location(photo);
        REQUIRE(clean);
        CHECK_FALSE(has(*clean, "LATI"));
    }
    SECTION("values outside the block, and a count whose size overflows") {
        Writer w(true);
        w.number(3, 2);
        w.entry(0x010F, 2, 0xFFFFFFFF, 20);
        w.entry(0x0110, 12, 0x20000001, 20);
        w.entry(0x0112, 3, 1, 3);
        w.number(0, 4);
        const Bytes photo = photo_with(w.bytes);
        const auto clean = without_location(photo);
        REQUIRE(clean);
        CHECK(orientation(*clean) == 3);
        CHECK(clean->size() == photo.size());
    }
    SECTION("thousands of directories of thousands of entries") {
        Writer w(true);
        w.number(5400, 2);
        for (int i = 0; i < 5400; ++i) {
            w.entry(0x8769, 4, 1, 8);
        }
        w.number(0, 4);
        const auto clean = without_location(photo_with(w.bytes));
        REQUIRE(clean);
        CHECK(without_location(*clean) == clean);
    }
    SECTION("a directory that is its own EXIF directory, and values that lie over a directory") {
        Writer w(true);
        w.number(3, 2);
        w.entry(0x010F, 2, 30, 8);
        w.entry(0x8769, 4, 1, 8);
        w.entry(0x8825, 4, 1, 8);
        w.number(8, 4);
        const auto clean = without_location(photo_with(w.bytes));
        REQUIRE(clean);
        CHECK(without_location(*clean) == clean);
    }
}

TEST_CASE("what is no complete JPEG is refused, not mended") {
    const Bytes photo = photo_with(exif_block(true));
    for (std::size_t size = 0; size < photo.size(); ++size) {
        const auto cut = without_location(ByteView(photo).first(size));
        CHECK((!cut && cut.error().code == "preview.damaged"));
    }
    CHECK_FALSE(without_location(made("convert -size 4x4 xc:red FILE", "png")));
    Bytes many{0xFF, 0xD8};
    for (int i = 0; i < 5000; ++i) {
        put(many, 0xFE, "", {});
    }
    many.insert(many.end(), {0xFF, 0xD9});
    CHECK_FALSE(without_location(many));
}

TEST_CASE("whatever single byte of a photograph is changed, reading it stays inside, and what is left has no place") {
    const Bytes photo = photo_with(exif_block(false));
    for (std::size_t i = 0; i < 320; ++i) {
        for (const int by : {1, 0x80, 0xFF}) {
            Bytes changed = photo;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ by);
            if (const auto clean = without_location(changed)) {
                CHECK_FALSE(has(*clean, "LATITUDE-LATITUDE"));
                CHECK(without_location(*clean) == clean);
            }
        }
    }
}
