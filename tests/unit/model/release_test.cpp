// SPDX-License-Identifier: Apache-2.0
// Chains of change sets built on a held one: they wait with it, are settled with it in the order of arrival, a bounded
// number per entry, and the rest by ticks before anything else.
#include <catch2/catch_test_macros.hpp>

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/model/case_world.hpp"

using namespace zj;
using namespace zj::test;

namespace {

std::string outcome_of(const log::ChangeSet& set) {
    return "outcome/" + codec::hex(set.id());
}

std::uint64_t seq_of(const log::ChangeSet& set) {
    return log::parse_header(set.envelope.payload)->seq;
}

// The town's last vacancy is taken; the sign-off of a second request waits for it, and amendments wait for the
// sign-off.
struct Chain {
    CaseWorld w{4, 1};
    log::ChangeSet sign_off;
    std::string key, taker;
    std::vector<log::ChangeSet> built;

    explicit Chain(std::size_t length, bool in_a_row) {
        taker = w.receive("clerk-b", w.form("USE", kTown, use_form_fields()));
        const log::ChangeSet submission = w.submit_offline("clerk-a", w.form("USE", kTown, use_form_fields()));
        sign_off = w.confirm_offline("head-a", submission);
        key = CaseWorld::key_made(submission, "case");
        ZJ_ASSERT(told(w.county.deliver(submission)) == "applied");
        ZJ_ASSERT(told(w.county.deliver(sign_off)) == "held C4");
        log::Bases bases;
        bases[key].own = {seq_of(submission), seq_of(sign_off)};
        for (std::size_t i = 0; i < length; ++i) {
            built.push_back(
                w.county.sign("clerk-a", {Object{{"do", "case.amend"},
                                                 {"base", log::to_value(bases)},
                                                 {"case", key},
                                                 {"fields", Object{{"reason", "稿" + std::to_string(i)}}}}}));
            if (in_a_row) {
                bases[key].own.push_back(seq_of(built.back()));
            }
        }
    }
    std::size_t in_state(std::string_view state) {
        std::size_t n = 0;
        for (const log::ChangeSet& set : built) {
            n += w.text(outcome_of(set), "state") == state ? 1 : 0;
        }
        return n;
    }
    std::size_t unsettled_held() {
        std::size_t n = 0;
        for (const Value& item : w.county.value("device/" + w.county.device_of("clerk-a").id)->items("unsettled")) {
            n += item.array()[2] == Value("held") ? 1 : 0;
        }
        return n;
    }
};

}  // namespace

TEST_CASE("each link of a chain waits with the held one, whose case stays marked by the cause") {
    Chain c(3, true);
    for (const log::ChangeSet& set : c.built) {
        CHECK(told(c.w.county.deliver(set)) == "held C7");
        CHECK(c.w.county.value(c.key)->find("held")->str_or("outcome") == outcome_of(c.sign_off));
    }
    CHECK(c.unsettled_held() == 4);
    CHECK(c.w.text(outcome_of(c.built[2]), "waits_on").starts_with("outcome/"));

    // The cause is gone, but a person must still say so: nobody else's entry applies what was disputed.
    REQUIRE(told(c.w.withdraw("clerk-b", c.taker)) == "applied");
    CHECK(c.w.county.value(c.key)->find("held")->bool_or("clear"));
    CHECK(c.in_state("held") == 3);

    SECTION("withdrawing the case settles the whole chain, and frees the line's queue") {
        REQUIRE(told(c.w.withdraw("clerk-a", c.key)) == "applied");
        CHECK(c.w.text(outcome_of(c.sign_off), "state") == "refused");
        CHECK(c.in_state("refused") == 3);
        CHECK(c.unsettled_held() == 0);
        CHECK(c.w.county.value("ledger/" + kTown + "/20")->items("held").empty());
        CHECK(c.w.county.value(c.key)->find("held") == nullptr);
        c.w.receive("clerk-b", c.w.form("USE", kTown, use_form_fields()));
    }
    SECTION("a new sign-off overtakes the held one, and what was built on that is refused with it") {
        c.w.newest = c.key;
        REQUIRE(told(c.w.confirm("head-a")) == "applied");
        CHECK(c.in_state("refused") == 3);
        CHECK(c.unsettled_held() == 0);
        CHECK(c.w.county.value(c.key)->find("held") == nullptr);
        c.w.pass_all(c.key);
    }
}

TEST_CASE("an entry judges a bounded number of waiting ones again, and ticks the rest before anything else") {
    const std::size_t length = limits::kReleaseMax + 6;
    Chain c(length, false);
    for (const log::ChangeSet& set : c.built) {
        REQUIRE(told(c.w.county.deliver(set)) == "held C7");
    }
    const std::size_t before = c.w.county.entries().size();
    REQUIRE(told(c.w.withdraw("clerk-a", c.key)) == "applied");
    REQUIRE(c.w.county.entries().size() == before + 2);

    const auto settled_by = [&](const Kept& kept) {
        std::vector<std::string> out;
        for (const model::RecordPtr& record : kept.judgement.effects) {
            if (record->key.starts_with("outcome/") && record->key != outcome_of(c.sign_off)) {
                CHECK(record->value.str_or("code") == "C7");
                out.push_back(record->key);
            }
        }
        return out;
    };
    std::vector<std::string> order = settled_by(c.w.county.entries()[before]);
    CHECK(order.size() == limits::kReleaseMax);
    const Kept& tick = c.w.county.entries()[before + 1];
    CHECK(tick.sealed.entry.kind == log::EntryKind::tick);
    CHECK(tick.sealed.entry.received_at == c.w.county.entries()[before].sealed.entry.received_at);
    for (const std::string& key : settled_by(tick)) {
        order.push_back(key);
    }
    std::vector<std::string> arrival;
    for (const log::ChangeSet& set : c.built) {
        arrival.push_back(outcome_of(set));
    }
    CHECK(order == arrival);
    CHECK(c.in_state("refused") == length);
    // All of them were told C7, though the device's record remembers only the newest refusals.
    CHECK(c.w.county.value("device/" + c.w.county.device_of("clerk-a").id)->items("unsettled").size() == 32);
}

TEST_CASE("what was built on a held number that is refused and long forgotten is refused with it") {
    Chain c(40, false);
    // The last of all is built on the first amendment only, and waits behind it.
    REQUIRE(told(c.w.county.deliver(c.built[0])) == "held C7");
    for (std::size_t i = 1; i < c.built.size(); ++i) {
        REQUIRE(told(c.w.county.deliver(c.built[i])) == "held C7");
    }
    log::Bases bases;
    bases[c.key].version = c.w.county.version(c.key);
    bases[c.key].own = {seq_of(c.built[0])};
    const log::ChangeSet last = c.w.county.sign("clerk-a", {Object{{"do", "case.amend"},
                                                                   {"base", log::to_value(bases)},
                                                                   {"case", c.key},
                                                                   {"fields", Object{{"reason", "末稿"}}}}});
    REQUIRE(told(c.w.county.deliver(last)) == "held C7");
    // A new sign-off overtakes the held one: its whole chain is refused, and the case stays open.
    REQUIRE(told(c.w.withdraw("clerk-b", c.taker)) == "applied");
    c.w.newest = c.key;
    REQUIRE(told(c.w.confirm("head-a")) == "applied");
    CHECK(c.in_state("refused") == c.built.size());
    CHECK(c.w.text(outcome_of(last), "state") == "refused");
    CHECK(c.w.text(outcome_of(last), "code") == "C7");
    CHECK(c.w.county.value(c.key)->find("fields")->str_or("reason") != "末稿");
}

TEST_CASE("a chain behind a refused change set is refused at once, however long ago that was") {
    CaseWorld w;
    const log::ChangeSet submission = w.submit_offline("clerk-a", w.form("USE", kTown, use_form_fields(kTown, 90)));
    const log::ChangeSet sign_off = w.confirm_offline("head-a", submission);
    CHECK(told(w.county.deliver(submission)) == "refused G1");
    CHECK(told(w.county.deliver(sign_off)) == "refused C7");
    CHECK(w.county.value(CaseWorld::key_made(submission, "case")) == nullptr);
}

TEST_CASE("intents of one change set take effect together: a good one beside a bad one leaves nothing") {
    CaseWorld w;
    const std::string first = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const std::string village = w.receive("clerk-v", w.form("USE", kVillage, use_form_fields(kVillage)));
    const std::int64_t version = w.county.version(first);

    CHECK(told(w.county.act("ob-clerk", {w.decision(first, "pass"), w.decision("case/none", "refuse", "无")})) ==
          "refused B6");
    CHECK(told(w.county.act("ob-clerk", {w.decision(first, "pass"), w.decision(village, "pass")})) == "refused B4");
    CHECK(w.county.version(first) == version);
    CHECK(w.text(first, "state") == "received");
    CHECK(w.text(village, "state") == "received");

    // A message moves no case, so a pass beside it is still as seen.
    const Value message = w.county.intent("case.message").set("case", first).set("text", "已收到");
    CHECK(told(w.county.act("ob-clerk", {message, w.decision(first, "pass")})) == "applied");
    CHECK(w.county.value(first)->items("thread").size() == 1);
    CHECK(w.text(first, "state") == "in_review");
}

TEST_CASE("an exact act on a state that has moved is refused with the difference, never merged, never held") {
    CaseWorld w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    const Value shown = w.decision(key, "pass");
    REQUIRE(told(w.county.act("clerk-a", {w.amendment(key, Object{{"reason", "补充说明"}})})) == "applied");
    const Judgement late = w.county.act("ob-clerk", {shown});
    CHECK(told(late) == "refused C2");
    CHECK(late.detail.find(key) != std::string::npos);
    CHECK(w.county.value(key)->find("held") == nullptr);
    Value future = w.decision(key, "pass");
    future.set("base", Object{{key, Array{w.county.version(key) + 1}}});
    CHECK(told(w.county.act("ob-clerk", {future})) == "refused C2");
    CHECK(told(w.county.act("ob-clerk", {w.decision(key, "pass")})) == "applied");
}
