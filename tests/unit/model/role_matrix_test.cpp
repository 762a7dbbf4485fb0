// SPDX-License-Identifier: Apache-2.0
// Who may sign what: every intent of the rules against every role of assets/matters/roles.json. Who may not gets B5;
// who may gets past that, whatever else stands against it.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "shared/model/rules/1/flows.hpp"
#include "tests/unit/model/case_world.hpp"
#include "tests/unit/model/core_words.hpp"

namespace zj::test {
namespace {

const std::string kSource(64, 'a');
const std::string kWarning = "W05/2026-11/421125101";

// A county with somebody of every role ("as-<role>", those of a unit in the town), and what their signatures are about.
struct Roles : CaseWorld {
    Roles() : CaseWorld(8, 60) {
        for (const auto& [role, value] : county.catalogue().roles().object()) {
            roles.push_back(role);
            county.hire("as-" + role, {role}, value.str_or("scope") == "unit" ? kTown : std::string());
        }
    }

    std::vector<std::string> roles;

    // A case that waits at this step, made where none does.
    std::string at(const std::string& step) {
        std::string& key = cases_[step];
        if (!key.empty() && text(key, "step") == step && text(key, "state") != "withdrawn") {
            return key;
        }
        Value fields = use_form_fields().set("off_plan", true);
        fields.object().erase("plan_line");
        key = receive("clerk-a", form("USE", kTown, fields));
        static const std::vector<std::pair<std::string, std::string>> kLayers{{"first_review", "ob-clerk"},
                                                                              {"second_review", "ob-section"},
                                                                              {"third_review", "ob-deputy"},
                                                                              {"final_review", "ob-head"}};
        for (const auto& [layer, officer] : kLayers) {
            if (text(key, "step") != step) {
                REQUIRE(told(decide(officer, key, "pass")) == "applied");
            }
        }
        REQUIRE(text(key, "step") == step);
        return key;
    }
    std::string in_hand() { return at("first_review"); }
    // To somebody who joined the first clerk's device.
    Value handing_over() {
        const std::string next = cached("next", [&] {
            county.hire("next-a", {"unit_clerk"}, kTown, "clerk-a");
            return "key/" + county.person("next-a").key.verify_key().id();
        });
        return county.intent("identity.handover").set("unit", kTown).set("to", next);
    }
    std::string a_grant() {
        return cached("grant", [&] { return grant(); });
    }
    // What the village, now below the town, asks of it: to endorse its plan.
    std::string endorsement() {
        return cached("endorsement", [&] {
            Value below = Object{{"change_kind", "parent"},
                                 {"changes", Array{Object{{"field", "parent"}, {"new", "unit/" + kTown}}}},
                                 {"basis_doc", "浠编发〔2026〕3号"},
                                 {"basis_date", "2026-10-01"},
                                 {"effective_on", "2026-11-01"}};
            pass_all(receive("clerk-v", form("ORG", kVillage, std::move(below))));
            Value plan = Object{{"year", 2027},
                                {"lines", Array{Object{{"quota_type", "20"},
                                                       {"entry_mode", "03"},
                                                       {"count", 1},
                                                       {"expected_exits", 2},
                                                       {"reason", "缺员"}}}},
                                {"meeting_on", "2026-11-10"},
                                {"meeting_no", "2026年第12次"}};
            return "consent/" + receive("clerk-v", form("PLAN", kVillage, std::move(plan))).substr(5);
        });
    }
    Value wrong_line() {
        std::string line;  // one that no confirmation has withdrawn yet
        for (const std::string& key : county.keys("plan/")) {
            line = number(key, "count") > 0 && number(key, "used") == 0 && number(key, "reserved") == 0 ? key : line;
        }
        return county.intent("opening.reverse", {line})
            .set("of", line)
            .set("reason", "期初错录")
            .set("doc_no", "浠编办函〔2026〕32号");
    }
    std::string an_exit() {
        return cached("exit", [&] {
            const std::string person = person_of(kTown);
            const std::string key = receive("clerk-a", form("OUT", kTown, exit_fields(person), {person}));
            pass_all(key);
            return key;
        });
    }
    std::string a_review() {
        return cached("review", [&] {
            const std::string key = "review/2026/" + kVillage;
            REQUIRE(
                told(county.act(
                    "ob-clerk",
                    {county.intent("review.open", {"unit/" + kVillage}).set("year", 2026).set("unit", kVillage)})) ==
                "applied");
            county.wait_days(11);  // the term of the unit's own part
            return key;
        });
    }
    std::string a_doc() {
        return cached("doc", [&] {
            Value other = incoming().set("doc_no", "浠政发〔2026〕30号");
            REQUIRE(told(county.act("ob-clerk", {other})) == "applied");
            return county.keys("doc/").front();
        });
    }
    std::string a_sanction() {
        std::string& key = cases_["sanction"];
        if (key.empty() || text(key, "state") != "in_force") {
            both("as-inspector", "ob-head", measure());
            key = county.made("ob-head", "sanction");
        }
        return key;
    }
    // An open act, proposed anew where the last one was confirmed.
    Value confirm_of_open(const std::string& what, const std::string& by, const std::function<Value()>& intent) {
        std::string& key = cases_["pending " + what];
        if (key.empty() || text(key, "state") != "open") {
            REQUIRE(told(county.act(by, {intent()})) == "applied");
            key = county.made(by, "pending");
        }
        return county.confirm_of(key);
    }

    Value incoming() {
        return county.intent("doc.register")
            .set("from", "浠水县人民政府")
            .set("doc_no", "浠政发〔2026〕31号")
            .set("received_on", "2026-11-23")
            .set("title", "通知")
            .set("secrecy", "0")
            .set("pages", 1)
            .set("handler", "机构股");
    }
    Value measure() {
        return county.intent("sanction.impose", {"unit/" + kTown})
            .set("unit", kTown)
            .set("measure", "circulate")
            .set("ground", "unused")
            .set("evidence", "无登录")
            .set("from", "2026-11-23")
            .set("lift_when", "登录");
    }
    Value lifting() {
        const std::string key = a_sanction();
        return county.intent("sanction.lift", {key}).set("sanction", key).set("reason", "已改");
    }
    Value retiring() {
        const std::string person = person_of(kTown, 2);
        return county.intent("person.retire", {person})
            .set("person", person)
            .set("retire_override", "2040-01-01")
            .set("doc_no", "浠组干〔2026〕9号");
    }
    Value ceiling() {
        return county.intent("ceiling.set")
            .set("group", "admin")
            .set("ceiling", 1830)
            .set("reserve", 40)
            .set("doc_no", "鄂编发〔2026〕9号");
    }
    // Somebody of the books who is retired.
    Value off_roster() {
        const std::string key = cached("retired", [&] {
            const std::string person = person_of(kTown, 3);
            auto record = std::make_shared<log::Record>(*county.registers().get(person).record);
            ++record->version;
            record->value.set("state", "retired").set("status", "3");
            county.registers().put(record);
            return person;
        });
        return county.intent("person.roster", {key})
            .set("person", key)
            .set("status", "3")
            .set("on", "2026-11-20")
            .set("reason", "other");
    }
    Value outsider() {
        return county.intent("person.outside", {"unit/" + kTown})
            .set("unit", kTown)
            .set("name", "郑临时")
            .set("id_no", id_number(900 + unit_++))
            .set("inner", county.value("unit/" + kTown)->str_or("name"))
            .set("post_name", "保洁员")
            .set("since", "2026-11-01")
            .set("doc_no", "浠政办函〔2026〕6号");
    }
    Value loan() {
        return county.intent("revolving.lend", {"unit/" + kTown})
            .set("unit", kTown)
            .set("count", 1)
            .set("until", "2027-12-31")
            .set("decided_by", "县委编委")
            .set("doc_no", "浠编发〔2026〕" + std::to_string(40 + unit_++) + "号");
    }
    Value taking_back() {
        both("ob-clerk", "ob-head", loan());
        const Value lent = county.value("ledger/" + kTown + "/30")->items("lent").back();
        return county.intent("revolving.end", {"unit/" + kTown})
            .set("unit", kTown)
            .set("lent", lent.str_or("doc_no"))
            .set("doc_no", "浠编发〔2026〕39号");
    }
    Value on_case(const char* what, bool named = false) {
        const std::string key = in_hand();
        return county.intent(what, named ? std::vector{key} : std::vector<std::string>{}).set("case", key);
    }
    Value books() { return small_unit("4211252" + std::to_string(10 + unit_++), 1, 0); }

private:
    template <typename Make>
    std::string cached(const std::string& what, Make make) {
        if (cases_[what].empty()) {
            cases_[what] = make();
        }
        return cases_[what];
    }
    std::map<std::string, std::string> cases_;
    int unit_ = 0;
};

struct Row {
    std::string intent;  // and, after a space, which of its kind
    std::set<std::string> may;
    std::function<Value(Roles&)> make;
};

const std::vector<Row>& rows() {
    static const std::vector<Row> all{
        {"identity.ticket",
         {"sysadmin"},
         [](Roles& w) {
             return ticket_intent(w.county, crypto::SigningKey::generate(w.county.random()).verify_key());
         }},
        {"identity.grant",
         {"sysadmin"},
         [](Roles& w) {
             return w.county.intent("identity.grant");
         }},
        {"identity.revoke",
         {"sysadmin"},
         [](Roles& w) {
             return w.county.intent("identity.revoke");
         }},
        {"identity.handover",
         {"unit_clerk"},
         [](Roles& w) {
             return w.county.intent("identity.handover").set("unit", kTown).set("to", "key/none");
         }},
        {"confirm identity.handover",
         {"unit_head"},
         [](Roles& w) {
             return w.confirm_of_open("identity.handover", "clerk-a", [&] { return w.handing_over(); });
         }},
        {"device.freeze",
         {"sysadmin", "operator"},
         [](Roles& w) {
             return w.county.intent("device.freeze");
         }},
        {"register.open",
         {"ob_clerk"},
         [](Roles& w) {
             return w.books();
         }},
        {"case.submit",
         {"unit_clerk"},
         [](Roles& w) {
             return w.form("USE", kTown, use_form_fields());
         }},
        {"case.amend",
         {"unit_clerk"},
         [](Roles& w) {
             return w.amendment(w.in_hand(), Object{{"reason", "缺员"}});
         }},
        {"case.answer",
         {"unit_clerk"},
         [](Roles& w) {
             return w.answer(w.in_hand());
         }},
        {"case.decide first_review",
         {"ob_clerk"},
         [](Roles& w) {
             return w.decision(w.at("first_review"), "pass");
         }},
        {"case.decide second_review",
         {"ob_section"},
         [](Roles& w) {
             return w.decision(w.at("second_review"), "pass");
         }},
        {"case.decide third_review",
         {"ob_deputy"},
         [](Roles& w) {
             return w.decision(w.at("third_review"), "pass");
         }},
        {"case.decide final_review",
         {"ob_head"},
         [](Roles& w) {
             return w.decision(w.at("final_review"), "pass");
         }},
        {"case.decide commission",
         {"commission"},
         [](Roles& w) {
             return w.decision(w.at("commission"), "pass");
         }},
        {"case.withdraw",
         {"unit_clerk", "unit_head"},
         [](Roles& w) {
             return w.on_case("case.withdraw").set("reason", "");
         }},
        {"case.message",
         {"unit_clerk", "unit_head", "archivist", "ob_clerk", "ob_section", "ob_deputy", "ob_head"},
         [](Roles& w) {
             return w.on_case("case.message").set("text", "请尽快");
         }},
        {"case.urge",
         {"unit_clerk", "unit_head"},
         [](Roles& w) {
             return w.on_case("case.urge");
         }},
        {"case.consent",
         {"supervisor", "unit_head"},
         [](Roles& w) {
             const std::string consent = w.endorsement();
             return w.county.intent("case.consent", {consent}).set("consent", consent).set("act", "give");
         }},
        {"case.reverse",
         {"ob_section"},
         [](Roles& w) {
             return w.on_case("case.reverse", true).set("reason", "误办").set("doc_no", "浠编办函〔2026〕31号");
         }},
        {"opening.reverse",
         {"ob_section"},
         [](Roles& w) {
             return w.wrong_line();
         }},
        {"confirm opening.reverse",
         {"ob_head"},
         [](Roles& w) {
             return w.confirm_of_open("opening.reverse", "ob-section", [&] { return w.wrong_line(); });
         }},
        {"stage.close staffing",
         {"hr"},
         [](Roles& w) {
             return w.closing(w.a_grant(), 2, {listed(500)});
         }},
        {"stage.close pay",
         {"hr"},
         [](Roles& w) {
             return w.closing(w.a_grant(), 4, {listed(500)});
         }},
        {"stage.close fund",
         {"fin"},
         [](Roles& w) {
             return w.closing(w.a_grant(), 5, {});
         }},
        {"stage.close pay_stop",
         {"hr"},
         [](Roles& w) {
             const std::string key = w.an_exit();
             return w.county.intent("stage.close", {"stage/" + key.substr(5) + "/2"})
                 .set("case", key)
                 .set("stage", 2)
                 .set("record", Object{{"stop_month", "2026-12"}});
         }},
        {"doc.register",
         {"ob_clerk"},
         [](Roles& w) {
             return w.incoming();
         }},
        {"doc.void",
         {"ob_section"},
         [](Roles& w) {
             const std::string key = w.a_doc();
             return w.county.intent("doc.void", {key}).set("doc", key).set("reason", "误登");
         }},
        {"doc.file",
         {"ob_clerk"},
         [](Roles& w) {
             const std::string key = w.a_doc();
             return w.county.intent("doc.file", {key}).set("doc", key).set("archive_no", "1");
         }},
        {"sanction.impose",
         {"inspector"},
         [](Roles& w) {
             return w.measure();
         }},
        {"sanction.lift",
         {"inspector"},
         [](Roles& w) {
             return w.lifting();
         }},
        {"pay.load",
         {"fin"},
         [](Roles& w) {
             return w.county.intent("pay.load")
                 .set("month", "2026-11")
                 .set("source", kSource)
                 .set("units", Object{{kTown, Array{}}});
         }},
        {"budget.load",
         {"fin"},
         [](Roles& w) {
             return w.county.intent("budget.load")
                 .set("year", 2026)
                 .set("source", kSource)
                 .set("units", Object{{kTown, Object{{"amount", 1}, {"funded", 1}}}});
         }},
        {"leave.record",
         {"unit_clerk"},
         [](Roles& w) {
             const std::string person = w.person_of(kTown, 1);
             return w.county.intent("leave.record", {person})
                 .set("person", person)
                 .set("kind", "sick")
                 .set("from", "2026-11-01")
                 .set("pay_reduced", false);
         }},
        {"pay.revise",
         {"hr"},
         [](Roles& w) {
             const std::string person = w.person_of(kTown, 1);
             return w.county.intent("pay.revise", {person})
                 .set("person", person)
                 .set("amount", 700'000)
                 .set("grade", "管理八级")
                 .set("from_month", "2026-12")
                 .set("doc_no", "浠人社薪〔2026〕8号");
         }},
        {"person.retire",
         {"unit_clerk"},
         [](Roles& w) {
             return w.retiring();
         }},
        {"person.place",
         {"unit_clerk"},
         [](Roles& w) {
             const std::string person = w.person_of(kTown, 1);
             return w.county.intent("person.place", {person})
                 .set("person", person)
                 .set("work_unit", kVillage)
                 .set("since", "2026-11-01");
         }},
        {"person.roster",
         {"unit_clerk"},
         [](Roles& w) {
             return w.off_roster();
         }},
        {"confirm person.roster",
         {"ob_section"},
         [](Roles& w) {
             return w.confirm_of_open("person.roster", "clerk-a", [&] { return w.off_roster(); });
         }},
        {"person.outside",
         {"unit_clerk"},
         [](Roles& w) {
             return w.outsider();
         }},
        {"confirm person.outside",
         {"ob_section"},
         [](Roles& w) {
             return w.confirm_of_open("person.outside", "clerk-a", [&] { return w.outsider(); });
         }},
        {"confirm person.retire",
         {"ob_section"},
         [](Roles& w) {
             return w.confirm_of_open("person.retire", "clerk-a", [&] { return w.retiring(); });
         }},
        {"ceiling.set",
         {"ob_clerk"},
         [](Roles& w) {
             return w.ceiling();
         }},
        {"revolving.lend",
         {"ob_clerk"},
         [](Roles& w) {
             return w.loan();
         }},
        {"revolving.end",
         {"ob_clerk"},
         [](Roles& w) {
             return w.taking_back();
         }},
        {"review.open",
         {"ob_clerk"},
         [](Roles& w) {
             return w.county.intent("review.open", {"unit/" + kTown}).set("year", 2026).set("unit", kTown);
         }},
        {"review.cancel",
         {"ob_section"},
         [](Roles& w) {
             const std::string key = w.a_review();
             return w.county.intent("review.cancel", {key}).set("review", key).set("reason", "误开");
         }},
        {"review.check",
         {"unit_head"},
         [](Roles& w) {
             const std::string key = "review/2026/" + kTown;
             if (w.county.value(key) == nullptr) {
                 w.county.act("ob-clerk",
                              {w.county.intent("review.open", {"unit/" + kTown}).set("year", 2026).set("unit", kTown)});
             }
             return w.county.intent("review.check", {key})
                 .set("review", key)
                 .set("text", "已核对")
                 .set("h", Object{})
                 .set("a", Object{})
                 .set("posts", Object{});
         }},
        {"review.sign",
         {"ob_section", "org", "hr", "fin"},
         [](Roles& w) {
             const std::string key = w.a_review();
             return w.county.intent("review.sign", {key})
                 .set("review", key)
                 .set("text", "账实相符")
                 .set("differences", Array{});
         }},
        {"review.accept",
         {"ob_section"},
         [](Roles& w) {
             const std::string key = w.a_review();
             return w.county.intent("review.accept", {key}).set("review", key).set("items", Array{1});
         }},
        {"warning.act",
         {"inspector", "ob_clerk", "ob_section", "ob_deputy"},
         [](Roles& w) {
             return w.county.intent("warning.act", {model::rules1::named_key("warning", kWarning)})
                 .set("warning", kWarning)
                 .set("act", "verify")
                 .set("reason", "");
         }},
        {"archive.close",
         {"ob_clerk"},
         [](Roles& w) {
             return w.on_case("archive.close", true).set("fonds_year", 2026).set("items", Array{});
         }},
        {"archive.file",
         {"ob_clerk"},
         [](Roles& w) {
             const std::string doc = w.a_doc();
             return w.county.intent("archive.file", {doc}).set("of", doc).set("fonds_year", 2026).set("items", Array{});
         }},
        {"confirm case.submit",
         {"unit_head"},
         [](Roles& w) {
             if (w.newest.empty() || w.text(w.newest, "state") != "signed") {
                 REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
             }
             return w.county.confirm_of(w.text(w.newest, "pending"));
         }},
        {"confirm register.open",
         {"ob_clerk", "ob_section", "ob_deputy", "ob_head"},
         [](Roles& w) {
             return w.confirm_of_open("register.open", "ob-clerk", [&] { return w.books(); });
         }},
        {"confirm identity.ticket",
         {"sysadmin"},
         [](Roles& w) {
             return w.confirm_of_open("identity.ticket", "admin-1", [&] {
                 return ticket_intent(w.county, crypto::SigningKey::generate(w.county.random()).verify_key());
             });
         }},
        {"confirm sanction.impose",
         {"ob_head"},
         [](Roles& w) {
             return w.confirm_of_open("sanction.impose", "as-inspector", [&] { return w.measure(); });
         }},
        {"confirm sanction.lift",
         {"ob_head"},
         [](Roles& w) {
             return w.confirm_of_open("sanction.lift", "as-inspector", [&] { return w.lifting(); });
         }},
        {"confirm ceiling.set",
         {"ob_head"},
         [](Roles& w) {
             return w.confirm_of_open("ceiling.set", "ob-clerk", [&] { return w.ceiling(); });
         }},
        {"confirm revolving.lend",
         {"ob_head"},
         [](Roles& w) {
             return w.confirm_of_open("revolving.lend", "ob-clerk", [&] { return w.loan(); });
         }},
        {"confirm revolving.end",
         {"ob_head"},
         [](Roles& w) {
             return w.confirm_of_open("revolving.end", "ob-clerk", [&] { return w.taking_back(); });
         }},
    };
    return all;
}

TEST_CASE("whoever lacks the role of an intent gets B5, and whoever has it does not") {
    Roles w;
    REQUIRE(w.roles.size() >= 17);
    for (const Row& row : rows()) {
        for (const std::string& role : w.roles) {
            const Judgement judged = w.county.act("as-" + role, {row.make(w)});
            INFO(row.intent << " by " << role << ": " << told(judged) << " " << judged.detail);
            CHECK((told(judged) == "refused B5") == !row.may.contains(role));
        }
    }
}

TEST_CASE("a role of another unit is no role in this one") {
    Roles w;
    for (const auto& [role, value] : w.county.catalogue().roles().object()) {
        if (value.str_or("scope") == "unit") {
            w.county.hire("far-" + role, {role}, kVillage);
        }
    }
    for (const Row& row : rows()) {
        for (const std::string& role : row.may) {
            if (w.county.catalogue().role_scope(role) != "unit") {
                continue;
            }
            INFO(row.intent << " by " << role);
            CHECK(told(w.county.act("far-" + role, {row.make(w)})) == "refused B5");
        }
    }
}

TEST_CASE("a role counts only on a device that is certified for its scope") {
    Roles w;
    for (const auto& [role, value] : w.county.catalogue().roles().object()) {
        const bool of_unit = value.str_or("scope") == "unit";
        w.county.hire("elsewhere-" + role, {role}, of_unit ? kTown : std::string(), of_unit ? "ob-clerk" : "clerk-v");
    }
    for (const Row& row : rows()) {
        for (const std::string& role : row.may) {
            INFO(row.intent << " by " << role);
            CHECK(told(w.county.act("elsewhere-" + role, {row.make(w)})) == "refused B5");
        }
    }
}

TEST_CASE("every intent that the rules know stands in the matrix") {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    if (root == nullptr) {
        SKIP("ZJ_SOURCE_DIR is not set");
    }
    std::ifstream in(std::string(root) + "/shared/model/rules/1/run.cpp", std::ios::binary);
    const std::string source{std::istreambuf_iterator<char>(in), {}};
    // Who may cancel is its author, whatever their role.
    std::set<std::string> there{"cancel"};
    for (const Row& row : rows()) {
        there.insert(row.intent.substr(0, row.intent.find(' ')));
    }
    const std::regex kind(R"RE(\{"([a-z]+(?:\.[a-z]+)?)", [a-z_]+\})RE");
    std::size_t seen = 0;
    for (std::sregex_iterator at(source.begin(), source.end(), kind), end; at != end; ++at, ++seen) {
        INFO((*at)[1].str());
        CHECK(there.contains((*at)[1].str()));
    }
    CHECK(seen >= 28);
}

}  // namespace
}  // namespace zj::test
