// SPDX-License-Identifier: Apache-2.0
// What verbs print for people.
#include "terminal/app/output.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace zj;
using codec::Array;
using codec::Object;

TEST_CASE("nothing that somebody else wrote steers the screen it is printed on") {
    const std::string hostile = "a\x1b[2Jb" + std::string(1, '\0') + "c\u202ed\u009be";
    const codec::Value answer = Object{{"note", hostile}, {"thread", Array{Object{{"text", hostile}}}}};
    const std::string text = app::text_answer(answer, "zh");
    CHECK(text == "note: a\\x1b[2Jb\\x00c\\u{202e}d\\u{9b}e\nthread:\n  text=a\\x1b[2Jb\\x00c\\u{202e}d\\u{9b}e\n");
    const Error error = fail("net.refused", hostile, {}, {hostile});
    for (const char* lang : {"", "zh", "en"}) {
        const std::string told = app::text_error(error, Array{Object{{"where", hostile}, {"what", hostile}}}, lang);
        CHECK(told.find('\x1b') == std::string::npos);
        CHECK(told.find('\0') == std::string::npos);
        CHECK(told.find("\u202e") == std::string::npos);
    }
}
