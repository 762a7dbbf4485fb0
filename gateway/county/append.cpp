// SPDX-License-Identifier: Apache-2.0
// The one writer of the log: who waits, who writes for whom, and that a broken commit ends in silence, never in a
// wrong signature. What a group does is told in group.hpp.
#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>

#include "gateway/county/group.hpp"

namespace zj::county {

namespace {

using std::chrono::steady_clock;

// Bounds of a group commit beyond its first push (reconcile.md, County database): as much as one push may have, so that
// nobody waits much longer for others than for itself. What a group may write is bounded whoever it is of
// (CountyOptions::group_written_max).
constexpr std::size_t kGroupMax = limits::kPushCountMax;
constexpr std::size_t kGroupBytesMax = limits::kPushBytesMax;
constexpr auto kGroupTime = std::chrono::milliseconds(100);
// Fewer signatures than this are checked faster here than a thread starts.
constexpr std::size_t kParallelFrom = 64;

void check_some(const std::vector<log::ChangeSet>& change_sets, std::vector<model::Checked>& out,
                std::atomic<std::size_t>& next, Directory& directory) {
    constexpr std::size_t kBite = 16;
    for (std::size_t from = next.fetch_add(kBite); from < change_sets.size(); from = next.fetch_add(kBite)) {
        for (std::size_t i = from; i < std::min(from + kBite, change_sets.size()); ++i) {
            out[i] = model::check(change_sets[i], directory);
        }
    }
}

std::vector<model::Checked> check_all(const std::vector<log::ChangeSet>& change_sets, Directory& directory,
                                      unsigned threads) {
    std::vector<model::Checked> out(change_sets.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> others;
    if (change_sets.size() >= kParallelFrom) {
        try {
            for (unsigned i = 1; i < threads; ++i) {
                others.emplace_back([&] { check_some(change_sets, out, next, directory); });
            }
        } catch (const std::system_error&) {  // no thread to be had: this one does the work
        }
    }
    check_some(change_sets, out, next, directory);
    others.clear();
    return out;
}

std::size_t bytes_of(const std::vector<log::ChangeSet>& change_sets) {
    std::size_t bytes = 0;
    for (const log::ChangeSet& change_set : change_sets) {
        bytes += change_set.envelope.payload.size();
        for (const log::Body& body : change_set.bodies) {
            bytes += body.bytes.size();
        }
    }
    return bytes;
}

void answer_later(const std::vector<Waiting*>& group, const std::string& code) {
    for (Waiting* waiting : group) {
        waiting->answers.resize(waiting->told);  // what an earlier group made durable stays said
        while (!waiting->finished()) {
            waiting->answers.push_back(later(waiting->checked[waiting->answers.size()].id, code));
        }
    }
}

// Pushes for one group, the first without condition, further ones while they are there and the bounds allow. They stay
// in the queue until they leave() it: one that the group could not take whole is the first of the next group.
class Intake {
public:
    explicit Intake(County::State& state) : s_(state), until_(steady_clock::now() + kGroupTime) {}
    Waiting* next() {
        const std::lock_guard lock(s_.queue_lock);
        if (taken_.size() == s_.queue.size()) {
            return nullptr;
        }
        Waiting* first = s_.queue[taken_.size()];
        count_ += first->change_sets->size();
        bytes_ += first->bytes;
        if (!taken_.empty() && (count_ > kGroupMax || bytes_ > kGroupBytesMax || steady_clock::now() > until_)) {
            return nullptr;
        }
        taken_.push_back(first);
        return first;
    }
    void all() {
        while (next() != nullptr) {
        }
    }
    const std::vector<Waiting*>& taken() const { return taken_; }
    // Under the queue's lock: who has all answers waits no more.
    void leave() {
        for (Waiting* waiting : taken_) {
            waiting->done = waiting->finished();
        }
        std::erase_if(s_.queue, [](const Waiting* waiting) { return waiting->done; });
    }

private:
    County::State& s_;
    steady_clock::time_point until_;
    std::vector<Waiting*> taken_;
    std::size_t count_ = 0, bytes_ = 0;
};

// `work` on a group under the head lock. A read that failed undoes it. An exception of another kind (no memory, a
// test's crash) may have come between the commit and what memory holds: nothing is signed any more.
Result<> with_group(County::State& s, const std::function<Result<>(Group&)>& work) {
    const std::lock_guard lock(s.head);
    Group group(s);
    try {
        auto done = group.begin();
        if (done) {
            done = work(group);
        }
        if (!done) {
            group.undo();
        }
        // Nothing was written where nobody waited and no tick was due: that says nothing about the disk.
        return done && group.empty() ? Result<>() : s.told(std::move(done));
    } catch (const ReadFailed& failed) {
        group.undo();
        return s.told(failed.error);
    } catch (...) {
        group.undo();
        s.stopped = true;
        throw;
    }
}

// Every one that was taken has its answers afterwards, but for the last where the group was full before its end.
void write_group(County::State& s, Intake& intake) {
    const auto done = with_group(s, [&](Group& group) -> Result<> {
        for (Waiting* waiting = intake.next(); waiting != nullptr; waiting = group.full() ? nullptr : intake.next()) {
            group.push(*waiting);
        }
        if (!group.empty()) {
            ZJ_CHECK(group.commit());
        }
        group.close_doors();
        for (Waiting* waiting : intake.taken()) {
            group.answer(*waiting);
        }
        group.note_noise();
        return {};
    });
    if (!done) {
        intake.all();  // the clock or the store says no: so it does to them
        answer_later(intake.taken(), done.error().code);
    }
}

}  // namespace

std::vector<sync::PushAnswer> County::push(const std::vector<log::ChangeSet>& change_sets, std::string_view via) {
    State& s = *state_;
    Waiting mine;
    mine.change_sets = &change_sets;
    mine.via = via;
    mine.bytes = bytes_of(change_sets);
    mine.generation = s.directory.generation();
    mine.checked = check_all(change_sets, s.directory, s.options.threads);
    s.step("verified");

    std::unique_lock lock(s.queue_lock);
    s.queue.push_back(&mine);
    while (!mine.done) {
        if (s.writing) {
            s.queue_moved.wait(lock);
            continue;
        }
        // Whoever finds nobody writing writes for all that wait, in their order.
        s.writing = true;
        lock.unlock();
        Intake intake(s);
        const auto finish = [&] {
            lock.lock();
            intake.leave();
            s.writing = false;
            s.queue_moved.notify_all();
        };
        try {
            write_group(s, intake);
        } catch (...) {  // nobody may wait for this thread, nor find it in the queue
            answer_later(intake.taken(), "county.stopped");
            finish();
            std::erase(s.queue, &mine);
            throw;
        }
        finish();
    }
    return std::move(mine.answers);
}

Result<> County::append_root(const log::SignedRoot& root) {
    State& s = *state_;
    ZJ_TRY(const log::RootStatement statement, log::parse_root_statement(root.envelope.payload));
    if (statement.log_key != s.log_key.verify_key()) {
        return fail("county.log_key", {}, "the statement names another log key");
    }
    // A program that cannot apply a statement's rules must not write a verdict on it either: a newer one would differ.
    if (statement.rules > model::kNewestRules) {
        const std::string number = std::to_string(statement.rules);
        return fail("rules.unknown", {}, "the statement puts rules " + number + " in force", {number});
    }
    return with_group(s, [&](Group& group) -> Result<> {
        if (statement.number != static_cast<std::int64_t>(s.roots.size()) + 1) {
            return fail("root.number", {}, "statement " + std::to_string(s.roots.size() + 1) + " is the next");
        }
        group.root(root, statement);
        return group.commit();
    });
}

Result<std::size_t> County::advance() {
    State& s = *state_;
    std::size_t ticks = 0;
    ZJ_CHECK(with_group(s, [&](Group& group) -> Result<> {
        if (group.empty()) {
            return {};
        }
        ticks = group.size();
        return group.commit();
    }));
    const std::lock_guard lock(s.head);
    ZJ_CHECK(s.probe());
    return ticks;
}

const std::vector<std::string>& fault_steps() {
    static const std::vector<std::string> all{"verified",   "locked", "judged",    "begin",    "entries",
                                              "checkpoint", "commit", "committed", "published"};
    return all;
}

}  // namespace zj::county
