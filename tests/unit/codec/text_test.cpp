// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/text.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/base/time.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::codec;

namespace {

Bytes random_bytes(SeededRandom& random, std::size_t n) {
    Bytes out(n);
    random.fill(out);
    return out;
}

}  // namespace

TEST_CASE("base64 gives RFC 4648's examples and refuses every other spelling") {
    const std::pair<const char*, const char*> kExamples[] = {{"", ""},
                                                             {"f", "Zg=="},
                                                             {"fo", "Zm8="},
                                                             {"foo", "Zm9v"},
                                                             {"foob", "Zm9vYg=="},
                                                             {"fooba", "Zm9vYmE="},
                                                             {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : kExamples) {
        CHECK(base64(as_bytes(plain)) == text);
        CHECK(*from_base64(text) == to_bytes(plain));
    }
    for (const char* bad : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "Zm9v\n", " Zm9v", "Zm-v", "Zm_v", "=Zm9",
                            "Z===", "====", "Zg==Zg==", "Zm9v====",
                            "Zm\xff"
                            "v",
                            "Z=9v"}) {
        INFO(bad);
        const auto read = from_base64(bad);
        REQUIRE(!read);
        CHECK(read.error().code == "json.base64");
    }
}

TEST_CASE("each value has one text in base64, hex and base32") {
    SeededRandom random(11);
    for (std::size_t n = 0; n < 70; ++n) {
        const Bytes bytes = random_bytes(random, n);
        CHECK(*from_base64(base64(bytes)) == bytes);
        CHECK(*from_hex(hex(bytes)) == bytes);
        CHECK(*from_base32(base32(bytes)) == bytes);
        CHECK(*from_crockford32(crockford32(bytes)) == bytes);
    }
    // Of all two-character ends exactly those without left-over bits are accepted.
    const std::string digits = "abcdefghijklmnopqrstuvwxyz234567";
    int accepted = 0;
    for (const char a : digits) {
        for (const char b : digits) {
            const std::string text{a, b};
            const auto bytes = from_base32(text);
            accepted += bytes.has_value();
            if (bytes) {
                CHECK(base32(*bytes) == text);
            }
        }
    }
    CHECK(accepted == 256);
}

TEST_CASE("hex is lower case, even, and nothing else") {
    CHECK(hex(Bytes{0x00, 0xab, 0xff}) == "00abff");
    for (const char* bad : {"0", "0A", "0g", " 0", "0x00", "\xff\xff"}) {
        CHECK(from_hex(bad).error().code == "hex.syntax");
    }
    CHECK(hash_from_hex(std::string(64, 'a')));
    CHECK(hash_from_hex(std::string(62, 'a')).error().code == "hex.syntax");
    CHECK(hash_from_hex(std::string(66, 'a')).error().code == "hex.syntax");
    CHECK(hash_from_base64(base64(Hash{})).has_value());
    CHECK(hash_from_base64("AAAA").error().code == "json.base64");
}

TEST_CASE("base32 is lower case without padding") {
    CHECK(base32(as_bytes("foobar")) == "mzxw6ytboi");
    CHECK(base32(as_bytes("f")) == "my");
    for (const char* bad : {"MY", "my======", "m", "mzx", "mz1w", "mzxw6ytbo", "mz", "m y"}) {
        INFO(bad);
        CHECK(from_base32(bad).error().code == "base32.syntax");
    }
}

TEST_CASE("Crockford's digits forgive what people mistake, and nothing more") {
    const Bytes bytes{0x00, 0x44, 0x32, 0x14, 0xc7};
    CHECK(crockford32(bytes) == "01234567");
    const std::string text = crockford32(bytes);
    std::string sloppy;
    for (const char c : text) {
        sloppy += c == '0' ? 'o' : c == '1' ? 'l' : c;
        sloppy += '-';
    }
    CHECK(*from_crockford32(sloppy) == bytes);
    CHECK(*from_crockford32("  " + text + " ") == bytes);
    CHECK(*from_crockford32("abcdefgh") == *from_crockford32("ABCDEFGH"));
    CHECK(*from_crockford32("OIL00000") == *from_crockford32("01100000"));
    for (const char* bad : {"U0", "u0", "0_", "0=", "*", "~0", "0\t0", "\xff\xff", "1", "01"}) {
        INFO(bad);
        CHECK(from_crockford32(bad).error().code == "crockford.syntax");
    }
    CHECK(crockford32(Bytes{0xff}) == "ZW");
}

TEST_CASE("short ids are the first 15 bytes in base32, 24 characters") {
    Hash h;
    h.bytes.fill(0xff);
    CHECK(short_id(h) == std::string(24, '7'));
    Hash other = h;
    other.bytes[15] = 0;
    CHECK(short_id(other) == short_id(h));
    other.bytes[14] = 0;
    CHECK(short_id(other) != short_id(h));
}

TEST_CASE("what could steer a terminal is spelt out for the screen") {
    CHECK(for_screen("浠水县 ok\n\ttab é 𠮷") == "浠水县 ok\n\ttab é 𠮷");
    CHECK(for_screen(std::string_view("a\0b\x1b[2J\r\x7f", 9)) == "a\\x00b\\x1b[2J\\x0d\\x7f");
    CHECK(for_screen("\u009b2J|\u202e|\u2066|\u200f|\ufeff") == "\\u{9b}2J|\\u{202e}|\\u{2066}|\\u{200f}|\\u{feff}");
    CHECK(for_screen("\xff|\x80|\xe4\xb8") == "\\xff|\\x80|\\xe4\\xb8");
    CHECK(for_screen("").empty());
}
