// SPDX-License-Identifier: Apache-2.0
// Nothing typed more than a second ago is lost, and nothing that is lost is called safe.
#include <catch2/catch_test_macros.hpp>

#include "shared/base/time.hpp"
#include "tests/unit/desk/form_ground.hpp"

using namespace zj;
using namespace zj::desk_test;

TEST_CASE("a pause in typing saves, and typing without a pause saves too") {
    Ground g(Ground::view("USE"));
    CHECK(desk::next_due_ms(g.desk) == INT64_MAX);
    g.type("reason", "有");
    g.pass(desk::kSaveQuietMs - 1);
    CHECK(g.count<work::job::SaveDraft>() == 0);
    g.pass(1);
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    CHECK(g.job<work::job::SaveDraft>()->draft.fields.str_or("reason") == "有");
    REQUIRE(g.save());
    for (int i = 0; i < 7; ++i) {  // a key every 100 ms: never a pause
        g.type("reason", "有人退休" + std::to_string(i));
        g.pass(100);
    }
    CHECK(g.count<work::job::SaveDraft>() == 1);
}

TEST_CASE("a new draft is stored once before it is stored again, so that there is one of it") {
    Ground g(Ground::view("USE"));
    g.type("reason", "一");
    g.pass(400);
    g.type("reason", "一二");
    g.pass(5'000);
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    REQUIRE(g.save(31));
    CHECK(g.desk.draft() == 31);
    CHECK_FALSE(g.desk.saving.safe());
    g.pass(0);
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    CHECK(g.job<work::job::SaveDraft>()->draft.id == 31);
}

TEST_CASE("a slow save does not call newer text safe") {
    Ground g(Ground::complete());
    g.type("reason", "旧");
    g.pass(300);
    g.type("reason", "新");
    REQUIRE(g.save());
    CHECK_FALSE(g.desk.saving.safe());
    g.pass(300);
    CHECK(g.job<work::job::SaveDraft>()->draft.fields.str_or("reason") == "新");
    REQUIRE(g.save());
    CHECK(g.desk.saving.safe());
}

TEST_CASE("a save that failed is told, tried again, and counts for nothing") {
    Ground g(Ground::complete());
    g.type("reason", "退休");
    g.pass(300);
    g.answer<work::job::SaveDraft>(work::reply::Failed{fail("vault.disk"), {}});
    CHECK(g.desk.saving.error);
    CHECK_FALSE(g.desk.saving.safe());
    g.pass(1'000);
    CHECK(g.count<work::job::SaveDraft>() == 0);
    g.pass(desk::kSaveAgainMs);
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    REQUIRE(g.save());
    CHECK(g.desk.saving.safe());
    CHECK_FALSE(g.desk.saving.error);
}

TEST_CASE("with a disk that takes up to 250 ms nothing older than a second is ever unsaved") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        SeededRandom random(seed);
        Ground g(Ground::view("USE"));
        std::vector<std::pair<std::int64_t, std::string>> typed;  // when the text became this
        std::string text, durable;
        std::int64_t answer_at = INT64_MAX;
        for (int step = 0; step < 3'000; ++step) {
            if (random.below(random.below(2) == 0 ? 8 : 60) == 0) {
                text += static_cast<char>('a' + random.below(26));
                g.type("reason", text);
                typed.emplace_back(g.now, text);
            }
            g.pass(10);
            if (g.count<work::job::SaveDraft>() > 0 && answer_at == INT64_MAX) {
                answer_at = g.now + static_cast<std::int64_t>(random.below(250));
            }
            if (g.now >= answer_at) {
                durable = g.job<work::job::SaveDraft>()->draft.fields.str_or("reason");
                REQUIRE(g.save());
                answer_at = INT64_MAX;
            }
            for (const auto& [at, then] : typed) {
                if (at < g.now - 1'000) {
                    REQUIRE(durable.size() >= then.size());
                }
            }
            if (typed.size() > 60) {
                typed.erase(typed.begin(), typed.end() - 40);
            }
            text = text.size() > 900 ? std::string() : text;
            durable = text.empty() ? std::string() : durable;
            typed = text.empty() ? decltype(typed)() : typed;
        }
    }
}

TEST_CASE("what is typed while a save is on its way is saved too when the person leaves or locks") {
    Ground g(Ground::view("USE"));
    g.type("reason", "一");
    g.pass(desk::kSaveQuietMs);
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    g.type("reason", "一二");
    g.perform(desk::flush(g.desk));
    REQUIRE(g.count<work::job::SaveDraft>() == 2);
    g.perform(desk::flush(g.desk));
    REQUIRE(g.count<work::job::SaveDraft>() == 2);
    CHECK_FALSE(g.job<work::job::SaveDraft>()->of_last);
    REQUIRE(g.save(31));
    CHECK(g.job<work::job::SaveDraft>()->draft.fields.str_or("reason") == "一二");
    CHECK(g.job<work::job::SaveDraft>()->of_last);  // its id was not known yet: there must not be two drafts
    g.answer<work::job::SaveDraft>(work::reply::Failed{fail("vault.disk"), {}});
    g.pass(desk::kSaveAgainMs);
    CHECK(g.job<work::job::SaveDraft>()->of_last);
}

TEST_CASE("leaving, locking and going elsewhere save first") {
    Ground g(Ground::complete());
    g.type("reason", "退休");
    g.say(Kind::leave);
    g.perform(desk::leave(g.desk));  // as the shell does before another desk is shown
    CHECK(g.count<work::job::SaveDraft>() == 1);
    REQUIRE(g.went.size() == 1);
    REQUIRE(g.save());
    g.type("reason", "两人退休");
    g.perform(desk::enter(g.desk, {desk::Place::form, "IN", 0}));
    CHECK(g.job<work::job::SaveDraft>()->draft.fields.str_or("reason") == "两人退休");
    REQUIRE(g.save());
    REQUIRE(g.job<work::job::NewForm>() != nullptr);
    CHECK(g.job<work::job::NewForm>()->matter == "IN");
}

TEST_CASE("a tick at the end of all time saves at once, and its failure breaks nothing") {
    Ground g(Ground::complete());
    g.type("reason", "退休");
    g.perform(desk::tick(g.desk, INT64_MAX));
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    g.answer<work::job::SaveDraft>(work::reply::Failed{fail("vault.disk"), {}});
    CHECK(desk::next_due_ms(g.desk) > g.now);
}

TEST_CASE("text that came in the same frame as something else is saved as well") {
    Ground g(Ground::complete());
    for (desk::FormBox& box : g.desk.boxes) {
        if (box.field->key == "reason") {
            box.edit.set("还没有说过");
        }
    }
    g.say(Kind::section, {}, {}, 0);
    CHECK_FALSE(g.desk.saving.safe());
    g.pass(300);
    CHECK(g.job<work::job::SaveDraft>()->draft.fields.str_or("reason") == "还没有说过");
}

TEST_CASE("signing asks after the last text is stored, for exactly what the boxes hold") {
    Ground g(Ground::complete());
    CHECK(g.desk.gaps.empty());
    g.type("meeting_no", "２２");
    g.say(Kind::sign, {}, "检查点 4711");
    CHECK(g.asked.empty());
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    CHECK(g.job<work::job::SaveDraft>()->draft.fields.str_or("meeting_no") == "22");
    REQUIRE(g.save());
    REQUIRE(g.asked.size() == 1);
    const auto* job = std::get_if<work::job::SignDraft>(&g.asked[0].job);
    REQUIRE(job != nullptr);
    CHECK(job->id == 7);
    CHECK(g.asked[0].lines.front().second == "用编核准");
    CHECK(g.asked[0].lines.back().second == "检查点 4711");
}

TEST_CASE("signing while a save is on its way stores the rest before it asks") {
    Ground g(Ground::complete());
    g.type("reason", "一");
    g.pass(300);
    g.type("reason", "一二");
    g.say(Kind::sign);
    CHECK(g.count<work::job::SaveDraft>() == 1);
    REQUIRE(g.save());
    CHECK(g.asked.empty());
    g.pass(0);
    CHECK(g.job<work::job::SaveDraft>()->draft.fields.str_or("reason") == "一二");
    REQUIRE(g.save());
    CHECK(g.asked.size() == 1);
}

TEST_CASE("what is signed is not stored again, and leads to its case") {
    Ground g(Ground::complete());
    g.say(Kind::sign);
    REQUIRE(g.save());
    work::Reply done{99, work::reply::Signed{1, "case/abc", 17, {}}};
    g.perform(desk::receive(g.desk, done));
    REQUIRE(g.went.size() == 1);
    CHECK(g.went[0].place == desk::Place::one_case);
    CHECK(g.went[0].key == "case/abc");
    g.pass(5'000);
    CHECK(g.count<work::job::SaveDraft>() == 0);
    CHECK_FALSE(g.desk.form.value);
}

TEST_CASE("faults that only the vault can see are told as gaps after signing was refused") {
    Ground g(Ground::complete());
    g.say(Kind::sign);
    REQUIRE(g.save());
    work::Reply failed{99,
                       work::reply::Failed{fail("form.faults"), {{"/materials/minutes", "attachment.missing", {}}}}};
    g.perform(desk::receive(g.desk, failed));
    CHECK(g.lacks("/materials/minutes"));
}

TEST_CASE("a draft is deleted only after it was asked, and is not stored afterwards") {
    Ground g(Ground::complete());
    g.type("reason", "不要了");
    g.say(Kind::ask_drop);
    CHECK(g.count<work::job::DropDraft>() == 0);
    g.say(Kind::drop);
    REQUIRE(g.count<work::job::DropDraft>() == 1);
    g.pass(5'000);
    CHECK(g.count<work::job::SaveDraft>() == 0);
    g.answer<work::job::DropDraft>(work::reply::Dropped{});
    REQUIRE(g.went.size() == 1);
    CHECK(g.went[0].place == desk::Place::home);
}

TEST_CASE("a new draft that is deleted while its first save is under way is deleted once that has told which it is") {
    Ground g(Ground::complete());
    g.desk.form.value->draft.id = 0;
    g.type("reason", "abc");
    g.pass(2'000);
    REQUIRE(g.count<work::job::SaveDraft>() == 1);
    g.say(Kind::ask_drop);
    g.say(Kind::drop);
    CHECK(g.went.empty());
    g.pass(2'000);
    CHECK(g.count<work::job::SaveDraft>() == 1);
    REQUIRE(g.save(9));
    REQUIRE(g.job<work::job::DropDraft>() != nullptr);
    CHECK(g.job<work::job::DropDraft>()->id == 9);
    REQUIRE(g.answer<work::job::DropDraft>(work::reply::Dropped{}));
    CHECK(g.went.size() == 1);
}

TEST_CASE("what is typed stays to be saved where deleting the draft failed") {
    Ground g(Ground::complete());
    g.desk.form.value->draft.id = 7;
    g.type("reason", "abc");
    g.say(Kind::ask_drop);
    g.say(Kind::drop);
    REQUIRE(g.answer<work::job::DropDraft>(work::reply::Failed{fail("store.full"), {}}));
    g.pass(10'000);
    CHECK(g.count<work::job::SaveDraft>() == 1);
}

TEST_CASE("another form opens only when the words in this one are durable") {
    Ground g(Ground::complete());
    g.desk.form.value->draft.id = 7;
    g.type("reason", "abc");
    g.perform(enter(g.desk, {desk::Place::form, "OUT", 0}));
    CHECK(g.count<work::job::NewForm>() == 0);
    REQUIRE(g.answer<work::job::SaveDraft>(work::reply::Failed{fail("store.full"), {}}));
    CHECK(g.count<work::job::NewForm>() == 0);  // they are on the screen alone, and stay there
    CHECK(g.desk.saving.error);
    CHECK(g.box("reason").edit.text() == "abc");
    g.pass(10'000);
    REQUIRE(g.save());
    g.perform(enter(g.desk, {desk::Place::form, "OUT", 0}));
    CHECK(g.count<work::job::NewForm>() == 1);
}
