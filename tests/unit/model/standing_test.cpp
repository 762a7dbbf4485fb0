// SPDX-License-Identifier: Apache-2.0
// Genesis, and what becomes of roles, keys, persons and devices afterwards: granted by two, revoked with a reason,
// frozen on evidence.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/model/case_world.hpp"
#include "tests/unit/model/core_words.hpp"

using namespace zj;
using namespace zj::test;
using codec::Array;
using codec::Object;
using codec::Value;
using model::DoorAnswer;

namespace {

struct Ground {
    County county;
    std::string identity, key, device;  // of the clerk

    Ground() {
        county.hire("clerk", {"ob_clerk"}, "");
        identity = "identity/" + county.person("clerk").id;
        key = "key/" + county.person("clerk").key.verify_key().id();
        device = "device/" + county.device_of("clerk").id;
    }
    Value grant(const Array& roles) {
        return county.intent("identity.grant", {identity}).set("person", county.person("clerk").id).set("roles", roles);
    }
    std::string revoke(const std::string& subject, const char* reason) {
        return told(county.act(
            "admin-1", {county.intent("identity.revoke", {subject}).set("subject", subject).set("reason", reason)}));
    }
    Array roles() { return county.value(identity)->items("roles"); }
    std::string state(const std::string& of) { return std::string(county.value(of)->str_or("state")); }
    Value message() { return county.intent("case.message").set("case", "case/none").set("text", "请补充"); }
    Value harmless() { return county.intent("cancel").set("pending", "pending/none"); }
};

}  // namespace

TEST_CASE("genesis leaves a catalogue, rules and two administrators, and nobody else") {
    County county;
    CHECK(county.value("system/root")->str_or("county") == "421125");
    CHECK(county.value("system/rules")->int_or("number") == 1);
    CHECK(county.value("system/catalogue")->str_or("sha256") == codec::hex(crypto::sha256(county.catalogue_text())));
    CHECK(county.value("system/log")->str_or("last_tick") == "2026-11-23T09:00:00.000+08:00");
    CHECK(county.keys("identity/") == std::vector<std::string>{"identity/admin1", "identity/admin2"});
    CHECK(county.value("identity/admin1")->items("roles") == Array{"sysadmin"});
    CHECK(county.keys("device/").size() == 2);
    CHECK(county.keys("ticket/").size() == 2);
    for (const std::string& key : county.keys("ticket/")) {
        CHECK(county.value(key)->str_or("state") == "used");
    }
    CHECK(county.entries().size() == 3);
}

TEST_CASE("a statement with a catalogue that cannot be read is refused and changes nothing") {
    County county;
    model::Judge judge;
    log::RootStatement next = county.statement();
    next.number = 2;
    log::SignedRoot signed_root = county.signed_root();
    const auto say = [&] {
        return told(judge.root(county.registers(), signed_root, next, county.now()));
    };
    signed_root.catalogue = "{}";
    CHECK(say() == "refused D9");
    signed_root.catalogue.clear();
    next.catalogue = crypto::sha256("another");
    CHECK(say() == "refused D9");
    CHECK(county.version("system/root") == 1);
    next.catalogue = county.statement().catalogue;
    CHECK(say() == "applied");
    CHECK(county.version("system/root") == 2);
    CHECK(county.version("system/catalogue") == 1);
}

TEST_CASE("a catalogue that takes a scope's view of what is numbered for it is refused") {
    County county;
    model::Judge judge;
    log::RootStatement next = county.statement();
    next.number = 2;
    log::SignedRoot signed_root = county.signed_root();
    const auto with_scopes = [&](const std::function<void(Value&)>& change) {
        Value catalogue = *codec::parse_json(county.catalogue_text(), limits::kCatalogueBytesMax);
        change(catalogue.object().find("scopes")->second);
        signed_root.catalogue = codec::write_json(catalogue);
        next.catalogue = crypto::sha256(signed_root.catalogue);
        return told(judge.root(county.registers(), signed_root, next, county.now()));
    };
    CHECK(with_scopes([](Value& scopes) { scopes.object().find("unit")->second.array().pop_back(); }) == "refused D9");
    CHECK(with_scopes([](Value& scopes) { scopes.object().erase("unit"); }) == "refused D9");
    CHECK(with_scopes([](Value& scopes) { scopes.object().find("plan")->second.array().emplace_back("ops"); }) ==
          "applied");
}

TEST_CASE("roles are granted by two, as a whole, and never confirmed by whom they are for") {
    Ground w;
    REQUIRE(told(w.county.act("admin-1", {w.grant({"ob_section", "ob_deputy"})})) == "applied");
    CHECK(w.roles() == Array{"ob_clerk"});
    const std::string pending = w.county.made("admin-1", "pending");
    CHECK(told(w.county.act("admin-1", {w.county.confirm_of(pending)})) == "refused B8");
    CHECK(told(w.county.act("admin-2", {w.county.confirm_of(pending)})) == "applied");
    CHECK(w.roles() == Array{"ob_section", "ob_deputy"});
    // The old role is gone from the next act on.
    CHECK(told(w.county.act("clerk", {small_unit(kTown, 1, 1)})) == "refused B5");

    Value own = w.county.intent("identity.grant", {"identity/admin2"}).set("person", "admin2");
    REQUIRE(told(w.county.act("admin-1", {own.set("roles", Array{"operator"})})) == "applied");
    CHECK(told(w.county.act("admin-2", {w.county.confirm_of(w.county.made("admin-1", "pending"))})) == "refused B8");
}

TEST_CASE("roles are granted on what was shown, known ones, and business apart from administration") {
    Ground w;
    CHECK(told(w.county.act("admin-1", {w.grant({"no_role"})})) == "refused B3");
    CHECK(told(w.county.act("admin-1", {w.grant({"unit_clerk"})})) == "refused B3");
    CHECK(told(w.county.act("admin-1", {w.grant({"ob_head", "auditor"})})) == "refused B11");
    CHECK(told(w.county.act("clerk", {w.grant({"ob_head"})})) == "refused B5");
    CHECK(told(w.county.act("admin-1", {w.grant({"ob_head"}).set("base", Value())})) == "refused B1");

    // Two proposals side by side: the second one's confirm finds other roles than were shown to its author.
    REQUIRE(told(w.county.act("admin-1", {w.grant({"ob_head"})})) == "applied");
    const std::string first = w.county.made("admin-1", "pending");
    const Value stale = w.grant({"ob_section"});
    REQUIRE(told(w.county.act("admin-1", {stale})) == "applied");
    const std::string second = w.county.made("admin-1", "pending");
    REQUIRE(told(w.county.act("admin-2", {w.county.confirm_of(first)})) == "applied");
    CHECK(told(w.county.act("admin-2", {w.county.confirm_of(second)})) == "refused C2");
    CHECK(told(w.county.act("admin-1", {stale})) == "refused C2");
    CHECK(w.roles() == Array{"ob_head"});
}

TEST_CASE("what a stolen key signs is refused; what somebody signed before leaving is held, decisions never") {
    Ground w;
    SECTION("a compromised key") {
        REQUIRE(w.revoke(w.key, "compromised") == "applied");
        CHECK(w.state(w.key) == "ended");
        CHECK(told(w.county.act("clerk", {w.message()})) == "refused C9");
        CHECK(told(w.county.act("clerk", {w.harmless()})) == "refused C9");
    }
    SECTION("a person's key that ended without a suspicion") {
        REQUIRE(w.revoke(w.key, "left") == "applied");
        const log::ChangeSet message = w.county.sign("clerk", {w.message()});
        CHECK(told(w.county.deliver(message)) == "held C9");
        const std::string outcome = "outcome/" + codec::hex(message.id());
        CHECK(w.state(outcome) == "held");
        CHECK(w.county.value(outcome)->items("intents").size() == 1);
        CHECK(told(w.county.act("clerk", {w.harmless()})) == "refused C9");
    }
    SECTION("a person who is suspended") {
        REQUIRE(w.revoke(w.identity, "suspended") == "applied");
        CHECK(w.state(w.identity) == "suspended");
        CHECK(told(w.county.act("clerk", {w.message()})) == "held C9");
        CHECK(told(w.county.act("clerk", {small_unit(kTown, 1, 1)})) == "refused C9");
    }
    SECTION("a person whose identity is compromised, on any device") {
        REQUIRE(w.revoke(w.identity, "compromised") == "applied");
        CHECK(told(w.county.act("clerk", {w.message()})) == "refused C9");
    }
    CHECK(told(w.county.act("admin-2", {w.harmless()})) == "refused B6");  // others work on
}

TEST_CASE("a revocation names a subject that is there, as it was shown") {
    Ground w;
    CHECK(w.revoke("identity/nobody", "left") == "refused B6");
    CHECK(w.revoke("unit/421125101", "left") == "refused B3");
    CHECK(w.revoke(w.key, "bored") == "refused B3");
    const Value stale = w.county.intent("identity.revoke", {w.key}).set("subject", w.key).set("reason", "left");
    REQUIRE(w.revoke(w.key, "lost") == "applied");
    CHECK(told(w.county.act("admin-2", {stale})) == "refused C2");
    CHECK(told(w.county.act("clerk", {w.message()})) == "refused C9");
}

TEST_CASE("a revoked device is stopped at the door") {
    Ground w;
    REQUIRE(w.revoke(w.device, "lost") == "applied");
    CHECK(w.county.door(w.county.sign("clerk", {w.message()})).code == "door.revoked");
}

TEST_CASE("a fork is proved by two headers, and a second signature freezes the device") {
    Ground w;
    w.county.hire("operator", {"operator"}, "");
    const log::Header header = next_header(w.county, "clerk");
    Device& device = w.county.device_of("clerk");
    const auto signed_twice = [&](const char* text) {
        return log::make_change_set(header, {w.message().set("text", text)},
                                    {&device.sign, &w.county.person("clerk").key, nullptr}, w.county.random());
    };
    const log::ChangeSet one = signed_twice("甲"), two = signed_twice("乙");
    CHECK(told(w.county.deliver(one)) == "refused B6");
    CHECK(w.county.door(two).kind == DoorAnswer::fork);
    CHECK(w.county.door(one).kind == DoorAnswer::fork);  // a number that is taken; the gateway knows its own receipts

    const auto freeze = [&](const Array& evidence) {
        return told(w.county.act(
            "operator",
            {w.county.intent("device.freeze", {w.device}).set("device", device.id).set("evidence", evidence)}));
    };
    const Value first = log::to_value(one.envelope), second = log::to_value(two.envelope);
    log::ChangeSet bent = two;
    bent.envelope.signatures[0].signature.bytes[0] ^= 1;
    const log::ChangeSet foreign = w.county.sign("admin-1", {w.harmless()});
    CHECK(freeze({}) == "refused B9");
    CHECK(freeze({first}) == "refused B9");
    CHECK(freeze({first, first}) == "refused B9");
    CHECK(freeze({first, log::to_value(bent.envelope)}) == "refused B9");
    CHECK(freeze({first, log::to_value(foreign.envelope)}) == "refused B9");
    CHECK(freeze({first, second, first}) == "refused B3");
    CHECK(w.state(w.device) == "live");
    // Number n, and a number n+1 that continues another n: which of the two is in the log does not matter.
    const auto after = [&](const log::ChangeSet& before) {
        log::Header next = header;
        next.seq = header.seq + 1;
        next.prev = before.id();
        return log::to_value(log::make_change_set(next, {w.message()},
                                                  {&device.sign, &w.county.person("clerk").key, nullptr},
                                                  w.county.random())
                                 .envelope);
    };
    CHECK(freeze({first, after(one)}) == "refused B9");  // an honest chain
    CHECK(freeze({after(two), first}) == "refused B9");
    CHECK(freeze({first, after(two)}) == "applied");
    CHECK(freeze({first, second}) == "applied");
    CHECK(w.state(w.device) == "live");
    const std::string pending = w.county.made("operator", "pending");
    CHECK(told(w.county.act("operator", {w.county.confirm_of(pending)})) == "refused B5");
    CHECK(told(w.county.act("admin-2", {w.county.confirm_of(pending)})) == "applied");
    CHECK(w.state(w.device) == "frozen");
    device.last = one.id();
    CHECK(w.county.door(w.county.sign("clerk", {w.message()})).code == "door.frozen");
}

TEST_CASE("a gap is answered with the number that is expected, and costs nothing") {
    Ground w;
    const std::uint64_t next = w.county.device_of("clerk").seq + 1;
    const log::ChangeSet skipped = w.county.sign("clerk", {w.harmless()}),
                         later = w.county.sign("clerk", {w.message()});
    const DoorAnswer answer = w.county.door(later);
    CHECK(answer.kind == DoorAnswer::expected);
    CHECK(answer.expected_seq == next);
    CHECK(told(w.county.deliver(skipped)) == "refused B6");
    CHECK(w.county.door(later).kind == DoorAnswer::append);
}
