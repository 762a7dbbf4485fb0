// SPDX-License-Identifier: Apache-2.0
// 年度审查: the figures it is opened with, four opinions by four people, and what is put right before it closes.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

const std::string kReview = "review/2026/" + kTown;

struct Reviewed : CaseWorld {
    Value opening(std::int64_t year = 2026) {
        return county.intent("review.open", {"unit/" + kTown}).set("year", year).set("unit", kTown);
    }
    Value opinion() {
        return county.intent("review.sign", {kReview})
            .set("review", kReview)
            .set("text", "账实相符")
            .set("differences", Array{"一人待核"});
    }
    Value with_items() {
        return opinion().set("rectify", Array{Object{{"item", "补报下编一件"}, {"until", "2026-12-31"}},
                                              Object{{"item", "更新内设机构"}, {"until", "2027-01-31"}}});
    }
    Value accept(Array items) {
        return county.intent("review.accept", {kReview}).set("review", kReview).set("items", std::move(items));
    }
    // The unit's own figures; those of the register where nothing else is said.
    Value check() {
        return county.intent("review.check", {kReview})
            .set("review", kReview)
            .set("text", "已核对")
            .set("h", Object{{"20", 6}})
            .set("a", Object{{"20", 4}})
            .set("posts",
                 Object{{"chief", Object{{"auth", 1}, {"actual", 0}}}, {"deputy", Object{{"auth", 2}, {"actual", 0}}}});
    }
    void opened() {
        REQUIRE(act("ob-clerk", opening()) == "applied");
        REQUIRE(act("head-a", check()) == "applied");
    }
    std::string act(const std::string& who, Value intent) { return told(county.act(who, {std::move(intent)})); }
    std::string state() { return text(kReview, "state"); }
};

TEST_CASE("a review is opened with the figures of the day, and closed by the fourth opinion") {
    Reviewed w;
    REQUIRE(w.act("fin", w.county.intent("budget.load")
                             .set("year", 2026)
                             .set("source", std::string(64, 'a'))
                             .set("units", Object{{kTown, Object{{"amount", 100}, {"funded", 5}}}})) == "applied");
    REQUIRE(w.act("ob-clerk", w.opening()) == "applied");
    const Value& review = *w.county.value(kReview);
    CHECK(review.find("h")->int_or("20") == 6);
    CHECK(review.find("a")->int_or("20") == 4);
    CHECK(review.find("posts")->find("deputy")->int_or("auth") == 2);
    CHECK(review.int_or("funded") == 5);
    CHECK(w.act("ob-clerk", w.opening()) == "refused B10");
    REQUIRE(w.act("head-a", w.check()) == "applied");
    // Side by side: nobody's opinion is stale because another came first.
    const log::ChangeSet org = w.county.sign("org", {w.opinion()}), hr = w.county.sign("hr", {w.opinion()});
    REQUIRE(w.act("fin", w.opinion()) == "applied");
    CHECK(told(w.county.deliver(org)) == "applied");
    CHECK(told(w.county.deliver(hr)) == "applied");
    CHECK(w.state() == "open");
    CHECK(w.act("hr", w.opinion()) == "refused G22");
    REQUIRE(w.act("ob-section", w.opinion()) == "applied");
    CHECK(w.state() == "closed");
    CHECK(w.act("ob-section", w.opinion()) == "refused G22");
    CHECK(w.act("ob-section", w.accept({1})) == "refused G8");
}

TEST_CASE("a review is of the running year or the last, and one that was opened wrongly is opened anew") {
    Reviewed w;
    const auto year = [&](int n) {
        return w.act("ob-clerk", w.county.intent("review.open", {"unit/" + kTown}).set("year", n).set("unit", kTown));
    };
    CHECK(year(2024) == "refused B3");
    CHECK(year(2027) == "refused B3");
    REQUIRE(year(2026) == "applied");
    const auto cancel = [&](const char* who) {
        return w.act(who, w.county.intent("review.cancel", {kReview}).set("review", kReview).set("reason", "误开"));
    };
    CHECK(cancel("ob-clerk") == "refused B5");
    REQUIRE(cancel("ob-section") == "applied");
    CHECK(w.act("org", w.opinion()) == "refused G8");
    CHECK(cancel("ob-section") == "refused G8");
    REQUIRE(year(2026) == "applied");
    CHECK(w.state() == "open");
}

TEST_CASE("the last year is reviewed until the end of January, while its figures stand") {
    Reviewed w;  // on 23 November
    CHECK(w.act("ob-clerk", w.opening(2025)) == "refused G30");
    w.county.wait_days(38);
    CHECK(w.act("ob-clerk", w.opening(2026)) == "applied");  // 31 December
    w.county.wait_days(1);
    const auto village = [&](int year) {
        return w.act("ob-clerk",
                     w.county.intent("review.open", {"unit/" + kVillage}).set("year", year).set("unit", kVillage));
    };
    CHECK(village(2025) == "refused B3");
    w.county.wait_days(30);
    CHECK(village(2026) == "applied");  // 31 January
    w.county.wait_days(1);
    CHECK(w.act("ob-clerk", w.opening(2026)) == "refused G30");
    CHECK(w.act("ob-clerk", w.opening(2027)) == "applied");
}

TEST_CASE("while there are items to put right the review stays open, until each is accepted") {
    Reviewed w;
    w.opened();
    CHECK(w.act("hr", w.with_items()) == "refused B3");
    REQUIRE(w.act("ob-section", w.with_items()) == "applied");
    CHECK(w.act("ob-section", w.accept({1})) == "refused G8");
    for (const char* who : {"org", "hr", "fin"}) {
        REQUIRE(w.act(who, w.opinion()) == "applied");
    }
    CHECK(w.state() == "rectify");
    CHECK(w.act("ob-section", w.accept({3})) == "refused B3");
    CHECK(w.act("ob-section", w.accept({"1"})) == "refused B3");
    CHECK(w.act("ob-section", w.accept({})) == "refused B3");
    CHECK(w.act("ob-section", w.accept({2, 2})) == "refused B10");
    CHECK(w.act("ob-clerk", w.accept({2})) == "refused B5");
    REQUIRE(w.act("ob-section", w.accept({2})) == "applied");
    CHECK(w.state() == "rectify");
    REQUIRE(w.act("ob-section", w.accept({1})) == "applied");
    CHECK(w.state() == "closed");
}

TEST_CASE("one person gives one opinion, whatever roles they hold") {
    Reviewed w;
    w.county.hire("two-hats", {"org", "hr"}, "");
    w.opened();
    REQUIRE(w.act("two-hats", w.opinion()) == "applied");
    CHECK(w.county.value(kReview)->find("opinions")->find("org") != nullptr);
    CHECK(w.act("two-hats", w.opinion()) == "refused G22");
    CHECK(w.act("org", w.opinion()) == "refused G22");
    CHECK(w.act("hr", w.opinion()) == "applied");
}

TEST_CASE("a review of nobody, of the future, or by others is refused, and so is a page without end") {
    Reviewed w;
    CHECK(w.act("ob-section", w.opening()) == "refused B5");
    CHECK(w.act("ob-clerk", w.opening(2027)) == "refused B3");
    CHECK(w.act("ob-clerk", w.opening(1999)) == "refused B3");
    CHECK(w.act("ob-clerk",
                w.county.intent("review.open", {"unit/421125999"}).set("year", 2026).set("unit", "421125999")) ==
          "refused B6");
    CHECK(w.act("org", w.opinion()) == "refused B6");
    REQUIRE(w.act("ob-clerk", w.opening()) == "applied");
    CHECK(w.act("ob-clerk", w.opinion()) == "refused B5");
    CHECK(w.act("org", w.opinion().set("differences", Array(51, "x"))) == "refused B3");
    CHECK(w.act("org", w.opinion().set("text", "")) == "refused B3");
    const Value item = Object{{"item", "补报"}, {"until", "2026-12-31"}};
    CHECK(w.act("ob-section", w.opinion().set("rectify", Array(51, item))) == "refused B3");
    CHECK(w.act("ob-section", w.opinion().set("rectify", Array{Object{{"item", "补报"}}})) == "refused B3");
}

TEST_CASE("the unit checks its own figures first, and the differences are found, not typed") {
    Reviewed w;
    REQUIRE(w.act("ob-clerk", w.opening()) == "applied");
    const auto differences = [&] {
        std::string out;
        for (const Value& one : w.county.value(kReview)->find("self")->items("differences")) {
            out += std::string(one.str_or("what")) + " " + std::string(one.str_or("of")) + " " +
                   std::to_string(one.int_or("told")) + "/" + std::to_string(one.int_or("register")) + "; ";
        }
        return out;
    };
    CHECK(w.act("org", w.opinion()) == "refused G8");
    const Value wrong = w.check()
                            .set("h", Object{{"20", 7}, {"10", 1}})
                            .set("a", Object{{"20", 5}})
                            .set("posts", Object{{"chief", Object{{"auth", 1}, {"actual", 1}}}});
    REQUIRE(w.act("head-a", wrong) == "applied");
    const std::string found = differences();
    INFO(found);
    CHECK(found.find("h 10 1/0; h 20 7/6; a 20 5/4; ") == 0);
    CHECK(found.find("auth deputy 0/2; ") != std::string::npos);
    CHECK(found.find("actual chief 1/0; ") != std::string::npos);
    // Said anew until somebody has given an opinion on it.
    Value right = w.check();
    const Value posts = *w.county.value(kReview)->find("posts");
    REQUIRE(w.act("head-a", right.set("posts", posts)) == "applied");
    CHECK(differences().empty());
    REQUIRE(w.act("org", w.opinion()) == "applied");
    CHECK(w.act("head-a", w.check()) == "refused G8");
}

TEST_CASE("a unit that says nothing holds the county up for ten days and no longer") {
    Reviewed w;
    REQUIRE(w.act("ob-clerk", w.opening()) == "applied");
    w.county.wait_days(10);
    CHECK(w.act("org", w.opinion()) == "refused G8");
    w.county.wait_days(1);
    CHECK(w.act("org", w.opinion()) == "applied");
    CHECK(w.act("head-a", w.check()) == "refused G8");
}

TEST_CASE("a unit's figures are its own head's, in codes that there are") {
    Reviewed w;
    CHECK(w.act("head-a", w.check()) == "refused B6");
    REQUIRE(w.act("ob-clerk", w.opening()) == "applied");
    CHECK(w.act("clerk-a", w.check()) == "refused B5");
    CHECK(w.act("head-v", w.check()) == "refused B5");
    CHECK(w.act("head-a", w.check().set("h", Object{{"99", 1}})) == "refused B3");
    CHECK(w.act("head-a", w.check().set("a", Object{{"20", -1}})) == "refused B3");
    CHECK(w.act("head-a", w.check().set("posts", Object{{"none", Object{{"auth", 1}, {"actual", 0}}}})) ==
          "refused B3");
    CHECK(w.act("head-a", w.check().set("posts", Object{{"chief", Object{{"auth", 1}}}})) == "refused B3");
    CHECK(w.act("head-a", w.check().set("text", "")) == "refused B3");
}

}  // namespace
}  // namespace zj::test
