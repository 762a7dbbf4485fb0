// SPDX-License-Identifier: Apache-2.0
#include "shared/package/layout.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/package/tar.hpp"

namespace zj::package {
namespace {

TEST_CASE("parts go by the number of their entry, in one way of writing") {
    CHECK(part_path(Part::receipt, 4711) == "data/receipts/000004711.json");
    CHECK(part_in(Part::receipt, "data/receipts/000004711.json") == 4711);
    CHECK(part_path(Part::change_set, 1'000'000'000) == "data/change-sets/1000000000.json");
    for (const char* other : {"data/receipts/4711.json", "data/records/000004711.json", "data/receipts/00000471x.json",
                              "data/receipts/000004711.json.txt", "data/receipts/", ""}) {
        INFO(other);
        CHECK(!part_in(Part::receipt, other));
    }
    CHECK(root_path(1, ".catalogue.json") == "data/log/root/000001.catalogue.json");
}

TEST_CASE("a folder is named after the file's number, an attachment after its place and title") {
    CHECK(folder_name("J021-WS·2026-D30-YB-0007") == "J021-WS.2026-D30-YB-0007");
    CHECK(attachment_path(3, "班子会议纪要.pdf", "pdf") == "data/attachments/003-班子会议纪要.pdf");
    CHECK(attachment_path(12, "../../etc/passwd", "bin") == "data/attachments/012-etc_passwd.bin");
    CHECK(attachment_path(1, "关于〔2026〕1号的 说明", "png") == "data/attachments/001-关于_2026_1号的_说明.png");
    CHECK(attachment_path(1,
                          "\xe2\x80\xae"
                          "fdp.exe",
                          "bin") == "data/attachments/001-fdp_exe.bin");
    CHECK(attachment_path(1, "……", "bin") == "data/attachments/001.bin");
    std::string title;
    for (int i = 0; i < 200; ++i) {
        title += "字";
    }
    CHECK(attachment_path(200, title, "pdf").size() < 100);  // fits the name of a tar header
    CHECK(safe_path(attachment_path(200, title, "pdf")));
}

TEST_CASE("what a file is follows from its content") {
    CHECK(extension_of("%PDF-1.5", "x.png") == "pdf");
    CHECK(extension_of("\x89PNG\r\n\x1a\n", "x") == "png");
    CHECK(extension_of("\xff\xd8\xff\xe0", "x") == "jpg");
    CHECK(extension_of(std::string_view("II*\0\x08", 5), "x") == "tif");
    CHECK(extension_of("PK\x03\x04", "批复.ofd") == "ofd");
    CHECK(extension_of("PK\x03\x04", "批复.exe") == "zip");
    CHECK(extension_of("MZ", "批复.pdf") == "bin");
    CHECK(extension_of("", "批复.pdf") == "bin");
}

TEST_CASE("paths are relative, plain and short") {
    for (const char* good : {"bagit.txt", "data/attachments/003-班子会议纪要.pdf", "data/log/root/000001.json"}) {
        CHECK(safe_path(good));
    }
    for (const char* bad :
         {"", "/x", "x/", "a//b", "a/../b", "a/.b", "-x", "a/b.", "a/b ", "a%0Ab", "a:b", "a*b", "a\tb"}) {
        INFO(bad);
        CHECK(!safe_path(bad));
    }
    CHECK(!safe_path(std::string(201, 'a')));
}

TEST_CASE("a tar header reads as it was written, and takes a long path apart at a slash") {
    const std::string deep = "J021-WS.2026-D30-YB-0001/data/attachments/" + std::string(90, 'a') + ".pdf";
    const TarItem item{deep, 123'456'789, *parse_time("2026-11-24T10:00:00.000+08:00")};
    const std::string block = *tar_header(item);
    CHECK(block.size() == kTarBlock);
    const auto again = read_tar_header(block);
    REQUIRE(again.has_value());
    CHECK((*again)->path == deep);
    CHECK((*again)->bytes == item.bytes);
    CHECK((*again)->at == item.at);
    const auto none = read_tar_header(std::string(kTarBlock, '\0'));
    CHECK((none.has_value() && !*none));
    CHECK(tar_header({"top/" + std::string(150, 'a'), 1, Time{}}).error().code == "package.path");
    CHECK(tar_header({"top/a", std::uint64_t{1} << 33, Time{}}).error().code == "package.size");
    CHECK(tar_padding(0) == 0);
    CHECK(tar_padding(1) == 511);
    CHECK(tar_padding(512) == 0);
}

}  // namespace
}  // namespace zj::package
