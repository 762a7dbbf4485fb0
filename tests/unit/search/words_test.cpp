// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/words.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

using namespace zj::search;

TEST_CASE("content becomes pairs of characters, numbers and Latin words") {
    CHECK(words_of({{"综合岗", false}}) == "b合岗 b综合");
    CHECK(words_of({{"浠编发〔2020〕3号", false}}) == "b浠编 b编发 n2020 n3 u号");
    CHECK(words_of({{"USE-2026-17", false}}) == "n17 n2026 wuse");
    CHECK(words_of({{"ＵＳＥ　１７", false}}) == "n17 wuse");
    CHECK(words_of({{"，。", false}, {"", true}}).empty());
}

TEST_CASE("a name has its characters, its sounds and its initials too") {
    CHECK(words_of({{"张伟", true}}) == "b张伟 izw pzhangwei swei szhang u伟 u张");
    CHECK(words_of({{"王小满", true}}) == "b小满 b王小 iwx iwxm ixm pwangxiao pxiaoman sman swang sxiao u小 u满 u王");
    CHECK(words_of({{"重庆", true}}) == "b重庆 icq izq pchongqing pzhongqing schong sqing szhong u庆 u重");
}

TEST_CASE("a long number is found by its end and by its beginnings") {
    CHECK(words_of({{"42909919700101001X", false}}) == "e001x h429099 h4290991970 h42909919700101 n42909919700101001x");
    CHECK(words_of({{"1234567", false}}) == "n1234567");
}

TEST_CASE("width, case, spaces and brackets make no difference") {
    CHECK(folded("浠编发〔2020〕3号") == folded("浠编发[2020] ３ 号"));
    CHECK(folded("Use-2026") == U"use2026");
}

TEST_CASE("words are letters, digits and ideographs, whatever stands in a text") {
    const std::string words = words_of({{"\" OR NEAR(张*) ^{三}:x-1;--\n\t\xE2\x80\xAE\xF0\x9F\x98\x80", true}});
    CHECK(words.find_first_of("\"'()*^:{};-+\n\t") == words.npos);
    CHECK(words == "n1 ssan szhang u三 u张 wnear wor wx");
    CHECK(words_of({{"\xFF\xFE broken", true}}).empty());
}

TEST_CASE("of a long text and of many only the beginning is found") {
    std::string text;
    for (std::size_t i = 0; i < kTextCharactersMax; ++i) {
        text += "字";
    }
    CHECK(words_of({{text + "尾巴", false}}) == "b字字");
    CHECK(words_of({{text, false}, {text, false}, {"尾巴", false}}) == "b字字");
    static_assert(kRecordCharactersMax == 2 * kTextCharactersMax);
}
