// SPDX-License-Identifier: Apache-2.0
// 人员上编: the chain before it, the slot it takes, the person it makes.
#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/rules.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

std::string idno(int n) {
    return model::rules1::idno_key("421125", id_number(n));
}

TEST_CASE("an entry takes up the grant's reservation, makes the person, and closes stage 3") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    const std::string key = w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}));
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    CHECK(w.number(grant, "reserved") == 1);
    CHECK(w.text(idno(500), "state") == "claimed");
    w.pass_all(key);
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    CHECK(w.text(grant, "state") == "used");
    CHECK(w.number(grant, "reserved") == 0);
    const std::string person = w.text(key, "person");
    CHECK(w.text(person, "state") == "active");
    CHECK(w.text(person, "unit") == kTown);
    CHECK(w.text(person, "status") == "1");
    CHECK(w.text(person, "grant_no") == w.text(grant, "grant_no"));
    CHECK(w.text(person, "retire_on") == "2053-06-01");  // born in June 1990: 60 years and 36 months
    CHECK(w.text(idno(500), "state") == "active");
    CHECK(w.text(idno(500), "person") == person);
    const std::string id = grant.substr(6);
    CHECK(w.text("stage/" + id + "/3", "state") == "closed");
    CHECK(w.text("stage/" + id + "/4", "state") == "open");
    CHECK(w.text("stage/" + id + "/4", "owner") == "hr");
}

TEST_CASE("no later stage is closed before the earlier one") {
    CaseWorld w;
    const std::string grant = w.grant();
    const std::string id = grant.substr(6);
    CHECK(told(w.close_stage("hr", grant, 4, {})) == "refused G9");
    CHECK(told(w.close_stage("fin", grant, 5, {})) == "refused G9");
    CHECK(told(w.close_stage("hr", grant, 3, {})) == "refused G8");
    CHECK(told(w.close_stage("org", grant, 2, {listed(500)})) == "refused B5");
    CHECK(told(w.close_stage("clerk-a", grant, 2, {listed(500)})) == "refused B5");
    CHECK(told(w.close_stage("hr", grant, 2, {})) == "refused G6");
    CHECK(told(w.close_stage("hr", grant, 2, {listed(500), listed(501)})) == "refused G6");
    CHECK(told(w.submit("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}))) == "refused G9");
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
    CHECK(told(w.close_stage("hr", grant, 2, {listed(500)})) == "refused B10");
    CHECK(told(w.close_stage("hr", grant, 4, {})) == "refused G9");
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant})));
    CHECK(told(w.close_stage("fin", grant, 5, {})) == "refused G9");
    CHECK(told(w.close_stage("hr", grant, 4, {listed(500)})) == "applied");
    CHECK(told(w.close_stage("fin", grant, 5, {})) == "applied");
    CHECK(w.text("stage/" + id + "/5", "state") == "closed");
}

TEST_CASE("an entry that does not follow from its grant is refused with its code") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    const auto submit = [&](Value fields) {
        return told(w.submit("clerk-a", w.form("IN", kTown, std::move(fields), {grant})));
    };
    CHECK(submit(entry_fields(grant, 501)) == "refused G9");
    CHECK(submit(entry_fields(grant, 500).set("name", "别人")) == "refused G9");
    CHECK(submit(entry_fields(grant, 500).set("entry_mode", "04")) == "refused G6");
    CHECK(submit(entry_fields(grant, 500).set("quota_type", "22")) == "refused G6");
    CHECK(submit(entry_fields(grant, 500).set("staff_class", "inner_chief")) == "refused G6");
    CHECK(submit(entry_fields(grant, 500).set("birth", "1991-01-01")) == "refused B3");
    CHECK(told(w.submit("clerk-v", w.form("IN", kVillage, entry_fields(grant, 500), {grant}))) == "refused G5");
    CHECK(told(w.submit("clerk-a", w.form("IN", kTown, entry_fields(grant, 500)))) == "refused B1");
    w.county.wait_days(183);
    CHECK(submit(entry_fields(grant, 500)) == "refused G5");
}

TEST_CASE("nobody enters before they came, past their retirement, or above the rank of the unit") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    const auto submit = [&](Value fields) {
        return told(w.submit("clerk-a", w.form("IN", kTown, std::move(fields), {grant})));
    };
    CHECK(submit(entry_fields(grant, 500).set("entered_on", "2026-12-01")) == "refused G17");
    CHECK(submit(entry_fields(grant, 500).set("quota_since", "2026-12-01")) == "refused G17");
    const Value old = entry_fields(grant, 500).set("birth_doc", "浠组干〔2026〕9号");
    CHECK(submit(Value(old).set("birth", "1963-05-15")) == "refused G31");  // retired by July 2026
    CHECK(submit(Value(old).set("birth", "1967-05-15")) == "applied");
    CHECK(submit(entry_fields(grant, 500).set("leader_level", "145")) == "refused B3");
    // A grant for a leader of the town.
    const Value use = use_form_fields().set("staff_class", "deputy").set("leader_level", "142");
    const std::string asked = w.receive("clerk-a", w.form("USE", kTown, use));
    w.pass_all(asked);
    const std::string post = w.text(asked, "grant");
    REQUIRE(told(w.close_stage("org", post, 2, {listed(501)})) == "applied");
    const Value deputy =
        entry_fields(post, 501).set("staff_class", "deputy").set("leader_level", "142").set("inner", "单位" + kTown);
    const auto enter = [&](Value fields) {
        return told(w.submit("clerk-a", w.form("IN", kTown, std::move(fields), {post})));
    };
    CHECK(enter(Value(deputy).set("leader_level", "131")) == "refused G32");
    CHECK(enter(Value(deputy).set("inner", "综合执法中心")) == "refused G19");
    CHECK(enter(deputy) == "applied");
}

TEST_CASE("a grant slot is used once") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    const std::string first = w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}));
    REQUIRE(told(w.submit("clerk-b", w.form("IN", kTown, entry_fields(grant, 500), {grant}))) == "applied");
    const std::string second = w.newest;
    const Judgement held = w.confirm("head-b");
    CHECK(told(held) == "held C4");
    CHECK(held.competitor == first);
    w.pass_all(first);
    CHECK(told(w.submit("clerk-b", w.form("IN", kTown, entry_fields(grant, 500), {grant}))) == "refused G5");
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    CHECK(told(w.withdraw("clerk-b", second)) == "applied");
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
}

TEST_CASE("a grant of two enters two people, and stage 4 waits for the last") {
    CaseWorld w;
    const std::string grant = w.hired(500, 2);
    CHECK(w.ledger() == "h 6 a 4 r 2 o 0");
    const std::string one = w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}));
    const std::string two = w.receive("clerk-b", w.form("IN", kTown, entry_fields(grant, 501), {grant}));
    w.pass_all(one);
    CHECK(w.ledger() == "h 6 a 5 r 1 o 0");
    CHECK(w.text("stage/" + grant.substr(6) + "/3", "state") == "open");
    CHECK(w.text("stage/" + grant.substr(6) + "/4", "state") == "");
    w.pass_all(two);
    CHECK(w.ledger() == "h 6 a 6 r 0 o 0");
    CHECK(w.text("stage/" + grant.substr(6) + "/3", "state") == "closed");
    CHECK(w.county.value("stage/" + grant.substr(6) + "/4")->find("record")->items("persons").size() == 2);
}

TEST_CASE("an entry in hand keeps its slot when the grant expires, and gives it back when withdrawn") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    const std::string key = w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant}));
    w.county.wait_days(183);
    CHECK(w.text(grant, "state") == "expired");
    CHECK(w.ledger() == "h 6 a 4 r 1 o 0");
    SECTION("approved") {
        w.pass_all(key);
        CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    }
    SECTION("withdrawn") {
        REQUIRE(told(w.withdraw("clerk-a", key)) == "applied");
        CHECK(w.ledger() == "h 6 a 4 r 0 o 0");
        CHECK(w.text(idno(500), "state") == "free");
    }
}

TEST_CASE("one person is named by one open request, and held elsewhere for another unit") {
    CaseWorld w;
    const auto named = [&](const std::string& unit) {
        return use_form_fields(unit).set("person_name", "新700").set("person_id_no", id_number(700));
    };
    const std::string town = w.receive("clerk-a", w.form("USE", kTown, named(kTown)));
    REQUIRE(told(w.submit("clerk-v", w.form("USE", kVillage, named(kVillage)))) == "applied");
    const std::string village = w.newest;
    const Judgement held = w.confirm("head-v");
    CHECK(told(held) == "held C5");
    CHECK(held.competitor == "");  // another unit's: the office decides
    CHECK(w.county.value(village)->find("held")->find("competitor") == nullptr);
    CHECK(w.ledger(kVillage) == "h 6 a 4 r 0 o 0");

    // While the grant is open the claim stands.
    w.pass_all(town);
    CHECK(w.county.value(village)->find("held")->find("clear") == nullptr);
    const std::string grant = w.text(town, "grant");
    CHECK(told(w.close_stage("hr", grant, 2, {listed(701)})) == "refused G6");
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(700)})) == "applied");
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 700), {grant})));
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
}

// A vault that shows all there is, and cannot deny what it does not show.
class Vault final : public model::Registers {
public:
    explicit Vault(County& county) : county_(county) {}
    model::Found get(std::string_view key) override {
        model::Found found = county_.registers().get(key);
        const bool made_here = key.starts_with("case/") || key.starts_with("pending/");
        if (found.presence == model::Presence::absent && !made_here) {
            found.presence = model::Presence::not_visible;
        }
        return found;
    }
    void put(model::RecordPtr) override {}
    model::ChainHead chain(std::string_view device) override { return county_.registers().chain(device); }
    void set_chain(std::string_view, const model::ChainHead&) override {}

private:
    County& county_;
};

TEST_CASE("an entry under a grant of the opening books is foretold by a vault that shows the grant") {
    CaseWorld w;
    Value books = small_unit("421125103", 3, 2);
    books.set("grants", Array{Object{{"grant_no", "浠编用〔2026〕1号"},
                                     {"quota_type", "20"},
                                     {"entry_mode", "03"},
                                     {"count", 1},
                                     {"used", 0},
                                     {"valid_until", "2027-03-31"},
                                     {"doc", "浠编办函〔2026〕1号"}}});
    REQUIRE(told(w.county.open_unit(books)) == "applied");
    w.county.hire("clerk-c", {"unit_clerk"}, "421125103");
    const std::string grant = w.county.keys("grant/").at(0);
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed(500)})) == "applied");
    const log::ChangeSet entry =
        w.submit_offline("clerk-c", w.form("IN", "421125103", entry_fields(grant, 500), {grant}));
    Vault vault(w.county);
    model::Overlay preview(vault);
    const Judgement judged = model::Judge().change(preview, model::check(entry, w.county), w.county.now());
    CHECK(told(judged) == "applied");
    CHECK(judged.foretold);
}

TEST_CASE("who waits for a person whom an expired grant had named is told that the cause has gone") {
    CaseWorld w;
    const auto named = [&](const std::string& unit) {
        return use_form_fields(unit).set("person_name", "新700").set("person_id_no", id_number(700));
    };
    const std::string town = w.receive("clerk-a", w.form("USE", kTown, named(kTown)));
    REQUIRE(told(w.submit("clerk-v", w.form("USE", kVillage, named(kVillage)))) == "applied");
    const std::string village = w.newest;
    REQUIRE(told(w.confirm("head-v")) == "held C5");
    w.pass_all(town);
    w.county.wait_days(181);
    CHECK_FALSE(w.county.value(village)->find("held")->bool_or("clear"));
    w.county.wait_days(2);
    REQUIRE(w.text(w.text(town, "grant"), "state") == "expired");
    CHECK(w.county.value(village)->find("held")->bool_or("clear"));
    CHECK(told(w.confirm("head-v")) == "applied");
    CHECK(w.ledger(kVillage) == "h 6 a 4 r 1 o 0");
}

TEST_CASE("a person active in another unit is held until the exit, in the own unit refused") {
    CaseWorld w;
    // Person 200 of the opening books works for the village.
    const Value person = *w.county.value(w.person_of(kVillage));
    const std::string number(person.str_or("id_no")), name(person.str_or("name"));
    const std::string grant = w.grant();
    REQUIRE(told(w.close_stage("hr", grant, 2, {Object{{"name", name}, {"id_no", number}}})) == "applied");
    Value fields = entry_fields(grant, 500).set("name", name).set("id_no", number).set("birth", person.str_or("birth"));
    REQUIRE(told(w.submit("clerk-a", w.form("IN", kTown, fields, {grant}))) == "applied");
    const std::string key = w.newest;
    const Judgement held = w.confirm("head-a");
    CHECK(told(held) == "held C5");
    CHECK(held.competitor == "");

    const std::string of_village = w.person_of(kVillage);
    w.pass_all(w.receive("clerk-v", w.form("OUT", kVillage, exit_fields(of_village), {of_village})));
    CHECK(w.county.value(key)->find("held")->bool_or("clear"));
    w.newest = key;
    CHECK(told(w.confirm("head-a")) == "applied");
    CHECK(w.county.value(key)->find("held") == nullptr);
    w.pass_all(key);
    CHECK(w.ledger() == "h 6 a 5 r 0 o 0");
    CHECK(w.ledger(kVillage) == "h 6 a 3 r 0 o 0");
}

}  // namespace
}  // namespace zj::test
