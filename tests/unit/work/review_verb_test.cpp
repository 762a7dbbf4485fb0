// SPDX-License-Identifier: Apache-2.0
// 年度审查 by the terminal's own use cases, over the real judge and county database.
#include "shared/codec/json.hpp"
#include "terminal/work/review.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Object;
using codec::Value;

ReviewWish about(const char* text = "") {
    ReviewWish out;
    out.reference = kUnit;
    out.text = text;
    return out;
}

}  // namespace

TEST_CASE("a unit fills an empty form of its own figures, the differences are found, and four people sign") {
    Town town;
    people_and_books(town);
    for (const char* department : {"hr", "fin"}) {
        town.enrol(department, town.ticket(department, department, department, "", {department}));
    }
    const auto signed_by = [&](const char* who, const char* act, const ReviewWish& wish) {
        town.sync(who);
        town.as(who, [&](const Context& context) { return review(context, act, wish); });
        town.sync(who);
    };
    CHECK(code_of(town.try_as("ob-clerk", [&](const Context& context) {
              return review(context, "sign", about("x"));
          })) == "review.none");
    ReviewWish opening = about();
    opening.year = 2026;
    signed_by("ob-clerk", "open", opening);
    town.sync("head");
    Value form = town.as("head", [](const Context& context) { return review_form(context, kUnit); });
    CHECK(form.find("h")->str_or("10", "none").empty());  // nothing of the register stands in it
    CHECK(form.items("about").size() == 1);
    form.set("text", "已核对");
    form.object()["h"].set("10", 20);
    form.object()["a"].set("10", 1);
    ReviewWish check = about();
    check.figures = codec::write_json(form);
    signed_by("head", "check", check);
    town.sync("ob-clerk");
    town.as("ob-clerk", [](const Context& context) -> Result<Value> {
        const auto record = context.vault.record("review/2026/421125101");
        const codec::Array& found = record->value.find("self")->items("differences");
        // One person more than the register has, and the four levels of which nothing was said.
        CHECK(found.front() == Value(Object{{"what", "a"}, {"of", "10"}, {"told", 1}, {"register", 0}}));
        return Value();
    });
    ReviewWish office = about("账实不符");
    office.rectify = {"补报上编一件"};
    CHECK(code_of(town.try_as("ob-section", [&](const Context& context) { return review(context, "sign", office); })) ==
          "review.item");
    office.rectify = {"补报上编一件:2026-12-31"};
    office.differences = {"现场核查多一人"};
    signed_by("ob-section", "sign", office);
    for (const char* who : {"org", "hr", "fin"}) {
        signed_by(who, "sign", about("属实"));
    }
    ReviewWish accepted = about();
    accepted.items = {1};
    signed_by("ob-section", "accept", accepted);
    town.as("ob-clerk", [](const Context& context) -> Result<Value> {
        CHECK(context.vault.record("review/2026/421125101")->value.str_or("state") == "closed");
        return Value();
    });
}
