// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside of StoreThread: what the store thread does, job for job. store_thread.cpp has what is common and what goes
// while the vault is locked, store_views.cpp pages and forms, store_signing.cpp what is signed, store_sync.cpp the
// line.

#include <set>

#include "terminal/work/material_fetch.hpp"
#include "terminal/work/net_line.hpp"
#include "terminal/work/store_thread.hpp"

namespace zj::work {

// The documents of one case, as an exchange.
class FetchExchange final : public Exchange {
public:
    explicit FetchExchange(MaterialFetch fetch) : fetch_(std::move(fetch)) {}
    Result<std::optional<sync::Request>> next() override { return fetch_.next(); }
    Result<> on_response(const Result<sync::Response>& response) override {
        return response ? fetch_.on_response(*response) : Result<>(response.error());
    }
    Result<> finish() override { return {}; }
    Progress progress() const override { return {"fetch", fetch_.done(), fetch_.total()}; }

private:
    MaterialFetch fetch_;
};

// Everything here runs on the store thread.
class StoreThread::Store {
public:
    Store(StoreSettings& settings, StoreThread& owner);
    void run(std::uint64_t number, Job& job) {
        std::visit([&](auto& one) { run_one(number, one); }, job);
    }
    void sync_by_itself();

private:
    using What = decltype(Reply::what);

    static What failed(const Error& error) { return reply::Failed{error, {}}; }
    // What comes of a use case: the reply made of its value, or why not.
    template <class T, class Make>
    static What told_as(Result<T> result, Make make) {
        return result ? What(make(std::move(*result))) : failed(result.error());
    }

    Context context() { return {*vault_, line(), {}, &owner_.stop_}; }
    LineMaker line() { return line_of(*vault_, settings_.gateway, &owner_.stop_); }
    void post(std::uint64_t to, What what) { settings_.post({to, std::move(what)}); }
    // The last word on a job.
    void answer(std::uint64_t to, What what);
    // Of a job that went over the line; on the store thread, as everything but answer() and post().
    void answer_from_line(std::uint64_t to, What what);
    std::function<void(const Progress&)> teller(std::uint64_t to);
    // Strip and badges, after anything that may have changed them.
    void tell_here();
    // A job that needs the vault; one that comes too late finds it locked.
    template <class Work>
    void with_vault(std::uint64_t number, Work work) {
        if (vault_ == nullptr) {
            return answer(number, failed(fail("vault.locked", {}, "the vault is locked")));
        }
        auto what = vault::told([&]() -> Result<What> { return work(context()); });
        answer(number, what ? std::move(*what) : failed(what.error()));
    }
    // Signing asks for the passphrase again: whoever finds an open desk signs nothing.
    Result<> passphrase_again(const crypto::Secret& passphrase);

    // --- locked
    void run_one(std::uint64_t number, const job::People& job);
    void run_one(std::uint64_t number, const job::Draw& job);
    void run_one(std::uint64_t number, const job::Enrol& job);
    void run_one(std::uint64_t number, const job::Unlock& job);
    void unlock(std::uint64_t number, std::string_view person, const crypto::Secret& passphrase);
    void run_one(std::uint64_t number, const job::Lock& job);

    // --- views
    void run_one(std::uint64_t number, const job::Here& job);
    void run_one(std::uint64_t number, const job::Home& job);
    void run_one(std::uint64_t number, const job::Cases& job);
    void run_one(std::uint64_t number, const job::Case& job);
    // Once for each case: what failed is tried again when it is decided.
    void fetch(const std::string& key);
    void run_one(std::uint64_t number, const job::Review& job);

    // --- forms
    static reply::Form as_form(FormView view);
    void run_one(std::uint64_t number, const job::NewForm& job);
    void run_one(std::uint64_t number, const job::OpenDraft& job);
    void run_one(std::uint64_t number, const job::AnswerForm& job);
    void run_one(std::uint64_t number, job::SaveDraft& job);
    void run_one(std::uint64_t number, const job::DropDraft& job);
    void run_one(std::uint64_t number, job::Attach& job);
    void run_one(std::uint64_t number, const job::Facts& job);
    void run_one(std::uint64_t number, const job::Browse& job);
    void run_one(std::uint64_t number, const job::ReadTicket& job);
    void run_one(std::uint64_t number, const job::Preview& job);

    // --- signing
    void run_one(std::uint64_t number, const job::SignDraft& job);
    void run_one(std::uint64_t number, const job::Confirm& job);
    void run_one(std::uint64_t number, const job::Withdraw& job);
    static reply::Signed as_signed(const codec::Value& made);
    void after_signing();
    // One decision after the other; before a pass the documents that are not here are fetched.
    struct Deciding {
        std::uint64_t number, unlock;
        job::Decide job;
        std::size_t at = 0;
        reply::Signed out;
    };
    void run_one(std::uint64_t number, job::Decide& job);
    void run_one(std::uint64_t number, const job::StopDeciding& job);
    // What is signed is what was looked at.
    Result<> as_shown(const job::Decide::On& on);
    void decide_next(const std::shared_ptr<Deciding>& all);
    void decide_one(const std::shared_ptr<Deciding>& all);
    void decided(const std::shared_ptr<Deciding>& all, const Result<>& how);

    // --- papers
    void run_one(std::uint64_t number, const job::Paper& job);

    // --- sync
    void run_one(std::uint64_t number, const job::Sync& job);
    void run_one(std::uint64_t number, const job::StopSync& job);
    void begin_sync(std::uint64_t number);
    void sync_ended(std::uint64_t number, const Result<>& how);
    // When the line is tried again by itself; the window wakes the store thread then.
    void plan_sync();

    StoreSettings& settings_;
    StoreThread& owner_;
    Places places_;
    Exchanges exchanges_;
    std::unique_ptr<vault::Vault> vault_;
    reply::SyncState sync_state_;
    SyncPast past_;
    std::size_t waiting_ = 0;
    std::int64_t last_draft_ = 0;      // that was stored; 0: none since the last unlock
    std::set<std::string> asked_for_;  // cases whose documents have been fetched or tried, since the unlock
    std::uint64_t fetched_ = 0;
    bool syncing_ = false;
    bool stop_deciding_ = false;
    std::uint64_t unlocks_ = 0;        // rises with every unlock and lock: what began before is nobody's any more
    std::set<std::uint64_t> on_line_;  // jobs whose answer comes from an exchange
};

}  // namespace zj::work
