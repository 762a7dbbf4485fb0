// SPDX-License-Identifier: Apache-2.0
// What is held on a case is settled by somebody who saw it, and by nobody else.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

std::string outcome_of(const log::ChangeSet& change_set) {
    return "outcome/" + codec::hex(change_set.id());
}

// The town's case, and the version of it that both clerks have seen.
struct Shown {
    CaseWorld w;
    std::string key;
    std::int64_t version = 0;

    explicit Shown(bool received) {
        if (received) {
            key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
        } else {
            ZJ_ASSERT(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
            key = w.newest;
        }
        version = w.county.version(key);
    }
    // Signed on that version and the device's own numbers since.
    log::ChangeSet amend(const std::string& clerk, const char* field, const char* text,
                         const std::vector<std::uint64_t>& own = {}) {
        log::Bases bases;
        bases[key].version = version;
        bases[key].own = own;
        return w.county.sign(clerk, {w.amendment(key, Object{{field, text}}).set("base", log::to_value(bases))});
    }
    std::string now(const std::string& clerk, Value fields) {
        return told(w.county.act(clerk, {w.amendment(key, std::move(fields))}));
    }
    std::string field(const char* name) { return std::string(w.county.value(key)->find("fields")->str_or(name)); }
};

std::uint64_t seq_of(const log::ChangeSet& set) {
    return log::parse_header(set.envelope.payload)->seq;
}

TEST_CASE("a held edit stays held whatever somebody signs who has not seen it") {
    Shown s(true);
    const log::ChangeSet first = s.amend("clerk-a", "reason", "甲稿");
    const log::ChangeSet held = s.amend("clerk-b", "reason", "乙稿");
    REQUIRE(told(s.w.county.deliver(first)) == "applied");
    REQUIRE(told(s.w.county.deliver(held)) == "held C2");

    // A's terminal has not synced since; both of these are as it saw the case.
    CHECK(told(s.w.county.deliver(s.amend("clerk-a", "post_name", "巡查岗位", {seq_of(first)}))) == "applied");
    CHECK(s.w.text(outcome_of(held), "state") == "held");
    CHECK(told(s.w.county.deliver(s.amend("clerk-a", "reason", "甲二稿", {seq_of(first), seq_of(first) + 1}))) ==
          "applied");
    CHECK(s.w.text(outcome_of(held), "state") == "held");
    CHECK(s.w.county.value(s.key)->find("held")->str_or("outcome") == outcome_of(held));
    CHECK(told(s.w.decide("ob-clerk", s.key, "pass")) == "refused G15");

    // Having seen it, but about something else.
    CHECK(s.now("clerk-a", Object{{"conditions", "本科"}}) == "applied");
    CHECK(s.w.text(outcome_of(held), "state") == "held");
    CHECK(s.now("clerk-a", Object{{"reason", "合稿"}}) == "applied");
    CHECK(s.w.text(outcome_of(held), "state") == "refused");
    CHECK(s.w.text(outcome_of(held), "code") == "C2");
    CHECK(s.w.county.value(s.key)->find("held") == nullptr);
    CHECK(s.field("reason") == "合稿");
    CHECK(told(s.w.decide("ob-clerk", s.key, "pass")) == "applied");
}

TEST_CASE("whoever settles a held edit of two fields writes both") {
    Shown s(true);
    const log::ChangeSet first = s.amend("clerk-a", "reason", "甲稿");
    const log::ChangeSet held =
        s.w.county.sign("clerk-b", {s.w.amendment(s.key, Object{{"reason", "乙稿"}, {"post_name", "巡查岗位"}})});
    REQUIRE(told(s.w.county.deliver(first)) == "applied");
    REQUIRE(told(s.w.county.deliver(held)) == "held C2");
    CHECK(s.now("clerk-a", Object{{"reason", "丙稿"}}) == "applied");
    CHECK(s.w.text(outcome_of(held), "state") == "held");
    CHECK(s.now("clerk-a", Object{{"reason", "丙稿"}, {"post_name", "巡查岗位"}}) == "applied");
    CHECK(s.w.text(outcome_of(held), "state") == "refused");
}

TEST_CASE("the head's sign-off waits while an amendment is held on the case") {
    Shown s(false);
    REQUIRE(told(s.w.county.deliver(s.amend("clerk-a", "reason", "甲稿"))) == "applied");
    const log::ChangeSet held = s.amend("clerk-b", "reason", "乙稿");
    REQUIRE(told(s.w.county.deliver(held)) == "held C2");
    CHECK(told(s.w.confirm("head-a")) == "refused G15");
    CHECK(s.w.text(s.key, "state") == "signed");
    CHECK(s.w.text(outcome_of(held), "state") == "held");

    REQUIRE(s.now("clerk-b", Object{{"reason", "乙稿"}}) == "applied");
    CHECK(told(s.w.confirm("head-a")) == "applied");
    CHECK(s.field("reason") == "乙稿");
    s.w.pass_all(s.key);
}

TEST_CASE("the term of a sign-off runs on while another change set is held on its case") {
    Shown s(false);
    REQUIRE(told(s.w.county.deliver(s.amend("clerk-a", "reason", "甲稿"))) == "applied");
    const log::ChangeSet held = s.amend("clerk-b", "reason", "乙稿");
    REQUIRE(told(s.w.county.deliver(held)) == "held C2");
    const std::string pending = s.w.text(s.key, "pending");
    s.w.county.wait_days(9);
    CHECK(s.w.text(pending, "state") == "lapsed");
    CHECK(s.w.text(s.key, "state") == "withdrawn");
    CHECK(s.w.text(s.key, "result") == "lapsed");
    CHECK(s.w.county.value(s.key)->find("held") == nullptr);
    CHECK(s.w.text(outcome_of(held), "state") == "refused");
    CHECK(s.w.text(outcome_of(held), "code") == "C6");
    CHECK(s.w.number("load/" + kTown, "open") == 0);
}

TEST_CASE("a sign-off that came in time and was held keeps its act open, until it is settled") {
    CaseWorld w(4, 2);
    const std::string taker = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    const std::string other = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields(kTown, 2)))) == "applied");
    const std::string key = w.newest, pending = w.text(key, "pending");
    REQUIRE(told(w.confirm("head-a")) == "held C4");
    const std::string held(w.county.value(key)->find("held")->str_or("outcome"));
    w.county.wait_days(20);
    CHECK(w.text(pending, "state") == "open");

    SECTION("it may be signed again after the term") {
        REQUIRE(told(w.withdraw("clerk-b", taker)) == "applied");
        REQUIRE(told(w.withdraw("clerk-b", other)) == "applied");
        w.newest = key;
        REQUIRE(told(w.confirm("head-a")) == "applied");
        CHECK(w.text(key, "state") == "received");
        CHECK(w.text(pending, "state") == "done");
        CHECK(w.county.value(pending)->find("held") == nullptr);
        w.county.wait_days(3);
        CHECK(w.text(key, "state") == "received");
    }
    SECTION("refused for good, it lapses with the next day, and its case no longer counts as open") {
        w.pass_all(taker);  // its grant is used: two are not vacant any more
        REQUIRE(told(w.close_stage("hr", w.text(taker, "grant"), 2, {listed(500)})) == "applied");
        const std::string grant = w.text(taker, "grant");
        w.pass_all(w.receive("clerk-b", w.form("IN", kTown, entry_fields(grant, 500), {grant})));
        REQUIRE(told(w.withdraw("clerk-b", other)) == "applied");
        REQUIRE(w.text(held, "state") == "refused");
        CHECK(w.text(held, "code") == "G1");
        w.newest = key;
        CHECK(told(w.confirm("head-a")) == "refused B7");
        w.county.wait_days(1);
        CHECK(w.text(pending, "state") == "lapsed");
        CHECK(w.text(key, "state") == "withdrawn");
        CHECK(w.number("load/" + kTown, "open") == 0);
    }
}

TEST_CASE("what a unit holds itself marks no case of another unit") {
    CaseWorld w;
    const std::string town = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const std::string person = w.person_of(kVillage);
    w.receive("clerk-v", w.form("OUT", kVillage, exit_fields(person), {person}));
    REQUIRE(told(w.submit("clerk-v", w.form("OUT", kVillage, exit_fields(person), {person}))) == "applied");
    const Value again = w.county.confirm_of(w.text(w.newest, "pending"));
    const log::ChangeSet held = w.county.sign("head-v", {again});
    REQUIRE(told(w.county.deliver(held)) == "held C1");
    log::Bases bases;
    bases[town].version = w.county.version(town);
    bases[town].own = {seq_of(held)};
    const Value built = w.amendment(town, Object{{"reason", "别家的"}}).set("base", log::to_value(bases));
    CHECK(told(w.county.act("clerk-v", {built})) == "held C7");
    CHECK(w.county.value(town)->find("held") == nullptr);
    CHECK(told(w.decide("ob-clerk", town, "pass")) == "applied");
}

TEST_CASE("what was built on a held change set goes back when that stays in dispute for too long") {
    CaseWorld w;
    const std::string person = w.person_of(kVillage);
    w.receive("clerk-v", w.form("OUT", kVillage, exit_fields(person), {person}));
    REQUIRE(told(w.submit("clerk-v", w.form("OUT", kVillage, exit_fields(person), {person}))) == "applied");
    const std::string second = w.newest;
    const log::ChangeSet held = w.county.sign("head-v", {w.county.confirm_of(w.text(second, "pending"))});
    REQUIRE(told(w.county.deliver(held)) == "held C1");
    log::Bases bases;
    bases[second].version = w.county.version(second);
    bases[second].own = {seq_of(held)};
    const Value amendment = w.amendment(second, Object{{"exit_to", "外地"}}).set("base", log::to_value(bases));
    const log::ChangeSet built = w.county.sign("clerk-v", {amendment});
    REQUIRE(told(w.county.deliver(built)) == "held C7");
    w.county.wait_days(15);
    CHECK(w.text(outcome_of(built), "state") == "held");
    w.county.wait_days(1);
    CHECK(w.text(outcome_of(built), "state") == "refused");
    CHECK(w.text(outcome_of(built), "code") == "C7");
    CHECK(w.text(outcome_of(held), "state") == "held");
}

TEST_CASE("an amendment that was held for want of room is settled when it is signed again") {
    CaseWorld w(4, 2);
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const std::string other = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet held = w.county.sign("clerk-a", {w.amendment(key, Object{{"count", 2}})});
    REQUIRE(told(w.county.deliver(held)) == "held C4");
    CHECK(w.ledger() == "h 6 a 4 r 2 o 0");
    REQUIRE(told(w.withdraw("clerk-b", other)) == "applied");
    CHECK(w.county.value(key)->find("held")->bool_or("clear"));
    REQUIRE(told(w.county.act("clerk-a", {w.amendment(key, Object{{"count", 2}})})) == "applied");
    CHECK(w.text(outcome_of(held), "state") == "refused");
    CHECK(w.county.value(key)->find("held") == nullptr);
    CHECK(w.ledger() == "h 6 a 4 r 2 o 0");
    w.pass_all(key);
}

TEST_CASE("a held answer is not signed away by another answer that has not seen it") {
    CaseWorld w(4, 1);
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.decide("ob-clerk", key, "return", "缺纪要", {"minutes"})) == "applied");
    const std::string other = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet held = w.county.sign("clerk-a", {w.answer(key, Object{{"reason", "甲"}})});
    const log::ChangeSet blind = w.county.sign("clerk-b", {w.answer(key, Object{{"reason", "乙"}})});
    REQUIRE(told(w.county.deliver(held)) == "held C4");
    REQUIRE(told(w.withdraw("clerk-a", other)) == "applied");
    REQUIRE(w.county.value(key)->find("held")->bool_or("clear"));
    CHECK(told(w.county.deliver(blind)) == "refused C2");
    CHECK(w.text(outcome_of(held), "state") == "held");
    REQUIRE(told(w.county.act("clerk-b", {w.answer(key, Object{{"reason", "甲"}})})) == "applied");
    CHECK(w.text(outcome_of(held), "state") == "refused");
    CHECK(w.text(key, "state") == "received");
}

}  // namespace
}  // namespace zj::test
