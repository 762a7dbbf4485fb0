// SPDX-License-Identifier: Apache-2.0
// W04 W17 W20 W24.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;

TEST_CASE("W04 notices retirement 180, 90 and 30 days ahead, and is red when 30 days have gone since") {
    Books books;
    books.put("person/p1", with(person_record(1), {{"retire_on", "2026-12-01"}}));
    const auto on = [&](std::string_view today) {
        return told(books.found("W04", "person/p1", today));
    };
    CHECK(on("2026-06-03") == "none");
    CHECK(on("2026-06-04") == "notice 2026-06-04");
    CHECK(on("2026-09-01") == "notice 2026-06-04");
    CHECK(on("2026-09-02") == "notice 2026-09-02");
    CHECK(on("2026-11-01") == "yellow 2026-11-01");
    CHECK(on("2026-12-31") == "yellow 2026-11-01");
    CHECK(on("2027-01-01") == "red 2027-01-01");
    CHECK(on("2027-05-01") == "red 2027-01-01");
    books.put("person/p1",
              with(person_record(1), {{"retire_on", "2020-12-01"}, {"state", "retired"}, {"status", "3"}}));
    CHECK(on("2027-05-01") == "none");
    books.put("person/p1", without(without(person_record(1), "retire_on"), "birth"));
    CHECK(on("2060-01-01") == "none");
}

TEST_CASE("W04 goes by a choice that is allowed, and by a month set by hand before that") {
    Books books;
    const Value worker = with(person_record(1), {{"quota_type", "12"},
                                                 {"post_kind", "3"},
                                                 {"cs_registered", false},
                                                 {"birth", "1966-01-05"},
                                                 {"retire_on", "2026-05-01"},
                                                 {"flex", 12}});
    books.put("person/p1", worker);
    CHECK(told(books.found("W04", "person/p1", "2026-11-27")) == "notice 2026-11-02");  // 2027-05
    books.put("person/p1", with(worker, {{"cs_registered", true}}));                    // who must leave when due
    CHECK(told(books.found("W04", "person/p1", "2026-11-27")) == "red 2026-06-01");
    books.put("person/p1", with(worker, {{"retire_override", "2026-11-01"}}));
    CHECK(told(books.found("W04", "person/p1", "2026-11-27")) == "yellow 2026-10-02");
}

TEST_CASE("W17 tells what contradicts an ID number, and lets a birth stand that a document fixes") {
    Books books;
    books.put("person/p1", person_record(1));
    CHECK(told(books.found("W17", "person/p1")) == "none");
    books.put("person/p1", with(person_record(1), {{"sex", "2"}}));
    CHECK(told(books.found("W17", "person/p1")) == "yellow 2010-01-01");
    books.put("person/p1", with(person_record(1), {{"birth", "1985-03-08"}}));
    CHECK(told(books.found("W17", "person/p1")) == "yellow 2010-01-01");
    books.put("person/p1", with(person_record(1), {{"birth", "1985-03-08"}, {"birth_doc", "浠组发〔2011〕1号"}}));
    CHECK(told(books.found("W17", "person/p1")) == "none");
    books.put("person/p1", with(person_record(1), {{"id_no", "429099198503070031"}}));
    const auto found = books.found("W17", "person/p1");
    CHECK(told(found) == "yellow 2010-01-01");
    CHECK(found[0].evidence[0].text == "evidence.W17.number");
    CHECK(found[0].evidence[0].args[1] == "429099********0031");
    books.put("person/p1", without(person_record(1), "id_no"));
    CHECK(told(books.found("W17", "person/p1")) == "none");  // W24's
}

TEST_CASE("W17 tells one number of two people in service, and notices one name and birth under two numbers") {
    Books books;
    books.put("person/p1", person_record(1));
    books.put("person/p2", with(person_record(2, kVillage), {{"id_no", *person_record(1).find("id_no")}}));
    CHECK(told(books.found("W17", "person/p1")) == "red 2010-01-01");
    CHECK(told(books.found("W17", "person/p2")) == "red 2010-01-01");
    books.put("person/p2", with(person_record(2, kVillage), {{"name", "甲1"}}));
    CHECK(told(books.found("W17", "person/p1")) == "none");
    const auto found = books.found("W17", "person/p2");  // told once, of the later of the two
    CHECK(told(found) == "notice 2010-01-01");
    CHECK(found[0].id == "W17/person/p2/namesake");
    books.put("person/p1", with(person_record(1), {{"state", "out"}}));
    CHECK(told(books.found("W17", "person/p2")) == "none");
}

TEST_CASE("W20 tells sick leave of two months running on full pay") {
    Books books;
    books.put("person/p1", person_record(1));
    const auto leave = [&](std::initializer_list<Value> items) {
        books.put("leave/p1", Object{{"person", "person/p1"}, {"unit", kTown}, {"items", Array(items)}});
        return told(books.found("W20", "person/p1"));
    };
    const auto sick = [](std::string_view from, std::string_view until, bool reduced = false) {
        return Value(Object{{"kind", "sick"}, {"from", from}, {"until", until}, {"pay_reduced", reduced}});
    };
    CHECK(leave({sick("2026-03-02", "2026-04-30")}) == "none");
    CHECK(leave({sick("2026-03-02", "2026-05-01")}) == "yellow 2026-05-01");
    CHECK(leave({sick("2026-03-02", "2026-05-01", true)}) == "none");
    // Two that join over a weekend run as one; a working day between parts them.
    CHECK(leave({sick("2026-03-02", "2026-03-27"), sick("2026-03-30", "2026-05-01")}) == "yellow 2026-05-01");
    CHECK(leave({sick("2026-03-02", "2026-03-27"), sick("2026-03-31", "2026-05-01")}) == "none");
    const Value open = without(sick("2026-09-28", ""), "until");
    CHECK(leave({open}) == "yellow 2026-11-27");
    CHECK(told(books.found("W20", "person/p1", "2026-11-26")) == "none");
    books.put("person/p1", with(person_record(1), {{"state", "out"}}));
    CHECK(told(books.found("W20", "person/p1")) == "none");
}

TEST_CASE("W20 adds up a year's leave: 180 days of sick leave, 30 working days of personal leave") {
    Books books;
    books.put("person/p1", person_record(1));
    const auto leave = [&](std::initializer_list<Value> items) {
        books.put("leave/p1", Object{{"items", Array(items)}});
        return told(books.found("W20", "person/p1"));
    };
    const auto item = [](std::string_view kind, std::string_view from, std::string_view until) {
        return Value(Object{{"kind", kind}, {"from", from}, {"until", until}, {"pay_reduced", false}});
    };
    // Spells of 46 days: four are 184 in a year.
    CHECK(leave({item("sick", "2025-01-01", "2025-02-15"), item("sick", "2025-03-01", "2025-04-15"),
                 item("sick", "2025-06-01", "2025-07-16"), item("sick", "2025-09-01", "2025-10-11")}) == "none");
    CHECK(leave({item("sick", "2025-01-01", "2025-02-15"), item("sick", "2025-03-01", "2025-04-15"),
                 item("sick", "2025-06-01", "2025-07-16"), item("sick", "2025-09-01", "2025-10-12")}) ==
          "yellow 2025-10-12");
    CHECK(leave({item("personal", "2026-03-02", "2026-03-26")}) == "none");  // 19 working days
    CHECK(leave({item("personal", "2026-03-02", "2026-03-27")}) == "yellow 2026-03-27");
    CHECK(leave({item("personal", "2026-03-02", "2026-03-20"), item("personal", "2026-06-01", "2026-06-18")}) ==
          "none");  // 15 and 14
    CHECK(leave({item("personal", "2026-03-02", "2026-03-20"), item("personal", "2026-06-01", "2026-06-22")}) ==
          "yellow 2026-06-22");  // the 19th is a holiday
}

TEST_CASE("W24 tells which key items are empty, by what the form asks of such a person") {
    Books books;
    books.put("person/p1", person_record(1));
    CHECK(told(books.found("W24", "person/p1")) == "none");
    books.put("person/p1", with(without(person_record(1), "edu"), {{"post_name", ""}}));
    const auto found = books.found("W24", "person/p1");
    CHECK(told(found) == "notice 2010-01-01");
    REQUIRE(found[0].evidence.size() == 2);
    CHECK(found[0].evidence[0].args[0] == "field:edu");
    CHECK(found[0].evidence[1].args[0] == "field:post_name");
    // A grade of post is asked of institutions only, registration as a civil servant of organs only.
    books.put("person/p1", with(without(person_record(1), "cs_registered"), {{"quota_type", "20"}}));
    CHECK(books.found("W24", "person/p1")[0].evidence.size() == 2);  // kind and grade of post
    books.put("person/p1", with(without(person_record(1), "cs_registered"), {{"quota_type", "12"}}));
    CHECK(told(books.found("W24", "person/p1")) == "none");
    books.put("person/p1", with(without(person_record(1), "edu"), {{"state", "out"}}));
    CHECK(told(books.found("W24", "person/p1")) == "none");
}
