// SPDX-License-Identifier: Apache-2.0
// 归档: one complete file a closed case, under a number of its class and year.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

Value item(std::string_view title, std::string_view sha256) {
    return Object{{"title", title}, {"pages", 2}, {"sha256", sha256}};
}

struct Archived : CaseWorld {
    // Every material of the case and what the office adds to it.
    Value filing(const std::string& key) {
        Array items{item("审批表", std::string(64, '1'))};
        if (text(key, "matter") == "USE" && text(key, "state") == "approved") {
            items.push_back(item("编制使用通知单", std::string(64, '2'))
                                .set("doc_no", text(key, "result"))
                                .set("doc_date", "2026-11-23"));
        }
        for (const Value& material : county.value(key)->items("materials")) {
            items.push_back(item(material.str_or("title"), material.str_or("sha256")));
        }
        return county.intent("archive.close", {key}).set("case", key).set("fonds_year", 2026).set("items", items);
    }
    std::string act(const std::string& who, Value intent) { return told(county.act(who, {std::move(intent)})); }
    std::string closed() {
        const std::string key = receive("clerk-a", form("USE", kTown, use_form_fields()));
        pass_all(key);
        return key;
    }
};

TEST_CASE("the file of a closed case gets its number, and the case shows it") {
    Archived w;
    const std::string first = w.closed(), file = "archive/" + first.substr(5);
    CHECK(w.text(first, "result") == "浠编用〔2026〕1号");
    REQUIRE(w.act("ob-clerk", w.filing(first)) == "applied");
    CHECK(w.text(file, "no") == "J021-WS·2026-D30-YB-0001");
    CHECK(w.text(first, "archived") == "J021-WS·2026-D30-YB-0001");
    CHECK(w.text(file, "case_no") == w.text(first, "case_no"));
    CHECK(w.text(file, "unit") == kTown);
    CHECK(w.county.value(file)->items("items").size() == 5);
    CHECK(w.act("ob-clerk", w.filing(first)) == "refused B10");
    const std::string person = w.person_of(kTown);
    const std::string change =
        w.receive("clerk-b",
                  w.form("MOD", kTown, change_fields(*w.county.value(person), person, "school", "武汉大学"), {person}));
    w.pass_all(change);
    REQUIRE(w.act("ob-clerk", w.filing(change)) == "applied");
    CHECK(w.text(change, "archived") == "J021-WS·2026-D10-TJ-0001");
    const std::string second = w.closed();
    REQUIRE(w.act("ob-clerk", w.filing(second)) == "applied");
    CHECK(w.text(second, "archived") == "J021-WS·2026-D30-YB-0002");
}

TEST_CASE("a file has its secrecy, and its items lie in the order that the standard asks for") {
    Archived w;
    const std::string key = w.closed(), file = "archive/" + key.substr(5);
    // By the items' places; the first two are the office's form and notice.
    const auto filing = [&](std::vector<std::pair<std::size_t, const char*>> kinds) {
        Value out = w.filing(key).set("secrecy", "1");
        for (const auto& [place, kind] : kinds) {
            out.object()["items"].array().at(place).set("kind", kind);
        }
        return out;
    };
    for (const auto& [first, second] : {std::pair{"draft", "main"}, std::pair{"attachment", "main"},
                                        std::pair{"incoming", "reply"}, std::pair{"attachment", "draft"}}) {
        INFO(first << " before " << second);
        const Judgement judged = w.county.act("ob-clerk", {filing({{1, first}, {3, second}})});
        CHECK(told(judged) == "refused B3");
        CHECK(judged.detail.find("/items/3/kind") != std::string::npos);
    }
    CHECK(w.act("ob-clerk", filing({{1, "letter"}})) == "refused B3");
    CHECK(w.act("ob-clerk", filing({}).set("secrecy", "9")) == "refused B3");
    REQUIRE(w.act("ob-clerk", filing({{1, "main"}, {2, "attachment"}, {3, "attachment"}, {4, "incoming"}})) ==
            "applied");
    CHECK(w.text(file, "secrecy") == "1");
    CHECK(w.county.value(file)->items("items")[2].str_or("kind") == "attachment");
    CHECK(w.county.value(file)->items("items")[0].find("kind") == nullptr);
    const std::string untold = w.closed();
    REQUIRE(w.act("ob-clerk", w.filing(untold)) == "applied");
    CHECK(w.county.value("archive/" + untold.substr(5))->find("secrecy") == nullptr);
}

TEST_CASE("a refused case is filed without the papers of an approval") {
    Archived w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    CHECK(w.act("ob-clerk", w.filing(key)) == "refused G8");
    REQUIRE(told(w.decide("ob-clerk", key, "refuse", "不符合条件")) == "applied");
    CHECK(w.act("ob-clerk", w.filing(key)) == "applied");
    const std::string gone = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.withdraw("clerk-a", gone)) == "applied");
    CHECK(w.act("ob-clerk", w.filing(gone)) == "refused G8");
}

TEST_CASE("an incomplete file is not closed, and all that is missing is told at once") {
    Archived w;
    const std::string key = w.closed();
    Value filing = w.filing(key);
    Array& items = filing.object()["items"].array();
    items.erase(items.begin());
    items.pop_back();
    const Judgement judged = w.county.act("ob-clerk", {filing});
    CHECK(told(judged) == "refused G21");
    CHECK(judged.detail.find("审批表") != std::string::npos);
    CHECK(judged.detail.find("minutes") != std::string::npos);
    CHECK(w.text(key, "archived").empty());
    CHECK(w.county.keys("archive/").empty());
    CHECK(w.act("ob-clerk", w.filing(key)) == "applied");
}

TEST_CASE("a file of another year, of nobody, or by others is refused, and so is one without end") {
    Archived w;
    const std::string key = w.closed();
    CHECK(w.act("ob-section", w.filing(key)) == "refused B5");
    CHECK(w.act("ob-clerk", w.filing(key).set("fonds_year", 2025)) == "refused B3");
    CHECK(w.act("ob-clerk", w.filing(key).set("fonds_year", 2027)) == "refused B3");
    CHECK(w.act("ob-clerk", w.filing(key).set("case", "case/none")) == "refused B6");
    CHECK(w.act("ob-clerk", w.filing(key).set("case", "unit/" + kTown)) == "refused B6");
    CHECK(w.act("ob-clerk", w.filing(key).set("items", Array(201, item("x", std::string(64, '1'))))) == "refused B3");
    CHECK(w.act("ob-clerk", w.filing(key).set("items", Array{item("x", "abc")})) == "refused B3");
    CHECK(w.act("ob-clerk", w.filing(key).set("items", Array{item("x", std::string(64, '1')).set("pages", 0)})) ==
          "refused B3");
    w.county.wait_days(60);
    CHECK(w.act("ob-clerk", w.filing(key).set("fonds_year", 2027)) == "applied");
    CHECK(w.text(key, "archived") == "J021-WS·2027-D30-YB-0001");
}

}  // namespace
}  // namespace zj::test
