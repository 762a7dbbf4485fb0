// SPDX-License-Identifier: Apache-2.0
// One session is run over and over with a failure planted at each of its steps in turn; whatever it was, the next
// sessions must come to the same end, with nothing lost and nothing twice.

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/sync/ground.hpp"

namespace zj::sync::test {

namespace {

struct World {
    ToyCounty county;
    Person clerk{1};
    ToyVault vault{county, clerk, {kUnitScope}};
    Line line{county, clerk};
    World() {
        county.add_root();  // not yet here, so that roots are stored too
        for (int i = 0; i < 3; ++i) {
            vault.sign("before the failure");
        }
        vault.attach(vault.sign("with a document"), "application", {"one", "two", "three"});
        county.attachments[vault.documents.begin()->first] = {kUnitScope, {"one", "two", "three"}, {}};
    }
    Result<> run() { return line.run(vault, {true, 2, 2}); }
    void comes_right() {
        vault.fault = {};
        line.hook = nullptr;
        line.lose_before = nullptr;
        const auto ended = run();
        INFO((ended ? std::string() : to_string(ended.error())));
        CHECK(ended.has_value());
        CHECK(converged(county, vault));
        CHECK(county.closed_doors.empty());
        CHECK(vault.evidence.empty());
    }
};

std::uint64_t steps_of_a_good_run() {
    World world;
    REQUIRE(world.run().has_value());
    REQUIRE(converged(world.county, world.vault));
    return world.vault.steps;
}

std::uint64_t requests_of_a_good_run() {
    World world;
    REQUIRE(world.run().has_value());
    return world.line.asked.size();
}

}  // namespace

TEST_CASE("A durable step of the vault that fails, stored or not stored, ends the session and loses nothing") {
    const std::uint64_t steps = steps_of_a_good_run();
    REQUIRE(steps > 12);
    for (std::uint64_t at = 1; at <= steps; ++at) {
        for (const Fault::Kind kind : {Fault::before, Fault::after}) {
            INFO("step " << at << (kind == Fault::before ? ", not stored" : ", stored"));
            World world;
            world.vault.fault = {kind, at};
            const auto ended = world.run();
            REQUIRE(!ended);
            CHECK(ended.error().code == "vault.io");
            world.comes_right();
        }
    }
}

TEST_CASE("A request or an answer that is lost, at any place of a session, is asked again by the next") {
    const std::uint64_t requests = requests_of_a_good_run();
    REQUIRE(requests > 12);
    for (std::uint64_t at = 1; at <= requests; ++at) {
        for (const bool arrives : {false, true}) {
            INFO("request " << at << (arrives ? " arrived" : " did not arrive"));
            World world;
            world.line.lose_before = [&](std::uint64_t number) {
                return !arrives && number == at;
            };
            world.line.hook = [&](std::uint64_t number, const Request&, Response response) {
                return number == at ? std::nullopt : std::optional(std::move(response));
            };
            const auto ended = world.run();
            REQUIRE(!ended);
            CHECK(ended.error().code == "net.lost");
            CHECK(world.vault.shown == "waiting: net.lost");
            world.comes_right();
        }
    }
}

TEST_CASE("A request that arrives twice, at any place of a session, changes nothing the second time") {
    const std::uint64_t requests = requests_of_a_good_run();
    for (std::uint64_t at = 1; at <= requests; ++at) {
        INFO("request " << at);
        World world;
        world.line.hook = [&](std::uint64_t number, const Request& request,
                              Response response) -> std::optional<Response> {
            if (number == at) {
                return GatewaySession(world.county).handle(request, world.clerk.tls.verify_key());
            }
            return response;
        };
        CHECK(world.run().has_value());
        world.comes_right();
    }
}

TEST_CASE("Any one character changed in any answer is refused or harmless, and the next session comes right") {
    const std::uint64_t requests = requests_of_a_good_run();
    SeededRandom random(3);
    for (std::uint64_t at = 1; at <= requests; ++at) {
        for (int times = 0; times < 25; ++times) {
            INFO("request " << at << ", time " << times);
            World world;
            world.line.hook = [&](std::uint64_t number, const Request&, Response response) -> std::optional<Response> {
                if (number == at) {
                    char& c = response.body[random.below(response.body.size())];
                    c = c == 'x' ? 'y' : 'x';
                }
                return response;
            };
            static_cast<void>(world.run());
            world.vault.evidence.clear();
            world.comes_right();
        }
    }
}

}  // namespace zj::sync::test
