// SPDX-License-Identifier: Apache-2.0
// Who moves under a draft plan, and what stands in its way; nothing is posted.
#include "shared/oversight/reform.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;
using namespace zj::oversight;

namespace {

// Two persons and a deputy in the village, one person in the town.
struct Drafting : Books {
    Drafting() {
        put("person/t1", person_record(1));
        put("person/v1", person_record(2, kVillage));
        put("person/v2", with(person_record(3, kVillage), {{"inner", "经济发展办公室"}}));
        put("person/v3", with(person_record(4, kVillage), {{"staff_class", "deputy"}}));
        put("person/v4", with(person_record(5, kVillage), {{"status", "4"}, {"quota_type", "90"}}));
        put("person/v5", with(person_record(6, kVillage), {{"state", "out"}}));
        put("ledger/" + kTown + "/10", ledger_record(3, 1, 1));
        put("ledger/" + kVillage + "/10", ledger_record(4, 3));
        put("posts/" + kTown + "/deputy", Object{{"auth", 0}, {"actual", 0}, {"reserved", 0}});
        put("posts/" + kVillage + "/deputy", Object{{"auth", 1}, {"actual", 1}, {"reserved", 0}});
        put("total/admin", Object{{"h", 7}, {"ceiling", 8}, {"reserve", 1}});
    }
    Result<ReformAnalysis> analysed(const Value& draft) const {
        ZJ_TRY(const ReformDraft read, parse_reform(draft));
        return analyse_reform(index, *catalogue, read);
    }
    std::string code(const Value& draft) const {
        const auto out = analysed(draft);
        return out ? std::string() : out.error().code;
    }
};

std::string stops(const ReformAnalysis& analysis) {
    std::string out;
    for (const Obstacle& one : analysis.obstacles) {
        out += one.what + " " + one.record + "; ";
    }
    return out;
}

Value merged(std::int64_t h) {
    return Object{
        {"title", "竹瓦并入巴河"},
        {"units",
         Array{Value(Object{{"unit", kVillage}, {"ends", true}}),
               Value(Object{{"unit", kTown}, {"quota", Object{{"10", h}}}, {"organs", Array{"党政综合办公室"}}})}},
        {"moves", Array{Value(Object{{"from", kVillage}, {"to", kTown}, {"to_inner", "党政综合办公室"}})}}};
}

}  // namespace

TEST_CASE("a merger tells who moves, what the accounts would be, and where places and posts lack") {
    Drafting books;
    const auto told = books.analysed(merged(4));
    REQUIRE(told.has_value());
    REQUIRE(told->movers.size() == 4);  // also who occupies no quota, and nobody who has left
    CHECK(told->movers[0].key == "person/v1");
    CHECK(told->movers[0].to_inner == "党政综合办公室");
    const LineAfter& town = told->lines.at({kTown, "10"});
    CHECK(town.h.before == 3);
    CHECK(town.h.after == 4);
    CHECK(town.a.before == 1);
    CHECK(town.a.after == 4);
    CHECK(town.lacking() == 1);  // with the one that is in hand
    CHECK(told->lines.at({kVillage, "10"}).a.after == 0);
    CHECK(told->lines.at({kVillage, "10"}).h.after == 0);
    CHECK(told->posts.at({kTown, "deputy"}).over() == 1);
    CHECK(told->totals.at("admin").h.after == 4);
    const std::string found = stops(*told);
    INFO(found);
    CHECK(found.find("lacking ledger/" + kTown + "/10") != std::string::npos);
    CHECK(found.find("posts_over posts/" + kTown + "/deputy") != std::string::npos);
    CHECK(found.find("left") == std::string::npos);
    CHECK(to_value(*told).int_or("moves") == 4);
}

TEST_CASE("a draft that fits meets nothing in its way, and the records are as before") {
    Drafting books;
    Value draft = merged(5);
    draft.object()["units"].array()[1].set("posts", Object{{"deputy", 1}});
    const auto told = books.analysed(draft);
    REQUIRE(told.has_value());
    CHECK(stops(*told).empty());
    draft.object()["moves"].array()[0].set("quota_type", "10");
    CHECK(stops(books.analysed(draft).value()) == "left person/v4; ");  // who occupies no quota goes along too
    CHECK(find_in(books.index.tables().ledgers, PairKey{kTown, "10"})->h == 3);
}

TEST_CASE("a split moves one organ, or people by name, to a unit that does not exist yet") {
    Drafting books;
    Value draft = Object{{"units", Array{Value(Object{{"unit", "x-new"},
                                                      {"name", "浠水县竹瓦镇执法中心"},
                                                      {"nature", "5"},
                                                      {"category", "08"},
                                                      {"quota", Object{{"20", 1}}},
                                                      {"organs", Array{"执法队"}}})}},
                         {"moves", Array{Value(Object{{"from", kVillage},
                                                      {"to", "x-new"},
                                                      {"inner", "经济发展办公室"},
                                                      {"to_inner", "执法队"},
                                                      {"to_quota_type", "20"}})}}};
    auto told = books.analysed(draft);
    REQUIRE(told.has_value());
    REQUIRE(told->movers.size() == 1);
    CHECK(told->movers[0].key == "person/v2");
    CHECK(stops(*told).empty());
    CHECK(told->lines.at({"x-new", "20"}).a.after == 1);
    draft.object()["moves"].array()[0] =
        Object{{"from", kVillage}, {"to", "x-new"}, {"persons", Array{"person/v1"}}, {"to_staff_class", "chief"}};
    told = books.analysed(draft);
    REQUIRE(told.has_value());
    const std::string found = stops(*told);
    INFO(found);
    CHECK(found.find("type person/v1") != std::string::npos);   // 行政编制 in an institution
    CHECK(found.find("organ person/v1") != std::string::npos);  // its old organ is not there
    CHECK(found.find("lacking ledger/x-new/10") != std::string::npos);
    CHECK(found.find("posts_over posts/x-new/chief") != std::string::npos);
}

TEST_CASE("who is left in a unit that ends, what is under way, and a total above its ceiling stand in the way") {
    Drafting books;
    books.put("person/v1", with(person_record(2, kVillage), {{"case", "case/exit"}}));
    Value draft = merged(9);
    draft.object()["units"].array()[0].set("quota", Object{{"10", 1}});
    draft.object()["moves"].array()[0].set("persons", Array{"person/v1"});
    const auto told = books.analysed(draft);
    REQUIRE(told.has_value());
    const std::string found = stops(*told);
    INFO(found);
    CHECK(found.find("in_hand person/v1") != std::string::npos);
    CHECK(found.find("left person/v2") != std::string::npos);
    CHECK(found.find("left person/v5") == std::string::npos);
    CHECK(found.find("quota_left ledger/" + kVillage + "/10") != std::string::npos);
    CHECK(found.find("total total/admin") != std::string::npos);
}

TEST_CASE("a draft that cannot be read, or names what nobody has, is refused with its place") {
    Drafting books;
    const auto move = [](const char* to) {
        return Value(Object{{"from", kVillage}, {"to", to}});
    };
    CHECK(books.code(Object{{"moves", Array{move("421125999")}}}) == "reform.unit");
    CHECK(books.code(Object{{"units", Array{Value(Object{{"unit", "x-new"}})}}}) == "reform.unit");
    CHECK(books.code(Object{{"units", Array{Value(Object{{"unit", kTown}}), Value(Object{{"unit", kTown}})}}}) ==
          "reform.twice");
    CHECK(books.code(Object{
              {"moves", Array{Value(Object{{"from", kVillage}, {"to", kTown}, {"persons", Array{"person/t1"}}})}}}) ==
          "reform.person");
    CHECK(books.code(Object{{"units", Array{Value(Object{{"unit", kTown}, {"quota", Object{{"10", -1}}}})}}}) ==
          "json.range");
    CHECK(books.code(Object{{"units", Array{Value(Object{{"unit", "../x"}})}}}) == "json.choice");
    CHECK(books.code(Object{{"more", 1}}) == "json.unknown");
    CHECK(books.code(Object{{"units", Array(401, Value(Object{{"unit", kTown}}))}}) == "json.length");
    CHECK(books.code(Object{{"moves", Array(401, move(kTown.c_str()))}}) == "json.length");
}
