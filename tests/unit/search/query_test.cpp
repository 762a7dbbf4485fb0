// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/query.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace zj;
using namespace zj::search;

namespace {

const std::vector<Text> kRecord{{"田小满", true},
                                {"浠水县财政局", true},
                                {"42909919700101001X", false},
                                {"浠编发〔2020〕3号", false},
                                {"综合执法中心空缺一名工作人员，USE-2026-17", false}};

bool finds(std::string_view typed) {
    const auto query = Query::read(typed);
    INFO(typed);
    REQUIRE(query.has_value());
    return query->matches(kRecord);
}
std::string error_of(std::string_view typed) {
    const auto query = Query::read(typed);
    return query ? "" : query.error().code;
}

}  // namespace

TEST_CASE("a record is found by name, sound, number, 文号, unit and content") {
    for (const char* typed : {"田小满",
                              "小满",
                              "田",
                              "txm",
                              "tianxiaoman",
                              "xiaom",
                              "42909919700101001x",
                              "001X",
                              "4290991970",
                              "浠编发〔2020〕3号",
                              "浠编发[2020]3号",
                              "浠编发 2020",
                              "财政局",
                              "czj",
                              "caizheng",
                              "空缺一名",
                              "use-2026-17",
                              "ＵＳＥ 17",
                              "17",
                              "田小满 财政 2020",
                              "tian'xiao'man"}) {
        CHECK(finds(typed));
    }
}

TEST_CASE("order and neighbourhood count, and every term must be there") {
    for (const char* typed : {"满小田", "财政县", "水县财局", "tianman", "田小满 李四", "2021", "1X00", "一名空缺"}) {
        CHECK(!finds(typed));
    }
}

TEST_CASE("content is not found by its sound") {
    CHECK(!finds("zonghe"));
}

TEST_CASE("the expression has quoted words and nothing of what was typed as an operator") {
    CHECK(Query::read("张三")->expression() == "\"b张三\"");
    CHECK(Query::read("张")->expression() == "\"u张\"");
    CHECK(Query::read("17号")->expression() == "\"n17\"");
    CHECK(Query::read("1234")->expression() == "(\"n1234\" OR \"e1234\")");
    CHECK(Query::read("txm")->expression() == "(\"wtxm\" OR \"itxm\")");
    CHECK(Query::read("zhangw")->expression() ==
          "(\"wzhangw\" OR \"izw\" OR (\"izha\" AND \"ihan\" AND \"iang\" AND \"ingw\"))");
    CHECK(Query::read("zhangwe")->expression().starts_with("(\"wzhangwe\" OR (\"pzhangwei\" OR \"pzhangwen\""));
    const std::string hostile = Query::read("\" OR NEAR(a b) AND NOT* 张三^2 col:x")->expression();
    for (const char* sign : {"NEAR", "NOT", "^", "*", ":", "col\"x"}) {
        INFO(hostile);
        CHECK(hostile.find(sign) == hostile.npos);
    }
}

TEST_CASE("what is no question is refused with a reason") {
    CHECK(error_of("") == "search.empty");
    CHECK(error_of("  \" ' ; -- \n") == "search.empty");
    CHECK(error_of(std::string(kTypedCharactersMax + 1, 'a')) == "search.long");
    CHECK(error_of(std::string(10'000, '"')) == "search.long");
    CHECK(error_of("1 2 3 4 5 6 7 8 9") == "search.long");
    CHECK(error_of("\xFF") == "search.utf8");
    CHECK(error_of(std::string(kTypedCharactersMax, 'a')).empty());
    CHECK(error_of("1 2 3 4 5 6 7 8").empty());
}
