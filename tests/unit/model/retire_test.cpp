// SPDX-License-Identifier: Apache-2.0
// 弹性退休 and work elsewhere: fixed once, in time, within the terms of domain.md 12, by two people.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

struct Ageing : CaseWorld {
    std::string person = person_of(kTown);

    // The row as if the person were born and placed so; a man retires at 63 from 1976 on.
    void be(const char* birth, const char* retire_on, const char* post_kind = "2") {
        auto record = std::make_shared<log::Record>(*county.registers().get(person).record);
        ++record->version;
        record->value.set("birth", birth).set("retire_on", retire_on).set("post_kind", post_kind);
        county.registers().put(record);
    }
    Value flex(int months) { return wish().set("flex", months); }
    Value wish() { return county.intent("person.retire", {person}).set("person", person); }
    std::string act(const std::string& who, Value intent) { return told(county.act(who, {std::move(intent)})); }
    std::string confirm_it(const char* who) { return act(who, county.confirm_of(county.made("clerk-a", "pending"))); }
};

TEST_CASE("who goes early gives notice in time, not below the old age, and the section confirms it once") {
    Ageing w;
    w.be("1966-10-08", "2028-04-01");                       // sixty in October 2026 and, by delay, due in April 2028
    CHECK(w.act("clerk-a", w.flex(-36)) == "refused G28");  // below sixty
    CHECK(w.act("clerk-a", w.flex(-15)) == "refused G28");  // January 2027: too late by now
    CHECK(w.act("clerk-v", w.flex(-12)) == "refused B5");
    REQUIRE(w.act("clerk-a", w.flex(-12)) == "applied");
    CHECK(w.confirm_it("ob-deputy") == "refused B5");
    REQUIRE(w.confirm_it("ob-section") == "applied");
    CHECK(w.number(w.person, "flex") == -12);
    CHECK(w.text(w.person, "retire_on") == "2028-04-01");
    CHECK(w.act("clerk-a", w.flex(-6)) == "refused G28");
}

TEST_CASE("specialists may stay on with notice, management may not, nor whoever was of age before 2025") {
    Ageing w;
    w.be("1966-10-08", "2028-04-01", "1");
    CHECK(w.act("clerk-a", w.flex(12)) == "refused G28");
    w.be("1966-10-08", "2026-12-01");
    CHECK(w.act("clerk-a", w.flex(12)) == "refused G28");  // notice was due a month before
    w.be("1964-11-08", "2028-04-01");
    CHECK(w.act("clerk-a", w.flex(12)) == "refused G28");
    w.be("1966-10-08", "2028-04-01");
    CHECK(w.act("clerk-a", w.flex(37)) == "refused B3");
    CHECK(w.act("clerk-a", w.flex(-37)) == "refused B3");
    CHECK(w.act("clerk-a", w.flex(0)) == "refused B3");
    CHECK(w.act("clerk-a", w.flex(36)) == "applied");
}

TEST_CASE("a document may set another day") {
    Ageing w;
    const Value by_doc = w.wish().set("retire_override", "2030-01-01").set("doc_no", "浠组干〔2026〕9号");
    CHECK(w.act("clerk-a", w.wish().set("retire_override", "2030-01-01")) == "refused B3");
    CHECK(w.act("clerk-a", Value(by_doc).set("flex", 1)) == "refused B3");
    REQUIRE(w.act("clerk-a", by_doc) == "applied");
    REQUIRE(w.confirm_it("ob-section") == "applied");
    CHECK(w.text(w.person, "retire_override") == "2030-01-01");
    CHECK(w.text(w.person, "retire_doc") == "浠组干〔2026〕9号");
}

TEST_CASE("no document keeps anybody beyond the latest age, which is three years more for who may stay on") {
    Ageing w;
    const auto until = [&](const char* day) {
        return w.act("clerk-a", w.wish().set("retire_override", day).set("doc_no", "浠组干〔2026〕9号"));
    };
    w.be("1976-09-08", "2039-09-01", "1");  // management: retires when due, men at 63
    CHECK(until("2199-12-31") == "refused G28");
    CHECK(until("2039-10-01") == "refused G28");
    CHECK(until("2039-09-30") == "applied");  // within the month
    w.be("1976-09-08", "2034-09-01");         // a specialist: up to 66, whatever schedule the row goes by
    CHECK(until("2042-10-01") == "refused G28");
    CHECK(until("2042-09-01") == "applied");
}

TEST_CASE("who works in another unit than that of the quota is told so, and told back") {
    Ageing w;
    const auto place = [&](const std::string& unit, const char* since = "2026-11-01") {
        return w.county.intent("person.place", {w.person})
            .set("person", w.person)
            .set("work_unit", unit)
            .set("since", since);
    };
    CHECK(w.act("clerk-v", place(kVillage)) == "refused B5");
    CHECK(w.act("clerk-a", place("421125999")) == "refused B6");
    CHECK(w.act("clerk-a", place(kVillage, "2026-11-24")) == "refused G17");
    REQUIRE(w.act("clerk-a", place(kVillage)) == "applied");
    CHECK(w.text(w.person, "work_unit") == kVillage);
    CHECK(w.text(w.person, "work_unit_since") == "2026-11-01");
    REQUIRE(w.act("clerk-a", place(kVillage, "2026-11-20")) == "applied");
    CHECK(w.text(w.person, "work_unit_since") == "2026-11-01");  // it has lasted since then
    REQUIRE(w.act("clerk-a", place(kVillage, "2026-10-08")) == "applied");
    CHECK(w.text(w.person, "work_unit_since") == "2026-10-08");
    REQUIRE(w.act("clerk-b", place("")) == "applied");
    CHECK(w.county.value(w.person)->find("work_unit") == nullptr);
}

}  // namespace
}  // namespace zj::test
