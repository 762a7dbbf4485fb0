// SPDX-License-Identifier: Apache-2.0
// The rosters beside the quota: 非在职, 退休, 编外, and how people come to them and leave them.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

struct Rosters : CaseWorld {
    std::string person = person_of(kTown);

    std::string leave(Value fields) {
        const std::string key = receive("clerk-a", form("OUT", kTown, std::move(fields), {person}));
        pass_all(key);
        return key;
    }
    std::string off_duty(const char* why) { return leave(exit_fields(person, "99").set("off_reason", why)); }
    Value move(const std::string& key, const char* status, const char* reason) {
        return county.intent("person.roster", {key})
            .set("person", key)
            .set("status", status)
            .set("on", "2026-11-20")
            .set("reason", reason);
    }
    // The form that gives a row another number, and what is read from it.
    Value renumbered(const std::string& key, const std::string& to) {
        Value fields = change_fields(*county.value(key), key, "id_no", to);
        const std::string birth = to.substr(6, 4) + "-" + to.substr(10, 2) + "-" + to.substr(12, 2);
        const std::string sex = (to[16] - '0') % 2 == 1 ? "1" : "2";
        for (const auto& [field, read] : {std::pair{"birth", birth}, {"sex", sex}}) {
            if (text(key, field) != read) {
                fields.object().find("changes")->second.array().push_back(
                    Object{{"field", field}, {"old", text(key, field)}, {"new", read}});
            }
        }
        return fields;
    }
    Value outsider(int n) {
        return county.intent("person.outside", {"unit/" + kTown})
            .set("unit", kTown)
            .set("name", "郑临时")
            .set("id_no", id_number(n))
            .set("inner", county.value("unit/" + kTown)->str_or("name"))
            .set("post_name", "保洁员")
            .set("since", "2026-11-01")
            .set("doc_no", "浠政办函〔2026〕6号");
    }
    std::string clerk(Value intent) { return told(county.act("clerk-a", {std::move(intent)})); }
    std::string row_of(const std::string& name) {
        for (const std::string& key : county.keys("person/")) {
            if (text(key, "name") == name) {
                return key;
            }
        }
        return {};
    }
};

TEST_CASE("who goes off duty leaves the quota by an exit and stays on the roster with the reason") {
    Rosters w;
    const std::string key = w.off_duty("2");
    CHECK(w.ledger() == "h 6 a 3 r 0 o 0");
    CHECK(w.text(w.person, "state") == "out");
    CHECK(w.text(w.person, "status") == "2");
    CHECK(w.text(w.person, "off_reason") == "2");
    CHECK(w.county.value("stage/" + key.substr(5) + "/2") == nullptr);  // 长期病休 is paid on
    Rosters unpaid;
    const std::string second = unpaid.off_duty("5");
    CHECK(unpaid.text("stage/" + second.substr(5) + "/2", "state") == "open");
    Rosters form;
    CHECK(told(form.submit("clerk-a", form.form("OUT", kTown, exit_fields(form.person, "05").set("off_reason", "2"),
                                                {form.person}))) == "refused B3");
}

TEST_CASE("an exit to 非在职 can be reversed until the person has come to another roster") {
    Rosters w;
    const std::string key = w.off_duty("1");
    const auto reversal = [&] {
        return w.county.intent("case.reverse", {key})
            .set("case", key)
            .set("reason", "误办")
            .set("doc_no", "浠编办函〔2026〕31号");
    };
    w.both("ob-section", "ob-head", reversal());
    CHECK(w.text(w.person, "status") == "1");
    CHECK(w.text(w.person, "off_reason") == "");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    Rosters moved;
    const std::string other = moved.off_duty("1");
    moved.both("clerk-a", "ob-section", moved.move(moved.person, "3", "retired"));
    CHECK(told(moved.county.act("ob-section", {moved.county.intent("case.reverse", {other})
                                                   .set("case", other)
                                                   .set("reason", "误办")
                                                   .set("doc_no", "浠编办函〔2026〕31号")})) == "refused G27");
}

TEST_CASE("who was off duty retires, and the row of a retired person ends, each signed by two people") {
    Rosters w;
    w.off_duty("1");
    REQUIRE(w.clerk(w.move(w.person, "3", "retired")) == "applied");
    const std::string pending = w.county.made("clerk-a", "pending");
    CHECK(w.text(w.person, "status") == "2");
    CHECK(told(w.county.act("head-a", {w.county.confirm_of(pending)})) == "refused B5");
    REQUIRE(told(w.county.act("ob-section", {w.county.confirm_of(pending)})) == "applied");
    CHECK(w.text(w.person, "state") == "retired");
    CHECK(w.text(w.person, "status") == "3");
    CHECK(w.text(w.person, "off_reason") == "");
    w.both("clerk-a", "ob-section", w.move(w.person, "", "died"));
    CHECK(w.text(w.person, "state") == "out");
    CHECK(w.text(w.person, "status") == "");
    CHECK(w.text(w.person, "roster_since") == "2026-11-20");
    CHECK(w.text(w.person, "roster_reason") == "died");
    CHECK(w.clerk(w.move(w.person, "3", "other")) == "refused G7");
}

TEST_CASE("rosters are for those beside the quota, told by their own unit, of what has happened") {
    Rosters w;
    CHECK(w.clerk(w.move(w.person, "3", "retired")) == "refused G7");  // 在编: by 人员下编
    w.leave(exit_fields(w.person, "01"));
    CHECK(w.clerk(w.move(w.person, "2", "other")) == "refused B3");  // without its reason
    CHECK(w.clerk(w.move(w.person, "1", "other")) == "refused B3");
    CHECK(w.clerk(w.move(w.person, "", "left")) == "refused B3");
    CHECK(w.clerk(w.move(w.person, "", "died").set("on", "2026-11-24")) == "refused G17");
    CHECK(told(w.county.act("clerk-v", {w.move(w.person, "", "died")})) == "refused B5");
    CHECK(w.clerk(w.move("person/none", "", "died")) == "refused B6");
}

TEST_CASE("somebody outside the quota is listed, counts nowhere, and leaves the roster again") {
    Rosters w;
    w.both("clerk-a", "ob-section", w.outsider(700));
    const std::string key = w.row_of("郑临时");
    REQUIRE_FALSE(key.empty());
    CHECK(w.text(key, "status") == "4");
    CHECK(w.text(key, "state") == "out");
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    CHECK(w.clerk(w.outsider(700)) == "refused B10");
    CHECK(w.clerk(w.outsider(701).set("id_no", "429099199003070013")) == "refused B3");
    CHECK(w.clerk(w.outsider(701).set("inner", "无此室")) == "refused G19");
    CHECK(w.clerk(w.outsider(701).set("since", "2026-11-24")) == "refused G17");
    CHECK(w.clerk(w.outsider(701).set("id_no", w.text(w.person, "id_no"))) == "refused G16");
    w.both("clerk-a", "ob-section", w.move(key, "", "ended"));
    CHECK(w.text(key, "status") == "");
    w.both("clerk-a", "ob-section", w.outsider(700));  // and comes back
}

TEST_CASE("who kept their status comes back by a grant and an entry, like anybody") {
    Rosters w;
    const Value before = *w.county.value(w.person);
    w.off_duty("5");
    const std::string grant = w.grant();
    const Array who{Object{{"name", before.str_or("name")}, {"id_no", before.str_or("id_no")}}};
    REQUIRE(told(w.close_stage("hr", grant, 2, who)) == "applied");
    Value fields = entry_fields(grant, 500);
    for (const char* own : {"name", "id_no", "sex", "birth", "work_since"}) {
        fields.set(own, *before.find(own));
    }
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, fields, {grant})));
    CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
    w.both("clerk-a", "ob-section", w.move(w.person, "", "entered"));
    CHECK(w.text(w.person, "status") == "");
}

TEST_CASE("a unit puts right what is wrong of people on its rosters beside the quota, and no book moves") {
    CaseWorld w;
    const std::string office = "421125103";
    Value books = small_unit(office, 4, 2);
    Array& rows = books.object().find("persons")->second.array();
    rows[1].set("status", "2").set("off_reason", "2");
    rows[2].set("status", "3");
    rows[3].set("status", "4");
    REQUIRE(told(w.county.open_unit(books)) == "applied");
    w.county.hire("clerk-c", {"unit_clerk"}, office);
    w.county.hire("head-c", {"unit_head"}, office, "clerk-c");
    const std::string before = w.ledger(office);
    const auto change = [&](const std::string& unit, const std::string& person, const char* field,
                            const std::string& value) {
        return w.form("MOD", unit, change_fields(*w.county.value(person), person, field, value), {person});
    };
    for (const char* status : {"2", "3", "4"}) {
        INFO(status);
        std::string person;
        for (const std::string& key : w.county.keys("person/")) {
            person = w.text(key, "unit") == office && w.text(key, "status") == status ? key : person;
        }
        const std::string state = w.text(person, "state"), name = std::string("改名") + status;
        w.pass_all(w.receive("clerk-c", change(office, person, "name", name)));
        CHECK(w.text(person, "name") == name);
        CHECK(w.text(person, "state") == state);
        CHECK(told(w.submit("clerk-c", change(office, person, "quota_since", "2013-08-01"))) ==
              (*status == '4' ? "refused G7" : "applied"));
        CHECK(told(w.submit("clerk-c", w.form("OUT", office, exit_fields(person), {person}))) == "refused G7");
        CHECK(told(w.submit("clerk-a", change(kTown, person, "school", "甲校"))) == "refused G7");
    }
    CHECK(w.ledger(office) == before);
}

TEST_CASE("a correction of a number that is withdrawn leaves it with whoever is listed by it") {
    Rosters w;
    w.both("clerk-a", "ob-section", w.outsider(700));
    w.both("clerk-a", "ob-section", w.outsider(701).set("name", "郑临工"));
    const std::string key = w.row_of("郑临时");
    const std::string open = w.receive("clerk-a", w.form("MOD", kTown, w.renumbered(key, id_number(701)), {key}));
    REQUIRE(told(w.withdraw("clerk-a", open)) == "applied");
    CHECK(w.clerk(w.outsider(701)) == "refused B10");
}

TEST_CASE("the corrected number of somebody outside the quota is theirs, and the wrong one nobody's") {
    Rosters w;
    w.both("clerk-a", "ob-section", w.outsider(700));
    const std::string key = w.row_of("郑临时"), right = id_number(701);
    w.pass_all(w.receive("clerk-a", w.form("MOD", kTown, w.renumbered(key, right), {key})));
    CHECK(w.text(key, "id_no") == right);
    CHECK(w.clerk(w.outsider(701)) == "refused B10");  // listed already
    CHECK(w.clerk(w.outsider(700)) == "applied");
    w.both("clerk-a", "ob-section", w.move(key, "", "ended"));
    CHECK(told(w.submit("clerk-a", w.form("MOD", kTown, change_fields(*w.county.value(key), key, "school", "甲校"),
                                          {key}))) == "refused G7");
}

}  // namespace
}  // namespace zj::test
