// SPDX-License-Identifier: Apache-2.0
// The quota card of people whose cases were worked in a county's database.
#include "gateway/ops/quota_card.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/model/checks.hpp"
#include "tests/unit/county/ground.hpp"
#include "tests/unit/paper/papers.hpp"

namespace zj::test {
namespace {

using paper::test::has;

const ops::CountyFacts kFacts{"421125", "浠水县", "127.0.0.1:8443", {}, false};

struct Office : county::test::Ground {
    std::size_t pushed = world.county.entries().size();

    // What the county in memory has taken meanwhile, to the county's database.
    void push_all() {
        const auto& entries = world.county.entries();
        for (; pushed < entries.size(); ++pushed) {
            if (entries[pushed].change_set) {
                clock.time = entries[pushed].sealed.entry.received_at;
                REQUIRE(county::test::told(push({*entries[pushed].change_set}).front()) == "receipt");
            }
        }
    }
    ops::PersonHistory history(const std::string& who) {
        push_all();
        auto out = ops::person_history(*county, who);
        INFO((out ? std::string() : to_string(out.error())));
        REQUIRE(out.has_value());
        return *out;
    }
    std::string history_error(const std::string& who) { return to_string(ops::person_history(*county, who).error()); }
    paper::QuotaCard card(const std::string& who, bool whole_number = false) {
        auto out = ops::card_of(*county, kFacts, history(who), whole_number, clock.time);
        INFO((out ? std::string() : to_string(out.error())));
        REQUIRE(out.has_value());
        return *out;
    }
    void pass(const std::string& matter, Value fields, const std::vector<std::string>& named) {
        world.pass_all(world.receive("clerk-a", world.form(matter, kTown, std::move(fields), named)));
    }
};

std::string fact(const std::vector<paper::CardFact>& facts, std::string_view label) {
    for (const paper::CardFact& one : facts) {
        if (one.label == label) {
            return one.value;
        }
    }
    return "?";
}

// Somebody of the village goes to the town, with its consent; the key of the case.
std::string move_to_town(Office& office, const std::string& person) {
    CaseWorld& w = office.world;
    const std::string id_no = w.text(person, "id_no");
    Value use = use_form_fields();
    use.object().erase("plan_line");
    use.set("off_plan", true).set("entry_mode", "07").set("source_scope", "in");
    office.pass("USE", use, {});
    const std::string grant = w.text(w.newest, "grant");
    const Value listed_person = Object{{"name", w.text(person, "name")}, {"id_no", id_no}};
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed_person})) == "applied");
    const Value fields = Object{{"kind", "cross"},
                                {"to_inner", "综合执法中心"},
                                {"move_doc", "浠组干〔2026〕21号"},
                                {"effective_on", "2026-11-20"},
                                {"giving_unit", "unit/" + kVillage},
                                {"person_name", w.text(person, "name")},
                                {"person_id_no", id_no},
                                {"to_quota_type", "20"},
                                {"to_funding", "1"},
                                {"to_post_kind", "1"},
                                {"to_post_grade", "109"},
                                {"to_staff_class", "none"},
                                {"to_post_name", "办事员"},
                                {"to_leader_level", "220"},
                                {"grant_no", grant}};
    const std::string key = w.receive("clerk-a", w.form("MOVE", kTown, fields, {grant}));
    const std::string consent = "consent/" + key.substr(5);
    REQUIRE(told(w.county.act(
                "head-v",
                {w.county.intent("case.consent", {consent, person}).set("consent", consent).set("act", "give")})) ==
            "applied");
    w.pass_all(key);
    return key;
}

}  // namespace

TEST_CASE("whoever stands as the books were opened has one line, of the office's confirm and the document of entry") {
    Office office;
    const std::string key = office.world.person_of(kTown);
    const paper::QuotaCard card = office.card(key);
    CHECK(card.name == office.world.text(key, "name"));
    CHECK(has(card.number, key.substr(7)));
    CHECK(fact(card.quota, "单位") == office.world.text("unit/" + kTown, "name"));
    CHECK(fact(card.quota, "编制类型") == "事业编制");
    CHECK(fact(card.quota, "人员状态") == "在编");
    CHECK(fact(card.quota, "入编文号") == office.world.text(key, "quota_doc"));
    CHECK(fact(card.quota, "出编日").empty());
    REQUIRE(card.changes.size() == 1);
    CHECK(card.changes[0].matter == "建账登记");
    CHECK(card.changes[0].change.empty());
    CHECK(card.changes[0].doc_no == office.world.text(key, "quota_doc"));
    CHECK(card.changes[0].case_no.empty());
    CHECK(card.changes[0].handler.starts_with("某ob-"));
}

TEST_CASE("a change and an exit are lines with what became what, document, case and who passed it") {
    Office office;
    const std::string key = office.world.person_of(kTown);
    const std::string post = office.world.text(key, "post_name");
    office.pass("MOD", change_fields(*office.world.county.value(key), key, "post_name", "档案员"), {key});
    office.pass("OUT", exit_fields(key), {key});
    const std::string last_case = office.world.newest;
    const paper::QuotaCard card = office.card(key);
    REQUIRE(card.changes.size() == 3);  // versions that only say that a case is in hand are no changes
    CHECK(card.changes[1].matter == "人员修改");
    CHECK(card.changes[1].change == "职务：" + post + " → 档案员");
    CHECK(card.changes[1].doc_no == "浠人社函〔2026〕6号");
    CHECK(card.changes[1].case_no.starts_with("MOD-2026-"));
    CHECK(card.changes[2].matter == "人员下编");
    CHECK(has(card.changes[2].change, "人员状态：在编 → 不在编"));
    CHECK(has(card.changes[2].change, "出编日：2026-11-17"));
    CHECK(card.changes[2].doc_no == "浠人社函〔2026〕5号");
    CHECK(card.changes[2].case_no == office.world.text(last_case, "case_no"));
    CHECK(card.changes[2].handler.starts_with("某ob-"));
    CHECK(fact(card.quota, "人员状态") == "不在编");
    REQUIRE(card.proof.entered.has_value());
    CHECK(card.proof.entered->entry < card.proof.entered->checkpoint);
    const auto pdf = paper::quota_card(card);
    INFO((pdf ? std::string() : to_string(pdf.error())));
    REQUIRE(pdf.has_value());
    CHECK(has(paper::test::text_of(*pdf), "档案员"));
}

TEST_CASE("an exit that was reversed is two lines, the second by the paper and the name of who confirmed it") {
    Office office;
    const std::string key = office.world.person_of(kTown);
    office.pass("OUT", exit_fields(key), {key});
    const std::string exit = office.world.newest;
    office.world.both("ob-section", "ob-head",
                      office.world.county.intent("case.reverse", {exit})
                          .set("case", exit)
                          .set("reason", "误办")
                          .set("doc_no", "浠编办函〔2026〕31号"));
    const paper::QuotaCard card = office.card(key);
    REQUIRE(card.changes.size() == 3);
    CHECK(card.changes[1].matter == "人员下编");
    CHECK(card.changes[2].matter == "人员下编冲正");
    CHECK(has(card.changes[2].change, "人员状态：不在编 → 在编"));
    CHECK(card.changes[2].doc_no == "浠编办函〔2026〕31号");
    CHECK(card.changes[2].handler == "某ob-head");
    CHECK(fact(card.quota, "人员状态") == "在编");
}

TEST_CASE("a transfer is one line, and the card is the same whichever row or number it is asked for by") {
    Office office;
    CaseWorld& w = office.world;
    const std::string person = w.person_of(kVillage), id_no = w.text(person, "id_no");
    const std::string key = move_to_town(office, person);
    // The exit's chain goes on: the last version is that of the row that was left.
    const auto close = [&](const char* owner, int stage, Object record) {
        return told(w.county.act(
            owner, {w.county.intent("stage.close", {"stage/" + key.substr(5) + "/" + std::to_string(stage)})
                        .set("case", key)
                        .set("stage", stage)
                        .set("record", std::move(record))}));
    };
    REQUIRE(close("hr", 2, {{"stop_month", "2026-12"}}) == "applied");
    REQUIRE(close("fin", 3, {{"budget_unit", "101001"}, {"cut_month", "2026-12"}}) == "applied");
    const paper::QuotaCard card = office.card(person);
    REQUIRE(card.changes.size() == 2);
    CHECK(card.changes[1].matter == "人员异动");
    CHECK(fact(card.quota, "人员状态") == "在编");
    CHECK(has(card.changes[1].change,
              "单位：" + w.text("unit/" + kVillage, "name") + " → " + w.text("unit/" + kTown, "name")));
    CHECK_FALSE(has(card.changes[1].change, "人员状态"));
    CHECK(card.changes[1].doc_no == "浠组干〔2026〕21号");
    CHECK(card.changes[1].unit == w.text("unit/" + kTown, "name"));
    CHECK(fact(card.quota, "职务") == "办事员");
    CHECK_FALSE(has(card.number, person.substr(7)));  // the row that the person is on now
    for (const std::string& who : {id_no, "person/" + card.number.substr(4, 24), person.substr(7)}) {
        const paper::QuotaCard again = office.card(who);
        CHECK(again.number == card.number);
        CHECK(again.changes.size() == 2);
    }
}

TEST_CASE("a number corrected after a move leaves one card, whichever row it is asked for by") {
    Office office;
    CaseWorld& w = office.world;
    const std::string first = w.person_of(kVillage), wrong = w.text(first, "id_no"), right = id_number(77);
    move_to_town(office, first);
    const std::string row = "person/" + office.card(first).number.substr(4, 24);
    Value fields = change_fields(*w.county.value(row), row, "id_no", right);
    const auto also = [&](const char* field, const std::string& to) {
        if (w.text(row, field) != to) {
            fields.object().find("changes")->second.array().push_back(
                Object{{"field", field}, {"old", w.text(row, field)}, {"new", to}});
        }
    };
    also("birth", right.substr(6, 4) + "-" + right.substr(10, 2) + "-" + right.substr(12, 2));
    also("sex", (right[16] - '0') % 2 == 1 ? "1" : "2");
    office.pass("MOD", fields, {row});
    for (const std::string& who : {first, row, wrong, right}) {
        const paper::QuotaCard card = office.card(who);
        REQUIRE(card.changes.size() == 3);
        CHECK(card.changes[0].matter == "建账登记");
        CHECK(card.changes[1].matter == "人员异动");
        CHECK(card.changes[2].matter == "人员修改");
        CHECK_FALSE(card.changes[2].change.empty());
        CHECK(fact(card.quota, "人员状态") == "在编");
    }
    CHECK(office.history_error("429099199003070013").find("199003") == std::string::npos);  // mistyped
}

TEST_CASE("the number stands on a card so that nobody can tell it beside the birth, and whole where it is asked for") {
    Office office;
    const std::string key = office.world.person_of(kTown), id_no = office.world.text(key, "id_no");
    const paper::QuotaCard masked = office.card(key);
    CHECK(fact(masked.person, "公民身份号码") == id_no.substr(0, 6) + "************");
    CHECK(has(masked.note, "部分隐去"));
    const auto pdf = paper::quota_card(masked);
    REQUIRE(pdf.has_value());
    CHECK_FALSE(has(paper::test::text_of(*pdf), id_no));
    CHECK_FALSE(has(paper::test::text_of(*pdf), id_no.substr(14)));
    const paper::QuotaCard whole = office.card(key, true);
    CHECK(fact(whole.person, "公民身份号码") == id_no);
    CHECK_FALSE(has(whole.note, "部分隐去"));
}

TEST_CASE("nobody has no card, and a number that is asked for in vain is not said again") {
    Office office;
    const auto error = [&](const std::string& who) {
        const auto out = ops::person_history(*office.county, who);
        REQUIRE_FALSE(out.has_value());
        return out.error();
    };
    CHECK(error("person/none").code == "card.person");
    const Error unknown = error("110105199003070038");
    CHECK(unknown.code == "card.person");
    CHECK(to_string(unknown).find("19900307") == std::string::npos);
}

TEST_CASE("a card is written to a new file, and replaces none") {
    Office office;
    const std::string out = office.folder.file("card.pdf");
    const ops::CardAsked asked{office.world.person_of(kTown), out, false};
    const auto made = ops::write_card(*office.county, kFacts, asked, office.clock.time);
    REQUIRE(made.has_value());
    CHECK(made->int_or("changes") == 1);
    CHECK(made->str_or("out") == out);
    CHECK(as_text(*store::read_file(out, 1 << 20)).starts_with("%PDF-"));
    CHECK(ops::write_card(*office.county, kFacts, asked, office.clock.time).error().code == "file.exists");
}

}  // namespace zj::test
