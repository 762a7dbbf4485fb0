// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "shared/model/checks.hpp"
#include "shared/model/opening.hpp"
#include "tests/support/county.hpp"

namespace zj::test {
namespace {

using codec::Array;
using codec::Object;
using codec::Value;
using log::Verdict;

Value& part(Value& body, const char* name) {
    return body.object().find(name)->second;
}

Value& person(Value& body, std::size_t i) {
    return part(body, "persons").array()[i];
}

}  // namespace

TEST_CASE("the books of a unit are opened once, by two officers, and the registers show them") {
    County county;
    const Value body = small_unit("421125101", 3, 2);
    REQUIRE(county.open_unit(body).verdict == Verdict::applied);
    CHECK(county.keys("person/").size() == 3);
    CHECK(county.keys("idno/").size() == 3);
    const Value& line = *county.value("ledger/421125101/20");
    CHECK(line.int_or("h") == 5);
    CHECK(line.int_or("a") == 3);
    CHECK(line.int_or("r") == 0);
    CHECK(county.value("posts/421125101/deputy")->int_or("auth") == 2);
    CHECK(county.value("plan/421125101/2026-1")->int_or("count") == 3);
    for (const std::string& key : county.keys("person/")) {
        CHECK(county.value(key)->str_or("state") == "active");
        CHECK(county.value(key)->str_or("unit") == "421125101");
    }
    CHECK(county.open_unit(body).code == "B10");
}

TEST_CASE("books with open grants start with their reservations, and give them back when the grant ends") {
    County county;
    Value body = small_unit("421125101", 1, 3);
    body.set("grants", Array{Object{{"grant_no", "浠编用〔2026〕1号"},
                                    {"quota_type", "20"},
                                    {"entry_mode", "03"},
                                    {"count", 3},
                                    {"used", 1},
                                    {"valid_until", "2026-11-30"},
                                    {"doc", "浠编办函〔2026〕1号"}}});
    REQUIRE(county.open_unit(body).verdict == Verdict::applied);
    CHECK(county.value("ledger/421125101/20")->int_or("r") == 2);
    const std::string grant = county.keys("grant/").at(0);
    county.wait_days(7);
    CHECK(county.value(grant)->str_or("state") == "open");
    county.wait_days(1);
    CHECK(county.value(grant)->str_or("state") == "expired");
    CHECK(county.value("ledger/421125101/20")->int_or("r") == 0);
}

TEST_CASE("each grant of the books has a chain of its own: stage 1 closed, stage 2 open at its department") {
    County county;
    Value body = small_unit("421125101", 1, 4);
    Array grants;
    for (const char* no : {"浠编用〔2026〕1号", "浠编用〔2026〕2号"}) {
        grants.push_back(Object{{"grant_no", no},
                                {"quota_type", "20"},
                                {"entry_mode", "03"},
                                {"count", 2},
                                {"used", 0},
                                {"valid_until", "2027-03-31"},
                                {"doc", "浠编办函〔2026〕1号"}});
    }
    body.set("grants", std::move(grants));
    REQUIRE(county.open_unit(body).verdict == Verdict::applied);
    CHECK(county.keys("stage/").size() == 4);
    for (const std::string& grant : county.keys("grant/")) {
        const std::string stage = "stage/" + grant.substr(6) + "/";
        REQUIRE(county.value(stage + "2") != nullptr);
        CHECK(county.value(stage + "1")->str_or("state") == "closed");
        CHECK(county.value(stage + "2")->str_or("state") == "open");
        CHECK(county.value(stage + "2")->str_or("owner") == "hr");
    }
}

TEST_CASE("books that contradict themselves are refused with the place") {
    struct Fault {
        const char* what;
        const char* code;
        std::function<void(Value&)> plant;
    };
    const Fault faults[] = {
        {"more people than posts", "G1",
         [](Value& b) {
             part(part(b, "quota"), "20").set("h", 1);
         }},
        {"more leaders than posts", "G3",
         [](Value& b) {
             for (std::size_t i = 0; i < 2; ++i) {
                 person(b, i).set("staff_class", "chief").set("inner", "421125101");
             }
         }},
        {"a type that the unit may not hold", "G2",
         [](Value& b) {
             part(b, "quota").set("11", Object{{"h", 1}, {"doc", "浠编发〔2019〕1号"}});
         }},
        {"a code that no scope can have", "B3",
         [](Value& b) {
             part(b, "unit").set("unit_code", "A01");
         }},
        {"a code that is too long for one", "B3",
         [](Value& b) {
             part(b, "unit").set("unit_code", std::string(25, '1'));
         }},
        {"a superior with such a code", "B3",
         [](Value& b) {
             part(b, "unit").set("parent", "A01");
         }},
        {"a person on a line that is not there", "G2",
         [](Value& b) {
             person(b, 0).set("quota_type", "10");
         }},
        {"an unknown member", "B3",
         [](Value& b) {
             b.set("more", 1);
         }},
        {"an unknown member of a person", "B3",
         [](Value& b) {
             person(b, 0).set("salary", 1);
         }},
        {"a number twice", "B3",
         [](Value& b) {
             person(b, 0) = person(b, 1);
         }},
        {"a wrong check digit", "B3",
         [](Value& b) {
             person(b, 0).set("id_no", "429099199001010000");
         }},
        {"a sex that is not the number's", "B3",
         [](Value& b) {
             person(b, 0).set("sex", "2");
         }},
        {"a birth that is not the number's", "B3",
         [](Value& b) {
             person(b, 0).set("birth", "1980-01-01");
         }},
        {"an organ that the unit has not", "B3",
         [](Value& b) {
             person(b, 0).set("inner", "无此机构");
         }},
        {"a code that no list has", "B3",
         [](Value& b) {
             person(b, 0).set("politics", "99");
         }},
        {"a plan line twice", "B3",
         [](Value& b) {
             part(b, "plan").array()[1].set("no", 1);
         }},
        {"a plan line of a number that no plan counts to", "B3",
         [](Value& b) {
             part(b, "plan").array()[1].set("no", 201);
         }},
        {"a plan line of no number", "B3",
         [](Value& b) {
             part(b, "plan").array()[1].set("no", 0);
         }},
        {"a level missing", "B3",
         [](Value& b) {
             part(b, "posts").object().erase("deputy");
         }},
        {"an institution that does not say how it is funded", "B3",
         [](Value& b) {
             part(b, "unit").set("nature", "5").set("category", "08").set("inst_class", "1");
         }},
        {"an institution that is not classed", "B3",
         [](Value& b) {
             part(b, "unit").set("nature", "5").set("category", "08").set("funding", "1");
         }},
        {"a unit under the civil-service law without the approval", "B3",
         [](Value& b) {
             part(b, "unit").set("is_cangong", true);
         }},
        {"a unit that is its own superior", "B3",
         [](Value& b) {
             part(b, "unit").set("parent", "421125101");
         }},
        {"a person off duty without a reason", "B3",
         [](Value& b) {
             person(b, 0).set("status", "2");
         }},
        {"a person of an institution without the kind of post", "B3",
         [](Value& b) {
             person(b, 0).object().erase("post_kind");
         }},
        {"a person of an institution without the grade of the post", "B3",
         [](Value& b) {
             person(b, 0).object().erase("post_grade");
         }},
        {"somebody at work before sixteen", "B3",
         [](Value& b) {
             person(b, 0).set("work_since", "2005-01-01");
         }},
        {"a quota from before the first day of work", "B3",
         [](Value& b) {
             person(b, 0).set("quota_since", "2012-07-01");
         }},
        {"a space within a name", "B3",
         [](Value& b) {
             person(b, 0).set("name", "陈 曦");
         }},
        {"a chief of the unit in an inner organ", "B3",
         [](Value& b) {
             person(b, 0).set("staff_class", "chief");
         }},
        {"a post above the rank of the unit without the document", "B3",
         [](Value& b) {
             person(b, 0).set("above_rank", true);
         }},
        {"a level of leaders without a leading post", "B3",
         [](Value& b) {
             person(b, 0).set("leader_level", "142");
         }},
        {"no document number", "B3",
         [](Value& b) {
             part(part(b, "quota"), "20").set("doc", "12");
         }},
    };
    County county;
    county.hire("ob-clerk", {"ob_clerk"}, "");
    for (const Fault& fault : faults) {
        Value body = small_unit("421125101", 2, 1);
        fault.plant(body);
        const auto judged = county.act("ob-clerk", {body});
        INFO(fault.what << ": " << judged.detail);
        CHECK(judged.verdict == Verdict::refused);
        CHECK(judged.code == fault.code);
    }
    CHECK(county.keys("unit/").empty());
}

TEST_CASE("superiors that stand above each other are refused where the circle closes") {
    County county;
    Value first = small_unit("421125101", 1, 1), second = small_unit("421125102", 1, 1);
    part(first, "unit").set("parent", "421125102");
    part(second, "unit").set("parent", "421125101");
    REQUIRE(county.open_unit(first).verdict == Verdict::applied);  // its superior may be opened later
    CHECK(county.open_unit(second).code == "B3");
    part(second, "unit").object().erase("parent");
    CHECK(county.open_unit(second).verdict == Verdict::applied);
}

TEST_CASE("the importer takes the unit codes that the rule takes, and no others") {
    CHECK(model::is_unit_code("421125101"));
    CHECK(model::is_unit_code("a-01_b"));
    CHECK_FALSE(model::is_unit_code(""));
    CHECK_FALSE(model::is_unit_code("A01"));
    CHECK_FALSE(model::is_unit_code("a/01"));
    CHECK_FALSE(model::is_unit_code(std::string(25, '1')));
    County county;
    const auto faults = [&](const std::string& code) {
        model::OpeningFiles files;
        for (const model::OpeningTable& table : model::opening_tables()) {
            std::string text;
            for (const std::string& column : table.columns) {
                text += (text.empty() ? "" : ",") + column;
            }
            files[table.file] = text + "\r\n";
        }
        files["units.csv"] += code + std::string(model::opening_tables()[0].columns.size() - 1, ',') + "\r\n";
        std::string out;
        for (const model::OpeningFault& fault : model::parse_opening(county.catalogue(), files).faults) {
            out += fault.column == "unit_code" ? fault.code : "";
        }
        return out;
    };
    CHECK(faults("a01").empty());
    CHECK(faults("A01") == "opening.value");
}

TEST_CASE("a unit's other names go into the register with it") {
    County county;
    Value body = small_unit("421125101", 1, 1);
    part(body, "unit").set("other_names", Array{"浠水县巴河镇综合服务中心"});
    Value bad = body;
    part(bad, "unit").set("other_names", Array{1});
    CHECK(county.open_unit(bad).code == "B3");
    REQUIRE(county.open_unit(body).verdict == Verdict::applied);
    CHECK(county.value("unit/421125101")->items("other_names").size() == 1);
}

TEST_CASE("a person cannot be active in the books of two units") {
    County county;
    REQUIRE(county.open_unit(small_unit("421125101", 2, 1)).verdict == Verdict::applied);
    Value other = small_unit("421125102", 2, 1);
    person(other, 0) = person(other, 1);
    person(other, 1) = person(*std::make_unique<Value>(small_unit("421125101", 2, 1)), 0);
    const auto judged = county.open_unit(other);
    CHECK(judged.code == "B10");
    CHECK(county.value("unit/421125102") == nullptr);
}

TEST_CASE("books of the largest unit stay within one entry") {
    County county;
    Value body = small_unit("421125101", 400, 10);
    const auto judged = county.open_unit(body);
    INFO(judged.detail);
    CHECK(judged.verdict == Verdict::applied);
    CHECK(judged.effects.size() <= limits::kEffectsMax);
}

}  // namespace zj::test
