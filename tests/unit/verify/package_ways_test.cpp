// SPDX-License-Identifier: Apache-2.0
// Cases that went other ways than straight: whatever a case has been through, its package is verified, and tells of
// nobody whose case it is not.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/package/layout.hpp"
#include "tests/unit/verify/filed.hpp"

namespace zj::test {
namespace {

using Told = std::vector<std::string>;

struct Way : CaseWorld {
    PackageFiles files;

    // Closes the file, makes the package, and tells what the auditor finds.
    Told closed(const std::string& key) {
        close_file(*this, key);
        files = package_of(county, key, {});
        return told(verified(files, county.fingerprint()));
    }
    // "kind verdict act,act step" of each entry.
    Told course() {
        Told out;
        const Value metadata = *codec::parse_json(files.at(package::kMetadata));
        for (const Value& one : metadata.items("course")) {
            std::string acts;
            for (const Value& act : one.items("acts")) {
                acts += (acts.empty() ? "" : ",") + act.string();
            }
            const std::string step = std::string(one.str_or("step")) + std::string(one.str_or("act"));
            out.push_back(std::string(one.str_or("kind")) + " " + std::string(one.str_or("verdict")) + " " + acts +
                          (step.empty() ? "" : " ") + step);
        }
        return out;
    }
    bool tells(std::string_view what) {
        return std::any_of(files.begin(), files.end(), [&](const auto& file) {
            return !file.first.ends_with("catalogue.json") && file.second.find(what) != std::string::npos;
        });
    }
    std::string exit_of(const char* clerk, const std::string& person) {
        REQUIRE(told(submit(clerk, form("OUT", kTown, exit_fields(person), {person}))) == "applied");
        return newest;
    }
};

TEST_CASE("a case that was returned, answered, paused and refused has all of it in its package") {
    Way w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    REQUIRE(told(w.decide("ob-clerk", key, "return", "材料不清", {"minutes"})) == "applied");
    REQUIRE(told(w.county.act("clerk-a", {w.answer(key)})) == "applied");
    REQUIRE(told(w.decide("ob-clerk", key, "pause", "等候编委会")) == "applied");
    REQUIRE(told(w.decide("ob-clerk", key, "resume", "编委会已开")) == "applied");
    REQUIRE(told(w.decide("ob-clerk", key, "refuse", "不符合条件")) == "applied");
    CHECK(w.closed(key) == Told{});
    CHECK(w.course().size() == 8);
    CHECK(w.course().at(6) == "change applied case.decide first_reviewrefuse");
    CHECK(codec::parse_json(w.files.at(package::kMetadata))->str_or("remark") == "不予核准");
}

TEST_CASE("a sign-off that was held, and let go by another case, tells of that other case by nothing it signed") {
    Way w;
    const std::string person = w.person_of(kTown);
    const std::string first = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    const std::string second = w.exit_of("clerk-b", person);
    REQUIRE(told(w.confirm("head-b")) == "held C1");
    REQUIRE(told(w.withdraw("clerk-a", first)) == "applied");
    REQUIRE(told(w.confirm("head-b")) == "applied");
    w.pass_all(second);
    CHECK(w.closed(second) == Told{});
    CHECK(w.course().at(1) == "change held confirm");
    CHECK(w.course().at(2) == "change applied ");
    CHECK_FALSE(w.tells(w.county.device_of("clerk-a").id));
    CHECK_FALSE(w.tells("不再需要"));
}

TEST_CASE("a case that was reversed before it was filed shows both who proposed that and who confirmed") {
    Way w;
    const std::string person = w.person_of(kTown);
    const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    w.pass_all(key);
    w.both("ob-section", "ob-head",
           w.county.intent("case.reverse", {key})
               .set("case", key)
               .set("reason", "误办")
               .set("doc_no", "浠编办函〔2026〕31号"));
    CHECK(w.closed(key) == Told{});
    const Told course = w.course();
    CHECK(std::find(course.begin(), course.end(), "change applied case.reverse") != course.end());
    CHECK(std::count(course.begin(), course.end(), "change applied confirm") == 2);
}

TEST_CASE("what is left out of a course is found also where another's act may stand") {
    Way w;
    const std::string key = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));
    w.pass_all(key);
    REQUIRE(w.closed(key) == Told{});
    const auto sealed = [&](PackageFiles files) {
        seal_anew(files, w.county);
        return verified(files, w.county.fingerprint());
    };
    for (const auto& [path, text] : w.files) {
        if (path.starts_with("data/change-sets/")) {
            PackageFiles fewer = w.files;
            fewer.erase(path);
            INFO(path);
            CHECK(names(sealed(fewer), "package.course"));
        }
    }
}

TEST_CASE("the consent of another unit is part of the case that asked for it") {
    Way w;
    const std::string person = w.person_of(kVillage);
    Value use = use_form_fields();
    use.object().erase("plan_line");
    use.set("off_plan", true).set("entry_mode", "07").set("source_scope", "in");
    const std::string asking = w.receive("clerk-a", w.form("USE", kTown, use));
    w.pass_all(asking);
    const std::string grant = w.text(asking, "grant");
    const Value listed_person = Object{{"name", w.text(person, "name")}, {"id_no", w.text(person, "id_no")}};
    REQUIRE(told(w.close_stage("hr", grant, 2, {listed_person})) == "applied");
    const Value fields = Object{{"kind", "cross"},
                                {"to_inner", "综合执法中心"},
                                {"move_doc", "浠组干〔2026〕21号"},
                                {"effective_on", "2026-11-20"},
                                {"giving_unit", "unit/" + kVillage},
                                {"person_name", w.text(person, "name")},
                                {"person_id_no", w.text(person, "id_no")},
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
    const Value given = w.county.intent("case.consent", {consent, person}).set("consent", consent).set("act", "give");
    REQUIRE(told(w.county.act("head-v", {given})) == "applied");
    w.pass_all(key);
    CHECK(w.closed(key) == Told{});
    CHECK(w.course().at(2) == "change applied case.consent");
    CHECK(w.closed(asking) == Told{});
    CHECK_FALSE(w.tells(key));
}

TEST_CASE("an exit's package ends with the closing of its file, whatever its chain still has to do") {
    Way w;
    const std::string key = w.exit_of("clerk-a", w.person_of(kTown));
    REQUIRE(told(w.confirm("head-a")) == "applied");
    w.pass_all(key);
    CHECK(w.closed(key) == Told{});
    const PackageFiles before = w.files;
    const Value stage = w.county.intent("stage.close", {"stage/" + key.substr(5) + "/2"})
                            .set("case", key)
                            .set("stage", 2)
                            .set("record", Object{{"stop_month", "2026-12"}});
    REQUIRE(told(w.county.act("hr", {stage})) == "applied");
    const PackageFiles after = package_of(w.county, key, {});
    CHECK(told(verified(after, w.county.fingerprint())) == Told{});
    CHECK(codec::parse_json(after.at(package::kMetadata))->items("course") ==
          codec::parse_json(before.at(package::kMetadata))->items("course"));
}

}  // namespace
}  // namespace zj::test
