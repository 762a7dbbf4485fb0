// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "assets/assets.hpp"
#include "assets/texts.hpp"
#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/catalogue_assemble.hpp"

using namespace zj;
using namespace zj::model;
using codec::Value;

namespace {

const Catalogue& catalogue() {
    static const auto loaded = *Catalogue::load(*assemble_catalogue(assets::all()));
    return *loaded;
}

Value material(const char* slot, std::int64_t size = 3000) {
    const std::string digest(64, 'a');
    codec::Array chunks;
    for (std::int64_t left = size; left > 0; left -= 1024 * 1024) {
        chunks.push_back(digest);
    }
    Value m;
    m.set("slot", slot).set("title", "材料").set("pages", 2).set("media_type", "application/pdf").set("size", size);
    m.set("sha256", digest).set("chunks", chunks);
    return m;
}

codec::Array materials(std::initializer_list<const char*> slots) {
    codec::Array out;
    for (const char* slot : slots) {
        out.push_back(material(slot));
    }
    return out;
}

// "pointer code" of every fault, in order; each must have texts.
std::string faults(const char* matter, const Value& fields, const codec::Array& list) {
    std::string out;
    for (const FormFault& fault : check_form(catalogue(), *catalogue().matter(matter), fields, list)) {
        CHECK(texts::has_explanation(fault.code));
        out += fault.pointer + " " + fault.code + "\n";
    }
    return out;
}

Value use() {
    return *codec::parse_json(
        R"({"quota_type":"20","count":1,"entry_mode":"03","source_scope":"open","funding":"1","post_kind":"1",
        "post_name":"综合执法岗位","staff_class":"none","plan_line":"plan/421125101/2026-1","meeting_on":"2026-11-10",
        "meeting_no":"2026年第12次","reason":"综合执法中心空缺一名工作人员"})");
}
const codec::Array kUseMaterials = materials({"application", "vacancy", "minutes"});

Value entry() {
    return *codec::parse_json(
        R"({"grant_no":"grant/abc234","name":"陈晨曦","id_no":"429099199003070012","sex":"1","birth":"1990-03-07",
        "ethnic":"01","native_place":"湖北浠水","politics":"03","work_since":"2026-11-23","edu":"21","degree":"4","inner":"综合执法中心",
        "quota_type":"20","funding":"1","post_kind":"1","post_grade":"109","staff_class":"none","post_name":"办事员",
        "post_since":"2026-11-23","above_rank":false,"leader_level":"220","entry_mode":"03","entry_from":"公开招聘",
        "entered_on":"2026-11-23","quota_since":"2026-11-23","quota_doc":"浠编办函〔2026〕3号","hire_doc":"浠人社聘〔2026〕8号"})");
}
const codec::Array kEntryMaterials = materials({"application", "person_form", "id_card", "diploma", "contract"});

}  // namespace

TEST_CASE("complete forms of the six matters have no fault") {
    CHECK(faults("USE", use(), kUseMaterials) == "");
    CHECK(faults("IN", entry(), kEntryMaterials) == "");
    CHECK(faults("OUT",
                 *codec::parse_json(
                     R"({"person":"person/abc","exit_mode":"01","event_on":"2026-10-31","left_on":"2026-11-01",
        "exit_doc":"浠人社退〔2026〕5号","pay_stop":"2026-11"})"),
                 materials({"form", "retirement"})) == "");
    CHECK(faults("OUT",
                 *codec::parse_json(
                     R"({"person":"person/abc","exit_mode":"09","event_on":"2026-10-31","left_on":"2026-10-31",
        "pay_stop":"2026-11"})"),
                 materials({"form", "death"})) == "");
    CHECK(faults("MOD",
                 *codec::parse_json(
                     R"({"person":"person/abc","reason":"new","event_on":"2026-11-02","proof_doc":"浠人社职〔2026〕5号",
        "changes":[{"field":"title","new":"工程师"},{"field":"edu","old":"31","new":"21"}]})"),
                 materials({"title_cert", "diploma"})) == "");
    CHECK(faults("MOVE", *codec::parse_json(R"({"person":"person/abc","kind":"inner","to_inner":"财政所",
        "move_doc":"浠编办函〔2026〕3号","effective_on":"2026-11-01"})"),
                 materials({"application"})) == "");
    CHECK(faults("ORG", *codec::parse_json(R"({"change_kind":"quota",
        "quota":[{"quota_type":"20","before":50,"after":48}],"basis_doc":"浠编发〔2026〕3号","basis_date":"2026-10-01",
        "effective_on":"2026-11-01"})"),
                 materials({"approval"})) == "");
}

TEST_CASE("who comes by a transfer from outside the county comes from outside, and goes to the commission") {
    Value outside = use();
    outside.set("entry_mode", "08");
    const FormFault fault = check_form(catalogue(), *catalogue().matter("USE"), outside, kUseMaterials).at(0);
    CHECK(fault.pointer == "/fields/source_scope");
    CHECK(fault.code == "form.one_of");
    CHECK(fault.args.at(0) == "县外调入的来源范围是县外");
    outside.set("source_scope", "out");
    CHECK(catalogue().matter("USE")->layers_for(outside).back()->role == "commission");
    CHECK(faults("USE", outside, kUseMaterials) == "");
    outside.object().erase("source_scope");
    CHECK(faults("USE", outside, kUseMaterials) == "/fields/source_scope form.missing\n");  // told once
}

TEST_CASE("a new fact of a person has the day on which it came about, a correction need not") {
    Value change = *codec::parse_json(
        R"({"person":"person/abc","reason":"new","changes":[{"field":"native_place","new":"湖北黄冈"}]})");
    CHECK(faults("MOD", change, {}) == "/fields/event_on form.missing\n");
    CHECK(faults("MOD", change.set("reason", "fix"), {}) == "");
}

TEST_CASE("a table is checked row by row, and an item of another kind of case has no place") {
    const auto organ = [](const char* rows, const char* kind = "inner") {
        return *codec::parse_json(std::string(R"({"change_kind":")") + kind + R"(","organs":)" + rows +
                                  R"(,"basis_doc":"浠编发〔2026〕3号","basis_date":"2026-10-01",
            "effective_on":"2026-11-01"})");
    };
    const codec::Array approval = materials({"approval"});
    CHECK(faults("ORG", organ(R"([{"name":"财政所","quota":5}])"), approval) == "");
    CHECK(
        faults("ORG", organ(R"([{"name":"财政所","quota":-1},{"quota":3},7,{"name":"x","colour":"red"}])"), approval) ==
        "/fields/organs/0/quota form.range\n/fields/organs/1/name form.missing\n/fields/organs/2 form.type\n"
        "/fields/organs/3/colour form.unknown\n");
    CHECK(faults("ORG", organ("[]"), approval) == "/fields/organs form.rows\n");
    CHECK(faults("ORG", organ(R"([{"name":"财政所"}])", "quota"), approval) ==
          "/fields/organs form.not_here\n/fields/quota form.missing\n");
}

TEST_CASE("a table is tidied cell by cell before it is signed") {
    const Value tidy = normalise_form(
        *catalogue().matter("ORG"), *codec::parse_json(R"({"organs":[{"name":" 财政所 ","quota":"１２","rank":""}]})"));
    CHECK(codec::write_json(tidy) == R"({"organs":[{"name":"财政所","quota":12}]})");
}

TEST_CASE("every fault of a form is told at once") {
    Value bad = use();
    bad.set("quota_type", "77")
        .set("count", 0)
        .set("meeting_on", "2026-02-30")
        .set("reason", " ")
        .set("colour", "red")
        .set("snapshot", Value());
    bad.object().erase("plan_line");
    CHECK(
        faults("USE", bad, materials({"application", "photo"})) ==
        "/fields/colour form.unknown\n/fields/quota_type form.code\n/fields/count form.range\n/fields/snapshot "
        "form.computed\n"
        "/fields/plan_line form.missing\n/fields/meeting_on form.date\n/fields/reason form.blank\n"
        "/materials/1 form.slot_unknown\n/materials/vacancy form.slot_missing\n/materials/minutes form.slot_missing\n");
    CHECK(faults("USE", Value(codec::Array{}), {}) == "/fields form.type\n");
}

TEST_CASE("each kind of field refuses what it cannot hold") {
    const auto use_with = [](const char* key, Value v) {
        Value form = use();
        form.set(key, std::move(v));
        return faults("USE", form, kUseMaterials);
    };
    CHECK(use_with("count", "3") == "/fields/count form.type\n");
    CHECK(use_with("off_plan", "yes") == "/fields/off_plan form.type\n");
    CHECK(use_with("reason", 3) == "/fields/reason form.type\n");
    CHECK(use_with("plan_line", "2026-1") == "/fields/plan_line form.reference\n");
    CHECK(use_with("plan_line", "plan/../x y") == "/fields/plan_line form.reference\n");
    CHECK(use_with("meeting_no", "a\nb") == "/fields/meeting_no form.control\n");
    CHECK(use_with("meeting_no", "\xff") == "/fields/meeting_no form.control\n");
    CHECK(use_with("reason", std::string(1001, 'x')) == "/fields/reason form.length\n");
    CHECK(use_with("reason", "一\n二") == "");
    CHECK(use_with("staff_class", "chief") == "/fields/leader_level form.missing\n");
    CHECK(use_with("person_name", "陈晨") == "/fields/person_id_no form.missing\n");
    const auto entry_with = [](const char* key, Value v) {
        Value form = entry();
        form.set(key, std::move(v));
        return faults("IN", form, kEntryMaterials);
    };
    CHECK(entry_with("id_no", "429099199003070013") == "/fields/id_no form.id_no\n");
    CHECK(entry_with("sex", "2") == "/fields/sex form.id_sex\n");
    CHECK(entry_with("birth", "1990-03-08") == "/fields/birth form.id_birth\n");
    CHECK(entry_with("hire_doc", "浠人社聘2026-8") == "/fields/hire_doc form.doc_no\n");
    CHECK(entry_with("name", "陈 晨") == "/fields/name form.space\n");
    CHECK(entry_with("work_since", "2005-01-01") == "/fields/work_since form.years_after\n");
    CHECK(entry_with("probation_end", "2026-11-01") == "/fields/probation_end form.order\n");
    Value documented = entry();
    documented.set("birth", "1990-03-08").set("birth_doc", "浠组发〔2010〕8号");
    CHECK(faults("IN", documented, kEntryMaterials) == "");
}

TEST_CASE("changes name listed fields once, with values their own form takes") {
    const auto mod = [](const char* changes) {
        Value form = *codec::parse_json(R"({"person":"person/abc","reason":"fix","proof_doc":"浠组发〔2010〕8号"})");
        form.set("changes", *codec::parse_json(changes));
        return faults("MOD", form, materials({"archive_proof", "diploma"}));
    };
    CHECK(mod(R"([{"field":"birth","old":"1990-03-07","new":"1990-03-08"}])") == "");
    CHECK(mod(R"([])") == "/fields/changes form.changes\n");
    CHECK(mod(R"([{"field":"birth"}])") == "/fields/changes/0 form.changes\n");
    CHECK(mod(R"([{"field":"birth","new":"x","colour":"red"}])") == "/fields/changes/0 form.changes\n");
    CHECK(mod(R"([{"field":"quota_type","new":"10"}])") == "/fields/changes/0/field form.code\n");
    CHECK(mod(R"([{"field":"major","new":"法学"},{"field":"major","new":"史学"}])") ==
          "/fields/changes/1/field form.code\n");
    CHECK(mod(R"([{"field":"major","old":"法学","new":"法学"}])") == "/fields/changes/0/new form.unchanged\n");
    CHECK(mod(R"([{"field":"birth","new":"1990-3-8"}])") == "/fields/changes/0/new form.date\n");
    CHECK(mod(R"([{"field":"cs_registered","new":"yes"}])") == "/fields/changes/0/new form.type\n");
}

TEST_CASE("attachments are bounded in number, size and type") {
    const auto with = [](auto&& change) {
        codec::Array list = kUseMaterials;
        change(list);
        return faults("USE", use(), list);
    };
    CHECK(with([](codec::Array& l) { l[0] = material("application", 5 * 1024 * 1024 + 1); }) == "");
    CHECK(with([](codec::Array& l) { l[0].set("size", limits::kAttachmentBytesMax + 1); }) ==
          "/materials/application form.attachment_size\n");
    CHECK(with([](codec::Array& l) { l[0].set("size", 0); }) == "/materials/application form.attachment_empty\n");
    CHECK(with([](codec::Array& l) { l[0].set("media_type", "text/html"); }) ==
          "/materials/application form.attachment_type\n");
    CHECK(with([](codec::Array& l) { l[0].set("chunks", codec::Array{}); }) ==
          "/materials/application form.material\n");
    CHECK(with([](codec::Array& l) { l[0].set("sha256", "abc"); }) == "/materials/application form.material\n");
    CHECK(with([](codec::Array& l) { l[0].set("doc_date", "today"); }) == "/materials/application form.material\n");
    CHECK(with([](codec::Array& l) { l[0].set("title", ""); }) == "/materials/application form.material\n");
    CHECK(with([](codec::Array& l) { l[0].set("pages", 0); }) == "/materials/application form.material\n");
    CHECK(with([](codec::Array& l) { l[0].set("colour", "red"); }) == "/materials/application form.material\n");
    CHECK(with([](codec::Array& l) { l.resize(limits::kAttachmentsPerCaseMax + 1, l[0]); }) ==
          "/materials form.attachments\n");
}

TEST_CASE("what people type is tidied before it is signed") {
    const Value raw = *codec::parse_json(R"({"name":" 陈晨曦　","id_no":"11010519491231002x","birth":"２０２６-11-23 ",
        "hire_doc":"浠人社聘 [2026] ８号","title":"  ","above_rank":true,"unknown":" kept "})");
    const Value tidy = normalise_form(*catalogue().matter("IN"), raw);
    CHECK(
        codec::write_json(tidy) ==
        R"({"above_rank":true,"birth":"2026-11-23","hire_doc":"浠人社聘〔2026〕8号","id_no":"11010519491231002X","name":"陈晨曦","unknown":" kept "})");
    CHECK(normalise_form(*catalogue().matter("IN"), tidy) == tidy);
    const Value count =
        normalise_form(*catalogue().matter("USE"), *codec::parse_json(R"({"count":"１２","reason":" ２间 "})"));
    CHECK(codec::write_json(count) == R"({"count":12,"reason":"２间"})");
    const Value change =
        normalise_form(*catalogue().matter("MOD"),
                       *codec::parse_json(R"({"changes":[{"field":"id_no","new":" 11010519491231002x"}]})"));
    CHECK(codec::write_json(change) == R"({"changes":[{"field":"id_no","new":"11010519491231002X"}]})");
}
