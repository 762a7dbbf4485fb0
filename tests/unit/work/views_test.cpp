// SPDX-License-Identifier: Apache-2.0
// What desks draw: home, lists, one case and the queue of a layer, over records that a test hands over.

#include "terminal/work/views.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/decide.hpp"
#include "terminal/work/forms.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

Value a_case(const char* matter, const char* state, const char* number, const char* received) {
    return Object{{"matter", matter},        {"unit", kUnit},
                  {"state", state},          {"case_no", number},
                  {"step", "first_review"},  {"clerk", "person-1"},
                  {"received_at", received}, {"signed_at", received},
                  {"limit_half_days", 6},    {"fields", Object{{"post_name", "综合岗位"}}},
                  {"steps", Array{}},        {"materials", Array{}}};
}

std::string key(char last) {
    return "case/abcd234567abcd234567abc" + std::string(1, last);
}

void be(Desk& desk, std::initializer_list<const char*> roles, const char* unit = kUnit) {
    static std::int64_t version = 1;
    Array list(roles.begin(), roles.end());
    desk.deliver({desk.record("identity/person-1",
                              Object{{"name", "田小满"},
                                     {"phone", "0713-5550301"},
                                     {"unit", unit},
                                     {"roles", std::move(list)},
                                     {"state", "live"}},
                              ++version)});
}

}  // namespace

TEST_CASE("the foot of a desk tells who is here and what has not reached the county") {
    Desk desk;
    desk.open_books();
    const HereView before = must(here_view(desk.context()));
    CHECK(before.name == "田小满");
    CHECK(before.unit_name == "浠水县巴河镇人民政府");
    CHECK(before.device_name == "巴河镇一号机");
    CHECK(before.county == "浠水县");
    CHECK(before.roles == std::vector<std::string>{"unit_clerk"});
    CHECK(before.catalogue != nullptr);
    CHECK(before.waiting == 1);  // the enrolment itself
    CHECK_FALSE(before.checkpoint_at);
    FormFaults faults;
    must(submit(desk.context(), {codec::write_json(use_form(desk.home)), desk.home.path.string()}, faults));
    const HereView after = must(here_view(desk.context()));
    CHECK(after.waiting == 2);
    CHECK(after.materials_waiting == 3);
    CHECK_FALSE(after.safe_off);
}

TEST_CASE("home puts first what has the least time left, and drafts last") {
    Desk desk;
    desk.open_books();
    Value late = a_case("USE", "returned", "USE-2026-0001", "2026-11-18T09:00:00.000+08:00");
    late.set("steps",
             Array{Object{{"step", "first_review"}, {"act", "return"}, {"person", "p9"}, {"reason", "缺纪要"}}});
    desk.deliver({desk.record(key('a'), a_case("USE", "returned", "USE-2026-0002", "2026-11-20T16:00:00.000+08:00")),
                  desk.record(key('b'), late),
                  desk.record(key('c'), a_case("USE", "received", "USE-2026-0003", "2026-11-20T16:00:00.000+08:00")),
                  desk.record(key('d'), a_case("USE", "approved", "USE-2026-0004", "2026-11-20T16:00:00.000+08:00"))});
    Draft draft;
    draft.matter = "USE";
    draft.unit = kUnit;
    draft.fields = Object{{"post_name", "会计"}};
    must(save_draft(desk.context(), draft));
    const HomeView home = must(home_view(desk.context()));
    REQUIRE(home.waiting.size() == 3);
    CHECK(home.waiting_all == 3);
    CHECK(home.waiting[0].on.key == key('b'));
    CHECK(home.waiting[0].ask == Ask::answer);
    CHECK(home.waiting[0].reason == "缺纪要");
    CHECK(home.waiting[0].on.limit.running);
    CHECK(home.waiting[0].on.limit.left() < home.waiting[1].on.limit.left());
    CHECK(home.waiting[2].ask == Ask::draft);
    CHECK(home.waiting[2].on.subject == "会计");
    CHECK(home.waiting[2].faults > 3);
    CHECK(must(here_view(desk.context())).to_do == 2);
    REQUIRE(home.seats.size() == 1);
    CHECK(home.seats[0].available() == 10);
}

TEST_CASE("home tells what changed since this person left") {
    Desk desk;
    desk.open_books();
    desk.deliver({desk.record(key('a'), a_case("USE", "received", "USE-2026-0001", "2026-11-20T16:00:00.000+08:00"))});
    CHECK(must(home_view(desk.context())).news.size() == 1);
    CHECK_FALSE(must(home_view(desk.context())).since);
    REQUIRE(desk.vault->store_checkpoint({desk.seat.origin(), desk.seat.size(), {}}, "").has_value());
    REQUIRE(leave(desk.context()).has_value());
    const HomeView nothing = must(home_view(desk.context()));
    CHECK(nothing.news.empty());
    CHECK(nothing.since == kNow);
    desk.deliver({desk.record("grant/gabc234567abcd234567abcd",
                              Object{{"grant_no", "浠编用〔2026〕1号"}, {"case", key('a')}, {"unit", kUnit}})});
    Value done = a_case("USE", "approved", "USE-2026-0001", "2026-11-20T16:00:00.000+08:00");
    done.set("grant", "grant/gabc234567abcd234567abcd").set("closed_at", "2026-11-23T08:00:00.000+08:00");
    Value held = a_case("USE", "received", "USE-2026-0002", "2026-11-20T16:00:00.000+08:00");
    held.set("held", Object{{"code", "C4"}});
    desk.deliver({desk.record(key('a'), done, 2), desk.record(key('b'), held),
                  desk.record(key('c'), a_case("OUT", "refused", "OUT-2026-0001", "2026-11-19T16:00:00.000+08:00"))});
    const HomeView home = must(home_view(desk.context()));
    REQUIRE(home.news.size() == 3);
    CHECK(home.news[0].kind == News::Kind::grant);
    CHECK(home.news[0].text == "浠编用〔2026〕1号");
    CHECK(home.news[1].kind == News::Kind::held);
    CHECK(home.news[2].kind == News::Kind::refused);
}

TEST_CASE("home shows what is signed and where it goes, oldest first") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    must(submit(desk.context(), {codec::write_json(use_form(desk.home)), desk.home.path.string()}, faults));
    const HomeView home = must(home_view(desk.context()));
    REQUIRE(home.queue.size() == 2);
    CHECK(home.queue[0].act == "identity.enrol");
    CHECK(home.queue[1].act == "case.submit");
    CHECK(home.queue[1].on.count == 1);
    CHECK(home.queue[1].on.state == "signed");
    CHECK(home.queue[1].materials == 3);
    CHECK(home.queue[1].materials_done == 0);
}

TEST_CASE("a list of cases is paged newest first, counted by matter, and searched by name, number and unit") {
    Desk desk;
    desk.open_books();
    desk.deliver({desk.record("person/pabc234567abcd234567abcd",
                              Object{{"name", "陈晨曦"}, {"unit", kUnit}, {"state", "active"}})});
    Value out = a_case("OUT", "in_review", "OUT-2026-0001", "2026-11-19T16:00:00.000+08:00");
    out.set("fields", Object{{"person", "person/pabc234567abcd234567abcd"}});
    Value held = a_case("USE", "received", "USE-2026-0003", "2026-11-18T16:00:00.000+08:00");
    held.set("held", Object{{"code", "C4"}});
    desk.deliver({desk.record(key('a'), a_case("USE", "approved", "USE-2026-0001", "2026-11-20T16:00:00.000+08:00")),
                  desk.record(key('b'), a_case("USE", "returned", "USE-2026-0002", "2026-11-21T16:00:00.000+08:00")),
                  desk.record(key('c'), out), desk.record(key('d'), held)});
    const auto page = [&](CasesQuery::Which which, const char* matter = "", const char* text = "") {
        return must(cases_page(desk.context(), {which, matter, text}, 0, kPageRows));
    };
    const auto keys = [](const CasesPage& of) {
        std::string all;
        for (const CaseRow& row : of.rows) {
            all += row.key.back();
        }
        return all;
    };
    const CasesPage all = page(CasesQuery::Which::all);
    CHECK(keys(all) == "bacd");
    CHECK(all.total == 4);
    CHECK(all.by_matter == std::vector<std::pair<std::string, std::size_t>>{{"USE", 3}, {"OUT", 1}});
    CHECK(keys(must(cases_page(desk.context(), {}, 1, 2))) == "ac");
    CHECK(keys(page(CasesQuery::Which::all, "OUT")) == "c");
    CHECK(page(CasesQuery::Which::all, "OUT").total == 1);
    CHECK(page(CasesQuery::Which::all, "OUT").by_matter.size() == 2);
    CHECK(keys(page(CasesQuery::Which::open)) == "bcd");
    CHECK(keys(page(CasesQuery::Which::closed)) == "a");
    CHECK(keys(page(CasesQuery::Which::closed, "USE")) == "a");
    CHECK(keys(page(CasesQuery::Which::returned)) == "b");
    CHECK(keys(page(CasesQuery::Which::held)) == "d");
    CHECK(page(CasesQuery::Which::held).total == 1);
    CHECK(keys(page(CasesQuery::Which::mine)) == "b");
    CHECK(keys(page(CasesQuery::Which::all, "", "晨曦")) == "c");
    CHECK(page(CasesQuery::Which::all, "USE", "晨曦").total == 0);
    CHECK(keys(page(CasesQuery::Which::all, "", "use-2026-0003")) == "d");
    CHECK(keys(page(CasesQuery::Which::open, "", "巴河")) == "bcd");
    CHECK(page(CasesQuery::Which::open, "USE", "巴河").total == 2);
    // Another name of the person is the row's at once.
    desk.deliver({desk.record("person/pabc234567abcd234567abcd",
                              Object{{"name", "陈曦"}, {"unit", kUnit}, {"state", "active"}}, 2)});
    CHECK(keys(page(CasesQuery::Which::all, "", "陈曦")) == "c");
    CHECK(page(CasesQuery::Which::all).rows[2].subject == "陈曦");
}

TEST_CASE("an identity number that somebody typed into a post is not whole in a list") {
    Desk desk;
    desk.open_books();
    Value on = a_case("USE", "received", "USE-2026-0001", "2026-11-20T16:00:00.000+08:00");
    on.set("fields", Object{{"post_name", "接替 42909919990307001X 的岗位"}});
    desk.deliver({desk.record(key('a'), on)});
    const CasesPage page = must(cases_page(desk.context(), {}, 0, 10));
    CHECK(page.rows.at(0).subject == "接替 …001X 的岗位");
}

TEST_CASE("the queue of a layer holds what that person may decide, least time left first, paused last") {
    Desk desk;
    desk.open_books();
    be(desk, {"ob_clerk"});
    Value taken = a_case("USE", "in_review", "USE-2026-0003", "2026-11-20T16:00:00.000+08:00");
    taken.set("clerk", "p2").set("step", "first_review");
    const auto at = [&](char last, const char* state, const char* received, const char* clerk = "p2") {
        Value on = a_case("USE", state, "", received);
        on.set("clerk", clerk);
        return desk.record(key(last), on);
    };
    desk.deliver({at('a', "received", "2026-11-20T16:00:00.000+08:00"),
                  at('b', "received", "2026-11-16T09:00:00.000+08:00"),
                  at('c', "paused", "2026-11-10T09:00:00.000+08:00"),
                  at('d', "received", "2026-11-09T09:00:00.000+08:00", "person-1")});  // their own submission
    const ReviewPage page = must(review_page(desk.context(), {}, 0, 10));
    REQUIRE(page.total == 3);
    CHECK(page.rows[0].key == key('b'));
    CHECK(page.rows[1].key == key('a'));
    CHECK(page.rows[2].key == key('c'));
    CHECK(page.rows[0].role == "ob_clerk");
    CHECK(page.by_matter == std::vector<std::pair<std::string, std::size_t>>{{"USE", 3}});
    CHECK(must(review_page(desk.context(), "OUT", 0, 10)).total == 0);
    CHECK(must(review_page(desk.context(), {}, 1, 1)).rows.at(0).key == key('a'));
    // What a reviewer returned comes back to them when it is answered; who took another layer does not take this one.
    Value again = a_case("USE", "received", "", "2026-11-12T09:00:00.000+08:00");
    again.set("clerk", "p2")
        .set("steps", Array{Object{{"step", "first_review"}, {"act", "return"}, {"person", "person-1"}}});
    Value other = again;
    other.set("steps", Array{Object{{"step", "third_review"}, {"act", "pass"}, {"person", "person-1"}}});
    desk.deliver({desk.record(key('e'), again), desk.record(key('f'), other)});
    const ReviewPage more = must(review_page(desk.context(), {}, 0, 10));
    REQUIRE(more.total == 4);
    CHECK(more.rows[0].key == key('e'));
}

TEST_CASE("a case tells its steps, its corrections, what is missing and who may do what") {
    Desk desk;
    desk.open_books();
    Value on = a_case("USE", "received", "USE-2026-0001", "2026-11-20T16:00:00.000+08:00");
    on.set("clerk_name", "田小满").set("head_name", "夏立新");
    on.set("fields", Object{{"count", 2}, {"quota_type", "20"}, {"reason", "旧"}});
    desk.deliver({desk.record(key('a'), on)});
    Value returned = on;
    returned.set("state", "returned").set("round", 1).set("returned_at", "2026-11-23T07:00:00.000+08:00");
    returned.set("fields", Object{{"count", 1}, {"quota_type", "20"}, {"reason", "旧"}});
    returned.set("steps", Array{Object{{"step", "first_review"},
                                       {"act", "return"},
                                       {"person", "p9"},
                                       {"name", "郑文澜"},
                                       {"role", "ob_clerk"},
                                       {"at", "2026-11-23T07:00:00.000+08:00"},
                                       {"reason", "缺纪要"},
                                       {"missing", Array{"minutes"}}}});
    returned.set("thread",
                 Array{Object{{"name", "郑文澜"}, {"text", "请补章"}, {"at", "2026-11-23T07:05:00.000+08:00"}}});
    desk.deliver({desk.record(key('a'), returned, 2)});
    const CaseView view = must(case_view(desk.context(), key('a')));
    CHECK(view.before == Value(Object{{"count", 2}}));
    CHECK(view.reason == "缺纪要");
    CHECK(view.missing == std::vector<std::string>{"minutes"});
    CHECK(view.can_answer);
    CHECK(view.can_withdraw);
    CHECK_FALSE(view.can_decide);
    CHECK_FALSE(view.can_confirm);
    CHECK(view.holder_role == "unit_clerk");
    CHECK(view.holder_phone == "0713-5550301");
    REQUIRE(view.thread.size() == 1);
    CHECK(view.thread[0].text == "请补章");
    REQUIRE(view.steps.size() >= 6);
    CHECK(view.steps[0].step == "signed");
    CHECK(view.steps[1].name == "夏立新");
    CHECK(view.steps[3].state == Step::State::returned);
    CHECK(view.steps[3].reason == "缺纪要");
    CHECK(view.steps[4].state == Step::State::ahead);
    CHECK(view.steps.back().step == "closed");
    const auto missing = std::count_if(view.materials.begin(), view.materials.end(), [](const Material& one) {
        return one.state == Material::State::missing && one.required;
    });
    CHECK(missing >= 1);
    const auto seats =
        std::find_if(view.facts.begin(), view.facts.end(), [](const Fact& fact) { return fact.key == "fact.seats"; });
    REQUIRE(seats != view.facts.end());
    CHECK(seats->args == std::vector<std::string>{"10", "9"});
    // A head withdraws, but answers nothing; a reviewer of another unit's case neither.
    be(desk, {"unit_head"});
    CHECK_FALSE(must(case_view(desk.context(), key('a'))).can_answer);
    CHECK(must(case_view(desk.context(), key('a'))).can_withdraw);
    be(desk, {"unit_clerk"}, "421125999");
    CHECK_FALSE(must(case_view(desk.context(), key('a'))).can_answer);
    CHECK_FALSE(must(case_view(desk.context(), key('a'))).can_withdraw);
}

TEST_CASE("a case whose books are not here is shown without an effect") {
    Desk desk;
    desk.open_books();
    be(desk, {"ob_clerk"});
    Value on = a_case("USE", "received", "USE-2026-0001", "2026-11-20T16:00:00.000+08:00");
    on.set("clerk", "p2")
        .set("fields", Object{{"count", 5}, {"quota_type", "20"}, {"plan_line", "plan/421125101/2026-1"}});
    desk.deliver({desk.record(key('a'), on)});
    const CaseView view = must(case_view(desk.context(), key('a')));  // its reservation stands on no line here
    CHECK(view.can_decide);
    CHECK(view.effect.empty());
    CHECK(std::any_of(view.facts.begin(), view.facts.end(),
                      [](const Fact& fact) { return fact.key == "fact.foretold_unknown"; }));
}
