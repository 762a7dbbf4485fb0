// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "terminal/ui/option.hpp"
#include "terminal/ui/pinyin.hpp"

using namespace zj::ui;

TEST_CASE("a label is found by its syllables and by their initials") {
    CHECK(pinyin_words("事业编制") == "shiyebianzhi sybz");
    CHECK(pinyin_words("事业编制（参公）") == "shiyebianzhicangong sybzcg");
    CHECK(pinyin_words("浠水县") == "xishuixian xsx");
    const std::vector<Option> options{{"10", "行政编制", "", pinyin_words("行政编制"), true},
                                      {"20", "事业编制", "", pinyin_words("事业编制"), true}};
    CHECK(matching(options, "sybz") == std::vector<std::size_t>{1});
    CHECK(matching(options, "XINGZ") == std::vector<std::size_t>{0});
    CHECK(matching(options, "编制").size() == 2);
}

TEST_CASE("letters and digits of a label stay, and stand for themselves") {
    CHECK(pinyin_words("专业技术 12 级") == "zhuanyejishu12ji zyjs12j");
    CHECK(pinyin_words("U 盘") == "upan up");
    CHECK(pinyin_words("").empty());
    CHECK(pinyin_words("，。·").empty());
}

TEST_CASE("a label without end is cut at a whole character, and broken text breaks nothing") {
    std::string label;
    while (label.size() < 3 * kPinyinBytesMax) {
        label += "编";
    }
    CHECK(pinyin_words(label).size() < label.size() * 2);
    CHECK(pinyin_words("编\xE4\xB8") == "bian b");
    CHECK_NOTHROW(pinyin_words("\xFF\xFE"));
}

TEST_CASE("more labels than are kept are still answered") {
    for (std::size_t i = 0; i < kPinyinKept + 10; ++i) {
        pinyin_words("第" + std::to_string(i));
    }
    CHECK(pinyin_words("第1") == "di1 d1");
}
