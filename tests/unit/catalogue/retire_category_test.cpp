// SPDX-License-Identifier: Apache-2.0
#include "shared/model/retire_category.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "assets/assets.hpp"
#include "shared/model/catalogue_assemble.hpp"

using namespace zj;
using model::RetireCategory;

namespace {

const model::Catalogue& shipped() {
    static const auto kCatalogue = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    return *kCatalogue;
}

RetireCategory woman(std::string_view title, std::string_view quota_type = "20", std::string_view post_kind = "2",
                     std::string_view level = "199") {
    return model::retire_category(shipped(), {"2", level, title, post_kind, quota_type});
}

}  // namespace

TEST_CASE("the schedule of retirement follows sex, post and level") {
    CHECK(model::retire_category(shipped(), {"1", "", "", "3", "22"}) == RetireCategory::male60);
    CHECK(woman("", "10", "") == RetireCategory::female55);
    CHECK(woman("", "22", "") == RetireCategory::female50);
    CHECK(woman("", "20", "3") == RetireCategory::female50);
    CHECK(woman("", "10", "", "132") == RetireCategory::male60);
    CHECK(woman("", "10", "", "141") == RetireCategory::female55);
}

TEST_CASE("a senior title is one of the list, not any text with the word in it") {
    for (const char* title :
         {"主任医师", "副主任医师", "教授", "副教授", "高级工程师", "副高级", "正高级", "研究馆员"}) {
        INFO(title);
        CHECK(woman(title) == RetireCategory::male60);
    }
    for (const char* title : {"", "中级", "助理研究员", "小学高级教师", "工程师", "某高级顾问"}) {
        INFO(title);
        CHECK(woman(title) == RetireCategory::female55);
    }
    CHECK(woman("高级工", "22", "3") == RetireCategory::female50);
}

TEST_CASE("a title is the same with spaces in it and in full-width or half-width signs") {
    for (const char* title : {" 副教授", "高级\xE3\x80\x80工程师", "主任 医师", "小学高级教师（副高）",
                              "小学高级教师(副高)", "小学高级教师 （副高）", "教授\t"}) {
        INFO(title);
        CHECK(woman(title) == RetireCategory::male60);
    }
    for (const char* title : {" ", "\xFF", "小学高级教师()", "副 教", "教授教授"}) {
        INFO(title);
        CHECK(woman(title) == RetireCategory::female55);
    }
}

TEST_CASE("each title of the list has a name of its own in both languages, and no number for one") {
    std::set<std::string> zh, en;
    for (const model::CodeItem& item : *shipped().codes("title_level")) {
        INFO(item.code);
        CHECK(zh.insert(item.label.zh).second);
        CHECK(en.insert(item.label.en).second);
        CHECK(std::none_of(item.label.en.begin(), item.label.en.end(), [](char c) { return c >= '0' && c <= '9'; }));
    }
}
