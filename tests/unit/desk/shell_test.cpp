// SPDX-License-Identifier: Apache-2.0
// The way of replies: desks that were left still hear what they asked for, and only the desk that is shown moves
// anybody.
#include <catch2/catch_test_macros.hpp>

#include "terminal/desk/shell/shell.hpp"
#include "tests/unit/desk/form_ground.hpp"

using namespace zj;
using namespace zj::desk;

namespace {

struct Office {
    Shell shell;
    std::vector<std::pair<std::uint64_t, work::Job>> jobs;
    std::uint64_t number = 0;

    Office() {
        shell.ask = [this](work::Job job) {
            jobs.emplace_back(++number, std::move(job));
            return number;
        };
        shell.now_ms = 5'000;
        work::HereView here;
        here.unit = "421125101";
        here.roles = {"unit_clerk"};
        shell.here = here;
        touched(shell);
    }
    template <class Job>
    std::uint64_t last() const {
        for (auto one = jobs.rbegin(); one != jobs.rend(); ++one) {
            if (std::holds_alternative<Job>(one->second)) {
                return one->first;
            }
        }
        return 0;
    }
    template <class Job>
    std::size_t count() const {
        return static_cast<std::size_t>(std::count_if(
            jobs.begin(), jobs.end(), [](const auto& one) { return std::holds_alternative<Job>(one.second); }));
    }
    void go_to(Place place, std::string key = {}) { go(shell, {place, std::move(key), 0}); }
    // A form of USE with everything filled in, which is draft 7.
    FormDesk& filled() {
        go_to(Place::form, "USE");
        work::FormView view = desk_test::Ground::complete();
        view.draft.id = 7;
        receive(shell, {last<work::job::NewForm>(), work::reply::Form{std::move(view)}});
        REQUIRE(shell.desks.form.form.value);
        return shell.desks.form;
    }
    void say(FormIntent::Kind kind) {
        FormIntent intent;
        intent.kind = kind;
        intent.now_ms = shell.now_ms;
        perform(shell, update(shell.desks.form, std::move(intent)));
    }
    std::uint64_t serial_of_save() const {
        for (auto one = jobs.rbegin(); one != jobs.rend(); ++one) {
            if (const auto* save = std::get_if<work::job::SaveDraft>(&one->second)) {
                return save->serial;
            }
        }
        return 0;
    }
};

}  // namespace

TEST_CASE("A list that was left while its page was on the way is asked for again on coming back") {
    Office office;
    office.go_to(Place::cases);
    const auto number = office.last<work::job::Cases>();
    office.go_to(Place::home);
    receive(office.shell, {number, work::reply::Cases{}});
    CHECK_FALSE(office.shell.desks.cases.wait);
    office.go_to(Place::cases);
    CHECK(office.count<work::job::Cases>() == 2);
}

TEST_CASE("The queue of a reviewer and its case come back to life the same way") {
    Office office;
    office.go_to(Place::review, "case/a");
    const auto queue = office.last<work::job::Review>(), one = office.last<work::job::Case>();
    REQUIRE((queue != 0 && one != 0));
    office.go_to(Place::home);
    receive(office.shell, {queue, work::reply::Review{}});
    receive(office.shell, {one, work::reply::Case{}});
    CHECK_FALSE(office.shell.desks.review.wait);
    CHECK_FALSE(office.shell.desks.review.view.wait);
    office.go_to(Place::review);
    CHECK(office.count<work::job::Review>() == 2);
}

TEST_CASE("A sync that ends while another desk is shown gives the button at home back") {
    Office office;
    office.go_to(Place::home);
    perform(office.shell, update(office.shell.desks.home, home::Sync{}));
    office.go_to(Place::cases);
    receive(office.shell, {office.last<work::job::Sync>(), work::reply::SyncState{}});
    office.go_to(Place::home);
    perform(office.shell, update(office.shell.desks.home, home::Sync{}));
    CHECK(office.count<work::job::Sync>() == 2);
}

TEST_CASE("A paper that is ready is told wherever the person is by then") {
    Office office;
    office.go_to(Place::one_case, "case/a");
    perform(office.shell, update(office.shell.desks.one_case, one_case_intent::Print{}));
    office.go_to(Place::cases);
    receive(office.shell, {office.last<work::job::Paper>(), work::reply::Paper{"receipt.pdf"}});
    CHECK(office.shell.toast.has_value());
    CHECK_FALSE(office.shell.desks.one_case.printing);
}

TEST_CASE("Signing that was asked for does not open over another desk, and the words are saved all the same") {
    Office office;
    static_cast<void>(office.filled());
    office.say(FormIntent::Kind::sign);
    const auto save = office.last<work::job::SaveDraft>();
    REQUIRE(save != 0);
    const auto serial = office.serial_of_save();
    office.go_to(Place::home);
    receive(office.shell, {save, work::reply::Saved{7, serial, {}}});
    CHECK(office.shell.place == Place::home);
    CHECK_FALSE(office.shell.sign.has_value());
    CHECK(office.shell.desks.form.saving.safe());
}

TEST_CASE("A signed form is gone also when its signature ends while another desk is shown") {
    Office office;
    static_cast<void>(office.filled());
    office.say(FormIntent::Kind::sign);
    receive(office.shell, {office.last<work::job::SaveDraft>(), work::reply::Saved{7, office.serial_of_save(), {}}});
    REQUIRE(office.shell.sign.has_value());
    office.shell.sign->signing = {99, 0};
    office.shell.place = Place::home;
    work::reply::Signed done;
    done.count = 1;
    done.key = "case/x";
    receive(office.shell, {99, done});
    CHECK_FALSE(office.shell.sign.has_value());
    CHECK_FALSE(office.shell.desks.form.form.value);
    CHECK(office.shell.place == Place::home);
}

TEST_CASE("A lock takes what is typed with it to the vault, and nothing of before is taken up after it") {
    Office office;
    FormDesk& form = office.filled();
    form.saving.typed = 3;
    form.saving.last_ms = office.shell.now_ms;
    const auto before = office.count<work::job::SaveDraft>();
    lock_up(office.shell);
    REQUIRE(office.jobs.size() >= 2);
    CHECK(office.count<work::job::SaveDraft>() == before + 1);
    CHECK(std::holds_alternative<work::job::Lock>(office.jobs.back().second));
    CHECK(office.shell.place == Place::lock);
    CHECK_FALSE(office.shell.here);
    receive(office.shell, {office.last<work::job::SaveDraft>(), work::reply::Saved{7, 3, {}}});
    receive(office.shell, {office.last<work::job::Lock>(), work::reply::Locked{}});
    CHECK(office.shell.forget);
    CHECK_FALSE(office.shell.desks.form.form.value);
}

TEST_CASE("Nobody at the desk for the agreed time locks it, and a touch puts that off") {
    Office office;
    office.go_to(Place::home);
    office.shell.now_ms += office.shell.lock_after_ms - 1;
    tick(office.shell);
    CHECK(office.shell.here);
    touched(office.shell);
    office.shell.now_ms += office.shell.lock_after_ms - 1;
    tick(office.shell);
    CHECK(office.shell.here);
    office.shell.now_ms += 1;
    tick(office.shell);
    CHECK_FALSE(office.shell.here);
}
