// SPDX-License-Identifier: Apache-2.0
// A crash before each durable step, and a disk without room: the vault stays usable and no number is lost or given
// twice.

#include <set>

#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

namespace {

// Steps that the seam names while `work` runs on a copy of the desk's vault.
std::vector<std::string> steps_of(Desk& desk, const std::function<void(Vault&)>& work) {
    std::vector<std::string> steps;
    {
        desk.fault = [&](std::string_view step) {
            steps.emplace_back(step);
        };
        auto vault = desk.open();
        steps.clear();
        work(*vault);
    }
    desk.fault = {};
    return steps;
}

}  // namespace

TEST_CASE("a crash at any step of signing leaves a usable vault and a whole chain") {
    Desk desk;
    REQUIRE(desk.sync(*desk.make()).has_value());
    const auto work = [](Vault& vault) {
        sign(vault, "work");
    };
    const std::size_t steps = steps_of(desk, work).size();
    REQUIRE(steps >= 3);
    std::uint64_t last = desk.open()->next_seq() - 1;
    for (std::size_t n = 1; n <= steps; ++n) {
        INFO("before step " << n);
        REQUIRE(dies(desk, n, work));
        const auto vault = desk.open();
        const std::uint64_t now = vault->next_seq() - 1;
        CHECK((now == last || now == last + 1));
        REQUIRE(desk.sync(*vault).has_value());
        for (const Sent& sent : vault->outbox()) {
            CHECK(sent.receipt);
        }
        last = now;
    }
    CHECK(desk.county.closed_doors.empty());
}

TEST_CASE("a crash at any step of a session is made good by the next") {
    Desk desk;
    REQUIRE(desk.sync(*desk.make()).has_value());
    const auto work = [&](Vault& vault) {
        sign(vault, "work");
        desk.county.append(std::nullopt, {sync::test::kUnitScope});
        static_cast<void>(desk.sync(vault));
    };
    const std::size_t steps = steps_of(desk, work).size();
    for (std::size_t n = 1; n <= steps; ++n) {
        INFO("before step " << n);
        REQUIRE(dies(desk, n, work));
        const auto vault = desk.open();
        const auto synced = desk.sync(*vault);
        INFO((synced ? std::string() : to_string(synced.error())));
        REQUIRE(synced.has_value());
        for (const Sent& sent : vault->outbox()) {
            CHECK(sent.receipt);
        }
        CHECK(vault->feed_position(sync::test::kUnitScope) == desk.county.numbered[sync::test::kUnitScope].size());
    }
    CHECK(desk.county.closed_doors.empty());
}

TEST_CASE("an enrolment that dies before its slots are written is begun again") {
    Desk desk;
    std::size_t steps = 0;
    desk.fault = [&](std::string_view) {
        ++steps;
    };
    desk.make();
    const std::size_t all = steps;
    for (std::size_t n = 1; n <= all; ++n) {
        INFO("before step " << n);
        std::filesystem::remove_all(desk.folder());
        std::size_t count = 0;
        desk.fault = [&](std::string_view step) {
            if (++count == n) {
                throw Crash{std::string(step)};
            }
        };
        CHECK_THROWS_AS(Vault::create(desk.folder(), desk.founding(), secret(), desk.settings()), Crash);
        desk.fault = {};
        CHECK_FALSE(Vault::present(desk.folder()));
        const auto vault = desk.make();
        CHECK(vault->next_seq() == 2);
    }
}

TEST_CASE("a full disk refuses the work and loses nothing of what was there") {
    Desk desk;
    auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    sign(*vault, "before");
    const std::uint64_t seq = vault->next_seq();
    vault.reset();
    bool full = true;
    desk.fault = [&](std::string_view step) {
        if (full && step == "commit") {
            throw fail("store.full", "vault.db", "no space left");
        }
    };
    vault = desk.open();
    SECTION("when signing") {
        Vault::Work work;
        work.intents.push_back(note_intent("no room"));
        std::string code;
        try {
            code = code_of(vault->sign(work));
        } catch (const Error& error) {
            code = as_vault_error(error, desk.folder()).code;
        }
        CHECK(code == "vault.full");
    }
    vault.reset();
    full = false;
    desk.fault = {};
    vault = desk.open();
    CHECK(vault->next_seq() == seq);
    sign(*vault, "room again");
    CHECK(vault->next_seq() == seq + 1);
}
