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

// A unit that an inspector suspends and the director lets go again: what it signs off meanwhile waits.
struct Suspended : Way {
    std::string sanction;

    Suspended() {
        county.hire("inspector", {"inspector"}, "");
        sanction = suspend_town(*this);
    }
    void lift() { test::lift(*this, sanction); }
    Value metadata() { return *codec::parse_json(files.at(package::kMetadata)); }
    // The entry of the course that settled something held.
    Value settling() {
        const Value read = metadata();
        for (const Value& one : read.items("course")) {
            if (one.find("settled") != nullptr) {
                return one;
            }
        }
        return {};
    }
};

TEST_CASE("a sign-off that waited for its unit's suspension is proved by the entry that lifted it") {
    Suspended w;
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string key = w.newest;
    REQUIRE(told(w.confirm("head-a")) == "held C8");
    w.lift();
    REQUIRE(w.text(key, "state") == "received");
    w.pass_all(key);
    CHECK(w.closed(key) == Told{});
    CHECK(w.course().at(1) == "change held confirm");
    CHECK(w.course().at(2) == "change applied ");
    const Value settled = w.settling().items("settled").front();
    CHECK(settled.str_or("verdict") == "applied");
    CHECK(settled.int_or("entry") == w.metadata().items("course")[1].int_or("entry"));
    // Of the act that lifted the suspension there is the receipt, and the case's own records of that entry alone.
    const Value lifted = w.settling();
    CHECK(lifted.find("person") == nullptr);
    const auto index = static_cast<std::uint64_t>(lifted.int_or("entry"));
    CHECK_FALSE(w.files.contains(package::part_path(package::Part::change_set, index)));
    CHECK_FALSE(w.tells(w.sanction));
    CHECK_FALSE(w.tells("已补报"));
}

TEST_CASE("a chain of held change sets, an entry that opened the case among them, is let go by one act of another's") {
    Suspended w;
    const log::ChangeSet submission = w.submit_offline("clerk-a", w.form("USE", kTown, use_form_fields()));
    const log::ChangeSet confirm = w.confirm_offline("head-a", submission);
    const std::string key = CaseWorld::key_made(submission, "case");
    log::Bases bases;
    bases[key].own = {log::parse_header(submission.envelope.payload)->seq,
                      log::parse_header(confirm.envelope.payload)->seq};
    const log::ChangeSet amendment = w.county.sign("clerk-a", {Object{{"do", "case.amend"},
                                                                      {"base", log::to_value(bases)},
                                                                      {"case", key},
                                                                      {"fields", Object{{"reason", "补充"}}}}});
    REQUIRE(told(w.county.deliver(submission)) == "applied");
    REQUIRE(told(w.county.deliver(confirm)) == "held C8");
    REQUIRE(told(w.county.deliver(amendment)) == "held C7");
    w.lift();
    REQUIRE(w.text(key, "state") == "received");
    REQUIRE(w.county.value(key)->find("fields")->str_or("reason") == "补充");
    w.pass_all(key);
    CHECK(w.closed(key) == Told{});
    CHECK(w.settling().items("settled").size() == 2);
}

TEST_CASE("an entry that does not list a held change set as settled is not taken for the one that let it go") {
    Suspended w;
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string key = w.newest;
    REQUIRE(told(w.confirm("head-a")) == "held C8");
    w.lift();
    w.pass_all(key);
    REQUIRE(w.closed(key) == Told{});
    const auto index = static_cast<std::uint64_t>(w.settling().int_or("entry"));
    const std::string path = package::part_path(package::Part::records, index);
    const Kept& entry = w.county.entries()[index];
    const auto with = [&](auto&& shown) {
        std::vector<std::size_t> places;
        for (std::size_t n = 0; n < entry.sealed.records.size(); ++n) {
            if (shown(*log::parse_record(entry.sealed.records[n].bytes))) {
                places.push_back(n);
            }
        }
        PackageFiles forged = w.files;
        forged[path] = codec::write_json(to_value(package::show(entry.sealed.records, places))) + "\n";
        seal_anew(forged, w.county);
        return told(verified(forged, w.county.fingerprint()));
    };
    const package::CaseScope scope(key);
    const auto of_case = [&](const log::Record& record) {
        return scope.owns(record) || record.key == "unit/" + kTown || record.value.str_or("case") == key;
    };
    // As it was made; without the outcome; and with an act of two of somebody else's beside it.
    const std::string course = "package.course " + package::part_path(package::Part::change_set, index);
    CHECK(with([&](const log::Record& record) { return of_case(record); }) == Told{});
    CHECK(with([&](const log::Record& record) { return of_case(record) && !record.key.starts_with("outcome/"); }) ==
          Told{course});
    CHECK(with([&](const log::Record& record) { return of_case(record) || record.key.starts_with("pending/"); }) ==
          Told{"package.scope " + path});
    // A log that says the sign-off was refused does not explain what became of the case.
    const PackageFiles lied = package_of(w.county, key, {}, [&](std::size_t n, std::vector<log::SaltedRecord>& all) {
        for (log::SaltedRecord& record : all) {
            const std::size_t at = record.bytes.find(R"("state":"applied")");
            if (n == index && record.bytes.starts_with(R"({"key":"outcome/)") && at != std::string::npos) {
                record.bytes.replace(at, 17, R"("state":"refused")");
            }
        }
    });
    CHECK(told(verified(lied, w.county.fingerprint())) == Told{course});
}

TEST_CASE("what waited for the end of the year-end freeze is let go by a tick, and the package says by which") {
    Way w;
    w.set_policy("freeze_enabled", 1);
    w.county.wait_days(24);
    REQUIRE(told(w.submit("clerk-a", w.form("USE", kTown, use_form_fields()))) == "applied");
    const std::string key = w.newest;
    REQUIRE(told(w.confirm("head-a")) == "held C8");
    w.county.wait_days(25);
    REQUIRE(w.text(key, "state") == "received");
    w.pass_all(key);
    CHECK(w.closed(key) == Told{});
    CHECK(w.course().at(2) == "tick applied ");
}

TEST_CASE("a case that was reversed after it was filed: the package made then says it, the one made before cannot") {
    Way w;
    const std::string person = w.person_of(kTown);
    const std::string key = w.receive("clerk-a", w.form("OUT", kTown, exit_fields(person), {person}));
    w.pass_all(key);
    CHECK(w.closed(key) == Told{});
    const PackageFiles before = w.files;
    w.both("ob-section", "ob-head",
           w.county.intent("case.reverse", {key})
               .set("case", key)
               .set("reason", "误办")
               .set("doc_no", "浠编办函〔2026〕31号"));
    w.files = package_of(w.county, key, {});
    CHECK(told(verified(w.files, w.county.fingerprint())) == Told{});
    const Told course = w.course();
    REQUIRE(course.size() > 3);
    CHECK(course.at(course.size() - 3) == "change applied archive.close");
    CHECK(course.at(course.size() - 2) == "change applied case.reverse");
    CHECK(course.back() == "change applied confirm");
    const Value metadata = *codec::parse_json(w.files.at(package::kMetadata));
    CHECK(metadata.find("reversed")->str_or("doc_no") == "浠编办函〔2026〕31号");
    CHECK(metadata.find("reversed")->str_or("name") == "某ob-head");
    CHECK(metadata.find("archived")->int_or("entry") == metadata.items("course")[course.size() - 3].int_or("entry"));
    CHECK(codec::parse_json(before.at(package::kMetadata))->find("reversed") == nullptr);
    CHECK(told(verified(before, w.county.fingerprint())) == Told{});
    // Its confirm left out is a gap only to whoever knows of it; the proposal alone is not.
    PackageFiles half = w.files;
    const auto last = static_cast<std::uint64_t>(metadata.items("course").back().int_or("entry"));
    half.erase(package::part_path(package::Part::change_set, last));
    seal_anew(half, w.county);
    CHECK(names(verified(half, w.county.fingerprint()), "package.course"));
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
