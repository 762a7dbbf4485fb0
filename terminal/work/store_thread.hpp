// SPDX-License-Identifier: Apache-2.0
#pragma once
// The thread that holds the vault while the window draws (style.md, Concurrency). Jobs are done one after the other,
// replies are posted as values; requests of a sync travel on the line's thread, previews on a third, so that a job
// never waits for the network or for a decoder.
//
// Lock: what is on the line is told to stop and waited for, the vault is closed (keys wiped), then Locked is posted.
// Nothing asked before is answered after it.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "terminal/vault/vault.hpp"
#include "terminal/work/exchange.hpp"
#include "terminal/work/jobs.hpp"
#include "terminal/work/places.hpp"
#include "terminal/work/sync_policy.hpp"
#include "terminal/work/worker.hpp"

namespace zj::work {

struct StoreSettings {
    std::string folder;               // of the vault
    std::string gateway;              // host:port instead of the ticket's; may be empty
    bool demo = false;                // a county with simulated time is accepted at the first run
    bool syncs = true;                // by itself; tests switch it off
    std::vector<std::string> places;  // permitted for documents, beside removable media
    std::vector<std::string> media{"/media", "/run/media"};
    std::string papers;  // folder for PDFs
    vault::Settings vault;
    std::function<void(Reply)> post;  // from any thread; wakes the window
    std::function<std::int64_t()> monotonic_ms;
    // Makes a picture of one page; runs on a thread of its own.
    std::function<Result<reply::Picture>(const job::Preview&, ByteView, const std::atomic<bool>& stop)> render;
};

class StoreThread {
public:
    explicit StoreThread(StoreSettings settings);
    ~StoreThread();
    StoreThread(const StoreThread&) = delete;
    StoreThread& operator=(const StoreThread&) = delete;

    // The number of the job, from 1. UI thread only.
    std::uint64_t ask(Job job);
    // Of jobs that have been asked and not answered; for the UI map. Any thread.
    bool busy() const { return open_jobs_ > 0; }
    // When the store thread should be woken for its own sake (automatic sync), monotonic; call tick() then.
    std::int64_t next_due_ms() const { return due_ms_; }
    void tick();

private:
    class Store;

    StoreSettings settings_;
    std::atomic<int> open_jobs_{0};
    std::atomic<std::int64_t> due_ms_{INT64_MAX};
    std::atomic<bool> stop_{false};           // what is on the line
    std::atomic<bool> stop_previews_{false};  // with a lock alone: a sync that is stopped ends no preview
    std::uint64_t last_number_ = 0;
    std::unique_ptr<Store> store_;  // the store thread's own; declared before the workers that use it
    Worker line_, previews_, worker_;
};

}  // namespace zj::work
