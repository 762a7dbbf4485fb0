// SPDX-License-Identifier: Apache-2.0
// The thread that the window talks to: a vault behind messages.
#include <condition_variable>
#include <deque>
#include <mutex>

#include "terminal/work/store_thread.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;
using codec::Array;
using codec::Object;
using codec::Value;

namespace {

constexpr const char* kPassphrase = "bamu diga foku zelu wayi";
const std::string kCase = "case/abcd234567abcd234567abca";

Value in_review() {
    return Object{{"matter", "USE"},
                  {"unit", kUnit},
                  {"state", "in_review"},
                  {"case_no", "USE-2026-0001"},
                  {"step", "first_review"},
                  {"clerk", "person-2"},
                  {"received_at", "2026-11-20T16:00:00.000+08:00"},
                  {"signed_at", "2026-11-20T16:00:00.000+08:00"},
                  {"limit_half_days", 6},
                  {"fields", Object{{"post_name", "综合岗位"}}},
                  {"steps", Array{}},
                  {"materials", Array{}}};
}

// A window's end of it: what was posted, in order.
class Window {
public:
    explicit Window(Desk& desk) : random_(43), thread_(settings(desk)) {}

    std::uint64_t ask(Job job) { return thread_.ask(std::move(job)); }
    // The last word on a job; progress is passed over.
    Reply wait(std::uint64_t number) {
        std::unique_lock lock(mutex_);
        for (;;) {
            for (auto one = replies_.begin(); one != replies_.end(); ++one) {
                if (one->to == number && !std::holds_alternative<reply::Progress>(one->what)) {
                    Reply out = std::move(*one);
                    replies_.erase(one);
                    return out;
                }
            }
            REQUIRE(told_.wait_for(lock, std::chrono::seconds(60)) == std::cv_status::no_timeout);
        }
    }
    Reply done(Job job) { return wait(ask(std::move(job))); }
    template <class What>
    What as(Reply&& reply) {
        REQUIRE(std::holds_alternative<What>(reply.what));
        return std::get<What>(std::move(reply.what));
    }
    void unlock() { as<reply::Unlocked>(done(job::Unlock{"clerk", crypto::Secret::from(as_bytes(kPassphrase))})); }
    bool busy() const { return thread_.busy(); }
    // While it holds, the store thread stands still where it first tells of progress.
    void hold(bool holds) {
        const std::scoped_lock lock(mutex_);
        holds_ = holds;
        told_.notify_all();
    }

private:
    StoreSettings settings(Desk& desk) {
        StoreSettings out;
        out.folder = desk.home.file("vault");
        out.gateway = "127.0.0.1:1";  // nobody there
        out.syncs = false;
        out.media.clear();
        out.vault.clock = &desk.clock;
        out.vault.random = &random_;
        out.vault.cost = {crypto::kArgon2Floor, crypto::kArgon2Floor};
        out.post = [this](Reply reply) {
            std::unique_lock lock(mutex_);
            told_.wait(lock, [&] { return !holds_ || !std::holds_alternative<reply::Progress>(reply.what); });
            replies_.push_back(std::move(reply));
            told_.notify_all();
        };
        out.monotonic_ms = [] {
            return std::int64_t{0};
        };
        return out;
    }

    SeededRandom random_;
    std::mutex mutex_;
    std::condition_variable told_;
    std::deque<Reply> replies_;
    bool holds_ = false;
    StoreThread thread_;
};

job::Decide pause(std::vector<job::Decide::On> cases) {
    job::Decide out;
    out.cases = std::move(cases);
    out.decision = {"pause", "等编委会", {}};
    out.passphrase = crypto::Secret::from(as_bytes(kPassphrase));
    return out;
}

std::string code_of(const Reply& reply) {
    const auto* failed = std::get_if<reply::Failed>(&reply.what);
    return failed == nullptr ? std::string() : failed->error.code;
}

// A vault with one case in review; the entry that its row shows.
std::uint64_t with_case(Desk& desk) {
    desk.open_books();
    desk.deliver({desk.record("identity/person-1",
                              Object{{"name", "田小满"},
                                     {"phone", "0713-5550301"},
                                     {"unit", kUnit},
                                     {"roles", Array{"ob_clerk"}},
                                     {"state", "live"}},
                              2),
                  desk.record(kCase, in_review())});
    const std::uint64_t entry = desk.vault->case_entry(kCase)->entry;
    desk.vault.reset();
    return entry;
}

}  // namespace

TEST_CASE("a case that has changed since it was shown is not signed, and says so") {
    Desk desk;
    const std::uint64_t entry = with_case(desk);
    REQUIRE(entry > 0);
    Window window(desk);
    window.unlock();
    const auto row = window.as<reply::Case>(window.done(job::Case{kCase})).view.row;
    CHECK(row.entry == entry);
    CHECK(code_of(window.done(pause({{kCase, entry - 1}}))) == "case.changed");
    CHECK(code_of(window.done(pause({{kCase, 0}}))) == "case.changed");
    // As it was shown it comes before the judge, who has something to say about this bare record.
    const std::string judged = code_of(window.done(pause({{kCase, entry}})));
    CHECK((!judged.empty() && judged != "case.changed"));
}

TEST_CASE("of several cases each is judged for itself, and named with its reason") {
    Desk desk;
    const std::uint64_t entry = with_case(desk);
    Window window(desk);
    window.unlock();
    const auto done =
        window.as<reply::Signed>(window.done(pause({{"case/abcd234567abcd234567abcz", 1}, {kCase, entry}})));
    CHECK(done.count == 0);
    REQUIRE(done.failed.size() == 2);
    CHECK(done.failed[0].second.code == "case.changed");
    CHECK(done.failed[1].first == kCase);
    CHECK(done.failed[1].second.code != "case.changed");
}

TEST_CASE("signing several stops where it is told to, and what is left is named") {
    Desk desk;
    const std::uint64_t entry = with_case(desk);
    Window window(desk);
    window.unlock();
    std::vector<job::Decide::On> many(40, {"case/abcd234567abcd234567abcz", 1});
    many.push_back({kCase, entry});
    window.hold(true);
    const auto deciding = window.ask(pause(std::move(many)));
    const auto stopping = window.ask(job::StopDeciding{});
    window.hold(false);
    const auto done = window.as<reply::Signed>(window.wait(deciding));
    window.wait(stopping);
    CHECK(done.count == 0);
    REQUIRE(done.failed.size() == 41);
    CHECK(done.failed.back().second.code == "sign.stopped");
    CHECK_FALSE(window.busy());
}

TEST_CASE("a wrong passphrase signs nothing") {
    Desk desk;
    const std::uint64_t entry = with_case(desk);
    Window window(desk);
    window.unlock();
    job::Decide wrong = pause({{kCase, entry}});
    wrong.passphrase = crypto::Secret::from(as_bytes("bamu diga foku zelu wayo"));
    CHECK(code_of(window.done(std::move(wrong))) == "passphrase.wrong");
}

TEST_CASE("a lock ends what is under way, and every job that was asked is answered") {
    Desk desk;
    const std::uint64_t entry = with_case(desk);
    Window window(desk);
    window.unlock();
    const auto deciding = window.ask(pause(std::vector<job::Decide::On>(40, {"case/abcd234567abcd234567abcz", entry})));
    const auto syncing = window.ask(job::Sync{});
    const auto locking = window.ask(job::Lock{});
    const auto late = window.ask(job::Home{});
    window.as<reply::Locked>(window.wait(locking));
    static_cast<void>(window.wait(deciding));
    static_cast<void>(window.wait(syncing));
    CHECK(code_of(window.wait(late)) == "vault.locked");
    CHECK_FALSE(window.busy());
    window.unlock();  // and nothing of before is in the way
    CHECK(code_of(window.done(job::Home{})).empty());
}

TEST_CASE("a folder that is not permitted is not looked into, and no place to look is no error") {
    Desk desk;
    with_case(desk);
    Window window(desk);
    window.unlock();
    CHECK(window.as<reply::Places>(window.done(job::Browse{})).places.empty());
    CHECK(code_of(window.done(job::Browse{"/etc"})) == "place.outside");
}
