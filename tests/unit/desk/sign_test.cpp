// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "terminal/desk/sign/sign_dialog.hpp"

using namespace zj;
using namespace zj::desk;

namespace {

SignDialog deciding(std::size_t n) {
    AskToSign ask;
    work::job::Decide job;
    for (std::size_t i = 0; i < n; ++i) {
        job.cases.push_back({"case/" + std::to_string(i), 7});
    }
    job.decision.act = "pass";
    ask.job = std::move(job);
    return SignDialog(std::move(ask));
}

void type(SignDialog& dialog, std::u32string_view text) {
    for (const char32_t c : text) {
        dialog.passphrase.insert(c);
    }
}

// The job that a signature posts, with the number that the shell would give it.
const Do* posted(const Effects& effects, std::uint64_t number) {
    const Do* out = effects.size() == 1 ? std::get_if<Do>(effects.data()) : nullptr;
    if (out != nullptr && out->wait != nullptr) {
        *out->wait = {number, 0};
    }
    return out;
}

}  // namespace

TEST_CASE("Without a passphrase nothing is signed; with one the job has it and the dialog no longer") {
    SignDialog dialog = deciding(1);
    bool closes = false;
    const Effects none = update(dialog, sign::Sign{}, closes);
    REQUIRE(none.size() == 1);
    CHECK(std::get<FocusOn>(none[0]).id == "sign.passphrase");
    type(dialog, U"bamu diga foku zelu wayi");
    const Effects effects = update(dialog, sign::Sign{}, closes);
    const Do* job = posted(effects, 5);
    REQUIRE(job != nullptr);
    CHECK(std::get<work::job::Decide>(job->job).passphrase.text() == "bamu diga foku zelu wayi");
    CHECK(dialog.passphrase.empty());
    CHECK_FALSE(closes);
}

TEST_CASE("A wrong passphrase leaves the dialog with the same act to be signed") {
    SignDialog dialog = deciding(2);
    bool closes = false;
    type(dialog, U"x");
    REQUIRE(posted(update(dialog, sign::Sign{}, closes), 5) != nullptr);
    work::Reply reply{5, work::reply::Failed{fail("passphrase.wrong"), {}}};
    receive(dialog, reply, closes);
    CHECK_FALSE(closes);
    CHECK(dialog.error->code == "passphrase.wrong");
    type(dialog, U"y");
    const Effects again = update(dialog, sign::Sign{}, closes);
    const Do* job = posted(again, 6);
    REQUIRE(job != nullptr);
    CHECK(std::get<work::job::Decide>(job->job).cases.size() == 2);
    CHECK(std::get<work::job::Decide>(job->job).decision.act == "pass");
}

TEST_CASE("While it signs nothing goes back, but several can be stopped after the one under way") {
    SignDialog dialog = deciding(20);
    bool closes = false;
    type(dialog, U"x");
    REQUIRE(posted(update(dialog, sign::Sign{}, closes), 5) != nullptr);
    CHECK(update(dialog, sign::Back{}, closes).empty());
    CHECK_FALSE(closes);
    const Effects stop = update(dialog, sign::Stop{}, closes);
    REQUIRE(stop.size() == 1);
    CHECK(std::holds_alternative<work::job::StopDeciding>(std::get<Do>(stop[0]).job));
    CHECK(update(dialog, sign::Stop{}, closes).empty());  // once
    work::reply::Signed done;
    done.count = 3;
    done.failed = {{"case/3", fail("sign.stopped")}};
    work::Reply reply{5, std::move(done)};
    const Effects told = receive(dialog, reply, closes);
    CHECK(closes);
    REQUIRE(told.size() == 1);
    CHECK(std::get<Toast>(told[0]).key == "sign.some.failed");
}

TEST_CASE("A withdrawal needs words, not blanks") {
    AskToSign ask;
    ask.wants_reason = true;
    ask.job = work::job::Withdraw{"case/a", {}, {}};
    SignDialog dialog(std::move(ask));
    bool closes = false;
    type(dialog, U"x");
    dialog.reason.set(" \n ");
    const Effects effects = update(dialog, sign::Sign{}, closes);
    REQUIRE(effects.size() == 1);
    CHECK(std::get<FocusOn>(effects[0]).id == "sign.reason");
    dialog.reason.set("填错了单位");
    const Effects signs = update(dialog, sign::Sign{}, closes);
    REQUIRE(posted(signs, 5) != nullptr);
    CHECK(std::get<work::job::Withdraw>(std::get<Do>(signs[0]).job).reason == "填错了单位");
}

TEST_CASE("Another job's answer neither closes the dialog nor fails it") {
    SignDialog dialog = deciding(1);
    bool closes = false;
    type(dialog, U"x");
    REQUIRE(posted(update(dialog, sign::Sign{}, closes), 5) != nullptr);
    work::Reply other{4, work::reply::Signed{}};
    CHECK(receive(dialog, other, closes).empty());
    work::Reply failed{4, work::reply::Failed{fail("vault.io"), {}}};
    CHECK(receive(dialog, failed, closes).empty());
    CHECK_FALSE(closes);
    CHECK_FALSE(dialog.error);
}
