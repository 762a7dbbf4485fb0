// SPDX-License-Identifier: Apache-2.0
// Tickets, enrolment and joining: who gets in, and how a race ends.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "tests/unit/model/case_world.hpp"
#include "tests/unit/model/core_words.hpp"

using namespace zj;
using namespace zj::test;
using model::DoorAnswer;

namespace {

std::string state_of(County& county, const std::string& key) {
    const codec::Value* value = county.value(key);
    return value == nullptr ? "none" : std::string(value->str_or("state"));
}

}  // namespace

TEST_CASE("two devices race for one ticket, and the log's order settles it for good") {
    County county;
    const auto one_time = open_ticket(county);
    const std::string person = person_on(county, one_time);
    const Newcomer first(county), second(county);
    const log::ChangeSet early = enrolment(county, first, one_time, person),
                         late = enrolment(county, second, one_time, person);
    REQUIRE(county.door(early).kind == DoorAnswer::append);
    REQUIRE(county.door(late).kind == DoorAnswer::append);

    CHECK(told(county.deliver(early)) == "applied");
    CHECK(told(county.deliver(late)) == "refused B6");

    CHECK(state_of(county, "device/" + first.id()) == "live");
    CHECK(county.value("device/" + second.id()) == nullptr);
    CHECK(county.value("key/" + second.person.verify_key().id()) == nullptr);
    CHECK(county.value(ticket_key(one_time))->str_or("device") == first.id());
    CHECK(county.door(late).code == "door.device");  // its number is spent; it needs a ticket of its own
}

TEST_CASE("the ticket's record, not its paper, says until when it enrols somebody") {
    County county;
    const auto one_time = open_ticket(county);
    const std::string person = person_on(county, one_time);
    const Time expires = *parse_time(county.value(ticket_key(one_time))->str_or("expires"));
    const Newcomer early(county), late(county);

    SECTION("a moment before") {
        county.wait(expires - county.now() - 2000);
        CHECK(told(county.deliver(enrolment(county, early, one_time, person))) == "applied");
    }
    SECTION("at that very moment") {
        county.wait(expires - county.now() - 1000);
        CHECK(told(county.deliver(enrolment(county, late, one_time, person))) == "refused B7");
        CHECK(county.value("device/" + late.id()) == nullptr);
        CHECK(state_of(county, ticket_key(one_time)) == "open");
    }
}

TEST_CASE("a ticket enrols the person it names, on the kind of thing it is for") {
    County county;
    const auto for_device = open_ticket(county);
    const auto for_person = open_ticket(county, {"person", "", "", {"ob_clerk"}, {}});
    const Newcomer newcomer(county), other(county);

    CHECK(told(county.deliver(enrolment(county, newcomer, for_device, "admin1"))) == "refused B9");
    CHECK(told(county.deliver(enrolment(county, other, for_person, person_on(county, for_person)))) == "refused B9");
    CHECK(state_of(county, ticket_key(for_device)) == "open");
}

TEST_CASE("a one-time key that the county has never heard of is turned away at the door") {
    County county;
    const auto one_time = crypto::SigningKey::generate(county.random());
    const Newcomer newcomer(county);
    const DoorAnswer answer = county.door(enrolment(county, newcomer, one_time, "admin1"));
    CHECK(answer.kind == DoorAnswer::refused);
    CHECK(answer.code == "door.ticket");
}

TEST_CASE("a ticket is worth nothing before a second administrator has confirmed it") {
    County county;
    const auto one_time = crypto::SigningKey::generate(county.random());
    REQUIRE(told(county.act("admin-1", {ticket_intent(county, one_time.verify_key())})) == "applied");
    const Newcomer newcomer(county);
    CHECK(county.door(enrolment(county, newcomer, one_time, "admin1")).code == "door.ticket");
    CHECK(county.value(ticket_key(one_time)) == nullptr);
}

TEST_CASE("enrolment makes device, keys and person, and each key serves once") {
    County county;
    const auto one_time = open_ticket(county), again = open_ticket(county);
    const std::string person = person_on(county, one_time);
    const Newcomer newcomer(county);
    REQUIRE(told(county.deliver(enrolment(county, newcomer, one_time, person))) == "applied");

    const codec::Value& device = *county.value("device/" + newcomer.id());
    CHECK(device.items("scopes") == codec::Array{"office"});
    CHECK(device.str_or("person") == person);
    const codec::Value& key = *county.value("key/" + newcomer.person.verify_key().id());
    CHECK(key.str_or("person") == person);
    CHECK(key.str_or("device") == newcomer.id());
    CHECK(county.value("identity/" + person)->items("roles") == codec::Array{"ob_clerk"});

    Newcomer thief(county);
    thief.tls = newcomer.tls.clone();
    CHECK(told(county.deliver(enrolment(county, thief, again, person_on(county, again)))) == "refused B10");
}

TEST_CASE("a ticket for a known person keeps their roles, and brings a second device") {
    County county;
    county.hire("clerk", {"ob_clerk"}, "");
    const std::string person = county.person("clerk").id;
    const auto one_time = open_ticket(county, {"device", person, "", {}, {"office"}});
    const Newcomer second(county);
    CHECK(told(county.deliver(enrolment(county, second, one_time, person))) == "applied");
    CHECK(county.value("identity/" + person)->items("roles") == codec::Array{"ob_clerk"});
    CHECK(county.version("identity/" + person) == 1);
}

TEST_CASE("an administrator confirms a device of their own for their own work alone") {
    County county;
    const auto ticket = [&](std::vector<std::string> scopes) {
        const auto one_time = crypto::SigningKey::generate(county.random());
        REQUIRE(told(county.act("admin-1",
                                {ticket_intent(county, one_time.verify_key(),
                                               {"device", county.person("admin-2").id, "", {}, std::move(scopes)})})) ==
                "applied");
        return told(county.act("admin-2", {county.confirm_of(county.made("admin-1", "pending"))}));
    };
    CHECK(ticket({"admin", "office"}).starts_with("refused B8"));
    CHECK(ticket({"audit"}).starts_with("refused B8"));
    CHECK(ticket({"admin"}) == "applied");
}

TEST_CASE("nobody enrols a device for a person who has left meanwhile") {
    County county;
    county.hire("clerk", {"ob_clerk"}, "");
    const std::string person = county.person("clerk").id, identity = "identity/" + person;
    const auto one_time = open_ticket(county, {"device", person, "", {}, {"office"}});
    REQUIRE(told(county.act(
                "admin-1",
                {county.intent("identity.revoke", {identity}).set("subject", identity).set("reason", "left")})) ==
            "applied");
    const Newcomer second(county);
    CHECK(told(county.deliver(enrolment(county, second, one_time, person))) == "refused C9");
    CHECK(county.value("device/" + second.id()) == nullptr);
}

TEST_CASE("a person joins another's device, and works there only in the device's scopes") {
    County county;
    county.hire("clerk", {"ob_clerk"}, "");
    county.hire("section", {"ob_section"}, "", "clerk");
    county.hire("head", {"unit_head"}, kTown, "clerk");
    REQUIRE(county.person("section").device == "clerk");

    const codec::Value opening = small_unit(kTown, 2, 1);
    REQUIRE(told(county.act("clerk", {opening})) == "applied");
    const std::string pending = county.made("clerk", "pending");
    // The unit's head holds the role in the unit, but this device is certified for the office alone.
    CHECK(told(county.act("head", {county.confirm_of(pending)})) == "refused B5");
    CHECK(told(county.act("section", {county.confirm_of(pending)})) == "applied");
    CHECK(county.value("unit/" + kTown) != nullptr);
}

TEST_CASE("a joining ticket is used once, by the person it names") {
    County county;
    county.hire("clerk", {"ob_clerk"}, "");
    const auto one_time = open_ticket(county, {"person", "", "", {"ob_section"}, {}});
    const std::string person = person_on(county, one_time);
    const Newcomer joining(county), other(county);
    const auto join = [&](const Newcomer& who, const std::string& as) {
        Device& device = county.device_of("clerk");
        log::Header header = next_header(county, "clerk");
        header.person = as;
        header.key = who.person.verify_key().id();
        const codec::Value intent = codec::Object{{"do", "identity.join"},
                                                  {"base", codec::Value()},
                                                  {"ticket", codec::base64(one_time.verify_key().bytes)},
                                                  {"person_key", codec::base64(who.person.verify_key().bytes)}};
        log::ChangeSet made =
            log::make_change_set(header, {intent}, {&device.sign, &who.person, &one_time}, county.random());
        ++device.seq;
        device.last = made.id();
        return told(county.deliver(made));
    };
    CHECK(join(other, county.person("clerk").id) == "refused B9");
    CHECK(join(other, "nobody") == "refused D3");
    CHECK(join(joining, person) == "applied");
    CHECK(join(other, person) == "refused B6");
    CHECK(county.value("key/" + joining.person.verify_key().id())->str_or("device") == county.device_of("clerk").id);
}

TEST_CASE("tickets say what they are for, in known words and within a term") {
    County county;
    const auto one_time = crypto::SigningKey::generate(county.random());
    const auto ask = [&](const TicketWords& words) {
        return told(county.act("admin-1", {ticket_intent(county, one_time.verify_key(), words)}));
    };
    CHECK(ask({"device", "", "", {"nobody"}, {"office"}}) == "refused B3");
    CHECK(ask({"device", "", "", {"unit_clerk"}, {"unit/1"}}) == "refused B3");  // a role of a unit without a unit
    CHECK(ask({"device", "", "", {"ob_clerk"}, {}}) == "refused B3");
    CHECK(ask({"device", "", "", {"ob_clerk"}, {"moon"}}) == "refused B3");
    CHECK(ask({"device", "", "A01", {"unit_clerk"}, {"unit/a01"}}) == "refused B3");  // no unit can have this code
    CHECK(ask({"device", "", "a01", {"unit_clerk"}, {"unit/A01"}}) == "refused B3");
    CHECK(ask({"person", "", "", {"ob_clerk"}, {"office"}}) == "refused B3");
    CHECK(ask({"device", "", "", {}, {"office"}}) == "refused B3");
    CHECK(ask({"device", "admin1", "", {"ob_clerk"}, {"office"}}) == "refused B3");
    CHECK(ask({"device", "nobody", "", {}, {"office"}}) == "refused B6");
    CHECK(ask({"device", "", "", {"ob_clerk", "sysadmin"}, {"office"}}) == "refused B11");
    CHECK(ask({"device", "", "", {"ob_clerk"}, {"office"}, 9 * kDayMs}) == "refused B7");
    CHECK(ask({"device", "", "", {"ob_clerk"}, {"office"}, -1}) == "refused B7");
    CHECK(ask({}) == "applied");
}

TEST_CASE("every terminal is told name, phone and roles of an officer on duty, and nothing of anybody else") {
    County county;
    const auto one_time = open_ticket(county);
    const std::string person = person_on(county, one_time), identity = "identity/" + person, duty = "duty/" + person;
    const codec::Value on_duty =
        codec::Object{{"name", "新人"}, {"phone", "0713-5550100"}, {"roles", codec::Array{"ob_clerk"}}};
    const codec::Value off_duty = codec::Object{{"name", ""}, {"phone", ""}, {"roles", codec::Array{}}};
    REQUIRE(county.value(duty) != nullptr);
    CHECK(*county.value(duty) == on_duty);
    CHECK(county.registers().get(duty).record->owner == "public");
    const auto grant = [&](const char* role) {
        REQUIRE(told(county.act("admin-1", {county.intent("identity.grant", {identity})
                                                .set("person", person)
                                                .set("roles", codec::Array{role})})) == "applied");
        REQUIRE(told(county.act("admin-2", {county.confirm_of(county.made("admin-1", "pending"))})) == "applied");
    };
    SECTION("roles that change") {
        grant("ob_section");
        CHECK(county.value(duty)->items("roles") == codec::Array{"ob_section"});
        grant("operator");
        CHECK(*county.value(duty) == off_duty);
    }
    SECTION("an account that ends") {
        REQUIRE(told(county.act(
                    "admin-1",
                    {county.intent("identity.revoke", {identity}).set("subject", identity).set("reason", "left")})) ==
                "applied");
        CHECK(*county.value(duty) == off_duty);
    }
    SECTION("people of units and administrators") {
        const std::string clerk =
            person_on(county, open_ticket(county, {"device", "", kTown, {"unit_clerk"}, {"unit/" + kTown}}));
        const std::string keeper = person_on(county, open_ticket(county, {"device", "", "", {"sysadmin"}, {"admin"}}));
        CHECK(county.value("duty/" + clerk) == nullptr);
        CHECK(county.value("duty/" + keeper) == nullptr);
        CHECK(county.value("duty/" + county.person("admin-1").id) == nullptr);
    }
}
