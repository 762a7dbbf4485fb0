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

TEST_CASE("a state is told in the words of what has it") {
    const codec::Value list = Object{
        {"items",
         Array{Object{{"key", "grant/2026-1"}, {"state", "open"}}, Object{{"key", "stage/2026-1/2"}, {"state", "open"}},
               Object{{"pending", "pending/1"}, {"state", "open"}}, Object{{"seq", 3}, {"state", "refused"}},
               Object{{"case", "case/1"}, {"state", "refused"}}, Object{{"slot", "form"}, {"state", "queued"}}}}};
    CHECK(app::text_answer(list, "zh") ==
          "items:\n  key=grant/2026-1  state=有效\n  key=stage/2026-1/2  state=进行中\n  pending=pending/1  "
          "state=待确认\n"
          "  seq=3  state=未通过\n  case=case/1  state=不予核准\n  slot=form  state=待传\n");
}

TEST_CASE("a code of the judge is told in words, with what to do") {
    const codec::Value refused = Object{{"items", Array{Object{{"seq", 3}, {"code", "G8"}}}}};
    CHECK(app::text_answer(refused, "en") ==
          "items:\n  code=G8  seq=3\n    The case is not in a state for this. Sync and look where the case stands.\n");
    const codec::Value foretold =
        Object{{"preview", Object{{"as_of", 7}, {"code", ""}, {"known", true}, {"verdict", "applied"}}}};
    CHECK(app::text_answer(foretold, "en") == "preview:\n  as_of: 7\n  known: yes\n  verdict: would be accepted\n");
}

TEST_CASE("codes that people type stand beside their words, parts of an item below it, labels in one language") {
    const codec::Value matters =
        Object{{"items", Array{Object{{"matter", "USE"},
                                      {"label", Object{{"zh", "用编核准"}, {"en", "Quota use"}}},
                                      {"materials", Array{Object{{"slot", "form"}, {"required", true}}}}}}},
               {"holder", Object{{"role", "ob_clerk"}, {"zh", "编办经办人"}, {"en", "Office clerk"}}}};
    CHECK(app::text_answer(matters, "zh") ==
          "holder:\n  编办经办人\n  role: ob_clerk (编办经办人)\nitems:\n  label=用编核准  matter=USE (用编核准)\n"
          "    materials:\n      required=是  slot=form\n");
}
