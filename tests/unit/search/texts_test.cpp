// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/texts.hpp"

#include <catch2/catch_test_macros.hpp>

#include "assets/assets.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "terminal/search/query.hpp"

using namespace zj;
using namespace zj::search;
using codec::Array;
using codec::Object;
using codec::Value;

namespace {

const Value kCase =
    Object{{"matter", "IN"},
           {"unit", "421125101"},
           {"case_no", "IN-2026-3"},
           {"result", "浠编用〔2026〕3号"},
           {"clerk_name", "田小满"},
           {"received_at", "2026-11-23T08:00:00.000+08:00"},
           {"fields", Object{{"name", "李四"}, {"id_no", "42909919700101001X"}, {"reason", "军转安置"}, {"count", 1}}},
           {"materials", Array{Object{{"title", "商调函.pdf"}, {"sha256", "ab12"}, {"slot", "letter"}}}},
           {"thread", Array{Object{{"text", "请补充材料"}, {"at", "2026-11-23"}}}}};

bool finds(std::string_view typed) {
    return Query::read(typed)->matches(texts_of("case/abc", kCase, nullptr));
}

}  // namespace

TEST_CASE("of a case its numbers, persons, fields, documents and thread are searched") {
    for (const char* typed : {"IN-2026-3", "浠编用〔2026〕3号", "田小满", "txm", "李四", "lisi", "42909919700101001X",
                              "军转安置", "商调函", "请补充材料", "421125101"}) {
        INFO(typed);
        CHECK(finds(typed));
    }
    CHECK(!finds("ab12"));
    CHECK(!finds("letter"));
    CHECK(!finds("junzhuan"));
}

TEST_CASE("kinds that are not found have no texts") {
    CHECK(kind_of("case/abc") == "case");
    CHECK(kind_of("pay/2026-10/u1").empty());
    CHECK(kind_of("").empty());
    CHECK(texts_of("pay/2026-10/u1", Object{{"name", "x"}}, nullptr).empty());
    for (const std::string_view kind : kinds()) {
        CHECK(kind_of(std::string(kind) + "/x") == kind);
    }
}

TEST_CASE("a hit is told by what it is called, without an ID number") {
    CHECK(title_of("case/abc", kCase).title == "IN 李四");
    CHECK(title_of("case/abc", kCase).number == "IN-2026-3");
    CHECK(title_of("unit/u1", Object{{"name", "财政局"}}).number == "u1");
    CHECK(title_of("person/p", Object{{"name", "张三"}, {"id_no", "42909919700101001X"}}).number.empty());
    CHECK(title_of("doc/d", Object{{"title", "通知"}, {"doc_no", "浠办〔2026〕1号"}}).title == "通知");
}

TEST_CASE("of a paper that came in its day, pages and secrecy are searched, by what they are called") {
    const auto catalogue = model::Catalogue::load(model::assemble_catalogue(assets::all()).value()).value();
    const Value doc = Object{
        {"title", "通知"}, {"received_on", "2026-03-05"}, {"pages", 12}, {"secrecy", "1"}, {"handler", "郑文澜"}};
    const auto found = [&](std::string_view typed, const model::Catalogue* names) {
        return Query::read(typed)->matches(texts_of("doc/d", doc, names));
    };
    for (const char* typed :
         {"2026-03-05", "2026-03", "2026年3月5日", "2026年3月", "12页", "12 页", "内部", "密级内部", "internal"}) {
        INFO(typed);
        CHECK(found(typed, catalogue.get()));
    }
    CHECK(!found("公开", catalogue.get()));
    CHECK(!found("2026年4月", catalogue.get()));
    CHECK(!found("内部", nullptr));
    CHECK(found("12页", nullptr));
}
