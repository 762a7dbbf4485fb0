// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/desk/form_ground.hpp"

using namespace zj;
using namespace zj::desk_test;
using ui::FieldState;

TEST_CASE("a new form begins at its first missing field") {
    Ground g(Ground::view("USE"));
    CHECK(g.desk.open == 0);
    CHECK(g.focus == "form.field.quota_type");
    CHECK(g.desk.gaps.front().pointer == "/fields/quota_type");
}

TEST_CASE("where there is one thing to choose it is chosen") {
    work::FormView form = Ground::view("USE");
    form.seats.resize(1);
    Ground g(std::move(form));
    CHECK(g.box("quota_type").chosen == "20");
}

TEST_CASE("a fault is told after its field was left, not while it is typed") {
    Ground g(Ground::complete());
    g.type("meeting_on", "2026-11-31");
    CHECK(g.box("meeting_on").note.state == FieldState::rest);
    CHECK(g.lacks("/fields/meeting_on"));
    g.say(Kind::left, "meeting_on");
    CHECK(g.box("meeting_on").note.state == FieldState::error);
    CHECK(g.box("meeting_on").note.code == "form.date");
    g.type("meeting_on", "2026-11-30");
    CHECK(g.box("meeting_on").note.state == FieldState::rest);
    CHECK(g.desk.gaps.empty());
}

TEST_CASE("what is typed takes its normal form when its field is left, and says so until it is typed again") {
    Ground g(Ground::view("OUT"));
    g.type("exit_doc", "浠人社退[2026]12号");
    g.say(Kind::left, "exit_doc");
    CHECK(g.box("exit_doc").edit.text() == "浠人社退〔2026〕12号");
    CHECK(g.box("exit_doc").note.state == FieldState::normalised);
    g.type("exit_doc", "浠人社退〔2026〕13号");
    CHECK(g.box("exit_doc").note.state == FieldState::rest);
    for (const auto& [typed, tidy] : {std::pair{"20261123", "2026-11-23"},
                                      {"2026.1.3", "2026-01-03"},
                                      {"2026年11月23日", "2026-11-23"},
                                      {"２０２６/11/23", "2026-11-23"},
                                      {"11-23", "11-23"},
                                      {"明天", "明天"}}) {
        g.type("event_on", typed);
        g.say(Kind::left, "event_on");
        CHECK(g.box("event_on").edit.text() == tidy);
    }
    g.type("pay_stop", "202612");
    g.say(Kind::left, "pay_stop");
    CHECK(g.box("pay_stop").edit.text() == "2026-12");
}

TEST_CASE("the filled button leads to the first gap, tells all of them, and signs nothing") {
    Ground g(Ground::view("USE"));
    g.say(Kind::section, {}, {}, 2);
    g.say(Kind::sign);
    CHECK(g.asked.empty());
    CHECK(g.desk.open == 0);
    CHECK(g.focus == "form.field.quota_type");
    CHECK(g.box("reason").note.state == FieldState::error);
    CHECK(g.count<work::job::SaveDraft>() == 0);
}

TEST_CASE("a choice and Enter lead to the next gap, over folded sections, and at last to the filled button") {
    Ground g(Ground::view("USE"));
    g.choose("quota_type", "20");
    CHECK(g.focus == "form.field.count");
    g.type("count", "1");
    g.say(Kind::next, "count");
    CHECK(g.focus == "form.field.entry_mode");
    g.choose("entry_mode", "03");
    g.choose("source_scope", g.desk.form.value->catalogue->codes("source_scope")->front().code);
    g.choose("funding", g.desk.form.value->catalogue->codes("funding")->front().code);
    CHECK(g.desk.open == 1);
    CHECK(g.focus == "form.field.post_kind");
    Ground last(Ground::complete());
    last.type("meeting_no", "22");
    last.say(Kind::next, "meeting_no");
    CHECK(last.focus == "form.sign");
}

TEST_CASE("a field and a document become required with the value that they depend on") {
    Ground g(Ground::complete());
    CHECK_FALSE(g.box("leader_level").required);
    g.choose("staff_class", "chief");
    CHECK(g.box("leader_level").required);
    CHECK(g.lacks("/fields/leader_level"));
    g.type("person_name", "己秋分");
    CHECK(g.box("person_id_no").required);
    g.choose("off_plan", "true");
    CHECK_FALSE(g.box("plan_line").required);
    g.choose("entry_mode", "09");
    CHECK(g.lacks("/materials/placement"));
}

TEST_CASE("how many a line of the plan has left is told beside it") {
    Ground g(Ground::complete());
    CHECK(g.box("plan_line").note.state == FieldState::ok);
    g.type("count", "2");
    CHECK(g.box("plan_line").note.state == FieldState::warning);
}

TEST_CASE("options are found by pinyin, code and both languages, and show the person's") {
    Ground g(Ground::view("USE"));
    const desk::FormBox& box = g.box("quota_type");
    const auto found = ui::matching(box.options[0], "sybz");
    REQUIRE_FALSE(found.empty());
    CHECK(box.options[0][found[0]].label == "事业编制");
    CHECK(box.options[1][found[0]].label == "Public institution");
    CHECK(ui::matching(box.options[0], "public institution").size() >= 2);
    CHECK(ui::matching(box.options[1], "20").size() == 1);
}

TEST_CASE("lines of changes are typed as the form of an entry would take them") {
    Ground g(Ground::view("MOD"));
    g.choose("person", "person/1");
    CHECK(g.focus == "form.changes.add");
    g.say(Kind::add_change);
    CHECK(g.focus == "form.field.changes.0");
    g.choose("changes.0", "edu");
    CHECK(g.focus == "form.field.changes.0.new");
    CHECK_FALSE(g.desk.changes[0].value.typed());
    CHECK(g.lacks("/fields/changes/0"));
    g.choose("changes.0.new", g.desk.form.value->catalogue->codes("edu")->front().code);
    CHECK_FALSE(g.lacks("/fields/changes/0"));
    CHECK(g.lacks("/materials/diploma"));
    g.say(Kind::add_change);
    CHECK(g.lacks("/fields/changes/1"));
    g.say(Kind::drop_change, {}, {}, 1);
    CHECK(g.desk.changes.size() == 1);
    g.pass(300);
    const codec::Array& sent = g.job<work::job::SaveDraft>()->draft.fields.items("changes");
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].str_or("field") == "edu");
}

TEST_CASE("a draft comes back as it was typed") {
    Ground g(Ground::complete());
    g.type("meeting_on", "2026-11-");
    g.choose("off_plan", "true");
    g.pass(300);
    work::FormView again = Ground::view("USE");
    again.draft = g.job<work::job::SaveDraft>()->draft;
    Ground h(std::move(again));
    CHECK(h.box("meeting_on").edit.text() == "2026-11-");
    CHECK(h.box("off_plan").chosen == "true");
    CHECK(h.box("count").edit.text() == "1");
    CHECK(h.desk.documents.size() == 3);
}

TEST_CASE("of a return only what was asked for is missing, and what the county has stays") {
    work::FormView form = Ground::complete();
    form.draft.materials.clear();
    form.draft.on = "case/1";
    form.on.emplace();
    form.on->missing = {"minutes"};
    for (const char* slot : {"application", "vacancy", "minutes"}) {
        form.on->materials.emplace_back();
        form.on->materials.back().slot = slot;
    }
    Ground g(std::move(form));
    REQUIRE(g.desk.gaps.size() == 1);
    CHECK(g.desk.gaps[0].pointer == "/materials/minutes");
    CHECK(g.focus == "form.slot.minutes.attach");
}

TEST_CASE("the way in tells a matter, a draft and an answer apart") {
    desk::FormDesk desk;
    const auto job = [&](const desk::Go& go) {
        desk::Effects out = desk::enter(desk, go);
        return std::get<desk::Do>(out.back()).job.index();
    };
    CHECK(job({desk::Place::form, "USE", 0}) == work::Job(work::job::NewForm{}).index());
    CHECK(job({desk::Place::form, "USE", 5}) == work::Job(work::job::OpenDraft{}).index());
    CHECK(job({desk::Place::form, "case/abc", 0}) == work::Job(work::job::AnswerForm{}).index());
}

TEST_CASE("replies to others, and late ones, change nothing") {
    Ground g(Ground::complete());
    work::Reply saved{555, work::reply::Saved{99, 1, {}}}, form{556, work::reply::Form{Ground::view("IN")}};
    g.perform(desk::receive(g.desk, saved));
    g.perform(desk::receive(g.desk, form));
    CHECK(g.desk.draft() == 7);
    CHECK(g.desk.matter->code == "USE");
    desk::FormDesk closed;
    for (int i = 0; i < 40; ++i) {  // every intent on a desk without a form
        FormIntent intent;
        intent.kind = static_cast<Kind>(i % 23);
        CHECK_NOTHROW(desk::update(closed, std::move(intent)));
    }
}
