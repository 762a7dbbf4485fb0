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

// Files of what is no case.
struct Others : Archived {
    Value file(const std::string& of, Array items, const std::vector<std::string>& named) {
        return county.intent("archive.file", named)
            .set("of", of)
            .set("fonds_year", 2026)
            .set("items", std::move(items));
    }
    std::string paper() {
        REQUIRE(act("ob-clerk", county.intent("doc.register")
                                    .set("from", "浠水县人民政府")
                                    .set("doc_no", "浠政发〔2026〕31号")
                                    .set("received_on", "2026-11-20")
                                    .set("title", "通知")
                                    .set("secrecy", "0")
                                    .set("pages", 1)
                                    .set("handler", "机构股")) == "applied");
        return county.keys("doc/").front();
    }
    std::string circular() {
        county.hire("inspector", {"inspector"}, "");
        REQUIRE(act("inspector", county.intent("sanction.impose", {"unit/" + kTown})
                                     .set("unit", kTown)
                                     .set("measure", "circulate")
                                     .set("ground", "unused")
                                     .set("evidence", "无登录")
                                     .set("from", "2026-11-23")
                                     .set("lift_when", "登录")) == "applied");
        REQUIRE(told(county.act("ob-head", {county.confirm_of(county.made("inspector", "pending"))})) == "applied");
        return county.keys("sanction/").front();
    }
};

TEST_CASE("an incoming paper is filed with itself among its items, and is filed then") {
    Others w;
    const std::string doc = w.paper(), file = "archive/doc-" + doc.substr(4);
    Array items{item("通知", std::string(64, '1'))};
    CHECK(w.act("ob-clerk", w.file(doc, items, {doc})) == "refused G21");
    items[0].set("doc_no", "浠政发〔2026〕31号");
    CHECK(w.act("ob-section", w.file(doc, items, {doc})) == "refused B5");
    CHECK(w.act("ob-clerk", w.file(doc, items, {doc}).set("fonds_year", 2024)) == "refused B3");
    REQUIRE(w.act("ob-clerk", w.file(doc, items, {doc}).set("secrecy", "1")) == "applied");
    CHECK(w.text(file, "no") == "J021-WS·2026-D30-SW-0001");
    CHECK(w.text(file, "of") == doc);
    CHECK(w.text(file, "secrecy") == "1");
    CHECK(w.text(doc, "state") == "filed");
    CHECK(w.text(doc, "archive_no") == w.text(file, "no"));
    CHECK(w.act("ob-clerk", w.file(doc, items, {doc})) == "refused B10");
}

TEST_CASE("a measure is filed when it is over, a circular at once, a review when it is closed") {
    Others w;
    const std::string circular = w.circular(), review = "review/2026/" + kTown;
    CHECK(w.act("ob-clerk", w.file(circular, {item("x", std::string(64, '1'))}, {circular})) == "refused G21");
    const Array form{item("处置审批表", std::string(64, '1'))};
    REQUIRE(w.act("ob-clerk", w.file(circular, form, {circular})) == "applied");
    CHECK(w.text(circular, "archived") == "J021-WS·2026-D30-JD-0001");
    CHECK(w.text("archive/sanction-" + circular.substr(9), "unit") == kTown);
    CHECK(w.act("ob-clerk", w.file(circular, form, {circular})) == "refused B10");
    REQUIRE(w.act("ob-clerk", w.county.intent("review.open", {"unit/" + kTown}).set("year", 2026).set("unit", kTown)) ==
            "applied");
    const Array page{item("年度审查表", std::string(64, '2'))};
    CHECK(w.act("ob-clerk", w.file(review, page, {review})) == "refused G8");
    w.county.wait_days(11);
    for (const char* who : {"org", "hr", "fin", "ob-section"}) {
        REQUIRE(w.act(who, w.county.intent("review.sign", {review})
                               .set("review", review)
                               .set("text", "账实相符")
                               .set("differences", Array{})) == "applied");
    }
    REQUIRE(w.act("ob-clerk", w.file(review, page, {review})) == "applied");
    CHECK(w.text(review, "archived") == "J021-WS·2026-D30-JD-0002");
}

TEST_CASE("the annual statistics are filed when the year is over, once") {
    Others w;
    const Array tables{item("年度统计报表", std::string(64, '1'))};
    CHECK(w.act("ob-clerk", w.file("statistics/2026", tables, {})) == "refused G17");
    w.county.wait_days(50);
    CHECK(w.act("ob-clerk", w.file("statistics/2026", {item("x", std::string(64, '1'))}, {})) == "refused G21");
    CHECK(w.act("ob-clerk", w.file("statistics/26", tables, {})) == "refused B3");
    CHECK(w.act("ob-clerk", w.file("statistics/2024", tables, {})) == "refused B3");
    CHECK(w.act("ob-clerk", w.file("total/admin", tables, {})) == "refused B3");
    REQUIRE(w.act("ob-clerk", w.file("statistics/2026", tables, {})) == "applied");
    CHECK(w.text("archive/statistics-2026", "no") == "J021-WS·2026-Y-TJ-0001");
    CHECK(w.act("ob-clerk", w.file("statistics/2026", tables, {})) == "refused B10");
}

}  // namespace
}  // namespace zj::test
