// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "assets/assets.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "terminal/desk/matters/matters_desk.hpp"

using namespace zj;
using namespace zj::desk;

TEST_CASE("the first matter that is open is shown until another is chosen") {
    const auto catalogue = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    MattersDesk desk;
    static_cast<void>(enter(desk, {Place::matters, {}, 0}));
    CHECK(shown(desk, *catalogue)->open);
    CHECK(update(desk, {MattersIntent::Kind::choose, "ORG"}).empty());
    CHECK(shown(desk, *catalogue)->code == "ORG");
    static_cast<void>(enter(desk, {Place::matters, "OUT", 0}));
    CHECK(shown(desk, *catalogue)->code == "OUT");
}

TEST_CASE("starting leads to an empty form of the matter") {
    MattersDesk desk;
    const Effects out = update(desk, {MattersIntent::Kind::start, "USE"});
    REQUIRE(out.size() == 1);
    CHECK(std::get<Go>(out[0]).place == Place::form);
    CHECK(std::get<Go>(out[0]).key == "USE");
}

TEST_CASE("seats that cannot be read are told, and old ones stay") {
    MattersDesk desk;
    desk.home.wait = {3, 0};
    work::Reply home{3, work::reply::Home{}};
    std::get<work::reply::Home>(home.what).home.seats = {{"20", 28, 24, 2, 0, 0}};
    static_cast<void>(receive(desk, home));
    REQUIRE(desk.home.value);
    desk.home.wait = {4, 0};
    work::Reply failed{4, work::reply::Failed{fail("vault.corrupt"), {}}};
    static_cast<void>(receive(desk, failed));
    CHECK(desk.home.error);
    CHECK(desk.home.value->seats.size() == 1);
}
