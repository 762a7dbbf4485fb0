// SPDX-License-Identifier: Apache-2.0
// Drafts, confirms, withdrawals and decisions: whatever asks for the passphrase again.
#include "terminal/work/store.hpp"

#include "terminal/work/acts.hpp"
#include "terminal/work/forms.hpp"

namespace zj::work {

void StoreThread::Store::run_one(std::uint64_t number, const job::SignDraft& job) {
    with_vault(number, [&](const Context& c) -> Result<What> {
        ZJ_CHECK(passphrase_again(job.passphrase));
        FormFaults faults;
        const auto made = sign_draft(c, job.id, faults);
        if (!made) {
            return What(reply::Failed{made.error(), faults.faults});
        }
        return What(as_signed(*made));
    });
    after_signing();
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Confirm& job) {
    with_vault(number, [&](const Context& c) -> Result<What> {
        ZJ_CHECK(passphrase_again(job.passphrase));
        reply::Signed out;
        for (const std::string& pending : job.pending) {
            if (const auto made = confirm(c, {pending}); made) {
                ++out.count;
            } else if (job.pending.size() == 1) {
                return made.error();
            } else {
                out.failed.emplace_back(pending, made.error());
            }
        }
        return What(std::move(out));
    });
    after_signing();
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Withdraw& job) {
    with_vault(number, [&](const Context& c) -> Result<What> {
        ZJ_CHECK(passphrase_again(job.passphrase));
        ZJ_TRY(const codec::Value made, withdraw(c, job.on, job.reason));
        return What(as_signed(made));
    });
    after_signing();
}

reply::Signed StoreThread::Store::as_signed(const codec::Value& made) {
    reply::Signed out;
    out.count = 1;
    out.key = made.str_or("case");
    if (const std::int64_t n = made.int_or("n"); n > 0) {
        out.number = n;
    }
    return out;
}

void StoreThread::Store::after_signing() {
    if (vault_ != nullptr) {
        tell_here();
        past_ = {};  // what has been signed leaves at once
        plan_sync();
    }
}

void StoreThread::Store::run_one(std::uint64_t number, job::Decide& job) {
    if (vault_ == nullptr) {
        return answer(number, failed(fail("vault.locked", {}, "the vault is locked")));
    }
    const auto known = vault::told([&] { return passphrase_again(job.passphrase); });
    if (!known) {
        return answer(number, failed(known.error()));
    }
    job.passphrase.wipe();
    stop_deciding_ = false;
    on_line_.insert(number);
    decide_next(std::make_shared<Deciding>(Deciding{number, unlocks_, std::move(job), 0, {}}));
}

void StoreThread::Store::run_one(std::uint64_t number, const job::StopDeciding& /*job*/) {
    stop_deciding_ = true;
    // A document that is being fetched for it is given up; a sync that is under way goes on.
    owner_.stop_ = owner_.stop_ || !syncing_;
    answer(number, sync_state_);
}

Result<> StoreThread::Store::as_shown(const job::Decide::On& on) {
    const auto now = vault_->case_entry(on.key);
    return now && now->entry == on.entry ? Result<>() : fail("case.changed", on.key, "it changed after it was shown");
}

void StoreThread::Store::decide_next(const std::shared_ptr<Deciding>& all) {
    for (; stop_deciding_ && all->at < all->job.cases.size(); ++all->at) {
        all->out.failed.emplace_back(all->job.cases[all->at].key, fail("sign.stopped", all->job.cases[all->at].key));
    }
    if (all->at == all->job.cases.size()) {
        owner_.stop_ = owner_.stop_ && syncing_;
        if (all->job.cases.size() == 1 && !all->out.failed.empty()) {
            answer_from_line(all->number, failed(all->out.failed[0].second));
        } else {
            answer_from_line(all->number, std::move(all->out));
        }
        return after_signing();
    }
    post(all->number, reply::Progress{"decide", all->at, all->job.cases.size()});
    const auto on = vault::told([&]() -> Result<Case> {
        ZJ_CHECK(as_shown(all->job.cases[all->at]));
        return find_case(*vault_, all->job.cases[all->at].key);
    });
    if (!on) {
        return decided(all, on.error());
    }
    if (all->job.decision.act != "pass") {
        return decide_one(all);
    }
    auto fetch = vault::told([&] { return MaterialFetch::begin(*vault_, *on); });
    if (!fetch) {
        return decided(all, fetch.error());
    }
    exchanges_.add(
        std::make_unique<FetchExchange>(std::move(*fetch)), line(),
        [this, all](const Result<>& how) { how ? decide_one(all) : decided(all, how.error()); }, teller(all->number));
}

void StoreThread::Store::decide_one(const std::shared_ptr<Deciding>& all) {
    const auto made = vault::told([&]() -> Result<codec::Value> {
        ZJ_CHECK(as_shown(all->job.cases[all->at]));  // a sync may have come in while documents were fetched
        return decide(context(), all->job.cases[all->at].key, all->job.decision);
    });
    decided(all, made ? Result<>() : Result<>(made.error()));
}

void StoreThread::Store::decided(const std::shared_ptr<Deciding>& all, const Result<>& how) {
    if (how) {
        ++all->out.count;
        all->out.key = all->job.cases[all->at].key;
    } else {
        all->out.failed.emplace_back(all->job.cases[all->at].key, how.error());
    }
    ++all->at;
    // As a task of its own, so that other jobs come between two signatures.
    owner_.worker_.post([this, all] {
        // Else the lock has answered it, and whoever is here by now signs nothing of it.
        if (all->unlock == unlocks_) {
            decide_next(all);
        }
    });
}

}  // namespace zj::work
