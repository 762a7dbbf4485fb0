// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/pinyin.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

using namespace zj::search;

namespace {

using Readings = std::vector<std::string_view>;

bool has(char32_t c, std::string_view reading) {
    const Readings all = readings_of(c);
    return std::find(all.begin(), all.end(), reading) != all.end();
}

std::string cuts(std::string_view typed) {
    std::string out;
    for (const auto& cut : cuts_of(typed)) {
        for (const std::string_view syllable : cut) {
            out += std::string(syllable) + " ";
        }
        out += "| ";
    }
    return out;
}

}  // namespace

TEST_CASE("a character has all of its modern readings, without tones") {
    CHECK(readings_of(U'田') == Readings{"tian"});
    CHECK(readings_of(U'重') == Readings{"chong", "zhong"});
    CHECK(has(U'行', "xing"));
    CHECK(has(U'行', "hang"));
    CHECK(has(U'曾', "zeng"));
    CHECK(has(U'单', "shan"));
    CHECK(has(U'解', "xie"));
    CHECK(readings_of(U'吕') == Readings{"lv"});
    CHECK(has(U'女', "nv"));
    CHECK(!has(U'嗯', "ng"));  // no syllable that a name is cut into
    CHECK(readings_of(U'A').empty());
    CHECK(readings_of(0x10FFFF).empty());
    CHECK(std::is_sorted(syllables().begin(), syllables().end()));
}

TEST_CASE("a name sounds like its syllables, their beginnings and its initials, from any character on") {
    for (const char* typed : {"tianxiaoman", "tian", "txm", "tianxm", "xiaoman", "xm", "xiaom", "tianxiaoma", "t"}) {
        INFO(typed);
        CHECK(sounds_like(U"田小满", typed));
    }
    for (const char* typed : {"tianman", "mxt", "tianxiaomano", "x1", ""}) {
        INFO(typed);
        CHECK(!sounds_like(U"田小满", typed));
    }
    CHECK(sounds_like(U"重庆银行", "chongqingyinhang"));
    CHECK(sounds_like(U"重庆银行", "zqyx"));
    CHECK(!sounds_like(U"", "a"));
}

TEST_CASE("what is typed is cut into syllables in every way, the longest first") {
    CHECK(cuts("xian") == "xian | xia n | xi an | xi a n | ");
    CHECK(cuts("zhangw") == "zhang w | ");
    CHECK(cuts("tianx") == "tian x | ti an x | ");
    CHECK(cuts("qqq").empty());
    CHECK(cuts("").empty());
}

TEST_CASE("neither the cuts nor the comparison run away") {
    const std::string vowels(kTypedMax, 'a');
    CHECK(cuts_of(vowels).size() <= kCutsMax);
    std::u32string name;
    for (int i = 0; i < 4000; ++i) {
        name += U"阿啊";
    }
    CHECK(sounds_like(name, vowels));
    CHECK(!sounds_like(name, vowels.substr(1) + "b"));
}
