// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/desk/form_ground.hpp"

using namespace zj;
using namespace zj::desk_test;

namespace {

work::reply::Places files() {
    work::reply::Places out;
    out.folder = "/media/stick";
    out.places = {{"/media/stick/old.pdf", "old.pdf", false, 10, Time{1'000}},
                  {"/media/stick/sub", "sub", true, 0, {}},
                  {"/media/stick/new.pdf", "new.pdf", false, 10, Time{2'000}}};
    return out;
}

void open(Ground& g, const char* slot) {
    g.say(Kind::attach, slot);
    g.answer<work::job::Browse>(files());
}

}  // namespace

TEST_CASE("files are offered folders first, then the newest, and the place is kept for the next document") {
    Ground g(Ground::view("USE"));
    open(g, "vacancy");
    REQUIRE(g.desk.picker.rows.size() == 3);
    CHECK(g.desk.picker.rows[0].folder);
    CHECK(g.desk.picker.rows[1].name == "new.pdf");
    CHECK(g.focus == "form.picker.row.0");
    g.say(Kind::place, {}, {}, 0);
    CHECK(g.job<work::job::Browse>()->folder == "/media/stick/sub");
    g.answer<work::job::Browse>(files());
    g.say(Kind::close);
    CHECK(g.focus == "form.slot.vacancy.attach");
    g.say(Kind::attach, "minutes");
    CHECK(g.job<work::job::Browse>()->folder == "/media/stick/sub");
}

TEST_CASE("where there is one place it is opened") {
    Ground g(Ground::view("USE"));
    g.say(Kind::attach, "vacancy");
    g.answer<work::job::Browse>(work::reply::Places{"", {{"/media/stick", "stick", true, 0, {}}}});
    REQUIRE(g.job<work::job::Browse>() != nullptr);
    CHECK(g.job<work::job::Browse>()->folder == "/media/stick");
}

TEST_CASE("a place that is gone leads back to the permitted ones") {
    Ground g(Ground::view("USE"));
    open(g, "vacancy");
    g.say(Kind::place, {}, {}, 0);
    g.answer<work::job::Browse>(work::reply::Failed{fail("place.read"), {}});
    REQUIRE(g.job<work::job::Browse>() != nullptr);
    CHECK(g.job<work::job::Browse>()->folder.empty());
}

TEST_CASE("a document that was read is in its slot, the focus on the next one missing, and the draft saved again") {
    Ground g(Ground::complete());
    g.say(Kind::drop_document, {}, {}, 2);
    g.say(Kind::drop_document, {}, {}, 1);
    REQUIRE(g.desk.gaps.size() == 2);
    g.pass(400);
    g.save();
    open(g, "vacancy");
    g.say(Kind::place, {}, {}, 1);
    REQUIRE(g.job<work::job::Attach>() != nullptr);
    CHECK(g.job<work::job::Attach>()->path == "/media/stick/new.pdf");
    g.say(Kind::place, {}, {}, 2);  // pressed twice
    CHECK(g.count<work::job::Attach>() == 1);
    g.answer<work::job::Attach>(work::reply::Attached{7, document("vacancy")});
    CHECK_FALSE(g.desk.picker.open);
    CHECK(g.focus == "form.slot.minutes.attach");
    CHECK_FALSE(g.desk.saving.safe());
    g.pass(0);
    CHECK(g.job<work::job::SaveDraft>()->draft.materials.size() == 2);
}

TEST_CASE("a document for a draft that is being stored for the first time waits for its id") {
    Ground g(Ground::view("USE"));
    g.type("reason", "退休");
    open(g, "vacancy");
    g.say(Kind::place, {}, {}, 1);
    CHECK(g.count<work::job::Attach>() == 0);
    REQUIRE(g.save(31));
    REQUIRE(g.count<work::job::Attach>() == 1);
    CHECK(g.job<work::job::Attach>()->draft.id == 31);
}

TEST_CASE("nothing else stores a new draft while its first document does") {
    Ground g(Ground::view("USE"));
    open(g, "vacancy");
    g.say(Kind::place, {}, {}, 1);
    REQUIRE(g.count<work::job::Attach>() == 1);
    g.say(Kind::close);
    g.type("reason", "退休");
    g.pass(5'000);
    CHECK(g.count<work::job::SaveDraft>() == 0);
    g.answer<work::job::Attach>(work::reply::Attached{31, document("vacancy")});
    g.pass(0);
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    CHECK(g.job<work::job::SaveDraft>()->draft.id == 31);
    CHECK(g.job<work::job::SaveDraft>()->draft.materials.size() == 1);
}

TEST_CASE("a file that is not taken is told where it was chosen") {
    Ground g(Ground::complete());
    open(g, "vacancy");
    g.say(Kind::place, {}, {}, 1);
    g.answer<work::job::Attach>(work::reply::Failed{fail("attachment.type", "new.pdf"), {}});
    CHECK(g.desk.picker.open);
    REQUIRE(g.desk.picker.error);
    CHECK(g.desk.picker.error->code == "attachment.type");
    CHECK(g.desk.documents.size() == 3);
}

TEST_CASE("pages that are no number are a gap, and a number of pages is signed") {
    Ground g(Ground::complete());
    g.desk.documents[0].pages.set("很多");
    g.say(Kind::pages, {}, {}, 0);
    CHECK(g.lacks("/materials/application"));
    g.desk.documents[0].pages.set("12");
    g.say(Kind::pages, {}, {}, 0);
    CHECK(g.desk.gaps.empty());
    g.pass(300);
    CHECK(g.job<work::job::SaveDraft>()->draft.materials[0].pages == 12);
}

TEST_CASE("a preview asks for one page at a time and drops what is no longer looked at") {
    Ground g(Ground::complete());
    g.say(Kind::look, std::string(64, 'a'));
    REQUIRE(g.job<work::job::Preview>() != nullptr);
    g.say(Kind::close);
    g.answer<work::job::Preview>(work::reply::Picture{});
    CHECK_FALSE(g.desk.preview.open);
    CHECK_FALSE(g.desk.preview.picture.value);
}
