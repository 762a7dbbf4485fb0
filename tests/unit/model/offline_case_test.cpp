// SPDX-License-Identifier: Apache-2.0
// Terminals that were offline while others acted: the order of receipt decides, and nothing is overwritten.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

std::string outcome_of(const log::ChangeSet& change_set) {
    return "outcome/" + codec::hex(change_set.id());
}

TEST_CASE("a form filled under an earlier catalogue is taken for a while after it ended, and then no more") {
    CaseWorld w;
    const auto days = w.county.catalogue().policy_int("catalogue_old_days");
    Value fields = use_form_fields().set("off_plan", true);  // a line of the plan is of its year
    fields.object().erase("plan_line");
    const log::ChangeSet soon = w.submit_offline("clerk-a", w.form("USE", kTown, fields));
    const log::ChangeSet late = w.submit_offline("clerk-b", w.form("USE", kTown, fields));
    w.change_catalogue("newer", [](Value&) {});
    w.county.wait_days(static_cast<int>(days) - 1);
    CHECK(told(w.county.deliver(soon)) == "applied");
    w.county.wait_days(2);
    CHECK(told(w.county.deliver(late)) == "refused C11");
}

TEST_CASE("two offline terminals that take the last vacancy: one applied, the other held with the competitor named") {
    CaseWorld w(4, 1);
    const log::ChangeSet sub_a = w.submit_offline("clerk-a", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet con_a = w.confirm_offline("head-a", sub_a);
    const log::ChangeSet sub_b = w.submit_offline("clerk-b", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet con_b = w.confirm_offline("head-b", sub_b);
    const std::string case_a = CaseWorld::key_made(sub_a, "case"), case_b = CaseWorld::key_made(sub_b, "case");

    // B was signed second but arrives first.
    CHECK(told(w.county.deliver(sub_b)) == "applied");
    CHECK(told(w.county.deliver(sub_a)) == "applied");
    CHECK(told(w.county.deliver(con_b)) == "applied");
    const Judgement held = w.county.deliver(con_a);
    CHECK(told(held) == "held C4");
    CHECK(held.competitor == case_b);
    CHECK(w.text(outcome_of(con_a), "state") == "held");
    CHECK(w.text(case_a, "state") == "signed");
    CHECK(w.county.value(case_a)->find("held")->str_or("competitor") == case_b);
    CHECK(w.ledger() == "h 5 a 4 r 1 o 0");  // a held request reserves nothing
    CHECK(told(w.decide("ob-clerk", case_a, "pass")) == "refused G8");

    SECTION("a later request on the unit's own line queues behind it") {
        REQUIRE(told(w.withdraw("clerk-b", case_b)) == "applied");
        CHECK(w.county.value(case_a)->find("held")->bool_or("clear"));
        CHECK(w.ledger() == "h 5 a 4 r 0 o 0");  // no entry of another's applies it
        REQUIRE(told(w.submit("clerk-b", w.form("USE", kTown, use_form_fields()))) == "applied");
        const std::string later = w.newest;
        const Judgement queued = w.confirm("head-b");
        CHECK(told(queued) == "held C4");
        CHECK(queued.competitor == case_a);

        // One signature suffices now.
        w.newest = case_a;
        REQUIRE(told(w.confirm("head-a")) == "applied");
        CHECK(w.text(case_a, "state") == "received");
        CHECK(w.county.value(case_a)->find("held") == nullptr);
        CHECK(w.text(outcome_of(con_a), "state") == "refused");
        CHECK(w.ledger() == "h 5 a 4 r 1 o 0");
        CHECK(w.text(later, "state") == "signed");
        w.pass_all(case_a);
    }
    SECTION("the held one is withdrawn, and its outcome is settled") {
        REQUIRE(told(w.withdraw("clerk-a", case_a)) == "applied");
        CHECK(w.text(outcome_of(con_a), "state") == "refused");
        CHECK(w.text(outcome_of(con_a), "code") == "C6");
        CHECK(w.county.value("ledger/" + kTown + "/20")->items("held").empty());
        CHECK(w.ledger() == "h 5 a 4 r 1 o 0");
    }
    SECTION("when the grant that took the vacancy expires the held one is clear, whatever its term") {
        w.pass_all(case_b);
        CHECK(w.text(outcome_of(con_a), "state") == "held");  // the grant may still expire, and does
        w.county.wait_days(184);
        CHECK(w.county.value(case_a)->find("held")->bool_or("clear"));
    }
}

TEST_CASE("two units on their superior's plan line: the second is held elsewhere and blocks nobody") {
    CaseWorld w;
    for (const auto& [end, unit] :
         {std::pair{"x", std::string("421125111")}, std::pair{"y", std::string("421125112")}}) {
        Value books = small_unit(unit, 2, 2);
        books.object().find("unit")->second.set("parent", kTown);
        REQUIRE(told(w.county.open_unit(books)) == "applied");
        w.county.hire(std::string("clerk-") + end, {"unit_clerk"}, unit);
        w.county.hire(std::string("head-") + end, {"unit_head"}, unit, std::string("clerk-") + end);
    }
    const std::string line = "plan/" + kTown + "/2026-2";  // two posts
    const auto fields = [&](const std::string& unit, int count) {
        return use_form_fields(unit, count).set("plan_line", line);
    };
    const std::string first = w.receive("clerk-x", w.form("USE", "421125111", fields("421125111", 1)));
    REQUIRE(told(w.submit("clerk-y", w.form("USE", "421125112", fields("421125112", 2)))) == "applied");
    const std::string second = w.newest;
    const Judgement held = w.confirm("head-y");
    CHECK(told(held) == "held C4");
    CHECK(held.competitor == "");
    CHECK(told(w.submit("clerk-v", w.form("USE", kVillage, fields(kVillage, 1)))) == "refused G4");
    // On a shared line a held request blocks nobody.
    const std::string third = w.receive("clerk-a", w.form("USE", kTown, fields(kTown, 1)));
    CHECK(w.number(line, "reserved") == 2);
    REQUIRE(told(w.withdraw("clerk-x", first)) == "applied");
    CHECK(w.county.value(second)->find("held")->find("clear") == nullptr);
    REQUIRE(told(w.withdraw("clerk-a", third)) == "applied");
    CHECK(w.county.value(second)->find("held")->bool_or("clear"));
    CHECK(w.ledger("421125112") == "h 4 a 2 r 0 o 0");
}

TEST_CASE("when a post of a shared line comes back, everybody whose cause has gone is told, not only the first") {
    CaseWorld w;
    for (const auto& [end, unit] :
         {std::pair{"x", std::string("421125111")}, std::pair{"y", std::string("421125112")}}) {
        Value books = small_unit(unit, 2, 4);
        books.object().find("unit")->second.set("parent", kTown);
        REQUIRE(told(w.county.open_unit(books)) == "applied");
        w.county.hire(std::string("clerk-") + end, {"unit_clerk"}, unit);
        w.county.hire(std::string("head-") + end, {"unit_head"}, unit, std::string("clerk-") + end);
    }
    const auto held = [&](const char* end, const std::string& unit, int count) {
        const Value fields = use_form_fields(unit, count).set("plan_line", "plan/" + kTown + "/2026-2");
        REQUIRE(told(w.submit(std::string("clerk-") + end, w.form("USE", unit, fields))) == "applied");
        REQUIRE(told(w.confirm(std::string("head-") + end)) == "held C4");
        return w.newest;
    };
    const auto clear = [&](const std::string& key) {
        return w.county.value(key)->find("held")->bool_or("clear");
    };
    const Value one = use_form_fields(kTown).set("plan_line", "plan/" + kTown + "/2026-2");
    const std::string taken = w.receive("clerk-a", w.form("USE", kTown, one));
    w.receive("clerk-b", w.form("USE", kTown, one));
    const std::string two_x = held("x", "421125111", 2), one_y = held("y", "421125112", 1),
                      one_x = held("x", "421125111", 1);
    REQUIRE(told(w.withdraw("clerk-a", taken)) == "applied");
    CHECK_FALSE(clear(two_x));
    CHECK(clear(one_y));
    CHECK(clear(one_x));  // behind its own unit's first, which does not queue here either
}

TEST_CASE("one clerk who edits the same field twice offline is applied both times") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet first = w.county.sign("clerk-a", {w.amendment(key, Object{{"reason", "第一稿"}})});
    Value again = w.amendment(key, Object{{"reason", "第二稿"}});
    const auto seq = static_cast<std::int64_t>(log::parse_header(first.envelope.payload)->seq);
    again.object().find("base")->second.object().find(key)->second.array().emplace_back(seq);
    const log::ChangeSet second = w.county.sign("clerk-a", {again});
    CHECK(told(w.county.deliver(first)) == "applied");
    CHECK(told(w.county.deliver(second)) == "applied");
    CHECK(w.county.value(key)->find("fields")->str_or("reason") == "第二稿");
}

TEST_CASE(
    "two clerks who edit one case offline: other fields merge, the same field is held until somebody signs again") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet a = w.county.sign("clerk-a", {w.amendment(key, Object{{"reason", "甲稿"}})});
    const log::ChangeSet other = w.county.sign("clerk-b", {w.amendment(key, Object{{"post_name", "巡查岗位"}})});
    const log::ChangeSet same = w.county.sign("clerk-b", {w.amendment(key, Object{{"reason", "乙稿"}})});
    CHECK(told(w.county.deliver(a)) == "applied");
    CHECK(told(w.county.deliver(other)) == "merged C3");
    CHECK(told(w.county.deliver(same)) == "held C2");
    CHECK(w.county.value(key)->find("fields")->str_or("reason") == "甲稿");
    CHECK(w.county.value(key)->find("fields")->str_or("post_name") == "巡查岗位");

    // Decisions stop; the unit's own acts stay open.
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "refused G15");
    CHECK(told(w.county.act("clerk-a", {w.county.intent("case.message").set("case", key).set("text", "以乙稿为准")})) ==
          "applied");
    REQUIRE(told(w.county.act("clerk-a", {w.amendment(key, Object{{"reason", "乙稿"}})})) == "applied");
    CHECK(w.text(outcome_of(same), "state") == "refused");
    CHECK(told(w.decide("ob-clerk", key, "pass")) == "applied");
}

TEST_CASE("what could not be read again from a record is refused, and everybody goes on") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    SECTION("held, and nested as deep as a body may be") {
        const log::ChangeSet a = w.county.sign("clerk-a", {w.amendment(key, Object{{"reason", "甲稿"}})});
        const log::ChangeSet b = w.county.sign("clerk-b", {w.amendment(key, Object{{"reason", "乙稿"}})});
        const auto seq = static_cast<std::int64_t>(log::parse_header(b.envelope.payload)->seq);
        const auto nested = [&](int depth) {
            Value deep("x");
            for (int i = 0; i < depth; ++i) {
                deep = Value(Array{std::move(deep)});
            }
            Value message =
                w.county.intent("case.message").set("case", key).set("text", "x").set("more", std::move(deep));
            return message.set("base", Object{{key, Array{w.county.version(key), seq}}});
        };
        const log::ChangeSet deep = w.county.sign("clerk-b", {nested(15)});
        const log::ChangeSet flat = w.county.sign("clerk-b", {nested(12)});
        REQUIRE(told(w.county.deliver(a)) == "applied");
        REQUIRE(told(w.county.deliver(b)) == "held C2");
        CHECK(told(w.county.deliver(deep)) == "refused Q2");
        CHECK(told(w.county.deliver(flat)) == "held C7");
        CHECK(w.county.value("outcome/" + codec::hex(deep.id())) == nullptr);
    }
    SECTION("messages that double when they are written") {
        std::vector<Value> messages;
        for (int i = 0; i < 100; ++i) {
            messages.push_back(w.county.intent("case.message").set("case", key).set("text", std::string(6000, '"')));
        }
        CHECK(told(w.county.act("clerk-a", messages)) == "refused Q2");
        messages.resize(50);
        CHECK(told(w.county.act("clerk-a", messages)) == "applied");
        CHECK(told(w.county.act("clerk-a", messages)) == "refused Q2");
        // The unit has filled what it may fill; the office decides as before.
        CHECK(told(w.decide("ob-clerk", key, "pass")) == "applied");
    }
}

TEST_CASE("what was built on a held change set waits with it, what was built on a refused one is refused") {
    CaseWorld w(4, 1);
    w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet submission = w.submit_offline("clerk-a", w.form("USE", kTown, use_form_fields(kTown, 2)));
    const log::ChangeSet sign_off = w.confirm_offline("head-a", submission);
    CHECK(told(w.county.deliver(submission)) == "refused G1");
    CHECK(told(w.county.deliver(sign_off)) == "refused C7");

    // Held: the confirm waits for the vacancy, the amendment that saw the case as received waits for the confirm.
    const log::ChangeSet second = w.submit_offline("clerk-a", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet confirm = w.confirm_offline("head-a", second);
    const std::string key = CaseWorld::key_made(second, "case");
    log::Bases bases;
    bases[key].own = {log::parse_header(second.envelope.payload)->seq,
                      log::parse_header(confirm.envelope.payload)->seq};
    const log::ChangeSet amendment = w.county.sign("clerk-a", {Object{{"do", "case.amend"},
                                                                      {"base", log::to_value(bases)},
                                                                      {"case", key},
                                                                      {"fields", Object{{"reason", "补充"}}}}});
    CHECK(told(w.county.deliver(second)) == "applied");
    CHECK(told(w.county.deliver(confirm)) == "held C4");
    CHECK(told(w.county.deliver(amendment)) == "held C7");
    CHECK(told(w.withdraw("clerk-a", key)) == "applied");
    CHECK(w.text(outcome_of(confirm), "state") == "refused");
    CHECK(w.text(outcome_of(amendment), "state") == "refused");
}

TEST_CASE("what is signed off in the year-end freeze waits, and is received by the first tick after it") {
    CaseWorld w;
    w.set_policy("freeze_enabled", 1);
    w.county.wait_days(24);  // 17 December
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string key = w.newest;
    CHECK(told(w.confirm("head-a")) == "held C8");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    w.county.wait_days(24);  // 10 January, the last day
    CHECK(w.text(key, "state") == "signed");
    w.county.wait_days(1);
    CHECK(w.text(key, "state") == "received");
    CHECK(w.text(key, "case_no") == "USE-2027-0001");
    CHECK(w.county.value(key)->find("held") == nullptr);
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    w.pass_all(key);
}

TEST_CASE("in the freeze nothing is approved, and what would reserve waits until after it") {
    CaseWorld w(4, 4);
    w.set_policy("freeze_enabled", 1);
    w.county.wait_days(21);  // 14 December
    const std::string person = w.person_of(kTown);
    const Value leaves = exit_fields(person).set("event_on", "2026-12-11").set("left_on", "2026-12-14");
    const std::string exit =
        w.receive("clerk-a", w.form("OUT", kTown, Value(leaves).set("pay_stop", "2027-01"), {person}));
    REQUIRE(told(w.decide("ob-clerk", exit, "pass")) == "applied");
    const std::string returned = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.decide("ob-clerk", returned, "return", "缺纪要", {"minutes"})) == "applied");
    const std::string amended = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    const std::string withdrawn = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    w.county.wait_days(3);
    CHECK(w.ledger() == "h 8 a 4 r 2 o 1");
    CHECK(told(w.decide("ob-section", exit, "pass")) == "applied");  // moves no register
    CHECK(told(w.decide("ob-deputy", exit, "pass")) == "refused C8");
    CHECK(told(w.county.act("clerk-a", {w.answer(returned)})) == "held C8");
    CHECK(told(w.county.act("clerk-b", {w.amendment(amended, Object{{"count", 2}})})) == "held C8");
    CHECK(w.ledger() == "h 8 a 4 r 2 o 1");
    CHECK(told(w.withdraw("clerk-b", withdrawn)) == "applied");  // what gives back stays open
    CHECK(w.ledger() == "h 8 a 4 r 1 o 1");

    w.county.wait_days(25);  // 11 January
    CHECK(w.text(returned, "state") == "received");
    CHECK(w.county.value(amended)->find("fields")->int_or("count") == 2);
    CHECK(w.ledger() == "h 8 a 4 r 3 o 1");
    CHECK(told(w.decide("ob-deputy", exit, "pass")) == "applied");
    CHECK(w.ledger() == "h 8 a 3 r 3 o 0");
    CHECK(told(w.decide("ob-clerk", amended, "pass")) == "applied");
}

// What a freeze from here to 10 January holds; the unit's day is the one on which it signed off.
void freeze_now(CaseWorld& w) {
    w.set_policy("freeze_enabled", 1);
    w.set_policy("freeze_from_mmdd", 1123);
}

TEST_CASE("an exit that was signed off in time is not late because the freeze held it") {
    CaseWorld w;
    freeze_now(w);
    const std::string person = w.person_of(kTown), other = w.person_of(kTown, 1);
    REQUIRE(told(w.submit("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}))) == "applied");
    CHECK(told(w.confirm("head-a")) == "held C8");
    const std::string in_time = w.newest;
    w.county.wait_days(20);
    REQUIRE(told(w.submit("clerk-b", w.form("OUT", kTown, exit_fields(other), {other}))) == "applied");
    CHECK(told(w.confirm("head-b")) == "held C8");
    const std::string late = w.newest;
    w.county.wait_days(29);  // 11 January
    REQUIRE(w.text(in_time, "state") == "received");
    CHECK(w.text(in_time, "came_at").starts_with("2026-11-23"));
    CHECK(w.text(in_time, "received_at").starts_with("2027-01-11"));
    CHECK(!w.county.value(in_time)->bool_or("late"));
    CHECK(w.county.value(late)->bool_or("late"));
    CHECK(w.number("load/" + kTown + "/late", "n") == 1);
}

TEST_CASE("a grant does not expire under an entry that waits for the end of the freeze") {
    CaseWorld w;
    w.set_policy("grant_valid_months", 1);
    w.set_policy("confirm_term_days", 60);
    const std::string grant = w.hired(500);
    REQUIRE(w.text(grant, "valid_until") == "2026-12-23");
    freeze_now(w);
    REQUIRE(told(w.submit("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}))) == "applied");
    const std::string entry = w.newest;
    SECTION("signed off in time") {
        CHECK(told(w.confirm("head-a")) == "held C8");
        w.county.wait_days(40);
        CHECK(w.text(grant, "state") == "open");
        w.county.wait_days(9);  // 11 January
        CHECK(w.text(entry, "state") == "received");
        w.county.wait_days(2);
        CHECK(w.text(grant, "state") == "expired");  // the slot in hand stays with the case
        w.pass_all(entry);
        CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    }
    SECTION("signed off too late") {
        w.county.wait_days(31);
        CHECK(w.text(grant, "state") == "expired");
        CHECK(told(w.confirm("head-a")) == "held C8");
        w.county.wait_days(18);  // 11 January
        CHECK(w.text(entry, "state") == "signed");
    }
    SECTION("withdrawn while it waits") {
        CHECK(told(w.confirm("head-a")) == "held C8");
        w.county.wait_days(40);
        REQUIRE(told(w.withdraw("clerk-a", entry)) == "applied");
        w.county.wait_days(1);
        CHECK(w.text(grant, "state") == "expired");
    }
}

TEST_CASE("a sign-off of the freeze that finds no vacancy after it lapses, and its case with it") {
    CaseWorld w(4, 1);
    w.set_policy("freeze_enabled", 1);
    w.county.wait_days(21);  // 14 December
    const std::string taker = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
    w.pass_all(taker);
    const std::string grant = w.text(taker, "grant");
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
    const std::string entry = w.receive("clerk-b", w.form("IN", kTown, entry_fields(grant, 500), {grant}));
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string key = w.newest, pending = w.text(key, "pending");
    w.pass_all(entry);
    w.county.wait_days(3);
    REQUIRE(told(w.confirm("head-a")) == "held C8");
    w.county.wait_days(24);  // 10 January, the term long over
    CHECK(w.text(pending, "state") == "open");
    w.county.wait_days(1);
    CHECK(w.text(key, "state") == "signed");  // refused by the first tick, for want of a vacancy
    CHECK(w.county.value(key)->find("held") == nullptr);
    w.county.wait_days(1);
    CHECK(w.text(pending, "state") == "lapsed");
    CHECK(w.text(key, "state") == "withdrawn");
    CHECK(w.number("load/" + kTown, "open") == 0);
}

TEST_CASE("a case withdrawn while others acted offline refuses what comes later") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet pass = w.county.sign("ob-clerk", {w.decision(key, "pass")});
    const log::ChangeSet amendment = w.county.sign("clerk-b", {w.amendment(key, Object{{"reason", "改"}})});
    REQUIRE(told(w.withdraw("clerk-a", key)) == "applied");
    CHECK(told(w.county.deliver(pass)) == "refused C6");
    CHECK(told(w.county.deliver(amendment)) == "refused C6");
}

}  // namespace
}  // namespace zj::test
