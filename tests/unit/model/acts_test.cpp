// SPDX-License-Identifier: Apache-2.0
// Acts of two: another person, the needed role, within the term, on what was signed.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "tests/unit/model/case_world.hpp"
#include "tests/unit/model/core_words.hpp"

using namespace zj;
using namespace zj::test;
using codec::Value;

namespace {

// An administrator's open act: a ticket that waits for the other's word.
struct OpenAct {
    County county;
    crypto::SigningKey one_time;
    std::string pending;

    OpenAct() {
        one_time = crypto::SigningKey::generate(county.random());
        ZJ_ASSERT(told(county.act("admin-1", {ticket_intent(county, one_time.verify_key())})) == "applied");
        pending = county.made("admin-1", "pending");
    }
    std::string confirm(const std::string& by, Value intent) { return told(county.act(by, {std::move(intent)})); }
    std::string confirm(const std::string& by) { return confirm(by, county.confirm_of(pending)); }
    std::string cancel(const std::string& by) {
        return told(county.act(by, {county.intent("cancel").set("pending", pending)}));
    }
    std::string state() { return std::string(county.value(pending)->str_or("state")); }
    Time expires() { return *parse_time(county.value(pending)->str_or("expires")); }
};

}  // namespace

TEST_CASE("an act takes effect by another person's word, and not by its author's") {
    OpenAct w;
    CHECK(w.confirm("admin-1") == "refused B8");
    CHECK(w.state() == "open");
    CHECK(w.county.value(ticket_key(w.one_time)) == nullptr);
    CHECK(w.confirm("admin-2") == "applied");
    CHECK(w.state() == "done");
    CHECK(w.county.value(ticket_key(w.one_time)) != nullptr);
    CHECK(w.county.value(w.pending)->find("body") == nullptr);
    CHECK(w.confirm("admin-2") == "refused B6");
}

TEST_CASE("the author stays the author on another device") {
    OpenAct w;
    const auto one_time = open_ticket(w.county, {"device", "admin1", "", {}, {"admin"}});
    const Newcomer second(w.county);
    REQUIRE(told(w.county.deliver(enrolment(w.county, second, one_time, "admin1"))) == "applied");
    log::Header header = next_header(w.county, "admin-1");
    header.device = second.id();
    header.key = second.person.verify_key().id();
    header.seq = 2;
    header.prev = w.county.registers().chain(second.id()).id;
    struct Finder final : model::KeyFinder {
        const Newcomer& who;
        explicit Finder(const Newcomer& n) : who(n) {}
        std::optional<crypto::VerifyKey> find(std::string_view id) override {
            return id == who.id() ? std::optional(who.sign.verify_key()) : std::optional(who.person.verify_key());
        }
    } finder(second);
    const log::ChangeSet set = log::make_change_set(header, {w.county.confirm_of(w.pending)},
                                                    {&second.sign, &second.person, nullptr}, w.county.random());
    model::Judge judge;
    const auto judged = judge.change(w.county.registers(), model::check(set, finder), w.county.now());
    CHECK(told(judged) == "refused B8");
}

TEST_CASE("what was proposed by a thief has no effect once the theft is known, whatever was revoked for it") {
    for (const char* what : {"identity", "device", "key"}) {
        INFO(what);
        OpenAct w;
        const auto& thief = w.county.person("admin-1");
        const std::string subject = std::string(what) + "/" +
                                    (what == std::string("identity") ? thief.id
                                     : what == std::string("device") ? w.county.device_of("admin-1").id
                                                                     : thief.key.verify_key().id());
        const auto end = [&](std::string_view reason) {
            return told(w.county.act(
                "admin-2",
                {w.county.intent("identity.revoke", {subject}).set("subject", subject).set("reason", reason)}));
        };
        REQUIRE(end("compromised") == "applied");
        CHECK(end("left") == "refused G8");  // and nothing makes it milder
        CHECK(w.confirm("admin-2").starts_with("refused C9"));
        CHECK(w.state() == "open");
        CHECK(w.county.value(ticket_key(w.one_time)) == nullptr);
    }
}

TEST_CASE("what somebody proposed before leaving may still be confirmed") {
    OpenAct w;
    const std::string subject = "identity/" + w.county.person("admin-1").id;
    REQUIRE(told(w.county.act(
                "admin-2",
                {w.county.intent("identity.revoke", {subject}).set("subject", subject).set("reason", "left")})) ==
            "applied");
    CHECK(w.confirm("admin-2") == "applied");
}

TEST_CASE("a confirm needs a role that the act names") {
    OpenAct w;
    w.county.hire("clerk", {"ob_clerk"}, "");
    CHECK(w.confirm("clerk") == "refused B5");
    CHECK(w.state() == "open");
}

TEST_CASE("a confirm says exactly what it confirms") {
    OpenAct w;
    const std::string other = codec::base64(crypto::sha256("another"));
    for (const char* member : {"of", "commitment"}) {
        CHECK(w.confirm("admin-2", w.county.confirm_of(w.pending).set(member, other)) == "refused B9");
    }
    CHECK(w.confirm("admin-2", w.county.confirm_of(w.pending).set("intent", 1)) == "refused B9");
    CHECK(w.confirm("admin-2", w.county.confirm_of(w.pending).set("pending", "pending/none")) == "refused B6");
    CHECK(w.confirm("admin-2", w.county.confirm_of(w.pending).set("twice", true)) == "refused B3");
    CHECK(w.confirm("admin-2", w.county.confirm_of(w.pending).set("intent", "0")) == "refused B3");
    CHECK(w.state() == "open");
}

TEST_CASE("an act may be confirmed to the last moment of its term, and then it lapses by a tick") {
    OpenAct w;
    const Time expires = w.expires();
    CHECK(expires == start_of(Date{date_of(w.county.now()).days + 8}));  // seven days, to the end of the day

    SECTION("the last moment") {
        w.county.wait(expires - w.county.now() - 1001);
        CHECK(w.confirm("admin-2") == "applied");
        w.county.wait_days(1);
        CHECK(w.state() == "done");
    }
    SECTION("midnight") {
        w.county.wait(expires - w.county.now() - 1);
        CHECK(w.state() == "open");
        w.county.wait(1);
        CHECK(w.state() == "lapsed");
        CHECK(w.confirm("admin-2") == "refused B6");
        CHECK(w.cancel("admin-1") == "refused B6");
        CHECK(w.county.value(ticket_key(w.one_time)) == nullptr);
    }
}

TEST_CASE("its author takes an act back, nobody else") {
    OpenAct w;
    CHECK(w.cancel("admin-2") == "refused B8");
    CHECK(w.cancel("admin-1") == "applied");
    CHECK(w.state() == "cancelled");
    CHECK(w.confirm("admin-2") == "refused B6");
    CHECK(w.cancel("admin-1") == "refused B6");
}

TEST_CASE("a submission is confirmed in its unit, and taken back by withdrawing its case") {
    CaseWorld w;
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string pending = w.text(w.newest, "pending");
    CHECK(told(w.county.act("clerk-a", {w.county.intent("cancel").set("pending", pending)})) == "refused B9");
    CHECK(told(w.confirm("head-v")) == "refused B5");
    CHECK(told(w.confirm("clerk-a")) == "refused B5");
    CHECK(told(w.confirm("head-a")) == "applied");
}
