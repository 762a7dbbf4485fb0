// SPDX-License-Identifier: Apache-2.0
#pragma once
// A thread that does what it is given, in order, and is joined at its end. Work may be posted from any thread.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace zj::work {

class Worker {
public:
    using Task = std::function<void()>;
    Worker() : thread_([this] { run(); }) {}
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    // What is waiting is dropped; what is under way is waited for.
    ~Worker() {
        {
            const std::scoped_lock lock(mutex_);
            ends_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }

    void post(Task task) {
        {
            const std::scoped_lock lock(mutex_);
            tasks_.push_back(std::move(task));
        }
        wake_.notify_all();
    }
    // Blocks until nothing is waiting or under way. Not from the worker itself.
    void drain() {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return tasks_.empty() && !busy_; });
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [this] { return ends_ || !tasks_.empty(); });
            if (ends_) {
                return;
            }
            const Task task = std::move(tasks_.front());
            tasks_.pop_front();
            busy_ = true;
            lock.unlock();
            task();
            lock.lock();
            busy_ = false;
            idle_.notify_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_, idle_;
    std::deque<Task> tasks_;
    bool ends_ = false, busy_ = false;
    std::thread thread_;  // last: it uses the others
};

}  // namespace zj::work
