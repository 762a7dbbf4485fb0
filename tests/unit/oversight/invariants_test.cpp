// SPDX-License-Identifier: Apache-2.0
// Each invariant of domain.md 3.2 broken by one record, and told by no other.
#include "shared/oversight/invariants.hpp"

#include <catch2/catch_test_macros.hpp>

#include "assets/texts.hpp"
#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;
using namespace zj::oversight;

namespace {

const std::string kLine = "ledger/" + kTown + "/10";

// The town as it should be: a man on the quota and a chief who leaves, a grant in use, a request in hand.
struct Sound : Books {
    Sound() {
        put("ledger/" + kVillage + "/10", line(10, 0, 0, 0));
        put(kLine, line(10, 2, 3, 1));
        put("posts/" + kTown + "/chief", Object{{"auth", 1}, {"actual", 1}, {"reserved", 0}});
        put("person/p1", person_record(1));
        put("person/p2", with(person_record(2), {{"staff_class", "chief"}, {"case", "case/out"}}));
        put("case/out", Object{{"matter", "OUT"}, {"unit", kTown}, {"state", "in_review"}});
        put("case/use", request("received"));
        put("case/back", request("returned"));
        put("grant/g", grant(2, 1, 1));
        put("case/in",
            Object{
                {"matter", "IN"}, {"unit", kTown}, {"state", "paused"}, {"fields", Object{{"grant_no", "grant/g"}}}});
        put("total/admin", Object{{"h", 20}, {"ceiling", 24}, {"reserve", 4}});
    }
    static Value line(std::int64_t h, std::int64_t a, std::int64_t r, std::int64_t o) {
        return with(ledger_record(h, a, r), {{"o", o}, {"doc", "浠编发〔2026〕1号"}});
    }
    static Value request(std::string_view state) {
        return Object{{"matter", "USE"},
                      {"unit", kTown},
                      {"state", state},
                      {"fields", Object{{"quota_type", "10"}, {"count", 2}, {"staff_class", "none"}}}};
    }
    static Value grant(std::int64_t count, std::int64_t used, std::int64_t reserved) {
        return Object{{"unit", kTown},  {"quota_type", "10"}, {"staff_class", "none"}, {"state", "open"},
                      {"count", count}, {"used", used},       {"reserved", reserved}};
    }
    // Those that do not hold: "1 ledger/421125101/10" …
    std::vector<std::string> broken() const {
        std::vector<std::string> out;
        for (const Invariant& one : invariants(index, *catalogue, today)) {
            for (const Evidence& evidence : one.evidence) {
                out.push_back(std::to_string(one.n) + " " + evidence.record);
            }
            CHECK(one.differences == static_cast<std::int64_t>(one.evidence.size()));
        }
        return out;
    }
};

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("in sound books every invariant holds, and the two that only the log can tell are marked") {
    const Sound books;
    CHECK(books.broken() == Told{});
    const auto all = invariants(books.index, *books.catalogue, books.today);
    REQUIRE(all.size() == 11);
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].n == static_cast<int>(i) + 1);
        CHECK(all[i].checked == (all[i].n < 10));
        CHECK_FALSE(texts::term("invariant." + std::to_string(all[i].n), texts::Lang::zh, {}).empty());
    }
}

TEST_CASE("registers are counted again from people, grants and cases in hand") {
    for (const auto& [a, r, o, told] :
         {std::tuple(3, 3, 1, Told{"1 " + kLine}), {2, 3, 0, Told{"1 " + kLine}}, {2, 4, 1, Told{"8 " + kLine}}}) {
        Sound books;
        books.put(kLine, Sound::line(10, a, r, o));
        CHECK(books.broken() == told);
    }
    Sound books;
    books.put("posts/" + kTown + "/chief", Object{{"auth", 1}, {"actual", 0}, {"reserved", 1}});
    CHECK(books.broken() == Told{"1 posts/" + kTown + "/chief", "8 posts/" + kTown + "/chief"});
    Sound lineless;
    lineless.put("person/p3", with(person_record(3), {{"quota_type", "11"}}));
    CHECK(lineless.broken() == Told{"1 ledger/" + kTown + "/11"});
}

TEST_CASE("transfers in hand reserve by their kind") {
    Sound books;
    const auto move = [&](std::string_view kind, std::string_view staff_class) {
        books.put("case/move", Object{{"matter", "MOVE"},
                                      {"unit", kTown},
                                      {"state", "received"},
                                      {"fields", Object{{"kind", kind},
                                                        {"person", "person/p1"},
                                                        {"grant_no", "grant/g"},
                                                        {"to_quota_type", "10"},
                                                        {"to_staff_class", staff_class}}}});
        return books.broken();
    };
    const std::string chief = "8 posts/" + kTown + "/chief";
    CHECK(move("inner", "") == Told{});
    CHECK(move("quota", "chief") == Told{"8 " + kLine});
    CHECK(move("reform", "chief") == Told{"8 " + kLine, chief});
    CHECK(move("post", "chief") == Told{chief});
    CHECK(move("post", "none") == Told{});
    CHECK(move("cross", "chief") == Told{"8 grant/g"});
}

TEST_CASE("one number has one active row, and a person on quota a type") {
    Sound books;
    books.put("person/p3", with(person_record(1, kVillage), {{"quota_type", ""}}));
    const Told told = books.broken();
    REQUIRE(told.size() == 3);
    CHECK(told[0] == "1 ledger/" + kVillage + "/");
    CHECK(told[1].starts_with("2 idno/"));
    CHECK(told[2] == "2 person/p3");
}

TEST_CASE("nothing is usable below zero without a decision") {
    Sound books;
    books.put("total/admin", Object{{"h", 14}, {"ceiling", 20}, {"reserve", 6}});
    books.put(kLine, Sound::line(4, 2, 3, 1));
    CHECK(books.broken() == Told{"3 " + kLine});
    books.put(kLine, with(Sound::line(4, 2, 3, 1), {{"over_quota", true}}));
    CHECK(books.broken() == Told{});
    books.put(kLine, Sound::line(4, 2, 3, 1));
    books.put("grant/g", with(Sound::grant(2, 1, 1), {{"over_quota_decision", "USE-1"}}));
    CHECK(books.broken() == Told{});
}

TEST_CASE("authorised quota is the county's ceiling with what it holds back, or below it for institutions") {
    Sound books;
    books.put("total/admin", Object{{"h", 19}, {"ceiling", 24}, {"reserve", 4}});
    CHECK(books.broken() == Told{"4 total/admin"});
    books.put("total/admin", Object{{"h", 20}, {"ceiling", 25}, {"reserve", 4}});
    CHECK(books.broken() == Told{"4 total/admin"});
    books.put("total/admin", Object{{"h", 20}, {"reserve", 4}});
    CHECK(books.broken() == Told{});
    books.put("total/institution", Object{{"h", 0}, {"ceiling", 5}, {"reserve", 2}});
    CHECK(books.broken() == Told{});
}

TEST_CASE("quota has a document and a closed case brought or took whoever came or went") {
    Sound books;
    books.put(kLine, without(Sound::line(10, 2, 3, 1), "doc"));
    CHECK(books.broken() == Told{"5 " + kLine});
    books.put(kLine, Sound::line(10, 2, 3, 1));
    books.put("person/p1", with(person_record(1), {{"entry_case", "case/in0"}}));
    CHECK(books.broken() == Told{"5 person/p1"});
    books.put("case/in0", Object{{"matter", "IN"}, {"state", "approved"}});
    CHECK(books.broken() == Told{});
    books.put("person/p4", with(person_record(4), {{"state", "out"}, {"exit_case", "case/out"}}));
    CHECK(books.broken() == Told{"5 person/p4"});
}

TEST_CASE("a transfer ends one row and makes one") {
    Sound books;
    books.put("person/p1", with(person_record(1), {{"moved_from", "person/p9"}}));
    CHECK(books.broken() == Told{"6 person/p1"});
    const Value ended = with(person_record(1, kVillage), {{"state", "out"}, {"exit_mode", "03"}});
    books.put("person/p9", ended);
    CHECK(books.broken() == Told{});
    books.put("person/p9", with(ended, {{"exit_mode", "05"}}));
    CHECK(books.broken() == Told{"6 person/p1"});
}

TEST_CASE("types by nature, slots once and chains in order") {
    Sound books;
    books.put("ledger/" + kTown + "/11", with(Sound::line(0, 0, 0, 0), {{"h", 1}}));
    books.put("total/admin", Object{{"h", 21}, {"ceiling", 25}, {"reserve", 4}});
    CHECK(books.broken() == Told{"7 ledger/" + kTown + "/11"});
    Sound used;
    used.put("grant/h", with(Sound::grant(1, 2, 0), {{"state", "used"}}));
    CHECK(used.broken() == Told{"8 grant/h"});
    Sound chain;
    chain.put("stage/g/2", Object{{"state", "open"}, {"at", "2026-10-12T10:00:00.000+08:00"}});
    CHECK(chain.broken() == Told{"9 stage/g/2"});
}

TEST_CASE("differences are counted beyond those that are shown") {
    Sound books;
    for (int i = 10; i < 10 + 2 * static_cast<int>(kEvidenceMax); ++i) {
        books.put("person/q" + std::to_string(i),
                  with(person_record(i, kVillage), {{"state", "out"}, {"exit_case", "case/none"}}));
    }
    const Invariant fifth = invariants(books.index, *books.catalogue, books.today)[4];
    CHECK(fifth.differences == 2 * static_cast<std::int64_t>(kEvidenceMax));
    CHECK(fifth.evidence.size() == kEvidenceMax);
    CHECK_FALSE(fifth.holds());
}
