// SPDX-License-Identifier: Apache-2.0
// Filling a form over days: what is typed and attached stays, is one person's, and becomes the signed case in one step.

#include "terminal/work/drafts.hpp"
#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/forms.hpp"
#include "terminal/work/views.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

Draft use_draft(Desk& desk) {
    const codec::Value form = use_form(desk.home);
    Draft draft = must(new_form(desk.context(), "USE")).draft;
    draft.fields = *form.find("fields");
    for (const codec::Value& one : form.items("materials")) {
        must(attach_to_draft(desk.context(), draft, std::string(one.str_or("slot")),
                             desk.home.file(std::string(one.str_or("file")))));
    }
    return draft;
}

}  // namespace

TEST_CASE("an empty form brings its choices and seats, and is stored once something is typed") {
    Desk desk;
    desk.open_books();
    FormView view = must(new_form(desk.context(), "USE"));
    CHECK(view.draft.id == 0);
    CHECK(view.draft.unit == kUnit);
    CHECK(view.seats.size() == 1);
    const auto plan = std::find_if(view.choices.begin(), view.choices.end(),
                                   [](const auto& field) { return field.first == "plan_line"; });
    REQUIRE(plan != view.choices.end());
    CHECK(plan->second.at(0).key == "plan/421125101/2026-1");
    CHECK(plan->second.at(0).note == "1/3");
    CHECK(must(home_view(desk.context())).waiting.empty());
    view.draft.fields.set("post_name", "会计");
    const std::int64_t id = must(save_draft(desk.context(), view.draft));
    CHECK(must(open_draft(desk.context(), id)).draft.fields.str_or("post_name") == "会计");
    CHECK(code_of(new_form(desk.context(), "NONE")) == "matter.unknown");
    CHECK(code_of(new_form(desk.context(), "ORG")) == "matter.closed");
    CHECK(code_of(open_draft(desk.context(), id + 1)) == "draft.none");
}

TEST_CASE("a draft keeps what was typed and attached, also when its files are gone") {
    Desk desk;
    desk.open_books();
    const Draft draft = use_draft(desk);
    for (const char* name : {"application.pdf", "vacancy.pdf", "minutes.pdf"}) {
        std::filesystem::remove(desk.home.file(name));
    }
    REQUIRE(desk.vault->drop_unnamed().has_value());
    const Draft kept = must(open_draft(desk.context(), draft.id)).draft;
    REQUIRE(kept.materials.size() == 3);
    CHECK(kept.materials[0].title == "application.pdf");
    CHECK(as_text(must(document_bytes(desk.context(), kept.materials[0].sha256))) == "%PDF-1.4\napplication.pdf");
    CHECK(code_of(document_bytes(desk.context(), std::string(64, '0'))) == "attachment.missing");
    FormFaults faults;
    const codec::Value made = must(sign_draft(desk.context(), kept.id, faults));
    CHECK(made.int_or("n") == 1);
    CHECK(code_of(open_draft(desk.context(), draft.id)) == "draft.none");
    CHECK(must(home_view(desk.context())).queue.at(1).materials == 3);
    const CaseView on = must(case_view(desk.context(), "#1"));
    CHECK(on.materials.at(0).state == Material::State::queued);
    CHECK(on.fields == *use_form(desk.home).find("fields"));
}

TEST_CASE("a draft with faults is not signed and stays") {
    Desk desk;
    desk.open_books();
    Draft draft = use_draft(desk);
    draft.materials.pop_back();
    draft.fields.object().erase("reason");
    must(save_draft(desk.context(), draft));
    FormFaults faults;
    CHECK(code_of(sign_draft(desk.context(), draft.id, faults)) == "form.faults");
    CHECK(faults.faults.size() == 2);
    CHECK(must(open_draft(desk.context(), draft.id)).draft.materials.size() == 2);
    CHECK(desk.vault->next_seq() == 2);
    const auto facts = form_facts(desk.context(), draft);
    const auto told = [&](const char* key) {
        return std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.key == key; });
    };
    REQUIRE(told("fact.form_faults") != facts.end());
    CHECK(told("fact.form_faults")->args.at(0) == "2");
    REQUIRE(told("fact.seats") != facts.end());
    CHECK(told("fact.seats")->args == std::vector<std::string>{"10", "9"});
    CHECK(told("fact.plan")->args == std::vector<std::string>{"2026", "1", "0"});
}

TEST_CASE("dropping a draft lets its documents go, but not those of another") {
    Desk desk;
    desk.open_books();
    const Draft first = use_draft(desk);
    Draft second = must(new_form(desk.context(), "USE")).draft;
    must(attach_to_draft(desk.context(), second, "application", desk.home.file("application.pdf")));
    REQUIRE(drop_draft(desk.context(), first.id).has_value());
    CHECK(document_bytes(desk.context(), first.materials[0].sha256).has_value());
    CHECK(code_of(document_bytes(desk.context(), first.materials[1].sha256)) == "attachment.missing");
    REQUIRE(drop_draft(desk.context(), second.id).has_value());
    CHECK(code_of(document_bytes(desk.context(), first.materials[0].sha256)) == "attachment.missing");
    CHECK(code_of(drop_draft(desk.context(), second.id)) == "draft.none");
}

TEST_CASE("a removed material goes from the vault with the next submission") {
    Desk desk;
    desk.open_books();
    Draft draft = use_draft(desk);
    const std::string gone = draft.materials.back().sha256;
    draft.materials.pop_back();
    must(save_draft(desk.context(), draft));
    REQUIRE(desk.vault->drop_unnamed().has_value());
    CHECK(code_of(document_bytes(desk.context(), gone)) == "attachment.missing");
}

TEST_CASE("drafts are bounded in number, length and documents") {
    Desk desk;
    desk.open_books();
    Draft draft = must(new_form(desk.context(), "USE")).draft;
    Draft large = draft;
    large.fields.set("reason", std::string(vault::Vault::kDraftBytesMax, 'x'));
    CHECK(code_of(save_draft(desk.context(), large)) == "draft.size");
    Draft many = draft;
    many.materials.resize(limits::kAttachmentsPerCaseMax + 1);
    CHECK(code_of(save_draft(desk.context(), many)) == "draft.documents");
    for (std::int64_t i = 0; i < vault::Vault::kDraftsMax; ++i) {
        must(save_draft(desk.context(), draft));
    }
    CHECK(code_of(save_draft(desk.context(), draft)) == "draft.many");
    draft.id = must(home_view(desk.context())).waiting.at(0).draft;
    draft.fields.set("reason", "改");
    CHECK(must(save_draft(desk.context(), draft)) == draft.id);  // what is there may still be filled
    Draft others = draft;
    others.person = "person-2";
    CHECK(code_of(save_draft(desk.context(), others)) == "draft.none");
}

TEST_CASE("what a change of the window calls the old value is what the register shows") {
    Desk desk;
    desk.open_books();
    const std::string person = "person/mnop234567abcd234567abcd";
    desk.deliver({desk.record(
        person,
        codec::Object{
            {"name", "陈晨曦"}, {"school", "黄冈师范学院"}, {"unit", kUnit}, {"status", "1"}, {"state", "active"}})});
    Draft draft = must(new_form(desk.context(), "MOD")).draft;
    draft.fields =
        codec::Object{{"person", person},
                      {"reason", "fix"},
                      {"changes", codec::Array{codec::Object{{"field", "school"}, {"new", "武汉大学"}},
                                               codec::Object{{"field", "major"}, {"old", "无"}, {"new", "法学"}}}}};
    draft.id = must(save_draft(desk.context(), draft));
    FormFaults faults;
    must(sign_draft(desk.context(), draft.id, faults));
    const codec::Value intent = desk.vault->outbox().back().intents.at(0);
    const codec::Array& changes = intent.find("fields")->items("changes");
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].str_or("old") == "黄冈师范学院");
    CHECK(changes[1].find("old") == nullptr);  // nothing stands there
}

TEST_CASE("an answer is filled from the case and keeps one draft for it") {
    Desk desk;
    desk.open_books();
    const codec::Value form = use_form(desk.home);
    codec::Value on = codec::Object{{"matter", "USE"},
                                    {"unit", kUnit},
                                    {"state", "returned"},
                                    {"clerk", "person-1"},
                                    {"step", "first_review"},
                                    {"fields", *form.find("fields")},
                                    {"materials", codec::Array{}},
                                    {"steps", codec::Array{}}};
    desk.deliver({desk.record("case/abcd234567abcd234567abcd", on)});
    FormView view = must(answer_form(desk.context(), "abcd"));
    CHECK(view.draft.on == "case/abcd234567abcd234567abcd");
    CHECK(view.draft.fields == *form.find("fields"));
    REQUIRE(view.on);
    CHECK(view.on->can_answer);
    view.draft.fields.set("count", "2");
    for (const codec::Value& one : form.items("materials")) {
        must(attach_to_draft(desk.context(), view.draft, std::string(one.str_or("slot")),
                             desk.home.file(std::string(one.str_or("file")))));
    }
    CHECK(must(answer_form(desk.context(), "abcd")).draft.id == view.draft.id);
    FormFaults faults;
    must(sign_draft(desk.context(), view.draft.id, faults));
    const codec::Value intent = desk.vault->outbox().back().intents.at(0);
    CHECK(intent.str_or("do") == "case.answer");
    CHECK(*intent.find("fields") == codec::Value(codec::Object{{"count", 2}}));
    CHECK(intent.items("materials").size() == 3);
    const CaseView after = must(case_view(desk.context(), "abcd"));
    CHECK_FALSE(after.can_answer);
    CHECK(after.own_waits);
}

TEST_CASE("a document whose name is no text is taken under one that is, and its draft opens again") {
    Desk desk;
    desk.open_books();
    Draft draft = must(new_form(desk.context(), "USE")).draft;
    draft.fields.set("post_name", "会计");
    desk.home.write("\xB1\xE0.pdf", "%PDF-1.4\n");  // 编 in GBK, as old sticks have it
    must(attach_to_draft(desk.context(), draft, "minutes", desk.home.file("\xB1\xE0.pdf")));
    const Draft again = must(open_draft(desk.context(), draft.id)).draft;
    CHECK(again.fields.str_or("post_name") == "会计");
    REQUIRE(again.materials.size() == 1);
    CHECK(codec::is_valid_utf8(again.materials[0].title));
    CHECK(again.materials[0].title.ends_with(".pdf"));
}

TEST_CASE("a draft that cannot be read is told, never shown as an empty form that would be saved over it") {
    Desk desk;
    desk.open_books();
    vault::StoredDraft broken;
    broken.matter = "USE";
    broken.unit = kUnit;
    broken.form = "{\"fields\":{\"post_name\":\"会";
    const std::int64_t id = must(desk.vault->save_draft(broken));
    CHECK(code_of(open_draft(desk.context(), id)) == "draft.damaged");
    FormFaults faults;
    CHECK(code_of(sign_draft(desk.context(), id, faults)) == "draft.damaged");
    REQUIRE(my_drafts(*desk.vault).size() == 1);  // it still stands at home
    CHECK(desk.vault->draft(id)->form == broken.form);
}
