// SPDX-License-Identifier: Apache-2.0
// Papers, and the line to the county.
#include "terminal/work/store.hpp"

#include <algorithm>
#include <array>

#include "terminal/work/papers.hpp"
#include "terminal/work/sync.hpp"

namespace zj::work {

void StoreThread::Store::run_one(std::uint64_t number, const job::Paper& job) {
    with_vault(number, [&](const Context& c) -> Result<What> {
        ZJ_TRY(std::string path, write_paper(c, job, settings_.papers));
        return What(reply::Paper{std::move(path)});
    });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Sync& /*job*/) {
    if (vault_ == nullptr) {
        return answer(number, failed(fail("vault.locked", {}, "the vault is locked")));
    }
    syncing_ ? answer(number, sync_state_) : begin_sync(number);
}

void StoreThread::Store::run_one(std::uint64_t number, const job::StopSync& /*job*/) {
    if (syncing_) {
        owner_.stop_ = true;
    }
    answer(number, sync_state_);
}

void StoreThread::Store::begin_sync(std::uint64_t number) {
    auto exchange =
        vault::told([&]() -> Result<std::unique_ptr<SyncExchange>> { return std::make_unique<SyncExchange>(*vault_); });
    owner_.due_ms_ = INT64_MAX;
    if (!exchange) {
        return answer(number, failed(exchange.error()));
    }
    if (number != 0) {
        on_line_.insert(number);
    }
    owner_.stop_ = false;
    syncing_ = true;
    sync_state_.running = true;
    sync_state_.stage = "connect";
    post(0, sync_state_);
    exchanges_.add(
        std::move(*exchange), line(), [this, number](const Result<>& how) { sync_ended(number, how); },
        [this](const Progress& progress) {
            sync_state_.stage = progress.stage;
            sync_state_.done = progress.done;
            sync_state_.total = progress.total;
            post(0, sync_state_);
        });
}

void StoreThread::Store::sync_ended(std::uint64_t number, const Result<>& how) {
    owner_.stop_ = false;
    syncing_ = false;
    sync_state_.running = false;
    sync_state_.error = how ? std::nullopt : std::optional(how.error());
    past_.ended_ms = settings_.monotonic_ms();
    past_.failures = how ? 0 : past_.failures + 1;
    if (how) {
        sync_state_.at = settings_.vault.clock->now();
    }
    tell_here();
    plan_sync();
    answer_from_line(number, sync_state_);
}

void StoreThread::Store::plan_sync() {
    if (!settings_.syncs || syncing_) {
        return;
    }
    past_.has_waiting = waiting_ > 0;
    std::array<std::uint8_t, 2> drawn{};
    settings_.vault.random->fill(drawn);
    const int jitter = (drawn[0] * 256 + drawn[1]) % 1000;
    owner_.due_ms_ = next_sync_ms(past_, jitter);
    const std::int64_t away = owner_.due_ms_ - settings_.monotonic_ms();
    sync_state_.next_at = settings_.vault.clock->now() + std::max<std::int64_t>(0, away);
    post(0, sync_state_);
}

}  // namespace zj::work
