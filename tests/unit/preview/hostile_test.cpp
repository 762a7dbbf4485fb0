// SPDX-License-Identifier: Apache-2.0
// Documents that are broken, not what they say, or made to do harm, through the real zhijian-preview.
#include <algorithm>
#include <array>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "shared/base/time.hpp"
#include "tests/unit/preview/documents.hpp"

using namespace zj;
using namespace zj::preview;
using namespace zj::preview::test;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kTypes{"application/pdf", "image/jpeg", "image/png", "image/tiff"};

std::string code(const Result<Picture>& result) {
    return result ? "a picture" : result.error().code;
}

// Whatever it is, it is told in one of the ways that a person is told of, and soon.
void check_told(ByteView document, std::string_view type) {
    static const std::set<std::string> kTold{"a picture",      "preview.damaged",   "preview.page",
                                             "preview.locked", "preview.too_large", "preview.memory"};
    const std::string told = code(seen(document, type, 0, 100, 100));
    INFO(told);
    CHECK(kTold.contains(told));
}

// Runs Python with `out` as the file to be made, and packed(part, n): n times the part as one zlib stream, made quickly
// by repeating a flushed block.
Bytes by_python(const std::string& program, const std::string& extension) {
    const std::string head =
        "import struct,zlib\nout=open('FILE','wb')\n"
        "def packed(part,n):\n"
        " z=zlib.compressobj(9)\n"
        " first=z.compress(part)+z.flush(zlib.Z_FULL_FLUSH)\n"
        " again=z.compress(part)+z.flush(zlib.Z_FULL_FLUSH)\n"
        " check=1\n"
        " for _ in range(n): check=zlib.adler32(part,check)\n"
        " return first+again*(n-1)+z.flush()[:-4]+struct.pack('>I',check)\n";
    return made("python3 -c \"" + head + program + "\"", extension);
}

// A grey PNG that says it has that size, with n times the part as its image data.
Bytes png(const std::string& width, const std::string& height, const std::string& part, int n) {
    const std::string size = width + "," + height, data = part + "," + std::to_string(n);
    return by_python(
        "def chunk(t,d): out.write(struct.pack('>I',len(d))+t+d+struct.pack('>I',zlib.crc32(t+d)))\n"
        "out.write(bytes([137,80,78,71,13,10,26,10]))\n"
        "chunk(b'IHDR',struct.pack('>IIBBBBB'," +
            size +
            ",8,0,0,0,0))\n"
            "chunk(b'IDAT',packed(" +
            data + "))\nchunk(b'IEND',b'')\n",
        "png");
}

std::string pdf(const std::string& page, const std::string& contents, const std::string& more = {}) {
    return "%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
           "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
           "3 0 obj <</Type/Page/Parent 2 0 R" +
           page +
           "/Contents 4 0 R>> endobj\n"
           "4 0 obj <</Length " +
           std::to_string(contents.size()) + ">>\nstream\n" + contents + "\nendstream endobj\n" + more +
           "trailer <</Root 1 0 R>>\n";
}

}  // namespace

TEST_CASE("nothing, one byte and noise are no document of any kind") {
    Bytes noise;
    SeededRandom random(7);
    noise.resize(100'000);
    random.fill(noise);
    for (const std::string& type : kTypes) {
        INFO(type);
        CHECK(code(seen({}, type)) == "preview.damaged");
        CHECK(code(seen(Bytes{0x25}, type)) == "preview.damaged");
        CHECK(code(seen(noise, type)) == "preview.damaged");
    }
}

TEST_CASE("a document of another kind than it says is damaged, not guessed at") {
    const Bytes page = drawn_pdf("通知"), picture = made("convert -size 9x9 xc:red FILE", "png");
    CHECK(code(seen(page, "image/png")) == "preview.damaged");
    CHECK(code(seen(page, "image/jpeg")) == "preview.damaged");
    CHECK(code(seen(page, "image/tiff")) == "preview.damaged");
    CHECK(code(seen(picture, "application/pdf")) == "preview.damaged");
    CHECK(code(seen(picture, "image/tiff")) == "preview.damaged");
    CHECK(code(seen(picture, "image/jpeg")) == "preview.damaged");
}

TEST_CASE("wherever a document is cut off, that is told or its beginning is seen") {
    const std::vector<std::pair<std::string, Bytes>> documents{
        {"application/pdf", drawn_pdf("编制使用申请表")},
        {"image/jpeg", made("convert -seed 1 -size 64x64 plasma:red-blue FILE", "jpg")},
        {"image/png", made("convert -seed 1 -size 64x64 plasma:red-blue FILE", "png")},
        {"image/tiff", made("convert -seed 1 -size 64x64 plasma:red-blue -compress LZW FILE", "tif")}};
    for (const auto& [type, document] : documents) {
        INFO(type);
        for (std::size_t part = 1; part < 16; ++part) {
            check_told(ByteView(document).first(document.size() * part / 16), type);
        }
    }
}

TEST_CASE("whatever bytes of a document are changed, it is told or seen") {
    const std::vector<std::pair<std::string, Bytes>> documents{
        {"application/pdf", to_bytes(pdf("/MediaBox[0 0 200 200]", "0 0 100 100 re f"))},
        {"image/jpeg", made("convert -seed 1 -size 32x32 plasma:red-blue FILE", "jpg")},
        {"image/png", made("convert -seed 1 -size 32x32 plasma:red-blue FILE", "png")},
        {"image/tiff", made("convert -seed 1 -size 32x32 plasma:red-blue FILE", "tif")}};
    SeededRandom random(11);
    for (const auto& [type, document] : documents) {
        INFO(type);
        for (int i = 0; i < 40; ++i) {
            Bytes changed = document;
            for (int n = 0; n < 4; ++n) {
                changed[random.below(changed.size())] = static_cast<std::uint8_t>(random.below(256));
            }
            check_told(changed, type);
        }
    }
}

TEST_CASE("a photograph whose code table says more codes than there can be is damaged") {
    const Bytes photo = made("convert -size 8x8 xc:red -strip FILE", "jpg");
    Bytes changed = photo;
    constexpr std::size_t kCounts = 16;  // of codes of one to sixteen bits, behind marker, length and class
    const std::array<std::uint8_t, 2> marker{0xFF, 0xC4};
    const auto table = std::ranges::search(changed, marker).begin();
    REQUIRE(table + 5 + kCounts < changed.end());
    for (const int count : {0xFF, 0x40, 0x11}) {
        std::fill_n(table + 5, kCounts, static_cast<std::uint8_t>(count));
        CHECK(code(seen(changed, "image/jpeg")) == "preview.damaged");
    }
    CHECK(code(seen(photo, "image/jpeg")) == "a picture");
}

TEST_CASE("a picture that says it is enormous is not decoded") {
    CHECK(code(seen(png("60000", "60000", "bytes(100)", 1), "image/png")) == "preview.too_large");
    CHECK(code(seen(png("0x7fffffff", "0x7fffffff", "bytes(100)", 1), "image/png")) == "preview.too_large");
    Bytes photo = made("convert -size 8x8 xc:red -strip FILE", "jpg");
    for (std::size_t i = 0; i + 8 < photo.size(); ++i) {
        if (photo[i] == 0xFF && photo[i + 1] == 0xC0) {
            photo[i + 5] = photo[i + 7] = 0xEA;  // 60,000 in both directions
            photo[i + 6] = photo[i + 8] = 0x60;
        }
    }
    CHECK(code(seen(photo, "image/jpeg")) == "preview.too_large");
    const Bytes scan = by_python(
        "tags=[(256,4,60000),(257,4,60000),(258,3,1),(259,3,1),(262,3,1),(273,4,200),(278,4,60000),(279,4,8)]\n"
        "out.write(b'II*'+bytes([0])+struct.pack('<IH',8,len(tags)))\n"
        "for t,k,v in tags: out.write(struct.pack('<HHII',t,k,1,v))\nout.write(bytes(200))\n",
        "tif");
    CHECK(code(seen(scan, "image/tiff")) == "preview.too_large");
}

TEST_CASE("the largest picture that may be decoded is, and one row more is not") {
#ifdef ZJ_THREAD_SANITIZER
    SKIP("takes longer than a preview may");
#endif
    const std::string row = "bytes(10001)";
    const auto largest = seen(png("10000", "8000", row, 8000), "image/png", 0, 100, 100);
    REQUIRE(largest);
    CHECK((largest->width == 100 && largest->height == 80));
    CHECK(code(seen(png("10000", "8001", row, 8001), "image/png")) == "preview.too_large");
}

TEST_CASE("a small picture whose data unpack to gigabytes takes no memory, and the deadline ends it") {
    const Bytes bomb = png("10", "10", "bytes(1<<20)", 3000);
    CHECK(bomb.size() < 4'000'000);
    Decoder hurried = decoder();
    hurried.time_max = 300ms;
    // libpng throws away what is beyond the picture, but unpacks it first.
    CHECK(code(render_with(hurried, bomb, "image/png", 0, 100, 100, nullptr)) == "preview.timeout");
    CHECK(code(seen(png("10", "10", "bytes(1<<20)", 300), "image/png")) == "a picture");
}

TEST_CASE("pages of absurd sizes are fitted or refused") {
    const std::string square = "0 0 50 50 re f";
    const auto vast = seen(to_bytes(pdf("/MediaBox[0 0 1000000000 1000000000]", square)), "application/pdf");
    CHECK((code(vast) == "a picture" || code(vast) == "preview.damaged"));
    CHECK(code(seen(to_bytes(pdf("/MediaBox[0 0 1 100000]", square)), "application/pdf")) == "preview.too_large");
    CHECK(code(seen(to_bytes(pdf("/MediaBox[0 0 0.0001 0.0001]", square)), "application/pdf")) != "preview.stopped");
}

TEST_CASE("a PDF that says it has a thousand million pages, or draws itself for ever, does no harm") {
    std::string many = pdf("/MediaBox[0 0 100 100]", "0 0 50 50 re f");
    many.replace(many.find("/Count 1>"), 9, "/Count 1000000000>");
    check_told(to_bytes(many), "application/pdf");
    const std::string again =
        "5 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</F 5 0 R>>>>"
        "/Length 11>>\nstream\n/F Do /F Do\nendstream endobj\n";
    check_told(to_bytes(pdf("/MediaBox[0 0 100 100]/Resources<</XObject<</F 5 0 R>>>>", "/F Do", again)),
               "application/pdf");
}

TEST_CASE("a page that takes for ever is given up at the deadline") {
    // A content stream of gigabytes, packed into little.
    const Bytes endless = by_python(
        "data=packed(b'0 0 99 99 re f 99 0 0 99 0 0 re f '*30000,1500)\n"
        "out.write(b'%PDF-1.5\\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count "
        "1>> endobj\\n"
        "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>> endobj\\n"
        "4 0 obj <</Filter/FlateDecode/Length '+str(len(data)).encode()+b'>>\\nstream\\n'+data+b'\\nendstream "
        "endobj\\ntrailer <</Root 1 0 R>>\\n')\n",
        "pdf");
    Decoder hurried = decoder();
    hurried.time_max = 500ms;
    const auto from = std::chrono::steady_clock::now();
    CHECK(code(render_with(hurried, endless, "application/pdf", 0, 100, 100, nullptr)) == "preview.timeout");
    CHECK(std::chrono::steady_clock::now() - from < 5s);
}

TEST_CASE("a PDF with a password says that it has one") {
    const std::string key(64, 'A');
    std::string locked = pdf("/MediaBox[0 0 100 100]", "0 0 50 50 re f",
                             "5 0 obj <</Filter/Standard/V 1/R 2/P -4/O<" + key + ">/U<" + key + ">>> endobj\n");
    locked.replace(locked.find("<</Root 1 0 R>>"), 15, "<</Root 1 0 R/Encrypt 5 0 R/ID[<41><41>]>>");
    CHECK(code(seen(to_bytes(locked), "application/pdf")) == "preview.locked");
}

TEST_CASE("more bytes than an attachment may have are not even handed over") {
    const Bytes large(static_cast<std::size_t>(kDocumentBytesMax) + 1);
    CHECK(code(render_with({"/nonexistent"}, large, "application/pdf", 0, 100, 100, nullptr)) == "preview.too_large");
}

TEST_CASE("scans of more pages than the bound are refused") {
    const Bytes scan = by_python(
        "n=8001\nout.write(b'II*'+bytes([0])+struct.pack('<I',8))\n"
        "for i in range(n):\n"
        " at=8+i*(2+12*8+4)\n"
        " tags=[(256,4,1),(257,4,1),(258,3,8),(259,3,1),(262,3,1),(273,4,4),(278,4,1),(279,4,1)]\n"
        " out.write(struct.pack('<H',len(tags)))\n"
        " for t,k,v in tags: out.write(struct.pack('<HHII',t,k,1,v))\n"
        " out.write(struct.pack('<I',at+102 if i+1<n else 0))\n",
        "tif");
    CHECK(code(seen(scan, "image/tiff")) == "preview.too_large");
}
