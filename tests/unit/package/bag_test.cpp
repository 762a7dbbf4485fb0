// SPDX-License-Identifier: Apache-2.0
#include "shared/package/bag.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/package/layout.hpp"

namespace zj::package {
namespace {

const Manifest kTwo{{"data/a.txt", crypto::sha256(std::string_view("a"))},
                    {"data/b.txt", crypto::sha256(std::string_view("b"))}};

TEST_CASE("a manifest reads as it was written, and as sha256sum writes it") {
    const std::string text = manifest_text(kTwo);
    CHECK(text.starts_with("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  data/a.txt\n"));
    CHECK(*parse_manifest(text, kManifest) == kTwo);
    CHECK(parse_manifest("", kManifest)->empty());
}

TEST_CASE("a manifest in any other form is refused") {
    const std::string text = manifest_text(kTwo), line = text.substr(0, text.find('\n') + 1);
    std::string upper = text, binary = text;
    upper[0] = 'C';
    binary[65] = '*';
    for (const std::string& bad : {text.substr(0, text.size() - 1), line + line, text.substr(line.size()) + line, upper,
                                   binary, "x\n" + text, line + "\n", line.substr(0, 66) + "../x\n"}) {
        INFO(bad);
        CHECK(parse_manifest(bad, kManifest).error().code == "bag.manifest");
    }
    std::string many;
    for (std::size_t i = 0; i <= kFilesMax; ++i) {
        many += line.substr(0, 66) + "f" + std::to_string(100'000 + i) + "\n";
    }
    CHECK(parse_manifest(many, kManifest).error().code == "bag.manifest");
}

TEST_CASE("a seal opens under the key and origin that made it, and no other") {
    SeededRandom random(5);
    const auto key = crypto::SigningKey::generate(random), other = crypto::SigningKey::generate(random);
    const Seal seal{"archive/x", crypto::sha256(std::string_view("m")), crypto::sha256(std::string_view("i"))};
    const std::string note = sign_seal("zhijian/421125/1", seal, key);
    const auto opened = open_seal(note, "zhijian/421125/1", key.verify_key());
    REQUIRE(opened.has_value());
    CHECK((opened->archive == seal.archive && opened->manifest == seal.manifest && opened->bag_info == seal.bag_info));
    CHECK(!open_seal(note, "zhijian/421125/1", other.verify_key()));
    CHECK(!open_seal(note, "zhijian/421126/1", key.verify_key()));
    CHECK(!open_seal("", "zhijian/421125/1", key.verify_key()));
}

TEST_CASE("the information says what the bag is and how much is in it") {
    const codec::Value metadata = codec::Object{{"archive_no", "J021-WS·2026-D30-YB-0007"},
                                                {"title", "题名"},
                                                {"compiled_by", "县委编办"},
                                                {"format", "zhijian-package-v1"},
                                                {"archived", codec::Object{{"at", "2026-11-24T10:00:00.000+08:00"}}}};
    CHECK(bag_info(metadata, 279'164'409'832, 1198) ==
          "Source-Organization: 县委编办\nExternal-Description: 题名\nBagging-Date: 2026-11-24\n"
          "External-Identifier: J021-WS·2026-D30-YB-0007\nPayload-Oxum: 279164409832.1198\n"
          "Zhijian-Package: zhijian-package-v1\n");
}

}  // namespace
}  // namespace zj::package
