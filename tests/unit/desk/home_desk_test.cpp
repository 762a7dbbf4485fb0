// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "terminal/desk/home/home_desk.hpp"

using namespace zj;
using namespace zj::desk;

namespace {

HomeDesk with_waiting(work::Waiting waiting) {
    HomeDesk out;
    out.view.value = work::HomeView{};
    out.view.value->waiting.push_back(std::move(waiting));
    return out;
}

work::Waiting waiting(work::Ask ask, const char* key) {
    work::Waiting out;
    out.ask = ask;
    out.on.key = key;
    out.draft = ask == work::Ask::draft ? 7 : 0;
    return out;
}

const Go* went(const Effects& effects) {
    return effects.size() == 1 ? std::get_if<Go>(effects.data()) : nullptr;
}

Effects taken(work::Ask ask, const char* key) {
    HomeDesk desk = with_waiting(waiting(ask, key));
    return update(desk, home::Take{id_of(desk.view.value->waiting[0])});
}

}  // namespace

TEST_CASE(
    "What waits is taken where it can be done: an answer in the form, a review in the queue, a draft where it was") {
    for (const auto& [ask, place, key] : {std::tuple(work::Ask::answer, Place::form, "case/a"),
                                          {work::Ask::decide, Place::review, "case/b"},
                                          {work::Ask::confirm, Place::one_case, "case/c"}}) {
        const Effects effects = taken(ask, key);
        const Go* go = went(effects);
        REQUIRE(go != nullptr);
        CHECK(go->place == place);
        CHECK(go->key == key);
    }
    const Effects effects = taken(work::Ask::draft, "");
    REQUIRE(went(effects) != nullptr);
    CHECK(went(effects)->draft == 7);
}

TEST_CASE("A second signature for an act without a case is asked for at once") {
    work::Waiting act = waiting(work::Ask::confirm, "");
    act.act = "identity.grant";
    act.pending = "pending/1";
    act.content = {{"home.act.about", "田小满"}, {"home.act.role", "role.unit_clerk"}, {"home.act.by", "郑文澜"}};
    HomeDesk desk = with_waiting(std::move(act));
    const Effects effects = update(desk, home::Take{"pending/1"});
    REQUIRE(effects.size() == 1);
    const auto* ask = std::get_if<AskToSign>(effects.data());
    REQUIRE(ask != nullptr);
    CHECK(std::get<work::job::Confirm>(ask->job).pending == std::vector<std::string>{"pending/1"});
    // Whoever signs second reads what the first has signed.
    CHECK(ask->lines == std::vector<std::pair<std::string, std::string>>{{"sign.act", "home.act.identity.grant"},
                                                                         {"home.act.about", "田小满"},
                                                                         {"home.act.role", "role.unit_clerk"},
                                                                         {"home.act.by", "郑文澜"}});
}

TEST_CASE("A row is taken by what it is about: another that moved into its place is not") {
    HomeDesk desk = with_waiting(waiting(work::Ask::decide, "case/a"));
    desk.view.value->waiting.insert(desk.view.value->waiting.begin(), waiting(work::Ask::decide, "case/b"));
    const Effects effects = update(desk, home::Take{"case/a"});
    REQUIRE(went(effects) != nullptr);
    CHECK(went(effects)->key == "case/a");
    CHECK(update(desk, home::Take{"case/gone"}).empty());
    HomeDesk none;
    CHECK(update(none, home::Take{"case/a"}).empty());
}

TEST_CASE("An office goes from its overview to its queue, and a second sync is not asked for while one runs") {
    HomeDesk desk;
    const Effects to_queue = update(desk, home::Review{});
    REQUIRE(went(to_queue) != nullptr);
    CHECK(went(to_queue)->place == Place::review);
    CHECK(update(desk, home::Sync{}).size() == 1);
    desk.syncing = {1, 0};
    CHECK(update(desk, home::Sync{}).empty());
}
