// SPDX-License-Identifier: Apache-2.0
// W01 W02 W03 W16 W18 W19 W21, and W24 of a unit.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;

namespace {

const std::string kTownUnit = "unit/" + kTown;

// Somebody who entered on that day, under a grant of their own. The case is not there, as most departments see it.
void enter(Books& books, int n, std::string_view day, bool over_quota = false) {
    const std::string no = std::to_string(n);
    books.put("grant/g" + no, Object{{"unit", kTown},
                                     {"grant_no", "浠编用〔2026〕" + no + "号"},
                                     {"quota_type", "10"},
                                     {"count", 1},
                                     {"used", 1},
                                     {"state", "used"},
                                     {"over_quota_decision", over_quota ? "USE-2026-0001" : ""}});
    books.put("person/p" + no,
              with(person_record(n),
                   {{"entry_case", "case/in" + no}, {"quota_since", day}, {"grant_no", "浠编用〔2026〕" + no + "号"}}));
}

}  // namespace

TEST_CASE("W01 tells an entry that was closed while its line stood above the quota") {
    Books books;
    enter(books, 1, "2026-06-01");
    CHECK(told(books.found("W01", kTownUnit)) == "none");
    books.put("ledger/" + kTown + "/10", ledger_record(10, 10));
    CHECK(told(books.found("W01", kTownUnit)) == "none");  // full is not over
    books.put("ledger/" + kTown + "/10", ledger_record(10, 11));
    const auto found = books.found("W01", kTownUnit);
    CHECK(told(found) == "red 2026-06-01");
    CHECK(found[0].id == "W01/unit/421125101/10");
    CHECK(found[0].owner == "ob_section");
    CHECK(format_date(found[0].due) == "2026-06-08");
    CHECK(found[0].evidence[1].args ==
          std::vector<std::string>{std::string(person_record(1).str_or("name")), "2026-06-01"});
}

TEST_CASE("W01 lets entries pass that a decision of the commission covers, and those before H was cut") {
    Books books;
    books.put("ledger/" + kTown + "/10", ledger_record(10, 11));
    enter(books, 1, "2026-06-01", true);
    CHECK(told(books.found("W01", kTownUnit)) == "notice 2026-01-05");  // it stands above H, by decision
    enter(books, 2, "2026-05-01");
    books.put("ledger/" + kTown + "/10", ledger_record(10, 12));
    CHECK(told(books.found("W01", kTownUnit)) == "red 2026-05-01");
    books.put(kTownUnit, with(unit_record("浠水县巴河镇人民政府"),
                              {{"history", Array{Object{{"kind", "quota"}, {"on", "2026-05-02"}}}}}));
    CHECK(told(books.found("W01", kTownUnit)) == "notice 2026-01-05");
}

TEST_CASE("W01 lets entries pass before a reform that cut H, and not before one that left H alone") {
    Books books;
    enter(books, 1, "2026-05-01");
    books.put("ledger/" + kTown + "/10", ledger_record(10, 11));
    const auto reformed = [&](bool quota) {
        Object change{{"kind", "reform"}, {"on", "2026-05-02"}};
        if (quota) {
            change["quota"] = true;
        }
        const Value unit = unit_record("浠水县巴河镇人民政府");
        books.put(kTownUnit, with(unit, {{"history", Array{Value(std::move(change))}}}));
        return told(books.found("W01", kTownUnit));
    };
    CHECK(reformed(false) == "red 2026-05-01");
    CHECK(reformed(true) == "notice 2026-01-05");
}

TEST_CASE("W01 notices reservations beyond the quota, unless the books were opened so") {
    Books books;
    books.put("ledger/" + kTown + "/10", ledger_record(10, 8, 2));
    CHECK(told(books.found("W01", kTownUnit)) == "none");
    books.put("ledger/" + kTown + "/10", ledger_record(10, 8, 3));
    CHECK(told(books.found("W01", kTownUnit)) == "yellow 2026-01-05");
    books.put("ledger/" + kTown + "/10", with(ledger_record(10, 8, 3), {{"over_quota", true}}));
    CHECK(told(books.found("W01", kTownUnit)) == "none");
}

TEST_CASE("W01 counts a decision of the commission for who came by it and who still may") {
    Books books;
    enter(books, 1, "2026-06-01");
    books.put("ledger/" + kTown + "/10", ledger_record(10, 11));
    const auto decided = [&](std::string_view state, std::int64_t used) {
        books.put("grant/g9", Object{{"unit", kTown},
                                     {"quota_type", "10"},
                                     {"count", 1},
                                     {"used", used},
                                     {"state", state},
                                     {"over_quota_decision", "USE-2026-0009"}});
        return told(books.found("W01", kTownUnit));
    };
    CHECK(decided("open", 0) == "notice 2026-01-05");
    CHECK(decided("used", 1) == "notice 2026-01-05");
    CHECK(decided("expired", 0) == "red 2026-06-01");
    CHECK(decided("withdrawn", 0) == "red 2026-06-01");
}

TEST_CASE("W01 tells an excess that was to be worked off by now") {
    Books books;
    const auto stands = [&](std::int64_t a, std::string_view by) {
        books.put("ledger/" + kTown + "/10", ledger_record(10, a));
        books.put("grant/g9", Object{{"unit", kTown},
                                     {"grant_no", "浠编用〔2025〕9号"},
                                     {"quota_type", "10"},
                                     {"count", 1},
                                     {"used", 1},
                                     {"state", "used"},
                                     {"over_quota_decision", "USE-2025-0009"},
                                     {"digested_by", by}});
        std::string out;
        for (const auto& finding : books.found("W01", kTownUnit)) {
            out += finding.id.ends_with("/digestion") ? told({finding}) : "";
        }
        return out;
    };
    CHECK(stands(11, "2027-06-30").empty());
    CHECK(stands(11, "2026-06-30") == "yellow 2026-07-01");
    CHECK(stands(10, "2026-06-30").empty());  // it was
}

TEST_CASE("W02 tells more leaders than posts, since the last of them took the post") {
    Books books;
    books.put("person/p1", with(person_record(1), {{"staff_class", "chief"}, {"post_since", "2026-03-01"}}));
    books.put("posts/" + kTown + "/chief", Object{{"auth", 1}, {"actual", 1}, {"reserved", 0}});
    CHECK(told(books.found("W02", kTownUnit)) == "none");
    books.put("posts/" + kTown + "/chief", Object{{"auth", 0}, {"actual", 1}, {"reserved", 0}});
    CHECK(told(books.found("W02", kTownUnit)) == "red 2026-03-01");
    books.put("posts/" + kTown + "/deputy", Object{{"auth", 2}, {"actual", 3}, {"reserved", 0}});
    CHECK(books.found("W02", kTownUnit).size() == 2);
}

TEST_CASE("W03 tells a leader above the rank of the organ, and nothing of a post that is declared higher") {
    Books books;
    const Value chief = with(person_record(1), {{"staff_class", "chief"}, {"leader_level", "141"}});
    books.put("person/p1", chief);
    CHECK(told(books.found("W03", "person/p1")) == "none");  // 正科 leads 正科
    books.put("person/p1", with(chief, {{"leader_level", "132"}}));
    CHECK(told(books.found("W03", "person/p1")) == "red 2010-01-01");
    books.put("person/p1", with(chief, {{"leader_level", "132"}, {"above_rank", true}}));
    CHECK(told(books.found("W03", "person/p1")) != "none");  // a tick without its document excuses nothing
    books.put("person/p1",
              with(chief, {{"leader_level", "132"}, {"above_rank", true}, {"above_rank_doc", "浠组干〔2026〕9号"}}));
    CHECK(told(books.found("W03", "person/p1")) == "none");
    books.put("person/p1", with(chief, {{"leader_level", "132"}, {"staff_class", "none"}}));
    CHECK(told(books.found("W03", "person/p1")) == "none");
    books.put(kTownUnit, with(unit_record("镇"), {{"rank", "90"}}));
    books.put("person/p1", with(chief, {{"leader_level", "132"}}));
    CHECK(told(books.found("W03", "person/p1")) == "none");  // no rank set: nothing to compare with
}

TEST_CASE("W16 tells a quota that the unit's nature does not allow") {
    Books books;
    books.put("person/p1", person_record(1));
    CHECK(told(books.found("W16", "person/p1")) == "none");
    books.put("person/p1", with(person_record(1), {{"quota_type", "11"}}));
    CHECK(told(books.found("W16", "person/p1")) == "yellow 2010-01-01");
    books.put("person/p1", with(person_record(1, "421125999"), {{"quota_type", "11"}}));
    CHECK(told(books.found("W16", "person/p1")) == "none");  // a unit that is not known
}

TEST_CASE("W16 tells who has worked outside of the unit of the quota for more than 180 days") {
    Books books;
    books.put("person/p1", with(person_record(1), {{"work_unit", kVillage}, {"work_unit_since", "2026-01-01"}}));
    CHECK(told(books.found("W16", "person/p1", "2026-06-30")) == "none");
    CHECK(told(books.found("W16", "person/p1", "2026-07-01")) == "yellow 2026-07-01");
    books.put("person/p1", with(person_record(1), {{"work_unit", kTown}, {"work_unit_since", "2026-01-01"}}));
    CHECK(told(books.found("W16", "person/p1")) == "none");
    books.put("person/p1", with(person_record(1), {{"work_unit", kVillage}}));
    CHECK(told(books.found("W16", "person/p1")) == "none");
}

TEST_CASE("W18 tells people who still stand in an inner organ that was removed") {
    Books books;
    const auto unit = [&](const std::string& organ, std::string_view kind, std::string_view on) {
        books.put(
            "unit/" + kTown,
            with(unit_record("浠水县巴河镇人民政府"),
                 {{"inner", Array{Object{{"name", organ}}}},
                  {"history", Array{Object{{"kind", "rename"}, {"on", "2020-01-01"}, {"was_name", "旧称镇人民政府"}},
                                    Object{{"kind", kind}, {"on", on}}}}}));
    };
    books.put("person/p1", person_record(1));
    books.put("person/p2", with(person_record(2), {{"inner", "旧称镇人民政府"}, {"staff_class", "chief"}}));
    books.put("person/p3", with(person_record(3), {{"inner", "浠水县巴河镇人民政府"}}));
    const std::string subject = "unit/" + kTown;
    unit("党政综合办公室", "inner", "2026-09-01");
    CHECK(told(books.found("W18", subject)) == "none");
    unit("党建工作办公室", "rank", "2026-09-01");
    CHECK(told(books.found("W18", subject)) == "none");
    unit("党建工作办公室", "inner", "2026-10-28");
    CHECK(told(books.found("W18", subject)) == "none");
    unit("党建工作办公室", "inner", "2026-10-27");
    const auto found = books.found("W18", subject);
    CHECK(told(found) == "yellow 2026-11-27");
    REQUIRE(found[0].evidence.size() == 1);
    CHECK(found[0].evidence[0].args == std::vector<std::string>{"甲1", "党政综合办公室"});
    // Who leads the unit stands in the unit itself, wherever the organ is.
    books.put("person/p2", with(person_record(2), {{"inner", "党建工作办公室"}, {"staff_class", "chief"}}));
    const auto leader = books.found("W18", subject);
    REQUIRE(leader[0].evidence.size() == 2);
    CHECK(leader[0].evidence[1].text == "evidence.W18.leader");
}

TEST_CASE("W24 tells what a unit on the register must say and does not") {
    Books books;
    const std::string subject = "unit/" + kTown;
    books.put(subject, unit_record("浠水县巴河镇人民政府"));
    CHECK(told(books.found("W24", subject)) == "none");
    const Value centre = without(unit_record("浠水县图书馆", "5", "08"), "inst_class");
    books.put(subject, without(centre, "founded_doc"));
    const auto found = books.found("W24", subject);
    CHECK(told(found) == "notice 2026-01-05");
    REQUIRE(found[0].evidence.size() == 2);
    CHECK(found[0].evidence[0].args == std::vector<std::string>{"code:unit_field:founded_doc"});
    CHECK(found[0].evidence[1].args == std::vector<std::string>{"code:unit_field:inst_class"});
    books.put(subject, with(centre, {{"state", "2"}}));
    CHECK(told(books.found("W24", subject)) == "none");  // it is no more
}

TEST_CASE("W18 tells a decision that is not carried out thirty days after it took effect") {
    Books books;
    const Value ruling = Object{
        {"doc_no", "浠编发〔2026〕9号"}, {"effective_on", "2026-10-01"}, {"units", Array{kTown}}, {"state", "open"}};
    books.put("ruling/r", ruling);
    CHECK(told(books.found("W18", "ruling/r", "2026-10-31")) == "none");
    const auto found = books.found("W18", "ruling/r", "2026-11-01");
    CHECK(told(found) == "yellow 2026-11-01");
    CHECK(found[0].unit == kTown);
    books.put("ruling/r", with(ruling, {{"units", Array{kTown, kVillage}}, {"done", Array{Object{{"unit", kTown}}}}}));
    CHECK(told(books.found("W18", "ruling/r")) == "yellow 2026-11-01");
    CHECK(books.found("W18", "ruling/r")[0].unit == kVillage);
    books.put("ruling/r", with(ruling, {{"units", Array{kTown, kVillage}}}));
    CHECK(books.found("W18", "ruling/r").size() == 2);  // each is told
    books.put("ruling/r", with(ruling, {{"kind", "new"}}));
    CHECK(told(books.found("W18", "ruling/r")) == "yellow 2026-11-01");
    books.index.take_touched();
    books.put("unit/421125103", with(unit_record("新设机构"), {{"founded_doc", ruling.str_or("doc_no")}}));
    CHECK(told(books.found("W18", "ruling/r")) == "none");  // a new organ is there
    const auto touched = books.index.take_touched();
    CHECK(std::find(touched.begin(), touched.end(), "ruling/r") != touched.end());
    books.put("ruling/r", with(ruling, {{"state", "carried_out"}}));
    CHECK(told(books.found("W18", "ruling/r")) == "none");
    books.put("ruling/r", without(ruling, "effective_on"));
    CHECK(told(books.found("W18", "ruling/r")) == "none");
}

TEST_CASE("W19 tells when what is authorised passes the county's ceiling, and when it eats what is held back") {
    Books books;  // 20 posts of type 10
    CHECK(told(books.found("W19", "county")) == "none");
    books.put("total/admin", Object{{"h", 20}});
    CHECK(told(books.found("W19", "county")) == "none");  // no ceiling was set
    books.put("total/admin", Object{{"h", 20}, {"ceiling", 25}, {"reserve", 5}});
    CHECK(told(books.found("W19", "county")) == "none");
    books.put("total/admin", Object{{"h", 20}, {"ceiling", 24}, {"reserve", 5}});
    CHECK(told(books.found("W19", "county")) == "yellow 2026-01-05");
    books.put("total/admin", Object{{"h", 20}, {"ceiling", 19}, {"reserve", 0}});
    CHECK(told(books.found("W19", "county")) == "red 2026-01-05");
    books.put("total/institution", Object{{"h", 0}, {"ceiling", 0}, {"reserve", 0}});
    CHECK(books.found("W19", "county").size() == 1);
}

TEST_CASE("W19 tells a cut without a document") {
    Books books;
    const auto cut = [](Value doc) {
        Value posting = Object{{"what", "org"},
                               {"moves", Array{Value(Array{"free", "pool", 1})}},
                               {"at", "2026-09-01T09:00:00.000+08:00"}};
        return with(ledger_record(9, 8), {{"posted", Array{with(posting, {{"doc", doc}})}}});
    };
    books.put("ledger/" + kTown + "/10", cut("浠编发〔2026〕9号"));
    CHECK(told(books.found("W19", kTownUnit)) == "none");
    books.put("ledger/" + kTown + "/10", cut(""));
    CHECK(told(books.found("W19", kTownUnit)) == "red 2026-09-01");
}

TEST_CASE("W21 tells a line of which more than a fifth has been vacant for two years") {
    Books books;
    const auto vacant = [&](std::int64_t a, std::string_view since) {
        books.put("ledger/" + kTown + "/10", with(ledger_record(10, a), {{"vacant_since", since}}));
        return told(books.found("W21", kTownUnit));
    };
    CHECK(vacant(7, "2024-11-27") == "notice 2026-11-27");
    CHECK(vacant(7, "2024-11-28") == "none");
    CHECK(vacant(8, "2024-01-01") == "none");  // a fifth is not more than a fifth
    books.put("ledger/" + kTown + "/10", ledger_record(10, 1));
    CHECK(told(books.found("W21", kTownUnit)) == "none");  // it is not known since when
}

TEST_CASE("W15 tells lent posts before their term ends, and in red until a document has taken them back") {
    Books books;
    const auto lent = [&](std::string_view until) {
        books.put("ledger/" + kTown + "/30",
                  with(ledger_record(0, 0),
                       {{"t", 2},
                        {"lent", Array{Object{{"doc_no", "浠编发〔2026〕40号"}, {"count", 2}, {"until", until}}}}}));
        return books.found("W15", kTownUnit);
    };
    CHECK(told(lent("2027-06-01")) == "none");
    const std::string soon = format_date(Date{books.today.days + 30}), over = format_date(Date{books.today.days - 1});
    CHECK(told(lent(soon)) == "yellow " + format_date(books.today));
    const auto found = lent(over);
    CHECK(told(found) == "red " + format_date(books.today));
    CHECK(found[0].evidence[0].text == "evidence.W15.over");
}

TEST_CASE("people on lent posts are no entry above the quota") {
    Books books;
    books.put("ledger/" + kTown + "/30", with(ledger_record(0, 2), {{"t", 2}}));
    CHECK(told(books.found("W01", kTownUnit)) == "none");
    books.put("ledger/" + kTown + "/30", with(ledger_record(0, 3), {{"t", 2}}));
    CHECK(told(books.found("W01", kTownUnit)).starts_with("notice"));
}
