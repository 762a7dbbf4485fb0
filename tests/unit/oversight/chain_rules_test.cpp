// SPDX-License-Identifier: Apache-2.0
// W13 W14 W15 W22 W23.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;

namespace {

Value stage(std::string_view state) {
    return Object{{"state", state}, {"owner", "org"}, {"at", "2026-10-12T10:00:00.000+08:00"}};
}

Value exit_case(std::string_view event, std::string_view received) {
    return Object{{"matter", "OUT"},
                  {"unit", kTown},
                  {"state", "approved"},
                  {"case_no", "OUT-2026-0001"},
                  {"received_at", std::string(received) + "T10:00:00.000+08:00"},
                  {"fields", Object{{"event_on", event}}}};
}

}  // namespace

TEST_CASE("W13 tells a stage whose earlier one is not closed") {
    Books books;
    books.put("grant/g", Object{{"unit", kTown}, {"count", 1}, {"used", 1}, {"state", "used"}});
    books.put("stage/g/1", stage("closed"));
    books.put("stage/g/2", stage("open"));
    CHECK(told(books.found("W13", "grant/g")) == "none");
    books.put("stage/g/3", stage("open"));
    const auto found = books.found("W13", "grant/g");
    CHECK(told(found) == "red 2026-10-12");
    CHECK(found[0].id == "W13/grant/g/3");
    CHECK(found[0].unit == kTown);
    books.put("stage/g/2", stage("closed"));
    CHECK(told(books.found("W13", "grant/g")) == "none");
    books.put("stage/g/3", stage("void"));  // its one entry was reversed
    books.put("stage/g/4", stage("void"));
    CHECK(told(books.found("W13", "grant/g")) == "none");
    books.put("stage/g/5", stage("open"));  // the fourth is void
    CHECK(told(books.found("W13", "grant/g")) == "red 2026-10-12");
}

TEST_CASE("W13 begins the chain of an exit with the case") {
    Books books;
    books.put("stage/c/2", stage("open"));
    CHECK(told(books.found("W13", "grant/c")) == "red 2026-10-12");  // nothing is known but the stage
    books.put("case/c", exit_case("2026-10-08", "2026-10-09"));
    CHECK(told(books.found("W13", "grant/c")) == "none");
    CHECK(told(books.found("W13", "case/c")) == "none");
    books.put("stage/c/3", stage("open"));
    CHECK(told(books.found("W13", "case/c")) == "red 2026-10-12");
    // Who receives no cases has the finding under the same id.
    Books departments;
    departments.put("stage/c/3", with(stage("open"), {{"chain", "exit"}}));
    CHECK(told(departments.found("W13", "grant/c")) == "none");
    REQUIRE(told(departments.found("W13", "case/c")) == "red 2026-10-12");
    CHECK(departments.found("W13", "case/c")[0].id == books.found("W13", "case/c")[0].id);
}

TEST_CASE("W14 counts working days from the event to the receipt: ten for an exit, thirty for an entry") {
    Books books;
    books.put("case/c", exit_case("2026-11-02", "2026-11-16"));
    CHECK(told(books.found("W14", "case/c")) == "none");
    books.put("case/c", exit_case("2026-11-02", "2026-11-17"));
    CHECK(told(books.found("W14", "case/c")) == "yellow 2026-11-17");
    CHECK(told(books.found("W14", "case/c", "2027-11-17")) == "yellow 2026-11-17");
    CHECK(told(books.found("W14", "case/c", "2027-11-18")) == "none");  // shown for a year
    books.put("case/c", exit_case("1950-01-01", "2026-11-17"));
    CHECK(told(books.found("W14", "case/c")) == "yellow 2026-11-17");
    books.put("case/c", with(exit_case("2026-11-02", "2026-11-17"), {{"state", "withdrawn"}}));
    CHECK(told(books.found("W14", "case/c")) == "none");
    // The person's exit is not done: what the unit took back was late all the same.
    books.put("case/c", with(exit_case("2026-11-02", "2026-11-17"), {{"state", "withdrawn"}, {"late", true}}));
    CHECK(told(books.found("W14", "case/c")) == "yellow 2026-11-17");
    // Its sign-off came in time and was held.
    books.put("case/c", with(exit_case("2026-11-02", "2026-11-17"), {{"came_at", "2026-11-16T10:00:00.000+08:00"}}));
    CHECK(told(books.found("W14", "case/c")) == "none");
    books.put("case/c", without(exit_case("2026-11-02", "2026-11-17"), "received_at"));
    CHECK(told(books.found("W14", "case/c")) == "none");
    const auto entry = [&](std::string_view entered) {
        books.put("case/e",
                  with(exit_case("", "2026-11-17"), {{"matter", "IN"}, {"fields", Object{{"entered_on", entered}}}}));
        return told(books.found("W14", "case/e"));
    };
    CHECK(entry("2026-09-30") == "none");
    CHECK(entry("2026-09-29") == "yellow 2026-11-17");
}

TEST_CASE("W14 counts an entry from the hiring papers where stage 2 tells their day") {
    Books books;
    const auto hired = [&](std::string_view on) {
        books.put("stage/g/2", Object{{"state", "closed"}, {"record", Object{{"doc_date", on}}}});
        return told(books.found("W14", "case/e"));
    };
    const auto entry = [&](Object more) {
        more["entered_on"] = "2026-11-01";
        books.put("case/e", with(exit_case("", "2026-11-17"), {{"matter", "IN"}, {"fields", std::move(more)}}));
    };
    entry({{"grant_no", "grant/g"}});
    CHECK(hired("2026-09-30") == "none");
    books.index.take_touched();
    CHECK(hired("2026-09-29") == "yellow 2026-11-17");
    const auto touched = books.index.take_touched();
    CHECK(std::find(touched.begin(), touched.end(), "case/e") != touched.end());
    CHECK(books.found("W14", "case/e")[0].evidence[0].args[1] == "2026-09-29");
    CHECK(hired("") == "none");
    entry({});
    CHECK(hired("2026-09-29") == "none");
}

TEST_CASE("W14 goes by the day a changed fact came about, where the change is a date") {
    Books books;
    const auto change = [&](std::string_view field, std::string_view to, std::string_view reason) {
        books.put("case/m",
                  with(exit_case("", "2026-11-17"),
                       {{"matter", "MOD"},
                        {"fields", Object{{"reason", reason},
                                          {"changes", Array{Object{{"field", field}, {"old", ""}, {"new", to}}}}}}}));
        return told(books.found("W14", "case/m"));
    };
    CHECK(change("post_since", "2026-11-02", "new") == "yellow 2026-11-17");
    CHECK(change("post_since", "2026-11-03", "new") == "none");
    CHECK(change("post_since", "2026-11-02", "fix") == "none");
    CHECK(change("title", "2026-11-02", "new") == "none");
    const auto told_day = [&](std::string_view event, std::string_view reason) {
        books.put("case/m", with(exit_case("", "2026-11-17"),
                                 {{"matter", "MOD"},
                                  {"fields", Object{{"reason", reason},
                                                    {"event_on", event},
                                                    {"changes", Array{Object{{"field", "title"}, {"new", "x"}}}}}}}));
        return told(books.found("W14", "case/m"));
    };
    CHECK(told_day("2026-11-02", "new") == "yellow 2026-11-17");
    CHECK(told_day("2026-11-03", "new") == "none");
    CHECK(told_day("2026-11-02", "fix") == "none");
}

TEST_CASE("W15 tells a grant with slots left that ends within thirty days") {
    Books books;
    const Value grant =
        Object{{"grant_no", "浠编用〔2026〕3号"}, {"unit", kTown}, {"count", 2}, {"used", 1}, {"state", "open"},
               {"valid_until", "2026-12-27"}};
    books.put("grant/g", grant);
    CHECK(told(books.found("W15", "grant/g", "2026-11-26")) == "none");
    const auto found = books.found("W15", "grant/g", "2026-11-27");
    CHECK(told(found) == "yellow 2026-11-27");
    CHECK(found[0].evidence[0].args == std::vector<std::string>{"浠编用〔2026〕3号", "1", "2026-12-27"});
    books.put("grant/g", with(grant, {{"used", 2}}));
    CHECK(told(books.found("W15", "grant/g")) == "none");
    books.put("grant/g", with(grant, {{"state", "expired"}}));
    CHECK(told(books.found("W15", "grant/g")) == "none");
    books.put("grant/g", without(grant, "valid_until"));
    CHECK(told(books.found("W15", "grant/g")) == "none");
}

TEST_CASE("W22 tells a certificate about to end and a terminal out of use, where that is known") {
    Books books;
    const Value device = Object{{"name", "巴河终端"},
                                {"state", "live"},
                                {"scopes", Array{"public", "unit/" + kTown}},
                                {"enrolled_at", "2026-01-05T09:00:00.000+08:00"}};
    books.put("device/d1", device);
    CHECK(told(books.found("W22", "device/d1")) == "none");
    books.put("device/d1", with(device, {{"expires", "2026-12-27"}}));
    CHECK(told(books.found("W22", "device/d1")) == "none");
    const auto ending = books.found("W22", "device/d1", "2026-11-28");
    CHECK(told(ending) == "yellow 2026-11-28");
    CHECK(ending[0].unit == kTown);
    books.put("device/d1", with(device, {{"last_at", "2026-09-28T20:00:00.000+08:00"}}));
    CHECK(told(books.found("W22", "device/d1", "2026-11-26")) == "none");
    CHECK(told(books.found("W22", "device/d1")) == "notice 2026-11-27");
    books.index.note_use("d1", day("2026-09-29"));
    books.index.note_use("d1", day("2026-09-01"));
    CHECK(told(books.found("W22", "device/d1")) == "none");  // here since, as the gateway saw
    CHECK(told(books.found("W22", "device/d1", "2026-11-28")) == "notice 2026-11-28");
    books.put("device/d1", with(device, {{"last_at", "2026-01-28T20:00:00.000+08:00"}, {"state", "revoked"}}));
    CHECK(told(books.found("W22", "device/d1")) == "none");
}

TEST_CASE("W22 tells a certificate thirty days before the county's term for it ends, counted from the enrolment") {
    Books books;
    const Value device = Object{{"name", "巴河终端"},
                                {"state", "live"},
                                {"scopes", Array{"public", "unit/" + kTown}},
                                {"enrolled_at", "2023-12-26T09:00:00.000+08:00"}};
    books.put("device/d1", device);
    const auto found = books.found("W22", "device/d1");
    CHECK(told(found) == "yellow 2026-11-27");  // it ends on 2026-12-26
    CHECK(found[0].evidence[0].args == std::vector<std::string>{"巴河终端", "2026-12-26"});
    CHECK(told(books.found("W22", "device/d1", "2026-11-26")) == "none");
    CHECK(told(books.found("W22", "device/d1", "2027-02-01")) == "yellow 2026-11-27");  // until it is replaced
    books.put("device/d1", with(device, {{"expires", "2027-12-26"}}));
    CHECK(told(books.found("W22", "device/d1")) == "none");
    books.put("device/d1", with(device, {{"state", "revoked"}}));
    CHECK(told(books.found("W22", "device/d1")) == "none");
}

TEST_CASE("W22 tells one person who signs on more terminals in service than the county permits, of the last") {
    Books books;
    const auto device = [&](const std::string& id, std::string_view state) {
        books.put("device/" + id,
                  Object{{"name", id}, {"state", state}, {"enrolled_at", "2026-05-05T09:00:00.000+08:00"}});
    };
    const auto key = [&](const std::string& id, std::string_view person, std::string_view on, std::string_view state) {
        books.put("key/" + id, Object{{"person", person}, {"device", on}, {"state", state}});
    };
    device("d1", "live");
    device("d2", "live");
    key("k1", "chen", "d1", "live");
    key("k2", "chen", "d2", "ended");
    key("k3", "", "d1", "live");  // keys of the line, which nobody signs with
    key("k4", "", "d2", "live");
    CHECK(told(books.found("W22", "device/d2")) == "none");
    key("k2", "chen", "d2", "live");
    CHECK(told(books.found("W22", "device/d2")) == "none");  // a spare one
    device("d3", "live");
    key("k5", "chen", "d3", "live");
    CHECK(told(books.found("W22", "device/d1")) == "none");
    CHECK(told(books.found("W22", "device/d2")) == "none");
    const auto found = books.found("W22", "device/d3");
    CHECK(told(found) == "notice 2026-05-05");
    CHECK(found[0].evidence.size() == 2);
    device("d1", "frozen");
    CHECK(told(books.found("W22", "device/d3")) == "none");
}

TEST_CASE("W23 is yellow at 80 % of the limit, red at all of it and the deputy's at half as much again") {
    Books books;
    // Monday 08:30, six half days: till Wednesday evening. A day is a third of it.
    const Value c = Object{{"matter", "USE"},      {"unit", kTown},
                           {"state", "in_review"}, {"case_no", "USE-2026-0001"},
                           {"limit_half_days", 6}, {"received_at", "2026-11-16T08:30:00.000+08:00"}};
    books.put("case/c", c);
    const auto on = [&](std::string_view today) {
        return told(books.found("W23", "case/c", today));
    };
    CHECK(on("2026-11-18") == "none");  // 66 %
    CHECK(on("2026-11-19") == "red 2026-11-16");
    CHECK(books.found("W23", "case/c", "2026-11-20")[0].owner == "ob_section");  // 133 %
    CHECK(books.found("W23", "case/c", "2026-11-21")[0].owner == "ob_deputy");
    books.put("case/c", with(c, {{"limit_half_days", 5}}));
    CHECK(on("2026-11-18") == "yellow 2026-11-16");  // exactly 80 %
    books.put("case/c", with(c, {{"state", "approved"}, {"closed_at", "2026-11-26T09:00:00.000+08:00"}}));
    CHECK(on("2026-11-27") == "none");
    books.put("case/c", with(c, {{"limit_half_days", 0}}));
    CHECK(on("2026-11-27") == "none");
}

TEST_CASE("W23 does not count what was paused or while the case was back with its unit") {
    Books books;
    const Value c = Object{{"matter", "USE"},
                           {"unit", kTown},
                           {"state", "paused"},
                           {"limit_half_days", 2},
                           {"received_at", "2026-11-16T08:30:00.000+08:00"},
                           {"paused", Array{Object{{"from", "2026-11-16T10:00:00.000+08:00"}, {"reason", "编委"}}}}};
    books.put("case/c", c);
    CHECK(told(books.found("W23", "case/c")) == "none");
    const Value returned =
        with(without(c, "paused"), {{"state", "returned"}, {"returned_at", "2026-11-16T10:00:00.000+08:00"}});
    books.put("case/c", returned);
    CHECK(told(books.found("W23", "case/c")) == "none");
    books.put("case/c", with(returned, {{"state", "in_review"}, {"answered_at", "2026-11-26T11:00:00.000+08:00"}}));
    // 90 minutes before it went back, 60 and 180 after: 330 of 390.
    CHECK(told(books.found("W23", "case/c")) == "yellow 2026-11-16");
}

TEST_CASE("W23 does not count while the commission decides") {
    Books books;
    const auto step = [](std::string_view name, std::string_view act, std::string_view at) {
        return Value(Object{{"step", name}, {"act", act}, {"at", std::string(at) + ":00.000+08:00"}});
    };
    const Value c = Object{{"matter", "USE"},
                           {"unit", kTown},
                           {"state", "in_review"},
                           {"step", "commission"},
                           {"limit_half_days", 2},
                           {"received_at", "2026-11-16T08:30:00.000+08:00"},
                           {"steps", Array{step("final_review", "pass", "2026-11-16T12:00")}}};
    books.put("case/c", c);
    CHECK(told(books.found("W23", "case/c")) == "none");  // 210 of 390 minutes, however long they sit
    books.put("case/c", with(c, {{"step", "final_review"}}));
    CHECK(told(books.found("W23", "case/c")) == "red 2026-11-16");
    books.put("case/c", with(c, {{"step", ""},
                                 {"steps", Array{step("final_review", "pass", "2026-11-16T12:00"),
                                                 step("commission", "pause", "2026-11-18T09:00"),
                                                 step("commission", "resume", "2026-11-18T10:00"),
                                                 step("commission", "pass", "2026-11-26T15:00")}}}));
    CHECK(told(books.found("W23", "case/c")) == "yellow 2026-11-16");  // 150 minutes more since
}

TEST_CASE("W23 notices a case in time that its layer has kept beyond the layer's limit") {
    Books books;
    const Value c = Object{
        {"matter", "USE"},
        {"unit", kTown},
        {"case_no", "USE-2026-0001"},
        {"state", "in_review"},
        {"step", "second_review"},
        {"limit_half_days", 6},
        {"received_at", "2026-11-16T08:30:00.000+08:00"},
        {"steps", Array{Object{{"step", "first_review"}, {"act", "pass"}, {"at", "2026-11-16T16:30:00.000+08:00"}}}}};
    books.put("case/c", c);
    CHECK(told(books.found("W23", "case/c", "2026-11-17")) == "none");  // an hour of half a day
    const auto found = books.found("W23", "case/c", "2026-11-18");
    CHECK(told(found) == "notice 2026-11-16");
    CHECK(found[0].owner == "ob_section");
    CHECK(shown_args(found[0].evidence[0], books.index, *books.catalogue, true) ==
          std::vector<std::string>{"USE-2026-0001", "复核"});
    CHECK(told(books.found("W23", "case/c", "2026-11-19")) == "red 2026-11-16");  // then the whole case is late
}

TEST_CASE("W13 tells an exit whose chain is open fifteen days after its closing, and asks the stage's department") {
    Books books;
    const auto exit = [&](std::string_view closed, bool reversed = false) {
        Value record{Object{{"matter", "OUT"},
                            {"unit", kTown},
                            {"state", "approved"},
                            {"case_no", "OUT-2026-0001"},
                            {"received_at", std::string(closed) + "T09:00:00.000+08:00"},
                            {"closed_at", std::string(closed) + "T10:00:00.000+08:00"}}};
        if (reversed) {
            record.set("reversed", Object{{"reason", "误办"}});
        }
        books.put("case/x", std::move(record));
        return books.found("W13", "case/x");
    };
    const std::string at = "2026-11-02T10:00:00.000+08:00";
    books.put("stage/x/1", Object{{"stage", 1}, {"state", "closed"}, {"owner", "office"}, {"at", at}});
    books.put("stage/x/2", Object{{"stage", 2}, {"state", "open"}, {"owner", "hr"}, {"at", at}});
    CHECK(told(exit("2026-11-12")) == "none");  // today is the fifteenth day after it
    const auto found = exit("2026-11-11");
    CHECK(told(found) == "yellow 2026-11-27");
    CHECK(found[0].owner == "hr");
    CHECK(found[0].evidence[0].args[1] == "OUT-2026-0001");
    CHECK(told(exit("2026-11-11", true)) == "none");
    exit("2026-11-11");
    books.put("stage/x/2", Object{{"stage", 2}, {"state", "closed"}, {"owner", "hr"}, {"at", at}});
    CHECK(told(books.found("W13", "case/x")) == "none");
}
