// SPDX-License-Identifier: Apache-2.0
// Talks of many requests over two threads' queues, turned here by hand; when they are begun; and the thread itself.

#include "terminal/work/exchange.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <thread>

#include "terminal/work/sync_policy.hpp"
#include "terminal/work/worker.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

// Answers with the target, or loses everything.
struct EchoLine final : Line {
    explicit EchoLine(bool lost_) : lost(lost_) {}
    bool lost;
    Result<sync::Response> send(const sync::Request& request) override {
        return lost ? Result<sync::Response>(fail("net.lost", "gateway")) : sync::Response{200, request.target};
    }
    Result<> pin(const Hash&) override { return {}; }
};

// So many requests; what came is noted.
struct Asking final : Exchange {
    Asking(std::string name_, int left_, std::vector<std::string>& came_)
        : name(std::move(name_)), left(left_), came(came_) {}
    std::string name;
    int left;
    std::vector<std::string>& came;
    Result<std::optional<sync::Request>> next() override {
        if (left < 0) {
            return fail("vault.full", "vault");
        }
        return left == 0 ? std::optional<sync::Request>()
                         : std::optional(sync::Request{"GET", name + std::to_string(left--), {}});
    }
    Result<> on_response(const Result<sync::Response>& response) override {
        if (!response) {
            return response.error();
        }
        came.push_back(response->body);
        return {};
    }
    Result<> finish() override { return {}; }
    Progress progress() const override { return {name, 0, 0}; }
};

struct Threads {
    std::deque<std::function<void()>> store, line;
    std::vector<std::string> came, ended;
    std::size_t told = 0, lines = 0;
    bool lost = false;
    Exchanges exchanges{[this](auto task) { store.push_back(std::move(task)); },
                        [this](auto task) {
                            line.push_back(std::move(task));
                        }};

    void add(const std::string& name, int requests) {
        exchanges.add(
            std::make_unique<Asking>(name, requests, came),
            [this]() -> Result<std::unique_ptr<Line>> {
                ++lines;
                return std::unique_ptr<Line>(std::make_unique<EchoLine>(lost));
            },
            [this, name](const Result<>& how) { ended.push_back(name + " " + code_of(how)); },
            [this](const Progress&) { ++told; });
    }
    static bool turn(std::deque<std::function<void()>>& queue) {
        if (queue.empty()) {
            return false;
        }
        const auto task = std::move(queue.front());
        queue.pop_front();
        task();
        return true;
    }
    void run() {
        while (turn(line) || turn(store)) {
        }
    }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("exchanges run one after the other, each over a line of its own, and tell how they ended") {
    Threads threads;
    threads.add("a", 2);
    threads.add("b", 1);
    CHECK_FALSE(threads.exchanges.idle());
    CHECK(threads.line.size() == 1);  // never two requests at a time
    threads.run();
    CHECK(threads.came == Texts{"a2", "a1", "b1"});
    CHECK(threads.ended == Texts{"a ", "b "});
    CHECK(threads.told == 3);
    CHECK(threads.lines == 2);
    CHECK(threads.exchanges.idle());
}

TEST_CASE("an exchange that has nothing to ask ends well without a line") {
    Threads threads;
    threads.add("a", 0);
    CHECK(threads.ended == Texts{"a "});
    CHECK(threads.lines == 0);
}

TEST_CASE("a lost line ends the exchange with its error, and the next one is tried all the same") {
    Threads threads;
    threads.lost = true;
    threads.add("a", 2);
    threads.lost = false;  // the line of the first was made already
    threads.add("b", 1);
    threads.run();
    CHECK(threads.ended == Texts{"a net.lost", "b "});
    CHECK(threads.came == Texts{"b1"});
}

TEST_CASE("an exchange that cannot ask ends with its own error, and no line at all with the line's") {
    Threads threads;
    threads.add("a", -1);
    CHECK(threads.ended == Texts{"a vault.full"});
    threads.exchanges.add(
        std::make_unique<Asking>("b", 1, threads.came), [] { return Result<std::unique_ptr<Line>>(fail("net.name")); },
        [&](const Result<>& how) { threads.ended.push_back(code_of(how)); }, [](const Progress&) {});
    CHECK(threads.ended.back() == "net.name");
    CHECK(threads.exchanges.idle());
}

TEST_CASE("after clear() nobody is called, and an answer still under way is dropped") {
    Threads threads;
    threads.add("a", 2);
    threads.add("b", 1);
    threads.exchanges.clear();
    CHECK(threads.exchanges.idle());
    threads.add("c", 1);
    threads.run();
    CHECK(threads.came == Texts{"c1"});
    CHECK(threads.ended == Texts{"c "});
}

TEST_CASE(
    "the line is tried at once, then now and then, sooner with something waiting, and ever more seldom without one") {
    CHECK(next_sync_ms({}, 999) == 0);
    CHECK(next_sync_ms({1'000, 0, false}, 0) == 61'000);
    CHECK(next_sync_ms({1'000, 0, true}, 0) == 11'000);
    CHECK(next_sync_ms({1'000, 1, true}, 0) == 6'000);
    CHECK(next_sync_ms({1'000, 2, true}, 0) == 11'000);
    CHECK(next_sync_ms({1'000, 7, true}, 0) == 301'000);
    CHECK(next_sync_ms({1'000, 1'000'000, false}, 0) == 301'000);
    for (const int failures : {0, 1, 3, 50}) {
        const std::int64_t first = next_sync_ms({1'000, failures, false}, 0);
        const std::int64_t last = next_sync_ms({1'000, failures, false}, 999);
        CHECK(last > first);                             // the terminals of a county do not come all at once
        CHECK(last - 1'000 <= (first - 1'000) * 6 / 5);  // and none is put off by more than a fifth
    }
}

TEST_CASE("a worker does what it is given in order, and lets what is under way end when it goes") {
    std::vector<int> done;
    std::atomic<bool> late{false};
    {
        Worker worker;
        for (int i = 0; i < 100; ++i) {
            worker.post([&done, i] { done.push_back(i); });
        }
        worker.drain();
        CHECK((done.size() == 100 && std::is_sorted(done.begin(), done.end())));
        std::atomic<bool> begun{false};
        worker.post([&] {
            begun = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            late = true;
        });
        while (!begun) {
            std::this_thread::yield();
        }
        worker.post([&] { done.clear(); });
    }
    CHECK(late);
    CHECK(done.size() == 100);  // what waited behind it was dropped
}
