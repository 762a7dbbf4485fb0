// SPDX-License-Identifier: Apache-2.0
// 人员下编 and 人员修改: what they move in the registers, and what stands against them.
#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/rules.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

TEST_CASE("an exit is announced while under way and frees the quota when it is closed") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const std::string number(w.text(person, "id_no"));
    const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    CHECK(w.ledger() == "h 6 a 4 r 0 o 1");
    w.pass_all(key);
    CHECK(w.ledger() == "h 6 a 3 r 0 o 0");
    CHECK(w.text(person, "state") == "out");
    CHECK(w.text(person, "status") == "");
    CHECK(w.text(person, "exit_mode") == "05");
    CHECK(w.text(person, "left_on") == "2026-11-17");
    CHECK(w.text(model::rules1::idno_key("421125", number), "state") == "free");
    CHECK(told(w.submit("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}))) == "refused G7");
}

TEST_CASE("who retires goes to the roster of the retired, and a leader's post becomes free") {
    CaseWorld w;
    Value books = small_unit("421125103", 3, 0);
    books.object()
        .find("persons")
        ->second.array()[0]
        .set("staff_class", "chief")
        .set("leader_level", "141")
        .set("inner", "421125103");
    REQUIRE(told(w.county.open_unit(books)) == "applied");
    w.county.hire("clerk-c", {"unit_clerk"}, "421125103");
    w.county.hire("head-c", {"unit_head"}, "421125103", "clerk-c");
    std::string chief;
    for (std::size_t i = 0; i < 3; ++i) {
        if (w.text(w.person_of("421125103", i), "staff_class") == "chief") {
            chief = w.person_of("421125103", i);
        }
    }
    CHECK(w.number("posts/421125103/chief", "actual") == 1);
    w.pass_all(w.receive("clerk-c", w.form("OUT", "421125103", exit_fields(chief, "01"), {chief})));
    CHECK(w.text(chief, "state") == "retired");
    CHECK(w.text(chief, "status") == "3");
    CHECK(w.number("posts/421125103/chief", "actual") == 0);
}

TEST_CASE("an exit of somebody else's person, of nobody, or of the future is refused") {
    CaseWorld w;
    const std::string other = w.person_of(kVillage), person = w.person_of(kTown);
    CHECK(told(w.submit("clerk-a", w.form("OUT", kTown, exit_fields(other), {other}))) == "refused G7");
    const std::string nobody = "person/" + std::string(24, 'a');
    CHECK(told(w.submit("clerk-a", w.form("OUT", kTown, exit_fields(nobody), {nobody}))) == "refused G7");
    Value future = exit_fields(person).set("event_on", "2026-11-24").set("left_on", "2026-11-24");
    CHECK(told(w.submit("clerk-a", w.form("OUT", kTown, future, {person}))) == "refused G17");
}

TEST_CASE("an exit is reported before the person leaves the quota, and closed on that day or after it") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const std::string key =
        w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person).set("left_on", "2026-11-24"), {person}));
    REQUIRE(told(w.decide("ob-clerk", key, "pass")) == "applied");
    REQUIRE(told(w.decide("ob-section", key, "pass")) == "applied");
    CHECK(told(w.decide("ob-deputy", key, "pass")) == "refused G17");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 1");
    w.county.wait_days(1);
    CHECK(told(w.decide("ob-deputy", key, "pass")) == "applied");
    CHECK(w.text(person, "left_on") == "2026-11-24");
}

TEST_CASE("two exits of one person: the second is held behind the first, named, and clear when it is withdrawn") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const std::string first = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    REQUIRE(told(w.submit("clerk-b", w.form("OUT", kTown, exit_fields(person), {person}))) == "applied");
    const std::string second = w.newest;
    const Judgement held = w.confirm("head-b");
    CHECK(told(held) == "held C1");
    CHECK(held.competitor == first);
    CHECK(w.ledger() == "h 6 a 4 r 0 o 1");
    CHECK(told(w.confirm("head-b")) == "refused C1");  // one at a time
    REQUIRE(told(w.withdraw("clerk-a", first)) == "applied");
    CHECK(w.county.value(second)->find("held")->bool_or("clear"));
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    REQUIRE(told(w.confirm("head-b")) == "applied");
    w.pass_all(second);
    CHECK(w.ledger() == "h 6 a 3 r 0 o 0");
}

TEST_CASE("a change of data makes a new version of the person and moves no ledger") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const std::string key =
        w.receive("clerk-a",
                  w.form("MOD", kTown, change_fields(*w.county.value(person), person, "school", "武汉大学"), {person}));
    w.pass_all(key);
    CHECK(w.text(key, "state") == "approved");
    CHECK(w.text(person, "school") == "武汉大学");
    CHECK(w.county.value(person)->find("changing") == nullptr);
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
}

TEST_CASE("a change of data that lies in the future is refused") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const Value change = change_fields(*w.county.value(person), person, "native_place", "湖北黄冈");
    const auto on = [&](std::string_view day) {
        return told(w.submit("clerk-a", w.form("MOD", kTown, Value(change).set("event_on", day), {person})));
    };
    CHECK(on("2126-11-16") == "refused G17");
    CHECK(on("2026-11-16") == "applied");
}

TEST_CASE("the month of retirement follows a birth that the files correct, for a person of the opening books too") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const Value before = *w.county.value(person);
    const std::string birth(before.str_or("birth"));
    REQUIRE(birth.starts_with("1990-"));
    CHECK(w.text(person, "retire_on") == "2053-" + birth.substr(5, 2) + "-01");
    const std::string key =
        w.receive("clerk-a", w.form("MOD", kTown, change_fields(before, person, "birth", "1991-12-09"), {person}));
    w.pass_all(key);
    CHECK(w.text(person, "retire_on") == "2054-12-01");
}

TEST_CASE("a locked field takes the third layer, and the person stays consistent") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const auto change = [&](const char* field, const std::string& value) {
        return w.form("MOD", kTown, change_fields(*w.county.value(person), person, field, value), {person});
    };
    CHECK(told(w.submit("clerk-a", change("sex", "2"))) == "refused B3");
    CHECK(told(w.submit("clerk-a", change("id_no", id_number(222)))) == "refused B3");  // another birthday
    const std::string key = w.receive("clerk-a", change("birth", "1990-09-01"));
    REQUIRE(told(w.decide("ob-clerk", key, "pass")) == "applied");
    REQUIRE(told(w.decide("ob-section", key, "pass")) == "applied");
    CHECK(w.text(key, "state") == "in_review");
    w.pass_all(key);
    CHECK(w.text(person, "birth") == "1990-09-01");
    CHECK(w.text(person, "birth_doc") == "浠人社函〔2026〕6号");
}

TEST_CASE("how and from where somebody came can be corrected, what the quota rests on by proof") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const auto change = [&](const char* field, const std::string& value) {
        return w.form("MOD", kTown, change_fields(*w.county.value(person), person, field, value), {person});
    };
    REQUIRE(w.text(person, "entry_from").empty());  // the opening books need not say it
    w.pass_all(w.receive("clerk-a", change("entry_from", "公开招聘")));
    CHECK(w.text(person, "entry_from") == "公开招聘");
    for (const auto& [field, value] : {std::pair{"entry_mode", "04"},
                                       {"quota_since", "2014-07-01"},
                                       {"quota_doc", "浠编办函〔2014〕7号"},
                                       {"hire_doc", "浠人社聘〔2014〕8号"},
                                       {"funding", "2"}}) {
        INFO(field);
        const std::string key = w.receive("clerk-a", change(field, value));
        w.pass_all(key);
        CHECK(w.county.value(key)->items("steps").size() == 3);  // the third layer, as of every locked fact
        CHECK(w.text(person, field) == value);
    }
    CHECK(told(w.submit("clerk-a", change("quota_since", "2012-07-01"))) == "refused B3");  // before the first work
    CHECK(told(w.submit("clerk-a", change("quota_since", "2027-07-01"))) == "refused G17");
    CHECK(told(w.submit("clerk-a", change("entered_on", "2027-07-01"))) == "refused G17");
}

TEST_CASE("高配 rests on a document, which comes and goes with it") {
    CaseWorld w;
    Value books = small_unit("421125103", 3, 0);
    books.object()
        .find("persons")
        ->second.array()[0]
        .set("staff_class", "chief")
        .set("leader_level", "141")
        .set("inner", "421125103");
    REQUIRE(told(w.county.open_unit(books)) == "applied");
    w.county.hire("clerk-c", {"unit_clerk"}, "421125103");
    w.county.hire("head-c", {"unit_head"}, "421125103");
    const std::string person = w.person_of("421125103");
    const auto change = [&](const char* field, const Value& value) {
        Value fields = change_fields(*w.county.value(person), person, field, "");
        fields.object().find("changes")->second.array()[0].set("new", value);
        return w.form("MOD", "421125103", fields, {person});
    };
    const auto done = [&](const char* field, const Value& value) {
        REQUIRE(told(w.submit("clerk-c", change(field, value))) == "applied");
        REQUIRE(told(w.confirm("head-c")) == "applied");
        w.pass_all(w.newest);
    };
    CHECK(told(w.submit("clerk-c", change("leader_level", "132"))) == "refused G32");
    CHECK(told(w.submit("clerk-c", change("above_rank_doc", "浠组干〔2026〕9号"))) == "refused B3");
    done("above_rank", true);
    CHECK(w.text(person, "above_rank_doc") == "浠人社函〔2026〕6号");  // the proof
    done("leader_level", "132");
    done("above_rank_doc", "浠组干〔2026〕9号");
    CHECK(told(w.submit("clerk-c", change("above_rank", false))) == "refused G32");
    done("leader_level", "141");
    done("above_rank", false);
    CHECK(w.county.value(person)->find("above_rank_doc") == nullptr);
}

TEST_CASE("the old value is what the register says, and a person who left is not changed") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    Value fields = change_fields(*w.county.value(person), person, "native_place", "湖北黄冈");
    fields.object().find("changes")->second.array()[0].set("old", "别处");
    CHECK(told(w.submit("clerk-a", w.form("MOD", kTown, fields, {person}))) == "refused G12");

    const std::string change =
        w.receive("clerk-a",
                  w.form("MOD", kTown, change_fields(*w.county.value(person), person, "school", "武汉大学"), {person}));
    w.pass_all(w.receive("clerk-b", w.form("OUT", kTown, exit_fields(person), {person})));
    REQUIRE(told(w.decide("ob-clerk", change, "pass")) == "applied");
    CHECK(told(w.decide("ob-section", change, "pass")) == "refused G12");
    CHECK(told(w.decide("ob-section", change, "refuse", "此人已下编")) == "applied");
}

TEST_CASE("changes of other fields merge, of the same field are held, of locked fields are refused") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const auto change = [&](const char* field, const std::string& value) {
        return w.form("MOD", kTown, change_fields(*w.county.value(person), person, field, value), {person});
    };
    // Signed offline on one version of the person; the first is closed before the others arrive.
    const log::ChangeSet other = w.submit_offline("clerk-b", change("major", "法学"));
    const log::ChangeSet same = w.submit_offline("clerk-b", change("school", "华中科技大学"));
    const log::ChangeSet locked = w.submit_offline("clerk-b", change("work_since", "2014-01-01"));
    w.pass_all(w.receive("clerk-a", change("school", "武汉大学")));
    CHECK(told(w.county.deliver(other)) == "merged C3");
    CHECK(told(w.county.deliver(same)) == "held C2");
    CHECK(told(w.county.deliver(locked)) == "refused C2");
    CHECK(w.text(person, "school") == "武汉大学");
}

TEST_CASE("two open cases do not change the same field") {
    CaseWorld w;
    const std::string person = w.person_of(kTown);
    const auto change = [&](const char* field, const std::string& value) {
        return w.form("MOD", kTown, change_fields(*w.county.value(person), person, field, value), {person});
    };
    const std::string first = w.receive("clerk-a", change("school", "武汉大学"));
    w.receive("clerk-b", change("major", "法学"));
    REQUIRE(told(w.submit("clerk-b", change("school", "华中科技大学"))) == "applied");
    const std::string second = w.newest;
    const Judgement held = w.confirm("head-b");
    CHECK(told(held) == "held C2");
    CHECK(held.competitor == first);
    CHECK(told(w.decide("ob-clerk", second, "pass")) == "refused G8");
    REQUIRE(told(w.withdraw("clerk-a", first)) == "applied");
    CHECK(w.county.value(second)->find("held")->bool_or("clear"));
}

}  // namespace
}  // namespace zj::test
