// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/store.hpp"

#include <utility>

#include "shared/crypto/stack.hpp"
#include "terminal/vault/passphrase.hpp"
#include "terminal/work/devices.hpp"
#include "terminal/work/lock_note.hpp"

namespace zj::work {

StoreThread::Store::Store(StoreSettings& settings, StoreThread& owner)
    : settings_(settings),
      owner_(owner),
      places_(settings.places, settings.media),
      exchanges_([&owner](std::function<void()> task) { owner.worker_.post(std::move(task)); },
                 [&owner](std::function<void()> task) { owner.line_.post(std::move(task)); }) {}

void StoreThread::Store::sync_by_itself() {
    if (vault_ != nullptr && settings_.syncs && !syncing_) {
        begin_sync(0);
    }
}

void StoreThread::Store::answer(std::uint64_t to, What what) {
    if (to != 0) {
        --owner_.open_jobs_;
    }
    post(to, std::move(what));
}

void StoreThread::Store::answer_from_line(std::uint64_t to, What what) {
    on_line_.erase(to);
    answer(to, std::move(what));
}

std::function<void(const Progress&)> StoreThread::Store::teller(std::uint64_t to) {
    return [this, to](const Progress& progress) {
        post(to, reply::Progress{progress.stage, progress.done, progress.total});
    };
}

void StoreThread::Store::tell_here() {
    if (auto here = vault::told([&] { return here_view(context()); })) {
        here->fetched = fetched_;
        waiting_ = here->waiting + here->materials_waiting;
        post(0, reply::Here{std::move(*here)});
    }
}

Result<> StoreThread::Store::passphrase_again(const crypto::Secret& passphrase) {
    return vault_->try_slot(vault_->person().key, passphrase);
}

void StoreThread::Store::run_one(std::uint64_t number, const job::People& /*job*/) {
    answer(number, read_lock_note(settings_.folder, settings_.vault.cost));
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Draw& /*job*/) {
    answer(number, reply::Drawn{vault::draw_passphrase(*settings_.vault.random)});
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Enrol& job) {
    const auto ticket = log::parse_ticket(job.ticket.text());
    if (!ticket) {
        return answer(number, failed(ticket.error()));
    }
    Enrolling enrolling;
    enrolling.folder = settings_.folder;
    enrolling.ticket = &*ticket;
    enrolling.alias = job.alias;
    enrolling.device_name = job.device_name;
    enrolling.passphrase = &job.passphrase;
    enrolling.demo = settings_.demo;
    enrolling.settings = settings_.vault;
    enrolling.progress = teller(number);
    enrolling.stop = &owner_.stop_;
    enrolling.stranger = [&] {
        NetOptions options;
        options.address = settings_.gateway.empty() ? ticket->gateway : settings_.gateway;
        options.now = settings_.vault.clock->now();
        options.stop = &owner_.stop_;
        return net_line(std::move(options));
    };
    enrolling.line = [this](vault::Vault& vault) {
        return line_of(vault, settings_.gateway, &owner_.stop_);
    };
    const auto made = vault::told([&] { return enrol(enrolling); });
    if (!made) {
        return answer(number, failed(made.error()));
    }
    unlock(number, made->str_or("person"), job.passphrase);
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Unlock& job) {
    unlock(number, job.person, job.passphrase);
}

void StoreThread::Store::unlock(std::uint64_t number, std::string_view person, const crypto::Secret& passphrase) {
    owner_.stop_ = false;
    auto vault = vault::told([&] { return vault::Vault::open(settings_.folder, person, passphrase, settings_.vault); });
    if (!vault) {
        return answer(number, failed(vault.error()));
    }
    vault_ = std::move(*vault);
    past_ = {};
    ++unlocks_;
    auto here = vault::told([&] { return here_view(context()); });
    if (!here) {
        vault_.reset();
        return answer(number, failed(here.error()));
    }
    waiting_ = here->waiting + here->materials_waiting;
    answer(number, reply::Unlocked{std::move(*here)});
    plan_sync();
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Lock& /*job*/) {
    if (vault_ != nullptr) {
        static_cast<void>(vault::told([&] { return leave(context()); }));
        static_cast<void>(vault::told([&] { return write_lock_note(*vault_); }));
    }
    // Whoever holds a line or draws gives up between two steps; ask() has said so already.
    owner_.stop_ = owner_.stop_previews_ = true;
    ++unlocks_;
    exchanges_.clear();
    for (const std::uint64_t waits : std::exchange(on_line_, {})) {
        answer(waits, failed(fail("vault.locked", {}, "locked meanwhile")));
    }
    owner_.line_.post(crypto::wipe_stack);
    owner_.previews_.post(crypto::wipe_stack);
    owner_.line_.drain();  // the line's copy of the device key goes with it
    owner_.previews_.drain();
    vault_.reset();
    last_draft_ = 0;
    crypto::wipe_stack();
    sync_state_ = {};
    asked_for_.clear();
    syncing_ = false;
    owner_.due_ms_ = INT64_MAX;
    owner_.stop_ = owner_.stop_previews_ = false;
    answer(number, reply::Locked{});
}

StoreThread::StoreThread(StoreSettings settings)
    : settings_(std::move(settings)), store_(std::make_unique<Store>(settings_, *this)) {}

StoreThread::~StoreThread() {
    stop_ = stop_previews_ = true;
    worker_.drain();
    line_.drain();
}

std::uint64_t StoreThread::ask(Job job) {
    const std::uint64_t number = ++last_number_;
    ++open_jobs_;
    // A lock does not wait for what is on the line before it in the queue.
    if (std::holds_alternative<job::Lock>(job)) {
        stop_ = stop_previews_ = true;
    }
    const auto shared = std::make_shared<Job>(std::move(job));  // a task can be copied, a job cannot
    worker_.post([this, number, shared] { store_->run(number, *shared); });
    return number;
}

void StoreThread::tick() {
    due_ms_ = INT64_MAX;
    worker_.post([this] { store_->sync_by_itself(); });
}

}  // namespace zj::work
