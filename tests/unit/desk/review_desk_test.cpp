// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "terminal/desk/review/review_desk.hpp"

using namespace zj;
using namespace zj::desk;

namespace {

// A store that answers at once: gives jobs their numbers, and what was asked for.
struct Store {
    ReviewDesk& desk;
    std::vector<std::string> queue;
    bool decidable = true;
    std::uint64_t number = 0;
    std::vector<std::string> pages, cases;  // what was asked for

    work::CaseRow row(const std::string& key) const {
        work::CaseRow out;
        out.key = key;
        out.case_no = "no-" + key;
        out.unit_name = "巴河镇人民政府";
        out.entry = 40 + key.size();
        return out;
    }
    // Answers every job among the effects, and those that follow; returns what is left for the shell.
    Effects serve(Effects&& effects) {
        Effects rest;
        for (Effect& effect : effects) {
            auto* doing = std::get_if<Do>(&effect);
            if (doing == nullptr) {
                rest.push_back(std::move(effect));
                continue;
            }
            const std::uint64_t to = ++number;
            *doing->wait = {to, 0};
            work::Reply reply{to, answer(doing->job)};
            append(rest, serve(receive(desk, reply)));
        }
        return rest;
    }
    decltype(work::Reply::what) answer(const work::Job& job) {
        if (const auto* page = std::get_if<work::job::Review>(&job)) {
            pages.push_back(page->matter);
            work::reply::Review out;
            out.page.total = queue.size();
            for (const std::string& key : queue) {
                out.page.rows.push_back(row(key));
            }
            return out;
        }
        work::reply::Case out;
        out.view.row = row(std::get<work::job::Case>(job).key);
        out.view.can_decide = decidable;
        cases.push_back(out.view.row.key);
        return out;
    }
    Effects say(ReviewIntent&& intent) { return serve(update(desk, std::move(intent))); }
    // Signs what the dialog was opened for.
    void sign(std::vector<std::pair<std::string, Error>> failed = {}) {
        work::reply::Signed done;
        done.count = desk.signing.size() - failed.size();
        for (const std::string& key : desk.signing) {
            const bool bad =
                std::any_of(failed.begin(), failed.end(), [&](const auto& one) { return one.first == key; });
            if (!bad) {
                std::erase(queue, key);
            }
        }
        done.failed = std::move(failed);
        work::Reply reply{0, std::move(done)};
        serve(receive(desk, reply));
    }
};

std::vector<std::string> keys(std::size_t n) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i) {
        out.push_back("case/" + std::to_string(i));
    }
    return out;
}

std::vector<std::string> keys_of(const work::job::Decide& job) {
    std::vector<std::string> out;
    for (const work::job::Decide::On& on : job.cases) {
        CHECK(on.entry == 40 + on.key.size());  // as the row was when it was shown
        out.push_back(on.key);
    }
    return out;
}

const work::job::Decide* decision(const Effects& effects) {
    const auto* ask = effects.size() == 1 ? std::get_if<AskToSign>(effects.data()) : nullptr;
    return ask == nullptr ? nullptr : std::get_if<work::job::Decide>(&ask->job);
}

}  // namespace

TEST_CASE("The case with the least time left is current when the reviewer comes") {
    ReviewDesk desk;
    Store store{desk, keys(3)};
    store.serve(enter(desk, {}));
    CHECK(desk.current == "case/0");
    REQUIRE(current_view(desk) != nullptr);
    CHECK(store.cases == std::vector<std::string>{"case/0"});
}

TEST_CASE("Twenty cases pass one after the other: the next row is current by itself") {
    ReviewDesk desk;
    Store store{desk, keys(20)};
    store.serve(enter(desk, {}));
    for (std::size_t n = 0; n < 20; ++n) {
        const std::string key = "case/" + std::to_string(n);
        REQUIRE(desk.current == key);
        const Effects effects = store.say(review_intent::Pass{});
        const auto* job = decision(effects);
        REQUIRE(job != nullptr);
        CHECK(keys_of(*job) == std::vector<std::string>{key});
        CHECK(job->decision.act == "pass");
        store.sign();
        CHECK(desk.list.take_focus);
    }
    CHECK(desk.pages.total() == 0);
    CHECK(desk.current.empty());
    CHECK(current_view(desk) == nullptr);
}

TEST_CASE("After the last row is decided the one before it is current") {
    ReviewDesk desk;
    Store store{desk, keys(3)};
    store.serve(enter(desk, {}));
    store.say(review_intent::Current{2});
    store.say(review_intent::Pass{});
    store.sign();
    CHECK(desk.current == "case/1");
    CHECK(desk.list.at == 1);
}

TEST_CASE("Moving through the queue shows the case of the row, and decides on no other") {
    ReviewDesk desk;
    Store store{desk, keys(3)};
    store.serve(enter(desk, {}));
    const Effects effects = update(desk, review_intent::Current{1});  // its case is still on its way
    CHECK(effects.size() == 1);
    CHECK(current_view(desk) == nullptr);
    CHECK(update(desk, review_intent::Pass{}).empty());
    CHECK(update(desk, review_intent::Draft{"return"}).empty());
}

TEST_CASE("While a case is on its way, rows that are passed by are not asked for") {
    ReviewDesk desk;
    Store store{desk, keys(9)};
    store.serve(enter(desk, {}));
    Effects first = update(desk, review_intent::Current{1});
    *std::get<Do>(first[0]).wait = {99, 0};
    for (std::size_t at = 2; at < 9; ++at) {
        CHECK(update(desk, review_intent::Current{at}).empty());
    }
    store.cases.clear();
    work::reply::Case late;
    late.view.row = store.row("case/1");
    work::Reply reply{99, std::move(late)};
    store.serve(receive(desk, reply));
    CHECK(store.cases == std::vector<std::string>{"case/8"});
    REQUIRE(current_view(desk) != nullptr);
    CHECK(current_view(desk)->row.key == "case/8");
}

TEST_CASE("Rows that are ticked pass together, each signed; what failed stays") {
    ReviewDesk desk;
    Store store{desk, keys(6)};
    store.serve(enter(desk, {}));
    for (const char* key : {"case/1", "case/3", "case/4"}) {
        store.say(review_intent::Tick{key});
    }
    store.say(review_intent::Tick{"case/3"});
    store.say(review_intent::Tick{"case/3"});
    store.say(review_intent::Tick{"case/elsewhere"});
    CHECK(desk.ticked == std::vector<std::string>{"case/1", "case/4", "case/3"});
    const Effects effects = store.say(review_intent::Batch{});
    REQUIRE(decision(effects) != nullptr);
    CHECK(decision(effects)->cases.size() == 3);
    store.sign({{"case/4", fail("blob.missing")}});
    CHECK(desk.ticked == std::vector<std::string>{"case/4"});
    CHECK(desk.pages.total() == 4);
    CHECK(desk.current == "case/0");
}

TEST_CASE("After a batch the row that came after it is current: none is skipped") {
    ReviewDesk desk;
    Store store{desk, keys(6)};
    store.serve(enter(desk, {}));
    for (std::size_t i = 0; i < 3; ++i) {
        store.say(review_intent::Current{i});
        store.say(review_intent::Tick{"case/" + std::to_string(i)});
    }
    store.say(review_intent::Batch{});
    store.sign();
    CHECK(desk.current == "case/3");
    CHECK(desk.list.at == 0);
}

TEST_CASE("A return tells everything that is missing, once, with its reason") {
    ReviewDesk desk;
    Store store{desk, keys(2)};
    store.serve(enter(desk, {}));
    store.say(review_intent::Draft{"return"});
    REQUIRE(desk.draft);
    store.say(review_intent::Slot{"vacancy"});
    store.say(review_intent::Slot{"minutes"});
    store.say(review_intent::Slot{"other"});
    store.say(review_intent::Slot{"other"});
    Effects effects = store.say(review_intent::Sign{});
    REQUIRE(effects.size() == 1);
    CHECK(std::get<FocusOn>(effects[0]).id == "review.dialog.reason");  // led to what is missing
    CHECK(desk.draft->tried);
    desk.draft->reason.set("请补齐");
    effects = store.say(review_intent::Sign{});
    const auto* job = decision(effects);
    REQUIRE(job != nullptr);
    CHECK(job->decision.act == "return");
    CHECK(job->decision.reason == "请补齐");
    CHECK(job->decision.missing == std::vector<std::string>{"minutes", "vacancy"});
    store.sign();
    CHECK_FALSE(desk.draft);
    CHECK(desk.current == "case/1");
}

TEST_CASE("What was written stays when signing is left, until another case or act is chosen") {
    ReviewDesk desk;
    Store store{desk, keys(2)};
    store.serve(enter(desk, {}));
    store.say(review_intent::Draft{"return"});
    desk.draft->reason.set("请补齐");
    CHECK(decision(store.say(review_intent::Sign{})) != nullptr);
    CHECK(desk.draft->signing);  // only one dialog at a time
    store.say(review_intent::Draft{"return"});
    CHECK_FALSE(desk.draft->signing);
    CHECK(desk.draft->reason.text() == "请补齐");
    store.say(review_intent::Draft{"refuse"});
    CHECK(desk.draft->reason.text().empty());
    store.say(review_intent::Current{1});
    CHECK_FALSE(desk.draft);
}

TEST_CASE("A refusal carries no list of documents, and a blank reason is none") {
    ReviewDesk desk;
    Store store{desk, keys(1)};
    store.serve(enter(desk, {}));
    store.say(review_intent::Draft{"refuse"});
    desk.draft->missing = {"vacancy"};
    desk.draft->reason.set(" \n ");
    CHECK(decision(store.say(review_intent::Sign{})) == nullptr);
    desk.draft->reason.set("计划外用编");
    const Effects effects = store.say(review_intent::Sign{});
    REQUIRE(decision(effects) != nullptr);
    CHECK(decision(effects)->decision.missing.empty());
    store.say(review_intent::Cancel{});
    CHECK_FALSE(desk.draft);
}

TEST_CASE("What is not this person's to decide is not signed") {
    ReviewDesk desk;
    Store store{desk, keys(1)};
    store.decidable = false;
    store.serve(enter(desk, {}));
    CHECK(store.say(review_intent::Pass{}).empty());
    CHECK(store.say(review_intent::Draft{"pause"}).empty());
    CHECK(store.say(review_intent::Batch{}).empty());
}

TEST_CASE("A case that was asked for by name is shown, in the queue or not") {
    ReviewDesk desk;
    Store store{desk, keys(3)};
    store.serve(enter(desk, {Place::review, "case/2"}));
    CHECK(desk.current == "case/2");
    CHECK(desk.list.at == 2);
    CHECK_FALSE(desk.pinned);
    store.serve(enter(desk, {Place::review, "case/foreign"}));
    CHECK(desk.current == "case/foreign");
    CHECK(desk.pinned);
    store.say(review_intent::Current{0});
    CHECK(desk.current == "case/0");
    CHECK_FALSE(desk.pinned);
}

TEST_CASE("Another matter begins anew, without ticks of before") {
    ReviewDesk desk;
    Store store{desk, keys(3)};
    store.serve(enter(desk, {}));
    store.say(review_intent::Tick{"case/1"});
    store.queue = {"case/out"};
    store.say(review_intent::Matter{"OUT"});
    CHECK(store.pages.back() == "OUT");
    CHECK(desk.ticked.empty());
    CHECK(desk.current == "case/out");
}

TEST_CASE("A signature of another desk only asks again") {
    ReviewDesk desk;
    Store store{desk, keys(3)};
    store.serve(enter(desk, {}));
    store.say(review_intent::Pass{});  // opened, and then left without signing
    work::reply::Signed other;
    other.count = 1;
    other.key = "case/elsewhere";
    work::Reply reply{0, std::move(other)};
    store.serve(receive(desk, reply));
    CHECK(desk.pages.total() == 3);
    CHECK(desk.current == "case/0");
}
