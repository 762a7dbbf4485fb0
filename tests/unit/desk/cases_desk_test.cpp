// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "terminal/desk/cases/cases_desk.hpp"

using namespace zj;
using namespace zj::desk;
using Which = work::CasesQuery::Which;

namespace {

// The one job among the effects, with the number that the shell would give it.
const work::job::Cases* asked(const Effects& effects, std::uint64_t number) {
    for (const Effect& effect : effects) {
        if (const auto* doing = std::get_if<Do>(&effect)) {
            if (doing->wait != nullptr) {
                *doing->wait = {number, 0};
            }
            return std::get_if<work::job::Cases>(&doing->job);
        }
    }
    return nullptr;
}

work::Reply page(std::uint64_t to, std::size_t total, std::size_t count) {
    work::reply::Cases out;
    out.page.total = total;
    out.page.rows.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        out.page.rows[i].key = "case/" + std::to_string(to) + "-" + std::to_string(i);
    }
    out.page.by_matter = {{"USE", total}};
    return {to, std::move(out)};
}

}  // namespace

TEST_CASE("Coming to the list of cases asks for its first page") {
    CasesDesk desk;
    const Effects effects = enter(desk, {});
    const auto* job = asked(effects, 1);
    REQUIRE(job != nullptr);
    CHECK(job->first == 0);
    CHECK(job->count == work::kPageRows);
    auto reply = page(1, 450, work::kPageRows);
    CHECK(receive(desk, reply).empty());
    CHECK(desk.pages.total() == 450);
    CHECK(desk.by_matter.size() == 1);
}

TEST_CASE("Scrolling on asks for the page that comes into view, one at a time") {
    CasesDesk desk;
    asked(enter(desk, {}), 1);
    auto reply = page(1, 1'000, work::kPageRows);
    receive(desk, reply);
    Effects effects = update(desk, cases_intent::Seen{395, 405});
    const auto* job = asked(effects, 2);
    REQUIRE(job != nullptr);
    CHECK(job->first == 200);
    CHECK(update(desk, cases_intent::Seen{795, 805}).empty());  // one is on its way
    auto second = page(2, 1'000, work::kPageRows);
    effects = receive(desk, second);
    job = asked(effects, 3);
    REQUIRE(job != nullptr);
    CHECK(job->first == 600);  // what is in view now, not what was passed
}

TEST_CASE("An answer to an earlier question is dropped") {
    CasesDesk desk;
    asked(enter(desk, {}), 1);
    desk.search.set("己秋分");
    CHECK(update(desk, cases_intent::Search{}).empty());  // waits for the answer under way
    auto old = page(1, 1'000, work::kPageRows);
    const Effects effects = receive(desk, old);
    CHECK_FALSE(desk.pages.known());
    const auto* job = asked(effects, 2);
    REQUIRE(job != nullptr);
    CHECK(job->query.text == "己秋分");
    auto fresh = page(2, 1, 1);
    receive(desk, fresh);
    CHECK(desk.pages.total() == 1);
    auto stranger = page(77, 5, 5);
    receive(desk, stranger);
    CHECK(desk.pages.total() == 1);
}

TEST_CASE("Filters begin at the first row, and showing all takes them away") {
    CasesDesk desk;
    desk.list.at = 40;
    asked(update(desk, cases_intent::Which{Which::returned}), 1);
    CHECK(desk.query.which == Which::returned);
    CHECK(desk.list.at == 0);
    desk.wait = {};
    asked(update(desk, cases_intent::Matter{"USE"}), 2);
    CHECK(desk.query.matter == "USE");
    desk.search.set("词");
    update(desk, cases_intent::Search{});
    update(desk, cases_intent::All{});
    CHECK(desk.query.which == Which::all);
    CHECK(desk.query.matter.empty());
    CHECK(desk.query.text.empty());
    CHECK(desk.search.text().empty());
    CHECK(desk.searched == desk.search.revision());
}

TEST_CASE("A search never takes the focus away from where the person types") {
    CasesDesk desk;
    enter(desk, {});
    CHECK(desk.list.take_focus);
    desk.search.set("词");
    update(desk, cases_intent::Search{});
    CHECK_FALSE(desk.list.take_focus);
}

TEST_CASE("Opening a case goes to it and keeps its row current for the way back") {
    CasesDesk desk;
    asked(enter(desk, {}), 1);
    auto reply = page(1, 3, 3);
    receive(desk, reply);
    const Effects effects = update(desk, cases_intent::Open{"case/1-2"});
    REQUIRE(effects.size() == 1);
    const auto* go = std::get_if<Go>(&effects[0]);
    REQUIRE(go != nullptr);
    CHECK(go->place == Place::one_case);
    CHECK(go->key == "case/1-2");
    CHECK(desk.list.at == 2);
}

TEST_CASE("An error stands until it is tried again and asks for nothing by itself") {
    CasesDesk desk;
    asked(enter(desk, {}), 1);
    work::Reply failed{1, work::reply::Failed{fail("vault.corrupt"), {}}};
    receive(desk, failed);
    REQUIRE(desk.error);
    CHECK(update(desk, cases_intent::Seen{0, 10}).empty());
    CHECK(asked(update(desk, cases_intent::Retry{}), 2) != nullptr);
    CHECK_FALSE(desk.error);
}

TEST_CASE("After a sync the list is asked for again and what is shown stays") {
    CasesDesk desk;
    asked(enter(desk, {}), 1);
    auto reply = page(1, 3, 3);
    receive(desk, reply);
    CHECK(asked(refresh(desk), 2) != nullptr);
    CHECK(desk.pages.at(0) != nullptr);
}
