// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "shared/codec/json.hpp"
#include "tests/support/county.hpp"

namespace zj::test {
namespace {

using codec::Value;
using log::Verdict;

struct Ground {
    County county;
    Ground() { county.hire("clerk", {"ob_clerk"}, ""); }

    // Signs with a header changed on its way.
    log::ChangeSet with(const std::vector<Value>& intents, const std::function<void(log::Header&)>& change) {
        Device& device = county.device_of("clerk");
        Person& person = county.person("clerk");
        log::ChangeSet plain = county.sign("clerk", intents);
        log::Header header = *log::parse_header(plain.envelope.payload);
        change(header);
        log::ChangeSet made =
            log::make_change_set(header, intents, {&device.sign, &person.key, nullptr}, county.random());
        device.last = made.id();
        return made;
    }
    model::Judgement deliver(const log::ChangeSet& set) { return county.deliver(set); }
    Value harmless() { return county.intent("cancel").set("pending", "pending/none"); }
};

void refused(const model::Judgement& judged, std::string_view code) {
    INFO(judged.detail);
    CHECK(judged.verdict == Verdict::refused);
    CHECK(judged.code == code);
}

}  // namespace

TEST_CASE("a number is consumed whatever else is wrong with a change set, and the next one is judged as usual") {
    Ground ground;
    County& county = ground.county;

    log::ChangeSet unsigned_by_person = county.sign("clerk", {ground.harmless()});
    unsigned_by_person.envelope.signatures.pop_back();
    refused(ground.deliver(unsigned_by_person), "D1");

    refused(
        ground.deliver(ground.with({ground.harmless()}, [](log::Header& h) { h.key = "aaaaaaaaaaaaaaaaaaaaaaaa"; })),
        "D2");  // nobody has this key

    log::ChangeSet broken = county.sign("clerk", {ground.harmless()});
    broken.bodies[0].bytes += " ";
    refused(ground.deliver(broken), "D4");

    log::ChangeSet lost = county.sign("clerk", {ground.harmless()});
    lost.bodies.clear();
    refused(ground.deliver(lost), "D4");

    refused(ground.deliver(county.sign("clerk", {Value(codec::Object{{"do", "moon.walk"}, {"base", Value()}})})), "D7");
    refused(ground.deliver(ground.with({ground.harmless()}, [](log::Header& h) { h.rules = 2; })), "D8");
    refused(ground.deliver(ground.with({ground.harmless()}, [](log::Header& h) { h.catalogue = Hash{}; })), "D9");

    ground.county.device_of("clerk").seen_size = 5;
    refused(ground.deliver(county.sign("clerk", {ground.harmless()})), "B6");
    ground.county.device_of("clerk").seen_size = 4;
    refused(ground.deliver(county.sign("clerk", {ground.harmless()})), "D5");

    Value large = ground.harmless();
    large.set("pending", std::string(limits::kBodyBytesMax, 'x'));
    ground.county.device_of("clerk").seen_size = 5;
    refused(ground.deliver(county.sign("clerk", {large})), "D6");

    CHECK(ground.deliver(county.sign("clerk", {small_unit("421125101", 1, 1)})).verdict == Verdict::applied);
}

// Whoever has seen a refused change set bring a key knows it; who reads only the registers does not.
TEST_CASE("a key that is in no register gets the same verdict from all, known or not, signed or not") {
    Ground ground;
    const auto stranger = crypto::SigningKey::generate(ground.county.random());
    struct Knowing final : model::KeyFinder {
        County& county;
        std::optional<crypto::VerifyKey> extra;
        explicit Knowing(County& c) : county(c) {}
        std::optional<crypto::VerifyKey> find(std::string_view id) override {
            return extra && extra->id() == id ? extra : county.find(id);
        }
    } keys(ground.county);
    log::Header header = *log::parse_header(ground.county.sign("clerk", {ground.harmless()}).envelope.payload);
    header.key = stranger.verify_key().id();
    log::ChangeSet set =
        log::make_change_set(header, {ground.harmless()}, {&ground.county.device_of("clerk").sign, &stranger, nullptr},
                             ground.county.random());
    const auto judged = [&] {
        model::Overlay overlay(ground.county.registers());
        model::Judge judge;
        return judge.change(overlay, model::check(set, keys), ground.county.now());
    };
    refused(judged(), "D2");
    keys.extra = stranger.verify_key();
    refused(judged(), "D2");
    set.envelope.signatures.pop_back();
    refused(judged(), "D2");
}

TEST_CASE("another device's person cannot sign here") {
    Ground ground;
    ground.county.hire("section", {"ob_section"}, "");
    Device& device = ground.county.device_of("clerk");
    Person& other = ground.county.person("section");
    log::Header header = *log::parse_header(ground.county.sign("clerk", {ground.harmless()}).envelope.payload);
    header.person = other.id;
    header.key = other.key.verify_key().id();
    const auto made =
        log::make_change_set(header, {ground.harmless()}, {&device.sign, &other.key, nullptr}, ground.county.random());
    refused(ground.deliver(made), "D2");
}

TEST_CASE("intents of one change set take effect together or not at all") {
    Ground ground;
    County& county = ground.county;
    const auto judged = county.act("clerk", {county.intent("cancel").set("pending", "pending/none"),
                                             county.intent("cancel").set("pending", "pending/other")});
    refused(judged, "B6");
    // Enrolment stands alone, and only as number 1.
    refused(county.act("clerk", {Value(codec::Object{{"do", "identity.enrol"}, {"base", Value()}})}), "D7");
}

TEST_CASE("the base names exactly what the rules ask for") {
    Ground ground;
    Value act = ground.harmless();
    act.set("base", codec::Object{{"unit/421125101", codec::Array{0}}});
    refused(ground.county.act("clerk", {act}), "B6");
    const Value body = small_unit("421125101", 1, 1);
    Value named = body;
    named.set("base", codec::Object{{"unit/421125101", codec::Array{0}}});
    refused(ground.county.act("clerk", {named}), "B1");
    named.set("base", codec::Object{{"unit/421125101", codec::Array{"1"}}});
    refused(ground.county.act("clerk", {named}), "B3");
    named.set("base", codec::Array{});
    refused(ground.county.act("clerk", {named}), "B3");
}

}  // namespace zj::test
